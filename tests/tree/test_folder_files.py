"""What is taken for a tree in a folder: what says that it is one, and no other file that ends in .toml."""

from __future__ import annotations

import os

import pytest

from postwise.author.check_tree import check
from postwise.errors import PostwiseError
from postwise.tree.at_a_glance import kind_of
from postwise.tree.folder_files import files_in, passed_over_words
from postwise.tree.library import Library

ONE_QUESTION = """format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "b"
no = "b"
[outcome.b]
headline = "B."
"""
KINDS = {
    "format = 1\n[tree]\n": "tree",
    "\ufeffformat = 1\n[tree]\n": "tree",
    "# a remark\n\nformat=1\n\n[ tree ]\n": "tree",
    '"format" = 1\n["tree"]\n': "tree",
    'format = 1\ntree.title = "T"\n': "tree",
    'format = 1\ntree = { title = "T" }\n': "tree",
    '[question.a]\nask = "A?"\n[tree]\n': "tree",
    'format = 1\n[tre]\n[outcome.a]\nheadline = "A."\n': "tree",
    "format = 1\n[tree\n": "tree",
    "format = 1\n[Tree]\n": "tree",
    "format = 1\n" + "# long\n" * 3000 + "[tree]\n": "tree",
    "# long\n" * 3000 + "format = 1\n[tree]\n": "tree",
    "# long\n" * 3000 + "[a]\n[tree]\n": "other",
    "format = 1\n[overlay]\n[question.a]\n": "overlay",
    'format = """$all"""\n[character]\n': "other",
    '[tool.ruff]\nformat = "x"\n': "other",
    "[tree]\nheight = 3\n": "other",
    '[[question]]\nid = "a"\n': "other",
    'title = "format = 1"\n': "other",
    'a = """\nformat = 1\n"""\n[x]\n': "other",
    "": "other",
    "\x00\x00": "other",
}  # fmt: skip


@pytest.mark.parametrize("text", KINDS, ids=[repr(text[:30]) for text in KINDS])
def test_a_file_says_what_it_is(tmp_path, text):
    path = tmp_path / "one.toml"
    path.write_text(text, encoding="utf-8")
    assert kind_of(path) == KINDS[text]


def test_a_tree_in_another_encoding_is_taken_so_that_it_is_said(tmp_path):
    path = tmp_path / "one.toml"
    path.write_text(ONE_QUESTION, encoding="utf-16")
    assert kind_of(path) == "tree"
    assert [problem.code for problem in check(tmp_path, library=Library()).problems] == ["toml-syntax"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.toml").write_text(ONE_QUESTION, encoding="utf-8")
    (tmp_path / "words.toml").write_text("format = 1\n[overlay]\n", encoding="utf-8")
    (tmp_path / "broken.toml").write_text("format = 1\n[tree]\ntitle =\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(ONE_QUESTION, encoding="utf-8")
    (tmp_path / "settings.toml").write_text("[a]\nb = 1\n", encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[profile]\nmanager = "Jo"\n', encoding="utf-8")
    (tmp_path / ".hidden.toml").write_text("[a]\n", encoding="utf-8")
    return tmp_path


def test_a_folder_has_trees_overlays_and_others(folder):
    found = files_in(folder)
    names = [[path.name for path in paths] for paths in found]
    assert names == [["broken.toml", "one.toml"], ["words.toml"], ["pyproject.toml", "settings.toml"]]


def test_a_library_has_the_trees_of_its_folders_and_knows_what_it_has_passed_over(folder):
    library = Library(folders=(folder,))
    assert {"one", "broken"} < {entry.id for entry in library.entries}
    assert not {"settings", "pyproject", "words"} & {entry.id for entry in library.entries}
    assert library.named_at_once("settings") is None
    assert [path.name for path in library.passed_over([])] == ["pyproject.toml", "settings.toml"]
    assert [path.name for path in Library().passed_over([folder, folder / "one.toml"])] == [
        "pyproject.toml",
        "settings.toml",
    ]
    assert Library().passed_over([folder / "one.toml"]) == ()


@pytest.mark.parametrize("name", ["pyproject.toml", "postwise.toml"])
def test_a_file_of_settings_is_no_tree_when_it_is_named_either(folder, name):
    library = Library()
    for named in (library.find, lambda path: library.named([path]), lambda path: check(path, library=library)):
        with pytest.raises(PostwiseError, match="holds settings, and is no tree"):
            named(str(folder / name))


def test_a_folder_without_a_tree_says_what_was_passed_over(folder):
    (folder / "one.toml").unlink()
    (folder / "broken.toml").unlink()
    with pytest.raises(PostwiseError, match=r"no tree in the folder .* settings\.toml"):
        Library().named([folder])


def test_folders_with_trees_in_them_and_names_in_capitals_are_said_to_be_passed_over(folder):
    for name in ("inner", "outer/inner", ".git/inner", "dir.toml", "empty"):
        (folder / name).mkdir(parents=True)
    for name in ("inner/two.toml", "outer/inner/three.toml", ".git/inner/four.toml", "dir.toml/five.toml", "UP.TOML"):
        (folder / name).write_text(ONE_QUESTION, encoding="utf-8")
    (folder / "SETTINGS.Toml").write_text("[a]\n", encoding="utf-8")
    assert [path.name for path in files_in(folder).trees] == ["broken.toml", "one.toml"]
    library = Library()
    said = passed_over_words(one.name for one in library.passed_over([folder]))
    assert said == (
        "Passed over, because they are no trees: pyproject.toml and settings.toml. "
        "Passed over, because a tree's name ends in .toml: UP.TOML. "
        f"Passed over, because they are folders of their own: dir.toml{os.sep}, inner{os.sep} and inner{os.sep}."
    )
    read = {problem.path for problem in check(folder, library=library).problems}
    assert read == {str(folder / name) for name in ("broken.toml", "one.toml", "words.toml")}


def test_a_folder_whose_trees_all_lie_deeper_says_where(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "two.toml").write_text(ONE_QUESTION, encoding="utf-8")
    with pytest.raises(PostwiseError, match=r"no tree in the folder .* because it is a folder of its own: inner"):
        Library().named([tmp_path])


def test_a_folder_of_thousands_of_folders_is_looked_into_as_far_as_nobody_waits(tmp_path):
    for number in range(500):
        (tmp_path / f"f{number:03}" / "deep").mkdir(parents=True)
    (tmp_path / "f499" / "deep" / "one.toml").write_text(ONE_QUESTION, encoding="utf-8")
    assert Library().passed_over([tmp_path]) == ()
