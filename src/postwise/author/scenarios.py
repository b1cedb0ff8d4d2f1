"""Running the scenarios of trees, what they cover of all that answers can reach, and writing those that are missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postwise import files
from postwise.author.scenario_writer import NewScenario, scenario_of, with_scenario
from postwise.errors import PostwiseError
from postwise.logic.counting import Analysis, analyse
from postwise.once import once
from postwise.text import command_line, counted, on_one_line
from postwise.tree.ids import free_id
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded, read_source
from postwise.tree.model import OtherRoad, Tree
from postwise.tree.problems import listing
from postwise.tree.toml_source import Source
from postwise.tree.tree_lookup import TreeLookup
from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class ScenarioRoad:
    """One road of a scenario."""

    scenario: str
    other: bool
    """Whether it is the scenario's other road."""
    says: OtherRoad

    @property
    def name(self) -> str:
        """How the road is called in reports: the scenario's id, with ``.other`` for the other road."""
        return f"{self.scenario}.other" if self.other else self.scenario


def roads(tree: Tree) -> list[ScenarioRoad]:
    """Return every road of every scenario, in the order of the file."""
    return [
        ScenarioRoad(scenario_id, other=says is not scenario, says=says)
        for scenario_id, scenario in tree.scenarios.items()
        for says in (scenario, scenario.other)
        if says is not None
    ]


def walks_of(tree: Tree) -> tuple[tuple[ScenarioRoad, Walk], ...]:
    """Return every road with the walk that its answers make, as far as the tree takes them."""
    start = Walk.start(tree)
    return tuple((road, start.taking(road.says.answers)) for road in roads(tree))


def same_road(walk: Walk) -> str | None:
    """Return the scenario or the other road of one that gives the answers of a walk; None if none does."""
    given = {step.node_id: step.answer for step in walk.steps}
    known = ((road.name, road_walk) for road, road_walk in walks_of(walk.tree))
    return next((name for name, other in known if {s.node_id: s.answer for s in other.steps} == given), None)


def tested_outcomes(walks: Collection[tuple[ScenarioRoad, Walk]]) -> frozenset[str]:
    """Return the outcomes that some road arrives at, as it expects.

    One that a fault keeps from it counts too; one that expects what there is not, which is told there, where it ends.
    """
    kept = (road for road, walk in walks if walk.at == road.says.expect or _kept_from_its_end(walk))
    misspelt = (walk.at for road, walk in walks if road.says.expect not in walk.tree.outcomes)
    return frozenset(road.says.expect for road in kept).union(misspelt)


def _kept_from_its_end(walk: Walk) -> bool:
    return walk.outcome is None and (walk.question is None or walk.at in walk.asked)


@dataclass(frozen=True, slots=True)
class RoadResult:
    """What became of one road of a scenario."""

    tree: str
    id: str
    """The scenario's id; ``ID.other`` for its other road."""
    expected: str
    got: str | None
    """The outcome it came to, or None if it came to none."""
    message: str | None
    """What went wrong, or None if all went well."""

    @property
    def passed(self) -> bool:
        """Whether the road leads where it says."""
        return self.message is None

    def to_dict(self) -> dict[str, object]:
        """Return the result as an object of ``postwise.tests/1``."""
        road = {"tree": self.tree, "id": self.id, "passed": self.passed}
        return {**road, "expected": self.expected, "got": self.got, "message": self.message}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what answers can reach the scenarios of a tree come to."""

    tree: str
    outcomes: tuple[int, int]
    """Outcomes that scenarios come to, of those that some answers reach."""
    answers: tuple[int, int]
    """Answers that scenarios give, of those to questions that some answers reach."""
    missing: tuple[str, ...]
    """The outcomes that some answers reach and no scenario does, in the order of the file."""
    exact: bool = True
    """Whether all of the tree could be looked at."""

    def to_dict(self) -> dict[str, object]:
        """Return the coverage as an object of ``postwise.tests/1``."""
        shares = {"outcomes": list(self.outcomes), "answers": list(self.answers)}
        return {"tree": self.tree, **shares, "missing": list(self.missing)}


@dataclass(frozen=True)
class ScenarioRun:
    """One tree with its scenarios run."""

    tree: Tree
    words: Mapping[str, str] = field(default_factory=dict)
    """The organisation's profile."""

    @once
    def walks(self) -> tuple[tuple[ScenarioRoad, Walk], ...]:
        """Every road with the walk that its answers make."""
        return walks_of(self.tree)

    @once
    def results(self) -> tuple[RoadResult, ...]:
        """What became of every road, in the order of the file."""
        return tuple(_result(self.tree, road, walk) for road, walk in self.walks)

    @once
    def analysis(self) -> Analysis:
        """All that answers can reach."""
        return analyse(self.tree)

    @once
    def untested(self) -> tuple[str, ...]:
        """The outcomes that some answers reach and no scenario does as it expects, in the order of the file."""
        tested = tested_outcomes(self.walks)
        reached = self.analysis.reached
        return tuple(name for name in self.tree.outcomes if name in reached and name not in tested)

    @once
    def coverage(self) -> Coverage:
        """How much of it the scenarios come to."""
        reached = self.analysis.reached
        outcomes = [outcome_id for outcome_id in self.tree.outcomes if outcome_id in reached]
        met = {walk.at for _, walk in self.walks}
        answers = {
            (question_id, option.name)
            for question_id, question in self.tree.questions.items()
            if question_id in reached
            for option in question.options
        }
        given = {pair for _, walk in self.walks for pair in _given(walk)}
        return Coverage(
            tree=self.tree.id,
            outcomes=(len(met & set(outcomes)), len(outcomes)),
            answers=(len(given & answers), len(answers)),
            missing=tuple(name for name in outcomes if name not in met),
            exact=not self.analysis.too_large,
        )


def _given(walk: Walk) -> Iterator[tuple[str, str]]:
    for step in walk.steps:
        ticked = step.answer if isinstance(step.answer, frozenset) else {step.answer}
        yield from ((step.node_id, answer) for answer in ticked if isinstance(answer, str))


def _result(tree: Tree, road: ScenarioRoad, walk: Walk) -> RoadResult:
    got = walk.at if walk.outcome is not None else None
    return RoadResult(tree.id, road.name, road.says.expect, got, _message(tree, road, walk))


def _message(tree: Tree, road: ScenarioRoad, walk: Walk) -> str | None:
    """Say what keeps a road from leading where it says, or return None."""
    if walk.outcome is None:
        return _stopped(tree, walk)
    asked = {step.node_id for step in walk.steps}
    aside = [question_id for question_id in road.says.answers if question_id not in asked]
    where = f'It ends in "{walk.at}", and "{road.says.expect}" is expected.'
    are = "is" if len(aside) == 1 else "are"
    extra = f"It answers {listing(aside)}, which {are} not asked on this road." if aside else None
    if walk.at != road.says.expect:
        return f"{where} {extra}" if extra else where
    return extra


def _stopped(tree: Tree, walk: Walk) -> str:
    if walk.at in {step.node_id for step in walk.steps}:
        return f'The walk comes back to "{walk.at}", which it has answered.'
    if walk.at in tree.questions:
        return f'The walk stops at "{walk.at}": the scenario gives no answer to it.'
    return f'The walk stops in the branch "{walk.at}": none of its cases takes these answers.'


@dataclass(frozen=True)
class ScenarioReport:
    """What became of the scenarios of several trees."""

    trees: tuple[ScenarioRun, ...]
    broken: tuple[Loaded, ...] = ()
    """The files whose trees have errors, so that nothing could be run."""
    unopened: tuple[str, ...] = ()
    """A sentence on each file that could not be opened."""

    @property
    def passed(self) -> bool:
        """Whether every road of every tree leads where it says."""
        return not (self.broken or self.unopened) and all(
            result.passed for tree in self.trees for result in tree.results
        )

    def to_dict(self) -> dict[str, object]:
        """Return the results as a document of ``postwise.tests/1``."""
        return {
            "schema": "postwise.tests/1",
            "scenarios": [result.to_dict() for tree in self.trees for result in tree.results],
            "coverage": [tree.coverage.to_dict() for tree in self.trees],
        }

    def as_lines(self) -> list[str]:
        """Return the results as a person reads them: tree by tree, failures with their reason, then what is covered."""
        lines: list[str] = []
        for tree in self.trees:
            lines += ["", *_tree_lines(tree)] if lines else _tree_lines(tree)
        for loaded in self.broken:
            name = on_one_line(loaded.source.path) or "The tree"
            errors = counted(len(loaded.errors), "error")
            lines.append(f"{name} has {errors}, so its scenarios were not run.")
            lines.append('    "postwise check" says which.')
        if self.unopened:
            lines.append(f"{counted(len(self.unopened), 'file')} not looked at.")
        results = [result for tree in self.trees for result in tree.results]
        failed = sum(not result.passed for result in results)
        many = counted(len(results), "road")
        closing = f"{many} walked, {failed} astray." if failed else f"{many} walked, all as expected."
        return [*lines, "", closing] if results else lines


def _tree_lines(tree: ScenarioRun) -> Iterator[str]:
    yield f"{Walk.start(tree.tree, profile=tree.words).title} ({on_one_line(tree.tree.id)})"
    width = max((len(result.id) for result in tree.results), default=0)
    for result in tree.results:
        sign = "✓" if result.passed else "✗"
        yield f"  {sign} {result.id:<{width}}  {result.message or f'ends in {result.expected}, as expected'}"
    if not tree.results:
        yield "  No scenarios yet."
    coverage = tree.coverage
    (endings, of_endings), (answers, of_answers) = coverage.outcomes, coverage.answers
    yield f"  Covered: {endings} of {of_endings} endings, {answers} of {of_answers} answers."
    if coverage.missing:
        yield f"  No scenario comes to {listing(coverage.missing, 12)}."
    if not coverage.exact:
        yield "  The tree is too large to look at as a whole, so there may be more endings."


def run_scenarios(paths: Sequence[str | Path], *, library: Library) -> ScenarioReport:
    """Return what becomes of the scenarios of the trees that paths name (files, folders, ids; none: the library).

    Raises PostwiseError for a path that is nothing, or a folder that cannot be opened.
    """
    entries = library.named(paths)
    by_entry, unopened = TreeLookup(library, entries).load_all(entries)
    loaded = by_entry.values()
    trees = tuple(ScenarioRun(file.tree, library.words) for file in loaded if file.tree is not None)
    return ScenarioReport(trees, tuple(file for file in loaded if file.tree is None), unopened)


# Writing what is missing


def missing_scenarios(run: ScenarioRun) -> list[NewScenario]:
    """Return a scenario, with the fewest answers, for each outcome that some answers reach and no scenario tests."""
    taken = set(run.tree.scenarios)
    missing = []
    met = run.tree.outcomes.keys() - set(run.untested)
    for outcome, answers in run.analysis.witnesses(met):
        missing.append(scenario_of(Walk.replay(run.tree, answers), free_id(f"reaches-{outcome}", taken)))
        taken.add(missing[-1].name)
    return missing


def with_missing(text: str, run: ScenarioRun) -> str:
    """Return what has to be added at the end of a tree's text so that every outcome has a scenario; empty if nothing.

    Line endings are those of the text. Raises PostwiseError if the text cannot be added to (scenarios drawn inline).
    """
    longer = text
    for scenario in missing_scenarios(run):
        longer = with_scenario(longer, scenario)
    if longer == text:
        return ""
    again = read_source(Source(longer))
    if again.tree is None or len(again.tree.scenarios) == len(run.tree.scenarios):
        message = "The scenarios of this tree stand in one inline table, so none can be added behind it."
        raise PostwiseError(f"{message} Write each as a table of its own: [scenario.some-id].")
    return longer[len(text) :]


def write_missing(path: Path, library: Library) -> tuple[str, ...]:
    """Add a scenario for each outcome that has none at the end of a tree's file; return the outcomes, in their order.

    Every byte that was there stays as it is. Raises PostwiseError if the file cannot be read or written, or if the tree
    has errors.
    """
    entry = LibraryEntry(path.stem, path, "file")
    loaded = TreeLookup(library, [entry]).load(entry)
    if loaded.tree is None:
        raise PostwiseError(
            f'{path} has errors, so nothing was added. "{command_line("check", str(path))}" says which.'
        )
    run = ScenarioRun(loaded.tree)
    added = with_missing(loaded.source.text, run)
    if added:
        files.append(path, added)
    return run.untested if added else ()
