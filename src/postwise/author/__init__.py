"""Making a tree: what answers can lead to, what is wrong with it, its scenarios, what a new version changes."""
