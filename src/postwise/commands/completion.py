"""postwise completion: a script that teaches a shell our commands, options and trees."""

from __future__ import annotations

import argparse
from typing import Any

import shtab

from postwise.errors import Exit
from postwise.streams import put

PREAMBLE = {
    "bash": """_postwise_trees_or_files() {
  local id
  while IFS= read -r id; do [[ $id == "$1"* ]] && printf '%s\\n' "$id"; done < <(postwise list --format ids 2>/dev/null)
  compgen -f -- "$1"
}""",
    "zsh": """_postwise_trees_or_files() {
  compadd -- ${(f)"$(postwise list --format ids 2>/dev/null)"}
  _files -g '*.toml'
}""",
}
"""What completes the name of a tree, by shell.

A name is data: bash's `compgen -W` would carry out what stands in it. Because of *files* in its name, bash quotes
what is completed as it does the name of a file.
"""


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    preamble: Any = PREAMBLE  # shtab takes a text for every shell, or a table of them, but says so of one only
    put(shtab.complete(options.whole_parser(), options.shell, preamble=preamble))
    return Exit.DONE
