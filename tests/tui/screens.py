"""Every screen there is, each with what brings it up: for tests that hold on all of them, and for pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from postwise.walk.record_store import Records

from .conftest import Typed, press, settled

Steps = Callable[[Pilot[None]], Awaitable[None]]
"""What a person does to come to a screen, from the first question of the tree in the garden."""
TO_THE_END = ("2", "1", "space", "g", Typed("2026-05-01"), "enter", Typed("red"), "enter")


def keys(*pressed: str) -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *pressed)

    return steps


async def _draft(pilot: Pilot[None]) -> None:
    if not pilot.app.screen.has_class("-draft"):
        await press(pilot, "d", "escape")


def after_the_end(*pressed: str) -> Steps:
    """Return what brings a person to the recommendation, and from there by some keys to somewhere else."""

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, *TO_THE_END)
        await press(pilot, *pressed)

    return steps


async def _library(pilot: Pilot[None]) -> None:
    from postwise.tui.screens.library_screen import LibraryScreen

    pilot.app.push_screen(LibraryScreen(pilot.app.library))
    await settled(pilot)
    await settled(pilot)


async def _garden(pilot: Pilot[None]) -> None:
    await _library(pilot)
    pilot.app.screen.shelf.mark("garden")
    await settled(pilot)
    await settled(pilot)


async def _broken(pilot: Pilot[None]) -> None:
    await _library(pilot)
    pilot.app.screen.shelf.mark("broken")
    await settled(pilot)


async def _found(pilot: Pilot[None]) -> None:
    await _library(pilot)
    await press(pilot, *"how")


async def _meant(pilot: Pilot[None]) -> None:
    await _library(pilot)
    await press(pilot, "ctrl+y")


async def saved_walks(pilot: Pilot[None]) -> None:
    """Open the saved walks, and wait until they are read: a thread does that."""
    from postwise.tui.screens.saved_walks import SavedWalksScreen

    await press(pilot, "ctrl+s")
    screen = pilot.app.screen
    assert isinstance(screen, SavedWalksScreen), "ctrl+s opens something else here"
    while screen.kept is None:
        await pilot.pause(0.01)
    await settled(pilot)


async def _saved(pilot: Pilot[None]) -> None:
    await press(pilot, *TO_THE_END)
    Records().save(pilot.app.walk, "draft", draft="Dear council")
    await _library(pilot)
    await saved_walks(pilot)


SCREENS: dict[str, Steps] = {
    "choice": keys(),
    "draft": _draft,
    "number": keys("1"),
    "number-wrong": keys("1", "9", "9", "enter"),
    "yes-no": keys("2"),
    "checklist": keys("2", "1", "space"),
    "date": keys("2", "1", "0", "g"),
    "text": keys("2", "1", "0", "g", Typed("2026-05-01"), "enter"),
    "asked-again": keys("2", "1", "tab", "home", "enter", "up"),
    "recommendation": keys(*TO_THE_END),
    "recommendation-right": after_the_end("tab"),
    "unsure": keys("u"),
    "roads": after_the_end("o"),
    "keep": after_the_end("s"),
    "map": keys("2", "m"),
    "map-whole": keys("2", "m", "x"),
    "map-search": keys("2", "m", "slash", *"sun"),
    "help": keys("question_mark"),
    "palette": keys("ctrl+p"),
    "leave": keys("2", "escape"),
    "library": _garden,
    "library-broken": _broken,
    "library-found": _found,
    "library-draft": _meant,
    "library-saved": _saved,
}
