"""Where in a file the tests and gotos of a tree stand, and how a test reads as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from postwise.logic.counting import ExploredStep
from postwise.tree.conditions import (
    AnyOf,
    Anything,
    Between,
    Condition,
    Count,
    Is,
    Not,
    Test,
    Ticked,
    WasAsked,
    located_tests,
)
from postwise.tree.model import Reply, Tree
from postwise.tree.placeholders import spoken
from postwise.tree.problems import Part, TomlPath
from postwise.tree.validate_conditions import placed_asides


@dataclass(frozen=True, slots=True)
class LocatedTest:
    """One test of a tree, and where it stands."""

    holder: TomlPath
    """The branch or value, or the question or outcome beside which it stands."""
    line: int
    """The case, row, note or contact."""
    name: str
    """The question or value that it looks at."""
    test: Test
    where: TomlPath
    part: Part


def looks(tree: Tree) -> Iterator[LocatedTest]:
    """Yield every test of a tree that can fail, in the order of branches, values and what stands beside."""
    for kind, holders in (("branch", tree.branches), ("value", tree.values)):
        for holder_id, holder in holders.items():
            where: TomlPath = (kind, holder_id)
            for line, case in enumerate(holder.cases or ()):
                yield from _in_condition(where, line, case.when, (*where, "cases", line, "when"))
            if holder.cases is None:
                for line, row in enumerate(holder.table or ()):
                    for column, (looked, test) in enumerate(holder.row_tests(row)):
                        if not isinstance(test, Anything):
                            yield LocatedTest(where, line, looked, test, (*where, "on", column), "value")
    for place, aside in placed_asides(tree):
        yield from _in_condition(place[:2], int(place[3]), aside.when, (*place, "when"))


def _in_condition(holder: TomlPath, line: int, raw: Any, where: TomlPath) -> Iterator[LocatedTest]:
    for name, test, at in located_tests(raw, where):
        yield LocatedTest(holder, line, name, test, at, "key")


def goto_place(tree: Tree, step: ExploredStep) -> TomlPath:
    """Return where the goto stands that a step follows."""
    branch = tree.branches.get(step.node)
    question = tree.questions.get(step.node)
    if question is None and branch is not None:
        where: TomlPath = ("branch", step.node)
        if step.line < 0:
            return (*where, "else")
        if branch.cases is not None:
            return (*where, "cases", step.line, "goto")
        return (*where, "table", step.line, len((branch.table or ())[step.line]) - 1)
    if question is not None and question.picks_one:
        return answer_goto(tree, step.node, str(step.answer))
    return ("question", step.node, "goto")


def answer_goto(tree: Tree, question_id: str, answer: str) -> TomlPath:
    """Return where the goto of an answer stands: its own, or its question's."""
    question, where = tree.questions[question_id], answer_place(tree, question_id, answer)
    own: Reply | None
    if question.kind == "yes-no":
        own = question.yes if answer == "yes" else question.no
    else:
        own = (question.answers or ())[int(where[3])]
    return ("question", question_id, "goto") if own is None or own.goto is None else (*where, "goto")


def answer_place(tree: Tree, question_id: str, answer: str) -> TomlPath:
    """Return where an answer of a question stands."""
    if tree.questions[question_id].kind == "yes-no":
        return ("question", question_id, answer)
    return ("question", question_id, "answers", tree.questions[question_id].places[answer])


def line_place(tree: Tree, holder_id: str, line: int) -> TomlPath:
    """Return where a case or a row of a branch or a value stands."""
    holder = tree.branches.get(holder_id) or tree.values[holder_id]
    kind = "branch" if holder_id in tree.branches else "value"
    return (kind, holder_id, "cases" if holder.cases is not None else "table", line)


def test_words(test: Test) -> str:
    """Return a test as it stands in a sentence, behind a question's id."""
    match test:
        case Is(value):
            return f'"{value}"' if isinstance(value, str) else spoken(value)
        case AnyOf(tests):
            return " or ".join(map(test_words, tests))
        case Not(inner):
            return f"not {test_words(inner)}"
        case Ticked(items, every):
            return f"{'all' if every else 'none'} of {', '.join(items)}"
        case Count(inner):
            return f"{test_words(inner)} ticked"
        case Between(low, high):
            return _between(low, high)
        case WasAsked(wanted):
            return "answered" if wanted else "not answered"
        case Anything():
            return "anything"


def _between(low: Any, high: Any) -> str:
    if low is None:
        return f"{spoken(high)} or less"
    return f"{spoken(low)} or more" if high is None else f"{spoken(low)} to {spoken(high)}"


def condition_words(condition: Condition) -> str:
    """Return a condition as it stands in a sentence."""
    return ", or ".join(
        " and ".join(f"{name} = {test_words(test)}" for name, test in tests) for tests in condition.alternatives
    )


def answers_words(answers: dict[str, Any]) -> str:
    """Return answers as an example in a sentence: question = answer, in their order."""
    return ", ".join(f"{name} = {answer_word(answer)}" for name, answer in answers.items())


def answer_word(answer: Any) -> str:
    """Return one answer as it stands in an example."""
    if isinstance(answer, frozenset):
        return f"[{', '.join(sorted(answer))}]"
    if isinstance(answer, str):
        return f'"{answer}"'
    return spoken(answer) if isinstance(answer, int | float) else str(answer)
