"""Calculations of the collecting that need neither a database nor a clock."""
