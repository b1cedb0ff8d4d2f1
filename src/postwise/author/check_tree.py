"""The check: every rule held against one tree or many, in a table of rules; one fault, one problem."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from postwise.author.check_overlay import OverlaySummary, check_overlay
from postwise.author.rules import effects, reachability, said_back
from postwise.author.rules.handoffs import NOWHERE, Onward, between, unknown_trees
from postwise.author.rules.mentions import Mentions
from postwise.author.rules.promised import KeptPromises, PromiseCount
from postwise.author.rules.reachability import ReachFacts
from postwise.author.rules.wording import (
    outcome_faults,
    question_faults,
    review_faults,
    unused_values,
    uses_verdicts,
    verdict_faults,
    wide_characters,
)
from postwise.author.scenarios import ScenarioRoad, tested_outcomes, walks_of
from postwise.logic.counting import Analysis, analyse
from postwise.logic.search import BOUND, TooLarge
from postwise.once import once
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded
from postwise.tree.model import NOES, Tree
from postwise.tree.overlay_file import read_overlay
from postwise.tree.problems import CODES, Fault, Problem, in_file_order
from postwise.tree.tree_lookup import TreeLookup
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from postwise.logic.importance import Importance

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
    promises: PromiseCount | None
    """Which promises hold; None where errors keep the walks from being looked at."""
    states: int | None
    """How many states walks can be in; None where `walks` is."""
    importance: Mapping[str, Importance | None] | None
    """How much hangs on each question, None where that could not be counted; None for all where nothing could be."""

    def to_dict(self) -> dict[str, object]:
        """Return the summary as an object of ``postwise.problems/1``; counts may have thousands of digits.

        `promises` are lists of ids: `held`, `broken`, `empty` (no walk comes under them) and `unproved`.
        """
        said = {key.name: getattr(self, key.name) for key in fields(self)}
        if self.promises is not None:
            said["promises"] = self.promises.to_dict()
        if self.importance is not None:
            said["importance"] = {name: weight and weight.to_dict() for name, weight in self.importance.items()}
        return said


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check has found, in the order of the files, and the trees in numbers."""

    problems: tuple[Problem, ...]
    trees: tuple[TreeSummary, ...]
    unopened: tuple[str, ...] = ()
    """A sentence on each file that could not be opened; the others were looked at."""
    overlays: tuple[OverlaySummary, ...] = ()
    """The overlays in a line each."""

    def to_dict(self) -> dict[str, object]:
        """Return the report as a document of ``postwise.problems/1``.

        Counts may have thousands of digits: whoever writes them calls ``sys.set_int_max_str_digits(0)`` first.
        """
        return {
            "schema": "postwise.problems/1",
            "problems": [problem.to_dict() for problem in self.problems],
            "trees": [tree.to_dict() for tree in self.trees],
            "overlays": [overlay.to_dict() for overlay in self.overlays],
        }

    def count(self, severity: str) -> int:
        """Return how many problems have a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def fails(self, *, strict: bool = False) -> bool:
        """Tell whether there are errors, files that were not opened, or with `strict` warnings; a note is never one."""
        return bool(self.unopened or self.count("error") or (strict and self.count("warning")))


@dataclass(frozen=True)
class CheckedTree:
    """One tree under the rules; what several rules need is worked out once."""

    tree: Tree
    """Nothing is wrong with it but that gotos may name what is not there: such a node ends a walk and is no outcome."""
    today: dt.date
    bound: int = BOUND
    called: str = ""
    """How it is named on a command line; empty: by its id."""
    carried: frozenset[str] = frozenset()
    """The questions whose answers come along to other trees, and are looked at there."""

    @once
    def analysis(self) -> Analysis:
        """All walks there are."""
        return analyse(self.tree, bound=self.bound)

    @once
    def found(self) -> tuple[list[Fault], list[str]]:
        """What the rules find, and what the tree is too large to prove."""
        faults: list[Fault] = []
        unproved: list[str] = []
        for rule in RULES:
            try:
                for fault in rule.faults(self):  # what was found before it became too much stays found
                    faults.append(fault)  # noqa: PERF402
            except TooLarge:
                unproved.append(rule.proves if isinstance(rule.proves, str) else rule.proves(self))
        alike = {fault.where[:2] for fault in faults if fault.code == "same-target"}
        told = [fault for fault in faults if fault.code != "no-effect" or fault.where not in alike]
        return [*told, *([_too_large(unproved)] if unproved else [])], unproved

    @once
    def whole(self) -> bool:
        """Whether everything could be looked at, and no walk comes to a node that is missing."""
        return not self.found[1] and self.reach.proven

    @once
    def reach(self) -> ReachFacts:
        """What the rules about reach work from."""
        return ReachFacts(self.analysis, self.mentions)

    @once
    def mentions(self) -> Mentions:
        """Where it looks at its questions and values, and says them."""
        return Mentions(self.tree)

    @once
    def walks(self) -> tuple[tuple[ScenarioRoad, Walk], ...]:
        """Every road of its scenarios with the walk that its answers make."""
        return walks_of(self.tree)

    @once
    def promises(self) -> KeptPromises:
        """What became of its promises."""
        return KeptPromises(self.reach, self.called or self.tree.id)


HALF = 0.5 + 1e-9
"""More than half, however the parts have been rounded."""


def _mostly_no(checked: CheckedTree) -> Iterator[Fault]:
    if not checked.reach.proven or not uses_verdicts(checked.tree):
        return
    closed = sum(checked.analysis.shares.get(verdict, 0.0) for verdict in NOES)
    if closed > HALF:
        share = f"{closed:.0%} of them in {' or '.join(NOES)}"
        message = f"Most roads end in a no: {share}, if every answer is as frequent as any other."
        yield Fault("mostly-no", ("tree",), message, "Look for what people may do instead.", "header")


def _long_walk(checked: CheckedTree) -> Iterator[Fault]:
    longest = checked.analysis.longest
    if longest is not None and longest > LONGEST_WALK:
        message = f"The longest walk asks {longest} questions; {LONGEST_WALK} are still fine."
        yield Fault("long-walk", ("tree",), message, "Ask what decides most first, and end early.", "header")


def _untested(checked: CheckedTree) -> Iterator[Fault]:
    checked.reach.see_all()
    tested = tested_outcomes(checked.walks)
    for outcome_id in checked.tree.outcomes:
        if outcome_id in checked.analysis.reached and outcome_id not in tested:
            message = f'No scenario ends in "{outcome_id}".'
            hint = "postwise test --write-missing adds one."
            yield Fault("untested-outcome", ("outcome", outcome_id), message, hint, "header")


def _too_large(unproved: Iterable[str]) -> Fault:
    message = f"This tree is too large to look at every walk of it. Not proved: {'; '.join(filter(None, unproved))}."
    hint = "Values that sum things up, asked about instead of many single answers, make it smaller."
    return Fault("too-large", ("tree",), message, hint, "header")


class Rule(NamedTuple):
    """Something that a tree alone is held against."""

    faults: Callable[[CheckedTree], Iterable[Fault]]
    """Finds what is wrong; raises TooLarge where it would have to look at too much."""
    proves: str | Callable[[CheckedTree], str] = ""
    """What is so if it finds nothing."""


RULES: tuple[Rule, ...] = (
    Rule(lambda checked: question_faults(checked.mentions, checked.carried)),
    Rule(lambda checked: outcome_faults(checked.tree)),
    Rule(lambda checked: verdict_faults(checked.tree)),
    Rule(lambda checked: review_faults(checked.tree, checked.today)),
    Rule(lambda checked: unused_values(checked.mentions)),
    Rule(lambda checked: wide_characters(checked.tree)),
    Rule(lambda checked: reachability.uncovered(checked.reach), "that branches and values cover every answer"),
    Rule(lambda checked: reachability.cycles(checked.reach), "that no answers lead in a loop"),
    Rule(lambda checked: reachability.not_yet_asked(checked.reach), "that nothing is looked at before it is asked"),
    Rule(lambda checked: checked.promises.faults(), lambda checked: checked.promises.proves),
    Rule(lambda checked: reachability.unreachable(checked.reach), "that nothing is unreachable"),
    Rule(lambda checked: reachability.never_matches(checked.reach), "that every case can match"),
    Rule(lambda checked: said_back.unasked(checked.reach), "that every answer said back has been given"),
    Rule(lambda checked: reachability.rights_blocked(checked.reach), "that no right ends in a no"),
    Rule(lambda checked: effects.no_effect(checked.reach, checked.carried), "that every question has an effect"),
    Rule(lambda checked: effects.astray(checked.walks)),
    Rule(_mostly_no),
    Rule(_long_walk),
    Rule(_untested, "that every ending is tested"),
)
"""Every rule that one tree alone can be held against."""

WARNINGS = frozenset(code for code, (severity, _) in CODES.items() if severity == "warning") - {"unused-allowance"}
UNPROVED = frozenset(
    {
        "empty-promise",
        "handoff-loop",
        "long-walk",
        "mostly-no",
        "never-matches",
        "no-effect",
        "rights-blocked",
        "unreachable",
        "untested-outcome",
    }
)
"""Warnings whose absence proves nothing where a tree could not be looked at as a whole."""


def check_file(  # noqa: PLR0913 - what the file does not say of itself, all by name
    loaded: Loaded,
    *,
    today: dt.date,
    known_trees: Collection[str] = (),
    onward: Onward = NOWHERE,
    bound: int = BOUND,
    called: str = "",
    weighed: bool = False,
) -> CheckReport:
    """Return everything wrong with a file, in its order, and its tree in numbers, with importance if it is `weighed`.

    `known_trees` are the ids that an ending can hand over to, `onward` is what it has to do with such trees. More
    states than `bound` are not looked at; what that leaves open is said in a note. `called` is how a command names the
    tree, if not by its id.
    """
    tree = loaded.sketch
    if tree is None:
        return CheckReport(loaded.problems, ())
    faults = _unknown_trees(loaded, tree, known_trees)
    checked = CheckedTree(tree, today, bound, called, onward.carried) if loaded.sound else None
    if checked is not None:
        faults = list(allowed(checked, [*checked.found[0], *faults, *onward.faults]))
    problems = in_file_order((*loaded.problems, *map(loaded.source.problem, faults)))
    return CheckReport(tuple(problems), (summary(tree, loaded.source.path, checked, weighed=weighed),))


def _unknown_trees(loaded: Loaded, tree: Tree, known_trees: Collection[str]) -> list[Fault]:
    return [fault for fault in unknown_trees(tree, known_trees) if loaded.source.known(fault.where) == fault.where]


def deep_errors(
    loaded: Loaded, *, today: dt.date, known_trees: Collection[str], bound: int = BOUND
) -> tuple[Problem, ...]:
    """Return the errors of a file that reads well which only a look at its roads can find, in its order."""
    tree = loaded.sketch
    if tree is None or not loaded.sound:
        return ()
    faults = (*CheckedTree(tree, today, bound).found[0], *_unknown_trees(loaded, tree, known_trees))
    errors = (fault for fault in faults if CODES[fault.code][0] == "error")
    return tuple(in_file_order(map(loaded.source.problem, errors)))


def allowed(checked: CheckedTree, faults: list[Fault]) -> Iterator[Fault]:
    """Yield the faults but for the warnings that the tree lives with, and what it allows in vain."""
    allow = checked.tree.check.allow
    met = {fault.code for fault in faults}
    proven = WARNINGS if checked.whole else WARNINGS - UNPROVED
    vain = [code for code in allow if code not in met and code in proven]
    faults = [*faults, *map(_in_vain, vain)]
    if "unused-allowance" in allow and not vain:
        yield _in_vain("unused-allowance")
    for fault in faults:
        if fault.code not in allow or CODES[fault.code][0] != "warning":
            yield fault


def _in_vain(code: str) -> Fault:
    message = f'"{code}" is allowed here and does not occur.'
    return Fault("unused-allowance", ("check", "allow", code), message, "Take it out.", "key")


def summary(tree: Tree, path: str, checked: CheckedTree | None, *, weighed: bool) -> TreeSummary:
    """Return a tree in numbers; None for `checked` is one whose walks cannot be looked at."""
    sizes = (len(tree.questions), len(tree.branches), len(tree.outcomes))
    kept = None if checked is None else checked.promises.count
    if checked is None or not checked.whole:
        return TreeSummary(tree.id, path, *sizes, None, None, None, None, kept, None, None)
    walks, weights = checked.analysis, None
    if weighed:
        from postwise.logic.importance import importance  # a walk through a file checks it first, and has no use for it

        weights = importance(walks)
    return TreeSummary(
        tree.id,
        path,
        *sizes,
        walks=walks.walks,
        shortest=walks.shortest,
        longest=walks.longest,
        verdicts=walks.verdicts,
        promises=kept,
        states=len(walks.exploration.states),
        importance=weights,
    )


def check(
    paths: str | Path | Sequence[str | Path] | None = None,
    *,
    library: Library | None = None,
    today: dt.date | None = None,
    bound: int = BOUND,
    weighed: bool = True,
) -> CheckReport:
    """Return everything wrong with the trees that paths name (files, folders, ids), left out with all of the library.

    The overlays among those files, and in those folders, are looked at too.

    Problems come file by file, each in its order. `library` is the one seen from the current folder, if it is left out;
    `today` decides what is overdue. Of a tree with more than `bound` states, a note says what could not be proved.
    Importance is left out where nothing is to be `weighed`.
    Raises PostwiseError for a path that is nothing, or a folder that cannot be opened.
    """
    library = Library.here() if library is None else library
    paths = (paths,) if isinstance(paths, str | Path) else paths
    entries, overlays = library.files_named(paths)
    day = dt.datetime.now().astimezone().date() if today is None else today
    lookup = TreeLookup(library, entries, folders=(overlay.path.parent for overlay in overlays))
    report = check_entries(entries, lookup, today=day, bound=bound, weighed=weighed)
    return _with_overlays(report, overlays, lookup, day) if overlays else report


def _with_overlays(
    report: CheckReport, overlays: Sequence[LibraryEntry], lookup: TreeLookup, today: dt.date
) -> CheckReport:
    """Return a report with what there is to say of overlays."""
    trees = {name: tree for name in lookup.files if (tree := lookup.tree(name)) is not None}
    problems, summaries, unopened = list(report.problems), list[OverlaySummary](), list(report.unopened)
    for entry in overlays:
        try:
            loaded = read_overlay(entry.path, str(entry.path) if entry.origin == "file" else entry.shown)
        except OSError as error:
            unopened.append(f"{entry.path} cannot be opened: {error.strerror or error}.")
            continue
        found, summary = check_overlay(loaded, trees, lookup.library.words, today)
        problems += found
        summaries += [summary] if summary is not None else []
    return replace(report, problems=tuple(problems), unopened=tuple(unopened), overlays=tuple(summaries))


def check_entries(
    entries: Sequence[LibraryEntry],
    lookup: TreeLookup,
    *,
    today: dt.date,
    bound: int = BOUND,
    weighed: bool = False,
) -> CheckReport:
    """Return everything wrong with trees, read by a lookup that knows them."""
    loaded, unopened = lookup.load_all(entries)
    trees = {entry.id: file.sketch for entry, file in loaded.items() if file.sketch is not None and file.sound}
    onward = between(trees, lookup.tree)
    reports = [
        check_file(
            file,
            today=today,
            known_trees=lookup.files,
            onward=onward.get(entry.id, NOWHERE),
            bound=bound,
            called=str(entry.path) if entry.origin == "file" else entry.id,
            weighed=weighed,
        )
        for entry, file in loaded.items()
    ]
    return CheckReport(
        tuple(problem for report in reports for problem in report.problems),
        tuple(tree for report in reports for tree in report.trees),
        unopened,
    )
