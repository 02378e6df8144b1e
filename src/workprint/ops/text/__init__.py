"""Words over the picture."""
