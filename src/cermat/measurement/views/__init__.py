"""Pages of the measurement."""
