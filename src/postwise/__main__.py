"""python -m postwise, and the `postwise` command."""

from __future__ import annotations

import sys

from postwise.cli import main

if __name__ == "__main__":
    sys.exit(main())
