"""The walks that somebody has in hand: begun in this run of the program or taken up from the disk, ended or not.

Each is one from its first answer on, whatever trees it goes through and however often it is opened: of two in one tree
neither takes the other's place, on a shelf or on the disk. Nothing is recorded unasked. What was put aside stays on the
disk as it was until it is put aside again, or until postwise is left and its walk has come to an end.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from postwise.errors import PostwiseError
from postwise.tui.losing import Losing
from postwise.tui.walk_in_hand import PutAside, WalkInHand, alike, given_in
from postwise.walk.recorded_trees import trees_of
from postwise.walk.walking import Standing, held

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from postwise.tree.library import Library, LibraryEntry
    from postwise.tree.model import Tree
    from postwise.walk.record_store import Records
    from postwise.walk.saved_walk import Keep, SavedWalk
    from postwise.walk.walk import Walk

NOT_THERE = "Its tree is not where it was, or has errors now. The walk can be seen as it was."
AT_A_KEY = 2.0
"""Seconds that somebody who has pressed a key is kept waiting for another program that has the records."""


def _records() -> Records:
    from postwise.walk.record_store import Records  # loads SQLite, which no first question waits for

    return Records(patience=AT_A_KEY)


class WalksInHand:
    """The walks in hand, the one that somebody last did something on at the end."""

    def __init__(self) -> None:
        self._hands: dict[int, WalkInHand] = {}
        self._last = 0
        self._aside: dict[int, SavedWalk] = {}
        """What was found on the disk and has not been taken in hand, in trees of the library."""
        self._apart: dict[int, tuple[SavedWalk, Library]] = {}
        """The same in other trees, each with the library that has them."""
        self._elsewhere: dict[str, int | None] = {}
        """Drafts that are somewhere else too, each with the record that has it; None is a file."""
        self._ticked: list[tuple[Walk, frozenset[int]]] = []
        """The steps that are ticked off under *Next*, by the walk that came to them."""

    def __getitem__(self, number: int) -> WalkInHand:
        """Return the walk of a number. Raises KeyError if there is none."""
        return self._hands[number]

    def get(self, number: int) -> WalkInHand | None:
        """Return the walk of a number; None if there is none."""
        return self._hands.get(number)

    @property
    def ended(self) -> tuple[WalkInHand, ...]:
        """The walks that have ended, the latest first."""
        return tuple(hand for hand in reversed(self._hands.values()) if hand.ended)

    @property
    def unfinished(self) -> tuple[WalkInHand, ...]:
        """The walks that go on, the latest first."""
        return tuple(hand for hand in reversed(self._hands.values()) if not hand.ended)

    def begun_in(self, entry: LibraryEntry, home: str) -> WalkInHand | None:
        """Return the walk to go on with in a tree of the library of an organisation's file; None if there is none.

        Of one's own that began there, in its words, and go on, it is the latest.
        """
        return next((hand for hand in self.unfinished if hand.is_of(entry, home) and not hand.other), None)

    def is_other(self, walk: Walk) -> bool:
        """Tell whether a walk in hand is a road that is looked at beside one's own."""
        return any(hand.other and hand.walk == walk for hand in self._hands.values())

    # Begun and gone on with

    def take(
        self, walk: Walk, draft: str = "", kept: PutAside | None = None, changed: str = "", *, other: bool = False
    ) -> int:
        """Take a walk in hand, one's own or an `other` road looked at beside it, and return its number."""
        self._last += 1
        self._hands[self._last] = WalkInHand(self._last, Standing(walk), draft, kept, changed, other)
        return self._last

    def stand(self, number: int, stands: Standing, draft: str) -> None:
        """Remember where a walk stands, with what was begun at its question, and its draft."""
        hand = self._hands[number]
        if stands is not hand.stands or draft != hand.draft:
            del self._hands[number]
            self._hands[number] = replace(hand, stands=stands, draft=draft, changed="")

    def tidy(self, draft: str, shown: Collection[int | None] = ()) -> None:
        """Put down what is not on a screen and holds nothing: no answer, nothing begun, no draft but the library's."""
        for hand in self.unfinished:
            if hand.number in shown:
                continue
            own = hand.draft.strip() and hand.draft != draft and not self.is_safe(hand.draft)
            if not (held(hand.walk) or hand.unsent or own or hand.kept):
                del self._hands[hand.number]

    def adopt(self, others: WalksInHand) -> None:
        """Take the walks that somebody else had in hand."""
        for hand in others._hands.values():
            number = self.take(hand.walk, hand.draft, hand.kept)
            self._hands[number] = replace(hand, number=number)
        self._elsewhere |= others._elsewhere
        self._ticked += others._ticked

    def ticked_at(self, walk: Walk) -> frozenset[int]:
        """Return the steps that are ticked off where a walk has ended."""
        return next((ticked for other, ticked in self._ticked if other == walk), frozenset())

    def tick(self, walk: Walk, ticked: frozenset[int]) -> None:
        """Remember the steps that are ticked off where a walk has ended."""
        self._ticked = [(walk, ticked), *(pair for pair in self._ticked if pair[0] != walk)]

    # What would be lost

    def is_elsewhere(self, draft: str, record: int | None = None) -> None:
        """Remember that a draft is in a record too, or in a file."""
        self._elsewhere[draft.strip()] = record

    def is_saved(self, walk: Walk, record: int, part: Keep) -> None:
        """Remember that so much of a walk that stands at an end is in a record too."""
        steps = [step for leg in walk.legs for step in leg.own.values()] if part != "recommendation" else []
        kept = frozenset(given_in(step for step in steps if part == "draft" or step.question.kind != "text"))
        for hand in [hand for hand in self._hands.values() if alike(hand.walk, walk)]:
            self._hands[hand.number] = replace(hand, saved={**hand.saved, record: kept})

    def record_is_gone(self, number: int) -> None:
        """Remember that a record is not there any more; a walk that was just this one goes with it."""
        for one in [one for one in self._hands.values() if number in one.saved]:
            still = {record: kept for record, kept in one.saved.items() if record != number}
            self._hands[one.number] = replace(one, saved=still)
        self._elsewhere = {draft: record for draft, record in self._elsewhere.items() if record != number}
        self._no_more_aside(number)
        hand = self.put_aside_as(number)
        if hand is not None and hand.kept is not None:
            self._hands[hand.number] = replace(hand, kept=None)
            if (hand.walk, hand.draft) == (hand.kept.walk, hand.kept.draft) and not hand.unsent:
                del self._hands[hand.number]

    def put_aside_as(self, number: int) -> WalkInHand | None:
        """Return the walk in hand that is put aside as a record; None if it is in no hand."""
        return next((hand for hand in self._hands.values() if hand.kept and hand.kept.record == number), None)

    def kept_as(self, walk: Walk) -> int | None:
        """Return the number of the record that has a walk put aside as it stands; None if there is none."""
        kept = (hand.kept for hand in self._hands.values() if alike(hand.walk, walk) and not hand.over)
        return next((one.record for one in kept if one is not None and alike(one.walk, walk)), None)

    def taken_from(self, number: int, walk: Walk) -> int | None:
        """Return the number of the walk in hand that is as a record has it; None if there is none."""
        return next((one.number for one in self._hands.values() if number in one.saved and alike(one.walk, walk)), None)

    def is_safe(self, draft: str) -> bool:
        """Tell whether there is nothing in a draft that does not stay somewhere else when postwise is left."""
        hands = self._hands.values()
        staying = {hand.kept.draft.strip() for hand in hands if hand.kept is not None and not hand.over}
        return draft.strip() in {"", *staying, *self._elsewhere}

    def losing(self, draft: str) -> Losing:
        """Return what would be lost of the walks, and of the library's own draft."""
        self._look_again()
        hands = tuple(self._hands.values())
        drafts = dict.fromkeys((*(hand.draft for hand in hands), draft))
        unsafe = tuple(one for one in drafts if not self.is_safe(one))
        begun = (begun for hand in hands for begun in hand.unsent)
        words = (f"what you have {'typed' if one.typed else 'ticked'} and not sent off" for one in begun)
        beside = tuple(hand for one in unsafe for hand in self._to_keep_with(one))
        return Losing(tuple(hand for hand in hands if hand.lost), unsafe, beside, tuple(dict.fromkeys(words)))

    def _to_keep_with(self, draft: str) -> tuple[WalkInHand, ...]:
        """Return the walks that go on with which a draft could be kept: those with anything else, or the latest one."""
        hands = tuple(hand for hand in self.unfinished if hand.draft == draft)
        return tuple(hand for hand in hands if hand.answers or hand.kept) or hands[:1]

    # Put aside

    def _look_again(self) -> None:
        """Find what was put aside and is not there any more: another postwise may have come to its end."""
        kept = [hand for hand in self._hands.values() if hand.kept is not None]
        if kept:
            with contextlib.suppress(PostwiseError):
                there = {summary.id for summary in _records().unfinished()}
                gone = [hand for hand in kept if hand.kept is not None and hand.kept.record not in there]
                self._hands |= {hand.number: replace(hand, kept=None) for hand in gone}

    def look(self, library: Library) -> None:
        """Find which walks are put aside, in a library's trees or apart; records that cannot be read hold none now."""
        held = {hand.kept.record for hand in self._hands.values() if hand.kept is not None}
        records, found = _records(), list[int]()
        with contextlib.suppress(PostwiseError):
            found = [summary.id for summary in reversed(records.unfinished()) if summary.id not in held]
        self._aside, self._apart = {}, {}
        for number in found:
            with contextlib.suppress(PostwiseError):  # one that is damaged, or has gone meanwhile, hides no other
                record = records.get(number)
                there = record.library(library)
                if there is library:
                    self._aside[number] = record
                else:
                    self._apart[number] = record, there

    def _no_more_aside(self, number: int) -> None:
        self._aside.pop(number, None)
        self._apart.pop(number, None)

    @property
    def apart(self) -> tuple[tuple[SavedWalk, Library], ...]:
        """What was found on the disk in trees that the library has not, or has others of the same names in its place.

        Each comes with the library as it is seen from there.
        """
        return tuple(self._apart.values())

    def take_up(self, trees: Mapping[str, Tree], library: Library, *, all_read: bool = False) -> None:
        """Take in hand what is put aside in trees of the library that have been read.

        A walk through several trees waits until `all_read`, for it may have gone through more than it has answers in.
        """
        for record in tuple(self._aside.values()):
            one = {step.tree for step in record.steps} <= {record.tree.id} and not record.earlier
            own = record.its_own(trees, library) if all_read or one else {}
            if record.tree.id in own:
                self.take_up_record(record, own, library)

    def take_up_apart(self, record: SavedWalk, trees: Mapping[str, Tree], library: Library) -> None:
        """Take in hand what is put aside in other trees, unless it has been by now, or its record is gone."""
        if record.id in self._apart and record.tree.id in trees:
            self.take_up_record(record, trees, library)

    def in_hand(self, record: SavedWalk, today: Library) -> WalkInHand:
        """Take a record in hand in its trees as they are now, or return the walk in hand that it has been taken up as.

        Raises PostwiseError if they are not there, or no answers were kept.
        """
        aside = self.put_aside_as(record.id)
        if aside is not None:
            return aside
        record.require_answers()
        library, number = record.library(today), None
        trees = trees_of(record, library, library.tree_named)
        if record.tree.id not in trees:
            raise PostwiseError(" ".join(filter(None, (NOT_THERE, record.home_missed(library)))))
        if record.outcome is None:
            number = self.take_up_record(record, trees, library)
        if number is None:
            walk, draft = record.again(trees, library.words), record.draft or ""
            self.is_elsewhere(draft, record.id)
            changed = record.changed(walk, library)
            number = self.taken_from(record.id, walk) or self.take(walk, draft, changed=changed)
            self.is_saved(walk, record.id, record.keep)
        return self._hands[number]

    def take_up_record(self, record: SavedWalk, trees: Mapping[str, Tree], library: Library) -> int | None:
        """Take in hand what is put aside, as far as it has answers in today's trees, and return its number.

        None is returned of what is at its end in them, or has nothing in it.
        """
        self._no_more_aside(record.id)
        walk = record.road(trees, library.words)
        if not record.can_go_on(walk):
            return None
        alone = walk.previous is None and bool(record.earlier)  # a tree on the way is gone, or leads elsewhere
        fewer = bool(record.fewer(walk))
        whole = {step.tree for step in record.steps} <= trees.keys() and not alone and not fewer
        put_aside = PutAside(walk, record.draft or "", record.id, whole, bool(record.home_missed(library)))
        changed = record.changed(walk, library)
        number = self.take(walk, put_aside.draft, put_aside, changed, other=record.other)
        asleep = [hand for hand in self._hands.values() if hand.kept is not None and hand.walk is hand.kept.walk]
        asleep.sort(key=lambda hand: 0 if hand.kept is None else hand.kept.record)
        self._hands = {hand.number: hand for hand in (*asleep, *self._hands.values())}  # each where it comes first
        return number

    def keep(self, losing: Losing, *, drafts: bool) -> None:
        """Put aside the walks of which something would be lost, with their `drafts`, or those they had unless emptied.

        A draft that stays somewhere else in any case goes with its walk, which is to be gone on with as it was.
        Raises PostwiseError if that cannot be written.
        """
        wanted = (*losing.walks, *(losing.beside if drafts else ()))
        mine = (hand for hand in self._hands.values() if any(hand.stands is one.stands for one in wanted))
        for hand in tuple(mine):
            before = "" if hand.kept is None else hand.kept.draft
            draft = hand.draft if drafts or self.is_safe(hand.draft) else before
            instead_of = hand.kept.record if hand.kept is not None and hand.kept.whole else None
            record = _records().put_aside(hand.walk, draft=draft or None, instead_of=instead_of, other=hand.other)
            kept = PutAside(hand.walk, draft, record, missed=hand.kept is not None and hand.kept.missed)
            self._hands[hand.number] = replace(hand, kept=kept, changed="")

    def let_go(self) -> None:
        """Let what was put aside go from the disk where its walk is over: postwise is being left."""
        for hand in self._hands.values():
            if hand.over and hand.kept is not None and hand.kept.whole:
                with contextlib.suppress(PostwiseError):
                    _records().delete(hand.kept.record)
