"""What Cermat computed, for other programs."""
