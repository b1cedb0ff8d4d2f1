"""Decision trees for the terminal: walk them, write them, learn with them.

``load`` reads a tree, ``check`` says all that is wrong with trees, and ``Walk`` goes through one. Nothing here needs a
terminal.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what starts waits for no more than it needs
if TYPE_CHECKING:
    from postwise.author.check_tree import CheckReport, check
    from postwise.errors import PostwiseError
    from postwise.tree.answers import AnswerError
    from postwise.tree.loader import TreeError, load, loads
    from postwise.tree.model import Tree
    from postwise.tree.problems import Problem
    from postwise.walk.filled_question import FilledAnswer, FilledQuestion
    from postwise.walk.path import BranchStep, QuestionStep
    from postwise.walk.recommendation import Recommendation
    from postwise.walk.walk import Walk, WalkError

__version__ = "0.1.0"

__all__ = [
    "AnswerError",
    "BranchStep",
    "CheckReport",
    "FilledAnswer",
    "FilledQuestion",
    "PostwiseError",
    "Problem",
    "QuestionStep",
    "Recommendation",
    "Tree",
    "TreeError",
    "Walk",
    "WalkError",
    "__version__",
    "check",
    "load",
    "loads",
]

HOMES = {
    "AnswerError": "tree.answers",
    "BranchStep": "walk.path",
    "CheckReport": "author.check_tree",
    "FilledAnswer": "walk.filled_question",
    "FilledQuestion": "walk.filled_question",
    "PostwiseError": "errors",
    "Problem": "tree.problems",
    "QuestionStep": "walk.path",
    "Recommendation": "walk.recommendation",
    "Tree": "tree.model",
    "TreeError": "tree.loader",
    "Walk": "walk.walk",
    "WalkError": "walk.walk",
    "check": "author.check_tree",
    "load": "tree.loader",
    "loads": "tree.loader",
}
"""Where each public name lives; it is loaded when it is first asked for."""


def __getattr__(name: str) -> object:
    if name not in HOMES:
        raise AttributeError(f"module 'postwise' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"postwise.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
