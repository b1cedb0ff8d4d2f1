"""Two versions of a tree laid side by side: which answers lead elsewhere, and what else differs."""
