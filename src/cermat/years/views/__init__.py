"""Pages of a year."""
