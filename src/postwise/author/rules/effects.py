"""What has no effect: questions whose answers change nothing, and scenarios that do not lead where they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postwise.author.rules.reachability import ReachFacts
from postwise.author.scenarios import ScenarioRoad
from postwise.logic.counting import Analysis
from postwise.logic.gotos import behind
from postwise.tree.model import Question
from postwise.tree.problems import Fault, TomlPath, listing
from postwise.tree.validate_conditions import placed_asides
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.walk import Walk


def no_effect(reach: ReachFacts, carried: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault for each question none of whose answers ever changes an ending, a note or a text.

    Answers to questions that are `carried` on to other trees count there: nothing is said of those.
    """
    tree, analysis = reach.tree, reach.analysis
    if not reach.proven or analysis.loops or analysis.uncovered:
        return
    told, futures = _told(reach) | carried, _futures(analysis)
    for question_id, question in tree.questions.items():
        states = analysis.states_at(question_id)
        if not states or question_id in told or _decides_nothing_by_itself(question):
            continue
        following = (analysis.exploration.onward[state] for state in states)
        if all(len({futures[state] for state in after}) == 1 for after in following):
            message = "None of the answers to this question ever changes an ending, a note or a text."
            hint = "Let one of them lead elsewhere, or leave the question out."
            yield Fault("no-effect", ("question", question_id), message, hint, "header")


def _futures(analysis: Analysis) -> list[int]:
    """Return for each state what can still come from it, as a number: states of one number lead to the same.

    States are merged by what is left of branches; what no answers meet any more is left aside only here. Two states at
    a number, a day or a list are taken for different ones where its answers still matter: nothing is said in vain.
    """
    exploration, tree = analysis.exploration, analysis.tree
    numbers: dict[object, int] = {}
    futures = [0] * len(exploration.states)
    for state in reversed(exploration.order):
        node, after = exploration.nodes[state], tuple(futures[onward] for onward in exploration.onward[state])
        if node in tree.branches and after:
            futures[state] = after[0]
            continue
        by_answer = node in tree.questions and tree.questions[node].picks_one
        told = after if by_answer else after[:1] if len(set(after)) < 2 else state
        key = (node, told) if after or node in tree.outcomes else (node, state)
        futures[state] = numbers.setdefault(key, len(numbers))
    return futures


def _decides_nothing_by_itself(question: Question) -> bool:
    """Tell whether a question is there to think with, is told already for having one answer, or carries a note."""
    return question.kind == "text" or len(question.options) == 1 or any(option.note for option in question.options)


def _told(reach: ReachFacts) -> frozenset[str]:
    """Return the questions that notes and contacts look at, that texts say something of, or at which groups divide."""
    tree, reached = reach.tree, reach.analysis.reached
    said = (name for name, places in reach.mentions.texts.items() if any(place.node in reached for place in places))
    conditions = (aside.condition for _, aside in placed_asides(tree) if aside.condition is not None)
    names = {*said, *(name for condition in conditions for name in condition.names())}
    splits = {scenario.split for scenario in tree.scenarios.values() if scenario.split is not None}
    return frozenset(behind(tree, names)) | splits


def astray(walks: Iterable[tuple[ScenarioRoad, Walk]]) -> Iterator[Fault]:
    """Yield a fault for each road of a scenario that does not end, or ends elsewhere than it expects.

    What keeps it from an end for another reason, a loop or a branch without a case, is told where that stands.
    """
    for road, walk in walks:
        where: TomlPath = ("scenario", road.scenario, *(("other",) if road.other else ()))
        if walk.question is not None and walk.at not in walk.asked:
            yield Fault("scenario-astray", (*where, "answers"), *_unfinished(walk.question), "key")
        elif walk.outcome is not None and walk.at != road.says.expect in walk.tree.outcomes:  # else told there
            yield Fault("scenario-astray", (*where, "expect"), *_elsewhere(road, walk))


def _unfinished(question: FilledQuestion) -> tuple[str, str]:
    known = listing([answer.id for answer in question.answers], 6)
    choices = f": {known}" if known else ""
    return f'These answers stop before the end, at "{question.id}".', f"Add {question.id} = … to them{choices}."


def _elsewhere(road: ScenarioRoad, walk: Walk) -> tuple[str, str]:
    hint = f'Expect "{walk.at}", or change what leads there and not to "{road.says.expect}".'
    return f'These answers end in "{walk.at}".', hint
