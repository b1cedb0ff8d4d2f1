"""The facilitator's notes as lines of a page: never drawn where the room is looking, unless somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postwise.train.crib import Crib
from postwise.train.room import RoomView
from postwise.tui.prose import prose
from postwise.tui.question_lines import bulleted
from postwise.tui.recommendation_lines import heading
from postwise.tui.texts import join, line, words
from postwise.tui.widgets.sheet import BLANK, Line


def notes_lines(view: RoomView, crib: Crib) -> Iterator[Line]:
    """Yield what a facilitator may want at a step."""
    yield BLANK
    yield Line(line(view.ask or view.title or "Between the cases", "bold"))
    if view.ask:
        yield Line(words(f"{view.voted} of {view.present} are in" if view.hidden else f"{view.present} here", "muted"))
    yield BLANK
    yield from _split(crib)
    yield from _list("You may say", crib.prompts)
    yield from _list("To talk about", crib.discuss)
    yield from _list("Other roads still to walk", (f"{ask} {answer}" for ask, answer in crib.due))
    yield from _list("Left for another time", crib.parked)
    if crib.suggest_secret:
        yield Line(words("So few are here that hands point at people. Say once that the keyboard can be passed round."))


def _split(crib: Crib) -> Iterator[Line]:
    if crib.splits_here:
        yield Line(words("Groups are known to divide here.", "pause bold"))
        yield BLANK
    if crib.likely:
        yield Line(join([words("The case's own road: ", "muted"), line(crib.likely).pad_left(1)]))
        if crib.other:
            yield Line(join([words("Its other road: ", "muted"), line(crib.other).pad_left(1)]))
        yield BLANK


def _list(title: str, found: Iterable[str]) -> Iterator[Line]:
    listed = list(found)
    if listed:
        yield heading(title)
        for text in listed:
            yield from bulleted(prose(text), "·  ")
        yield BLANK
