"""What groups proposed for a tree, gathered over many sessions."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from postwise.train.proposals import GatheredProposals, gathered
from postwise.train.session_report import SCHEMA, ProposalRecord, SessionReport
from strategies import tree_of

from .playing import TREE

TOWING = tree_of(TREE)


def session(*proposals, day=22):
    made = [ProposalRecord(tree="towing", **proposal) for proposal in proposals]
    return SessionReport(schema=SCHEMA, date=dt.date(2026, 11, day), proposals=tuple(made))


def laid_together(*reports):
    found = GatheredProposals("towing")
    for report in reports:
        found.add(report)
    return found


def test_they_stand_in_the_order_of_the_tree_what_most_proposed_first_and_the_whole_last():
    found = laid_together(
        session({"proposed": "Shorten it."}, {"question": "gone", "proposed": "Gone?"}),
        session({"question": "reception", "proposed": "Aloud?"}, {"question": "account", "proposed": "One"}),
        session({"question": "account", "proposed": "Two"}, {"question": "account", "proposed": "Three"}),
        session({"question": "account", "proposed": "Three"}),
    )
    order = [(proposal.question, proposal.proposed) for proposal in found.in_order(TOWING)]
    assert order == [
        ("account", "Three"),
        ("account", "One"),
        ("account", "Two"),
        ("reception", "Aloud?"),
        ("gone", "Gone?"),
        ("", "Shorten it."),
    ]


def test_the_same_wording_of_several_groups_is_there_once_with_their_reasons():
    made = {"question": "account", "proposed": "Whose?", "wording": "Whose account, {manager}?"}
    older = {**made, "proposed": " Whose? ", "wording": "Which account?", "reason": "Clearer."}
    (found,) = laid_together(
        session({**made, "reason": "Shorter."}, made, day=23),
        session(older, day=21),
        session({**made, "reason": "Shorter."}, day=22),
    ).in_order(TOWING)
    assert (found.proposed, found.groups, found.reasons) == ("Whose?", 3, ["Shorter.", "Clearer."])
    assert found.seen == ["Whose account, {manager}?", "Which account?"], "what the latest saw comes first"
    assert not found.changed_since("Which account?")
    assert found.changed_since("What account?")


def test_of_an_older_file_that_does_not_say_what_was_seen_nothing_has_changed():
    (found,) = laid_together(session({"question": "account", "proposed": "Whose?"})).in_order(TOWING)
    assert not found.changed_since("What account?")


@pytest.mark.parametrize("text", ["", "  ", "\x1b", "\u2028"])
def test_a_proposal_of_nothing_is_none(text):
    assert laid_together(session({"proposed": text})).in_order(TOWING) == []


def test_nothing_in_it_acts_and_it_is_one_line():
    (found,) = laid_together(session({"proposed": "Who\nse\x1b[2J\u202e?", "reason": "a\nb\x07"})).in_order(TOWING)
    assert (found.proposed, found.reasons) == ("Who se[2J?", ["a b"])


def test_files_that_cannot_be_read_are_named_and_what_is_for_other_trees_is_counted(tmp_path):
    report = session({"question": "account", "proposed": "Whose?"}).to_dict()
    other = {**report, "proposals": [{**report["proposals"][0], "tree": "sailing"}]}
    for name, document in (("a", report), ("b", other), ("c", {"schema": "no"})):
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    found = gathered([tmp_path, tmp_path / "gone"], "towing")
    assert (found.sessions, dict(found.elsewhere)) == (2, {"sailing": 1})
    assert [proposal.proposed for proposal in found.in_order(TOWING)] == ["Whose?"]
    assert ["c.json" in found.left_out[0], "gone" in found.left_out[1]] == [True, True]
