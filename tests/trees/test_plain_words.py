"""Every single text of the trees and of the words laid over them is plain to read, one by one."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import pytest

from postwise import load
from postwise.tree.at_a_glance import is_overlay
from postwise.tree.library import shipped_folder
from postwise.tree.overlay_file import read_overlay
from tree_texts import texts_of

with warnings.catch_warnings():  # not every pip compiles it, and compiling it warns of its escapes
    warnings.simplefilter("ignore")
    import readability

GRADE = 9
"""The years of school (Flesch-Kincaid) that the hardest text may take."""
FEW = 6
"""Texts of no more words are not measured: one long word makes of “Has anyone noticed?” a text for graduates."""
FILES = sorted(shipped_folder().glob("*.toml"))
OFFICES = "a list of offices, each by its name"
HARDER = {
    "Would you say it aloud in reception, with {manager}, a reporter, a relative and the people it is about listening?": (
        "the words of the mission"
    ),
    "Government, council, police, forces, courts or a regulator": OFFICES,
    "Civil service, council, Gardaí, Defence Forces, courts or a regulator": OFFICES,
    "How people are treated: bullying, harassment, discrimination": "the words that somebody looks for",
    "They stop at political controversy as well": "the word that stands in the rules",
    "Mine, but anonymous or under another name": "the word that everybody uses",
}
"""What may be harder, and why."""


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that is read on a walk, with the name of its file."""
    for path in FILES:
        if is_overlay(path):
            overlay = read_overlay(path).overlay
            assert overlay is not None
            parts = [each for table in overlay.sections.values() for each in table.values()]
        else:
            tree = load(path)
            parts = [*tree.questions.values(), *tree.outcomes.values()]
        yield from ((path.stem, text) for part in parts for text in texts_of(_without_titles(dict(part.as_data()))))


def _without_titles(data: dict[str, object]) -> dict[str, object]:
    """Return a part without the names of those to turn to: they are called what they are called."""
    return {key: value for key, value in data.items() if key != "see"}


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text: about the years of school it takes to read it."""
    sentences = [one for one in re.split(r"(?<=[.?:;])\s+", text) if one]
    plain = [" ".join(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", one)) for one in sentences]
    return readability.getmeasures(plain, lang="en")["readability grades"]["Kincaid"]


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_no_single_text_is_hard_to_read(name: str) -> None:
    measured = {text: round(grade(text), 1) for stem, text in texts() if stem == name and len(text.split()) > FEW}
    assert {text: found for text, found in measured.items() if found > GRADE and text not in HARDER} == {}


def test_what_may_be_harder_is_there_and_is_harder() -> None:
    said = {text for _, text in texts()}
    for text in HARDER:
        assert text in said
        assert grade(text) > GRADE
