"""Which trees there are, and what a list says of each before it is read."""

from __future__ import annotations

import pytest

from postwise import Walk
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.library_index import IndexedTree

TITLES = {
    '[tree]\ntitle = "At {organisation} {{x}} {team}"': "At the parish {x} «team»",
    '[tree]\ntitle = "{team}, {buddy} or {nobody}"\n[profile]\nteam = "Ops"': "Ops, a colleague you trust or «nobody»",
    '[tree]\ntitle = "{team}"\n[question.a]\nask = "A"\n[ "profile" ]\nteam = "Ops"': "Ops",
    '[tree]\ntitle = "Caf\\u00e9 \\"Q\\""': 'Café "Q"',
    "[tree]\ntitle = '''One'''": "One",
    '[tree]\ntitle = """\nOne\nline"""': "One line",
    '"tree"."title" = "Quoted"': "Quoted",
    '[ tree ]\ntitle = "Spaced"\n[question.a]\nask = "A': "Spaced",
    '[question.a]\nask = "A?"\n[tree]\ntitle = "Behind"': "Behind",
    '[tree]\nsummary = """\n[question.a]"""\ntitle = "Inside"': "Inside",
    "\ufeff[tree]\ntitle = 'Marked'": "Marked",
    "[tree]\ntitle = 3": None,
    "[tree]\ntitle = ": None,
    "tree = 1": None,
    "": None,
}


@pytest.mark.parametrize("text", TITLES)
def test_a_list_says_what_a_tree_is_called_as_the_tree_does_itself(tmp_path, text):
    path = tmp_path / "one.toml"
    path.write_text(text, encoding="utf-8")
    assert (
        Library(words={"organisation": "the parish"}).heading(LibraryEntry("one", path, "file")).title == TITLES[text]
    )


def test_the_list_calls_every_tree_that_ships_as_its_walk_does():
    library = Library()
    for entry in library.entries:
        tree = library.load(entry).tree
        assert library.heading(entry) == (Walk.start(tree).title, tree.about.group)


def test_a_tree_is_listed_under_its_group_in_the_organisation_s_words(tmp_path):
    path = tmp_path / "one.toml"
    path.write_text('[tree]\ntitle = "One"\ngroup = "For {team}"\n[profile]\nteam = "us"\n', encoding="utf-8")
    book = IndexedTree.of(Library(words={"team": "Ops"}), LibraryEntry("one", path, "file"))
    assert (book.title, book.group) == ("One", "For Ops")
