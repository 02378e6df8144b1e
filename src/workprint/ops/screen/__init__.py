"""Recordings of a screen: what is drawn on them, and the edits that follow clicks, cursor and keys."""
