"""New trees: templates that are whole, checked and tested before anybody changes a word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from postwise.errors import PostwiseError
from postwise.tree.model import ID, id_of
from postwise.tree.problems import suggestion

FOLDER = Path(__file__).parent / "templates"
TITLE = "@TITLE@"
REVIEWED = "2001-01-01"
REVIEW_BY = "2002-01-01"
"""What stands in a template where a new tree has its title and its dates."""


@dataclass(frozen=True, slots=True)
class Template:
    """A tree to begin from."""

    name: str
    says: str
    """What it is good for, in a line."""

    @property
    def path(self) -> Path:
        """The template's file."""
        return FOLDER / f"{self.name}.toml"


TEMPLATES = (
    Template("pause-for-thought", "a few questions with several answers each, before somebody acts"),
    Template("yes-no", "questions that are answered with yes or no"),
    Template("decision-table", "facts first, then a table that says what follows from them"),
    Template("scored", "points for answers, added up"),
    Template("blank", "one question and two endings, to be written over"),
)


def templates() -> dict[str, str]:
    """Return every template's name with what it is good for; the first is the one to take when none is named."""
    return {template.name: template.says for template in TEMPLATES}


def new_tree(name: str, template: str, today: dt.date) -> str:
    """Return the text of a new tree under an id, made from a template; it passes the check and its own tests.

    Raises PostwiseError for a name that is no id, or a template that there is not.
    """
    if not ID.fullmatch(name):
        made = id_of(name)
        hint = f'Try "{made}".' if made else "It begins with a letter, as in over-18."
        raise PostwiseError(f'"{name}" cannot name a tree: lower-case letters and digits, joined by hyphens. {hint}')
    chosen = {each.name: each for each in TEMPLATES}.get(template)
    if chosen is None:
        hint = suggestion(template, templates()) or f"There are {', '.join(templates())}."
        raise PostwiseError(f'There is no template "{template}". {hint}')
    text = chosen.path.read_text(encoding="utf-8").replace(TITLE, name.replace("-", " ").capitalize())
    return text.replace(REVIEWED, today.isoformat()).replace(REVIEW_BY, in_a_year(today).isoformat())


def in_a_year(day: dt.date) -> dt.date:
    """Return the same day next year; of 29 February, the day before the first of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
