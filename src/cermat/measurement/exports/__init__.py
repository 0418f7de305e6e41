"""Figures as tables to take home."""
