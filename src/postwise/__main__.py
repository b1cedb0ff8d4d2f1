"""python -m postwise, and the `postwise` command."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress


def main() -> int:
    """Carry out the command line and return its exit code; signals are heeded before anything else is loaded."""
    heed_signals()
    from postwise.cli import main as carry_out

    return carry_out()


def program() -> None:
    """Carry out the command line and end with its exit code: nothing is waited for that is still worked out beside."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def heed_signals() -> None:
    """End at once on INT, TERM and HUP, with their exit codes.

    Nothing is raised for it: what runs at that moment may take that for an error of its own, as what reads trees does.
    """

    def end(number: int, _frame: object) -> None:
        os._exit(128 + number)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:
            signal.signal(number, end)


if __name__ == "__main__":
    program()
