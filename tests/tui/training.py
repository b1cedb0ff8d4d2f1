"""A session of the small tree, its room opened with somebody at the keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from postwise.train.cases import suggested_choices
from postwise.train.session import Session
from postwise.train.store import OpenSession
from postwise.tree.library import Library
from postwise.tui.app import PostwiseApp
from postwise.tui.base_screen import NO_KEYS
from postwise.tui.openings import OpenSetup
from postwise.tui.own_keys import OwnKeys
from postwise.tui.training import OpenRoom
from train.playing import cases

from .conftest import press, running

TODAY = dt.date(2026, 11, 22)


@asynccontextmanager
async def in_room(
    path: Path, session: Session, size: tuple[int, int] = (120, 36), keys: OwnKeys = NO_KEYS
) -> AsyncIterator[Pilot[None]]:
    """Open the room on a session that begins now."""
    with OpenSession.begin(path, session) as hold:
        app = PostwiseApp(Library(), OpenRoom(hold), keys=keys)
        async with running(app, size) as pilot:
            yield pilot


@asynccontextmanager
async def setting_up(folder: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    """Open the set-up over the cases of the small tree."""
    app = PostwiseApp(Library(), OpenSetup(suggested_choices(cases(), "", {}, folder, TODAY)))
    async with running(app, size) as pilot:
        yield pilot


async def count(pilot: Pilot[None], counts: str) -> None:
    """Type counts, and reveal them."""
    await press(pilot, *("space" if key == " " else key for key in counts), "r")


def session_of(pilot: Pilot[None]) -> Session:
    """Return the session that the room stands at."""
    return pilot.app.screen.session
