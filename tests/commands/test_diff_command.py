"""postwise diff, from the command line: against git, with faulty files, and as a comment."""

from __future__ import annotations

import json
import subprocess

import pytest

from postwise import load

GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")


@pytest.fixture
def tree(tmp_path, postwise):
    """A tree in a folder of its own, and how its text is changed."""
    (tmp_path / "talks").mkdir()
    path = tmp_path / "talks" / "ours.toml"
    postwise("new", path)

    def edit(old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    edit("#", "#")
    return edit


@pytest.fixture
def repository(tmp_path, tree):
    """The tree, as it was committed."""
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *command], cwd=tmp_path, check=True, capture_output=True)
    return tree


def test_the_old_version_is_read_from_git_whatever_folder_one_is_in(postwise, repository):
    path = repository('goto = "let-it-go"', 'goto = "other-words"')
    said = postwise("diff", "--against", "HEAD", path)
    assert said.code == 1
    assert "let-it-go → other-words" in said.out
    assert postwise("diff", path, "--against", "HEAD", "--format", "markdown").out.startswith("## ")


def test_a_revision_that_is_not_there_is_said(postwise, repository):
    said = postwise("diff", "--against", "nowhere", repository("#", "#"))
    assert said.code == 2
    assert said.err.startswith("postwise: git has no ours.toml at nowhere: ")


@pytest.mark.parametrize("revision", ["--output=x", "-p"])
def test_a_revision_is_never_an_option_of_git(postwise, repository, tmp_path, revision):
    before = sorted(tmp_path.iterdir())
    assert postwise("diff", f"--against={revision}", repository("#", "#")).code == 2
    assert sorted(tmp_path.iterdir()) == before


def test_where_there_is_no_repository_it_is_said(postwise, tree):
    said = postwise("diff", "--against", "HEAD", tree("#", "#"))
    assert (said.code, "git has no ours.toml at HEAD" in said.err) == (2, True)


def test_one_tree_alone_is_compared_with_nothing(postwise, tree):
    path = tree("#", "#")
    said = postwise("diff", path)
    assert said.code == 2
    assert "--against HEAD" in said.err
    assert postwise("diff", path, path, "--against", "HEAD").code == 2


def test_a_faulty_scenario_keeps_nobody_from_comparing(postwise, tree, tmp_path):
    old = tmp_path / "old.toml"
    old.write_text(tree("#", "#").read_text(encoding="utf-8"), encoding="utf-8")
    path = tree('goto = "let-it-go"', 'goto = "other-words"')
    tree("[scenario.", '[scenario.astray]\nanswers = { nobody = "x" }\nexpect = "nowhere"\n\n[scenario.')
    said = postwise("diff", old, path)
    assert said.code == 1
    assert "let-it-go → other-words" in said.out
    assert "unknown-question" in said.err
    assert "ours.toml is compared in spite of that" in said.err


def test_a_scenario_that_no_longer_fits_is_told_as_that_and_never_as_gone(postwise, tree, tmp_path):
    old = tmp_path / "old.toml"
    old.write_text(tree("#", "#").read_text(encoding="utf-8"), encoding="utf-8")
    name = next(iter(load(old).scenarios))
    expected = load(old).scenarios[name].expect
    path = tree(f'expect  = "{expected}"', 'expect  = "nowhere-at-all"')
    for more in ((), ("--format", "markdown")):
        said = postwise("diff", old, path, *more).out
        assert f"{name} does not fit any more, and has to be mended or taken out" in said
        assert "is gone" not in said
    assert name in json.loads(postwise("diff", old, path, "--format", "json").out)["astray"]


def test_a_text_with_a_word_that_nothing_fills_keeps_nobody_from_comparing(postwise, tree, tmp_path):
    old = tmp_path / "old.toml"
    old.write_text(tree("#", "#").read_text(encoding="utf-8"), encoding="utf-8")
    path = tree('headline = "', 'headline = "{nobody} ')
    said = postwise("diff", old, path)
    assert said.code == 0
    assert "+ {nobody} " in said.out
    assert "unknown-placeholder" in said.err


def test_a_file_that_is_no_tree_is_named(postwise, tree, tmp_path):
    old = tmp_path / "old.toml"
    old.write_text("format = ", encoding="utf-8")
    said = postwise("diff", old, tree("#", "#"))
    assert said.code == 1
    assert said.out == ""
    assert "old.toml has errors, so it cannot be used yet." in said.err


def test_a_file_that_was_no_tree_at_that_revision_is_named(postwise, repository, tmp_path):
    path = repository("format = 1", "format = ")
    subprocess.run([*GIT, "commit", "-qam", "worse"], cwd=tmp_path, check=True, capture_output=True)
    repository("format = ", "format = 1")
    said = postwise("diff", "--against", "HEAD", path)
    assert said.code == 1
    assert "ours.toml at HEAD has errors" in said.err
    assert "ours.toml at HEAD:2" in said.err


@pytest.mark.parametrize("revision", ["", " "])
def test_no_revision_is_none_and_not_what_git_has_waiting(postwise, repository, revision):
    said = postwise("diff", f"--against={revision}", repository("#", "#"))
    assert said.code == 2
    assert "wants a revision" in said.err
    assert "--against HEAD" in said.err


def test_of_an_old_version_with_errors_nobody_is_told_to_mend_it(postwise, repository, tmp_path):
    broken = repository("[tree]", "[tre]")
    subprocess.run([*GIT, "commit", "-qam", "torn"], cwd=tmp_path, check=True, capture_output=True)
    said = postwise("diff", "--against", "HEAD", broken)
    assert said.code == 1
    assert said.err.endswith("has errors, so nothing can be compared with it: name another revision.\n")
