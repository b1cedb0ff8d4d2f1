"""The page that the whole room sees: one step at a time, every vote on the disk before it is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from postwise.errors import PostwiseError
from postwise.train import transitions
from postwise.train.events import Stage
from postwise.train.facilitator_notes import Timer
from postwise.train.room_view import RoomView, room
from postwise.train.session import VOTING
from postwise.train.store import OpenSession
from postwise.tui.dialogs import ChoiceDialog, DialogChoice
from postwise.tui.openings import OpenNotes, OpenSecretVote
from postwise.tui.training.room_base import NoteKeys
from postwise.tui.training.room_lines import COUNTS, KINDS, STEPS, RoomContent, end_lines, page_lines, shared_lines
from postwise.tui.widgets.actions import HELP, Action, bindings
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import BLANK, TextPage

COMMANDS = (
    Action("v", "v", "vote", "Vote", "Open the vote; in secret, pass the keyboard round"),
    Action("r", "r", "reveal", "Reveal", "Show what was voted"),
    Action("n", "n", "next", "Next", "Go on to the next step"),
    Action("b", "b", "back", "Back", "Go back a step; no vote is lost"),
    Action("t", "t", "timer", "Timer", "Stop the timer or let it go on; it never cuts off"),
    Action("o", "o", "other_road", "Other road", "Walk another road that part of the room chose"),
    Action("m", "m", "minority", "Minority note", "Write down what the smaller side wants kept"),
    Action("w", "w", "trust", "Write", "Write down what people must be able to trust you for"),
    Action("p", "p", "people", "People", "Say how many are here now: people come late and leave"),
    Action("l", "l", "later", "Later", "Keep a line for another time"),
    Action("c", "c", "change", "Change", "Propose a change to the tree"),
    Action("a", "a", "act", "Action", "Write down an action, with the role that does it"),
    Action("y", "y", "living", "Live with it", "Vote whether everyone could live with this outcome"),
    Action("z", "z", "again", "Vote anew", "Empty this vote, and let everyone vote once more"),
    Action("X", "X", "leave_case", "Leave case", "Leave this case at once, and keep nothing of it"),
    Action("E", "E", "close", "To the end", "Go to the last pages, whatever cases are left"),
    Action("f", "f", "facilitator", "Notes", "Show the facilitator's notes here, on purpose"),
    Action("s", "s", "debrief", "Write it out", "Write what was said into a file"),
    Action("q,escape", "q", "leave", "Leave", "Leave; what is kept can be gone on with"),
)
"""What can be done in the room; counts are typed as digits with spaces between, and Enter puts them in."""

ASIDE = ("next", "back", "people")
AFTER = ("vote", "next", "timer", "minority")
FEET: Mapping[Stage, tuple[str, ...]] = {
    "trust": ("trust", *ASIDE),
    "confidence-before": ("vote", *ASIDE),
    "silence": ("vote", "timer", "back", "leave_case"),
    "first": ("vote", "reveal", "people", "leave_case"),
    "second": ("vote", "reveal", "people", "leave_case"),
    "shown": AFTER,
    "talk": AFTER,
    "moved": ("next", "minority", "back", "leave_case"),
    "outcome": ("next", "other_road", "living", "minority"),
    "compare": ("next", "living", "minority", "change"),
    "closing": ("change", "act", "later", "next"),
    "confidence-after": ("vote", *ASIDE),
    "closed": ("debrief", "change", "act", "leave"),
}
"""What the footer names at a step, by action; what can always be done stands in the help."""


def foot(stage: Stage) -> tuple[str, ...]:
    """Return the actions that the footer names at a step."""
    return FEET.get(stage, ("next", "back", "people", "leave_case" if stage in {"case", "said"} else "leave"))


COLUMNS = 3
"""As many roads stand side by side; more are set one under the other."""


class RoomScreen(NoteKeys):
    """A session in front of the room. What is drawn comes from a `RoomView` and from the group's own lines."""

    COMMANDS_HERE = COMMANDS
    title_here = "In the room"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoomScreen.-wide #page, RoomScreen.-wide #sides { padding: 0 4; }
    RoomScreen.-middling #page, RoomScreen.-middling #sides { padding: 0 2; }
    RoomScreen #sides, RoomScreen.-sides #page { display: none; }
    RoomScreen.-sides #sides { display: block; }
    RoomScreen .road { width: 1fr; padding: 0 1 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)
    AUTO_FOCUS = ""

    def __init__(self, hold: OpenSession) -> None:
        super().__init__(hold)
        self.view = room(hold.session)
        self.shared = TextPage(id="shared")
        self.roads = tuple(TextPage(classes="road") for _ in range(COLUMNS))

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield self.masthead
        with Vertical(id="body"):
            yield self.page
            with Vertical(id="sides"):
                yield self.shared
                with Horizontal(id="columns"):
                    yield from self.roads
        yield self.keybar

    def on_mount(self) -> None:
        """Show the step that the session stands at."""
        for page in (self.shared, *self.roads):
            page.can_focus = False
        self.page.focus()
        self.put(anew=True)
        self.set_interval(0.5, self._tick)

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self.put)

    # Showing

    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another step, otherwise where it stands."""
        view = self.view = room(self.session)
        self.set_class(view.stage == "compare" and not self.narrow and len(view.ends) <= COLUMNS, "-sides")
        lines = list(page_lines(self._setting(view)))
        self.page.show(lines, COUNTS if anew else None, keep=not anew)
        if self.has_class("-sides"):
            self._set_sides(view)
        self._head()
        self.set_keys()

    def _setting(self, view: RoomView) -> RoomContent:
        session = self.session
        return RoomContent(
            view=view,
            width=self.size.width,
            height=self.page.size.height,
            typed=self.typed if self.counts_typed else None,
            notes={kind: session.notes(kind) for kind in KINDS},
            where=self.hold.path.name,
        )

    def _set_sides(self, view: RoomView) -> None:
        self.shared.show([BLANK, *shared_lines(view)])
        self.call_after_refresh(self._fit_shared)
        for place, page in enumerate(self.roads):
            page.display = place < len(view.ends)
            if page.display:
                airy = self.size.height >= 30
                page.show(list(end_lines(view.ends[place], view.shared, len(view.ends), airy=airy)))

    def _fit_shared(self) -> None:
        """Give what the roads share as many rows as it takes, as far as the roads keep theirs."""
        self.shared.styles.height = min(len(self.shared.rows) + 1, max(self.size.height // 3, 4))

    def _tick(self) -> None:
        if self.clock is not None and self.is_current:
            self._head()

    def _head(self) -> None:
        view = self.view
        place, count = view.place, view.cases
        title = f"Scenario {place} of {count} · {view.title}" if place else "Training together"
        parts = [STEPS[view.stage]]
        if view.stage in VOTING:
            parts.append(f"{view.voted} of {view.present}")
        if self.clock is not None:
            parts.append(self.clock.shown(time.monotonic()))
        self.masthead.show(
            line(title, "bold"), line(" · ".join(parts), "muted"), place / (count + 1) if place else None
        )

    def commands(self) -> Iterator[Action]:
        """Yield what can be done; the footer names what the step is about, and help."""
        named = (*foot(self.session.stage), HELP.action)
        found = [replace(one, foot=one.action in named) for one in super().commands()]
        yield from sorted(found, key=lambda one: named.index(one.action) if one.foot else len(named))

    # Going on

    def action_next(self) -> None:
        """Go on to the next step; in a tie, ask which road comes first."""
        session = self.session
        if session.stage in {"first", "second"} and session.voted < session.present:
            self.say(f"{session.voted} of {session.present} are in. r reveals them all the same.")
        elif not self.go(transitions.forward) and session.stage in {"shown", "moved"}:
            self._pick()

    def _pick(self) -> None:
        """Ask which of several roads is walked first."""
        ways = transitions.choices(self.session)

        def done(key: str | None) -> None:
            if key is not None:
                self.go(partial(transitions.take, answer=ways[int(key) - 1].answer))

        listed = [DialogChoice(str(place), way.text) for place, way in enumerate(ways[:9], 1)]
        self.app.push_screen(
            ChoiceDialog("Which road first?", "No answer leads alone; the other comes after.", listed), done
        )

    def action_back(self) -> None:
        """Go back a step."""
        self.go(transitions.back)

    def action_vote(self) -> None:
        """Open the vote; an open vote in secret goes on with the next voter."""
        if self.session.stage not in VOTING and not self.go(transitions.vote):
            self.say("There is nothing to vote on here. n goes on.")
        elif self.session.secret and not transitions.no_cast(self.session):
            self.app.open(OpenSecretVote(self.hold), lambda _: self.put(anew=True))

    def action_reveal(self) -> None:
        """Show what was voted, once it is on the disk."""
        if self.typed and not self.count():
            return
        if not self.go(transitions.reveal):
            voting = self.session.stage in {"first", "second"}
            self.say("Nobody has voted yet." if voting else "Nothing waits to be revealed here.")

    def action_again(self) -> None:
        """Empty the open vote."""
        if not self.go(transitions.start_again):
            self.say("No vote is open.")

    def action_other_road(self) -> None:
        """Begin another road, asking which if there are several."""
        forks = transitions.due(self.session)[:9] if self.session.stage in {"outcome", "compare"} else ()
        if len(forks) == 1:
            self._take_fork(forks[0])
        elif not forks:
            self.say("Another road opens where this one has ended, if a fifth of the room chose it.")
        else:
            self._ask_fork(forks)

    def _ask_fork(self, forks: tuple[transitions.Fork, ...]) -> None:
        walk = self.session.walk(0)
        asks = [f"{fork.way.text} ({walk.filled(walk.tree.questions[fork.question].ask)})" for fork in forks]

        def done(key: str | None) -> None:
            if key is not None:
                self._take_fork(forks[int(key) - 1])

        ways = [DialogChoice(str(place), ask) for place, ask in enumerate(asks, 1)]
        self.app.push_screen(ChoiceDialog("Which other road?", "", ways), done)

    def _take_fork(self, fork: transitions.Fork) -> None:
        self.go(partial(transitions.other_road, question=fork.question, answer=fork.way.answer))

    def action_living(self) -> None:
        """Open the vote on the outcome."""
        if not self.go(transitions.living):
            self.say("That is asked where a road has ended.")

    def action_close(self) -> None:
        """Go to the last pages."""
        self.go(transitions.close)

    def action_leave_case(self) -> None:
        """Leave the case at once; nothing of it stays on the disk."""
        before = self.session
        try:
            now = self.hold.leave_case()
        except PostwiseError as error:
            self.say(str(error), "stop")
            return
        self.typed = ""
        self.moved(before, now)
        self.say("We have left that case. Nothing of it is kept.")

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Put counts in, count a hand, or mend a line, whatever was chosen."""
        match event.target:
            case "counts":
                event.stop()
                self.count()
            case ("hand", int(place)):
                event.stop()
                self.hand(place)
            case ("note", int(number)):
                event.stop()
                self.mend(number)
            case _:
                super().on_text_page_chosen(event)

    # Beside it

    def action_timer(self) -> None:
        """Stop the timer, let it go on, or set one going."""
        now = time.monotonic()
        self.clock = Timer(0, now) if self.clock is None else self.clock.toggled(now)
        self._head()

    def action_facilitator(self) -> None:
        """Show the facilitator's notes, once it is sure that the room may see them or does not look."""
        name = self.hold.path.name
        said = f"Whoever sees this screen sees them. In a window of their own: postwise train --notes {name}"
        ways = [DialogChoice("y", "Show the notes here"), DialogChoice("n", "Leave them closed")]
        self.app.push_screen(ChoiceDialog("Facilitator's notes", said, ways), self._show_notes)

    def _show_notes(self, way: str | None) -> None:
        if way == "y":
            self.app.open(OpenNotes(self.session, self.clock))

    def action_leave(self) -> None:
        """Leave the session, which can be gone on with."""
        said = f"It is kept in {self.hold.path.name}. To go on: postwise train --resume {self.hold.path.name}"
        ways = [DialogChoice("l", "Leave it for now"), DialogChoice("s", "Stay")]
        self.app.push_screen(ChoiceDialog("Leave the session?", said, ways), self._left)

    def _left(self, way: str | None) -> None:
        if way == "l":
            self.hold.close()
            self.app.close(self)
