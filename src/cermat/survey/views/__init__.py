"""The survey's pages: of the public, and of the office."""
