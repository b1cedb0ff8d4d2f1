"""trees/README.md: every example is a tree that works, and the reference names every key and every code."""

from __future__ import annotations

import json
import re

import pytest
import tomli

from postwise import Walk, load, loads
from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.tree_diff import compare
from postwise.tree import model, promises
from postwise.tree.file_table import keys_of
from postwise.tree.library import shipped_folder
from postwise.tree.loader import read_source
from postwise.tree.overlay_file import faults_on, overlay_of
from postwise.tree.overlays import laid
from postwise.tree.problems import CODES
from postwise.tree.toml_source import Source
from postwise.tui.screen_commands import PREVIEW
from postwise.walk.recommendation import SIGNS

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
    assert len(examples()) == 8


def test_the_guide_says_every_verdict():
    told = re.findall(r"^\| `(\w+)` \| (.) \| .+ \| “(.+)” \(`([a-z-]+)`\) \|$", GUIDE, re.MULTILINE)
    assert [(verdict, sign) for verdict, sign, _, _ in told] == [(v, SIGNS[v].sign) for v in model.VERDICTS]
    for verdict, _, headline, tree_id in told:
        outcomes = load(shipped_folder() / f"{tree_id}.toml").outcomes.values()
        assert (verdict, headline) in {(outcome.verdict, outcome.headline) for outcome in outcomes}


def test_the_guide_says_the_keys_of_the_preview():
    table = GUIDE.split("| key | in the preview |")[1].split("\n\n")[0]
    keys = re.findall(r"`(\w)`", table)
    assert keys == ["p", "P", "e", "a", "i", "x", "m", "r"]
    assert set(keys) <= {key for command in PREVIEW for key in command.keys.split(",")}


def test_what_a_fact_is_for_is_so():
    tree = loads(examples()[3])
    ended = Walk.replay(tree, {"paid": "yes", "subject": "yes"})
    assert ended.at == "ask-first"
    changes = {change["question"] for change in ended.recommendation.to_dict()["changes"]}
    assert "paid" not in changes
    free = loads(examples()[3].replace("fact = true\n", ""))
    changes = {c["question"] for c in Walk.replay(free, ended.answers).recommendation.to_dict()["changes"]}
    assert "paid" in changes


def test_a_value_is_said_as_the_guide_has_it():
    ended = Walk.replay(loads(examples()[6]), {"people": 200}).recommendation
    assert (ended.headline, ended.reason) == ("Begin a month before.", "For 200 people that is what it takes.")


def test_the_diff_of_the_guide_is_what_diff_says():
    old = examples()[4]
    new = old.replace('no   = "own-time"', 'no   = "who-pays"')
    (told,) = re.findall(r"<!-- a diff -->\n```text\n(.*?)\n```", GUIDE, re.DOTALL)
    assert DiffReport(compare(loads(old), loads(new))).as_lines() == told.splitlines()


def test_what_editors_are_told_is_what_they_read():
    (tasks,) = re.findall(r"<!-- vscode -->\n```json\n(.*?)```", GUIDE, re.DOTALL)
    (task,) = json.loads(tasks)["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    problem = loads_problem()
    found = re.match(pattern["regexp"], problem.as_text().splitlines()[0])
    assert (found[pattern["file"]], found[pattern["line"]], found[pattern["severity"]]) == ("a b.toml", "3", "error")
    assert found[pattern["message"]].startswith("This text is empty.")
    (tasks,) = re.findall(r"<!-- zed -->\n```json\n(.*?)```", GUIDE, re.DOTALL)
    called = [task["args"][0] for task in json.loads(tasks)] + [task_words(task["command"])]
    assert called == ["check", "test", "check"]
    (languages,) = re.findall(r"<!-- helix -->\n```ini\n(.*?)```", GUIDE, re.DOTALL)
    assert tomli.loads(languages)["language"][0]["language-servers"] == ["tombi"]


def loads_problem():
    """Return a problem of a file whose name has a space in it."""
    text = examples()[0].replace('title = "Do I say yes to this talk?"', 'title = ""')
    (problem,) = read_source(Source(text.replace("\n\n[tree]", "\n[tree]", 1), "a b.toml")).problems
    return problem


def task_words(command):
    program, word, *_ = command.split()
    assert program == "postwise"
    return word


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
