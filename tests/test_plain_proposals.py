"""Proposals gone through in lines: written, edited or left; nothing in them acts on the terminal."""

from __future__ import annotations

import io

import pytest

from postwise.errors import PostwiseError
from postwise.plain import PlainDialogue
from postwise.plain_proposals import PlainProposals
from postwise.show.markdown import plain_lines
from postwise.train.proposals import Proposal
from postwise.tree.library import Library, LibraryEntry

TREE = """format = 1
[tree]
title = "T"
start = "tone"
[question.tone]
ask = "Aloud, {manager}?"
yes = "late"
no = "talk"
[question.late]
ask = "Is it late?"
yes = "talk"
no = "talk"
[outcome.talk]
headline = "Talk."
"""
TONE = Proposal("tone", "Would you say it aloud?", 2, ["Nobody has a manager.", "Clearer."], ["Loud?"])
LATE = Proposal("late", "Is it after ten?", 1, [], ["Is it late?"])
WHOLE = Proposal("", "Shorten it.", 1)
GONE = Proposal("gone", "Is it away?", 1, [], ["Is it gone\x1b[2J?"])


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("VISUAL", "vi")
    path = tmp_path / "t.toml"
    path.write_text(TREE, "utf-8")
    return path


@pytest.fixture
def through(path):
    """Go through proposals with lines typed; return what was said, and how it ended in sentences."""

    def go(proposals, *typed, edits=(), wrong=None, editor=None):
        target, calls, left = io.StringIO(), [], list(edits)

        def lend(call):
            calls.append(call)
            if left:
                path.write_text(path.read_text("utf-8").replace(*left.pop(0)), "utf-8")
            return wrong

        source = io.StringIO("".join(f"{line}\n" for line in typed))
        entry = LibraryEntry("t", path, "file")
        here = PlainProposals(PlainDialogue(source, target, plain_lines), Library(), entry, lend)
        here.run(proposals)
        return target.getvalue(), [*here.done.sentences("t.toml")], calls

    return go


def test_what_is_agreed_to_is_written_and_the_rest_is_left(path, through):
    said, done, _ = through([TONE, LATE], "w", "")
    for line in (
        "Proposal 1 of 2, for the question “tone”.",
        "   Now: Aloud, {manager}?",
        "   It has been changed since; the groups saw: Loud?",
        "   Proposed by 2 groups: Would you say it aloud?",
        "   Why: Nobody has a manager.",
        "   Why: Clearer.",
        "   {manager} would no longer be in it.",
        "> " + "   Written.",
        "   Proposed: Is it after ten?",
    ):
        assert line in said.splitlines(), line
    assert said.count("changed since") == 1
    assert path.read_text("utf-8") == TREE.replace("Aloud, {manager}?", "Would you say it aloud?")
    assert done == ["Written into t.toml: tone.", "1 proposal was left."]


@pytest.mark.parametrize("typed", [("q", "w"), ("",), ("nonsense", "?", "Q")])
def test_who_stops_has_written_nothing(path, through, typed):
    said, done, _ = through([TONE, LATE], *typed)
    assert path.read_text("utf-8") == TREE
    assert done == ["Nothing was written into t.toml.", "2 proposals were left."]
    assert ('"nonsense" is none of the keys.' in said) == (typed[0] == "nonsense")


def test_the_second_wording_of_a_question_is_held_against_the_first(path, through):
    other = Proposal("tone", "Out loud?", 1, [], ["Aloud, {manager}?"])
    said, done, _ = through([TONE, other], "w", "w")
    assert "   Now: Would you say it aloud?\n   It has been changed since; the group saw: Aloud, {manager}?" in said
    assert 'ask = "Out loud?"' in path.read_text("utf-8")
    assert done == ["Written into t.toml: tone."]


def test_what_cannot_be_written_is_said_and_can_be_left(path, through):
    wrong = Proposal("tone", "Is {nobody} there?", 1)
    said, done, _ = through([wrong, WHOLE, GONE], "w", "", "w", "", "w", "")
    assert "Nothing was written, for t.toml would have an error then" in said
    assert said.count("only your editor can take it in") == 2
    assert "for the question “gone”, which the tree does not ask.\n   The group saw: Is it gone\ufffd[2J?" in said
    assert "\x1b" not in said
    assert "Proposal 2 of 3, for the tree as a whole." in said
    assert done == ["Nothing was written into t.toml.", "3 proposals were left."]


def test_the_editor_is_opened_at_the_question_and_the_file_read_again(through):
    said, done, calls = through([LATE], "e", "", edits=[("Is it late?", "After nine?")])
    assert calls[0].command[:2] == ("vi", "+10")
    assert ">    Now: After nine?" in said.splitlines()
    assert done == ["Changed in your editor: late."]


def test_what_the_editor_made_just_as_proposed_is_taken_in(through):
    said, done, _ = through([LATE, TONE], "e", "", "", edits=[("Is it late?", "Is it after ten?")])
    assert "That is what was proposed. Enter goes on." in said
    assert "Proposal 2 of 2" in said
    assert done == ["Changed in your editor: late.", "1 proposal was left."]


def test_another_change_in_the_editor_is_told_and_so_is_an_error(through):
    said, done, _ = through([WHOLE], "e", "", edits=[('yes = "late"', 'yes = "lat"')])
    assert 'The file has 1 error now, in line 7: There is no question, branch or outcome "lat".' in said
    assert done == ["Changed in your editor: t.toml.", "1 proposal was left."]


def test_a_file_that_is_no_toml_for_now_is_edited_again(through):
    said, _, calls = through([LATE], "e", "w", "?", "e", "w", edits=[("[tree]", "[tree"), ("[tree\n", "[tree]\n")])
    assert "The file does not ask it now." in said
    assert "which the tree does not ask" not in said
    assert said.count("The file has 1 error now, in line 2: ") == 2
    assert "only your editor can take it in" in said
    assert calls[1].command[1] == "+1"
    assert said.count("Now: Is it late?") == 2
    assert said.rstrip().endswith("Written.")


def test_nothing_is_done_where_the_editor_did_nothing(through):
    said, done, _ = through([LATE], "e", "q", wrong="vi ended with 1; what it saved has been read.")
    assert "vi ended with 1" in said
    assert "t.toml is as it was." in said
    assert done == ["Nothing was written into t.toml.", "1 proposal was left."]


def test_an_editor_with_a_window_is_waited_for_with_enter(through, monkeypatch):
    monkeypatch.setenv("VISUAL", "gedit")
    said, done, _ = through([LATE, TONE], "e", "", "", "q", edits=[("Is it late?", "After nine?")])
    assert "gedit has a window of its own. Press Enter once it is saved." in said
    assert "Proposal 2 of 2" in said
    assert done == ["Changed in your editor: late.", "1 proposal was left."]


def test_where_no_editor_is_named_it_is_said(through, monkeypatch):
    monkeypatch.setenv("VISUAL", '"')
    assert "The editor's name cannot be understood" in through([LATE], "e", "q")[0]


def test_what_was_changed_between_two_looks_is_not_written_over(path, through, monkeypatch):
    reword = "postwise.plain_proposals.reword"
    from postwise.author import rewording

    def meanwhile(*given, **more):
        path.write_text(path.read_text("utf-8").replace("Is it late?", "Late?"), "utf-8")
        monkeypatch.setattr(reword, rewording.reword)
        return rewording.reword(*given, **more)

    monkeypatch.setattr(reword, meanwhile)
    said, done, _ = through([LATE], "w", "w")
    assert "t.toml has changed meanwhile, so nothing was written.\n   Now: Late?" in said
    assert done == ["Written into t.toml: late."]


def test_what_stands_there_by_now_is_not_asked_for(through):
    same = Proposal("late", "Is it late?", 1)
    said, done, _ = through([same, TONE], "", "q")
    assert "It stands in the file already. Enter goes on." in said
    assert done == ["Nothing was written into t.toml.", "1 proposal was left."]


def test_a_file_that_is_gone_ends_it(path, through):
    path.unlink()
    with pytest.raises(PostwiseError, match="cannot be opened"):
        through([LATE], "w")
