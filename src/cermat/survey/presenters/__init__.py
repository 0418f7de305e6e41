"""Surveys in words, for the public and for the office."""
