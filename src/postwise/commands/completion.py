"""postwise completion: a script that teaches a shell our commands, options and trees."""

from __future__ import annotations

import argparse
from typing import Any

import shtab

from postwise.errors import Exit

PREAMBLE = {
    "bash": '_postwise_trees() { compgen -W "$(postwise list --format ids 2>/dev/null)" -- "$1"; compgen -f -- "$1"; }',
    "zsh": "_postwise_trees() { compadd -- ${(f)\"$(postwise list --format ids 2>/dev/null)\"}; _files -g '*.toml' }",
}
"""What completes the name of a tree, by shell."""


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    preamble: Any = PREAMBLE  # shtab takes a text for every shell, or a table of them, but says so of one only
    print(shtab.complete(options.whole_parser(), options.shell, preamble=preamble))
    return Exit.DONE
