"""What leaves the survey as a file."""
