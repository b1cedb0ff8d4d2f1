"""What a recommendation says, section by section, before it is set as text, Markdown or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postwise.logic.reachable_outcomes import OutcomeSet
from postwise.show.document import Item, Section
from postwise.text import cleaned
from postwise.tree.model import Verdict
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.recommendation import SIGNS, Recommendation, VerdictSign
from postwise.walk.walk import QuestionStep, Walk
from postwise.walk.what_if import AnswerChange, NewAnswer, WorthSettling, changes, fewest, settle


@dataclass(frozen=True, slots=True)
class RecommendationDocument:
    """A finished walk's recommendation, or how far an unfinished one came."""

    source: str
    """The tree's title and version."""
    sign: VerdictSign | None
    """The verdict; None before the end."""
    headline: str
    reason: str
    """Markdown; empty if there is none."""
    sections: tuple[Section, ...]

    @property
    def opening(self) -> str:
        """The verdict as sign and word with the headline, or the headline alone before the end."""
        return f"{self.sign.sign} {self.sign.word}: {self.headline}" if self.sign else self.headline


def report(
    walk: Walk, *, draft: str | None = None, answers: bool = True, onward: str | None = None
) -> RecommendationDocument:
    """Return what a walk has to say.

    `draft` is the text that was thought about; `answers` keeps what the person answered, and all that follows from
    single answers; `onward` is the title of the tree in which the walk can go on.
    """
    found = walk.recommendation
    about = walk.tree.about
    source = walk.filled(about.title) + (f", version {walk.filled(about.version)}" if about.version else "")
    if found is None:
        return RecommendationDocument(
            source, None, "This walk is not finished.", "", tuple(_filled(_unfinished(walk, draft, answers)))
        )
    sections = tuple(_filled(_finished(walk, found, draft, answers, onward)))
    return RecommendationDocument(source, SIGNS[found.verdict], found.headline, found.reason, sections)


def _filled(sections: Iterator[Section]) -> Iterator[Section]:
    return (section for section in sections if section.items)


def _unfinished(walk: Walk, draft: str | None, answers: bool) -> Iterator[Section]:  # noqa: FBT001
    if walk.question is not None:
        yield Section("The question left", (_asked(walk.question),))
    if answers:
        yield from road(walk)
    yield _draft(draft)


def _asked(question: FilledQuestion) -> Item:
    return Item(question.ask, under=tuple(Item(answer.text) for answer in question.answers))


def _finished(
    walk: Walk,
    found: Recommendation,
    draft: str | None,
    answers: bool,  # noqa: FBT001
    onward: str | None,
) -> Iterator[Section]:
    yield Section("Next", tuple(Item(step) for step in found.next), "steps")
    yield Section("Keep in mind", tuple(Item(note, markdown=True) for note in found.notes))
    yield Section("See", tuple(Item(link.title or link.url, address=link.url) for link in found.see))
    if answers:
        yield from road(walk)
        yield from _explained(walk)
    if found.tree is not None:
        title = f"“{onward}”" if onward else found.tree
        yield Section("Go on", (Item(f"In {title}: postwise run {found.tree}"),))
    yield _draft(draft)


def _explained(walk: Walk) -> Iterator[Section]:

    return explained(walk)


def _draft(draft: str | None) -> Section:
    lines = cleaned(draft).strip("\n").splitlines() if draft and draft.strip() else ()
    return Section("Your draft", tuple(Item(line) for line in lines), "draft")


def road(walk: Walk) -> Iterator[Section]:
    """Yield the questions and answers of a walk, a section for each tree, the first tree first.

    An answer that came along from an earlier tree stands there only.
    """
    legs = list(reversed(list(_legs(walk))))
    for leg in legs:
        title = "How you got here" + (f": {leg.filled(leg.tree.title)}" if len(legs) > 1 else "")
        yield Section(title, tuple(_answered(leg, step) for step in leg.steps if not step.carried), "road")


def _legs(walk: Walk) -> Iterator[Walk]:
    leg: Walk | None = walk
    while leg is not None:
        yield leg
        leg = leg.previous


def _answered(leg: Walk, step: QuestionStep) -> Item:
    said = cleaned(leg.said(step))
    if step.unsure:
        said = f"Not sure; for now: {said}"
    return Item(leg.filled(step.question.ask), under=(Item(said),))


COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
UNKNOWN = "Somewhere else, it may be: the tree is too large to say"


def explained(walk: Walk) -> Iterator[Section]:
    """Yield what single other answers would lead to, kindest first, and the unsure answers that are worth settling."""
    yield Section("What would change this", (*_changes(walk), *_fewest(walk)))
    yield Section("Worth settling", tuple(_settled(walk, one) for one in settle(walk)))


def signed(verdict: Verdict) -> str:
    """Return a verdict as its sign and its word."""
    return f"{SIGNS[verdict].sign} {SIGNS[verdict].word}"


def _changes(walk: Walk) -> Iterator[Item]:
    together: dict[str, list[Item]] = {}
    for change in changes(walk):
        leads_to = UNKNOWN if change.endings is None else _ending(_changed(walk, change), change.endings)
        together.setdefault(leads_to, []).append(Item(_other_answer(walk, change)))
    yield from (Item(leads_to, under=tuple(answers)) for leads_to, answers in together.items())


def _changed(walk: Walk, change: AnswerChange) -> Walk:
    """Return the walk that is asked for an ending's words: the changed one, if the words depend on the walk."""
    headline = walk.tree.outcomes[change.outcome].headline if change.outcome else ""
    return walk.change(change.question, change.answer) if "{" in headline else walk


def _ending(walk: Walk, endings: OutcomeSet) -> str:
    if endings.only is not None:
        outcome = walk.tree.outcomes[endings.only]
        return f"{signed(outcome.verdict)}: {walk.filled(outcome.headline)}"
    verdicts = [signed(verdict) for verdict in endings.verdicts]
    listed = verdicts[0] if len(verdicts) == 1 else f"{', '.join(verdicts[:-1])} or {verdicts[-1]}"
    return f"{listed}, by what you answer then"


def _other_answer(walk: Walk, change: AnswerChange) -> str:
    question = walk.tree.questions[change.question]
    ask = walk.filled(question.ask)
    if change.item is None:
        return f"“{change.words}” to “{ask}”"
    item = walk.filled(question.by_id[change.item].text)
    ticked = isinstance(change.answer, frozenset) and change.item in change.answer
    return f"“{item}” {'ticked' if ticked else 'not ticked'} at “{ask}”"


def _fewest(walk: Walk) -> Iterator[Item]:
    found = fewest(walk)
    if found is not None and len(found.changes) > 1:  # one alone stands among the changes already
        number = COUNTS[len(found.changes)] if len(found.changes) < len(COUNTS) else str(len(found.changes))
        under = tuple(_turned(walk, turn) for turn in (*found.changes, *found.new))
        yield Item(f"Fewest changes to {signed(found.verdict)}: {number}", under=under)
    elif found is not None and found.changes:
        yield Item(f"Fewest changes to {signed(found.verdict)}: one")


def _turned(walk: Walk, turn: NewAnswer) -> Item:
    return Item(f"“{turn.words}” to “{walk.filled(walk.tree.questions[turn.question].ask)}”")


def _settled(walk: Walk, found: WorthSettling) -> Item:
    leads = (Item(f"“{lead.words}” leads to {_ending(walk, lead.endings)}") for lead in found.answers)
    return Item(walk.filled(walk.tree.questions[found.question].ask), under=tuple(leads))
