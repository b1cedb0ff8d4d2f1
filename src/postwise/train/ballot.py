"""What a group votes on: the answers of a question, the items of a checklist, the ranges of a number or a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from postwise.errors import PostwiseError
from postwise.text import whole_number
from postwise.train.number_ranges import ranges
from postwise.train.tally import OTHER_ROAD, Counted, FewVotes, Tally
from postwise.tree.answers import nothing_ticked
from postwise.tree.conditions import Answered
from postwise.walk.path import QuestionStep
from postwise.walk.walk import Walk


class VoteError(PostwiseError):
    """Counts or a vote that cannot be; the message says what to type instead."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be voted for."""

    key: str
    """Its name in records: an answer's id, an item's id, or the words of a range; of several items all their ids."""
    text: str
    """The words shown."""
    answer: Answered
    """The answer that a walk takes when this is chosen."""


@dataclass(frozen=True)
class Ballot:
    """One vote: what is asked and what can be chosen. Pass is always a choice and is not listed."""

    id: str
    """The question's id; votes on something else than a question have an id that begins with a colon."""
    ask: str
    choices: tuple[Choice, ...]
    several: bool = False
    """Whether each voter ticks any of the choices, or none."""
    none: str = ""
    """What ticking nothing is called, where several can be ticked."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the choices, in their order."""
        return tuple(choice.key for choice in self.choices)

    @property
    def empty(self) -> Tally:
        """The tally before anybody has voted."""
        return Tally(dict.fromkeys(self.keys, 0), several=self.several)

    def typed(self, text: str, present: int) -> Tally:
        """Return counts as they are typed, as in ``7 4 1``: one for each choice in order, then one for those who pass.

        The number that pass may be left out, and so may noughts at the end once everybody present is counted: of fewer
        it cannot be known which line they were meant for. Raises VoteError if they are no numbers, or too many numbers
        or voters.
        """
        numbers = [whole_number(piece) for piece in text.replace(",", " ").split()]
        given, size = tuple(number for number in numbers if number is not None), len(self.choices)
        if len(given) < len(numbers):
            raise VoteError("Type the counts as numbers with spaces between, as in 7 4 1.")
        if not self.several and len(given) < size and sum(given) >= present:
            given += (0,) * (size - len(given))
        if len(given) not in {size, size + 1}:
            raise VoteError(f"Type {size} numbers, one for each answer, and one more for those who pass.")
        counts, passes = given[:size], given[size] if len(given) > size else 0
        voters = present if self.several else sum(counts) + passes
        if voters > present:
            raise VoteError(f"That makes {voters} votes, and {present} are here. Has somebody come in?")
        if self.several and max(counts, default=0) + passes > present:
            raise VoteError(f"One of these counts is higher than the {present - passes} who did not pass.")
        return Tally(dict(zip(self.keys, counts, strict=True)), passes, voters, self.several)

    # Where a tally leads

    def bigger(self, tally: Counted) -> tuple[Choice, ...]:
        """Return what the bigger road answers: one choice, all in the lead in a tie, none if everybody passed."""
        if not self.several:
            return tuple(choice for choice in self.choices if choice.key in tally.leaders)
        if tally.all_passed:
            return ()
        ticked = frozenset(tally.leaders)
        return tuple(self._ticks(keys) for keys in dict.fromkeys([ticked, ticked | frozenset(tally.tied)]))

    @property
    def every(self) -> tuple[Choice, ...]:
        """Every answer, to pick from where nobody chose: of a checklist that nothing is ticked, and each item alone."""
        if not self.several:
            return self.choices
        return tuple(self._ticks(frozenset(keys)) for keys in ((), *((key,) for key in self.keys)))

    def others(self, tally: Counted, taken: Answered) -> tuple[Choice, ...]:
        """Return the other answers whose road is walked too: each that at least a fifth of the voters chose.

        Of a checklist, `taken` with one item turned where at least a fifth stand on the other side. Of few voters who
        are not all agreed, every other answer is named: to name the one chosen would show a single vote.
        """
        ticked = taken if isinstance(taken, frozenset) else frozenset()
        if isinstance(tally, FewVotes) or tally.small:
            every = map(self._ticks, (ticked ^ {key} for key in self.keys)) if self.several else self.choices
            return () if tally.word == "all" else tuple(choice for choice in every if choice.answer != taken)
        enough = OTHER_ROAD * tally.voters
        if self.several:
            sides = {key: tally.deciders - n if key in ticked else n for key, n in tally.counts.items()}
            return tuple(self._ticks(ticked ^ {key}) for key, votes in sides.items() if votes >= enough)
        votes = tally.counts
        ranked = sorted(self.choices, key=lambda choice: -votes[choice.key])
        return tuple(choice for choice in ranked if choice.answer != taken and votes[choice.key] >= enough)

    def _ticks(self, keys: frozenset[str]) -> Choice:
        ticked = [choice for choice in self.choices if choice.key in keys]
        words = "; ".join(choice.text for choice in ticked)
        return Choice(" ".join(choice.key for choice in ticked), words or self.none, keys)


SCALE = tuple(Choice(str(n), text, str(n)) for n, text in enumerate(("Not at all", "", "Partly", "", "Fully"), 1))
CONFIDENCE_BEFORE = Ballot(":confidence-before", "I would know what to do.", SCALE)
CONFIDENCE_AFTER = Ballot(":confidence-after", "I would know what to do.", SCALE)
"""Said before and after, in secret, from 1 to 5 (`postwise.train`, rule 11)."""
LIVING = Ballot(
    ":living",
    "Could you live with this outcome?",
    (Choice("yes", "Yes", "yes"), Choice("change", "With a change", "change"), Choice("no", "No", "no")),
)
"""The one vote on an outcome, and only if the group wants it (`postwise.train`, rule 3)."""


def ballot_on(walk: Walk, question_id: str) -> Ballot | None:
    """Return the vote on a question of a walk's tree, in words filled as the walk has them.

    None if it is talked about and not voted: a text, or a number or date that the tree draws nothing from.
    """
    question = walk.tree.questions[question_id]
    ask = walk.filled(question.ask)
    if question.kind in {"number", "date"}:
        stretches = ranges(walk.tree, question_id)
        choices = tuple(Choice(stretch.text, walk.filled(stretch.text), stretch.example) for stretch in stretches)
        return Ballot(question_id, ask, choices) if len(choices) > 1 else None
    if question.kind == "text":
        return None
    choices = tuple(Choice(option.name, walk.filled(option.text), option.name) for option in question.options)
    several = question.kind == "checklist"
    return Ballot(question_id, ask, choices, several, walk.filled(nothing_ticked(question)) if several else "")


def talked_answer(walk: Walk, question_id: str) -> Answered:
    """Return what a walk takes for a question that was talked about only."""
    return "" if walk.tree.questions[question_id].kind == "text" else ranges(walk.tree, question_id)[0].example


def answer_words(walk: Walk, step: QuestionStep) -> str:
    """Return what a group answered at a step in words: of a number or a date the range."""
    if step.question.kind not in {"number", "date", "text"}:
        return walk.said(step)
    ballot = ballot_on(walk, step.node_id)
    choices = ballot.choices if ballot is not None else ()
    return next((choice.text for choice in choices if choice.answer == step.answer), "talked about")


VoteKey = tuple[str, str, int]
"""A vote: the case, the question (or the name of another vote), and 1 or 2."""


class SecretBallot:
    """A box with the votes of those who had the keyboard so far.

    It holds a running tally and no single vote; it neither prints nor compares by what is in it.
    """

    __slots__ = ("__tally", "key")

    def __init__(self, key: VoteKey, tally: Tally) -> None:
        self.key = key
        self.__tally = tally

    @property
    def voters(self) -> int:
        """How many have voted."""
        return self.__tally.voters

    def __repr__(self) -> str:
        return f"<Box: {self.voters} in>"

    def cast(self, ballot: Ballot, chosen: Iterable[str] | None) -> SecretBallot:
        """Return the box with one more vote in it: what was chosen, or None for pass.

        Raises VoteError if that cannot be chosen.
        """
        if chosen is None:
            return SecretBallot(self.key, self.__tally.passed())
        keys = frozenset(chosen)
        if not keys <= set(ballot.keys) or (not ballot.several and len(keys) > 1):
            raise VoteError("That cannot be chosen here.")
        if not keys and not ballot.several:
            raise VoteError("Choose an answer, or pass.")
        return SecretBallot(self.key, self.__tally.plus(keys))

    def fits(self, ballot: Ballot) -> bool:
        """Tell whether its votes are on the choices of a ballot."""
        return (set(self.__tally.counts), self.__tally.several) == (set(ballot.keys), ballot.several)

    def open(self) -> Tally:
        """Return what is in it."""
        return self.__tally
