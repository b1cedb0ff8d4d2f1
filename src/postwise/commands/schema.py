"""postwise schema: the JSON schema of the tree file, for editors."""

from __future__ import annotations

import argparse

from postwise.author.json_schema import schema
from postwise.errors import Exit
from postwise.streams import put
from postwise.text import as_json


def run(_options: argparse.Namespace) -> int:
    """Print the schema."""
    put(as_json(schema()))
    return Exit.DONE
