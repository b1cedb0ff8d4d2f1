"""The page that the whole room sees: one step at a time, every vote on the disk before it is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from postwise.text import command_line
from postwise.train import transitions, written_lines
from postwise.train.events import Mode, NoteKind, ScribeNote
from postwise.train.facilitator_notes import Timer, clock_for, hour_for, longer, toggled
from postwise.train.moves import (
    CASE_LEFT,
    ENDS_CASE,
    HOW_TO_VOTE,
    NOBODY_YET,
    REFUSED,
    TAKEN_FIRST,
    WHICH_FIRST,
    WHICH_OTHER,
    WHICH_QUESTION,
    emptying,
    foot,
    going_on_without,
    nothing_to_vote,
    too_few,
    without,
)
from postwise.train.room_view import room
from postwise.train.session import CLOSED_BY_SHOWING, VOTING, Session
from postwise.train.session_words import KINDS, MODES, STEPS, VOTE_AGAIN, box_kept
from postwise.train.store import OpenSession
from postwise.train.transitions import Events
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import ChoiceDialog
from postwise.tui.screen_commands import HELP, ROOM, Action
from postwise.tui.training import OpenNotes, OpenSecretVote, note_forms
from postwise.tui.training.counted_screen import CountedScreen
from postwise.tui.training.road_columns import COLUMNS, RoadColumns
from postwise.tui.training.room_lines import COUNTS, RoomContent, page_lines
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import TextPage

KEYS = "123456789abcdefghimnopqrstuvwxyz"
"""The keys of a list to choose from; j and k move its mark."""


class RoomScreen(BaseScreen[None], CountedScreen):
    """A session in front of the room. What is drawn comes from a `RoomView` and from the group's own lines.

    Counts are typed, or a line is chosen once for each hand. A written line is on the disk before it is shown.
    """

    COMMANDS_HERE = ROOM
    title_here = "In the room"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoomScreen.-wide #page, RoomScreen.-wide #sides { padding: 0 4; }
    RoomScreen.-middling #page, RoomScreen.-middling #sides { padding: 0 2; }
    RoomScreen #sides, RoomScreen.-sides #page { display: none; }
    RoomScreen.-sides #sides { display: block; }
    """

    def __init__(self, hold: OpenSession) -> None:
        self.page = TextPage(id="page")
        self.columns = RoadColumns()
        super().__init__(self.page, self.columns)
        self.hold = hold
        self.clock: Timer | None = clock_for(hold.session)
        self.hour = hour_for(hold.session)
        self.view = room(hold.session)
        self.typed = ""

    def on_mount(self) -> None:
        """Show the step that the session stands at."""
        self.page.focus()
        self.put(anew=True)
        if self.hold.taken_up and self.session.secret and self.session.stage in VOTING and not self.session.voted:
            self.say(VOTE_AGAIN)
        self.set_interval(0.5, self._tick)

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self.put)

    # Showing

    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another step, otherwise where it stands."""
        view = self.view = room(self.session)
        sides = view.stage == "compare" and not self.narrow and len(view.ends) <= COLUMNS
        self.set_class(sides, "-sides")
        content = RoomContent(
            view=view,
            width=self.size.width,
            height=self.page.size.height,
            columns=self.page.size.width,
            typed=self.typed if self.counts_typed else None,
            in_the_open=self.counts_seen,
            notes={kind: self.session.notes(kind) for kind in KINDS},
            where=self.hold.path.name,
            keys=self.keycaps,
        )
        self.page.show(list(page_lines(content)), COUNTS if anew else None, keep=not anew)
        if sides:
            self.columns.show(view)
        self._head()
        self.set_keys()

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
        names = (*foot(self.session.stage), HELP.name)
        commands = [command._replace(foot=command.name in names) for command in super().commands()]
        yield from sorted(commands, key=lambda command: names.index(command.name) if command.foot else len(names))

    # Going on

    def go(self, make: Callable[[Session], Events]) -> bool | None:
        """Take events into the session and onto the disk, then show them; tell whether there were any.

        None is that it failed, and has been said why.
        """
        before = self.session
        with self.saying_what_fails():
            events = make(before)
            self.hold.after(*events)
            if events:
                self._moved(before)
            return bool(events)
        return None

    def _moved(self, before: Session) -> None:
        """Show the session as it is now; another step has a clock of its own."""
        now = self.session
        self.typed = ""
        other = before.place != now.place
        if other:
            self.clock = clock_for(now)
        self.put(anew=other)

    def _choose(self, title: str, explained: str, options: Iterable[tuple[str, Callable[[], object]]]) -> None:
        """Let one of several ways on be chosen, each in words and with what it does."""
        keyed = dict(zip(KEYS, options, strict=False))
        listed = {key: text for key, (text, _) in keyed.items()}
        self.ask(ChoiceDialog(title, explained, listed), lambda key: keyed[key][1]())

    def action_next(self) -> None:
        """Go on to the next step; in a tie, ask which road comes first."""
        session = self.session
        if session.stage in VOTING and (session.voted or session.question):
            self._close_vote(transitions.forward)
        elif self.go(transitions.forward) is False and session.stage in {"shown", "moved"}:
            self._pick()

    def _close_vote(self, make: Callable[[Session], Events]) -> None:
        """Close the vote and go on; ask first if some have not voted, and wait while so few have that it would tell."""
        session = self.session
        awaited = transitions.awaited(session)
        if not session.voted:
            self.say(NOBODY_YET)
        elif not transitions.enough(session):
            self.say(too_few(session.voted, session.present, self.keycaps))
        elif not awaited:
            self.go(make)
        else:
            ways = {"c": "Count without them", "w": "Wait for them"}
            self.ask(ChoiceDialog(without(awaited), "", ways), lambda key: self.go(make) if key == "c" else None)

    def _pick(self) -> None:
        """Ask which of several roads is walked first."""
        options = [
            (answer.text, partial(self.go, partial(transitions.take, answer=answer.answer)))
            for answer in transitions.choices(self.session)
        ]
        self._choose(WHICH_FIRST, TAKEN_FIRST, options)

    def action_vote(self) -> None:
        """Open the vote; an open vote in secret goes on with the next voter."""
        if self.session.stage not in VOTING and self.go(transitions.vote) is False:
            self.say(nothing_to_vote(self.keycaps))
        elif self.is_active and self.session.secret and (why := transitions.no_cast(self.session)):
            self.say(why)
        elif self.is_active and self.session.secret:
            self.app.open(OpenSecretVote(self.hold), lambda _: self.put(anew=True))

    def action_reveal(self) -> None:
        """Show what was voted, once it is on the disk."""
        if self.typed and not self._count():
            return
        if self.session.stage in CLOSED_BY_SHOWING:
            self._close_vote(transitions.reveal)
        else:
            self.say(REFUSED["reveal"])

    def action_again(self) -> None:
        """Empty the open vote; ask first if something is in it."""
        voted = self.session.voted if self.session.stage in VOTING else 0
        if voted:
            ways = {"e": "Empty it, and let everyone vote once more", "l": "Leave it as it is"}
            dialog = ChoiceDialog(emptying(voted), "", ways)
            self.ask(dialog, lambda key: self.go(transitions.start_again) if key == "e" else None)
        elif self.go(transitions.start_again) is False:
            self.say(REFUSED["again"])

    def action_other_road(self) -> None:
        """Begin another road, asking which if there are several."""
        forks = transitions.due(self.session) if self.session.stage in transitions.ROAD_ENDS else ()
        if len(forks) == 1:
            self._take_fork(forks[0])
        elif not forks:
            self.say(REFUSED["other_road"])
        else:
            walk = self.session.walk(0)
            asks = (walk.filled(walk.tree.questions[fork.question].ask) for fork in forks)
            options = [
                (f"{fork.choice.text} ({ask})", partial(self._take_fork, fork))
                for fork, ask in zip(forks, asks, strict=True)
            ]
            self._choose(WHICH_OTHER, "", options)

    def _take_fork(self, fork: transitions.Fork) -> None:
        self.go(partial(transitions.other_road, question=fork.question, answer=fork.choice.answer))

    def action_move(self, does: str) -> None:
        """Do what only leads on, or say why it does not; ask first if votes in a box would be gone with the case."""
        voted = self.session.in_boxes if does in ENDS_CASE else 0
        if voted:
            ways = {"g": "Go on", "s": "Stay here"}
            dialog = ChoiceDialog(going_on_without(voted), "", ways)
            self.ask(dialog, lambda key: self._move(does) if key == "g" else None)
        else:
            self._move(does)

    def _move(self, does: str) -> None:
        if self.go(getattr(transitions, does)) is False:
            self.say(REFUSED[does])

    def action_mode(self) -> None:
        """Change how votes are given."""
        options = [(words, partial(self._vote_by, mode)) for mode, words in MODES.items() if mode != self.session.mode]
        self._choose(HOW_TO_VOTE, f"Now: {MODES[self.session.mode]}", options)

    def _vote_by(self, mode: Mode) -> None:
        if self.go(partial(transitions.votes_by, mode=mode)) is False:
            self.say(REFUSED["mode"])

    def action_leave_case(self) -> None:
        """Leave the case at once; nothing of it stays on the disk, so a key that is only held down leaves no other."""
        if self.app.may_be_held:
            return
        before = self.session
        with self.saying_what_fails():
            self.hold.leave_case()
            self._moved(before)
            self.say(CASE_LEFT)

    def in_foot(self, command: Action) -> bool:
        """Tell whether the footer names a command: a vote that is counted, or open by hands, is not opened again."""
        opened = self.counts_typed or (self.session.stage in VOTING and self.view.counted)
        return super().in_foot(command) and not (opened and command.action == "vote")

    # Writing down

    def action_write(self, kind: NoteKind) -> None:
        """Write down a line of a kind."""
        if kind == "minority" and (not self.session.case or self.session.stage == "case"):
            self.say(REFUSED["minority"])
        else:
            self._write(kind)

    def _write(self, kind: NoteKind, note: ScribeNote | None = None, **about: str) -> None:
        number = note.number if note is not None else None
        self.ask(
            note_forms.form_for(kind, note),
            lambda filled: self.go(lambda session: written_lines.written(session, kind, filled, number, **about)),
        )

    def action_change(self) -> None:
        """Propose a change: to the question at hand, or to one that is chosen from those voted on."""
        questions = written_lines.questions_voted(self.session)
        if self.session.question:
            self._write("proposal", question=self.session.question)
        elif not questions:
            self.say(REFUSED["change"])
        else:
            options = [
                (ask, partial(self._write, "proposal", tree=tree_id, question=question_id))
                for (tree_id, question_id), ask in questions.items()
            ]
            self._choose(WHICH_QUESTION, "", options)

    def _mend(self, number: int) -> None:
        """Change a line that was written before, or strike it."""
        _, note = self.session.written[number]
        self._write(note.kind, note, tree=note.tree, question=note.question)

    def action_people(self) -> None:
        """Say how many are here now."""
        self.ask(
            note_forms.people_form(self.session.present),
            lambda filled: self.go(partial(transitions.present, people=written_lines.people_in(filled))),
        )

    def action_debrief(self) -> None:
        """Write what was said into a file, where the facilitator wants it."""
        from postwise.show.session_document import as_markdown
        from postwise.train.session_report import debrief

        explained = "Counts and the group's own lines, as Markdown, for everyone who was here."
        form = note_forms.path_form("Write out what was said", explained, self.hold.path.with_suffix(".md"))
        note_forms.write_out(self, form, lambda: as_markdown(debrief(self.session)))

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Put counts in, count a hand, or mend a line, whatever was chosen."""
        match event.target:
            case "counts":
                event.stop()
                self._count()
            case ("hand", int(place)):
                event.stop()
                self._hand(place)
            case ("note", int(number)):
                event.stop()
                self._mend(number)

    # Beside it

    def action_minute(self) -> None:
        """Give the step another minute."""
        self.clock = longer(self.clock)
        self._head()

    def action_timer(self) -> None:
        """Stop the timer, let it go on, or set one going."""
        self.clock = toggled(self.clock)
        self._head()

    def action_facilitator(self) -> None:
        """Show the facilitator's notes, once it is sure that the room may see them or does not look."""
        alone = command_line("train", notes=str(self.hold.path))
        explained = f"Whoever sees this screen sees them. In a window of their own: {alone}"
        options = {"y": "Show the notes here", "n": "Leave them closed"}
        self.ask(ChoiceDialog("Facilitator's notes", explained, options), self._show_notes)

    def _show_notes(self, key: str) -> None:
        if key == "y":
            self.go_to(OpenNotes(self.session, self.clock, hour=self.hour))

    def action_leave(self) -> None:
        """Leave the session, which can be gone on with."""
        again = command_line("train", resume=str(self.hold.path))
        box = f" {box_kept(outlives=self.hold.outlives)}" if self.session.secret_ballots else ""
        explained = f"It is kept in {self.hold.path.name}. To go on: {again}{box}"
        options = {"l": "Leave it for now", "s": "Stay"}
        self.ask(ChoiceDialog("Leave the session?", explained, options), self._left)

    def _left(self, key: str) -> None:
        if key == "l":
            with self.saying_what_fails():
                self.hold.close()
                self.app.close(self)
