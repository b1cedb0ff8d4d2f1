"""The parts that screens are set from: they take values down and post messages up."""
