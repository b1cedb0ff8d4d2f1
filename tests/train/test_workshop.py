from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise import Walk, load
from postwise.show.mantra import BREATH, mantra
from postwise.train.group_draft import typed
from postwise.train.tally import Tally
from postwise.train.workshop import PARTS, Workshop, WorkshopError
from postwise.tree.library import shipped_folder, trees_in
from postwise.tree.loader import loads, read_source
from postwise.tree.toml_source import Source
from strategies import examples

from .playing import TREE

AGREED = Tally({"yes": 9, "change": 1, "no": 0}, 0, 10)
STARTER = load(shipped_folder() / "pause-for-thought.toml")
DAY = dt.date(2026, 11, 22)


def begun() -> Workshop:
    return Workshop.begin("Speaking at events", STARTER)


def whole() -> Workshop:
    """Return a draft as it stands at the end of the hour."""
    writing = (
        begun()
        .trusted("That what we say is true.")
        .dilemma("A friend of {somebody} asked.")
        .dilemma("Another.")
        .pick(0)
    )
    writing = writing.ask("Is a fee paid?", "People will ask.")
    writing = writing.answer("is-a-fee-paid", "Yes", "talk-you").answer("is-a-fee-paid", "No", "go-on")
    writing = writing.answer("reception", "Yes", "is-a-fee-paid", answer="yes")
    walk = writing.run().answer("no").answer("yes").answer("yes")
    writing = writing.keep("The fee", walk)
    writing = writing.keep("The bad day", writing.run().answer("others"), "It rained.")
    writing = writing.differ("is-a-fee-paid", 'Some of us think that "fee" is the wrong word.')
    return (
        writing.in_one_breath("Ask first.")
        .guide("Ask.")
        .consented("mantra", AGREED)
        .consented("guidance", AGREED)
        .consented("tree", Tally({"yes": 7, "change": 2, "no": 0}, 1, 10))
        .close("the events lead", DAY, dt.date(2027, 5, 1))
    )


def test_the_hour_is_sixty_minutes_short_of_a_break():
    assert sum(part.minutes for part in PARTS) == 60
    writing = begun()
    for part in PARTS:
        assert writing.part == part
        writing = writing.forward()
    assert writing.forward().part == PARTS[-1]
    assert writing.back().part == PARTS[-2]


def test_each_result_is_voted_on_and_once_more_if_it_is_worded_otherwise():
    writing = whole()
    assert set(writing.consents) == {"mantra", "guidance", "tree"}
    assert set(writing.differ("reception", "No").trusted("Else").consents) == {"mantra", "guidance", "tree"}
    assert set(writing.in_one_breath("Ask.").consents) == {"guidance", "tree"}
    assert set(writing.guide("Ask twice.", 0).consents) == {"mantra", "tree"}
    for changed in (
        writing.ask("Why?", "", "reception"),
        writing.answer("reception", "Perhaps", "go-on"),
        writing.outcome("Wait", "pause"),
        writing.drop("reception"),
        writing.without_answer("reception", "yes"),
    ):
        assert set(changed.consents) == {"mantra", "guidance"}
        assert "The tree has not been voted on." in changed.missing()
    assert writing.guide("", 0).guidance == ()


def test_a_starter_reads_as_a_tree_from_the_first_minute():
    writing = begun()
    assert writing.loaded.problems == ()
    assert [one.id for one in writing.questions] == ["implications", "reception", "worth-it"]
    assert "Pick a dilemma." in writing.missing()


def test_the_hour_ends_with_a_tree_its_cases_and_its_dissent():
    writing = whole()
    assert writing.missing() == ()
    loaded = read_source(Source(writing.text, "speaking-at-events"))
    assert loaded.problems == ()
    tree = loaded.tree
    assert tree.about.purpose == "That what we say is true."
    assert tree.about.review_by == dt.date(2027, 5, 1)
    assert tree.questions["is-a-fee-paid"].dissent[0].text == 'Some of us think that "fee" is the wrong word.'
    assert tree.scenarios["the-fee"].story == "A friend of {{somebody}} asked."
    assert "Another." not in writing.text
    reached = {scenario.expect for scenario in tree.scenarios.values()}
    assert reached == set(tree.outcomes)
    for scenario in tree.scenarios.values():
        assert Walk.replay(tree, scenario.answers).at == scenario.expect


def test_tests_that_are_written_for_endings_have_names_of_their_own():
    writing = begun()
    first = writing.questions[0].id
    for _ in range(3):
        writing = writing.outcome("Talk", "talk")
        writing = writing.answer(first, f"Or {len(writing.outcomes)}", writing.outcomes[-1].id)
    walk = writing.run()
    while walk.outcome is None:
        walk = walk.answer(walk.question.answers[0].id)
    scenarios = loads(writing.keep("To talk", walk).text).scenarios
    assert {scenario.expect for scenario in scenarios.values()} >= {"talk", "talk-2", "talk-3"}


def test_a_case_that_breaks_later_is_named_and_not_in_the_file():
    writing = whole().answer("reception", "No, never", "reception-two", answer="yes")
    assert any(problem.code == "unknown-target" for problem in writing.loaded.problems)
    assert "Mend what is wrong with the draft." in writing.missing()
    writing = whole().without_answer("is-a-fee-paid", "yes")
    assert writing.broken() == ("The fee",)
    assert "the-fee" not in loads(writing.text).scenarios


@pytest.mark.parametrize(
    "wrong",
    [
        lambda one: one.ask("  "),
        lambda one: one.ask("New?", question="gone"),
        lambda one: one.answer("reception", " ", "go-on"),
        lambda one: one.outcome("", "go"),
        lambda one: one.differ("gone", "No."),
        lambda one: one.close("lead", DAY, DAY - dt.timedelta(1)),
        lambda one: one.close(" ", DAY, DAY + dt.timedelta(1)),
        lambda one: one.keep("Half", one.run()),
        lambda one: Workshop.begin("Rich", loads(TREE)),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(wrong):
    with pytest.raises(WorkshopError, match=r"\.$"):
        wrong(whole())


def test_two_questions_in_the_same_words_have_ids_of_their_own():
    writing = begun().ask("Why?").ask("Why?").ask("?!").ask("?!")
    assert [one.id for one in writing.questions][-4:] == ["why", "why-2", "question", "question-2"]
    writing = writing.outcome("Why?", "talk").drop("why-2")
    assert writing.outcomes[-1].id == "why-3"


def test_a_space_that_does_not_break_is_nothing_typed():
    assert typed("\xa0") == typed(" \u3000 ") == ""
    assert typed("\xa0a") == "\xa0a"


@settings(max_examples=examples(60))
@given(st.text(min_size=1).filter(typed), st.text(), st.text(min_size=1).filter(typed))
def test_whatever_is_typed_the_tree_can_be_read(ask, why, text):
    writing = begun().trusted(why).ask(ask, why)
    new = writing.questions[-1].id
    writing = writing.answer(new, text, "go-on").answer(new, text, "let-it-go").differ(new, text)
    writing = writing.outcome(text, "talk", reason=why, steps=(ask, text)).answer("reception", text, new, answer="yes")
    writing = writing.answer("reception", text, writing.outcomes[-1].id)
    loaded = read_source(Source(writing.text))
    assert [problem.as_text() for problem in loaded.problems] == []
    assert loaded.tree.questions[new].ask == writing.questions[-1].ask


def test_a_mantra_is_one_breath():
    assert mantra(STARTER) == "Could this turn out badly? Would you say it aloud at the front desk? Go ahead."
    for entry in trees_in(shipped_folder(), "shipped"):
        said = mantra(load(entry.path))
        assert "\n" not in said
        assert len(said.split()) <= BREATH or said.count("?") <= 1, said


def test_a_mantra_ends_as_kindly_as_any_answers_do():
    tree = loads("""
format = 1
tree = { title = "T", start = "kit" }
question.kit = { ask = "Got your kit?", type = "checklist", answers = [{ text = "Rope" }], goto = "ready" }
branch.ready = { cases = [{ when = { kit = "rope" }, goto = "climb" }], else = "stay" }
outcome.climb = { headline = "Climb.", verdict = "go" }
outcome.stay = { headline = "Stay.", verdict = "stop" }
""")
    assert mantra(tree) == "Got your kit? Climb."
