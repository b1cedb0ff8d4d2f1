"""What is asked before something is written into a tree's file: the words of a question or an ending, another id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from postwise.author.node_writer import BETWEEN, add_node, outcome_lines, question_lines
from postwise.author.renaming import rename, rename_answer
from postwise.errors import PostwiseError
from postwise.text import joined
from postwise.tree.model import VERDICTS, Question
from postwise.tui.dialogs import ChoiceDialog, FormDialog, FormField

QUESTION, ENDING = "q", "e"
MOST_KEYS = 9
"""So many answers have a key of their own."""
Words = Mapping[str, str]
"""The organisation's words, which texts may name."""


def kind_of(node_id: str) -> ChoiceDialog:
    """Return the dialog that asks what something is to be that is not written yet."""
    choices = {QUESTION: "A question", ENDING: "An ending"}
    return ChoiceDialog(f"“{node_id}” is not written yet", "What is it?", choices)


def node_form(kind: str, path: Path, node_id: str, taken: Collection[str], words: Words) -> FormDialog:
    """Return the form that writes it, in the words that are typed."""
    said = f"It is written at the end of {path.name}. Everything that is there stays as it is."
    if kind == QUESTION:
        title = f"A question, “{node_id}”"
        blanks = [
            FormField("ask", "The question"),
            FormField("why", "Why it is asked"),
            FormField("answers", f"The answers, with {BETWEEN} between them", hint="Yes / No"),
        ]
    else:
        title = f"An ending, “{node_id}”"
        said = f"{said} The verdict is {joined(VERDICTS, 'or')}."
        blanks = [
            FormField("headline", "What is recommended, in a sentence"),
            FormField("verdict", "The verdict"),
            FormField("reason", "Why"),
            FormField("step", "What to do next"),
        ]

    def lines(filled: Words) -> Iterator[str]:
        if kind == QUESTION:
            return question_lines(node_id, filled["ask"], filled["answers"], taken, filled["why"])
        return outcome_lines(node_id, filled["headline"], filled["verdict"], filled["reason"], filled["step"])

    return FormDialog(title, said, blanks, _refusing(lambda filled: add_node(path, node_id, [*lines(filled)], words)))


def which_id(question: Question) -> ChoiceDialog | None:
    """Return the dialog that asks whether the question gets another id or one of its answers; None if none has one."""
    named = [answer for answer in question.answers or () if answer.id is not None][:MOST_KEYS]
    choices = {str(number): f"{answer.id}: {answer.text}" for number, answer in enumerate(named, 1)}
    return ChoiceDialog("Another id", "For what?", {QUESTION: "The question", **choices}) if named else None


def rename_form(path: Path, node_id: str, words: Words) -> FormDialog:
    """Return the form that gives something another id."""
    return _id_form(path, node_id, lambda typed: rename(path, node_id, typed, words))


def rename_answer_form(path: Path, question_id: str, answer_id: str, words: Words) -> FormDialog:
    """Return the form that gives an answer another id."""
    return _id_form(path, answer_id, lambda typed: rename_answer(path, question_id, answer_id, typed, words))


def _id_form(path: Path, old: str, write: Callable[[str], object]) -> FormDialog:
    where = f"It is changed wherever {path.name} names it: gotos, conditions, scenarios, promises and texts."
    blanks = [FormField("id", "Its id", old)]
    return FormDialog(f"Another id for “{old}”", where, blanks, _refusing(lambda filled: write(filled["id"])))


def _refusing(write: Callable[[Words], object]) -> Callable[[Words], str]:
    """Return what writes something, and returns what stood in the way: the form stays with its words."""

    def refuse(filled: Words) -> str:
        try:
            write(filled)
        except PostwiseError as error:
            return str(error)
        return ""

    return refuse
