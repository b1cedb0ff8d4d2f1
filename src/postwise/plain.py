"""A walk in lines: for screen readers, pipes and plain terminals. One line is one thing, and nothing is repainted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from postwise.errors import Crash, PostwiseError
from postwise.logic.lookahead import AT_ONCE, SOON
from postwise.streams import WRITTEN_NOWHERE, columns, heard, pasted, room
from postwise.text import in_columns, safe, shortened, whole_number
from postwise.tree.answers import AnswerError
from postwise.tree.conditions import Answered
from postwise.walk.ending_ahead import JUDGED_BY_GOTOS, decided_in_words, end_at_hand
from postwise.walk.filled_question import FilledAnswer, FilledQuestion
from postwise.walk.walk import Walk
from postwise.walk.walking import (
    AskAgain,
    Back,
    Give,
    GoToItsEnd,
    NotSure,
    Standing,
    after,
    answered,
    in_own_words,
    left_in,
    own_words,
)

if TYPE_CHECKING:
    from pathlib import Path

KEYS = "b back to the question before, w why we ask, {besides}q stop here, ? what can be typed, and the question again"
"""What can be typed beside an answer."""
LEAVES = "w why we ask, {besides}b, q or an empty line to leave it as it is{taken}"
"""And beside an answer to a question that is put again."""
UNSURE = "u not sure, "
"""And to a choice."""
TO_ITS_END = "e to the ending that is clear by now, "
"""And where the walk leads to one end whatever is answered."""
TYPE_E = " Type e to go there."
"""And behind the sentence that says so."""
WORDS = dict.fromkeys(("quit", "exit", "stop"), "q") | dict.fromkeys(("not sure", "unsure"), "u")
WORDS |= {"help": "?", "why": "w", "back": "b", "go back": "b"}
"""Words that do as well as a key."""
BESIDE_TEXT = "b, w, q and ? are keys here too; any other line is your text."
"""What is said where every word may be a thought, so that a word is no key."""
TAKEN_AWAY = ", or type 0 to take it away"
"""And where something was written before."""
NOTHING_WRITTEN = "Nothing is written."
"""What is said where no words are an answer, too."""
LOST = "would be lost. Type q again to stop here all the same."
"""What is said once to who would stop, behind what that is."""
OWN_WORDS = "What you wrote in your own words"
OWN_WORDS_LOST = f"{OWN_WORDS} {LOST}"
HELP = "? says what can be typed."
"""How every refusal ends."""


class Stopped(Exception):  # noqa: N818 - a person's choice, or how a pipe ends, and not an error
    """The person stopped, or there is nothing more to read; the walk so far comes along."""

    def __init__(self, walk: Walk, *, unheard: bool = False) -> None:
        super().__init__()
        self.walk = walk
        self.unheard = unheard
        """Whether there was nothing more to read."""


@contextmanager
def keeping(walk: Walk | None, session: Path | None = None) -> Iterator[None]:
    """Let a walk, or a session's file, come along with a fault of postwise itself; raises Crash for one."""
    try:
        yield
    except Exception as fault:
        if isinstance(fault, PostwiseError | Stopped | Crash) or getattr(fault, "errno", None) in WRITTEN_NOWHERE:
            raise
        raise Crash(walk, session) from fault


@dataclass(frozen=True, eq=False, repr=False)
class PlainDialogue:
    """Where a plain walk reads what is typed and writes what is asked."""

    source: TextIO
    target: TextIO
    markdown: Callable[[str], str]
    """Turns a text with Markdown into plain lines."""
    standing: list[Walk] = field(default_factory=list)
    """The walk whose question is open, alone; empty while none is."""
    writing: bool = False
    """Whether whoever walks writes the tree: an answer may lead nowhere then, so that they see where."""
    beside: Callable[[str, Walk], bool] = lambda _line, _walk: False
    """Does what else can be typed at a question, and tells whether a line was such."""
    besides: str = ""
    """What the help says of that."""
    kept: Walk | None = None
    """The walk as a record has it: nothing of it would be lost."""
    ahead: list[str] = field(default_factory=list)
    """Lines that came in with others and are still to be taken."""

    def say(self, text: str = "") -> None:
        """Write a line, broken between words where a terminal has less room; nothing in it acts on that."""
        self.target.write(f"{in_columns(safe(text), columns(self.target))}\n")

    @property
    def room(self) -> int:
        """The columns that a text is set for."""
        return room(self.target)

    def typed(self, prompt: str = ">") -> str | None:
        """Return the next line typed, without its ending; None where there is none."""
        self.target.write(f"{prompt} ")
        self.target.flush()
        if self.ahead:
            return self.ahead.pop(0)
        line = heard(self.source)
        if not line:
            self.say()
            return None
        return line.rstrip("\r\n")

    def whole(self, text: str, but: Callable[[str], bool] = lambda _: False) -> str:
        """Return a text as it was typed, with the lines that were pasted along with its first.

        Where every one of those is so that it is no part of a text, they are taken next; one alone only looks so.
        """
        lines = [*self.ahead, *pasted(self.source)]
        self.ahead[:] = lines if all(map(but, lines)) else []
        return text if self.ahead else "\n".join((text, *lines))

    def read(self, walk: Walk, prompt: str) -> str:
        """Return the next line typed, without its ending; raises Stopped where there is none."""
        line = self.typed(prompt)
        if line is None:
            raise Stopped(walk, unheard=True)
        return line

    def walk(self, walk: Walk, draft: str = "", *, opened: bool = False) -> Walk:
        """Return the walk taken to its end; raises Stopped on the way. One that was `opened` has been introduced."""
        if not walk.steps and not opened:
            self._open(walk, draft)
        while walk.question is not None:
            self.standing[:] = [walk]
            with keeping(walk):
                self._ask(walk, walk.question)
                walk = self._reply(walk, walk.question)
        self.standing.clear()
        return walk

    def _open(self, walk: Walk, draft: str) -> None:
        about = walk.tree.about
        self.say(walk.title)
        if about.summary:
            self.say(walk.filled(about.summary))
        first = walk.question
        typed = "a number" if first is None or first.answers else "your answer"
        unsure = UNSURE if first is None or first.picks_one else ""
        self.say(f"Type {typed}, or {KEYS.format(besides=unsure)}.")
        if draft.strip():
            self.say()
            self.say("Your draft:")
            self.say(draft.rstrip())

    def ask_again(self, walk: Walk, number: int) -> Walk:
        """Return the walk with an answer given anew, by its number among all of it; the walk itself if it stays.

        Raises Stopped where there is nothing more to read.
        """
        leg, step = answered(walk)[number - 1]
        later = walk.legs[walk.legs.index(leg) + 1 :]
        if any(each.tree == leg.tree and step.node_id in each.own for each in later):
            self.say(f"   You came to “{leg.title}” once more after that, and to this question. Change it there.")
            return walk
        stands = after(Standing(walk), AskAgain((step.tree.id, step.node_id)))
        question = stands.asked
        if question is None:
            return walk
        self._ask(leg, question, f"Question {number}")
        taken = TAKEN_AWAY if question.kind == "text" and question.suggested else ""
        self.say(f"   Or press Enter to leave it as it is{taken}.")
        while typed := self._replied(walk, question):
            match _key(question, typed):
                case "q" | "b":
                    break
                case "w":
                    self._why(question)
                    continue
                case "?":
                    self._so_far(walk)
                    self.say(f"   {question.how}")
                    self.say(f"   Or {LEAVES.format(besides=UNSURE if question.picks_one else '', taken=taken)}.")
                    self._ask(leg, question, f"Question {number}")
                    continue
            then = self._answered(stands, question, typed)
            if then is not None:
                return then
        return walk

    def _ask(self, walk: Walk, question: FilledQuestion, called: str = "") -> None:
        decided = walk.decided_already(AT_ONCE)  # and with it, it may be known how much lies ahead
        self.say()
        self.say(f"{called or place_in_words(walk)}.")
        self.say(question.ask)
        for text in (*([question.help] if question.help else []), *question.notes):
            self._aside(self.markdown(text))
        for place, answer in enumerate(question.answers, 1):
            self.say(f"   {place}  {answer.text}")
        if not question.picks_one:
            self.say(f"   {question.how}")
        if question.kind == "text":
            self.say(f"   {BESIDE_TEXT}")
        if question.suggested not in {None, ""}:
            unsure = "Not sure, so for now: " if question.unsure else ""
            self._aside(f"Last time: {unsure}{walk.in_words(question.id, question.suggested)}")
        if decided is not None:
            self.say(f"   {decided_in_words(walk, decided)}{TYPE_E if end_at_hand(walk, AT_ONCE) else ''}")
        if question.kind == "text" and question.suggested and question.id == walk.at:
            self.say(f"   Or press Enter to say the same again{TAKEN_AWAY}.")

    def _in_the_record(self, walk: Walk) -> bool:
        """Tell whether a record has all that no code of a walk holds."""
        kept = self.kept
        return kept is not None and own_words(walk) <= own_words(kept) and walk.beyond == kept.beyond

    def _reply(self, walk: Walk, question: FilledQuestion) -> Walk:
        stands = Standing(walk)
        lost = "" if self.writing or self._in_the_record(walk) else lost_with(walk, in_own_words(walk))
        asked = False
        while True:
            typed = self.read(walk, ">").strip()
            key = _key(question, typed)
            if key == "q" and (asked or not lost):
                raise Stopped(walk)
            asked = key == "q"
            if question.kind != "text" and self.beside(typed, walk):
                continue
            match key:
                case "q":
                    self.say(f"   {lost}")
                    continue
                case "b":
                    before = after(stands, Back())
                    if before is not stands:
                        return before.walk
                    self.say("   This is the first question.")
                    continue
                case "w":
                    self._why(question)
                    continue
                case "?":
                    self._help(walk, question)
                    continue
                case "e" if end_at_hand(walk, AT_ONCE):
                    return after(stands, GoToItsEnd()).walk
            then = self._answered(stands, question, typed)
            if then is not None:
                return then

    def _help(self, walk: Walk, question: FilledQuestion) -> None:
        """Say what has been answered so far, what can be typed, and the question again."""
        self._so_far(walk)
        self.say(f"   {question.how}")
        to_its_end = TO_ITS_END if end_at_hand(walk, AT_ONCE) else ""
        self.say(f"   Or {KEYS.format(besides=(UNSURE if question.picks_one else '') + to_its_end)}.")
        if self.besides and question.kind != "text":
            self.say(f"   {self.besides}")
        self._ask(walk, question)

    def _so_far(self, walk: Walk) -> None:
        """Say what has been answered so far."""
        for number, (leg, step) in enumerate(answered(walk), 1):
            unsure = "Not sure, so for now: " if step.unsure else ""
            said = leg.said(step) or NOTHING_WRITTEN
            self._aside(f"Question {number}. {leg.filled(step.question.ask)} {unsure}{said}")

    def _answered(self, stands: Standing, question: FilledQuestion, typed: str) -> Walk | None:
        """Return the walk with what was typed as its answer, or None after saying why it is none."""
        if question.kind == "text":
            typed = self.whole(typed).strip()
            if question.suggested:
                typed = {"": str(question.suggested), "0": ""}.get(typed, typed)
        unsure = _key(question, typed) == "u" and question.kind != "text"
        try:
            deed = NotSure(SOON) if unsure else Give(meant(question, typed, seen_only=self.source.isatty()))
            there = after(stands, deed, nowhere=self.writing)
        except AnswerError as error:
            self.say(f"   {error} {HELP}")
            return None
        if there.answer.refused:
            self.say(f"   {there.answer.refused} {HELP}")
            return None
        legs = [leg for leg in reversed(there.walk.legs) if leg.tree.id == stands.place[0]]
        leg, step = next((leg, leg.own[question.id]) for leg in legs if question.id in leg.own)
        self._aside(f"{'Not sure, so for now: ' if step.unsure else ''}{leg.said(step) or NOTHING_WRITTEN}")
        if there.walk.by_gotos:
            self.say(f"   {JUDGED_BY_GOTOS}")
        return there.walk

    def _replied(self, walk: Walk, question: FilledQuestion) -> str:
        """Return what is typed; an empty line may be the first of a text that is pasted."""
        typed = self.read(walk, ">").strip()
        return typed or (self.whole("").strip() if question.kind == "text" else "")

    def _why(self, question: FilledQuestion) -> None:
        self._aside(self.markdown(question.why) if question.why else "The tree does not say.")

    def _aside(self, text: str) -> None:
        """Say what belongs to a question, every line of it set in: one at the margin would be heard as another."""
        self.say("\n".join(f"   {line}" if line else "" for line in text.split("\n")))


def lost_with(walk: Walk, own_words: bool) -> str:  # noqa: FBT001
    """Return what is lost of a walk by who stops where it stands, for no code holds it; empty if nothing is.

    That is what was said in one's own words, where some are in no file, and what was left behind in later trees.
    """
    left = left_in(walk)
    if own_words or Standing(walk).unsent:
        return f"{OWN_WORDS}, and what you answered in {left}, {LOST}" if left else OWN_WORDS_LOST
    return f"What you answered in {left} {LOST}" if left else ""


def place_in_words(walk: Walk) -> str:
    """Return which question is open, and how many come after it, as far as that is known without delay."""
    here, (shortest, longest) = f"Question {len(answered(walk)) + 1}", walk.remaining_so_far
    if longest is None:
        return here
    if longest <= 1:
        return f"{here}, the last one"
    if shortest is None or shortest == 1:
        return f"{here}, at most {longest - 1} more"
    fewest = "" if shortest == longest else f"{shortest - 1} to "
    return f"{here}, {fewest}{longest - 1} more"


def _key(question: FilledQuestion, typed: str) -> str:
    """Return the key that was typed, by its letter or by a word that is no answer; else what was typed."""
    typed = _plainly(typed)
    if question.kind == "text" or any(_plainly(answer.text) == typed for answer in question.answers):
        return typed
    return WORDS.get(" ".join(typed.split()), typed)


YES_OR_NO = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
"""What answers a question of yes or no, whatever words the tree has for the two."""


def meant(question: FilledQuestion, typed: str, *, seen_only: bool = False) -> Answered:
    """Return the answer meant by what was typed: a number, the first letters of one answer alone, or y or n.

    An id does as well, all of it, for whoever writes what is piped in and knows it, unless its word stands in another
    answer; nobody is understood so whose answers are what they have `seen_only`. Raises AnswerError, with what could be
    typed, if it means none or several.
    """
    if question.kind == "yes-no" and typed.lower() in YES_OR_NO:
        return YES_OR_NO[typed.lower()]
    if question.picks_one:
        return _picked(question.answers, typed, seen_only)
    return _ticked(question, typed, seen_only) if question.kind == "checklist" else question.read(typed)


def _ticked(question: FilledQuestion, typed: str, seen_only: bool) -> frozenset[str]:  # noqa: FBT001
    """Return what is ticked in a list by what was typed: its words for none, all of one item, or items one by one."""
    if _plainly(typed) == _plainly(question.none):
        return frozenset()
    texts = {answer.id: _plainly(answer.text) for answer in question.answers}
    whole = frozenset(item for item, text in texts.items() if text == _plainly(typed))
    if whole:
        return whole
    numbers = typed.replace(",", " ").split()
    listed = numbers if all(map(str.isdigit, numbers)) else typed.split(",")
    items = [item for part in listed if (item := part.strip())]
    words = [*map(_plainly, items)]
    if not items:
        raise AnswerError("bad-value", "Nothing is ticked yet.", "Type what applies, or 0 if nothing does.")
    begun = [place for place, text in enumerate(texts.values(), 1) if text.startswith("none")]
    if "none" in words and begun and _plainly(question.none).startswith("none"):
        either = " or ".join(map(str, (0, *begun)))
        raise AnswerError("unknown-answer", f'"none" could be {either}.', "Type its number.")
    nothing = {"0"} if begun else {"0", "none"}
    if len(words) == 1 and words[0] in nothing:
        return frozenset()
    if ({*nothing, "n", "no"} - {*texts.values()}) & {*words}:
        raise AnswerError("bad-value", "0 says that nothing applies.", "Type it alone, or type what applies.")
    return frozenset(_picked(question.answers, item, seen_only) for item in items)


def _plainly(text: str) -> str:
    """Return a text as two people type it alike: in small letters, with straight quotes."""
    return text.casefold().translate(str.maketrans("‘’“”", "''\"\""))


def _picked(answers: tuple[FilledAnswer, ...], typed: str, seen_only: bool) -> str:  # noqa: FBT001
    place = whole_number(typed.removesuffix(".").removesuffix(")"))
    if place is not None and 1 <= place <= len(answers):
        return answers[place - 1].id
    wanted = _plainly(typed)
    if not wanted:
        raise AnswerError("bad-value", "There is no answer yet.", f"Type a number from 1 to {len(answers)}.")
    exact = [answer for answer in answers if _plainly(answer.text) == wanted]
    begun = [answer for answer in answers if _plainly(answer.text).startswith(wanted)]
    word = re.compile(rf"\b{re.escape(wanted)}\b")
    elsewhere = any(answer.id != wanted and word.search(_plainly(answer.text)) for answer in answers)
    called = [answer for answer in answers if answer.id == wanted and not (elsewhere or seen_only)]
    matching = exact or called or begun
    if len(matching) == 1:
        return matching[0].id
    if matching:
        either = " or ".join(str(answers.index(answer) + 1) for answer in matching)
        raise AnswerError("unknown-answer", f'"{shortened(typed)}" could be {either}.', "Type its number.")
    texts = (answer.text for answer in answers)
    holding = [f"\n   {place}  {text}" for place, text in enumerate(texts, 1) if wanted in _plainly(text)]
    if holding and len(wanted) > 1:  # a letter stands nearly everywhere
        which = "this answer" if len(holding) == 1 else "these answers"
        message = f'"{shortened(typed)}" stands in {which}:{"".join(holding)}\n  '
        raise AnswerError("unknown-answer", message, "Type its number if you mean it.")
    how = f"Type a number from 1 to {len(answers)}."
    raise AnswerError("unknown-answer", f'"{shortened(typed)}" is none of the answers.', how)
