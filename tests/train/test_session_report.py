from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Iterable
from contextlib import suppress
from itertools import permutations, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise.commands import debrief as command
from postwise.errors import PostwiseError
from postwise.show.aggregate_document import aggregate_as_dict, aggregate_as_markdown, chart
from postwise.show.session_document import as_csv, as_markdown, as_rows
from postwise.train import transitions
from postwise.train.aggregate import MOST_LINES, QuestionAggregate, SessionAggregate, lay_files_together, lower_bound
from postwise.train.session import Session
from postwise.train.session_report import (
    ABOUT,
    AnswerRecord,
    CaseRecord,
    ProposalRecord,
    SessionReport,
    debrief,
    read_debrief,
)
from postwise.train.store import OpenSession, SessionFileError, line_of
from strategies import examples

from .playing import TREE, begun, counted, in_case, on, to

CASE = CaseRecord(tree="towing", scenario="late-train", title="The late train")


def told(present: int = 12, first: str = "6 6 0", second: str = "3 9 0", office: str = "", **more) -> Session:
    """Return a session that split over the first question, talked, voted again, and walked both roads."""
    session = on(begun(present, office=office, **more), "forward", "forward", "forward", "forward", "vote")
    session = on(counted(session, first), "vote")
    session = counted(session, second)
    session = session.after(*transitions.write(session, "minority", "We would ask first."))
    session = (
        on(session, "onward") if transitions.onward(session) else session.after(*transitions.take(session, "mine"))
    )
    if session.question:
        session = on(session, "vote")
        session = on(counted(session, f"0 {present}"), "onward")
    session = on(session, "forward", "close")
    ask = "Whose account would it go out from?"
    session = session.after(
        *transitions.write(session, "proposal", ask, tree="towing", question="account", reason="Shorter")
    )
    by = dt.date(2026, 12, 1)
    session = session.after(
        *transitions.write(session, "action", "Tell the new ones", role="the volunteer lead", by=by)
    )
    return session.after(*transitions.write(session, "parked", "Who may use the account at night?"))


def lay_together(debriefs: Iterable[SessionReport]) -> SessionAggregate:
    """Return sessions laid together; each may be forgotten once it has been taken in."""
    aggregate = SessionAggregate()
    for report in debriefs:
        aggregate.add(report)
    return aggregate


def on_disk(path, session: Session):
    OpenSession.begin(path, session).close()
    return path


def test_a_session_as_markdown_begins_with_whom_it_is_not_about():
    text = as_markdown(debrief(told(office="Leeds")))
    assert text.splitlines()[0] == ABOUT
    for line in (
        "# Training session, 22 November 2026",
        "- Office: Leeds",
        "- Here: 12; votes by hands",
        "## The late train",
        "### Whose account, your line manager?",
        "| My own | 6 | 9 |",
        "split → leaning, at least 3 moved. In the lead: My own.",
        "Kept from the smaller side: We would ask first.",
        "- ◇ talk: Talk to a colleague you trust. (My own → No)",
        "- ■ stop: Do not. (Ours)",
        "- the volunteer lead: Tell the new ones, by 1 December 2026",
        "- Who may use the account at night?",
    ):
        assert line in text.splitlines(), line
    assert "- towing, account: Whose account would it go out from? (now: Whose account, {manager}?)" in text


def test_of_few_voters_no_number_leaves_the_session():
    found = debrief(told(4, "2 2 0", "1 3 0"))
    question = found.cases[0].questions[0]
    assert (found.present, question.first.counts, question.moved) == (None, None, None)
    assert (question.first.word, question.second.word, question.second.leaders) == ("split", "most", ("mine",))
    text = as_markdown(found)
    assert "split → most. In the lead: My own." in text
    assert "| " not in text
    assert "fewer than five" in text
    rows = list(csv.DictReader(io.StringIO(as_csv(as_rows(found)))))
    assert {row[key] for row in rows for key in ("first", "second", "first_voters", "moved")} == {""}
    assert 'voters": 4' not in json.dumps(found.to_dict())


def test_a_debrief_as_json_is_read_back_the_same(tmp_path):
    found = debrief(told(office="Leeds"))
    path = tmp_path / "leeds.json"
    path.write_text(json.dumps(found.to_dict()))
    assert next(iter(found.to_dict())) == "schema"
    assert read_debrief(path) == found
    assert read_debrief(on_disk(tmp_path / "leeds.log", told(office="Leeds"))) == found


def test_a_lone_vote_is_a_few_where_people_read_it():
    said = as_markdown(debrief(told(first="6 5 0 1", second="3 9 0")))
    assert "| Pass | a few | 0 |" in said


def test_every_count_is_in_the_data():
    rows = list(csv.DictReader(io.StringIO(as_csv(as_rows(debrief(told()))))))
    account = [
        (row["answer"], row["text"], row["first"], row["second"]) for row in rows if row["question"] == "account"
    ]
    assert account == [
        ("org", "Ours", "6", "3"),
        ("mine", "My own", "6", "9"),
        ("none-yet", "None yet", "0", "0"),
        ("", "Pass", "0", "0"),
    ]


def test_a_range_is_called_by_its_words_and_they_are_filled():
    text = TREE.replace('unit = "people"', 'unit = "of {manager}"')
    session = counted(on(to(begun(text=text), "followers"), "vote"), "4 8")
    rows = csv.DictReader(io.StringIO(as_csv(as_rows(debrief(session)))))
    said = [row["answer"] for row in rows if row["question"] == "followers"]
    assert said == ["0 to 999 of your line manager", "1000 of your line manager or more", ""]


def test_a_cell_is_never_a_formula():
    assert as_csv([["=1+1", "+x", "-y", "@z", "ok"]]) == "'=1+1,'+x,'-y,'@z,ok\n"


def test_what_is_not_yet_opened_is_in_no_debrief():
    session = on(in_case(6, "secret"), "forward", "vote")
    for _ in range(5):
        session = transitions.cast(session, ["org"])
    assert debrief(session).cases == ()


def test_a_case_that_was_left_is_in_no_debrief():
    session = counted(on(in_case(), "forward", "vote"), "6 6 0")
    found = debrief(transitions.leave_case(session))
    assert found.cases == ()
    assert "late" not in json.dumps(found.to_dict())


def test_sessions_laid_together():
    together = lay_together(
        [
            debrief(told(office="Leeds")),
            debrief(told(office="York", second="6 6 0")),
            debrief(told(4, "2 2 0", "1 3 0")),
        ]
    )
    account = together.questions["towing", "account"]
    assert account.all.splits_all
    assert (account.all.groups, account.all.first, account.all.last) == (3, {"split": 3}, {"leaning": 2, "split": 1})
    assert (account.all.flipped, account.all.voters) == (2, 24)
    assert account.all.votes == {"org": 9, "mine": 15, "none-yet": 0}
    assert sorted(account.offices) == ["Leeds", "York"]
    assert account.dissent.kept == ["We would ask first."]
    assert account.proposals.kept == ["Whose account would it go out from? (Shorter)"]
    assert together.questions["towing", "reception"].all.last == {"agreed": 3}


def test_a_lone_vote_is_a_few_where_sessions_are_laid_together_too():
    said = aggregate_as_markdown(lay_together([debrief(told(second="11 1 0"))]))
    assert "My own a few" in said
    assert "My own 1" not in said


def edited(day: int, counts: str, ask: str) -> SessionReport:
    """Return a session of one vote on the first question, asked in these words on a day."""
    text = TREE.replace('ask = "Whose account, {manager}?"', f'ask = "{ask}"')
    session = counted(on(in_case_of(text), "forward", "vote"), counts)
    return debrief(session).model_copy(update={"date": dt.date(2026, 1, 1) + dt.timedelta(days=day)})


def in_case_of(text: str, scenario: str = "late-train") -> Session:
    session = on(begun(text=text), "forward", "forward", "forward")
    return session if scenario == "late-train" else on(session, "end_case")


def test_an_author_sees_whether_new_words_helped():
    before = [edited(day, "6 6 0" if day < 7 else "1 11 0", "Whose account?") for day in range(9)]
    after = [edited(day, "6 6 0" if day < 12 else "11 1 0", "Who speaks?") for day in range(10, 18)]
    for sessions in ([*before, *after], [*after, *before]):
        said = aggregate_as_markdown(lay_together(sessions))
        line = "towing, account, in “The late train”: “Whose account?” split 7 of 9, then “Who speaks?” split 2 of 8"
        assert f"- {line}" in said.splitlines()
        assert "(towing, account): split 2 of 8 groups at first" in said


def test_one_question_in_two_cases_is_told_case_by_case():
    other = counted(on(in_case_of(TREE, "picture"), "forward", "vote"), "12 0 0")
    together = lay_together([debrief(told()), debrief(told()), debrief(other)])
    account = together.questions["towing", "account"]
    assert account.all.groups == 3
    assert account.in_case("late-train").first == {"split": 2}
    assert account.in_case("picture").last == {"agreed": 1}
    said = aggregate_as_markdown(together)
    assert "## Case by case" in said
    assert [row["scenario"] for row in aggregate_as_dict(together)["questions"][0]["cases"]] == [
        "late-train",
        "picture",
    ]


@pytest.mark.parametrize(("few", "many"), [((1, 1), (20, 30)), ((2, 3), (50, 90))])
def test_what_many_split_on_comes_before_what_few_did(few, many):
    assert lower_bound(*few) < lower_bound(*many) < many[0] / many[1]
    assert lower_bound(0, 0) == 0 == lower_bound(0, 9)


def test_sessions_together_as_markdown():
    text = aggregate_as_markdown(
        lay_together([debrief(told(office="Leeds")), debrief(told(office="York", second="6 6 0"))])
    )
    lines = text.splitlines()
    assert "not a record about any person" in lines[0]
    assert "# 2 sessions, 22 November 2026" in lines
    for heading in (
        "## These split every group",
        "## Talk turned these",
        "## Question by question",
        "## Offices side by side",
        "## Change list",
    ):
        assert heading in lines
    assert "| Leeds | 1 | 0 | 1 | 0 | ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ | My own 9; Ours 3 |" in lines
    assert "- Proposed: Whose account would it go out from? (Shorter)" in lines
    assert aggregate_as_dict(lay_together([debrief(told())]))["schema"] == "postwise.debriefs/1"


@pytest.mark.parametrize(
    ("counts", "bar"), [((1, 1, 2), "█████▒▒▒▒▒░░░░░░░░░░"), ((3, 0, 0), "█" * 20), ((1, 1, 1), "███████▒▒▒▒▒▒░░░░░░░")]
)
def test_a_chart_has_a_shade_for_each_word(counts, bar):
    together = SessionAggregate()
    texts = {"agreed": "12 0 0", "leaning": "9 3 0", "split": "6 6 0"}
    for text, n in zip(texts.values(), counts, strict=True):
        for _ in range(n):
            together.add(debrief(counted(on(in_case(), "forward", "vote"), text)))
    assert chart(together.questions["towing", "account"].all) == bar


def test_bad_files_are_named_and_the_others_count(tmp_path):
    good = on_disk(tmp_path / "good", told())
    half = tmp_path / "half"
    half.write_bytes(good.read_bytes()[:40])
    damaged = tmp_path / "damaged"
    damaged.write_bytes(good.read_bytes().replace(b'"voters":12', b'"voters":99', 1))
    poem = tmp_path / "poem.txt"
    poem.write_text("Shall I compare thee")
    odd = tmp_path / "odd.json"
    odd.write_text('{"schema": "postwise.debrief/1", "date": "soon"}')
    together = lay_files_together([half, damaged, poem, odd, tmp_path / "gone", tmp_path, good])
    assert (together.sessions, together.unread) == (1, 6)
    for path, sentence in zip((half, damaged, poem, odd, tmp_path / "gone", tmp_path), together.problems, strict=True):
        assert str(path) in sentence
        assert "\n" not in sentence
        assert sentence.endswith(".")
    assert "## Not counted" in aggregate_as_markdown(together)


def test_votes_that_fit_no_tree_are_said_to_be_so(tmp_path):
    path = on_disk(tmp_path / "odd", told())
    vote = {"kind": "voted", "question": ":confidence-before", "votes": {"counts": {"sure": 6}, "voters": 6}}
    path.write_bytes(path.read_bytes() + line_of(vote))
    with pytest.raises(SessionFileError, match="do not fit"):
        read_debrief(path)


@settings(max_examples=examples(60))
@given(st.data())
def test_a_file_changed_anywhere_is_read_or_named(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("changed") / "file"
    raw = (
        on_disk(path, told()).read_bytes()
        if data.draw(st.booleans())
        else json.dumps(debrief(told()).to_dict()).encode()
    )
    place = data.draw(st.integers(0, len(raw) - 1))
    path.write_bytes(raw[:place] + data.draw(st.binary(max_size=3)) + raw[place + data.draw(st.integers(0, 3)) :])
    with suppress(SessionFileError):
        read_debrief(path)


def test_a_session_cut_short_counts_as_far_as_it_came(tmp_path):
    path = on_disk(tmp_path / "cut", told())
    path.write_bytes(path.read_bytes()[:-5])
    assert read_debrief(path).cases[0].questions[0].first.voters == 12


def one_of(number: int) -> SessionReport:
    """Return a debrief with an office, lines and a day of its own."""
    base = debrief(told())
    case = base.cases[0]
    question = case.questions[0].model_copy(update={"dissent": (f"Line {number}",)})
    case = case.model_copy(update={"questions": (question, *case.questions[1:])})
    return base.model_copy(update={"cases": (case,), "office": f"Office {number}"})


def test_ten_times_as_many_sessions_take_no_more_room(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(debrief(told()).to_dict()))
    names = [one_of(number) for number in range(200)]

    def peak(times: int) -> int:
        tracemalloc.start()
        together = lay_together(names[number % 200] for number in range(times))
        assert together.sessions == times
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    small, large = peak(200), peak(2000)
    assert large < small + 20_000
    together = lay_files_together(repeat(path, 50))
    assert together.sessions == 50
    kept = lay_together(names).questions["towing", "account"]
    assert len(kept.dissent.kept) == MOST_LINES
    assert kept.dissent.more == 200 - MOST_LINES


def options(*files, form=None, output=None):
    return argparse.Namespace(files=[str(file) for file in files], format=form, output=output, apply=None)


def test_the_command_puts_out_one_session_or_many(tmp_path, capsys):
    one, two = (on_disk(tmp_path / name, told(office=name)) for name in ("Leeds", "York"))
    assert command.run(options(one)) == 0
    assert capsys.readouterr().out.startswith(ABOUT)
    assert command.run(options(one, form="json")) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "postwise.debrief/1"
    assert command.run(options(one, two, form="csv")) == 0
    assert capsys.readouterr().out.startswith("tree,question,")
    assert command.run(options(one, two, tmp_path / "gone")) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("This is a record of what groups")
    assert "gone" in captured.err
    assert command.run(options(one, two, output=str(tmp_path / "out.md"))) == 0
    assert "# 2 sessions" in (tmp_path / "out.md").read_text()


def test_a_folder_is_the_sessions_in_it(tmp_path):
    for name in ("a", "b/c"):
        path = tmp_path / f"{name}.session"
        path.parent.mkdir(exist_ok=True)
        on_disk(path, told())
    (tmp_path / "a.json").write_text(json.dumps(debrief(told()).to_dict()))
    assert lay_files_together([tmp_path]).sessions == 2
    assert command.run(options(tmp_path, form="json")) == 0
    for path in tmp_path.rglob("*.session"):
        path.unlink()
    assert lay_files_together([tmp_path]).sessions == 1
    assert "folder" in lay_files_together([tmp_path / "b"]).problems[0]


def test_the_command_says_when_no_file_is_a_session(tmp_path):
    with pytest.raises(SessionFileError, match="gone"):
        command.run(options(tmp_path / "gone"))
    with pytest.raises(PostwiseError, match="None of these"):
        command.run(options(tmp_path / "gone", tmp_path / "lost"))


def test_a_question_of_another_road_is_told_as_it_was_read_out():
    text = TREE.replace('ask = "Would you say it', 'ask = "{whose} words: would you say it').replace(
        "[outcome.go]", '[value.whose]\non = ["account"]\ntable = [["mine", "Your own"]]\nelse = "Our"\n\n[outcome.go]'
    )
    session = counted(on(begun(text=text), "forward", "forward", "forward", "forward", "vote"), "8 4 0")
    session = counted(on(session, "vote"), "8 4 0")
    session = on(session, "onward", "forward", "vote")
    assert session.ballot.ask == "Your own words: would you say it in reception?"
    questions = debrief(counted(session, "0 12")).cases[0].questions
    assert questions[-1].ask == session.ballot.ask


@pytest.mark.parametrize("turned", [False, True])
def test_an_answer_that_the_newest_tree_has_no_more_is_told_in_the_words_that_it_had(turned):
    older = TREE.replace('unit = "people"', 'unit = "{manager}s"')
    then, now = (
        debrief(counted(on(to(begun(text=text), "followers"), "vote"), "4 8")).model_copy(update={"date": date})
        for text, date in ((older, dt.date(2026, 11, 1)), (TREE, dt.date(2026, 12, 1)))
    )
    aggregate = lay_together((now, then) if turned else (then, now))
    assert list(aggregate.questions["towing", "followers"].texts.values()) == [
        "0 to 999 people",
        "1000 people or more",
        "0 to 999 your line managers",
        "1000 your line managers or more",
    ]
    assert "{manager}" not in aggregate_as_markdown(aggregate)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_sessions_come_the_newest_words_of_an_answer_are_told(order):
    question = debrief(counted(on(to(begun(), "followers"), "vote"), "4 8")).cases[0].questions[-1]
    sessions = [("gone", "Went in 2024"), ("gone", "Went in 2025"), ("kept", "Kept")]
    aggregate = QuestionAggregate("towing", "followers")
    for year in order:
        choice = AnswerRecord(id=sessions[year][0], text=sessions[year][1])
        aggregate.add(question.model_copy(update={"choices": (choice,)}), CASE, "", dt.date(2024 + year, 1, 1))
    assert list(aggregate.texts.items()) == [("kept", "Kept"), ("gone", "Went in 2025")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_sessions_come_the_newest_wording_of_a_question_is_told(order):
    votes = [debrief(told()).cases[0].questions[0].model_copy(update={"wording": ask}) for ask in "ab"]
    aggregate = QuestionAggregate("towing", "account")
    for year in order:
        if year < len(votes):
            aggregate.add(
                votes[year].model_copy(update={"ask": votes[year].wording}), CASE, "", dt.date(2024 + year, 1, 1)
            )
        else:
            made = ProposalRecord(tree="towing", question="account", wording="c", proposed="d")
            aggregate.propose(made, dt.date(2024 + year, 1, 1))
    assert (aggregate.wording, aggregate.ask) == ("c", "b")
