"""What stops a command: one exception whose words say what to do next, and the exit codes."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    """It did what was asked."""
    NO = 1
    """The answer is no: problems found, a scenario failed, no outcome reached."""
    WRONG = 2
    """The command was wrong: no such tree, option, file or code."""
    BUG = 70
    """A fault of postwise itself."""
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


class PostwiseError(Exception):
    """Something stops a command; the message says what, and what to do next."""

    def __init__(self, message: str, exit_code: Exit = Exit.WRONG) -> None:
        super().__init__(message)
        self.exit_code = exit_code
