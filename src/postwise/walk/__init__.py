"""Going through a tree: the answers so far, where they lead, and what they recommend."""
