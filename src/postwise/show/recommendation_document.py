"""What a recommendation consists of, each sentence of it made once; set as text, as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from postwise.logic.lookahead import SOON
from postwise.logic.reachable_outcomes import OutcomeSet
from postwise.logic.reads import said_by
from postwise.show import document
from postwise.show.document import Item, Section, contact_item
from postwise.show.html_page import page
from postwise.show.markdown import html, plain_block, wrapped
from postwise.text import FULL, command_line, for_html, for_markdown, joined, number_word, safe
from postwise.tree.conditions import Answered
from postwise.tree.library import NextTree
from postwise.tree.model import Contact
from postwise.walk.ending_ahead import decided_in_words, hanging_on
from postwise.walk.path import QuestionStep
from postwise.walk.recommendation import SIGNS, Recommendation, VerdictSign
from postwise.walk.saved_walk import SavedContact, SavedOutcome, SavedStep, SavedWalk
from postwise.walk.walk import Walk
from postwise.walk.walking import answered
from postwise.walk.what_if import AnswerChange, NewAnswer, WorthSettling

Advice = Recommendation | SavedOutcome
ROAD = "How you got here"
DECIDED = "What decided it"
SEVERAL = 2
"""If all of more answers than these decided it, that is said in a word."""
IDLE = "(led to the same ending)"
UNFINISHED = "This walk is not finished."
PUT_ASIDE = "This walk was put aside, to go on with."
"""It may stand at an end, with answers kept for a later tree."""
OTHER_PUT_ASIDE = "Another road, looked at beside your own, was put aside, to go on with."
OTHER_ROAD = "another road, looked at beside your own"
WAITS = "(kept for when it comes up)"
NOT_ASKED = "The questions left were not asked: every answer to them leads to the same end."
NOT_HEARD = "The questions left were not asked: all answers to them lead to the same end, but change what is said here."
CHANGES = "What would change this"
NOT_BESIDE_A_RIGHT = "Where a right is at stake, no other answers are listed: what happened is yours to say."
BY_PLACE = "For numbers where you are: postwise config init."
UNKNOWN = "Somewhere else, it may be: the tree is too large to say"


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

    @classmethod
    def of(
        cls, walk: Walk, *, draft: str | None = None, answers: bool = True, onward: NextTree | None = None
    ) -> RecommendationDocument:
        """Return what a walk has to say; of an unfinished one, which question is left.

        `draft` is the text that was thought about; `answers` keeps what the person answered, and all that follows from
        single answers; `onward` is the tree in which the walk can go on.
        """
        recommendation = walk.recommendation
        if recommendation is None:
            sections = _unfinished(walk, answers=answers)
        else:
            sections = _finished(walk, recommendation, answers=answers, onward=onward)
        told = None if recommendation is not None and recommendation.urgent else draft
        return cls.about(source(walk.title, walk.version), recommendation, (*sections, _draft(told)))

    @classmethod
    def of_saved(cls, saved: SavedWalk) -> RecommendationDocument:
        """Return what was kept of a walk, in the words of that day; of an urgent ending, what it says alone."""
        day = saved.saved.astimezone().strftime("%Y-%m-%d at %H:%M")
        about = f"{source(saved.tree.title, saved.tree.version)}; saved on {day}"
        about += f"; {OTHER_ROAD}" if saved.other and saved.outcome is not None else ""
        advice = _advice(saved.outcome) if saved.outcome is not None else ()
        without = OTHER_PUT_ASIDE if saved.other else PUT_ASIDE
        alone = saved.outcome is not None and saved.outcome.urgent
        beside = () if alone else (*_saved_road(saved), _draft(saved.draft))
        return cls.about(about, saved.outcome, (*advice, *beside), without)

    @classmethod
    def about(
        cls, source: str, advice: Advice | None, sections: Iterable[Section], without: str = UNFINISHED
    ) -> RecommendationDocument:
        """Return what a piece of advice says with sections of it, those that are empty left out; `without` it, that."""
        shown = tuple(section for section in sections if section.items)
        if advice is None:
            return cls(source, None, without, "", shown)
        return cls(source, SIGNS[advice.verdict], advice.headline, advice.reason, shown)

    @property
    def opening(self) -> str:
        """The verdict as sign and word with the headline, or the headline alone before the end."""
        return f"{self.sign}: {self.headline}" if self.sign else self.headline

    def as_text(self, width: int = FULL) -> str:
        """Return it in plain lines of at most `width` columns, ending in a line break.

        It is all words: no sign and no line is drawn, and nothing hangs on where it stands, so that a screen reader and
        a pipe can use it.
        """
        opening = f"{self.sign.word.capitalize()}: {self.headline}" if self.sign else self.headline
        lines = [*_plain(opening, width), *_plain(self.source, width)]
        if self.reason:
            lines += ["", *wrapped(self.reason, width)]
        lines += (line for section in self.sections for line in ("", *in_lines(section, width)))
        return safe("\n".join(line.rstrip() for line in lines)) + "\n"

    def as_markdown(self) -> str:
        """Return it as CommonMark: the tree's plain texts escaped, its Markdown ones as they are, a draft quoted."""
        parts = [f"# {for_markdown(self.opening)}", for_markdown(self.source)]
        if self.reason:
            parts.append(safe(self.reason).strip())
        return "\n\n".join([*parts, *document.as_markdown(self.sections)]) + "\n"

    def as_html(self) -> str:
        """Return it as one page that prints well: no script, no outside request, everything escaped."""
        parts = [f'<p class="source">{for_html(self.source)}</p>']
        if self.sign:
            parts.append(f'<p class="verdict v-{for_html(self.sign.word)}">{for_html(f"{self.sign}")}</p>')
        parts.append(f"<h1>{for_html(self.headline)}</h1>")
        if self.reason:
            parts.append(f"<div>{html(self.reason)}</div>")
        body = "\n".join([*parts, *document.as_html(self.sections)])
        return page(f"{self.headline} ({self.source})", f"<main>\n{body}\n</main>")


SETTERS: Mapping[str, Callable[[RecommendationDocument], str]] = {
    "text": RecommendationDocument.as_text,
    "markdown": RecommendationDocument.as_markdown,
    "html": RecommendationDocument.as_html,
}
"""Every way in which the sections are set, by its name."""


def in_lines(section: Section, width: int = FULL) -> Iterator[str]:
    """Yield a section as plain lines of at most `width` columns, its title first."""
    yield section.title
    for number, item in enumerate(section.items, 1):
        bullet = f"{number}. " if section.form == "steps" else "" if section.form == "draft" else "- "
        yield from _text_item(item, width, "  ", bullet)


def sections_in_lines(sections: Iterable[Section], width: int = FULL) -> Iterator[str]:
    """Yield those of some sections that are not empty, in lines of at most `width` columns, a blank between two."""
    for place, section in enumerate(section for section in sections if section.items):
        if place:
            yield ""
        yield from in_lines(section, width)


def _plain(text: str, width: int, first: str = "") -> list[str]:
    return plain_block(text).lines(width, first, " " * len(first))


def _text_item(item: Item, width: int, indent: str, bullet: str) -> Iterator[str]:
    first = indent + bullet
    details = ", ".join(detail for detail in (item.phone, item.address) if detail and detail != item.text)
    text = f"{item.words}: {details}" if details else item.words
    yield from wrapped(text, width, first) if item.markdown else _plain(text, width, first)
    if item.typed:
        yield f"{' ' * len(first)}{safe(item.typed)}"
    for inner in item.under:
        yield from _text_item(inner, width, " " * len(first), "- " if len(item.under) > 1 else "")


def source(title: str, version: str | None) -> str:
    """Return which tree something is from."""
    return f"{title}, version {version}" if version else title


# The parts


def _unfinished(walk: Walk, *, answers: bool) -> Iterator[Section]:
    if walk.question is not None:
        answers_left = tuple(Item(answer.text) for answer in walk.question.answers)
        yield Section("The question left", (Item(walk.question.ask, under=answers_left),))
        outcome = walk.decided_already(SOON)
        if outcome is not None:
            yield Section("Where it leads", (Item(decided_in_words(walk, outcome)),))
    if answers:
        yield from road(walk)


def _finished(
    walk: Walk, recommendation: Recommendation, *, answers: bool, onward: NextTree | None
) -> Iterator[Section]:
    yield from to_do(recommendation, onward)
    if answers and not recommendation.urgent:
        yield from explained(walk)
    yield sources(walk)
    if answers and not recommendation.urgent:
        yield from road(walk, made_no_difference(walk))


def explained(walk: Walk) -> Iterator[Section]:
    """Yield what decided it, what is worth settling, and what would change it."""
    yield decided(walk)
    yield worth_settling(walk)
    yield _would_change(walk)


def no_other_road(walk: Walk, words: str) -> str:
    """Return in a sentence why there is no other road to look at; `words` where no answer leads to one."""
    end = walk.outcome
    return NOT_BESIDE_A_RIGHT if end is not None and end.rights else words


def besides(walk: Walk) -> Iterator[Section]:
    """Yield all that a finished walk has to say besides what there is to do."""
    if walk.recommendation is not None:
        yield keep_in_mind(walk.recommendation)
    yield from explained(walk)
    yield sources(walk)
    yield from road(walk, made_no_difference(walk))


def advised(walk: Walk, recommendation: Recommendation) -> RecommendationDocument:
    """Return what there is to do where a walk has ended, and nothing of how it came there."""
    about = source(walk.title, walk.version)
    return RecommendationDocument.about(about, recommendation, to_do(recommendation, None))


def to_do(recommendation: Recommendation, onward: NextTree | None) -> Iterator[Section]:
    """Yield what to do, whom to turn to, where to read and to go on, and what to keep in mind."""
    on: tuple[Section, ...] = ()
    if recommendation.tree is not None:
        item = Item(f"In the tree “{recommendation.tree}”.")
        if onward is not None:
            item = Item(f"In “{onward.title}”, from its first question:", typed=command_line("run", onward.typed))
        on = (Section("Go on", (item,)),)
    yield from _advice(recommendation, *on)


def _advice(advice: Advice, *on: Section) -> Iterator[Section]:
    """Yield what to do, whom to turn to and where to read, how to go `on`, and what to keep in mind."""
    yield next_steps(advice)
    yield people(advice)
    yield see(advice)
    yield from on
    yield keep_in_mind(advice)


def next_steps(recommendation: Advice) -> Section:
    """Return what to do, step by step."""
    return Section("Next", tuple(Item(step) for step in recommendation.next), "steps")


def keep_in_mind(recommendation: Advice) -> Section:
    """Return the notes that go with the answers and the outcome."""
    return Section("Keep in mind", tuple(Item(note, markdown=True) for note in recommendation.notes))


def people(recommendation: Advice) -> Section:
    """Return whom to turn to: those who can be rung or written to, and last how to have their numbers."""
    reached = (contact for contact in recommendation.see or () if _is_reached(contact))
    by_place = isinstance(recommendation, Recommendation) and recommendation.by_place
    return Section("Whom to turn to", (*map(contact_item, reached), *([Item(BY_PLACE)] if by_place else [])))


def see(recommendation: Advice) -> Section:
    """Return where to read on."""
    read = (contact for contact in recommendation.see or () if not _is_reached(contact))
    return Section("See", tuple(map(contact_item, read)))


def _is_reached(contact: Contact | SavedContact) -> bool:
    return bool(contact.phone) or contact.url.startswith("mailto:")


def sources(walk: Walk) -> Section:
    """Return what the tree was built on, and whose words lie over it; nothing where somebody may not be safe."""
    if walk.outcome is not None and walk.outcome.urgent:
        return Section("Sources")
    links, overlays = walk.tree.about.sources, walk.tree.overlays
    local = [Item(f"With the words of {joined(overlays)}")] if overlays else []
    built_on = (Item(walk.filled(link.title) or link.url, address=link.url) for link in links)
    return Section("Sources", (*local, *built_on))


def _draft(draft: str | None) -> Section:
    lines = safe(draft).strip("\n").split("\n") if draft and draft.strip() else ()
    return Section("Your draft", tuple(Item(line) for line in lines), "draft")


def decided(walk: Walk) -> Section:
    """Return which answers fixed the ending, each about its step; of a walk that ended early, that it did."""
    return Section(DECIDED, (*_decided(walk), *not_asked(walk)))


def not_asked(walk: Walk) -> Iterator[Item]:
    """Yield that questions were left, of a walk that ended early, and whether answers to them change what is said."""
    if walk.ended_early is not None:
        yield Item(NOT_HEARD if hanging_on(walk.back(), walk.ended_early) else NOT_ASKED)


def _decided(walk: Walk) -> Iterator[Item]:
    by = walk.what_if.decided
    if by == ():
        yield Item("Nothing that was answered: every road through this tree ends here.")
    elif by is not None and len(by) == len(walk.steps) > SEVERAL:
        yield Item("Every answer: another could have led elsewhere.")
    else:
        for step in walk.steps:
            if step.node_id in (by or ()):
                said = _doubted(walk.said(step), step)
                yield Item(f"“{said}”", aside=f"to “{walk.filled(step.question.ask)}”", about=step)


def made_no_difference(walk: Walk) -> frozenset[str]:
    """Return the questions of the walk's own tree whose answers neither fixed the ending nor change what is said at it.

    None where nobody can say.
    """
    by = walk.what_if.decided
    return frozenset() if by is None else frozenset(walk.asked.keys() - {*by, *said_by(walk.tree, walk.at)})


def road(walk: Walk, idle: Collection[str] = ()) -> Iterator[Section]:
    """Yield the questions and answers of a walk, a section for each tree, the first tree first; each is about a step.

    An answer that came along from an earlier tree stands there only. Answers to the questions of this tree that are
    `idle` say that they made no difference.
    """
    for leg in walk.legs:
        title = f"{ROAD}: {leg.title}" if walk.previous is not None else ROAD
        own = [step for step in leg.steps if not step.carried]
        items = (
            _answered(leg.filled(one.question.ask), leg.said(one), one, idle=leg is walk and one.node_id in idle)
            for one in own
        )
        yield Section(title, tuple(items), "road")


def numbered_road(walk: Walk) -> Section:
    """Return the questions and answers of a walk in the order they were asked, numbered through all of its trees."""
    idle = made_no_difference(walk)
    items = (
        replace(
            _answered(leg.filled(step.question.ask), leg.said(step), step, idle=leg is walk and step.node_id in idle),
            aside="" if leg is walk else f"(in “{leg.title}”)",
        )
        for leg, step in answered(walk)
    )
    return Section(ROAD, tuple(items), "steps")


def _saved_road(saved: SavedWalk) -> Iterator[Section]:
    """Yield the road as above, through all of its trees and those that were gone back from."""
    trees = list(saved.by_tree)
    for tree, steps in ((tree, steps) for tree, steps in trees if steps):
        title = f"{ROAD}: {tree}" if len(trees) > 1 else ROAD
        said = (_answered(step.ask, step.text or "(what was typed is not kept)", step) for step in steps)
        waits = (replace(item, aside=WAITS) if item.about.waiting else item for item in said)
        yield Section(title, tuple(waits), "road")


def _answered(ask: str, said: str, step: QuestionStep | SavedStep, *, idle: bool = False) -> Item:
    return Item(ask, under=(Item(_doubted(said, step), aside=IDLE if idle else ""),), about=step)


def _doubted(said: str, step: QuestionStep | SavedStep) -> str:
    """Return an answer in words; of *Not sure*, that it was that, and what it goes by for now."""
    return f"Not sure; for now: {said}" if step.unsure else said


# What other answers would lead to


def _would_change(walk: Walk) -> Section:
    paired: dict[tuple[str, str], list[Item]] = {}
    for change in walk.what_if.changes:
        sign = SIGNS[change.endings.verdicts[0]].sign if change.endings else ""
        paired.setdefault((sign, leads_to(walk, change)), []).append(other_answer(walk, change))
    groups = (Item(leads_to, label=sign, under=tuple(answers)) for (sign, leads_to), answers in paired.items())
    return Section(CHANGES, (*groups, *fewest_changes(walk)))


def leads_to(walk: Walk, change: AnswerChange) -> str:
    """Return in words where another answer leads."""
    return UNKNOWN if change.endings is None else _ending(walk, change.question, change.answer, change.endings)


def _ending(walk: Walk, question_id: str, answer: Answered, endings: OutcomeSet) -> str:
    """Return in words where another answer leads, by the outcomes that it can lead to."""
    if endings.only is not None and endings.only in walk.tree.unwritten:  # it has no verdict yet
        return headline(walk, question_id, answer, endings.only)
    if endings.only is not None:
        word = SIGNS[walk.tree.outcomes[endings.only].verdict].word
        return f"{word}: {headline(walk, question_id, answer, endings.only)}"
    return f"{joined((SIGNS[verdict].word for verdict in endings.verdicts), 'or')}, by what you answer then"


def headline(walk: Walk, question_id: str, answer: Answered, outcome_id: str) -> str:
    """Return the headline that another answer leads to; words that depend on the walk are those of the changed one."""
    text = walk.tree.outcomes[outcome_id].headline
    return (walk.change(question_id, answer) if "{" in text else walk).filled(text)


def other_answer(walk: Walk, change: AnswerChange) -> Item:
    """Return another answer in words, and to which question."""
    question = walk.tree.questions[change.question]
    ask = walk.filled(question.ask)
    if change.item is None:
        return Item(f"“{change.words}”", aside=f"to “{ask}”")
    item = walk.filled(question.by_id[change.item].text)
    ticked = isinstance(change.answer, frozenset) and change.item in change.answer
    return Item(f"“{item}” {'ticked' if ticked else 'not ticked'}", aside=f"at “{ask}”")


def fewest_changes(walk: Walk) -> Iterator[Item]:
    """Yield how few answers would have to change for a kinder verdict, if any would do."""
    least = walk.what_if.fewest
    if least is None or not least.changes or least.outcome in walk.tree.unwritten:
        return
    text = f"Fewest changes to {SIGNS[least.verdict].word}: {number_word(len(least.changes))}"
    deciding = (turn for turn in least.new if walk.tree.questions[turn.question].kind != "text")
    turns = (*(_turned(walk, turn) for turn in least.changes), *(_turned(walk, turn, "then ") for turn in deciding))
    yield Item(text, under=turns, about=least)


def _turned(walk: Walk, turn: NewAnswer, before: str = "") -> Item:
    return Item(f"{before}“{turn.words}”", aside=f"to “{walk.filled(walk.tree.questions[turn.question].ask)}”")


def worth_settling(walk: Walk) -> Section:
    """Return the unsure answers that are worth settling, and what each would lead to."""
    return Section("Worth settling", tuple(_settled(walk, doubt) for doubt in walk.what_if.settle))


def _settled(walk: Walk, doubt: WorthSettling) -> Item:
    ends = ((lead.words, _ending(walk, doubt.question, lead.answer, lead.endings)) for lead in doubt.answers)
    leads = tuple(Item(f"“{words}” leads to {end}") for words, end in ends)
    return Item(walk.filled(walk.tree.questions[doubt.question].ask), under=leads, about=doubt)
