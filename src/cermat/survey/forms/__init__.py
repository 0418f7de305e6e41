"""What people send to the survey."""
