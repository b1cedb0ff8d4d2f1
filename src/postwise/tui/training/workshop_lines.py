"""The hour in which a group writes a tree, as lines of a page; what is chosen on it opens a form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import count
from typing import cast

from postwise.author.templates import in_a_year
from postwise.errors import PostwiseError
from postwise.show.group_guidance import consent_in_words
from postwise.show.mantra import mantra
from postwise.text import counted
from postwise.train.ballot import LIVING
from postwise.train.events import MOST_PEOPLE
from postwise.train.group_draft import DraftAnswer, DraftOutcome, DraftQuestion
from postwise.train.workshop import ENOUGH_SCENARIOS, RESULTS, Result, Workshop, WorkshopError
from postwise.tree.answers import AS_A_DAY
from postwise.tree.model import VERDICTS
from postwise.tree.placeholders import spoken
from postwise.tree.typed_answers import day_in, day_understood
from postwise.tui.dialogs import FormDialog, FormField
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine, heading, option
from postwise.tui.widgets.recommendation_lines import signed

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def labels(writing: Workshop) -> dict[str, str]:
    """Return what each question (a number) and each outcome (a letter) of a draft is called on the page, by id."""
    numbers = {question.id: str(place) for place, question in enumerate(writing.questions, 1)}
    letters = (LETTERS[place % 26] * (place // 26 + 1) for place in count())
    return numbers | {outcome.id: letter for outcome, letter in zip(writing.outcomes, letters, strict=False)}


Keys = Mapping[str, str]


def writing_lines(writing: Workshop, keys: Keys) -> Iterator[PageLine]:
    """Yield the page of the present part of the hour; `keys` are as a person reads them, by the names of commands."""
    yield BLANK
    yield PageLine(line(writing.part.say, "bold"))
    yield BLANK
    yield from PARTS[writing.part.name](writing, keys)


def _add(text: str, target: Hashable, indent: int = 0) -> PageLine:
    return PageLine(styled(text, "muted"), styled("+  ", "accent bold"), target, indent)


def _trust(writing: Workshop, _keys: Keys) -> Iterator[PageLine]:
    if writing.trust:
        yield PageLine(line(writing.filled(writing.trust)), styled("·  ", "accent"), ("trust",))
    else:
        yield _add("Write the line", ("trust",))


def _dilemmas(writing: Workshop, _keys: Keys) -> Iterator[PageLine]:
    yield from (PageLine(line(writing.filled(story)), styled("·  ", "accent")) for story in writing.dilemmas)
    yield _add("Write one down, disguised", ("dilemma",))


def _pick(writing: Workshop, keys: Keys) -> Iterator[PageLine]:
    if not writing.dilemmas:
        yield PageLine(styled(f"There is none yet. {keys['back']} goes back to write some."))
    for place, story in enumerate(writing.dilemmas):
        yield option(("pick", place), writing.filled(story), on=writing.picked == place)


def _draft(writing: Workshop, _keys: Keys) -> Iterator[PageLine]:
    named = labels(writing)
    if writing.story:
        yield PageLine(line(writing.filled(writing.story), "muted"), rows=2)
        yield BLANK
    yield from _wrong(writing)
    yield BLANK
    for question in writing.questions:
        yield from _question(writing, question, named)
    yield _add("Another question", ("question", ""))
    yield BLANK
    yield PageLine(rule=True)
    for outcome in writing.outcomes:
        lead = styled(f"{named[outcome.id]}  ", "accent bold")
        yield PageLine(
            line(writing.filled(outcome.headline), "bold"), lead, ("outcome", outcome.id), right=signed(outcome.verdict)
        )
    yield _add("Another ending", ("outcome", ""))


def _question(writing: Workshop, question: DraftQuestion, named: Mapping[str, str]) -> Iterator[PageLine]:
    lead = styled(f"{named[question.id]}  ", "accent bold")
    yield PageLine(line(writing.filled(question.ask), "bold"), lead, ("question", question.id))
    for answer in question.answers:
        to = styled(f"→ {named.get(answer.goto, '?')}", "accent bold")
        yield PageLine(
            line(writing.filled(answer.text)), styled("-  "), ("answer", question.id, answer.id), 3, right=to
        )
    yield _add("Another answer", ("answer", question.id, ""), 3)
    yield from (PageLine(line(writing.filled(text), "muted"), styled("≠  "), indent=3) for text in question.dissent)
    yield BLANK


def _wrong(writing: Workshop) -> Iterator[PageLine]:
    errors = writing.loaded.errors
    if not errors:
        yield PageLine(styled("The draft holds together.", "go bold"))
    for problem in errors[:5]:
        yield PageLine(line(problem.message, "stop"), styled("▲  ", "stop"))


def _run(writing: Workshop, _keys: Keys) -> Iterator[PageLine]:
    broken = writing.broken()
    for scenario in writing.scenarios:
        ended = (
            styled("▲ does not come to an end any more", "stop") if scenario.title in broken else styled("ran through")
        )
        yield PageLine(line(writing.filled(scenario.title)), styled("☑  ", "accent"), right=ended)
    left = ENOUGH_SCENARIOS - len(writing.scenarios)
    first = "Run the one you picked through it" if not writing.scenarios else "Run another case through it"
    yield _add(first, ("run",))
    if left > 0:
        yield PageLine(styled(f"{left} more, if there is time.", "muted"))
    yield BLANK
    yield from _wrong(writing)


def _words(writing: Workshop, _keys: Keys) -> Iterator[PageLine]:
    yield heading(RESULTS["mantra"])
    if writing.mantra:
        yield PageLine(line(writing.filled(writing.mantra), "bold"), styled("·  ", "accent"), ("mantra",))
    else:
        yield _add("Write it in one breath", ("mantra",))
        if (tree := writing.loaded.tree) is not None:
            yield PageLine(line(f"The tree's own questions: {mantra(tree, writing.words)}", "muted"), indent=3)
    yield BLANK
    yield heading(RESULTS["guidance"])
    for place, text in enumerate(writing.guidance):
        yield PageLine(line(writing.filled(text)), styled("·  ", "accent"), ("guidance", place))
    yield _add("Write a line", ("guidance", len(writing.guidance)))


def _consent(writing: Workshop, _keys: Keys) -> Iterator[PageLine]:
    for result, name in RESULTS.items():
        yield heading(name)
        yield from _read_back(writing, result)
        said = consent_in_words(writing, result)
        style = "bold" if said else "muted"
        vote = styled(said or "Type the vote: yes, with a change, no", style)
        yield PageLine(vote, styled("▸  ", "accent bold"), ("consent", result))
        yield BLANK
    for question in writing.questions:
        yield PageLine(line(writing.filled(question.ask)), styled("≠  ", "accent"), ("differ", question.id))
        yield from (PageLine(line(writing.filled(text), "muted"), styled("·  "), indent=3) for text in question.dissent)
    yield PageLine(styled("Choose a question to keep what those who differ say beside it.", "muted"))


def _read_back(writing: Workshop, result: Result) -> Iterator[PageLine]:
    """Yield what is put to the vote, as it is read out."""
    told = {"mantra": [writing.mantra] if writing.mantra else [], "guidance": writing.guidance, "tree": []}[result]
    yield from (PageLine(line(writing.filled(text)), indent=3) for text in told)
    if result == "tree":
        size = f"{counted(len(writing.questions), 'question')}, {counted(len(writing.outcomes), 'ending')}"
        yield PageLine(line(size), indent=3)
    elif not told:
        yield PageLine(styled("Nothing is written yet.", "muted"), indent=3)


def _close(writing: Workshop, keys: Keys) -> Iterator[PageLine]:
    if writing.review_by is not None:
        promise = f"{writing.filled(writing.owner)}, by {spoken(writing.review_by)}"
        yield PageLine(line(promise, "bold"), styled("▸  ", "accent bold"), ("close",))
    else:
        yield PageLine(
            styled("Say which role looks after it, and until when", "muted"), styled("▸  ", "accent bold"), ("close",)
        )
    yield BLANK
    missing = writing.missing()
    if missing:
        yield heading("What is missing yet")
        yield from (PageLine(line(sentence), styled("·  ", "accent")) for sentence in missing)
    else:
        yield PageLine(styled(f"The tree is whole. {keys['write-down']} writes it down.", "go bold"))
    yield BLANK
    yield PageLine(
        join([styled(keys["take-away"], "accent bold"), styled(" makes something to take away of it.", "muted")])
    )


PARTS: Mapping[str, Callable[[Workshop, Keys], Iterator[PageLine]]] = {
    "trust": _trust,
    "dilemmas": _dilemmas,
    "pick": _pick,
    "draft": _draft,
    "run": _run,
    "words": _words,
    "consent": _consent,
    "close": _close,
}
"""How each part of the hour is set."""


Change = Callable[[Workshop, Mapping[str, str]], Workshop]
"""What the lines of a form make of a draft."""


def asked_for(writing: Workshop, target: tuple[object, ...], today: dt.date) -> tuple[FormDialog, Change]:
    """Return the form for a line of the page that was chosen, and what becomes of what is filled in."""
    match target:
        case ("question", str(question_id)):
            return _question_form(writing, question_id)
        case ("answer", str(question_id), str(answer_id)):
            return _answer_form(writing, question_id, answer_id)
        case ("outcome", str(outcome_id)):
            return _outcome_form(writing, outcome_id)
        case ("differ", str(question_id)):
            form = FormDialog("What do those who differ want kept?", "In their words; nobody is named.", [_line()])
            return form, lambda draft, filled: draft.differ(question_id, filled["text"])
        case ("consent", result):
            return _consent_form(writing, cast("Result", result))
        case ("close",):
            return _close_form(writing, today)
        case _:
            return _line_form(writing, target)


def _line_form(writing: Workshop, target: tuple[object, ...]) -> tuple[FormDialog, Change]:
    """Return the form for something that is written in a line."""
    match target:
        case ("mantra",):
            form = FormDialog("In one breath", "As you would say it to a friend.", [_line(writing.mantra)])
            return form, lambda draft, filled: draft.in_one_breath(filled["text"])
        case ("guidance", int(place)):
            before = writing.guidance[place] if place < len(writing.guidance) else ""
            form = FormDialog("A line of guidance", "What to do, in plain words.", [_line(before)])
            return form, lambda draft, filled: draft.guide(filled["text"], place)
        case ("dilemma",):
            form = FormDialog("A dilemma, disguised", "No name, and no post of anybody here.", [_line()])
            return form, lambda draft, filled: draft.dilemma(filled["text"])
        case _:
            form = FormDialog("What must people be able to trust us for?", "", [_line(writing.filled(writing.trust))])
            return form, lambda draft, filled: draft.trusted(filled["text"])


def _line(value: str = "") -> FormField:
    return FormField("text", "In a line", value)


def _form(
    writing: Workshop, title: str, text: str, blanks: Sequence[FormField], change: Change
) -> tuple[FormDialog, Change]:
    """Return a form that takes only what the draft takes."""

    def refuse(filled: Mapping[str, str]) -> str:
        try:
            change(writing, filled)
        except PostwiseError as error:
            return str(error)
        return ""

    return FormDialog(title, text, blanks, refuse), change


def _question_form(writing: Workshop, question_id: str) -> tuple[FormDialog, Change]:
    before = next((drafted for drafted in writing.questions if drafted.id == question_id), DraftQuestion("", ""))
    blanks = [FormField("ask", "Question", before.ask), FormField("why", "Why we ask", before.why)]

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        return draft.ask(filled["ask"], filled["why"], question_id)

    return _form(writing, "A question", "About the situation, not the person.", blanks, change)


def _answer_form(writing: Workshop, question_id: str, answer_id: str) -> tuple[FormDialog, Change]:
    named = labels(writing)
    by_label = {label.casefold(): node_id for node_id, label in named.items()}
    asked = next(drafted for drafted in writing.questions if drafted.id == question_id)
    before = next((drafted for drafted in asked.answers if drafted.id == answer_id), DraftAnswer("", "", ""))
    leads_to = "Leads to: the number of a question, or the letter of an ending"
    blanks = [FormField("text", "Answer", before.text), FormField("goto", leads_to, named.get(before.goto, ""))]

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        goto = by_label.get(filled["goto"].casefold())
        if goto is None:
            raise WorkshopError(f"Say where it leads: one of {', '.join(named.values())}.")
        return draft.answer(question_id, filled["text"], goto, answer_id)

    return _form(writing, "An answer", writing.filled(asked.ask), blanks, change)


def _outcome_form(writing: Workshop, outcome_id: str) -> tuple[FormDialog, Change]:
    before = next((drafted for drafted in writing.outcomes if drafted.id == outcome_id), DraftOutcome("", "", "talk"))
    blanks = [
        FormField("headline", "What you would say to a friend", before.headline),
        FormField("verdict", "In one word", before.verdict),
        FormField("reason", "Why", before.reason),
        FormField("steps", "Next steps, with a semicolon between", "; ".join(before.next)),
    ]

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        verdict = next((verdict for verdict in VERDICTS if verdict == filled["verdict"].casefold()), None)
        if verdict is None:
            raise WorkshopError(f"The word is one of {', '.join(VERDICTS)}.")
        steps = tuple(filled["steps"].split(";"))
        return draft.outcome(filled["headline"], verdict, reason=filled["reason"], steps=steps, outcome=outcome_id)

    return _form(writing, "An ending", "Say what remains possible, too.", blanks, change)


def _consent_form(writing: Workshop, result: Result) -> tuple[FormDialog, Change]:
    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        return draft.consented(result, LIVING.typed(filled["counts"], MOST_PEOPLE))

    blanks = [FormField("counts", "Yes, with a change, no, pass", "", "7 2 1")]
    title = f"{RESULTS[result]}: safe enough to try until the review?"
    return _form(writing, title, "Counts, and nobody's name.", blanks, change)


def _close_form(writing: Workshop, today: dt.date) -> tuple[FormDialog, Change]:
    until = writing.review_by or in_a_year(today)
    blanks = [
        FormField("owner", "Who looks after it, by role", writing.owner, "the events lead"),
        FormField("until", "Looked at again by", spoken(until), understood=day_understood),
    ]

    def change(draft: Workshop, filled: Mapping[str, str]) -> Workshop:
        day = day_in(filled["until"], today)
        if day is None:
            raise WorkshopError(f"Write the day {AS_A_DAY}.")
        return draft.close(filled["owner"], today, day)

    return _form(writing, "Who looks after it?", "A role and never a name.", blanks, change)
