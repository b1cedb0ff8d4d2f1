"""The cases of a session: scenarios with a story, which three to choose, and what else is chosen before it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from postwise.files import free_path
from postwise.train.events import CaseRef, SessionPlan
from postwise.tree.human_texts import names_in, texts
from postwise.tree.loader import Loaded, read_source
from postwise.tree.model import Scenario, Tree
from postwise.tree.placeholders import PEOPLE
from postwise.tree.scenario_order import parts_before
from postwise.tree.toml_source import Source
from postwise.walk.walk import Walk


@dataclass(frozen=True)
class TrainingCase:
    """A scenario of a tree that a group can talk through."""

    ref: CaseRef
    text: str = field(repr=False, compare=False)
    """The text of the tree's file."""
    tree: Tree = field(repr=False, compare=False)

    @property
    def scenario(self) -> Scenario:
        """The scenario as the tree has it."""
        return self.tree.scenarios[self.ref.scenario]

    @property
    def title(self) -> str:
        """What the case is called."""
        return self.scenario.title or self.ref.scenario

    @property
    def level(self) -> int:
        """How hard it is, from 1 to 3; 2 if the tree does not say."""
        return self.scenario.level or 2


STORY_MINUTES, QUESTION_MINUTES = 2, 3
"""To read a case out, and to vote on a question of it, talked about or not, on the whole."""
OPENING_MINUTES, CLOSING_MINUTES = 8, 12
"""What comes before the cases and behind them."""
SHORTER = 3, 2
"""By so many minutes each of the two is shorter without the line on trust."""


def questions_of(case: TrainingCase) -> int:
    """Return how many questions a case puts to a vote on its own road and its other one, from where groups divide."""
    scenario = case.scenario
    roads = [scenario.answers, *([scenario.other.answers] if scenario.other is not None else [])]
    asked: dict[str, None] = {}
    for answers in roads:
        steps = [step.node_id for step in Walk.replay(case.tree, answers).steps]
        begin = steps.index(scenario.split) if scenario.split in steps else 0
        asked |= dict.fromkeys(steps[begin:])
    return len(asked)


def minutes_of(case: TrainingCase) -> int:
    """Return how long a case takes, about, if what its story settles is taken as given."""
    return STORY_MINUTES + QUESTION_MINUTES * questions_of(case)


def contacts_missing(cases: Iterable[TrainingCase], words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the people whom the chosen trees send others to, and whom the organisation has not named yet."""
    trees = {case.ref.tree: case.tree for case in cases}
    used = {name for tree in trees.values() for name in names_in(tree, texts(tree))}
    return tuple(sorted((used & PEOPLE) - words.keys()))


def cases_of(loaded: Loaded) -> Iterator[TrainingCase]:
    """Yield the cases of a tree: its scenarios with a story. A tree with errors has none."""
    if loaded.tree is not None:
        for scenario_id, scenario in loaded.tree.scenarios.items():
            if scenario.story:
                yield TrainingCase(CaseRef(tree=loaded.tree.id, scenario=scenario_id), loaded.source.text, loaded.tree)


ReadTree: TypeAlias = Callable[[str, str, tuple[tuple[str, str], ...]], Tree | None]
"""Makes a tree of its text, with its id and an organisation's words; None if it cannot be read."""


def read_tree(text: str, tree_id: str, words: tuple[tuple[str, str], ...]) -> Tree | None:
    """Return the tree that a session brought along, or None if it cannot be read (any more)."""
    return read_source(Source(text, tree_id), dict(words), tree_id).tree


def suggest(cases: Iterable[TrainingCase], near: str = "") -> dict[str, TrainingCase]:
    """Return one easy case, one that divides groups, and one near home (`postwise.train`, rule 1), by why it is chosen.

    They stand in the order they are played, no case twice; where there are too few, any may be missing. `near` is the
    id of the tree that is nearest to this group (an organisation's own); left out, the first case's tree.
    """
    every = list(cases)
    left = [case for case in every if not _goes_on(case, every)]
    near = near or (left[0].ref.tree if left else "")
    dividing = [case for case in left if case.scenario.split and case.scenario.other]
    split = _taken(left, dividing, lambda case: -case.level)
    easy = _taken(left, left, lambda case: case.level)
    home = _taken(left, [case for case in left if case.ref.tree == near] or left, lambda case: abs(case.level - 2))
    reasons = {"easy, to learn the rhythm": easy, "one that divides groups": split, "near home": home}
    return {reason: case for reason, case in reasons.items() if case is not None}


def _goes_on(case: TrainingCase, cases: Iterable[TrainingCase]) -> bool:
    """Tell whether a case goes on from one of these: "Dog food, part two" is nothing without "Dog food, part one"."""
    return bool(_parts_before(case, cases))


def _parts_before(case: TrainingCase, cases: Iterable[TrainingCase]) -> list[TrainingCase]:
    """Return the cases among these that a case goes on from, near or far, the first part first."""
    parts = parts_before(case.tree, case.ref.scenario)
    before = (other for other in cases if other.ref.tree == case.ref.tree and other.ref.scenario in parts)
    return sorted(before, key=lambda part: len(parts_before(part.tree, part.ref.scenario))) if parts else []


def parts_in_order(cases: Iterable[TrainingCase]) -> tuple[TrainingCase, ...]:
    """Return cases, each once, in their order, but for first parts: they come right before what goes on from them."""
    every = list(cases)
    return tuple(dict.fromkeys(part for case in every for part in (*_parts_before(case, every), case)))


def _taken(
    left: list[TrainingCase], among: list[TrainingCase], key: Callable[[TrainingCase], int]
) -> TrainingCase | None:
    """Return the first of the lowest by `key`, and take it out of those that are left."""
    lowest = min(among, key=key, default=None)
    if lowest is not None:
        left.remove(lowest)
    return lowest


NEAREST = "before-you-post"
"""The tree that is nearest to a group that asked for none."""


@dataclass(frozen=True)
class SetupChoices:
    """A session as it is to be; nothing of it is written yet."""

    cases: tuple[TrainingCase, ...]
    """Every case that can be chosen."""
    path: Path
    """Where the session's file will be."""
    plan: SessionPlan
    chosen: tuple[str, ...]
    """The cases chosen, by id, in the order in which they are played."""
    reasons: Mapping[str, str]
    """Why a case was suggested, by id."""

    def toggled(self, case_id: str) -> SetupChoices:
        """Return the choices with a case chosen as the last, or chosen no longer.

        A case that goes on from another stays behind that: chosen later, the first part comes right before it.
        """
        if case_id in self.chosen:
            return replace(self, chosen=tuple(chosen for chosen in self.chosen if chosen != case_id))
        longer = replace(self, chosen=(*self.chosen, case_id))
        return replace(longer, chosen=tuple(case.ref.id for case in parts_in_order(longer.chosen_cases)))

    @property
    def minutes(self) -> int:
        """How long the session takes, about."""
        around = OPENING_MINUTES + CLOSING_MINUTES - sum(SHORTER) * self.plan.short
        return around + sum(map(minutes_of, self.chosen_cases))

    @property
    def all_chosen(self) -> SetupChoices:
        """The choices with every case chosen, in the order they came in: as somebody named them, part two last."""
        return replace(self, chosen=tuple(case.ref.id for case in parts_in_order(self.cases)), reasons={})

    def filled(self, case: TrainingCase, text: str) -> str:
        """Return a text of a case or its tree with its words in braces filled, before anything is answered."""
        return Walk.start(case.tree, profile=self.plan.words).filled(text)

    @property
    def chosen_cases(self) -> tuple[TrainingCase, ...]:
        """The cases chosen, in their order."""
        by_id = {case.ref.id: case for case in self.cases}
        return tuple(by_id[case_id] for case_id in self.chosen)


def suggested_choices(
    cases: Iterable[TrainingCase], near: str, words: Mapping[str, str], folder: Path, today: dt.date
) -> SetupChoices:
    """Return what is suggested to begin with: one easy case, one that splits groups, and one near home.

    `near` is the tree that was asked for; empty if none was.
    """
    every = tuple(cases)
    near = near or (NEAREST if any(case.ref.tree == NEAREST for case in every) else "")
    reasons = {case.ref.id: reason for reason, case in suggest(every, near).items()}
    plan = SessionPlan(date=today, present=12, words=dict(words))
    path = free_path(folder, f"training-{today.isoformat()}", ".session")
    return SetupChoices(every, path, plan, tuple(reasons), reasons)
