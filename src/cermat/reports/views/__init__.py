"""The prints as pages and as files to download."""
