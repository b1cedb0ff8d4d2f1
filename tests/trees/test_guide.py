"""trees/README.md: every example is a tree that works, and the reference names every key and every code."""

from __future__ import annotations

import re

import pytest

from postwise import Walk, load
from postwise.tree import model, promises
from postwise.tree.file_table import keys_of
from postwise.tree.library import shipped_folder
from postwise.tree.loader import read_source
from postwise.tree.overlay_file import faults_on, overlay_of
from postwise.tree.overlays import laid
from postwise.tree.problems import CODES
from postwise.tree.toml_source import Source

GUIDE = (shipped_folder() / "README.md").read_text(encoding="utf-8")
TABLES = {
    "the file itself": model.Tree,
    "`[tree]`": model.About,
    "`[question.ID]`": model.Question,
    "an answer, in `answers`": model.Answer,
    "`yes` and `no`, as tables": model.YesNo,
    "`[branch.ID]`": model.Branch,
    "a case of a branch": model.BranchCase,
    "`[value.ID]`": model.Value,
    "a case of a value": model.ValueCase,
    "`[outcome.ID]`": model.Outcome,
    "a note, in `notes`": model.Note,
    "a link, in `sources`": model.Link,
    "a contact, in `see`": model.Contact,
    "a dissent, in `dissent`": model.Dissent,
    "`[promise.ID]`": promises.Promise,
    "a signature, in `signed`": promises.Signature,
    "`[scenario.ID]`": model.Scenario,
    "`other`, the other road": model.OtherRoad,
    "`[check]`": model.Check,
}


OVERLAY = re.compile(r"<!-- an overlay -->\n```toml\n(.*?)```", re.DOTALL)


def test_the_overlays_of_the_guide_fit_their_tree():
    tree = load(shipped_folder() / "pause-for-thought.toml")
    words, agreed = (overlay_of(Source(text)) for text in OVERLAY.findall(GUIDE))
    for loaded in (words, agreed):
        assert loaded.problems == ()
        assert [*faults_on(loaded.overlay, {tree.id: tree}, {})] == []
    assert laid(tree, words.overlay).outcomes["sleep-on-it"].headline == "Leave it till the morning."
    assert [one.role for one in laid(tree, agreed.overlay).promises["reception"].signed] == ["union", "management"]


def examples():
    """Return every example of the guide as a whole file, those that add to the one before among them."""
    found = []
    trees = OVERLAY.sub("", GUIDE)
    for mark, text in re.findall(r"(<!-- adds to the file before -->\n)?```toml\n(.*?)```", trees, re.DOTALL):
        found.append(f"{found[-1]}\n{text}" if mark else text)
    return found


@pytest.mark.parametrize("text", examples())
def test_every_example_is_a_tree_that_works(text):
    loaded = read_source(Source(text))
    assert [problem.as_text() for problem in loaded.problems] == []
    for scenario in loaded.tree.scenarios.values():
        assert Walk.replay(loaded.tree, scenario.answers).at == scenario.expect


def test_there_are_examples():
    assert len(examples()) == 7


def test_the_guide_says_every_verdict():
    section = GUIDE.split("\n## 3.")[1].split("\n## ")[0]
    told = re.search(r"A `verdict` is one word for .+?: (.+?)\. ", section, re.DOTALL)
    assert sorted(re.findall(r"`([^`]+)`", told[1])) == sorted(model.VERDICTS)


def rows(title):
    section = GUIDE.split(f"### {title}\n")[1].split("\n#")[0]
    return re.findall(r"^\| `([^`]+)`( \(required\))? \|", section, re.MULTILINE)


@pytest.mark.parametrize(("title", "part"), TABLES.items(), ids=TABLES)
def test_the_reference_names_every_key(title, part):
    keys = [(key.written, " (required)" if key.required else "") for key in keys_of(part).values()]
    assert rows(title) == keys


def test_the_reference_names_every_code():
    found = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|note) \| (.+) \|$", GUIDE, re.MULTILINE)
    assert {code: (kind, meaning) for code, kind, meaning in found} == CODES


def test_every_idea_lives_where_the_table_says():
    section = GUIDE.split("## Where each idea lives\n")[1]
    found = re.findall(r"^\| (\d+) \| .+ \| `([a-z-]+)` \| `([a-z0-9-]+)` \|$", section, re.MULTILINE)
    assert len(found) >= 90
    for _, tree_id, name in found:
        tree = load(shipped_folder() / f"{tree_id}.toml")
        assert name in tree.questions or name in tree.outcomes, (tree_id, name)
