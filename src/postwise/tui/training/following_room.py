"""The page that the room sees while a desk leads in another window: it follows, and leads again once that is left."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from postwise.train.kept_clocks import KeptClocks
from postwise.train.room_view import room
from postwise.train.seats import Seat
from postwise.train.session import Session
from postwise.train.session_follower import SessionFollower
from postwise.train.session_words import KINDS, LED_AGAIN
from postwise.train.store import OpenSession, SessionHeldError
from postwise.tui.base_screen import BaseScreen
from postwise.tui.screen_commands import FOLLOWING
from postwise.tui.training import OpenRoom
from postwise.tui.training.room_face import RoomFace
from postwise.tui.training.room_lines import RoomContent

OFTEN = 0.25
"""So many seconds lie between two looks at the session's file."""


class FollowingRoomScreen(BaseScreen[OpenSession]):
    """A session that is led from a desk. It reads and never writes; returns the session once the desk is left."""

    COMMANDS_HERE = FOLLOWING
    title_here = "In the room, led from the desk"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    FollowingRoomScreen.-wide #page, FollowingRoomScreen.-wide #sides { padding: 0 4; }
    FollowingRoomScreen.-middling #page, FollowingRoomScreen.-middling #sides { padding: 0 2; }
    FollowingRoomScreen #sides, FollowingRoomScreen.-sides #page { display: none; }
    FollowingRoomScreen.-sides #sides { display: block; }
    """

    def __init__(self, path: Path, session: Session) -> None:
        self.face = RoomFace()
        super().__init__(*self.face.parts)
        self.path = path
        self.session = session
        self.follower = SessionFollower(path)
        self.kept = KeptClocks(path)
        self.desk, self.seat = Seat(path, "desk"), Seat(path, "room")

    def on_mount(self) -> None:
        """Show where the session stands, and follow it."""
        self.seat.take()
        self.face.page.focus()
        self.put(anew=True)
        self.set_interval(OFTEN, self.look)

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self.put)

    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another step, otherwise where it stands."""
        page = self.face.page
        content = RoomContent(
            view=room(self.session),
            width=self.size.width,
            height=page.size.height,
            columns=page.size.width,
            led_here=False,
            notes={kind: self.session.notes(kind) for kind in KINDS},
            where=self.path.name,
        )
        self.set_class(self.face.show(content, self.session, self.kept.of(self.session), anew=anew), "-sides")
        self._head()

    def _head(self) -> None:
        self.masthead.show(*self.face.head(room(self.session), self.kept.of(self.session)))

    def look(self) -> None:
        """Bring the page up to date; once the desk is left, lead again."""
        if not self.is_active:
            return
        with self.saying_what_fails():
            following = self.follower.poll()
            if following is not None:
                before, self.session = self.session, following
                self.put(anew=before.place != following.place)
            self._head()
            if not self.desk.taken:
                with suppress(SessionHeldError):  # the desk is about to let go, or another sits down
                    self._lead(OpenSession.resume(self.path))

    def on_unmount(self) -> None:
        """Be there no more."""
        self.seat.leave()

    def _lead(self, hold: OpenSession) -> None:
        if self.app.screen_stack[0] is self:
            self.app.open(OpenRoom(hold), lambda _: self.app.close(self))
            self.app.tell(LED_AGAIN, "accent")
        else:
            self.dismiss(hold)
