"""Files that come in, read cell by cell."""
