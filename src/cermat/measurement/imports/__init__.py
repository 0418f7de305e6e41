"""What measurement reads from files."""
