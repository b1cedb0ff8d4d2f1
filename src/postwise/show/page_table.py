"""A tree's table as a page in a browser has it: with its Markdown made into nodes, and what no table needs added.

Added are ``ranking`` (the outcomes, kindest first), ``hashes`` (of answers, as walk codes have them, in hex), ``kinds``
(an answer of each class to a number or a date), ``marked`` (the answers that *Not sure* is said to take), ``heard`` (by
outcome, the questions whose answers change what is said there) and ``overlays`` (whose words are laid on).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from postwise.logic.answer_classes import AnswerClasses
from postwise.logic.reachable_outcomes import OutcomeRanking
from postwise.logic.reads import said_by
from postwise.logic.search import Budget
from postwise.show.markdown import GAP, has_markdown, html
from postwise.show.tree_table import Filled, TreeTable, plain
from postwise.text import one_line, safe
from postwise.tree.model import Question, Tree
from postwise.walk.share_code import hashed, named

Node = str | dict[str, Any]
UNUSED = frozenset({"dissent", "dilemma", "schema"})
"""Keys of a table that a page shows nothing of."""
PIECE = re.compile("\ue000([0-9]+)\ue001")
"""Stands for a piece that a walk fills, while the text around it is read as Markdown."""
WHOLE_HASH = 64


def page_table(tree: Tree, words: Mapping[str, str], budget: Budget) -> dict[str, Any]:
    """Return the table of a tree for a page. Raises TooLarge or NoEndError where there is none."""
    made = TreeTable(tree, words, budget).to_dict()
    for question in made["questions"].values():
        _mark_up(question, "why", "help")
        _mark_up_each(question.get("notes", ()), "text")
        _mark_up_each(question.get("answers", ()), "note")
    for outcome in made["outcomes"].values():
        _mark_up(outcome, "reason")
        _mark_up_each(outcome.get("notes", ()), "text")
    classes = AnswerClasses(tree)
    typed = [name for name, question in tree.questions.items() if question.kind in {"number", "date"}]
    marked = {name: _marked(question) for name, question in tree.questions.items()}
    added = {
        "ranking": list(OutcomeRanking.of(tree).outcome_ids),
        "hashes": {name: _hashes(name, question) for name, question in tree.questions.items()},
        "kinds": {name: [plain(answer) for answer in classes.kinds(name)] for name in typed},
        "marked": {name: answer for name, answer in marked.items() if answer is not None},
        "heard": {name: list(said_by(tree, name)) for name in tree.outcomes},
        "overlays": list(tree.overlays),
    }
    whole: dict[str, Any] = _safe({**made, **added})
    return whole


def _marked(question: Question) -> str | None:
    return next((option.name for option in question.options if option.unsure), None)


def _hashes(question_id: str, question: Question) -> dict[str, str] | str:
    if question.picks_one:
        return {answer: _hex(f"{question_id}={answer}") for answer in question.by_id}
    return _hex(named(question_id, question))


def _hex(text: str) -> str:
    return f"{hashed(text, WHOLE_HASH):016x}"


def _safe(said: Any) -> Any:
    """Return a part of the table with all texts fit to be shown, and without what a page does not use."""
    if isinstance(said, dict):
        return {safe(key): _safe(one) for key, one in said.items() if key not in UNUSED}
    if isinstance(said, list):
        return [_safe(one) for one in said]
    return safe(said) if isinstance(said, str) else said


# Markdown


def _mark_up_each(entries: Any, key: str) -> None:
    for entry in entries:
        _mark_up(entry, key)


def _mark_up(entry: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if key in entry:
            entry[key] = marked_up(entry[key])


def marked_up(said: Filled) -> Filled | dict[str, list[Node]]:
    """Return a Markdown text as a page has it: as it is if it is one plain paragraph, else ``md``, nodes of HTML.

    A node is a text, or a piece that a walk fills, or it has its ``tag`` and what is ``in`` it; a link has its ``href``
    too, and a list its ``start``.
    """
    pieces: list[str | dict[str, str]] = [said] if isinstance(said, str) else said
    text = "".join(one if isinstance(one, str) else f"\ue000{place}\ue001" for place, one in enumerate(pieces))
    if not has_markdown(text) and not GAP.search(text.strip("\n")):
        flat = _pieces(one_line(text), pieces)
        return flat[0] if len(flat) == 1 and isinstance(flat[0], str) else flat
    reader = NodeReader(pieces)
    reader.feed(html(text))
    reader.close()
    return {"md": reader.nodes}


def _pieces(text: str, pieces: list[str | dict[str, str]]) -> list[Any]:
    """Return a text cut at the pieces that stand in it."""
    return [one for one in _cut(text, pieces) if one != ""] or [""]


def _cut(text: str, pieces: list[str | dict[str, str]]) -> Iterator[str | dict[str, str]]:
    for place, part in enumerate(PIECE.split(text)):
        number = int(part) if place % 2 else 0
        if place % 2 and number < len(pieces):
            yield pieces[number]
        elif not place % 2:
            yield part


class NodeReader(HTMLParser):
    """Reads the HTML of a Markdown text, once, into nodes."""

    def __init__(self, pieces: list[str | dict[str, str]]) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self._pieces = pieces
        self._open = [self.nodes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a node; a line break and a rule have nothing in them."""
        from urllib.parse import unquote  # hardly any text has a link in it

        node: dict[str, Any] = {"tag": tag, "in": []}
        for name, said in attrs:
            if name == "href":
                held = any(mark in (said or "") for mark in ("%EE%80%80", "\ue000"))
                node["href"] = _pieces(unquote(said or ""), self._pieces) if held else said
            if name == "start":
                node["start"] = int(said or 1)
        self._open[-1].append(node)
        if tag not in {"br", "hr"}:
            self._open.append(node["in"])

    def handle_endtag(self, tag: str) -> None:
        """Close the node that is open."""
        if tag not in {"br", "hr"}:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add a text to the node that is open."""
        self._open[-1] += [one for one in _cut(data, self._pieces) if one]
