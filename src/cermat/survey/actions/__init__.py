"""Everything that changes a survey."""
