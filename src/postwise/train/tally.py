"""How a vote came out, as counts and nothing else: agreement, movement, and what may be shown of few voters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

Agreement = Literal["agreed", "leaning", "split"]
Word = Literal["all", "most", "split"]

AGREED = Fraction(4, 5)
"""From this share of all voters for one answer, a group is agreed (`postwise.train`, rule 6)."""
LEANING = Fraction(3, 5)
"""From this share it is leaning; below it, and in a tie, it is split (rule 6)."""
OTHER_ROAD = Fraction(1, 5)
"""From this share for another answer, its road is walked too (rule 8)."""
FEW = 5
"""Fewer voters than this are never shown or exported as counts (rule 9)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one vote: no names, no order, no times.

    Those who pass are voters too. Where several items may be ticked, each count is how many ticked that item, so the
    counts do not add up to the voters.
    """

    counts: Mapping[str, int]
    """How many chose each thing that could be chosen, in the order of the question."""
    passes: int = 0
    """How many passed, or could not say."""
    voters: int = 0
    """How many voted, those who passed among them."""
    several: bool = False
    """Whether each voter could tick several."""

    def __post_init__(self) -> None:
        """Raise ValueError if the counts cannot be those of a vote."""
        counts = self.counts.values()
        fits = max(counts, default=0) <= self.deciders if self.several else sum(counts) == self.deciders
        if not fits or min(*counts, self.passes, self.voters) < 0:
            raise ValueError("These counts do not add up.")

    def plus(self, keys: Collection[str]) -> Tally:
        """Return the tally with one voter more, who chose these: one, or where several may be ticked any, or none."""
        counts = {key: n + (key in keys) for key, n in self.counts.items()}
        return replace(self, counts=counts, voters=self.voters + 1)

    def passed(self) -> Tally:
        """Return the tally with one voter more, who passed."""
        return replace(self, passes=self.passes + 1, voters=self.voters + 1)

    @property
    def deciders(self) -> int:
        """How many voted without passing."""
        return self.voters - self.passes

    @property
    def share(self) -> Fraction:
        """The share of all voters behind the bigger answer; of a checklist, on the item that divides them most.

        Those who pass count as voters: where most pass, nobody is agreed.
        """
        if not self.voters or not self.counts:
            return Fraction(0)
        if self.several:
            return Fraction(min(max(n, self.deciders - n) for n in self.counts.values()), self.voters)
        return Fraction(max(self.counts.values()), self.voters)

    @property
    def agreement(self) -> Agreement:
        """How far the group is of one mind."""
        share = self.share
        return "agreed" if share >= AGREED else "leaning" if share >= LEANING else "split"

    @property
    def word(self) -> Word:
        """The only thing that is shown of few voters: whether all, most, or a split number chose alike."""
        share = self.share
        return "all" if share == 1 else "most" if share >= LEANING else "split"

    @property
    def leaders(self) -> tuple[str, ...]:
        """The choices with the most votes: several in a tie, none if all passed. Of a checklist, what most ticked."""
        if self.several:
            return tuple(key for key, n in self.counts.items() if 2 * n > self.deciders)
        top = max(self.counts.values(), default=0)
        return tuple(key for key, n in self.counts.items() if top and n == top)

    @property
    def all_passed(self) -> bool:
        """Whether nobody chose."""
        return not self.deciders

    @property
    def tied(self) -> tuple[str, ...]:
        """The items of a checklist that just half of the deciders ticked."""
        if not self.several or not self.deciders:
            return ()
        return tuple(key for key, n in self.counts.items() if 2 * n == self.deciders)

    @property
    def small(self) -> bool:
        """Whether so few voted that counts would point at people."""
        return self.voters < FEW


@dataclass(frozen=True, slots=True)
class FewVotes:
    """What is left of the counts of fewer than five once they are written down: all that is ever said of them."""

    word: Word
    choices: tuple[str, ...]
    """What could be chosen, in the order of the question."""
    leaders: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    several: bool = False
    all_passed: bool = False

    @property
    def small(self) -> bool:
        """Whether so few voted that counts would point at people: always."""
        return True

    @property
    def agreement(self) -> Agreement:
        """How far the group is of one mind."""
        return AGREEMENTS[self.word]


AGREEMENTS: Mapping[Word, Agreement] = {"all": "agreed", "most": "leaning", "split": "split"}
"""The words that can be laid beside those of larger groups."""
Counted: TypeAlias = Tally | FewVotes
"""A vote that was counted: its counts, or what is left of those of few."""


def in_few_words(tally: Counted, *, secret: bool = False) -> Counted:
    """Return a vote as it may be written down: of few voters without counts, and of a `secret` scale without a lead."""
    if isinstance(tally, FewVotes) or not tally.voters or not tally.small:
        return tally
    if secret:
        return FewVotes("split", tuple(tally.counts), several=tally.several)
    return FewVotes(
        tally.word, tuple(tally.counts), tally.leaders, tally.tied, tally.several, all_passed=tally.all_passed
    )


@dataclass(frozen=True, slots=True)
class ShownTally:
    """What a screen or a file may show of a tally."""

    word: Agreement | Word
    """agreed, leaning or split; of few voters all, most or split."""
    leaders: tuple[str, ...] = ()
    """The choices in the lead (several in a tie); of a checklist, what most ticked."""
    counts: Mapping[str, int] | None = None
    """The counts by choice; None for few voters."""
    passes: int | None = None
    voters: int | None = None
    """None for few voters."""

    @property
    def agreement(self) -> Agreement:
        """The word that can be laid beside those of larger groups: all is agreed, most is leaning."""
        return {"all": "agreed", "most": "leaning"}.get(self.word, self.word)  # type: ignore[return-value]


def shown(tally: Counted) -> ShownTally:
    """Return what may be shown and exported of a tally: of few voters a word and the lead, no number."""
    if isinstance(tally, FewVotes) or tally.small:
        return ShownTally(tally.word, tally.leaders)
    return ShownTally(tally.agreement, tally.leaders, tally.counts, tally.passes, tally.voters)


def counted_aloud(number: int) -> str:
    """Return a count as it is shown: a lone vote in a larger group is a few, for nobody is to be looked for."""
    return "a few" if number == 1 else str(number)


@dataclass(frozen=True, slots=True)
class Movement:
    """What talking changed, between two votes on one question."""

    before: Agreement | Word
    after: Agreement | Word
    moved: int | None
    """How many changed their answer at the least, as far as counts can tell; None where either vote was of few."""
    to_pass: int | None
    """How many more pass than before (fewer: below zero); None where either vote was of few."""
    came: int | None = None
    """How many more voted than before (fewer: below zero); None where either vote was of few."""

    @property
    def sentence(self) -> str:
        """The movement as it is read out: who was right is not in it, and no more than counts can tell.

        Two who changed places leave the same counts behind, so that nobody moved is never known.
        """
        said = [f"{self.before} → {self.after}"]
        if self.moved:
            said.append(f"at least {_number(self.moved)} moved")
        elif self.moved == 0 and not self.came:
            said.append("the same counts as before")
        if self.to_pass and self.to_pass > 0:
            said.append(_more(self.to_pass, "passed"))
        if self.came:
            said.append(_more(self.came, "voted"))
        return ", ".join(said)


def _more(number: int, did: str) -> str:
    """Return how many more did something than before, or fewer."""
    return f"{_number(abs(number))} {'more' if number > 0 else 'fewer'} {did}"


def _number(number: int) -> str:
    return "one" if number == 1 else str(number)


def movement(first: Counted, second: Counted) -> Movement:
    """Return what moved between two votes on the same choices.

    Both votes speak the words of the smaller one. People who came or left in between are not counted as moved.
    """
    if isinstance(first, FewVotes) or isinstance(second, FewVotes) or first.small or second.small:
        return Movement(first.word, second.word, None, None)
    steps = [*(second.counts[key] - n for key, n in first.counts.items()), second.passes - first.passes]
    if first.several:
        moved = max(0, max(map(abs, steps)) - abs(second.voters - first.voters))
    else:
        moved = min(sum(n for n in steps if n > 0), -sum(n for n in steps if n < 0))
    return Movement(first.agreement, second.agreement, moved, steps[-1], second.voters - first.voters)


SURE = "“I would know what to do”, from 1 to 5"
"""What is said of confidence before and after, as a heading."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a group is that it would know what to do: the middle and the width of it, never the counts."""

    mean: float
    """From 1 to 5."""
    spread: float
    """The standard deviation: 0 if all said the same."""

    @property
    def sentence(self) -> str:
        """Both in words."""
        return f"{self.mean} on average, {self.spread} either way"


def confidence(tally: Counted | None) -> Confidence | None:
    """Return the mean and spread of a confidence vote; None for fewer than five who did not pass, or without a vote."""
    if tally is None or isinstance(tally, FewVotes) or tally.deciders < FEW:
        return None
    scores = [(int(key), n) for key, n in tally.counts.items()]
    mean = Fraction(sum(score * n for score, n in scores), tally.deciders)
    variance = sum(n * (score - mean) ** 2 for score, n in scores) / tally.deciders
    return Confidence(round(float(mean), 1), round(float(variance) ** 0.5, 1))
