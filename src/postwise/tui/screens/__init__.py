"""The screens that a person walks, reads and writes on."""
