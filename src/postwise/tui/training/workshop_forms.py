"""The forms with which a group writes its tree, and what each answer makes of the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import get_args

from postwise.author.templates import in_a_year
from postwise.errors import PostwiseError
from postwise.train.ballot import LIVING
from postwise.train.events import MOST_PEOPLE
from postwise.train.group_draft import DraftAnswer, DraftOutcome, DraftQuestion
from postwise.train.workshop import Workshop
from postwise.tree.model import Verdict
from postwise.tui.form_dialog import FormDialog, FormField
from postwise.tui.training.workshop_lines import labels

Change = Callable[[Workshop, Mapping[str, str]], Workshop]
"""What the lines of a form make of a draft."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def asked_for(writing: Workshop, target: tuple[object, ...], today: dt.date) -> tuple[FormDialog, Change]:
    """Return the form for a line of the page that was chosen, and what becomes of what is filled in."""
    match target:
        case ("question", str(name)):
            return _question(writing, name)
        case ("answer", str(question), str(name)):
            return _answer(writing, question, name)
        case ("outcome", str(name)):
            return _outcome(writing, name)
        case ("differ", str(name)):
            form = FormDialog("What do those who differ want kept?", "In their words; nobody is named.", [_line()])
            return form, lambda draft, filled: draft.differ(name, filled["text"])
        case ("consent",):
            return _consent()
        case ("close",):
            return _close(writing, today)
        case ("dilemma",):
            form = FormDialog("A dilemma, disguised", "No name, and no post of anybody here.", [_line()])
            return form, lambda draft, filled: draft.dilemma(filled["text"])
        case _:
            form = FormDialog("What must people be able to trust us for?", "", [_line(writing.trust)])
            return form, lambda draft, filled: draft.trusted(filled["text"])


def _line(value: str = "") -> FormField:
    return FormField("text", "In a line", value)


def _question(writing: Workshop, name: str) -> tuple[FormDialog, Change]:
    was = next((one for one in writing.questions if one.id == name), DraftQuestion("", ""))
    blanks = [FormField("ask", "Question", was.ask), FormField("why", "Why we ask", was.why)]
    form = FormDialog("A question", "About the situation, not the person.", blanks, _some("ask", "Write the question."))
    return form, lambda draft, filled: draft.ask(filled["ask"], filled["why"], name)


def _some(name: str, complaint: str) -> Callable[[Mapping[str, str]], str]:
    return lambda filled: "" if filled[name] else complaint


def _answer(writing: Workshop, question: str, name: str) -> tuple[FormDialog, Change]:
    named = labels(writing)
    by_label = {label.casefold(): one for one, label in named.items()}
    asked = next(one for one in writing.questions if one.id == question)
    was = next((one for one in asked.answers if one.id == name), DraftAnswer("", "", ""))
    blanks = [
        FormField("text", "Answer", was.text),
        FormField("goto", "Leads to: the number of a question, or the letter of an ending", named.get(was.goto, "")),
    ]

    def refuse(filled: Mapping[str, str]) -> str:
        if filled["goto"].casefold() not in by_label:
            return f"Say where it leads: one of {', '.join(named.values())}."
        return "" if filled["text"] else "Write the answer."

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        return draft.answer(question, filled["text"], by_label[filled["goto"].casefold()], name)

    return FormDialog("An answer", asked.ask, blanks, refuse), change


def _outcome(writing: Workshop, name: str) -> tuple[FormDialog, Change]:
    was = next((one for one in writing.outcomes if one.id == name), DraftOutcome("", "", "talk"))
    blanks = [
        FormField("headline", "What you would say to a friend", was.headline),
        FormField("verdict", "In one word", was.verdict),
        FormField("reason", "Why", was.reason),
        FormField("steps", "Next steps, with a semicolon between", "; ".join(was.next)),
    ]

    def refuse(filled: Mapping[str, str]) -> str:
        if filled["verdict"].casefold() not in VERDICTS:
            return f"The word is one of {', '.join(VERDICTS)}."
        return "" if filled["headline"] else "Write what you would say to a friend."

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        verdict = next(one for one in VERDICTS if one == filled["verdict"].casefold())
        steps = tuple(filled["steps"].split(";"))
        return draft.outcome(filled["headline"], verdict, reason=filled["reason"], steps=steps, outcome=name)

    return FormDialog("An ending", "Say what remains possible, too.", blanks, refuse), change


def _consent() -> tuple[FormDialog, Change]:
    def refuse(filled: Mapping[str, str]) -> str:
        try:
            LIVING.typed(filled["counts"], MOST_PEOPLE)
        except PostwiseError as error:
            return str(error)
        return ""

    blanks = [FormField("counts", "Yes, with a change, no, pass", "", "7 2 1")]
    form = FormDialog("Safe enough to try until the review?", "Counts, and nobody's name.", blanks, refuse)
    return form, lambda draft, filled: draft.consented(LIVING.typed(filled["counts"], MOST_PEOPLE))


def _close(writing: Workshop, today: dt.date) -> tuple[FormDialog, Change]:
    until = writing.review_by or in_a_year(today)
    blanks = [
        FormField("owner", "Who looks after it, by role", writing.owner, "the events lead"),
        FormField("until", "Looked at again by", until.isoformat()),
    ]

    def refuse(filled: Mapping[str, str]) -> str:
        try:
            day = dt.date.fromisoformat(filled["until"])
        except ValueError:
            return "Write the day as 2027-05-01."
        if day < today:
            return "The review has to lie ahead."
        return "" if filled["owner"] else "Say which role it is."

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        return draft.close(filled["owner"], today, dt.date.fromisoformat(filled["until"]))

    return FormDialog("Who looks after it?", "A role and never a name.", blanks, refuse), change
