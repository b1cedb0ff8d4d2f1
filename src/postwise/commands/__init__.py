"""What each command does: one module a command, imported only when it is asked for."""
