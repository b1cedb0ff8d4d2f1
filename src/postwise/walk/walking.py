"""Somebody on a walk: where they stand is one value, and one function says what comes of each thing they do.

The screens and the lines both walk by it: they turn keys, clicks and typed words into deeds, and show what is there
then. A deed that cannot be done where somebody stands leaves them there, the very same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from postwise.logic.lookahead import AT_ONCE
from postwise.text import joined
from postwise.tree.answers import AnswerError
from postwise.tree.placeholders import spoken
from postwise.walk.ending_ahead import end_at_hand
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.left_behind import left_in_later_trees
from postwise.walk.path import QuestionStep
from postwise.walk.walk import Walk, WalkError

Place = tuple[str, str]
"""A step's place: the tree's id and the question's."""
Ticked = frozenset[str] | None
"""What is ticked in a list: no item is an answer, too, once the person has said so; None is nothing said yet."""
NOTHING: frozenset[str] = frozenset()
"""What is ticked by whoever says that nothing applies."""
NO_CASE = "This tree has no case for that answer: whoever writes it has to add one."
"""What is said of an answer that its tree leads nowhere with: nobody is taken there."""
State = Literal["asking", "asking again", "ticking", "typing", "ended"]
"""What is going on: a question is put, an earlier one again, a list is ticked, an answer typed; or all is said."""


@dataclass(frozen=True)
class Begun:
    """An answer that was begun and not given yet."""

    ticked: Ticked = None
    typed: str = ""
    wanting: bool = False
    """Whether somebody would go on from a list of which they have said nothing yet."""
    refused: str = ""
    """Why what was sent off is no answer."""

    @property
    def given(self) -> str | frozenset[str]:
        """What was typed or ticked so far; empty if nothing was."""
        return self.typed.strip() or self.ticked or NOTHING


@dataclass(frozen=True)
class Left:
    """An answer that was begun at a question which is not put now."""

    place: Place
    asked: FilledQuestion
    begun: Begun


@dataclass(frozen=True)
class Give:
    """An answer to the question that is put."""

    raw: Any


@dataclass(frozen=True)
class NotSure:
    """*Not sure*, to a question of which one answer is picked."""

    most: int | None = None
    """How much may be looked at to find the most cautious answer; None: as much as a person need not wait for."""


@dataclass(frozen=True)
class Tick:
    """A tick in a list set or taken away; without an item, that nothing of it applies."""

    item: str | None


@dataclass(frozen=True)
class GoOn:
    """On from a list, with what is ticked."""


@dataclass(frozen=True)
class Type:
    """What stands in the field now."""

    text: str


@dataclass(frozen=True)
class Send:
    """What stands in the field, as the answer."""


@dataclass(frozen=True)
class Back:
    """The last answer taken back; an earlier question that is put again left as it was."""


@dataclass(frozen=True)
class AskAgain:
    """An earlier question put again; the open one, or None, ends that."""

    place: Place | None


@dataclass(frozen=True)
class GoToItsEnd:
    """To the end that every way on leads to, where all that is said there is known by now."""


Deed = Give | NotSure | Tick | GoOn | Type | Send | Back | AskAgain | GoToItsEnd
"""What somebody can do on a walk."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands on a walk."""

    walk: Walk
    again: Place | None = None
    """The earlier question that is put again; None: the one that is open, if the walk has not ended."""
    begun: Begun | None = None
    """What was begun at the question that is put; None: nothing but what it had before."""
    left: tuple[Left, ...] = ()
    """What was begun at other questions, each to be there again when that is put."""

    @property
    def asked(self) -> FilledQuestion | None:
        """The question that is put; None where the walk has ended and none is put again."""
        if self.again is None:
            return self.walk.question
        for leg in reversed(self.walk.legs):
            for step in leg.steps if leg.tree.id == self.again[0] else ():
                if step.node_id == self.again[1]:
                    return leg.asked_as(step.node_id, step)
        return None

    @property
    def state(self) -> State:
        """What is going on."""
        asked = self.asked
        if asked is None:
            return "ended"
        if self.again is not None:
            return "asking again"
        return "typing" if asked.typed else "ticking" if asked.kind == "checklist" else "asking"

    @property
    def answer(self) -> Begun:
        """What is ticked or typed, from the answer that the question had before if nothing else was begun."""
        if self.begun is not None:
            return self.begun
        return Begun() if self.asked is None else _before(self.asked)

    @property
    def unsent(self) -> tuple[Begun, ...]:
        """What was typed or ticked, and is neither sent off nor what stood there before; words taken back are, too."""
        pieces = (piece for piece in _left(self) if piece.begun.given)
        begun = tuple(piece.begun for piece in pieces if piece.begun.given != _before(piece.asked).given)
        return (*begun, *(Begun(typed=words) for words in _taken_back(self.walk)))

    @property
    def place(self) -> Place:
        """Where the question stands that is put."""
        return self.again or _open(self.walk)


def _taken_back(walk: Walk) -> Iterator[str]:
    """Yield what was answered in one's own words and is no answer any more, to be there again if it is asked for."""
    for leg in walk.legs:
        off = {name: step for name, step in leg.remembered.items() if name not in leg.own}
        yield from _words({**off, **leg.waiting})
    for piece in walk.beyond:
        yield from _words({**piece.held.remembered, **piece.held.waiting, **piece.held.given})


def _words(steps: Mapping[str, QuestionStep]) -> Iterator[str]:
    """Yield those of some answers that are words of one's own."""
    return (str(step.answer) for step in steps.values() if step.answer and step.question.kind == "text")


def after(stands: Standing, deed: Deed, *, nowhere: bool = False) -> Standing:
    """Return where somebody stands after what they did; where they stood, if it cannot be done there.

    An answer that leads nowhere is refused, unless one may go there, as whoever writes the tree may.
    """
    match deed:
        case Back():
            return _back(stands)
        case AskAgain(place):
            return _asked_again(stands, place)
        case GoToItsEnd():
            there = stands.again is None and end_at_hand(stands.walk) is not None
            ended = stands.walk.to_its_end() if there else stands.walk
            return stands if ended is stands.walk else Standing(ended, left=_left(stands))
    asked = stands.asked
    now = stands if asked is None else _answering(stands, asked, deed)
    lost = now.walk is not stands.walk and now.walk.question is None and now.walk.outcome is None
    return _refused(stands, NO_CASE) if lost and not nowhere else now


def _answering(stands: Standing, asked: FilledQuestion, deed: Deed) -> Standing:
    match deed:
        case Tick(item) if asked.kind == "checklist":
            return _ticked(stands, asked, item)
        case GoOn() if asked.kind == "checklist" and stands.answer.ticked is None:
            return _begun(stands, replace(stands.answer, wanting=True))
        case GoOn() if asked.kind == "checklist":
            return _answered(stands, stands.answer.ticked)
        case Type(text) if asked.typed and text != stands.answer.typed:
            return _begun(stands, Begun(typed=text))
        case Send() if asked.typed:
            try:
                return _answered(stands, asked.read(stands.answer.typed))
            except AnswerError as error:
                return _refused(stands, str(error))
        case NotSure(most):
            return _answered(stands, None, unsure_within=AT_ONCE if most is None else most)
        case Give(raw):
            return _answered(stands, raw)
    return stands


def _answered(stands: Standing, raw: Any, *, unsure_within: int | None = None) -> Standing:
    try:
        now = changed(stands.walk, stands.place, raw, unsure_within=unsure_within)
        return _put_again(Standing(now, left=tuple(left for left in stands.left if left.place != stands.place)))
    except (AnswerError, WalkError) as error:
        return _refused(stands, str(error))


def _refused(stands: Standing, why: str) -> Standing:
    return _begun(stands, replace(stands.answer, refused=why))


def _begun(stands: Standing, begun: Begun) -> Standing:
    """Return where somebody stands who begins an answer: nothing begun before at that question can come up again."""
    return replace(stands, begun=begun, left=tuple(left for left in stands.left if left.place != stands.place))


def _ticked(stands: Standing, asked: FilledQuestion, item: str | None) -> Standing:
    ticked = stands.answer.ticked
    if item is None:
        return _begun(stands, Begun(None if ticked == NOTHING else NOTHING))
    if item not in asked.model.by_id:
        return stands
    return _begun(stands, Begun(((ticked or NOTHING) ^ {item}) or None))


def _back(stands: Standing) -> Standing:
    if stands.again is not None:
        return _asked_again(stands, None)
    back = stands.walk.back()
    return stands if back is stands.walk else _put_again(Standing(back, left=_left(stands)))


def _asked_again(stands: Standing, place: Place | None) -> Standing:
    walk = stands.walk
    if place == _open(walk):
        place = None
    if place is not None and place not in {(step.tree.id, step.node_id) for leg in walk.legs for step in leg.steps}:
        return stands
    if place == stands.again:
        return stands
    return _put_again(Standing(walk, place, left=_left(stands) if stands.again is None else stands.left))


def gone_on(stands: Standing, walk: Walk, place: Place | None = None) -> Standing:
    """Return where somebody stands who goes on with a walk from its end, an earlier question of it put again or none.

    What was begun at its questions is still to be there when they are put.
    """
    return _put_again(Standing(walk, place, left=_left(stands)))


def _left(stands: Standing) -> tuple[Left, ...]:
    """Return what was begun at all questions, that of the one which is put last."""
    asked = stands.asked
    if asked is None or stands.begun is None:
        return stands.left
    others = (left for left in stands.left if left.place != stands.place)
    return (*others, Left(stands.place, asked, stands.begun))


def _put_again(stands: Standing) -> Standing:
    """Return where somebody stands with what was begun at the question that is put, if it was."""
    for left in stands.left:
        begun = _kept(left.begun, left.asked, stands.asked) if left.place == stands.place else None
        if begun is not None:
            return replace(stands, begun=begun, left=tuple(other for other in stands.left if other is not left))
    return stands


def _before(asked: FilledQuestion) -> Begun:
    """Return the answer that a question had before, as what is ticked or typed."""
    before = asked.suggested
    if isinstance(before, frozenset):
        return Begun(ticked=before)
    return Begun(typed=spoken(before) if before is not None and asked.typed else "")


def under(stands: Standing, walk: Walk) -> Standing:
    """Return where somebody stands with another version of their walk's tree put under it: what was begun stays."""
    on_road = {step.node_id for step in walk.steps}
    again = (walk.tree.id, stands.again[1]) if stands.again is not None and stands.again[1] in on_road else None
    return _put_again(Standing(walk, again, left=_left(stands)))


def _kept(begun: Begun | None, old: FilledQuestion | None, new: FilledQuestion | None) -> Begun | None:
    """Return what was begun at a question as far as it can stay for another; None if it cannot, or is nothing."""
    if begun is None or old is None or new is None or not alike(old, new):
        return None
    there = None if begun.ticked is None else begun.ticked & new.model.by_id.keys()
    return replace(begun, ticked=there or (NOTHING if begun.ticked == NOTHING else None))


def alike(old: FilledQuestion, new: FilledQuestion) -> bool:
    """Tell whether what is being ticked or typed for one question can stay for another."""
    ids = [answer.id for answer in old.answers], [answer.id for answer in new.answers]
    return (old.id, old.kind, old.suggested, old.unsure) == (new.id, new.kind, new.suggested, new.unsure) and (
        ids[0] == ids[1] or old.kind == "checklist"
    )


def answered(walk: Walk) -> tuple[tuple[Walk, QuestionStep], ...]:
    """Return the answers of a walk that can be given anew, each with the walk through its tree: the first tree's first.

    An answer that came along from an earlier tree is there once, where it was given.
    """
    return tuple((leg, step) for leg in walk.legs for step in leg.own.values())


def goes_on(walk: Walk) -> bool:
    """Tell whether a walk goes on: a question is open, or later trees hold answers, kept for when one comes there."""
    return walk.question is not None or any(left_in_later_trees(walk.beyond))


def held(walk: Walk) -> tuple[QuestionStep, ...]:
    """Return all that was answered on a walk and stands: on its road, behind the open question, or in later trees."""
    there = (step for leg in walk.legs for step in (*leg.own.values(), *leg.waiting.values()))
    return (*there, *(step for step, _ in left_in_later_trees(walk.beyond)))


def words_of(steps: Iterable[QuestionStep]) -> set[str]:
    """Return what was said in one's own words among some answers."""
    return {str(step.answer) for step in steps if step.question.kind == "text" and step.answer}


def own_words(walk: Walk) -> set[str]:
    """Return what was said in one's own words on a walk, what was taken back too."""
    return {*words_of(held(walk)), *_taken_back(walk)}


def in_own_words(walk: Walk) -> bool:
    """Tell whether anything on a walk was answered in words of one's own."""
    return any(step.question.kind == "text" and step.answer for leg in walk.legs for step in leg.own.values())


def left_in(walk: Walk) -> str:
    """Return the titles of the later trees in which answers were left behind, in words; empty if there are none."""
    left = dict.fromkeys(Walk.start(piece.tree, profile=walk.profile).title for piece in walk.beyond if piece.answers)
    return joined(f"“{title}”" for title in left)


def _open(walk: Walk) -> Place:
    return walk.tree.id, walk.at


def changed(walk: Walk, place: Place, raw: Any, *, unsure_within: int | None = None) -> Walk:
    """Return the walk with one answer given, anew or for the first time, in this tree or in one that led to it.

    With `unsure_within`, it is *Not sure*, found out within so much. If the earlier tree still leads to this one, the
    walk stands here with all its answers that still apply; if it does not any more, it is the walk in the earlier
    tree. Raises AnswerError for what is no answer, and WalkError where none can be given.
    """
    tree_id, question_id = place
    here = walk.tree.id == tree_id and (question_id in walk.asked or question_id == walk.at)
    if here or walk.previous is None:
        now = walk.change(question_id, raw) if unsure_within is None else walk.not_sure(unsure_within, question_id)
        return walk if walk.ended_early is not None and now.own == walk.own else now
    earlier = changed(walk.previous, place, raw, unsure_within=unsure_within)
    early = walk.previous.ended_early
    if early is not None and earlier.decided_already() == early:
        earlier = earlier.to_its_end()  # as it had been gone to before: nothing else is skipped
    if earlier.outcome is not None and earlier.outcome.tree == walk.tree.id:
        return walk.handed_over_by(earlier)
    return earlier.come_back(walk)
