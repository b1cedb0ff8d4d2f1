"""What texts say of a walk, values and answers: where a person reads each, and what has to hold for it to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postwise.logic.gotos import behind
from postwise.tree.conditions import Condition, Is
from postwise.tree.human_texts import texts, texts_below
from postwise.tree.model import Tree
from postwise.tree.placeholders import DEFAULTS, names
from postwise.tree.problems import TomlPath


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that says a value or an answer, or an aside that looks at one, at a node."""

    where: TomlPath
    node: str | None
    """The question, branch or outcome; None for what is read before anything has been asked."""
    condition: Condition | None
    """What has to hold for it to be read."""


def texts_naming(tree: Tree) -> dict[str, list[Reading]]:
    """Return where each value and each answer is said in a text, by the name of the value or of the question."""
    readings: dict[str, list[Reading]] = {}
    fillable = (tree.values.keys() | tree.questions.keys()) - tree.profile.keys() - DEFAULTS.keys()
    for where, text in texts(tree):
        for name in dict.fromkeys(names(text)):
            if name in fillable:
                readings.setdefault(name, []).extend(_shown(tree, where))
    return readings


def said_by(tree: Tree, outcome_id: str) -> tuple[str, ...]:
    """Return the questions whose answers change what is said at an outcome, through values too."""
    outcome = tree.outcomes[outcome_id]
    said = [name for _, text in texts_below(("outcome", outcome_id), outcome) for name in names(text)]
    looked = [name for one in (*outcome.notes, *outcome.see) if one.condition for name in one.condition.names()]
    heard = {*behind(tree, (*said, *looked))}
    return tuple(
        question_id
        for question_id, question in tree.questions.items()
        if question_id in heard or any(option.note for option in question.options)
    )


def _shown(tree: Tree, where: TomlPath) -> Iterator[Reading]:
    kind, name = where[0], str(where[1])
    if kind not in {"question", "outcome"}:
        yield Reading(where, None, None)
    elif kind == "question" and where[-1] == "note":
        answers = tree.questions[name].answers or ()
        answer = answers[int(where[3])].name if where[2] == "answers" else str(where[2])
        for outcome in tree.outcomes:
            yield Reading(where, outcome, Condition((((name, Is(answer)),),)))
    elif where[2] in {"notes", "see"}:
        aside = getattr(tree.questions[name] if kind == "question" else tree.outcomes[name], str(where[2]))[where[3]]
        yield Reading(where, name, aside.condition)
    else:
        yield Reading(where, name, None)
