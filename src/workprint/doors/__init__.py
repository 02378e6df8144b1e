"""The ways in: each parses, makes one studio call, and prints."""
