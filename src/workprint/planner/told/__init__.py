"""What a reply says of each kind of edit: its figures are read back from the timeline after it."""
