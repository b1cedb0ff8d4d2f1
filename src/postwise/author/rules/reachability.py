"""What answers reach and do not reach: branches without a case, loops, conditions too early, cases without a turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_

from postwise.author.rules.locations import (
    LocatedTest,
    answer_place,
    answer_word,
    answers_words,
    condition_words,
    goto_place,
    line_place,
    test_words,
)
from postwise.author.rules.mentions import Mentions
from postwise.author.rules.values import ValueResults, needed, results, takers, through
from postwise.logic.counting import Analysis, EndsAhead, ExploredStep, Loop
from postwise.logic.gotos import behind, decided_by, edges, strong_components
from postwise.logic.search import TooLarge
from postwise.logic.state_space import Ask
from postwise.once import once
from postwise.text import joined
from postwise.tree.conditions import Answered, Condition, Is, holds
from postwise.tree.model import NOES
from postwise.tree.problems import Fault, listing

MOST_PLACES = 3
"""So many of the places where a value is read are named."""


class ReachFacts:
    """What the rules about reach work from; each part is worked out once, when a rule first asks.

    Raises TooLarge, from whatever would have to look at more than the budget allows.
    """

    def __init__(self, analysis: Analysis, mentions: Mentions) -> None:
        self.analysis, self.mentions = analysis, mentions
        self.tree = analysis.tree

    @once
    def values(self) -> ValueResults:
        """What is known of the values."""
        return results(self.analysis, self.mentions.texts)

    @property
    def proven(self) -> bool:
        """Whether what was not found is not there: no walk comes to a node that is missing."""
        self.see_all()
        return not self.analysis.holes

    def see_all(self) -> None:
        """Raise TooLarge if not every walk was looked at."""
        if self.analysis.too_large:
            raise TooLarge

    # Conditions too early

    @once
    def users(self) -> dict[str, set[str]]:
        """Of each value the nodes that look at it: branches, and questions and outcomes in notes and texts."""
        users: dict[str, set[str]] = {value_id: set() for value_id in self.tree.values}
        for branch_id in self.tree.branches:
            for value in self.tree.values.keys() & decided_by(self.tree, branch_id):
                users[value].add(branch_id)
        for look in self.mentions.looks:
            if look.holder[0] in {"question", "outcome"} and look.name in self.tree.values:
                for value in through(self.tree, look.name):
                    users[value].add(str(look.holder[1]))
        for name, places in self.mentions.texts.items():
            for value in through(self.tree, name):
                users[value].update(place.node for place in places if place.node is not None)
        return users

    @once
    def too_early(self) -> dict[tuple[str, str], LocatedTest]:
        """The first test of each holder on a question that no walk has asked by then, by holder and question."""
        if not self.proven or not self.mentions.looks:
            return {}
        before = self.analysis.asked_before(look.name for look in self.mentions.looks)
        first: dict[tuple[str, str], LocatedTest] = {}
        for look in self.mentions.looks:
            name = str(look.holder[1])
            if look.name in self.tree.questions:
                nodes = self.users[name] if look.holder[0] == "value" else {name}
                reached = [node for node in nodes if node in before]
                if reached and all(look.name not in before[node] for node in reached):
                    first.setdefault((name, look.name), look)
        return first

    def early(self, holder_id: str, condition: Condition) -> bool:
        """Tell whether a condition of a holder looks at a question that no walk has asked by then."""
        return any((holder_id, looked) in self.too_early for looked in condition.names())

    # Cases that never get their turn

    @once
    def dead_lines(self) -> dict[tuple[str, int], set[int]]:
        """The lines of branches and values that nothing meets, each with earlier ones that take their answers."""
        if not self.proven:
            return {}
        dead_lines: dict[tuple[str, int], set[int]] = {}
        for value_id, value in self.tree.values.items():
            if value_id in self.values.looked:
                for line in range(len(value.lines)):
                    if (value_id, line) not in self.values.met:
                        dead_lines[value_id, line] = takers(self.analysis, value_id, line, self.values.looked[value_id])
        for branch_id, branch in self.tree.branches.items():
            if branch_id in self.analysis.reached:
                dead = [line for line in range(len(branch.lines)) if (branch_id, line) not in self.analysis.lines]
                for line in dead:
                    dead_lines[branch_id, line] = self._taking(branch_id, branch.lines[line][0])
        return dead_lines

    def _taking(self, branch_id: str, condition: Condition) -> set[int]:
        made = self.analysis.space.made
        taken = made.given(made.condition(condition), made.lines(self.tree.branches[branch_id]))
        (met,) = self.analysis.occurrences([Ask(branch_id, taken)])
        return {line for line in met.said if isinstance(line, int)}

    def told_elsewhere(self, holder_id: str, line: int) -> bool:
        """Tell whether a line never matches only because of something that is told where it stands."""
        holder = self.tree.branches.get(holder_id) or self.tree.values[holder_id]
        condition, taking = holder.lines[line][0], self.dead_lines[holder_id, line]
        if self.early(holder_id, condition):
            return True
        if taking:
            return all(self.early(holder_id, holder.lines[taker][0]) for taker in taking if taker >= 0)
        return all(any(self._never_so(looked, test) for looked, test in tests) for tests in condition.alternatives)

    def _never_so(self, value_id: str, test: object) -> bool:
        value = self.tree.values.get(value_id)
        if value is None:
            return False
        dead = [line for line in range(len(value.lines)) if (value_id, line) in self.dead_lines]
        return any(holds(test, value.lines[line][1]) for line in dead)  # type: ignore[arg-type]


def uncovered(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each branch that some answers leave without a case, and for each value missed where needed."""
    analysis = reach.analysis
    made = analysis.space.made
    for branch_id in analysis.uncovered:
        branch = reach.tree.branches[branch_id]
        stuck = made.diagrams.mapped(made.branches[branch_id], "lacking", lambda said: said is None)
        wanting = made.diagrams.either(needed(analysis, branch).values())
        (met,) = analysis.occurrences([Ask(branch_id, made.diagrams.both((stuck, made.negated(wanting))))])
        if met.yes is not None:
            asked = {looked for condition, _ in branch.lines for looked in condition.names()}
            example = _example(reach, met.yes, asked)
            message = f"Some answers come here and match no case{example}."
            yield Fault("uncovered", ("branch", branch_id), message, 'Add a case for them, or else = "…".', "header")
    for (value, where, part), answers in reach.values.missing.items():
        example = f", for example with {answers_words(dict(answers))}" if answers else ""
        message = f'"{value}" has no result here for some answers{example}.'
        hint = f"Give [value.{value}] an else, or a case for these answers."
        yield Fault("uncovered", where, message, hint, part)
    reach.see_all()


def _example(reach: ReachFacts, answers: dict[str, Answered], looked: set[str]) -> str:
    wanted = behind(reach.tree, looked)
    shown = {name: answer for name, answer in answers.items() if name in wanted} or answers
    return f", for example {answers_words(shown)}" if shown else ""


def not_yet_asked(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each condition on a question that no walk to that point has asked."""
    for (holder_id, question), look in reach.too_early.items():
        where = f'"{holder_id}" is looked at'
        if look.holder[0] in {"question", "outcome"}:
            where = f"the {'contact' if look.where[2] == 'see' else 'note'} is shown"
        message = f'No walk has asked "{question}" by the time {where}.'
        if question not in reach.analysis.reached:
            message = f'No walk ever asks "{question}", so nothing can hang on it here.'
        yield Fault("not-yet-asked", look.where, message, "Ask it earlier, or look at another question.", look.part)


def cycles(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each loop that some answers take, at the goto that closes it."""
    for loop in reach.analysis.loops:
        closing = loop.steps[-1]
        ring = " → ".join([*(step.node for step in loop.steps), loop.steps[0].node])
        if all(step.answer is None for step in loop.steps):
            message = f"These branches lead back to where they began: {ring}."
        else:
            message = f'These answers lead back to "{loop.steps[0].node}", which they have answered: {_spelled(loop)}.'
        hint = "Let one of the gotos lead on instead of back."
        yield Fault("cycle", goto_place(reach.tree, closing), message, hint)
    reach.see_all()


def _spelled(loop: Loop) -> str:
    def step_words(step: ExploredStep) -> str:
        return step.node if step.answer is None else f"{step.node} = {answer_word(step.answer)}"

    before = [step_words(step) for step in loop.before if step.answer is not None]
    start = f"(after {', '.join(before)}) " if before else ""
    return start + " → ".join([*map(step_words, loop.steps), loop.steps[0].node])


def never_matches(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each case or row that never gets its turn, and say what takes it away.

    That of a value is judged where the value is read.
    """
    for (holder_id, line), taking in reach.dead_lines.items():
        if reach.told_elsewhere(holder_id, line):
            continue
        holder = reach.tree.branches.get(holder_id) or reach.tree.values[holder_id]
        word = "case" if holder.cases is not None else "row"
        if taking:
            which = " and ".join(f"{word} {taker + 1}" for taker in sorted(taking))
            several = len(taking) > 1
            takes = f"{which} above {'take' if several else 'takes'} all its answers"
            message = f"{_where(reach, holder_id, 'This')} {word} never gets its turn: {takes}."
            hint = f"Move it up, take it out, or narrow {'them' if several else 'the one above'}."
        else:
            nobody = _where(reach, holder_id, "No answers that come here")
            message = f"{nobody} match this {word}: {_hindrance(reach, holder_id, line)}."
            hint = f"Change what the {word} looks for, or take it out."
        yield Fault("never-matches", line_place(reach.tree, holder_id, line), message, hint, "header")


def _where(reach: ReachFacts, holder_id: str, opening: str) -> str:
    """Return the opening of a sentence about a line; of a value's, with the places where it is read."""
    if holder_id in reach.tree.branches:
        return opening
    places = (".".join(map(str, place.where)) for place in reach.values.looked[holder_id])
    where = joined(islice(dict.fromkeys(places), MOST_PLACES))
    return f'Where "{holder_id}" is read ({where}), {opening[0].lower()}{opening[1:].removesuffix(" that come here")}'


def _hindrance(reach: ReachFacts, holder_id: str, line: int) -> str:
    """Say which test no walk meets; or, if each can be met, that they never are together."""
    analysis, made = reach.analysis, reach.analysis.space.made
    holder = reach.tree.branches.get(holder_id) or reach.tree.values[holder_id]
    condition = holder.lines[line][0]
    tests = [test for alternative in condition.alternatives for test in alternative]
    nodes = [holder_id]
    if holder_id in reach.tree.values:
        nodes = list(dict.fromkeys(place.node for place in reach.values.looked[holder_id] if place.node is not None))
    for name, test in tests:
        if not any(analysis.occurs(node, [made.test(name, test)])[0] for node in nodes):
            return f"by then {name} is never {test_words(test)}"
    return (
        f"no walk that comes {'here' if holder_id in reach.tree.branches else 'there'} has {condition_words(condition)}"
    )


def unreachable(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each question, branch or outcome that no answers reach, where that is the first cause."""
    if not reach.proven:
        return
    tree, reached = reach.tree, reach.analysis.reached
    dead = [node_id for node_id in (*tree.questions, *tree.branches, *tree.outcomes) if node_id not in reached]
    if not dead:
        return
    before: defaultdict[str, set[str]] = defaultdict(set)
    for node_id, targets in edges(tree):
        for target in targets:
            before[target].add(node_id)
    closed = {tree.branches[node_id].lines[line][1] for node_id, line in reach.dead_lines if node_id in tree.branches}
    leading = reached - {step.node for loop in reach.analysis.loops for step in loop.steps if step.answer is None}
    onward: dict[str, list[str]] = {node_id: [] for node_id in dead}
    for node_id, targets in edges(tree):
        if node_id in onward:
            onward[node_id] = [target for target in targets if target in onward]
    for ring in strong_components(onward):
        comes = {source for node_id in ring for source in before[node_id]} - set(ring)
        if not closed.isdisjoint(ring) or not comes <= leading:
            continue
        node_id = min(ring, key=dead.index)
        message = _standing_in_the_way(reach, ring, node_id, comes)
        yield Fault(
            "unreachable",
            (tree.table_of(node_id), node_id),
            message,
            "Let an answer lead here, or take it out.",
            "header",
        )


def _standing_in_the_way(reach: ReachFacts, ring: list[str], node_id: str, comes: set[str]) -> str:
    if comes:
        words = listing(sorted(comes))
        if all(one in reach.tree.branches for one in comes):
            why = "every walk that comes there matches one of its cases"
            return f'No answers reach "{node_id}": only the else of {words} leads here, and {why}.'
        return f'No answers reach "{node_id}": {words} could lead here, but no answers take that way.'
    if len(ring) > 1:
        return f"No answers reach {listing(sorted(ring))}: they lead to each other, and nothing leads to them."
    return f'No answers reach "{node_id}": no goto names it.'


def rights_blocked(reach: ReachFacts) -> Iterator[Fault]:
    """Yield a fault for each answer that asserts a right and from which a walk can end in stop or leave."""
    tree, reached = reach.tree, reach.analysis.reached
    closing = [end for end, outcome in tree.outcomes.items() if outcome.verdict in NOES and end in reached]
    asserting = {
        question_id: [option.name for option in question.options if option.rights]
        for question_id, question in tree.questions.items()
        if question_id in reached
    }
    if not closing or not any(asserting.values()):
        return
    ahead = reach.analysis.ends_ahead(closing)
    for question_id, answers in asserting.items():
        after = _after_picking if tree.questions[question_id].picks_one else _after_ticking
        for answer, ends in zip(answers, after(reach, question_id, answers, ahead), strict=True):
            if ends:
                end = ahead.first(ends)
                where = (*answer_place(tree, question_id, answer), "rights")
                verdict = tree.outcomes[end].verdict
                message = f'This answer asserts a right, and a walk with it can end in "{end}" ({verdict}).'
                hint = "Let it lead to where the matter is protected (raise)."
                yield Fault("rights-blocked", where, message, hint, "key")
    reach.see_all()


def _after_picking(reach: ReachFacts, question_id: str, answers: list[str], ahead: EndsAhead) -> Iterator[int]:
    """Yield the ends that a walk can come to after each of some answers to a choice."""
    onward, states = reach.analysis.exploration.onward, reach.analysis.states_at(question_id)
    places = {answer: place for place, answer in enumerate(reach.tree.questions[question_id].by_id)}
    for answer in answers:
        following = (onward[state][places[answer] :][:1] for state in states)  # none where the budget ended before
        yield reduce(or_, (ahead.bits[to] for after in following for to in after), 0)


def _after_ticking(reach: ReachFacts, question_id: str, answers: list[str], ahead: EndsAhead) -> Iterator[int]:
    """Yield the ends that a walk can come to after each of some items of a checklist has been ticked."""
    ticked = [reach.analysis.space.made.test(question_id, Is(answer)) for answer in answers]
    found = iter(reach.analysis.occurrences(Ask(end, one) for one in ticked for end in ahead.ends))
    for _ in answers:
        yield sum(1 << place for place, met in enumerate(islice(found, len(ahead.ends))) if True in met.said)
