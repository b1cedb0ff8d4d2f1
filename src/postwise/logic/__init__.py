"""All walks of a tree: which states there are, how many walks, which outcomes answers can reach."""
