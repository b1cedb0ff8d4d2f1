"""A brief to paste into a message to a colleague: the situation, the doubts, and what there is to decide together.

Beside a right, in the ending or in what was asked, it says what there is to do and with whom, and nothing that was
answered: what happened to somebody is theirs to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postwise.show.document import Item
from postwise.show.markdown import in_one_line
from postwise.show.recommendation_document import people
from postwise.text import command_line, on_one_line, safe
from postwise.tree.library import Library
from postwise.tree.placeholders import names
from postwise.walk.path import QuestionStep
from postwise.walk.recommendation import SIGNS, Recommendation
from postwise.walk.walk import Walk

NOT_SURE = "Not sure"
"""What somebody said who was not sure; what it was taken for, they have not said."""
LEFT_OUT = "My answers are left out, and so is the code that opens them. Ask me, and I say what I may."
"""What stands in the place of the answers beside a right."""


NOT_SAID = "talk to me about it."
"""What stands in the place of a headline that says an answer."""


def keeps_answers_back(walk: Walk) -> bool:
    """Tell whether a brief leaves out what was answered.

    So it does where a walk ends beside a right, or where somebody may not be safe, and where it came by such an ending;
    and wherever it ends, if it was asked about a right, or something was said of one.
    """
    ends = (leg.outcome for leg in walk.legs if leg.outcome is not None)
    said = (step for leg in walk.legs for step in leg.own.values())
    return any(end.rights or end.urgent for end in ends) or any(step.question.rights or step.asserted for step in said)


def brief(walk: Walk, library: Library) -> str:
    """Return the brief of a finished walk in plain lines, ending in a line break; empty before its end.

    A tree that is not of the library is named by its file, which a colleague needs as well.

    It holds the answers in the person's own choices, what they were unsure of and what that could change, what the
    tree suggests and whom to turn to, and the walk code that opens the same walk on a colleague's machine. Typed texts
    are left out; so are, beside a right, all answers, the code, and what is said only after some of them.
    """
    recommendation = walk.recommendation
    return safe("\n".join(_lines(walk, recommendation, library))) + "\n" if recommendation is not None else ""


def _lines(walk: Walk, recommendation: Recommendation, library: Library) -> Iterator[str]:
    kept_back = keeps_answers_back(walk)
    told = replace(_after_any_answer(walk, recommendation) if kept_back else recommendation, by_place=False)
    yield "Can we talk something through?"
    yield ""
    yield f"I walked through “{walk.title}” and it ends in “{SIGNS[told.verdict].word}”: {told.headline}"
    if told.reason:
        yield in_one_line(told.reason)
    if kept_back:
        yield from _part("The situation", (LEFT_OUT,))
    else:
        yield from _answered(walk)
    yield from _part("What there is to decide", (*told.next, *map(in_one_line, told.notes)))
    yield from _part("Whom to turn to", map(_reached, people(told).items))
    if not kept_back:
        yield from _codes(walk, library)


def _after_any_answer(walk: Walk, recommendation: Recommendation) -> Recommendation:
    """Return a recommendation without what is said only after some answers, or says one: it would tell them."""
    outcome, said = walk.tree.outcomes[walk.at], {*walk.tree.questions, *walk.tree.values}

    def tells_none(text: str) -> bool:
        return said.isdisjoint(names(text))

    notes = tuple(note for note in outcome.notes if note.condition is None and tells_none(note.text))
    steps = tuple(walk.filled(step) for step in outcome.next if tells_none(step))
    contacts = tuple(walk.words.contact(contact) for contact in outcome.see if contact.condition is None)
    headline = recommendation.headline if tells_none(outcome.headline) else NOT_SAID
    reason = recommendation.reason if tells_none(outcome.reason or "") else ""
    return replace(recommendation, headline=headline, reason=reason, next=steps, notes=walk.notes(notes), see=contacts)


def _reached(contact: Item) -> str:
    where = contact.phone or contact.address
    return contact.text if where == contact.text else f"{contact.text}: {where}"


def _part(title: str, lines: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    """Yield a part after an empty line, or nothing if there is nothing in it."""
    items = tuple(lines)
    if items:
        yield ""
        yield title
        yield from (f"- {line}" for line in items)


def _answered(walk: Walk) -> Iterator[str]:
    steps = [(leg, step) for leg in walk.legs for step in leg.own.values()]
    told = [(leg, step) for leg, step in steps if step.question.kind != "text"]
    said = (f"{leg.filled(step.question.ask)} {NOT_SURE if step.unsure else leg.said(step)}" for leg, step in told)
    yield from _part("The situation", said)
    unsure = ((leg, step) for leg, step in steps if step.unsure)
    doubts = (f"{leg.filled(step.question.ask)} ({_weight(leg, step, walk)})" for leg, step in unsure)
    yield from _part("What I was not sure of", doubts)


def _codes(walk: Walk, library: Library) -> Iterator[str]:
    yield ""
    for leg in (leg for leg in walk.legs[:-1] if leg.steps):
        yield _opened(f"What came before that, in “{leg.title}”", leg, library)
    left = walk.ended_early is not None  # no code holds that
    opens = "To go on from the question that was left" if left else "To open the same walk"
    yield _opened(opens, walk, library)


def _opened(words: str, walk: Walk, library: Library) -> str:
    file = library.file_needed(walk.tree)
    needed = f" (it needs the file {on_one_line(file)})" if file else ""
    return f"{words}{needed}: {command_line('run', file or walk.tree.id, resume=walk.code)}"


def _weight(leg: Walk, step: QuestionStep, walk: Walk) -> str:
    """Return in words what hangs on a doubt, in the last tree or in one on the way there that it came along into."""
    if _settles(walk, step):
        return "it could change the answer"
    on_the_way = walk.legs[walk.legs.index(leg) : -1]
    led = any(_settles(each, step) or step.node_id in (each.what_if.decided or ()) for each in on_the_way)
    return "it could change where this goes on" if led else "it does not change the verdict"


def _settles(walk: Walk, step: QuestionStep) -> bool:
    return step.node_id in {doubt.question for doubt in walk.what_if.settle}
