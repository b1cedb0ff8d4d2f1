"""The walks of this run of the program: begun, ended just now, and those put aside, which are kept when asked for.

What is put aside is found again in the library, and forgotten when it has come to its end. Nothing is recorded unasked.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from postwise.errors import PostwiseError
from postwise.text import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postwise.tree.model import Tree
    from postwise.walk.record_store import Records
    from postwise.walk.walk import Walk


def _records() -> Records:
    from postwise.walk.record_store import Records  # loads SQLite, which no first question waits for

    return Records()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LeftWalk:
    """A walk that was left, with its draft."""

    number: int
    """Which one it is in this run of the program."""
    walk: Walk
    draft: str


class Losing(NamedTuple):
    """What would be lost by leaving now."""

    walks: tuple[Walk, ...] = ()
    drafts: tuple[str, ...] = ()
    beside: tuple[Walk, ...] = ()
    """The walks that go on, which drafts would be lost with."""

    @property
    def sentence(self) -> str:
        """What is said of it to who would leave."""
        answers = sum(len(walk.answers) for walk in self.walks)
        what = [*([counted(answers, "answer")] if answers else []), *(["your draft"] if self.drafts else [])]
        opened = "You have not come to the end, and nothing" if self.walks else "Nothing"
        return f"{opened} is kept unless you say so: {joined(what)} would be lost."

    def ways(self, machine: str) -> dict[str, str]:
        """Return the ways to keep it in words, by their keys; a draft is kept with a walk that goes on, or nowhere."""
        ways = {}
        if self.walks:
            ways["k"] = f"Keep {'the answers' if self.drafts else 'them'} on {machine}, to go on later"
        if self.drafts and (self.walks or self.beside):
            ways["d"] = "Keep the draft and what you typed as well" if self.walks else f"Keep it on {machine}"
        elif self.drafts:
            ways["c"] = "Copy it, and stay"
        return ways


class UnfinishedWalks:
    """The walks to go on with, and those that have ended."""

    def __init__(self, ended: tuple[LeftWalk, ...] = (), safe: Iterable[str] = ()) -> None:
        self.begun: dict[str, Walk] = {}
        """The walks begun and not ended, by the tree they began in."""
        self.drafts: dict[str, str] = {}
        """The draft of each walk begun, by the tree it began in."""
        self.safe = {"", *map(str.strip, safe)}
        """Drafts that are somewhere else too: in a file, or kept with a walk."""
        self.left = ended
        """Walks that have ended and were left, and walks begun in whose place another came; the latest first."""
        self.numbers: dict[str, int] = {}
        """The record of each walk put aside, by the tree it stands in."""
        self.ticked: list[tuple[Walk, frozenset[int]]] = []
        """The steps that are ticked off under *Next*, by the walk that came to them."""
        self.kept: list[Walk] = []
        """The walks put aside that have been looked at so far, as they stand on the disk."""

    # Begun

    def stands(self, walk: Walk, draft: str = "", *, own: bool = False) -> None:
        """Remember where a walk stands; it is let go once it has ended, or has no answer, nor a draft of its `own`."""
        first = walk.visited[0]
        more = walk.answers or walk.previous is not None or (own and not self.is_safe(draft))
        if walk.question is not None and more:
            self.begun[first], self.drafts[first] = walk, draft
        else:
            self.begun.pop(first, None)
        if walk.question is None:
            self.forget(walk.tree.id)

    @property
    def lost(self) -> tuple[Walk, ...]:
        """The walks that would be lost if postwise were left now; none if there is no answer in any of them."""
        open_ones = (*(left.walk for left in self.waiting), *self.begun.values())
        unkept = tuple(walk for walk in open_ones if walk not in self.kept)
        return unkept if any(walk.answers for walk in unkept) else ()

    @property
    def unsafe(self) -> dict[str, Walk]:
        """The drafts that would be lost with the walks begun, each with the walk that it stands beside."""
        drafts = {self.drafts.get(first, ""): walk for first, walk in self.begun.items()}
        drafts |= {left.draft: left.walk for left in self.waiting}
        return {draft: walk for draft, walk in drafts.items() if not self.is_safe(draft)}

    def is_safe(self, draft: str) -> bool:
        """Tell whether there is nothing in a draft that is not somewhere else too."""
        return draft.strip() in self.safe

    def draft_of(self, walk: Walk) -> str:
        """Return the draft of a walk that would be lost."""
        waiting = next((left.draft for left in self.waiting if left.walk is walk), None)
        return self.drafts.get(walk.visited[0], "") if waiting is None else waiting

    # Left

    def ticked_at(self, walk: Walk) -> frozenset[int]:
        """Return the steps that are ticked off where a walk has ended."""
        return next((ticked for other, ticked in self.ticked if other == walk), frozenset())

    def tick(self, walk: Walk, ticked: frozenset[int]) -> None:
        """Remember the steps that are ticked off where a walk has ended."""
        self.ticked = [(walk, ticked), *(pair for pair in self.ticked if pair[0] != walk)]

    @property
    def ended(self) -> tuple[LeftWalk, ...]:
        """The walks that have ended and were left."""
        return tuple(left for left in self.left if left.walk.question is None)

    @property
    def waiting(self) -> tuple[LeftWalk, ...]:
        """The walks begun in whose place another came, in the same tree."""
        return tuple(left for left in self.left if left.walk.question is not None)

    def leave(self, walk: Walk, draft: str) -> None:
        """Keep a walk that is left, for this run of the program."""
        number = max((left.number for left in self.left), default=0) + 1
        self.left = (LeftWalk(number, walk, draft), *self.left)

    def make_room(self, walk: Walk) -> None:
        """Keep what was begun in the tree of a walk that is opened and may go on: it is not to take its place."""
        first = walk.visited[0]
        begun = self.begun.pop(first, None)
        if begun is not None:
            self.leave(begun, self.drafts.get(first, ""))

    def move_back(self) -> None:
        """Put walks begun back into their place where nothing has it any more."""
        for left in self.waiting:
            first = left.walk.visited[0]
            if first not in self.begun:
                self.left = tuple(other for other in self.left if other is not left)
                self.stands(left.walk, left.draft)

    def take_back(self, number: int) -> LeftWalk | None:
        """Return a walk that was left, to go on with; None if there is none of that number."""
        found = next((left for left in self.left if left.number == number), None)
        if found is not None:
            self.left = tuple(left for left in self.left if left is not found)
            self.make_room(found.walk)
            if found.walk.question is not None:
                self.stands(found.walk, found.draft)
        return found

    # Put aside

    def look(self) -> None:
        """Find which walks are put aside; records that cannot be read hold none for now."""
        try:
            self.numbers = {summary.tree.id: summary.id for summary in reversed(_records().unfinished())}
        except PostwiseError:
            self.numbers = {}

    def take_up(self, tree: Tree, profile: Mapping[str, str]) -> None:
        """Begin with the walk put aside in a tree, if there is one that has answers in today's tree."""
        number = self.numbers.get(tree.id)
        if number is None or tree.id in self.begun:
            return
        try:
            record = _records().get(number)
            walk, draft = record.walk(tree, profile), record.draft or ""
        except PostwiseError:
            return
        has_more = bool(walk.answers or draft.strip())
        if has_more and walk.question is not None and walk not in (left.walk for left in self.left):
            self.begun[tree.id], self.drafts[tree.id] = walk, draft
            self.kept.append(walk)
            self.safe.add(draft.strip())

    def keep(self, walk: Walk, draft: str | None = None) -> None:
        """Put a walk aside: the one begun in its tree instead of what it was taken up from, any other beside it.

        Its texts and the draft are kept only if there is a draft to keep with it.

        Raises PostwiseError if it cannot be written.
        """
        goes_on = self.begun.get(walk.visited[0]) is walk
        instead_of = self.numbers.get(walk.tree.id) if goes_on else None
        number = _records().put_aside(walk, draft=draft, instead_of=instead_of)
        self.kept.append(walk)
        self.safe.add((draft or "").strip())
        if goes_on:
            self.numbers[walk.tree.id] = number

    def begin_anew(self, tree_id: str) -> None:
        """Make room for another walk in a tree: the one begun stays beside it, what is on the disk where it is."""
        begun = self.begun.pop(tree_id, None)
        if begun is not None and begun.answers:
            self.leave(begun, self.drafts.get(tree_id, ""))
        self.numbers.pop(tree_id, None)

    def forget(self, tree_id: str) -> None:
        """Let go of the walk put aside in a tree: it has ended."""
        self.kept = [walk for walk in self.kept if walk.tree.id != tree_id]
        number = self.numbers.pop(tree_id, None)
        if number is not None:
            self.safe.discard(self.drafts.get(tree_id, "").strip() or None)
            with contextlib.suppress(PostwiseError):
                _records().delete(number)
