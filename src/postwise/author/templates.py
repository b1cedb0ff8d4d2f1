"""New trees: templates that are whole, checked and tested before anybody changes a word."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from postwise.author.json_schema import schema
from postwise.author.template_names import TEMPLATES
from postwise.errors import PostwiseError
from postwise.files import no_folder, read_text, write_new
from postwise.text import as_json
from postwise.tree.ids import ID, id_of
from postwise.tree.problems import suggestion

FOLDER = Path(__file__).parent / "templates"
TITLE = "@TITLE@"
REVIEWED = "2001-01-01"
REVIEW_BY = "2002-01-01"
"""What stands in a template where a new tree has its title and its dates."""
SCHEMA = ".schema.json"
"""What the format's schema is called beside a tree, for editors that look one up."""


def new_tree(tree_id: str, template: str, today: dt.date) -> str:
    """Return the text of a new tree under an id, made from a template; it passes the check and its own tests.

    Raises PostwiseError for a name that is no id, or a template that there is not.
    """
    if not ID.fullmatch(tree_id):
        made = id_of(tree_id)
        hint = f'Try "{made}".' if made else "It begins with a letter, as in over-18."
        raise PostwiseError(f'"{tree_id}" cannot name a tree: lower-case letters and digits, joined by hyphens. {hint}')
    if template not in TEMPLATES:
        hint = suggestion(template, TEMPLATES) or f"There are {', '.join(TEMPLATES)}."
        raise PostwiseError(f'There is no template "{template}". {hint}')
    text = read_text(str(FOLDER / f"{template}.toml"))
    text = text.replace(TITLE, tree_id.replace("-", " ").capitalize())
    text = f"#:schema ./{SCHEMA}\n{text}"
    return text.replace(REVIEWED, today.isoformat()).replace(REVIEW_BY, in_a_year(today).isoformat())


def write_tree(path: Path, today: dt.date, template: str | None = None) -> None:
    """Write a new tree from a template (left out: the first there is), and the schema beside it if none is there.

    Raises PostwiseError for a name that is no id, a template that there is not, or a file that is there already.
    """
    text = new_tree(path.stem, template or next(iter(TEMPLATES)), today)
    if no_folder(path.parent):
        raise PostwiseError(f"There is no folder {path.parent}. Make it first.")
    write_new(path, text)
    beside = path.with_name(SCHEMA)
    if not os.path.lexists(beside):
        write_new(beside, f"{as_json(schema())}\n")


def in_a_year(day: dt.date) -> dt.date:
    """Return the same day next year; of 29 February, the day before the first of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
