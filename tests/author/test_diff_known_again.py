"""What a comparison knows again though it is called otherwise: entries of lists, answers in conditions, Not sure."""

from __future__ import annotations

from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.list_entries import paired
from postwise.author.diff.tree_diff import compare
from postwise.tree.loader import loads

TEXT = """format = 1
[tree]
title = "Known again"
start = "where"
[question.where]
ask = "Where will it be?"
answers = [
  { id = "shade", text = "In the shade of a tall wall", goto = "when", unsure = true },
  { id = "sun", text = "In the sun all day long", goto = "done" },
  { id = "both", text = "Half and half, by the hour", goto = "when" },
]
[question.when]
ask = "When?"
yes = "done"
no = "done"
[outcome.done]
headline = "Plant it."
notes = [{ when = { where = ["shade", "both"] }, text = "Ferns like it." }]
"""
RENAMED = TEXT.replace('"shade"', '"shadow"')


def test_a_table_is_known_again_by_all_but_what_it_is_called():
    old = [{"when": {"a": "b"}, "text": "Ring the town hall, and ask for whoever has the key to the gate there."}]
    new = [{"text": "Ring them."}, {"when": {"a": "b"}, "text": "ZYX 123 ZYX 456 ZYX 789 ZYX 123 ZYX 456 ZYX 789 ZYX"}]
    assert paired(old, new) == {0: 1}
    assert paired([{"text": "Ring the town hall."}], [{"text": "ZYX"}]) == {}, "one that says nothing besides is not"


def test_an_answer_in_a_condition_is_the_same_under_its_new_id():
    found = compare(loads(TEXT), loads(RENAMED))
    assert found.settings == ()
    assert found.match.answer_ids("where") == {"shade": "shadow", "sun": "sun", "both": "both"}
    other = compare(loads(TEXT), loads(RENAMED.replace('["shadow", "both"]', '["shadow", "sun"]')))
    assert [change.at for change in other.settings] == ["outcome.done.notes.0.when.where"]


def test_not_sure_that_moves_from_a_renamed_answer_says_where_it_led_before():
    moved = RENAMED.replace(', unsure = true },\n  { id = "sun"', ' },\n  { id = "sun"').replace(
        'goto = "done" },\n  { id = "both"', 'goto = "done", unsure = true },\n  { id = "both"'
    )
    lines = DiffReport(compare(loads(TEXT), loads(moved))).as_lines()
    assert '  where: "shadow" → "sun" (when followed, and done does now)' in lines
