"""An hour in which a group writes a tree of its own: pure steps that end with a tree, its scenarios and its dissent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from postwise.errors import PostwiseError
from postwise.logic.counting import analyse
from postwise.train.group_draft import (
    DraftAnswer,
    DraftOutcome,
    DraftQuestion,
    DraftScenario,
    drafted_outcome,
    drafted_question,
    fresh_id,
    outcome_lines,
    question_lines,
    scenario_lines,
    typed,
)
from postwise.train.tally import Counted, Tally, in_few_words
from postwise.tree.ids import id_of
from postwise.tree.loader import Loaded, read_source
from postwise.tree.model import Tree, Verdict
from postwise.tree.placeholders import DEFAULTS, fill
from postwise.tree.toml_source import Source
from postwise.tree.toml_writer import toml_table
from postwise.walk.walk import Walk

ENOUGH_SCENARIOS = 2
"""So many are run through the draft (`postwise.train`, rule 16)."""


class WorkshopError(PostwiseError):
    """Something that cannot be done to a draft; the message says why."""


@dataclass(frozen=True, slots=True)
class WorkshopPart:
    """One stretch of the hour."""

    name: str
    minutes: int
    say: str
    """What the facilitator says."""


PARTS = (
    WorkshopPart("trust", 5, "What must people be able to trust us for? One line."),
    WorkshopPart("dilemmas", 10, "Write down two real dilemmas each, disguised. Nobody's name, nobody's post."),
    WorkshopPart("pick", 5, "Which of them are alike? Pick one that would help most of us."),
    WorkshopPart("draft", 15, "One question at a time: ask, why, answers. Ask about the situation, not the person."),
    WorkshopPart("run", 10, "Run two cases through it. Mend what breaks."),
    WorkshopPart("words", 5, "Say it in one breath, as you would to a friend. Then in a few lines of guidance."),
    WorkshopPart("consent", 5, "Is each safe enough to try until the review? Who differs, and on which question?"),
    WorkshopPart("close", 5, "When do we look again, and which role looks after it?"),
)
"""The hour (`postwise.train`, rule 16)."""


Result = Literal["mantra", "guidance", "tree"]
RESULTS: Mapping[Result, str] = {"mantra": "The mantra", "guidance": "The guidance", "tree": "The tree"}
"""What the hour brings: three things of equal rank, each put to the vote."""


@dataclass(frozen=True)
class Workshop:
    """A draft and how far the hour has come. Every step returns the next; `text` is the tree's file at any moment."""

    title: str
    place: int = 0
    """Which part of the hour, as a place in `PARTS`."""
    trust: str = ""
    dilemmas: tuple[str, ...] = ()
    """Disguised, and kept only until one is picked and played: the file has none of the others."""
    picked: int | None = None
    questions: tuple[DraftQuestion, ...] = ()
    """The first is where the tree begins."""
    outcomes: tuple[DraftOutcome, ...] = ()
    scenarios: tuple[DraftScenario, ...] = ()
    mantra: str = ""
    """The tree in one breath, in the group's own words."""
    guidance: tuple[str, ...] = ()
    """The same in a few lines, for who reads no tree."""
    consents: Mapping[Result, Counted] = field(default_factory=lambda: MappingProxyType({}))
    """Of each result, whether it is safe enough to try until the review (`postwise.train`, rule 16); of few voters
    without counts. What is worded otherwise afterwards is put to the vote again."""
    owner: str = ""
    """The role that looks after the tree; never a name."""
    reviewed: dt.date | None = None
    review_by: dt.date | None = None
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @classmethod
    def begin(cls, title: str, starter: Tree, words: Mapping[str, str] = MappingProxyType({})) -> Workshop:
        """Return the beginning of the hour, with the questions and outcomes of a starter (pause-for-thought) to change.

        Raises WorkshopError if the starter has anything but choices in it.
        """
        if starter.branches or starter.values or any(not asked.picks_one for asked in starter.questions.values()):
            raise WorkshopError(f'"{starter.id}" is too rich to begin with. Begin with a tree of plain choices.')
        start = starter.about.start
        order = dict.fromkeys([start, *starter.questions])
        return cls(
            title=typed(title) or starter.title,
            questions=tuple(drafted_question(starter, question_id) for question_id in order),
            outcomes=tuple(drafted_outcome(starter, outcome_id) for outcome_id in starter.outcomes),
            words=words,
        )

    # The hour

    @property
    def part(self) -> WorkshopPart:
        """The part of the hour it is in."""
        return PARTS[self.place]

    def forward(self) -> Workshop:
        """Return the draft at the next part of the hour."""
        return replace(self, place=min(self.place + 1, len(PARTS) - 1))

    def back(self) -> Workshop:
        """Return the draft at the part before; nothing that was written is lost."""
        return replace(self, place=max(self.place - 1, 0))

    def missing(self) -> tuple[str, ...]:
        """Return what the hour has not brought yet, each a sentence; none if the tree is whole."""
        lacks = [
            (not self.trust, "Say in one line what people must be able to trust you for."),
            (self.picked is None, "Pick a dilemma."),
            (bool(self.loaded.errors), "Mend what is wrong with the draft."),
            (len(self.scenarios) < ENOUGH_SCENARIOS, f"Run {ENOUGH_SCENARIOS} cases through it."),
            (not self.mantra, "Say it in one breath."),
            (not self.guidance, "Write a few lines of guidance."),
            *((result not in self.consents, f"{name} has not been voted on.") for result, name in RESULTS.items()),
            (self.review_by is None, "Say when you look at it again."),
            (not self.owner, "Say which role looks after it."),
        ]
        return tuple(sentence for lacking, sentence in lacks if lacking)

    # What is written

    def trusted(self, line: str) -> Workshop:
        """Return the draft with its line on trust."""
        return replace(self, trust=self._typed(line))

    def dilemma(self, story: str) -> Workshop:
        """Return the draft with one more disguised dilemma; an empty one is not taken."""
        return replace(self, dilemmas=(*self.dilemmas, *self._lines((story,))))

    def pick(self, place: int) -> Workshop:
        """Return the draft with one dilemma picked, by its place from 0."""
        return replace(self, picked=place)

    def ask(self, ask: str, why: str = "", question: str = "") -> Workshop:
        """Return the draft with a question in new words, or with a new question last (`question` left out).

        Raises WorkshopError if there is no such question, or nothing is asked.
        """
        words, reason = self._typed(ask), self._typed(why)
        if not words:
            raise WorkshopError("Write the question.")
        if not question:
            made = DraftQuestion(self._new_id(words, "question"), words, reason)
            return replace(self.unvoted("tree"), questions=(*self.questions, made))
        return self.unvoted("tree").changed(replace(self._find(question), ask=words, why=reason))

    def answer(self, question: str, text: str, goto: str, answer: str = "") -> Workshop:
        """Return the draft with an answer in new words or leading elsewhere, or with a new answer (`answer` left out).

        Raises WorkshopError if there is no such question, or nothing is said.
        """
        asked, words = self._find(question), self._typed(text)
        if not words:
            raise WorkshopError("Write the answer.")
        answers = {drafted.id: drafted for drafted in asked.answers}
        answer_id = answer or fresh_id(words, "answer", answers)
        before = answers.get(answer_id, DraftAnswer(answer_id, words, goto))
        answers[answer_id] = replace(before, text=words, goto=goto)
        return self.unvoted("tree").changed(replace(asked, answers=tuple(answers.values())))

    def outcome(
        self, headline: str, verdict: Verdict, *, reason: str = "", steps: tuple[str, ...] = (), outcome: str = ""
    ) -> Workshop:
        """Return the draft with an outcome in new words, or with a new one (`outcome` left out).

        Raises WorkshopError if it says nothing.
        """
        words, why = self._typed(headline), self._typed(reason)
        if not words:
            raise WorkshopError("Write what you would say to a friend.")
        outcomes = {drafted.id: drafted for drafted in self.outcomes}
        rights = bool(outcome) and outcomes[outcome].rights
        outcome_id = outcome or self._new_id(words, "outcome")
        outcomes[outcome_id] = DraftOutcome(outcome_id, words, verdict, why, self._lines(steps), rights)
        return replace(self.unvoted("tree"), outcomes=tuple(outcomes.values()))

    def drop(self, node_id: str) -> Workshop:
        """Return the draft without a question or an outcome; what led there has to be sent elsewhere."""
        questions = tuple(question for question in self.questions if question.id != node_id)
        outcomes = tuple(outcome for outcome in self.outcomes if outcome.id != node_id)
        return replace(self.unvoted("tree"), questions=questions, outcomes=outcomes)

    def without_answer(self, question: str, answer: str) -> Workshop:
        """Return the draft without an answer. Raises WorkshopError if there is no such question."""
        asked = self._find(question)
        answers = tuple(drafted for drafted in asked.answers if drafted.id != answer)
        return self.unvoted("tree").changed(replace(asked, answers=answers))

    def differ(self, question: str, line: str) -> Workshop:
        """Return the draft with a disagreement kept beside a question.

        Raises WorkshopError if there is no such question.
        """
        asked = self._find(question)
        return self.changed(replace(asked, dissent=(*asked.dissent, *self._lines((line,)))))

    def in_one_breath(self, line: str) -> Workshop:
        """Return the draft with its mantra."""
        return replace(self.unvoted("mantra"), mantra=self._typed(line))

    def guide(self, line: str, place: int | None = None) -> Workshop:
        """Return the draft with one more line of guidance, or with one in other words; an empty one is struck."""
        lines = list(self.guidance)
        if place is None:
            place = len(lines)
        lines[place : place + 1] = self._lines((line,))
        return replace(self.unvoted("guidance"), guidance=tuple(lines))

    def consented(self, result: Result, tally: Tally) -> Workshop:
        """Return the draft with the vote whether a result is safe enough to try; counts only, and none of few."""
        before = self.unvoted(result)
        if not tally.voters:
            return before
        return replace(before, consents=MappingProxyType({**before.consents, result: in_few_words(tally)}))

    def unvoted(self, result: Result) -> Workshop:
        """Return the draft with a result that has not been voted on."""
        consents = {voted: tally for voted, tally in self.consents.items() if voted != result}
        return replace(self, consents=MappingProxyType(consents))

    def close(self, owner: str, reviewed: dt.date, review_by: dt.date) -> Workshop:
        """Return the draft with the role that looks after it, and when.

        Raises WorkshopError if no role is named, or the review lies before today.
        """
        role = self._typed(owner)
        if not role:
            raise WorkshopError("Say which role it is.")
        if review_by < reviewed:
            raise WorkshopError("The review has to lie ahead.")
        return replace(self, owner=role, reviewed=reviewed, review_by=review_by)

    # Cases run through it

    @property
    def story(self) -> str:
        """The dilemma that was picked; empty before."""
        return self.dilemmas[self.picked] if self.picked is not None else ""

    def run(self) -> Walk:
        """Return a walk through the draft at its first question. Raises WorkshopError while the draft has errors."""
        tree = self.loaded.tree
        if tree is None:
            raise WorkshopError("The draft has errors. Mend them first.")
        return Walk.start(tree, profile=self.words)

    def keep(self, title: str, walk: Walk, story: str = "") -> Workshop:
        """Return the draft with a case that was run to its end; the first is the dilemma that was picked.

        Raises WorkshopError if the walk has not come to an outcome.
        """
        if walk.outcome is None:
            raise WorkshopError("The case has not come to an end.")
        words = self._typed(title) or f"Case {len(self.scenarios) + 1}"
        told = self._typed(story) or ("" if self.scenarios else self.story)
        scenario_id = fresh_id(words, "case", {scenario.id for scenario in self.scenarios})
        return replace(self, scenarios=(*self.scenarios, DraftScenario(scenario_id, words, told, _answers(walk))))

    def broken(self) -> tuple[str, ...]:
        """Return the titles of cases that the draft, as it now is, does not take to an end: run them again."""
        tree = self.loaded.tree
        if tree is None:
            return ()
        walks = ((scenario.title, Walk.start(tree).taking(scenario.answers)) for scenario in self.scenarios)
        return tuple(title for title, walk in walks if walk.outcome is None)

    # The tree

    @cached_property
    def loaded(self) -> Loaded:
        """The draft read as a tree, with what is wrong with it."""
        return read_source(Source("\n".join(_text(self, ())), "draft"), self.words, id_of(self.title) or "our-tree")

    @cached_property
    def text(self) -> str:
        """The text of the tree's file, with its scenarios; an outcome that no case came to gets a plain test."""
        tree = self.loaded.tree
        return "\n".join(_text(self, () if tree is None else tuple(_scenarios(self, tree)))) + "\n"

    def filled(self, text: str) -> str:
        """Return a text of the draft as it is read out: its words in braces filled, other braces as they were typed."""
        return fill(text, {**DEFAULTS, **self.words}.get)

    def _typed(self, text: str) -> str:
        return typed(text, DEFAULTS.keys() | self.words.keys())

    def _lines(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, map(self._typed, lines)))

    def _find(self, question: str) -> DraftQuestion:
        questions = {drafted.id: drafted for drafted in self.questions}
        if question not in questions:
            raise WorkshopError("There is no such question.")
        return questions[question]

    def changed(self, question: DraftQuestion) -> Workshop:
        """Return the draft with a question in the place of the one with its id."""
        questions = {drafted.id: drafted for drafted in self.questions} | {question.id: question}
        return replace(self, questions=tuple(questions.values()))

    def _new_id(self, words: str, kind: str) -> str:
        return fresh_id(
            words, kind, {*(question.id for question in self.questions), *(outcome.id for outcome in self.outcomes)}
        )


def _answers(walk: Walk) -> dict[str, str]:
    return {step.node_id: str(step.answer) for step in walk.steps}


def _scenarios(writing: Workshop, tree: Tree) -> Iterator[tuple[DraftScenario, str]]:
    """Yield the cases that were run, with where they end now, and a plain test for each outcome that none comes to."""
    reached: set[str] = set()
    for scenario in writing.scenarios:
        walk = Walk.start(tree).taking(scenario.answers)
        if walk.outcome is not None:
            reached.add(walk.at)
            yield replace(scenario, answers=_answers(walk)), walk.at
    taken = {scenario.id for scenario in writing.scenarios}
    for end, answers in analyse(tree).witnesses(reached):
        plain = {question_id: str(answer) for question_id, answer in answers.items()}
        test = DraftScenario(fresh_id(f"to {end}", "case", taken), "", "", plain)
        taken.add(test.id)
        yield test, end


def _text(writing: Workshop, scenarios: tuple[tuple[DraftScenario, str], ...]) -> Iterator[str]:
    """Yield the lines of the tree's file."""
    start = writing.questions[0].id if writing.questions else "start"
    about = {
        "title": writing.title,
        "start": start,
        "purpose": writing.trust,
        "group": "Our own",
        "version": "1.0",
        "reviewed": writing.reviewed,
        "review-by": writing.review_by,
        "authors": (writing.owner,) if writing.owner else (),
    }
    yield from ("format = 1", "")
    yield from toml_table(("tree",), {key: value for key, value in about.items() if value})
    for question in writing.questions:
        yield from question_lines(question, writing.reviewed)
    for outcome in writing.outcomes:
        yield from outcome_lines(outcome)
    for scenario, end in scenarios:
        yield from scenario_lines(scenario, end)
