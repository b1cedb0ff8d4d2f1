"""A tree as a drawing: where its boxes and lines go, and the SVG of it."""
