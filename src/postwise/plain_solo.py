"""Cases alone, in lines: a story, its questions, where they led; then one's own roads beside what groups said."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.plain import PlainDialogue, Stopped
from postwise.text import counted
from postwise.train.aggregate import SessionAggregate
from postwise.train.cases import TrainingCase
from postwise.train.solo import AnswerComparison, CaseComparison, Solo, beside
from postwise.walk.walk import Walk

BETWEEN = "n goes on to the next case, b goes back to the question before, q leaves. Nothing is kept."


class PlainSolo:
    """Somebody alone with a few cases, in lines."""

    def __init__(self, dialogue: PlainDialogue, solo: Solo, aggregate: SessionAggregate) -> None:
        self.dialogue, self.solo, self.aggregate = dialogue, solo, aggregate

    def run(self) -> None:
        """Go through the cases until the person leaves, or has seen their roads beside those of groups."""
        while (case := self.solo.case) is not None and (walk := self.solo.walk) is not None:
            self._tell(case, walk)
            if not self._through(walk):
                return
        for line in beside_in_words(beside(self.solo, self.aggregate)):
            self.dialogue.say(line)

    def _tell(self, case: TrainingCase, walk: Walk) -> None:
        self.dialogue.say()
        self.dialogue.say(f"Case {self.solo.place + 1} of {len(self.solo.cases)}: {walk.filled(case.title)}")
        if case.scenario.story:
            self.dialogue.say(self.dialogue.markdown(walk.prose(case.scenario.story)))
        self.dialogue.say()

    def _through(self, walk: Walk) -> bool:
        """Walk through the open case, and on to the next; False to leave."""
        while True:
            try:
                walk = self.dialogue.walk(walk)
                self._say_end(walk)
            except Stopped as left:
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
            walk = walk.back()

    def _between(self, walk: Walk) -> str:
        """Return what to do now that a case is over, or was left."""
        self.dialogue.say()
        self.dialogue.say(BETWEEN)
        while (typed := self.dialogue.read(walk, ">").strip().lower()) not in {"n", "b", "q"}:
            self.dialogue.say(BETWEEN)
        return typed

    def _say_end(self, walk: Walk) -> None:
        ended = walk.recommendation
        if ended is None:
            self.dialogue.say("This tree leads nowhere from there.")
            return
        self.dialogue.say()
        self.dialogue.say(f"{ended.verdict}: {ended.headline}")
        if ended.reason:
            self.dialogue.say(self.dialogue.markdown(ended.reason))
        for place, step in enumerate(ended.next, 1):
            self.dialogue.say(f"{place}. {self.dialogue.markdown(step)}")


def beside_in_words(roads: tuple[CaseComparison, ...]) -> Iterator[str]:
    """Yield each of a person's roads, every answer beside the counts that groups have published."""
    yield ""
    yield "Your roads, beside what groups said."
    yield "Nothing here is right or wrong, nothing is counted, and nothing has been kept."
    for road in roads:
        yield ""
        end = "left on the way" if road.recommendation is None else road.recommendation.verdict
        yield f"{road.title}: {end}"
        for step in road.steps:
            yield from _step(step)


def _step(step: AnswerComparison) -> Iterator[str]:
    yield f"- {step.ask}"
    yield f"  You: {step.mine}"
    groups = step.groups.all
    if not groups.groups:
        yield "  No group has told us yet."
        return
    words = ((groups.last[word], word) for word in ("agreed", "leaning", "split"))
    said = [f"{number} {'was' if number == 1 else 'were'} {word}" for number, word in words if number]
    yield f"  {counted(groups.groups, 'group')}: {', '.join(said)}."
    for text, votes in step.votes:
        yield f"    {text}: {counted(votes, 'vote')}"
    for text in step.groups.dissent.kept:
        yield f"  Kept from the smaller side: {text}"
