"""The roads of scenarios: where their answers lead, and what keeps them from getting there."""

from __future__ import annotations

from dataclasses import dataclass

from postwise.tree.model import OtherRoad, Scenario, Tree
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
    found: list[ScenarioRoad] = []
    for name, scenario in tree.scenarios.items():
        found.extend(_both(name, scenario))
    return found


def _both(name: str, scenario: Scenario) -> list[ScenarioRoad]:
    first = [ScenarioRoad(name, other=False, says=scenario)]
    return first if scenario.other is None else [*first, ScenarioRoad(name, other=True, says=scenario.other)]


def walked(tree: Tree, road: ScenarioRoad) -> Walk:
    """Return the walk that a road's answers make, as far as the tree takes them."""
    return Walk.replay(tree, road.says.answers)


def tested_outcomes(tree: Tree) -> frozenset[str]:
    """Return the outcomes that some scenario ends in; one that gets nowhere is taken at its word."""
    ends = ((road, walked(tree, road).at) for road in roads(tree))
    return frozenset(at if at in tree.outcomes else road.says.expect for road, at in ends)
