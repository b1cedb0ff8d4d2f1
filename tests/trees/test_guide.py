"""trees/README.md: every example is a tree that works, and the reference names every key and every code."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import tomli

from postwise import Walk, load, loads
from postwise.author.check_tree import check
from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.tree_diff import compare
from postwise.train.workshop import PARTS, RESULTS
from postwise.tree import model, promises
from postwise.tree.file_table import keys_of
from postwise.tree.library import Library, shipped_folder
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


ADDS = r"Add this at the end of the (first )?file of section (\d+)(?:, \*([^*]+)\*)?:\n\n"


def sections():
    """Return every example of the guide as a whole file, by its section; what is added goes where the text says."""
    found = {}
    trees = OVERLAY.sub("", GUIDE)
    for number, section in re.findall(r"^## (\d+)\. (.*?)(?=^## )", trees, re.DOTALL | re.MULTILINE):
        for adds, first, where, title, text in re.findall(rf"({ADDS})?```toml\n(.*?)```", section, re.DOTALL):
            there = found[int(where)] if adds else []
            assert not adds or first or len(there) == 1, "of several files it has to say which"
            assert not title or tomli.loads(there[0])["tree"]["title"] == " ".join(title.split())
            found.setdefault(int(number), []).append(f"{there[0]}\n{text}" if adds else text)
    return found


def examples():
    """Return every example of the guide as a whole file, in their order."""
    return [text for texts in sections().values() for text in texts]


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


def checked(text, folder):
    """Return which promises of a file hold and which do not, as the check says."""
    path = folder / "talk.toml"
    path.write_text(text, encoding="utf-8")
    (summary,) = check([path], library=Library(), today=dt.date(2026, 11, 22)).trees
    return summary.promises.to_dict()


def test_the_promises_of_the_guide_hold_and_the_change_that_it_proposes_breaks_one(tmp_path):
    (promised,) = sections()[8]
    assert checked(promised, tmp_path)["held"] == ["hall", "short"]
    (change,) = re.findall(r"says that both hold, or .*?Write `(.+?)`\s+and look", GUIDE, re.DOTALL)
    hall = promised.index("[promise.hall]")
    changed = promised[:hall] + promised[hall:].replace("people = { min = 100 }", change)
    assert checked(changed, tmp_path)["broken"] == ["hall"]


def test_the_hour_of_the_guide_is_the_hour_that_the_program_has():
    section = GUIDE.split("## Writing one together, in an hour\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", section, re.MULTILINE)
    assert [int(minutes) for minutes, _ in rows] == [part.minutes for part in PARTS]
    for (_, said), part in zip(rows, PARTS, strict=True):
        assert said.startswith(part.say)
    for result in RESULTS:
        assert result in section


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
