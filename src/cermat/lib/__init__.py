"""Pure helpers. No Django, no feature."""
