"""Cases alone, in lines: a story, its questions, where they led; then one's own roads beside what groups said."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.plain import PlainDialogue, Stopped
from postwise.show.markdown import in_one_line
from postwise.show.recommendation_document import advised
from postwise.text import counted, shortened
from postwise.train.aggregate import SessionAggregate
from postwise.train.cases import TrainingCase
from postwise.train.session_words import DIVIDES, NOT_RIGHT, TALKED_ABOUT
from postwise.train.solo import Afterthoughts, AnswerComparison, CaseComparison, Solo, afterthoughts, beside
from postwise.walk.recommendation import SIGNS, Recommendation
from postwise.walk.walk import Walk

NO_GROUP = "No group has told us yet: where one has, --debrief lays your roads beside what it said."
MEANT = {"next": "n", "back": "b", "quit": "q", "exit": "q", "stop": "q"}
"""Words that do as well as a key."""


class PlainSolo:
    """Somebody alone with a few cases, in lines."""

    def __init__(self, dialogue: PlainDialogue, solo: Solo, aggregate: SessionAggregate) -> None:
        self.dialogue, self.solo, self.aggregate = dialogue, solo, aggregate
        self._introduced: set[str] = set()
        """The trees that have said what they are for."""

    def run(self) -> None:
        """Go through the cases until the person leaves, or has seen their roads, beside those of groups if any told."""
        while (case := self.solo.case) is not None and (walk := self.solo.walk) is not None:
            self._tell(case, walk)
            if not self._through(walk):
                return
        told = self.aggregate.sessions > 0
        for line in beside_in_words(beside(self.solo, self.aggregate), told=told):
            self.dialogue.say(line)

    def _tell(self, case: TrainingCase, walk: Walk) -> None:
        self.dialogue.say()
        self.dialogue.say(f"Case {self.solo.place + 1} of {len(self.solo.cases)}: {walk.filled(case.title)}")
        if case.scenario.story:
            self.dialogue.say(self.dialogue.markdown(walk.prose(case.scenario.story)))
        if walk.tree.id not in self._introduced:
            self.dialogue.say()

    def _through(self, walk: Walk) -> bool:
        """Walk through the open case, and on to the next; False to leave."""
        while True:
            try:
                opened = walk.tree.id in self._introduced
                self._introduced.add(walk.tree.id)
                walk = self.dialogue.walk(walk, opened=opened)
                self._say_end(walk)
            except Stopped as left:
                if left.unheard:
                    return False
                walk = left.walk
            self.solo = self.solo.with_walk(walk)
            try:
                typed = self._between(walk)
            except Stopped:
                return False
            if typed == "q":
                return False
            if typed == "n":
                self.solo = self.solo.forward()
                return True
            walk = walk.back() if walk.question is None else walk

    def _between(self, walk: Walk) -> str:
        """Return what to do now that a case is over, or was left."""
        words = between_in_words(self.solo)
        self.dialogue.say()
        self.dialogue.say(words)
        while True:
            typed = self.dialogue.read(walk, ">").strip().lower()
            typed = MEANT.get(typed, typed)
            if typed in {"n", "b", "q"}:
                return typed
            none = "" if typed in {"", "?", "help"} else f'"{shortened(typed)}" is none of the words here. '
            self.dialogue.say(f"{none}{words}")

    def _say_end(self, walk: Walk) -> None:
        ended = walk.recommendation
        if ended is None:
            self.dialogue.say("This tree leads nowhere from there.")
            return
        self.dialogue.say()
        self.dialogue.say(advised(walk, ended).as_text(self.dialogue.room).rstrip())
        if self.solo.case is not None:
            for line in afterthoughts_in_words(afterthoughts(self.solo.case, walk)):
                self.dialogue.say(line)


def afterthoughts_in_words(thoughts: Afterthoughts) -> Iterator[str]:
    """Yield what there is to think about once a case is over."""
    yield ""
    for road in thoughts.roads:
        end = f". {verdict_in_words(road.end)}: {road.end.headline}" if road.end is not None else ""
        yield f"{road.called}: {', then '.join(road.answers)}{end}"
    yield NOT_RIGHT
    if thoughts.divides:
        yield f"{DIVIDES}: {thoughts.divides}"
    for place, text in enumerate(thoughts.discuss):
        if not place:
            yield f"{TALKED_ABOUT}:"
        yield f"- {in_one_line(text)}"


def between_in_words(solo: Solo) -> str:
    """Return what can be typed once the open case is over, or was left at a question."""
    left = solo.walk is not None and solo.walk.question is not None
    back = "the question you left" if left else "the question before"
    last = solo.place + 1 == len(solo.cases)
    onward = "shows your roads and ends" if last else "goes on to the next case"
    return f"n {onward}, b goes back to {back}, q leaves. Nothing is kept."


def verdict_in_words(recommendation: Recommendation) -> str:
    """Return a verdict as it begins a sentence, as at the end of every walk."""
    return SIGNS[recommendation.verdict].word.capitalize()


def beside_in_words(roads: tuple[CaseComparison, ...], *, told: bool) -> Iterator[str]:
    """Yield each of a person's roads, every answer beside the counts that groups have published, if any `told` some."""
    yield ""
    if not roads:
        yield "You have answered nothing, so there is no road to show."
        return
    yield "Your roads, beside what groups said." if told else "Your roads."
    yield "Nothing here is right or wrong, nothing is counted, and nothing has been kept."
    if not told:
        yield NO_GROUP
    for road in roads:
        yield ""
        end = "left on the way" if road.recommendation is None else verdict_in_words(road.recommendation)
        yield f"{road.title}: {end}"
        for step in road.steps:
            yield from _step(step, told=told)


def _step(step: AnswerComparison, *, told: bool) -> Iterator[str]:
    yield f"- {step.ask}"
    yield f"  You: {step.mine}"
    groups = step.told
    if not told:
        return
    if not groups.groups:
        yield "  No group has told us yet."
        return
    words = ((groups.last[word], word) for word in ("agreed", "leaning", "split"))
    said = [f"{number} {'was' if number == 1 else 'were'} {word}" for number, word in words if number]
    yield f"  {counted(groups.groups, 'group')}: {', '.join(said)}."
    for text, votes in step.votes:
        yield f"    {text}: {'a few votes' if votes == 1 else counted(votes, 'vote')}"
    for text in step.groups.dissent.kept:
        yield f"  Kept from the smaller side: {text}"
