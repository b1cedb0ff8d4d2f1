"""The check: every rule of FORMAT 8 held against one tree or many, in a table of rules; one fault, one problem."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from postwise.author.partial_tree import PartialTree, draft_of
from postwise.author.rules import reachability
from postwise.author.rules.handoffs import unknown_trees
from postwise.author.rules.reachability import ReachFacts
from postwise.author.rules.wording import (
    may_be_vague,
    outcome_faults,
    question_faults,
    review_faults,
    unused_values,
    uses_verdicts,
    verdict_faults,
    wide_characters,
)
from postwise.author.scenario_roads import tested_outcomes
from postwise.logic.counting import Analysis, analyse
from postwise.logic.state_space import BOUND
from postwise.tree.loader import Loaded, as_written
from postwise.tree.problems import CODES, Fault, Problem
from postwise.tree.toml_source import Source

LONGEST_WALK = 12


@dataclass(frozen=True, slots=True)
class TreeSummary:
    """A tree in numbers, as ``postwise.problems/1`` has it."""

    id: str
    path: str
    questions: int
    branches: int
    outcomes: int
    walks: int | None
    """Exact, of any size; None where errors or size keep it from being known."""
    shortest: int | None
    longest: int | None
    verdicts: Mapping[str, int] | None
    """How many walks end in each verdict; None where `walks` is."""

    def as_json(self) -> dict[str, object]:
        """Return the summary as an object of ``postwise.problems/1``; counts may have thousands of digits."""
        numbers = {"questions": self.questions, "branches": self.branches, "outcomes": self.outcomes}
        lengths = {"walks": self.walks, "shortest": self.shortest, "longest": self.longest}
        verdicts = None if self.verdicts is None else dict(self.verdicts)
        return {"id": self.id, "path": self.path, **numbers, **lengths, "verdicts": verdicts}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check has found, in the order of the files, and the trees in numbers."""

    problems: tuple[Problem, ...]
    trees: tuple[TreeSummary, ...]

    def as_json(self) -> dict[str, object]:
        """Return the report as a document of ``postwise.problems/1``.

        Counts may have thousands of digits: whoever writes them calls ``sys.set_int_max_str_digits(0)`` first.
        """
        return {
            "schema": "postwise.problems/1",
            "problems": [problem.as_json() for problem in self.problems],
            "trees": [tree.as_json() for tree in self.trees],
        }

    def count(self, severity: str) -> int:
        """Return how many problems have a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def fails(self, *, strict: bool = False) -> bool:
        """Tell whether there are errors, or with `strict` warnings; a note is never one."""
        return bool(self.count("error") or (strict and self.count("warning")))


@dataclass(frozen=True)
class CheckedTree:
    """One tree under the rules; what several rules need is worked out once."""

    draft: PartialTree
    source: Source
    today: dt.date
    bound: int = BOUND

    @cached_property
    def sure(self) -> Analysis:
        """What certainly happens."""
        return analyse(self.draft.sure, opaque=self.draft.opaque, bound=self.bound)

    @cached_property
    def possible(self) -> Analysis:
        """What may happen; without errors that is the same."""
        if self.draft.possible is self.draft.sure or not self.draft.opaque:
            return self.sure
        return analyse(self.draft.possible, opaque=self.draft.opaque, bound=self.bound)

    @cached_property
    def reach(self) -> ReachFacts:
        """What the rules about reach work from."""
        return ReachFacts(self.draft, self.sure, self.possible, self.bound)

    @cached_property
    def vague(self) -> bool:
        """Whether there can be a vague word in the file."""
        return may_be_vague(self.source.text)

    @property
    def exact(self) -> bool:
        """Whether walks can be counted."""
        return self.draft.exact and not self.sure.too_large and not self.sure.holes


def _mostly_no(checked: CheckedTree) -> Iterator[Fault]:
    if not checked.exact or not uses_verdicts(checked.draft.tree):
        return
    walks, verdicts = checked.sure.walks or 0, checked.sure.verdicts
    closed = verdicts.get("stop", 0) + verdicts.get("leave", 0)
    if closed * 2 > walks:
        share = f"{closed} of {walks}" if walks < 10**9 else "more than half of all"
        message = f"Most walks end in a no: {share} in stop or leave."
        yield Fault("mostly-no", ("tree",), message, "Look for what people may do instead.", "header")


def _long_walk(checked: CheckedTree) -> Iterator[Fault]:
    longest = checked.sure.longest
    if longest is not None and longest > LONGEST_WALK:
        message = f"The longest walk asks {longest} questions; {LONGEST_WALK} are still fine."
        yield Fault("long-walk", ("tree",), message, "Ask what decides most first, and end early.", "header")


def _untested(checked: CheckedTree) -> Iterator[Fault]:
    sure = checked.sure
    if sure.too_large or not checked.draft.clear:
        return
    tested = tested_outcomes(checked.draft, sure.tree)
    for name in checked.draft.tree.outcomes:
        if name in sure.reached and name not in tested:
            message = f'No scenario ends in "{name}".'
            hint = "postwise test --write-missing adds one."
            yield Fault("untested-outcome", ("outcome", name), message, hint, "header")


def _too_large(checked: CheckedTree) -> Iterator[Fault]:
    unproved = [
        *(
            ["that branches cover every answer", "that nothing is unreachable", "that no answers lead in a loop"]
            if checked.possible.too_large
            else []
        ),
        *(f'that "{name}" always has a result where it is said' for name in checked.reach.values.unproved),
    ]
    if unproved:
        message = f"This tree can be in more than {checked.bound:,} states. Not proved: {'; '.join(unproved)}."
        hint = "Values that sum things up, asked about instead of many single answers, make it smaller."
        yield Fault("too-large", ("tree",), message, hint, "header")


RULES: tuple[Callable[[CheckedTree], Iterable[Fault]], ...] = (
    lambda checked: question_faults(checked.draft, vague=checked.vague),
    lambda checked: outcome_faults(checked.draft, vague=checked.vague),
    lambda checked: verdict_faults(checked.draft),
    lambda checked: review_faults(checked.draft, checked.today),
    lambda checked: unused_values(checked.draft),
    lambda checked: wide_characters(checked.draft, checked.source),
    lambda checked: reachability.uncovered(checked.reach),
    lambda checked: reachability.not_yet_asked(checked.reach),
    lambda checked: reachability.cycles(checked.reach),
    lambda checked: reachability.never_matches(checked.reach),
    lambda checked: reachability.unreachable(checked.reach),
    lambda checked: reachability.rights_blocked(checked.reach, checked.source.text),
    _mostly_no,
    _long_walk,
    _untested,
    _too_large,
)
"""Every rule that one tree alone can be held against."""

KEY_OF = {
    "no-why": "why",
    "no-next": "next",
    "stop-without-reason": "reason",
    "no-review": "review-by",
    "one-answer": "answers",
    "nobody-to-ask": "verdict",
}
"""The key whose own fault already says what these would say again."""
WARNINGS = frozenset(code for code, (severity, _) in CODES.items() if severity == "warning") - {"unused-allowance"}
VERDICTS_MATTER = frozenset({"no-talk", "mostly-no"})
UNPROVED = frozenset(
    {"unreachable", "never-matches", "untested-outcome", "long-walk", "mostly-no", "rights-blocked", "handoff-loop"}
)
"""Warnings whose absence proves nothing where a tree could not be looked at as a whole."""


def faults_of(checked: CheckedTree) -> list[Fault]:
    """Return what the rules say of one tree, without what reading it has said already."""
    draft = checked.draft
    found = [fault for rule in RULES for fault in rule(checked)]
    return [fault for fault in found if not _echo(draft, fault)] if draft.faults else found


def _echo(draft: PartialTree, fault: Fault) -> bool:
    key = KEY_OF.get(fault.code)
    if key is not None and draft.wrong_below(*fault.where, key):
        return True
    if fault.where == ("tree",) and any(one.where in {(), ("tree",)} and _of_tree(one) for one in draft.faults):
        return True
    if fault.code in {"same-target", "duplicate-text"}:
        return draft.wrong_below(*fault.where)
    if fault.code in VERDICTS_MATTER:
        return any(draft.wrong_below("outcome", name, "verdict") for name in draft.tree.outcomes)
    return False


def _of_tree(fault: Fault) -> bool:
    """Tell whether a fault says that the table of the tree itself is missing, or is none."""
    return fault.code == "wrong-type" or (fault.code == "missing-key" and '"tree"' in fault.message)


def check(
    loaded: Loaded,
    *,
    today: dt.date,
    known_trees: Collection[str] = (),
    rings: Iterable[Fault] = (),
    bound: int = BOUND,
) -> CheckReport:
    """Return everything wrong with a file, in its order, and its tree in numbers.

    `known_trees` are the ids that an ending can hand over to, `rings` what is known of rings of such trees. More states
    than `bound` are not looked at; what that leaves open is said in a note.
    """
    draft = draft_of(loaded)
    if draft is None:
        return CheckReport(loaded.problems, ())
    checked = CheckedTree(draft, loaded.source, today, bound)
    faults = [*faults_of(checked), *unknown_trees(draft.tree, known_trees), *rings]
    told = [as_written(fault, loaded.renames) for fault in allowed(checked, faults)]
    problems = [*loaded.problems, *map(loaded.source.problem, told)]
    problems.sort(key=lambda problem: (problem.span.line, problem.span.column, problem.code))
    return CheckReport(tuple(problems), (summary(checked),))


def allowed(checked: CheckedTree, faults: list[Fault]) -> Iterator[Fault]:
    """Yield the faults but for the warnings that the tree lives with, and what it allows in vain."""
    allow = checked.draft.tree.check.allow
    met = {fault.code for fault in faults}
    sure = checked.exact and not checked.possible.too_large
    vain = [code for code in allow if code not in met and code in WARNINGS and (sure or code not in UNPROVED)]
    faults.extend(map(_in_vain, vain))
    if "unused-allowance" in allow and not vain:
        yield _in_vain("unused-allowance")
    for fault in faults:
        if fault.code not in allow or CODES[fault.code][0] != "warning":
            yield fault


def _in_vain(code: str) -> Fault:
    message = f'"{code}" is allowed here and does not occur.'
    return Fault("unused-allowance", ("check", "allow", code), message, "Take it out.", "key")


def summary(checked: CheckedTree) -> TreeSummary:
    """Return the tree in numbers."""
    tree, sure, exact = checked.draft.tree, checked.sure, checked.exact
    return TreeSummary(
        id=tree.id,
        path=checked.source.path,
        questions=len(tree.questions),
        branches=len(tree.branches),
        outcomes=len(tree.outcomes),
        walks=sure.walks if exact else None,
        shortest=sure.shortest if exact else None,
        longest=sure.longest if exact else None,
        verdicts=sure.verdicts if exact else None,
    )
