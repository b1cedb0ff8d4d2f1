"""What a tree is: the file, read once into a frozen model, or the list of what is wrong with it."""
