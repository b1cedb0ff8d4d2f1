"""The formats that a tree can be shown in, kept once: the command line, help and README are read off this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postwise.tree.model import Tree
    from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class ShowFormat:
    """One way of showing a tree."""

    description: str
    home: str
    """The module and the function that shows it so, with a colon between; loaded when it is first used."""
    suffix: str
    """How a file of it is named."""

    def render(self, tree: Tree, words: Mapping[str, str], road: Walk | None = None) -> str:
        """Return the tree shown so, filled with an organisation's words; the road of a walk in it is marked."""
        module, _, function = self.home.partition(":")
        text: str = getattr(import_module(module), function)(tree, words, road)
        return text


FORMATS: Mapping[str, ShowFormat] = {
    "outline": ShowFormat(
        "numbered questions, and where each answer leads", "postwise.show.tree_formats:outline", ".txt"
    ),
    "markdown": ShowFormat(
        "the whole tree as a document to read together", "postwise.show.tree_formats:markdown", ".md"
    ),
    "mermaid": ShowFormat("a diagram for pages that draw Mermaid", "postwise.show.mermaid:mermaid", ".mmd"),
    "dot": ShowFormat("a diagram for Graphviz", "postwise.show.dot:dot", ".dot"),
    "svg": ShowFormat("a drawing of its own", "postwise.show.drawing.svg:svg", ".svg"),
    "html": ShowFormat(
        "a page with the drawing and the document, to print", "postwise.show.tree_formats:html", ".html"
    ),
    "json": ShowFormat("everything in the file, for other programs", "postwise.show.tree_formats:json_text", ".json"),
    "handout": ShowFormat(
        "one printed page with the people to turn to filled in", "postwise.show.handout:handout", ".html"
    ),
}
"""Every format by its name."""
