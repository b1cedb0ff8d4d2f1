"""What the check says beyond the shape of a file: each module one kind of finding."""
