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
from shown import changes_told
from strategies import LONG_RUN

BADGE = "“Keep to what you would say at a public meeting with your bad…”"
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


@pytest.mark.parametrize(("name", "every"), [("pause-for-thought", 1), ("drinking-score", 4), ("can-i-tow", 4)])
def test_whatever_is_taken_out_of_a_tree_is_told(name, every):
    """Of the larger trees it is every fourth place, and every one in a long run."""
    data, tried = data_of(name), 0
    old = loads(tomli_w.dumps(data))
    for at in list(places(data))[:: 1 if LONG_RUN else every]:
        try:
            new = loads(tomli_w.dumps(without(data, at)))
        except TreeError:
            continue
        tried += 1
        for before, after in ((old, new), (new, old)):
            lines = changes_told(compare(before, after))
            assert (lines == NOTHING) == alike(before, after), (at, lines)
    assert tried > 40


@pytest.mark.parametrize(
    ("at", "now", "line"),
    [
        (("question", "account", "fact"), None, "question.account.fact: true → left out"),
        (("outcome", "go-on-wrong", "tree"), "in-trouble", 'outcome.go-on-wrong.tree: "wrong-at-work" → "in-trouble"'),
        (
            ("outcome", "go-ahead", "notes", 0, "when", "account"),
            ["named"],
            f'outcome.go-ahead.notes.{BADGE}.when.account: ["brief", "named"] → ["named"]',
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
    lines = changes_told(difference)
    assert lines[lines.index("Settings") :] == ["Settings", f"  {line}"]
    (setting,) = difference.to_dict()["settings"]
    assert setting["at"] == ".".join(map(str, at))
    assert not difference.changed


def test_a_default_that_is_written_out_is_no_change():
    old = data_of("pause-for-thought")
    new = copy.deepcopy(old)
    new["outcome"]["go-on"]["rights"] = False
    assert changes_told(told(old, new)) == NOTHING


def test_another_order_of_the_answers_is_told():
    old = data_of("pause-for-thought")
    new = copy.deepcopy(old)
    new["question"]["reception"]["answers"].reverse()
    (line,) = changes_told(told(old, new))[1:]
    assert line == '  question.reception.order: "no" now stands first; "words" now stands behind "no"'


def test_what_has_another_name_says_nothing_else_because_of_it():
    old = data_of("pause-for-thought")
    text = tomli_w.dumps(old).replace("let-it-go", "leave-it")
    assert told(old, tomli.loads(text)).settings == ()
    renamed = told(old, tomli.loads(text.replace('"words"', '"wording"')))
    assert renamed.settings == ()
    assert '  Renamed answer: "reception.words" is now "reception.wording"' in changes_told(renamed)
    assert renamed.to_dict()["answers"]["renamed"] == {"reception.words": "reception.wording"}


AS_A_VERDICT = """
format = 1
[tree]
title = "May I?"
start = "asked"
[profile]
go = "Go"
[question.asked]
ask = "Have they agreed?"
yes = "go"
no = "sorting"
[value.mood]
cases = [{ when = { asked = "no" }, is = "go" }]
else = "talk"
[branch.sorting]
on = ["mood"]
table = [["go", "talk"]]
else = "go"
[outcome.go]
verdict = "go"
headline = "Go ahead, {go}."
[outcome.talk]
verdict = "talk"
headline = "Talk first."
tree = "go"
[promise.careful]
text = "Nothing goes ahead before it was asked about."
never = ["stop"]
only = ["go", "talk"]
signed = [{ role = "lawyer", date = 2026-01-10 }]
"""


def test_an_ending_that_is_called_as_its_verdict_and_gets_another_id_changes_that_alone():
    before, after_ = tomli.loads(AS_A_VERDICT), tomli.loads(AS_A_VERDICT)
    after_["outcome"] = {"proceed": after_["outcome"]["go"], "chat": after_["outcome"]["talk"]}
    after_["question"]["asked"]["yes"] = after_["branch"]["sorting"]["else"] = "proceed"
    after_["branch"]["sorting"]["table"] = [["go", "chat"]]
    for old, new in ((before, after_), (after_, before)):
        found = told(old, new)
        assert (found.lost, found.promises, found.settings, found.words) == ((), (), (), ())
        assert found.match.renamed("outcomes")


def test_a_goto_is_told_once_with_what_it_changes():
    old = data_of("pause-for-thought")
    new = copy.deepcopy(old)
    new["question"]["reception"]["answers"][0]["goto"] = "let-it-go"
    difference = told(old, new)
    assert difference.changed
    assert difference.settings == ()


def after(*changes):
    """Return what is said when something in one list of a tree is another now, and the keys that say so."""
    text = (shipped_folder() / "before-you-post.toml").read_text(encoding="utf-8")
    edited = text
    for old, new in changes:
        assert old in edited
        edited = edited.replace(old, new, 1)
    return changes_told(compare(loads(text), loads(edited)))


FIRST = '  "Drop the adjectives, and the name of whoever it is aimed at.",\n'
SECOND = '  "Read it aloud, first alone and then to {buddy}.",\n'
HEAT = '  { when = { signs = "heat" }, text = "Write the new words tomorrow: they come more easily." },\n'


def test_a_line_put_before_others_is_all_that_is_told():
    assert after((FIRST, f'  "Sleep on it.",\n{FIRST}')) == [
        "Words",
        "  outcome.adapt-words.next",
        "    + Sleep on it.",
    ]


def test_a_line_taken_away_from_before_others_is_all_that_is_told():
    lines = after((FIRST, ""))
    assert lines == ["Words", "  outcome.adapt-words.next", f"    - {FIRST.strip()[1:-2]}"]


def test_a_reworded_line_that_another_was_put_before_is_told_as_reworded():
    lines = after((FIRST, f'  "Sleep on it.",\n{FIRST.replace("Drop", "Leave out")}'))
    assert lines == [
        "Words",
        "  outcome.adapt-words.next",
        "    + Sleep on it.",
        "  outcome.adapt-words.next",
        "    - Drop the adjectives, and the name of whoever it is aimed at.",
        "    + Leave out the adjectives, and the name of whoever it is aimed at.",
    ]


def test_a_line_that_moved_is_told_as_moved():
    (line,) = after((FIRST + SECOND, SECOND + FIRST))[1:]
    assert line == (
        "  outcome.adapt-words.next.order: “Read it aloud, first alone and then to {buddy}.” now stands first"
    )


def test_a_note_put_before_others_is_told_whole_and_alone():
    lines = after((HEAT, '  { when = { signs = "day" }, text = "Ask a friend." },\n' + HEAT))
    assert lines == [
        "Settings",
        '  outcome.adapt-words.notes: new is { when = { signs = "day" }, text = "Ask a friend." }',
    ]


def test_a_source_put_before_others_is_told_whole_and_alone():
    lines = after(("sources   = [\n", 'sources = [\n  { title = "Us", url = "https://example.org/" },\n'))
    assert lines == ["Settings", '  tree.sources: new is { title = "Us", url = "https://example.org/" }']


def test_a_note_of_which_the_condition_is_another_is_called_by_its_words():
    lines = after((HEAT, HEAT.replace('"heat"', '"day"')))
    assert lines[lines.index("Settings") :] == [
        "Settings",
        '  outcome.adapt-words.notes.“Write the new words tomorrow: they come more easily.”.when.signs: "heat" → "day"',
    ]


def test_a_new_answer_put_before_others_that_changed_places_hides_neither():
    photo, place = (
        '  { id = "photo",  text = "A photo, or what stands behind it" },\n',
        '  { id = "place",  text = "A place, a date or a routine" },\n',
    )
    lines = after((place + photo, '  { id = "voice", text = "My voice" },\n' + photo + place))
    assert '  New answer: "clues.voice", “My voice”, standing first' in lines
    assert '  question.clues.order: "photo" now stands first' in lines
