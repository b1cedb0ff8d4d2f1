"""Decision trees for the terminal: walk them, write them, learn with them.

``load`` reads a tree and says what is wrong with it; ``Walk`` goes through one. Nothing here needs a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from postwise.tree.loader import Loaded, load
    from postwise.tree.problems import Problem
    from postwise.walk.recommendation import Recommendation
    from postwise.walk.walk import Walk

__all__ = ["Loaded", "Problem", "Recommendation", "Walk", "__version__", "load"]

HOMES = {
    "Loaded": "postwise.tree.loader",
    "load": "postwise.tree.loader",
    "Problem": "postwise.tree.problems",
    "Recommendation": "postwise.walk.recommendation",
    "Walk": "postwise.walk.walk",
}
"""Where each public name lives; it is loaded when it is first asked for."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in HOMES:
        raise AttributeError(f"module 'postwise' has no attribute '{name}'")
    return getattr(import_module(HOMES[name]), name)
