"""A session of a group led in lines: all of it can be done there, in words, and what is kept is as the screens keep it."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import threading
from dataclasses import replace

import pytest

from postwise.errors import Crash
from postwise.plain import PlainDialogue
from postwise.plain_moves import meant
from postwise.plain_room import PlainRoom
from postwise.plain_setup import PlainSetup
from postwise.show.markdown import plain_lines
from postwise.train import store, transitions
from postwise.train.cases import suggested_choices
from postwise.train.moves import KEYS, MOVES
from postwise.train.store import OpenSession, SessionFileError
from train.playing import TREE, begun, cases, in_case, on, to

TODAY = dt.date(2026, 11, 22)


def dialogue(*typed):
    return PlainDialogue(io.StringIO("".join(f"{line}\n" for line in typed)), io.StringIO(), plain_lines)


@pytest.fixture
def led(tmp_path):
    """Lead a session in lines; return what was said, and the session as its file has it."""

    def lead(session, *typed, source=None):
        path = tmp_path / "s.session"
        path.unlink(missing_ok=True)
        lines = dialogue(*typed)
        lines = replace(lines, source=source or lines.source)
        with OpenSession.begin(path, session) as hold:
            PlainRoom(lines, hold, "postwise train --resume s.session").run()
        return lines.target.getvalue(), store.resume(path)

    return lead


def at_vote(**more):
    return on(to(in_case(**more), "account"), "vote")


def test_a_case_is_led_from_its_story_to_both_ends_and_back_side_by_side(led):
    said, session = led(
        in_case(), "n", "v", "4 8", "r", "n", "v", "5 7", "r", "n",
        "v", "2 10", "r", "n", "n", "n",
    )  # fmt: skip
    order = [
        "Case 1 of 2: The late train\n",
        "You are on platform 4, and your line manager is waiting.",
        "Question 1.",
        "Whose account, your line manager?",
        "   2  My own",
        "Silence first. Everyone for themselves.",
        "You may say: Read it aloud once, then say nothing for twenty seconds.",
        "Type the hands for each answer, with spaces, and those who pass last: 7 4 0 1",
        "- Ours: 4\n- My own: 8\n- None yet: 0\n- Pass: 0\n12 of 12 are in.",
        "r reveals them; type again to put them right.",
        "First vote.\nleaning: one way, not all the way",
        "Talk in pairs. What speaks for the other answer?",
        "You may say: Who would this land on?",
        "- My own: 8, then 7",
        "leaning, then split, at least one moved",
        "Question 2.",
        "Would you say it in reception?",
        "Talk: Talk to a colleague you trust.",
        "Another road: the one on which “Whose account, your line manager?” is answered with “Ours”.",
        "The other road, “Ours”:",
        "Stop: Do not.",
        "Somebody trusted you with it.",
        "These roads share no step. What do they have in common all the same?",
        "The first road:",
    ]
    places = [said.find(line) for line in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert session.stage == "compare"


def test_nothing_is_drawn_and_every_step_is_all_words(led):
    said, _ = led(in_case(), "n", "v", "4 8", "r", "n", "v", "5 7", "r", "n", "?", "f", "timer", "X", "n")
    assert re.findall("[^\\w\\s.,:;?“”\"'()/>-]", said) == []


def test_counts_are_on_the_disk_before_they_are_said_back_and_what_they_mean_is_said_once_they_are_revealed(
    led, monkeypatch, tmp_path
):
    kept = []
    say = PlainDialogue.say

    def saying(self, text=""):
        if text.startswith("12 of 12"):
            kept.append(store.resume(tmp_path / "s.session").counted.counts)
        say(self, text)

    monkeypatch.setattr(PlainDialogue, "say", saying)
    said, session = led(at_vote(), "8 4")
    assert kept == [{"org": 8, "mine": 4, "none-yet": 0}]
    assert "- Ours: 8\n- My own: 4\n" in said
    assert "leaning" not in said
    assert session.stage == "first"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["13"], "That makes 13 votes, and 12 are here. Has somebody come in?"),
        (["-3 4"], "Type the counts as numbers with spaces between, as in 7 4 1."),
        (["1 2 3 4 5"], "Type 3 numbers, one for each answer, and one more for those who pass."),
        (["r"], "Nobody has voted yet."),
        (["n"], "Nobody has voted yet."),
        (["4 3 0", "n"], "5 have not voted. Count without them? Type yes to do it."),
        (["4 0 0", "n"], "4 of 12 are in. A vote is closed once all are in, or at least 5."),
        (["1 0 0", "r"], "1 of 12 are in. A vote is closed once all are in, or at least 5."),
        (["bah"], '"bah" is none of the words here. ? says what can be typed.'),
        (["x"], '"x" is none of the words here.'),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(led, typed, sentence):
    said, session = led(at_vote(), *typed)
    assert sentence in said
    assert session.stage == "first"


def test_counts_are_taken_answer_by_answer_too_and_may_be_left(led):
    said, session = led(at_vote(), "v", "6", "", "v", "6", "many", "4", "0", "1", "r")
    assert "The vote stays as it was." in said
    assert "My own: how many? So far 6 of 12." in said
    assert "Type a number, or press Enter to leave the vote as it was. My own: how many?" in said
    assert session.votes.first.counts == {"org": 6, "mine": 4, "none-yet": 0}
    assert session.votes.first.passes == 1


@pytest.mark.parametrize("more", [{"present": 4}, {"mode": "secret"}])
def test_of_few_voters_and_of_votes_in_secret_no_count_is_said_before_they_are_revealed(led, more):
    said, session = led(at_vote(**more), "1 3", "v", "1", "3", "0", "0", "")
    assert session.voted == 4
    assert "4 of " in said
    assert not re.search("- (Ours|My own|Pass): [0-9]", said)


def test_of_few_voters_no_count_is_said_once_they_are_revealed(led):
    said, _ = led(at_vote(present=3), "1 2", "r", "v", "1 2", "r", "")
    shown = said[said.index("Second vote.\n- ") :]
    assert "- My own: in the lead" in shown
    assert "most, then most" in shown
    assert not re.search("(Ours|My own|Pass): [0-9]", shown)


def test_a_tie_asks_which_road_comes_first_and_may_be_left_open(led):
    said, session = led(at_vote(), "6 6", "r", "n", "v", "6 6", "r", "n", "", "n", "7", "2")
    assert said.count("Which road first? No answer leads alone; the other comes after.") == 2
    assert '"7" is none of these. Type a number from 1 to 2, or press Enter to leave it.' in said
    assert session.question == "reception"


def test_a_secret_vote_is_on_slips_and_a_box_begun_on_the_screens_is_never_thrown_away_unasked(led):
    said, session = led(begun(), "n", "n", "1 2 3 4 2", "n")
    assert "In lines the keyboard is not passed round" in said
    assert "there are for each from 1 to 5, with spaces" in said
    assert "12 of 12 are in. n goes on; type again to put them right." in said
    assert "- 1: 1" not in said, "only the mean and the spread are ever said"
    assert session.stage == "case"
    box = transitions.cast(at_vote(mode="secret"), ["org"])
    said, session = led(box)
    assert session.stage == "first"
    said, session = led(box, "N", "no")
    assert "This throws away one vote that was given in secret and not counted." in said
    assert session.stage == "first"


def test_a_box_of_the_screens_is_kept_shown_or_emptied_on_purpose(tmp_path):
    def lead(*typed):
        path = tmp_path / "s.session"
        path.unlink(missing_ok=True)
        lines = dialogue(*typed)
        with OpenSession.begin(path, at_vote(mode="secret")) as hold:
            hold.cast(["org"])
            hold.cast(["mine"])
            PlainRoom(lines, hold, "again").run()
            return lines.target.getvalue(), hold.session

    said, session = lead("8 4", "v", "z", "", "n")
    assert "2 of 12 are in, in secret. At least 5 are waited for. On the screens, the keyboard goes on round." in said
    assert said.count("Counts typed here would take the place of votes that were given in secret.") == 2
    assert "This throws 2 votes away. Empty it? Type yes to do it." in said
    assert session.secret_ballot.voters == 2
    assert lead("r")[1].secret_ballot.voters == 2
    assert lead("people 2", "r")[1].stage == "shown"
    assert lead("z", "yes", "8 4")[1].counted.voters == 12


def test_lines_are_written_said_back_mended_and_struck(led):
    said, session = led(
        at_vote(), "m", "Ask us first.", "m", "", "later The rota", "a", "Ring them", "the duty editor", "soon",
        "1 December 2026", "c", "Whose is it?", "It is shorter.", "mend 1", "Ask us, please.", "mend 2", "strike", "mend 9",
    )  # fmt: skip
    assert "What does the smaller side want kept? In the group's own words." in said
    assert "Nothing is written." in said
    assert "Written as line 3: Ring them (the duty editor, by 1 December 2026)" in said
    assert "or leave it empty." in said, "a day that is none is asked for again"
    assert "Line 2 is struck." in said
    assert "Type mend and the number of a line: 1, 3, 4." in said
    kept = {number: (note.kind, note.text) for number, (_, note) in session.written.items()}
    assert kept == {
        1: ("minority", "Ask us, please."), 3: ("action", "Ring them"), 4: ("proposal", "Whose is it?"),
    }  # fmt: skip
    assert session.written[1][1].question == "account"


def test_a_line_that_is_mended_keeps_what_enter_leaves(led):
    _, session = led(at_vote(), "a", "Ring them", "the editor", "1 December 2026", "mend 1", "", "the lead", "0")
    note = session.written[1][1]
    assert (note.text, note.role, note.by) == ("Ring them", "the lead", None)


def test_the_time_is_said_in_words_when_it_is_asked_for(led):
    said, _ = led(to(in_case(), "account"), "timer", "timer stop", "timer 5", "v", "t", "timer go", "timer")
    assert re.search("(20|19|18) seconds left\\.", said)
    assert re.search("seconds left, stopped\\.", said)
    assert "Type timer, timer stop or timer go." in said
    assert "No time is set at this step." in said
    assert "0 seconds so far." in said


def test_the_facilitators_notes_are_said_only_when_asked_for(led):
    quiet, _ = led(to(in_case(), "reception"), "")
    for typed in ("f", "notes"):
        said, _ = led(to(in_case(), "reception"), typed)
        assert "For the facilitator only:" in said
        for known in ("Groups are known to divide here.", "The case's own road: No", "Who was on the platform?"):
            assert known in said
            assert known not in quiet


def test_a_case_that_is_too_close_is_left_at_once_and_a_small_letter_does_not_do_it(led):
    said, session = led(at_vote(), "4 8", "x", "X")
    assert "We have left that case. Nothing of it is kept." in said
    assert said.index("We have left") < said.index("Case 1 of 1: The picture")
    assert list(session.cases) == ["towing/picture"]
    assert led(at_vote(), "Leave case")[1].case == "towing/picture"


def test_how_votes_are_given_and_how_long_is_left_are_said(led):
    said, session = led(begun(), "h", "2", "another minute", "as given", "leave roads", "next case")
    assert "From now on: Counts typed from slips, tables or a chat." in said
    assert "Of the whole session: " in said
    for refusal in ("Nothing is settled here", "No other road is due.", "No case is open."):
        assert refusal in said
    assert session.mode == "typed"


def test_people_come_and_go_and_a_vote_can_be_taken_anew(led):
    said, session = led(at_vote(), "people 14", "p", "0", "13", "4 8", "z", "yes", "5 8")
    assert "14 are here now." in said
    assert "How many are here now? The facilitator not counted." in said
    assert "Type a number from 1 to 10000." in said
    assert (session.present, session.voted) == (13, 13)


def test_back_and_undo_go_back_a_step_and_no_vote_is_lost(led):
    said, session = led(at_vote(), "4 8", "r", "undo", "b", "back", "b", "b", "b", "b", "b")
    assert "This is the beginning." in said
    assert session.stage == "rules"
    assert session.round("account", "towing/late-train").first.voters == 12


def test_the_last_pages_come_at_once_where_they_are_asked_for_and_the_end_says_where_all_is_kept(led, tmp_path):
    typed = ("E", "a", "Ring them", "", "", "n", "1 2 3 4 2", "n", "n", "s", "", "s", "")
    said, session = led(at_vote(), *typed)
    assert session.stage == "closed"
    assert "What would make it safer to be yourself here?" in said
    assert "- After: 3.3 on average" in said
    assert "This session is kept in s.session: counts and your own lines, and nobody's name." in said
    assert "- line 1: Ring them" in said
    assert "This is the end." in said
    assert "# Training session" in (tmp_path / "s.md").read_text(encoding="utf-8")
    assert "s.md is there already" in said


def test_enter_says_the_whole_step_with_the_story_and_the_road_so_far(led):
    said, _ = led(to(in_case(), "reception"), "n", "", "why", "story")
    page = said[said.rindex("Case 1 of 2: The late train") :]
    assert page.index("platform 4") < page.index("Would you say it") < page.index("   1  Yes")
    assert "So far:\n- Whose account, your line manager? My own" in page
    assert "The tree does not say." in page
    assert page.count("platform 4") == 2


@pytest.mark.parametrize("leave", [("q",), ("quit",), ("Leave",), ("stop",), ()])
def test_whoever_leaves_or_has_no_more_to_type_hears_where_it_is_kept_and_how_to_go_on(led, leave):
    said, session = led(at_vote(), "4 8", *leave)
    assert said.endswith("The session is kept in s.session. To go on: postwise train --resume s.session\n")
    assert (session.stage, session.voted) == ("first", 12)


@pytest.mark.parametrize(
    "amid", [["v", "3"], ["m"], ["a", "Ring them"], ["p"], ["4 8", "z"], ["6 6", "r", "n", "v", "6 6", "r", "n"]]
)
def test_the_end_of_what_is_typed_amid_something_asked_leaves_too_and_what_was_asked_is_undone(led, amid):
    class Terminal(io.StringIO):
        """One on which ctrl+d ends a line, and others may come after it."""

        def readline(self, size=-1):
            return super().readline(size).removeprefix("ctrl+d\n")

    said, session = led(at_vote(), source=Terminal("\n".join([*amid, "ctrl+d", "bah"])))
    assert "bah" not in said
    assert said.endswith("To go on: postwise train --resume s.session\n")
    assert session.written == {}


def test_a_session_taken_up_again_says_all_of_its_step(tmp_path):
    with OpenSession.begin(tmp_path / "s", at_vote()) as hold:
        hold.after(*transitions.count(hold.session, "4 8 0"))
    lines = dialogue("r")
    with OpenSession.resume(tmp_path / "s") as hold:
        PlainRoom(lines, hold, "again").run()
        assert hold.session.stage == "shown"
    said = lines.target.getvalue()
    assert said.index("platform 4") < said.index("Whose account") < said.index("12 of 12 are in.")


def test_what_cannot_be_written_is_said_and_the_session_stays_as_it_was(tmp_path, monkeypatch):
    lines = dialogue("4 8", "r")
    with OpenSession.begin(tmp_path / "s", at_vote()) as hold:
        monkeypatch.setattr(hold, "after", lambda *_: (_ for _ in ()).throw(SessionFileError("The disk is full.")))
        PlainRoom(lines, hold, "again").run()
        assert hold.session.voted == 0
    assert "The disk is full." in lines.target.getvalue()


def test_a_fault_of_ours_brings_the_sessions_file_along(tmp_path, monkeypatch):
    monkeypatch.setattr("postwise.plain_room.room", lambda _: 1 // 0)
    with OpenSession.begin(tmp_path / "s", begun()) as hold, pytest.raises(Crash) as crash:
        PlainRoom(dialogue(), hold, "again").run()
    assert crash.value.session == tmp_path / "s"


def test_every_move_of_the_screens_can_be_typed_by_its_key_and_by_its_name(led):
    for move in MOVES:
        assert meant(move.key) == meant(move.label) == meant(move.label.upper()) == (move.does, "")
        if move.does != "leave":
            said, _ = led(begun(), move.key)
            assert "none of the words" not in said, move
    said, _ = led(begun(), "?")
    assert [key for key in KEYS.values() if f"\n{key}, " not in said.replace("> ", "\n")] == []


@pytest.mark.parametrize("stage", ["living", "confidence-before", "said"])
def test_each_other_kind_of_step_can_be_led(led, stage):
    session = {
        "living": lambda: on(to(in_case(), "reception", "0 12"), "onward", "living"),
        "confidence-before": lambda: on(begun(mode="typed"), "forward", "forward"),
        "said": lambda: to(in_case(), "words"),
    }[stage]()
    assert session.stage == stage
    said, after = led(session, "7 4 0" if stage == "living" else "7 4 0 0 0", "n", "yes", "n")
    assert after.stage != stage
    assert ("Talk about it; this one is not voted." in said) == (stage == "said")


# Notes beside it


# Setting up


def set_up(folder, *typed, text=TREE):
    lines = dialogue(*typed)
    hold = PlainSetup(lines, suggested_choices(cases(text), "", {}, folder, TODAY)).begun()
    if hold is not None:
        hold.close()
    return lines.target.getvalue(), hold.session if hold is not None else None


def test_what_is_suggested_is_said_and_nothing_is_written_before_it_begins(tmp_path):
    said, session = set_up(tmp_path, "q")
    assert "- 1: The picture" in said
    assert "People here: 12\n" in said
    assert "Nothing was begun, and nothing has been written." in said
    assert (session, list(tmp_path.iterdir())) == (None, [])
    assert set_up(tmp_path)[1] is None


def test_a_session_is_set_up_word_by_word(tmp_path):
    said, session = set_up(
        tmp_path,
        "case 1",
        "cases",
        "slips",
        "people 7",
        "office Hull",
        "time",
        f"file {tmp_path / 'x.session'}",
        "begin",
    )
    setup = session.setup
    assert (setup.present, setup.mode, setup.office, setup.short, len(setup.cases)) == (7, "typed", "Hull", True, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["x.session"]
    assert "2  The picture; hard; from “May I tow it?”, chosen as 1" in said


def test_what_cannot_be_settled_is_said(tmp_path):
    (tmp_path / "there").touch()
    said, session = set_up(
        tmp_path, "secret", "case 9", "people many", "", "bah", f"file {tmp_path}", "?", "case 1", "case 2", "begin",
        "case 1", f"file {tmp_path / 'there'}", "begin",
    )  # fmt: skip
    for sentence in (
        "The keyboard is not passed round in lines",
        "Type case and a number from 1 to 2.",
        "Type a number from 1 to 10000.",
        '"bah" is none of the words here.',
        "Name a file.",
        "people and a number: Say how many are here.",
        "Choose at least one case.",
        "is there already. Choose another name",
    ):
        assert sentence in said, sentence
    assert session is None


@pytest.mark.unix
@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("later first paragraph\nX\n3\n\nand more\n", ["first paragraph X 3 and more"]),
        (
            "later we agreed:\nPeople come first\n20\nX\nAction is needed soon\n",
            ["we agreed: People come first 20 X Action is needed soon"],
        ),
        ("later one\nlater another\nlater a third\n", ["one", "another", "a third"]),
    ],
)
def test_what_is_pasted_behind_a_text_is_part_of_it_and_does_nothing_else(led, typed, notes):
    hand, tty = os.openpty()
    try:
        os.write(hand, typed.encode())
        leaving = threading.Timer(1.0, os.write, (hand, b"quit\n"))
        leaving.start()
        with open(tty, encoding="utf-8", closefd=False) as source:
            said, session = led(at_vote(), source=source)
        leaving.join()
    finally:
        os.close(hand)
        os.close(tty)
    assert [note.text for note in session.notes("parked")] == notes
    assert session.case, "nothing of the paste left the case"
    assert session.present == 12
    assert "None of the words" not in said


@pytest.mark.unix
def test_a_paste_that_begins_with_an_empty_line_is_a_text_too(led):
    hand, tty = os.openpty()
    try:
        os.write(hand, b"later\n")
        pasting = threading.Timer(0.5, os.write, (hand, b"\nnew words\nX\n"))
        leaving = threading.Timer(1.2, os.write, (hand, b"quit\n"))
        pasting.start()
        leaving.start()
        with open(tty, encoding="utf-8", closefd=False) as source:
            _, session = led(at_vote(), source=source)
        pasting.join()
        leaving.join()
    finally:
        os.close(hand)
        os.close(tty)
    assert [note.text for note in session.notes("parked")] == ["new words X"]
    assert session.case, "nothing of the paste left the case"
