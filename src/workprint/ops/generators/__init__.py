"""Media that is made rather than filmed."""
