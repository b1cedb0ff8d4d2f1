"""A tree or a recommendation as text: read off the tree and the walk, never changing either."""
