"""Video effects."""
