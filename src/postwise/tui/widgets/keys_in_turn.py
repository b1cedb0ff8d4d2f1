"""Keys in turn: each is taken where the keyboard is once all has been done that the keys before it asked for.

Textual sends a key where the keyboard is when it comes in, and does at once what keys do everywhere. Keys that
come in together, over a slow line or from quick hands, would overtake each other there, or be typed where nobody looks.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import takewhile
from math import inf
from types import MappingProxyType

from textual import events
from textual.app import App
from textual.events import Event
from textual.geometry import Offset
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget

LOOK = 0.02
"""Seconds after which it is looked whether keys still wait for what never comes back."""
LOOKS = 8
"""So many looks, with the app free to work between them, and a key waits no longer."""
INTERRUPT = "ctrl+c"
SOON = 0.1
"""Seconds that it waits for the keys before it, at the most."""
ROUNDS = 8
"""As many times as it is waited until what there is to do has been done: it may lead to more."""
REPEATS = 0.15
"""Seconds after which a key that is held down comes again and again, at the most; a finger is seldom as quick."""
QUICKEST = 0.12
"""And no finger is as quick as this."""
SOONEST_REPEAT = 0.18
"""Seconds until a key that is held down comes for the second time, at the least."""
FIRST_REPEAT = 1.0
"""And at the most."""
DOUBLE_CLICK = 0.5
"""Seconds between the two presses of a double click, at the most."""


def now() -> float:
    """Return the time by the clock that keys and clicks are stamped with, in seconds."""
    return Message().time


def meant_for(widget: Widget, since: float) -> bool:
    """Tell whether the key or click that is being taken was made for what has been there since a time.

    It was not if it was made before, or if a key is only held down, or a click is the other half of a double one.
    """
    return not isinstance(widget.app, KeysInTurn) or (widget.app.given_at >= since and not widget.app.held)


def is_held(widget: Widget) -> bool:
    """Tell whether the key that is being taken is only held down, or a click is the other half of a double one."""
    return isinstance(widget.app, KeysInTurn) and widget.app.held


def may_be_held(widget: Widget) -> bool:
    """Tell whether the key that is being taken is held down, or may be."""
    return isinstance(widget.app, KeysInTurn) and widget.app.may_be_held


def _has_more(pump: MessagePump) -> bool:
    """Tell whether somebody has been told of something that they have not heard yet, or is only just coming."""
    busy = bool(pump.message_queue_size) or pump._pending_message is not None  # noqa: SLF001 - looked at already
    return busy or not pump._is_mounted  # noqa: SLF001 - the app has no other name for it


READING = {"on_key", "_on_key", "on_event"}
"""What handles every key where it is defined, by Textual's conventions."""


@lru_cache(maxsize=512)
def reads(kind: type[object], key: str) -> bool:
    """Tell whether a kind of widget does anything with a key itself, beside what keys are bound to."""
    own = [vars(one) for one in kind.__mro__ if one not in Widget.__mro__]
    told = any(issubclass(events.Key, message) for one in own for message in one.get("_decorated_handlers", ()))
    by_name = hasattr(kind, f"key_{key}") or hasattr(kind, f"_key_{key}")
    return told or by_name or any(name in READING for one in own for name in one)


MOVING = ("left", "right", "up", "down", "home", "end", "ctrl+a", "ctrl+e")
EDITING = frozenset((*MOVING, "backspace", "delete", "ctrl+j", "ctrl+k", "ctrl+u", "ctrl+w"))
"""What changes a field, or where one is in it, and does nothing else."""


def _written(event: Event, field: object) -> str:
    """Return what a key writes into a field; empty if it does something else there."""
    if not isinstance(event, events.Key) or event.key in getattr(field, "acting", ()):
        return ""
    if event.key == "enter":
        return "\n" if hasattr(field, "document") else ""
    return event.character or "" if event.is_printable else ""


class KeyIs(Enum):
    """What is known of a key by when it came again. What comes at once, over a slow line, was pressed so often."""

    PRESSED = auto()
    AGAIN = auto()
    """Pressed again, or held down for so long that it has come for the second time."""
    QUICK = auto()
    """Pressed three times by a quick finger, or held down on a slow keyboard."""
    HELD = auto()
    LATE = auto()
    """Held down, and late on its way; or pressed anew. The next will tell: until then it does nothing."""
    AT_ONCE = auto()


def _next(was: KeyIs, rested: float) -> KeyIs:
    """Return what a key is that comes so many seconds after itself."""
    if rested < REPEATS:
        quick = KeyIs.HELD if rested < QUICKEST else KeyIs.QUICK
        held = dict.fromkeys((KeyIs.QUICK, KeyIs.HELD, KeyIs.LATE), KeyIs.HELD)
        return {KeyIs.AGAIN: quick, **held}.get(was, KeyIs.AT_ONCE)
    if was is KeyIs.HELD and rested < FIRST_REPEAT:
        return KeyIs.LATE
    again = was in {KeyIs.PRESSED, KeyIs.AGAIN} and SOONEST_REPEAT <= rested <= FIRST_REPEAT
    return KeyIs.AGAIN if again else KeyIs.PRESSED


def same_press(given: object, before: object) -> bool:
    """Tell whether a key is the one before, or a press of the mouse where the one before was, but for a cell."""
    if isinstance(given, Offset) and isinstance(before, Offset):
        return given.y == before.y and abs(given.x - before.x) <= 1
    return given == before


@dataclass(eq=False, repr=False)
class CaughtUp(Message):
    """Goes from where the keyboard is up to the app, behind all that is to be done on that way."""

    key: int
    """The number of the key that waits for it."""


class KeysInTurn(App[None]):
    """An app that takes one key after the other, and knows when the one was pressed that it is at."""

    own_keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The keys that the person gave commands, as they are written, by the names of the commands."""

    def __init__(self) -> None:
        super().__init__()
        self.given_at = now()
        """When the key was pressed, or the mouse, that was taken last."""
        self.given: object = None
        """Which key that was, or where the mouse was pressed."""
        self.rested = inf
        """Seconds between that and the same before it, with nothing else between them."""
        self._key_was = self._key_is = KeyIs.PRESSED
        self._sees_mouse = False
        """Whether presses of the mouse come here first, as a terminal sends them."""
        self._waiting: deque[Event] = deque()
        self._taken = 0
        self._drawn = True
        self._looking = False
        self._rounds = 0

    def let_go(self) -> None:
        """Take the key that is being taken for one that was let go: it ended what had been typed."""
        self.given = None

    def still_does(self, key: str, name: str) -> bool:
        """Tell whether a key that does a command at first does it for this person, too."""
        own = self.own_keys.get(name, ())
        return not own or key in own

    @property
    def keys_wait(self) -> bool:
        """Whether there are keys that wait for those before them."""
        return bool(self._waiting)

    @property
    def held(self) -> bool:
        """Whether the key that is being taken is only held down, or a click is the other half of a double one."""
        return self._key_is in {KeyIs.HELD, KeyIs.LATE} if isinstance(self.given, str) else self.rested < DOUBLE_CLICK

    @property
    def may_be_held(self) -> bool:
        """Whether the key that is being taken is held down, or may be as it comes for the second time."""
        return self.held or (self._key_is is KeyIs.AGAIN and self._key_was is KeyIs.PRESSED)

    def _note(self, event: Event) -> None:
        """Remember when and where something was pressed."""
        given = event.key if isinstance(event, events.Key) else getattr(event, "screen_offset", None)
        half = isinstance(given, Offset) and self.held  # what comes after a double click is no third half of it
        same = given is not None and not half and same_press(given, self.given)
        self.rested = event.time - self.given_at if same else inf
        self._key_was, self._key_is = self._key_is, _next(self._key_is, self.rested)
        self.given, self.given_at = given, event.time

    async def on_event(self, event: Event) -> None:
        """Take a key, or let it wait for those before it; what the mouse does waits for none."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.append(event)
            if len(self._waiting) == 1:
                await self._take_waiting()
            elif isinstance(event, events.Key) and event.key == INTERRUPT:
                asyncio.get_running_loop().call_later(SOON, self._let_through, event)
        else:
            if isinstance(event, events.MouseDown) and not self._known(event):
                self._note(event)
                if not self.heeds(event):
                    return
            elif isinstance(event, events.MouseUp):
                self.given_at = max(self.given_at, event.time)
            await super().on_event(event)

    def _known(self, event: events.MouseDown) -> bool:
        """Tell whether a press of the mouse has been here before: parts of the screen hand it back, stamped anew.

        A test gives presses to the screen, and only that comes here.
        """
        self._sees_mouse = self._sees_mouse or not event.is_forwarded
        return event.is_forwarded and self._sees_mouse

    def _let_through(self, event: Event) -> None:
        """Let an interrupt wait for no more keys, as a terminal does: those before it are dropped.

        But what is being written in a field is written first, all at once: whoever is then asked about it means all.
        """
        if event not in self._waiting:
            return
        before = list(takewhile(lambda waiting: waiting is not event, self._waiting))
        for _ in before:
            self._waiting.popleft()
        self._waiting.extendleft(reversed(self._writing(before)))

    def _writing(self, waiting: Iterable[Event]) -> list[Event]:
        """Return what keys and pastes do in the field that has the keyboard, up to the first that does else.

        Letters that come one after the other are one paste: it is drawn once.
        """
        field, taken, letters = self.focused, list[Event](), ""
        if field is None or field is not getattr(self.screen, "typed_into", None):
            return taken
        for event in waiting:
            written = _written(event, field)
            if written:
                letters += written
                continue
            if not isinstance(event, events.Paste) and getattr(event, "key", "") not in EDITING:
                break
            taken += [*([events.Paste(letters)] if letters else []), event]
            letters = ""
        return [*taken, *([events.Paste(letters)] if letters else [])]

    def heeds(self, _event: Event) -> bool:
        """Tell whether a key, or a press of the mouse, does anything where the person is now."""
        return True

    def before_key(self) -> None:
        """Do what is to be done before any key is taken, whatever it does."""

    def draw(self) -> None:
        """Draw now what is to be drawn: by Textual's clock a frame comes up to a sixtieth of a second late."""
        self.screen._on_timer_update()  # noqa: SLF001 - what its clock calls

    async def _take_waiting(self) -> None:
        """Take what waits, as long as there is nothing to do for what was taken before; then draw what came of it."""
        while (rest := self._rounds == ROUNDS or self._at_rest) and self._waiting:
            event = self._waiting.popleft()
            self._note(event)
            self._rounds = 0
            self._taken += 1
            self._drawn = False
            if self.heeds(event):
                self.before_key()
                await self._hand_on(event)
        if rest and not self._drawn:
            self._drawn = True
            self.draw()
        if self._waiting or not self._drawn:
            self._rounds += 1
            self._send_round()

    async def _hand_on(self, event: Event) -> None:
        """Have a key do what it does, where the keyboard is.

        Textual has each part of the screen pass it on to the one around it, and the app look what it is bound to then.
        Where none of them reads keys, that is looked at once: nothing else could come of it, and a person waits for it.
        """
        way_up = (self.focused or self.screen).ancestors_with_self[:-1]
        names = event.name_aliases if isinstance(event, events.Key) else ()
        read = any(reads(type(node), name) for node in way_up for name in names)
        if read or not isinstance(event, events.Key) or not self.app_focus:
            await super().on_event(event)
        elif not await self._check_bindings(event.key, priority=True):
            await self._check_bindings(event.key)

    @property
    def _at_rest(self) -> bool:
        """Whether everything that was told to anybody on the screen has been heard."""
        screen = self.screen
        return screen.is_mounted and not any(map(_has_more, (self, screen, *screen.walk_children(with_self=False))))

    def _send_round(self) -> None:
        (self.focused or self.screen).post_message(CaughtUp(self._taken))
        if self._waiting and not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(LOOK, self._look, self._taken, LOOKS)

    def _look(self, key: int, more: int) -> None:
        """Let a key wait no longer where no round comes back: it is lost in a screen that has been left."""
        self._looking = bool(self._waiting) and self.is_running
        if not self._looking:
            return
        if key == self._taken and not more:
            self._rounds = ROUNDS
            self.post_message(CaughtUp(key))
        more = more - 1 if key == self._taken and more else LOOKS
        asyncio.get_running_loop().call_later(LOOK, self._look, self._taken, more)

    async def on_caught_up(self, event: CaughtUp) -> None:
        """Take the next key, if it waited for this."""
        event.stop()
        if event.key == self._taken:
            await self._take_waiting()
