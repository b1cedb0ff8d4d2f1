"""postwise new, diff and schema, from the command line."""

from __future__ import annotations

import json

import pytest

from postwise.author.templates import TEMPLATES
from postwise.tree.library import shipped_folder, trees_in


@pytest.mark.parametrize("template", list(TEMPLATES))
def test_a_new_tree_passes_the_strict_check_and_its_own_tests(postwise, tmp_path, template):
    assert postwise("new", "our-tree", "--template", template).code == 0
    assert postwise("check", "our-tree.toml", "--strict").code == 0
    assert postwise("test", "our-tree.toml").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [".schema.json", "our-tree.toml"]


def test_a_new_tree_names_the_schema_that_stands_beside_it(postwise, tmp_path):
    (tmp_path / "ours").mkdir()
    assert postwise("new", "ours/first").code == 0
    assert (
        (tmp_path / "ours" / "first.toml")
        .read_text(encoding="utf-8")
        .startswith("#:schema ./.schema.json\nformat = 1\n")
    )
    beside = tmp_path / "ours" / ".schema.json"
    assert beside.read_text(encoding="utf-8") == postwise("schema").out
    beside.write_text("{}", encoding="utf-8")
    assert postwise("new", "ours/second").code == 0
    assert beside.read_text(encoding="utf-8") == "{}", "what is there already stays as it is"


def test_the_help_names_every_template(postwise):
    said = postwise("new", "--help").out
    assert all(name in said for name in TEMPLATES)


def test_a_new_tree_never_takes_the_place_of_a_file(postwise, tmp_path):
    (tmp_path / "ours.toml").write_text("# ours\n", encoding="utf-8")
    said = postwise("new", "ours")
    assert said.code == 2
    assert "is there already" in said.err
    assert (tmp_path / "ours.toml").read_text(encoding="utf-8") == "# ours\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("new", "Our Tree"), 'Try "our-tree"'),
        (("new", "x", "--template", "scord"), 'Did you mean "scored"?'),
        (("new", "no/where"), "There is no folder"),
    ],
)
def test_what_cannot_be_made_ends_with_a_suggestion(postwise, tmp_path, arguments, sentence):
    said = postwise(*arguments)
    assert said.code == 2
    assert sentence in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def versions(tmp_path, postwise):
    """Two versions of a tree; the newer is what `change` makes of the older."""

    def make(change):
        postwise("new", "old")
        text = (tmp_path / "old.toml").read_text(encoding="utf-8")
        assert change(text) != text
        (tmp_path / "new.toml").write_text(change(text), encoding="utf-8")
        return "old.toml", "new.toml"

    return make


def test_words_alone_are_no_other_recommendation(postwise, versions):
    said = postwise("diff", *versions(lambda text: text.replace("Go ahead.", "Do go ahead.")))
    assert said.code == 0
    assert "+ Do go ahead." in said.out


def test_an_answer_that_leads_elsewhere_is_said_with_an_example(postwise, versions):
    names = versions(lambda text: text.replace('goto = "let-it-go"', 'goto = "other-words"'))
    said = postwise("diff", *names)
    assert said.code == 1
    assert "let-it-go → other-words" in said.out
    document = json.loads(postwise("diff", *names, "--format", "json").out)
    assert next(iter(document)) == "schema"


def test_a_tree_with_errors_cannot_be_compared(postwise, versions):
    said = postwise("diff", *versions(lambda text: text.replace('goto = "let-it-go"', 'goto = "nowhere"')))
    assert said.code == 1
    assert "unknown-target" in said.err


def test_the_schema_beside_the_trees_is_the_schema(postwise):
    text = postwise("schema").out
    assert (shipped_folder() / ".schema.json").read_text(encoding="utf-8") == text
    assert all(
        entry.path.read_text(encoding="utf-8").startswith("#:schema ./.schema.json\n")
        for entry in trees_in(shipped_folder(), "shipped")
    )


@pytest.mark.parametrize("name", [".", "/", "./", ""])
def test_a_folder_is_no_name_for_a_new_tree(postwise, name):
    said = postwise("new", name)
    assert said.code == 2
    assert said.err.endswith(" is a folder. Name a file in it.\n")


def test_diff_compares_files_and_not_the_words_of_a_place(postwise, tmp_path):
    (tmp_path / "postwise.toml").write_text('[profile]\nplace = "uk"\n', encoding="utf-8")
    text = (shipped_folder() / "wrong-at-work.toml").read_text(encoding="utf-8")
    (tmp_path / "old.toml").write_text(text, encoding="utf-8")
    (tmp_path / "wrong-at-work.toml").write_text(text, encoding="utf-8")
    assert postwise("diff", "./old.toml", "./wrong-at-work.toml").out.strip() == "Nothing has changed."
    edited = text.replace("Keep a dated copy at home.", "Keep a copy.")
    assert edited != text
    (tmp_path / "wrong-at-work.toml").write_text(edited, encoding="utf-8")
    assert "+ Keep a copy." in postwise("diff", "./old.toml", "./wrong-at-work.toml").out


@pytest.mark.parametrize("name", ["postwise", "pyproject.toml"])
def test_new_writes_no_tree_into_a_file_of_settings(postwise, tmp_path, name):
    said = postwise("new", name)
    assert said.code == 2
    assert "holds settings, and no tree." in said.err
    assert not [*tmp_path.iterdir()]
