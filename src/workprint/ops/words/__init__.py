"""What is said, as edits need it: sentences, phrases, topics, hesitations and takes, and the cuts between words."""
