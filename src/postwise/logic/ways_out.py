"""The ways out of a question: where each answer leads, and what it leaves of the branches ahead that look at it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import add
from typing import NamedTuple

from postwise.logic.answer_classes import told_apart
from postwise.logic.decision_diagrams import Diagram
from postwise.logic.gotos import target_of
from postwise.logic.sum_diagrams import ZERO
from postwise.logic.tree_diagrams import ASKED, Places, TreeDiagrams
from postwise.tree.conditions import Answered

Taken = tuple[Diagram, ...]
"""What is left of those branches that look at one question."""
Left = Mapping[Taken, tuple[Answered, int]]
"""What answers leave, each with a plain example, and how many classes of answers do."""
Ways = dict[tuple[Taken, tuple[Fraction, ...], bool], tuple[frozenset[str], int]]
"""Ways of ticking: what they leave, what they add, whether anything is ticked; with the fewest ticks, and how many."""

WIDE = 100
"""A way of ticking that leaves so many diagrams more takes as long as one state more."""


class Way(NamedTuple):
    """What an answer does: where it leads, what it leaves of the branches that look, and how many classes do so."""

    target: str
    taken: Taken
    answer: Answered
    classes: int


class WaysOut:
    """The ways out of the questions of a tree. Answers `carried` along are the only ones to theirs.

    Those in `looping` can be asked after others that come later in the order of the diagrams. Classes of answers are
    only right if they are `counted`. Raises TooLarge where the budget does not suffice.
    """

    def __init__(
        self, made: TreeDiagrams, looping: Collection[str], carried: Mapping[str, Answered], *, counted: bool
    ) -> None:
        self.made = made
        self.looping = looping
        self.carried = carried
        self.counted = counted
        self._kept: dict[tuple[str, Taken], list[Way]] = {}
        self._targets: dict[str, list[tuple[str, str]]] = {}
        self._classes: dict[str, list[int]] = {}

    def of(self, question_id: str, looking: Taken) -> list[Way]:
        """Return where answers can lead and what they leave; of a choice, every answer."""
        key = (question_id, looking)
        question, carried = self.made.tree.questions[question_id], self.carried.get(question_id)
        if carried is not None:
            return [Way(target_of(question, carried), self.taken(*key, carried), carried, 1)]
        if question.picks_one:  # as soon made as looked up
            return self._picked(question_id, looking)
        if key not in self._kept:
            left = (self._ticked if question.kind == "checklist" else self._given)(*key)
            self._kept[key] = [Way(question.goto or "", taken, *example) for taken, example in left.items()]
        return self._kept[key]

    def _picked(self, question_id: str, looking: Taken) -> list[Way]:
        """Return what the answers of a choice do, one by one."""
        if question_id not in self._targets:
            question = self.made.tree.questions[question_id]
            self._targets[question_id] = [(answer, target_of(question, answer)) for answer in question.by_id]
        picks, level = self._targets[question_id], self.made.asked[question_id].level
        if not looking:
            return [Way(target, (), answer, 1) for answer, target in picks]
        if question_id in self.looping:
            rows = [self.taken(question_id, looking, answer) for answer, _ in picks]
        else:
            rows = list(zip(*(self.made.diagrams.row(diagram, level, len(picks)) for diagram in looking), strict=True))
        return [Way(target, taken, answer, 1) for (answer, target), taken in zip(picks, rows, strict=True)]

    def _given(self, question_id: str, looking: Taken) -> Left:
        """Return what numbers, dates or texts can leave of the branches that look."""
        examples, classes = self.made.examples(question_id).answers, self._classes_of(question_id)
        left: dict[Taken, tuple[Answered, set[int]]] = {}
        for first, last in self._stretches(question_id, looking):
            taken = self.taken(question_id, looking, examples[first])
            left.setdefault(taken, (examples[first], set()))[1].update(classes[first:last])
        return {taken: (answer, len(told)) for taken, (answer, told) in left.items()}

    def _stretches(self, question_id: str, looking: Taken) -> Iterator[tuple[int, int]]:
        """Yield where each stretch of examples begins and ends of which all those that look leave the same."""
        examples = self.made.examples(question_id)
        if question_id in self.looping:  # what looks may hang on other questions first
            yield from pairwise(range(len(examples.places) + 1))
            return
        diagrams, level = self.made.diagrams, self.made.asked[question_id].level
        ends = {end for diagram in looking if diagrams.level(diagram) == level for end in diagrams.ends(diagram)}
        starts = (bisect_left(examples.places, end) for end in sorted(ends))
        yield from pairwise(dict.fromkeys((0, *starts, len(examples.places))))

    def _classes_of(self, question_id: str) -> list[int]:
        """Return of each example to a question the number of its class; one number for all if they are not counted."""
        examples = self.made.examples(question_id).answers
        if not self.counted:
            return [0] * len(examples)
        if question_id not in self._classes:
            numbers: dict[int, int] = {}
            told = told_apart(list(self.made.tests.get(question_id, ())), examples)
            self._classes[question_id] = [numbers.setdefault(sort, len(numbers)) for sort in told]
        return self._classes[question_id]

    def _ticked(self, question_id: str, looking: Taken) -> Left:
        """Return what ticking can leave of the branches that look, each with the fewest ticks.

        Items come one by one, and what has come out the same so far goes on as one. To count, what tests tell apart has
        to be kept apart as well; items that tests name alone come first, for each doubles what has been counted.
        """
        asked, made = self.made.asked[question_id], self.made
        tests, tables = made.told_apart(question_id) if self.counted else ((), ())
        alone = made.named_alone(question_id) if self.counted else asked.picks.keys()
        first = tuple(self.placed(question_id, diagram, [(asked.level, ASKED)]) for diagram in (*looking, *tests))
        start: Ways = {(first, tuple(table.get("none", ZERO) for table in tables), False): (frozenset(), 1)}
        left: dict[Taken, tuple[frozenset[str], int]] = {}
        rest = [item for item in asked.picks if item not in alone]
        for key, (ticked, count) in self._item_by_item(question_id, start, alone, tables).items():
            onward = self._item_by_item(question_id, {key: (ticked, 1)}, rest, tables)
            told = {(diagrams, total): now for (diagrams, total, _), (now, _) in reversed(onward.items())}
            for (diagrams, _), now in told.items():
                taken = diagrams[: len(looking)]
                before, counted = left.get(taken, (now, 0))
                left[taken] = min(before, now, key=len), counted + count
        return left

    def _item_by_item(
        self, question_id: str, ways: Ways, items: Iterable[str], tables: Sequence[Mapping[str, Fraction]]
    ) -> Ways:
        picks = self.made.asked[question_id].picks
        for item in items:
            after: Ways = {}
            points = tuple(table.get(item, ZERO) for table in tables)
            for (diagrams, total, some), (ticked, count) in ways.items():
                more = tuple(map(add, total, points)) if some else points
                for place, now in ((0, ticked), (1, ticked | {item})):
                    left = tuple(self.made.diagrams.restricted(one, picks[item], place) for one in diagrams)
                    key = left, more if place else total, bool(tables) and (some or bool(place))
                    if key not in after:
                        for _ in range(1 + len(left) // WIDE):
                            self.made.diagrams.budget.spend()
                    example, counted = after.get(key, (now, 0))
                    after[key] = min(example, now, key=len), counted + count
            ways = after
        return ways

    # What an answer leaves

    def taken(self, question_id: str, looking: Taken, answer: Answered) -> Taken:
        """Return what an answer leaves of the branches that look at its question."""
        places = self.made.asked[question_id].places(answer)
        return tuple(self.placed(question_id, diagram, places) for diagram in looking)

    def placed(self, question_id: str, diagram: Diagram, places: Places) -> Diagram:
        """Return what is left of a diagram; outside a ring a question that is asked is the first it can hang on."""
        diagrams = self.made.diagrams
        for level, place in places:
            if question_id in self.looping:
                diagram = diagrams.restricted(diagram, level, place)
            elif diagrams.level(diagram) == level:
                diagram = diagrams.at(diagram, place)
        return diagram
