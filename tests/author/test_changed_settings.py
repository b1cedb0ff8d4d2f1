"""Whatever two versions of a tree say otherwise is told: "nothing has changed" is said only where nothing has."""

from __future__ import annotations

import copy

import pytest
import tomli
import tomli_w

from postwise.author.diff.tree_diff import compare
from postwise.tree.file_table import keys_of
from postwise.tree.library import shipped_folder
from postwise.tree.loader import TreeError, loads
from postwise.tree.model import Tree

NOTHING = ["Nothing has changed."]


def data_of(name):
    return tomli.loads((shipped_folder() / f"{name}.toml").read_text(encoding="utf-8"))


def told(old, new):
    return compare(loads(tomli_w.dumps(old)), loads(tomli_w.dumps(new)))


def places(value, at=()):
    """Yield where every key and every item of a list stands."""
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*at, step)
        if isinstance(inner, dict | list):
            yield from places(inner, (*at, step))


def without(data, at):
    """Return data without what stands at a place."""
    data = copy.deepcopy(data)
    table = data
    for step in at[:-1]:
        table = table[step]
    del table[at[-1]]
    return data


def alike(old: Tree, new: Tree) -> bool:
    return all(getattr(old, name) == getattr(new, name) for name in keys_of(Tree))


@pytest.mark.parametrize("name", ["pause-for-thought", "drinking-score", "can-i-tow"])
def test_whatever_is_taken_out_of_a_tree_is_told(name):
    data, tried = data_of(name), 0
    old = loads(tomli_w.dumps(data))
    for at in places(data):
        try:
            new = loads(tomli_w.dumps(without(data, at)))
        except TreeError:
            continue
        tried += 1
        for before, after in ((old, new), (new, old)):
            lines = compare(before, after).as_lines()
            assert (lines == NOTHING) == alike(before, after), (at, lines)
    assert tried > 50


@pytest.mark.parametrize(
    ("at", "now", "line"),
    [
        (("question", "account", "fact"), None, "question.account.fact: true → left out"),
        (("outcome", "go-on-wrong", "rights"), None, "outcome.go-on-wrong.rights: true → left out"),
        (("outcome", "go-on-wrong", "tree"), "in-trouble", 'outcome.go-on-wrong.tree: "wrong-at-work" → "in-trouble"'),
        (
            ("outcome", "go-ahead", "notes", 0, "when", "account"),
            ["named"],
            'outcome.go-ahead.notes.0.when.account: ["brief", "named"] → ["named"]',
        ),
        (("scenario", "dog-food-one", "level"), 3, "scenario.dog-food-one.level: 2 → 3"),
    ],
)
def test_a_key_that_is_no_text_is_told_under_settings(at, now, line):
    old = data_of("before-you-post")
    new = without(old, at)
    if now is not None:
        table = new
        for step in at[:-1]:
            table = table[step]
        table[at[-1]] = now
    difference = told(old, new)
    assert difference.as_lines() == ["Settings", f"  {line}"]
    (setting,) = difference.to_dict()["settings"]
    assert setting["at"] == ".".join(map(str, at))
    assert not difference.changed


def test_a_default_that_is_written_out_is_no_change():
    old = data_of("pause-for-thought")
    new = copy.deepcopy(old)
    new["outcome"]["go-on"]["rights"] = False
    assert told(old, new).as_lines() == NOTHING


def test_another_order_of_the_answers_is_told():
    old = data_of("pause-for-thought")
    new = copy.deepcopy(old)
    new["question"]["reception"]["answers"].reverse()
    (line,) = told(old, new).as_lines()[1:]
    assert line == "  question.reception.order: yes, words, no → no, words, yes"


def test_what_has_another_name_says_nothing_else_because_of_it():
    old = data_of("pause-for-thought")
    text = tomli_w.dumps(old).replace("let-it-go", "leave-it")
    assert told(old, tomli.loads(text)).settings == ()
    (setting,) = told(old, tomli.loads(text.replace('"words"', '"wording"'))).settings
    assert (setting.at, setting.old, setting.new) == ("question.reception.answers.wording.id", '"words"', '"wording"')


def test_a_goto_is_told_once_with_what_it_changes():
    old = data_of("pause-for-thought")
    new = copy.deepcopy(old)
    new["question"]["reception"]["answers"][0]["goto"] = "let-it-go"
    difference = told(old, new)
    assert difference.changed
    assert difference.settings == ()
