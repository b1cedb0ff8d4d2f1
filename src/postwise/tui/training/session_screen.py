"""A session as it is led, in front of the room or at a desk: one step at a time, every vote safe before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from postwise.errors import PostwiseError
from postwise.text import command_line
from postwise.train import transitions, written_lines
from postwise.train.clocks import SessionClocks
from postwise.train.events import Mode, NoteKind, ScribeNote
from postwise.train.moves import (
    CASE_LEFT,
    ENDS_CASE,
    HOW_TO_VOTE,
    NOBODY_YET,
    PARK_IT,
    REFUSED,
    TAKEN_FIRST,
    WALK_IT,
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
from postwise.train.rehearsal import of_rehearsal
from postwise.train.room_view import room
from postwise.train.seats import Seat
from postwise.train.session import CLOSED_BY_SHOWING, VOTING, Session
from postwise.train.session_words import BACK_TO_ROOM, INVENTED, KINDS, LED_AGAIN, MODES, VOTE_AGAIN, box_kept
from postwise.train.store import OpenSession
from postwise.train.transitions import Events
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import ChoiceDialog
from postwise.tui.screen_commands import HELP, ROOM, Action
from postwise.tui.training import OpenDesk, OpenFollowingRoom, OpenSecretVote, note_forms
from postwise.tui.training.counted_screen import CountedScreen
from postwise.tui.training.room_face import Face, RoomFace
from postwise.tui.training.room_lines import RoomContent
from postwise.tui.widgets.text_page import TextPage

KEYS = "123456789abcdefghimnopqrstuvwxyz"
"""The keys of a list to choose from; j and k move its mark."""


class SessionScreen(BaseScreen[None], CountedScreen):
    """A session and all that can be done in it; its face says what is seen of it.

    Counts are typed, or a line is chosen once for each hand. A written line is on the disk before it is shown.
    """

    COMMANDS_HERE = ROOM
    title_here = "In the room"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    SessionScreen.-wide #page, SessionScreen.-wide #sides { padding: 0 4; }
    SessionScreen.-middling #page, SessionScreen.-middling #sides { padding: 0 2; }
    SessionScreen #sides, SessionScreen.-sides #page { display: none; }
    SessionScreen.-sides #sides { display: block; }
    """

    def __init__(self, hold: OpenSession, face: Face | None = None) -> None:
        self.face = face or RoomFace()
        self.at_desk = not isinstance(self.face, RoomFace)
        self.page = self.face.page
        super().__init__(*self.face.parts)
        self.title_here = self.face.title
        self.hold = hold
        self.desk, self.follower = Seat(hold.path, "desk"), Seat(hold.path, "room")
        self.following = False
        """Whether a desk leads in another window, and the page that follows it lies over this one."""
        self.clocks = SessionClocks.begin(hold.session)
        self.gone = self.clocks.gone  # the minutes that the page tells
        self.view = room(hold.session)
        self.typed = ""

    def on_mount(self) -> None:
        """Show the step that the session stands at."""
        self.page.focus()
        self._lead(self.hold)
        if self.hold.taken_up and self.session.secret and self.session.stage in VOTING and not self.session.voted:
            self.say(VOTE_AGAIN)
        self.set_interval(0.5, self.tick)

    def _lead(self, hold: OpenSession) -> None:
        """Lead a session from where it stands."""
        self.hold = hold
        self._keep(hold.clocks.of(hold.session).taken_up(hold.session))
        self.put(anew=True)

    def _keep(self, clocks: SessionClocks) -> None:
        self.clocks = self.hold.clocks.keep(clocks)

    def on_resize(self) -> None:
        """Set the page for its new room."""
        self.call_after_refresh(self.put)

    # Showing

    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another step, otherwise where it stands."""
        self.view = room(self.session)
        content = RoomContent(
            view=self.view,
            width=self.size.width,
            height=self.page.size.height,
            columns=self.page.size.width,
            typed=self.typed if self.counts_typed else None,
            in_the_open=self.counts_seen,
            dense=self.at_desk,
            notes={kind: self.session.notes(kind) for kind in KINDS},
            where=self.hold.path.name,
            keys=self.keycaps,
        )
        self.gone = self.clocks.gone
        self.set_class(self.face.show(content, self.session, self.clocks, anew=anew), "-sides")
        self._head()
        self.set_keys()

    @property
    def counts_seen(self) -> bool:
        """Whether counts may be seen while they are typed: at a desk of its own nobody else looks."""
        return self.face.alone or super().counts_seen

    def tick(self) -> None:
        """Bring the clocks up to date, and make way for a desk; not while something is typed that it would lose."""
        if not self.is_active or self.following:
            return
        if self.at_desk and self.clocks.gone != self.gone:
            self.put()
        elif not self.at_desk and not self.typed and self.desk.taken and self.hold.hand_over():
            self.following = True
            self.app.open(OpenFollowingRoom(self.hold.path, self.session), self._desk_left)
        else:
            self._head()

    def _desk_left(self, hold: OpenSession | None) -> None:
        """Lead again, once the desk has been left; None is that this window is to be closed."""
        if hold is None:
            self.app.close(self)
            return
        self.following = False
        self._lead(hold)
        self.say(LED_AGAIN)

    def _head(self) -> None:
        self.masthead.show(*self.face.head(self.view, self.clocks))

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
            self.hold.after(*of_rehearsal(self.session))
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
            self._keep(self.clocks.at_step(now))
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
        elif self.go(transitions.forward) is False:
            if session.stage in {"shown", "moved"}:
                self._pick()
            elif session.stage in VOTING:
                self.say(NOBODY_YET)

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
            self.app.open(OpenSecretVote(self.hold, self.at_desk), lambda _: self.put(anew=True))

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

    def _about_fork(self, place: int) -> None:
        """Let one of the roads that are due be walked now, where a road has ended, or left for another time."""
        fork = transitions.due(self.session)[place]
        walked = [(WALK_IT, partial(self._take_fork, fork))] if self.session.stage in transitions.ROAD_ENDS else []
        parked = (PARK_IT, partial(self.go, partial(transitions.park, fork=fork)))
        self._choose(transitions.in_a_line(self.session, fork), "", [*walked, parked])

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
            case ("fork", int(place)):
                event.stop()
                self._about_fork(place)

    def action_minute(self) -> None:
        """Give the step another minute."""
        self._keep(self.clocks.longer())
        self._head()

    def action_timer(self) -> None:
        """Stop the timer, let it go on, or set one going."""
        self._keep(self.clocks.toggled())
        self._head()

    def action_facilitator(self) -> None:
        """Open the desk here, once it is sure that the room may see it or does not look; from there, go back."""
        if self.at_desk:
            self.action_leave()
            return
        alone = command_line("train", desk=str(self.hold.path))
        explained = f"Whoever sees this screen sees the facilitator's notes. In a window of its own: {alone}"
        options = {"y": "Open the desk here", "n": "Leave it closed"}
        self.ask(
            ChoiceDialog("Lead from the desk here?", explained, options),
            lambda key: self.app.open(OpenDesk(self.hold), lambda _: self._lead(self.hold)) if key == "y" else None,
        )

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is as things stand: over the room's page, a desk is only put away."""
        back = command.action == "leave" and self.at_desk and not self.face.alone
        return command._replace(label="To the room", help=BACK_TO_ROOM, called="leave") if back else command

    def offers(self, action: str) -> bool:
        """Tell what can be done: a desk in a window of its own is not put away, what is invented not written out."""
        never = {"facilitator": self.face.alone, "debrief": self.view.rehearsed}
        return not never.get(action, False) and super().offers(action)

    def action_leave(self) -> None:
        """Leave the session, which can be gone on with; of a desk over the room's page, go back there."""
        if self.at_desk and not self.face.alone:
            self.dismiss(None)
            return
        again = command_line("train", resume=str(self.hold.path))
        box = f" {box_kept(outlives=self.hold.outlives)}" if self.session.secret_ballots else ""
        explained = f"It is kept in {self.hold.path.name}.{box} To go on: {again}"
        told, ways = INVENTED if self.view.rehearsed else explained, {"l": "Leave it for now", "s": "Stay"}
        self.ask(ChoiceDialog("Leave the session?", told, ways), self._left)

    def _left(self, key: str) -> None:
        if key == "l":
            with self.saying_what_fails():
                self._let_go()
                self.app.close(self)

    def _let_go(self) -> None:
        """Let go of the session; a room that follows goes on with it at once, and then nothing comes to the disk."""
        if not (self.face.alone and self.follower.taken and self.hold.hand_over()):
            self.hold.close()

    def on_unmount(self) -> None:
        """Let go of the session and stop its clocks, unless another page leads it on; once it is over, none stay."""
        if self.following or (self.at_desk and not self.face.alone):
            return
        if self.session.stage == "closed":
            self.hold.clocks.forget()
        elif not (self.face.alone and self.follower.taken):
            self._keep(self.clocks.put_away())
        with suppress(PostwiseError):  # what the disk does not take is held back still
            self._let_go()
