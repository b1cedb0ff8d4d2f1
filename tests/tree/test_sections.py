"""A section of a large file is placed as the whole file would place it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postwise.tree.toml_source import LARGE, Places, Source

TREES = sorted((Path(__file__).parents[2] / "trees").glob("*.toml"))


@pytest.mark.parametrize("path", TREES, ids=lambda path: path.stem)
def test_a_section_stands_where_the_whole_file_has_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    whole = Places.scan(text)
    headers = {where[:2] for where in whole.values if where[0] in {"question", "branch", "value", "outcome"}} - {
        where for where in whole.values if len(where) == 1
    }
    looked = 0
    for section in sorted(where for where in headers if len(where) == 2):
        found = Places.section(text, section)
        if found is not None:
            looked += 1
            for where, stretch in found.values.items():
                if where[:2] == section:
                    assert whole.values[where] == stretch
                    assert whole.keys.get(where) == found.keys.get(where)
    assert looked or '"""' in text or "'''" in text


@pytest.mark.parametrize(
    "text",
    [
        'note = """\n[outcome.end]\n"""\n[outcome.end]\nheadline = "x"\n',
        '[[outcome.end]]\nheadline = "x"\n',
        '[outcome.end.x]\na = 1\n[outcome.end]\nheadline = "x"\n',
        'outcome.end.headline = "x"\n',
    ],
)
def test_what_is_not_plain_to_see_is_left_to_the_whole_file(text: str) -> None:
    assert Places.section(text, ("outcome", "end")) is None


def test_a_name_in_a_text_is_no_header() -> None:
    text = 'a = "see [outcome.end]"\n[outcome.end] # here\nheadline = "x"\n[other]\n'
    found = Places.section(text, ("outcome", "end"))
    assert found is not None
    assert found.values["outcome", "end"] == (text.index("\n[outcome") + 1, text.index(" # here"))


def test_a_large_file_is_scanned_whole_only_when_many_places_are_asked_for() -> None:
    filler = "".join(f'[question.q{n}]\nask = "{"x" * 200}"\n' for n in range(1200))
    text = f'{filler}[outcome.end]\nheadline = "x"\n'
    source = Source(text)
    assert len(text) > LARGE
    assert source.place(("outcome", "end"), "header").line == 2401
    assert source.place(("question", "q7", "ask")).column == 7
    assert "_places" not in source.__dict__
    for n in range(20):
        assert source.place(("question", f"q{n}"), "header").line == 2 * n + 1
    assert "_places" in source.__dict__
