"""A session of a group, led in lines: every vote and every line on the disk before it is said."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from postwise.errors import PostwiseError
from postwise.plain import PlainDialogue, keeping
from postwise.plain_counting import AS_IT_WAS, BOX_KEPT, counted_each, said_back, to_do
from postwise.plain_moves import HELPED, help_at, meant, named_at, writes
from postwise.plain_scribe import PlainScribe
from postwise.show.markdown import in_one_line, plain_lines
from postwise.show.room_in_lines import RoomStep, hour_in_lines, notes_in_lines, step_in_lines
from postwise.text import on_one_line, shortened, whole_number
from postwise.train import moves, transitions, written_lines
from postwise.train.clocks import SessionClocks, moment, timed
from postwise.train.events import NoteKind
from postwise.train.facilitator_notes import notes_at
from postwise.train.rehearsal import of_rehearsal
from postwise.train.room_view import road_left_at, room
from postwise.train.session import CLOSED_BY_SHOWING, VOTING, Session
from postwise.train.session_words import INVENTED, KINDS, MODES, note_in_words, road_begins
from postwise.train.store import OpenSession
from postwise.train.transitions import Events

BEGIN = "You lead this session: read out what stands here, and type what the room does. ? says what can be typed."
SAY_YES = "Type yes to do it."


class PlainRoom:
    """A session led in lines by somebody who sees and hears them alone; what the room may know is said as such."""

    def __init__(self, dialogue: PlainDialogue, hold: OpenSession, again: str) -> None:
        self.dialogue, self.hold = dialogue, hold
        self.again = again
        """The command that takes the session up where it was left."""
        self.scribe = PlainScribe(dialogue, writes)
        self.clocks = hold.clocks.keep(hold.clocks.of(hold.session).taken_up(hold.session))
        self._named: set[str] = set()
        """The steps that have said what can be done at them."""

    @property
    def session(self) -> Session:
        """The session as it is on the disk."""
        return self.hold.session

    @property
    def _never(self) -> str:
        """The move that there is not: what is invented is not written out."""
        return "write-it-out" if self.session.setup.rehearsed else ""

    @property
    def left(self) -> str:
        """What is said when the session is left: where it is kept, and how to go on."""
        if self.session.setup.rehearsed:
            return INVENTED
        return f"The session is kept in {on_one_line(self.hold.path.name)}. To go on: {self.again}"

    def run(self) -> None:
        """Lead the session until the person leaves it, or there is nothing more to read."""
        with keeping(None, self.hold.to_go_on_with):
            self.dialogue.say(BEGIN)
            self._put(whole=bool(self.session.events))
            with suppress(EOFError):  # amid something that was asked
                while (typed := self.dialogue.typed()) is not None and self._do(typed.strip()):
                    pass
            if self.session.stage == "closed":
                self.hold.clocks.forget()
            else:
                self._keep(self.clocks.put_away())
            self.dialogue.say(self.left)

    # Saying where it stands

    def _put(self, *, whole: bool = False) -> None:
        """Say the present step; when one of its kind is first come to, what can be done at it too."""
        self.dialogue.say()
        stage = self.session.stage
        for said in step_in_lines(self._step, whole=whole):
            self.dialogue.say(said)
        for prompt in notes_at(self.session).prompts:
            self.dialogue.say(f"You may say: {in_one_line(prompt)}")
        if stage not in self._named or whole:
            self.dialogue.say(named_at(stage, self._never))
        self._named.add(stage)

    @property
    def _step(self) -> RoomStep:
        view, notes = room(self.session), {kind: self.session.notes(kind) for kind in KINDS}
        return RoomStep(view, to_do(self.session), notes, self.hold.path.name)

    # Taking in what is typed

    def _do(self, typed: str) -> bool:
        """Do what was typed, or say why not; False to leave."""
        if typed and typed != "?" and not typed[0].isalpha():
            self._count(typed)
            return True
        does, more = meant(typed)
        match does:
            case "leave":
                return False
            case "":
                self.dialogue.say(f'"{shortened(typed)}" is none of the words here. {HELPED}')
            case "minority" | "trust" | "parked" | "action":
                self._write(does, more)
            case "back" | "living" | "close" | "given" | "end_case" | "defer":
                self._move(does)
            case "people" | "timer" | "mend":
                getattr(self, f"_{does}")(more)
            case _:
                getattr(self, f"_{does}")()
        return True

    def _go(self, make: Callable[[Session], Events]) -> bool | None:
        """Take events into the session and onto the disk, then say them; tell whether there were any.

        None is that it failed, and has been said why.
        """
        before = self.session
        try:
            events = make(before)
            self.hold.after(*events)
            self.hold.after(*of_rehearsal(self.session))
        except PostwiseError as error:
            self.dialogue.say(str(error))
            return None
        self._moved(before)
        return bool(events)

    def _moved(self, before: Session) -> None:
        """Say the step that the session stands at now, if it is another one; that has a clock of its own."""
        now = self.session
        if before.place == now.place:
            return
        self._keep(self.clocks.at_step(now))
        if now.road_number and (now.case, now.road_number) not in before.roads_begun:
            self.dialogue.say()
            self.dialogue.say(road_begins(*road_left_at(now)))
        self._put()

    def _move(self, does: str) -> None:
        """Do what only leads on, once it is sure that what lies in a box is not wanted."""
        voted = self.session.in_boxes if does in moves.ENDS_CASE else 0
        if voted and self.scribe.asked(moves.going_on_without(voted), SAY_YES).casefold() != "yes":
            self.dialogue.say(AS_IT_WAS)
        else:
            self._or(getattr(transitions, does), moves.REFUSED[does])

    def _or(self, make: Callable[[Session], Events], refusal: str) -> None:
        if self._go(make) is False:
            self.dialogue.say(refusal)

    # Going on

    def _say(self) -> None:
        self._put(whole=True)

    def _next(self) -> None:
        session = self.session
        if session.stage in VOTING and (session.voted or session.question):
            self._close_vote(transitions.forward)
        elif self._go(transitions.forward) is False:
            if session.stage in {"shown", "moved"}:
                self._pick()
            else:
                self.dialogue.say(moves.NOBODY_YET if session.stage in VOTING else f"This is the end. {HELPED}")

    def _pick(self) -> None:
        """Ask which of several roads is walked first."""
        ahead = transitions.choices(self.session)
        taken = self.scribe.chosen(moves.WHICH_FIRST, moves.TAKEN_FIRST, {each: each.text for each in ahead})
        if taken is not None:
            self._go(partial(transitions.take, answer=taken.answer))

    def _vote(self) -> None:
        if self.session.stage not in VOTING:
            self._or(transitions.vote, moves.nothing_to_vote(moves.KEYS))
        elif self.session.secret_ballot is not None:
            self.dialogue.say(BOX_KEPT)
        elif self.session.ballot is not None:
            counts = counted_each(self.scribe, self.session.ballot, self.session.present)
            if counts:
                self._count(counts)

    def _reveal(self) -> None:
        if self.session.stage in CLOSED_BY_SHOWING:
            self._close_vote(transitions.reveal)
        else:
            self.dialogue.say(moves.REFUSED["reveal"])

    def _close_vote(self, make: Callable[[Session], Events]) -> None:
        """Close the vote and go on; ask first if some have not voted, and wait while so few have that it would tell."""
        session = self.session
        awaited = transitions.awaited(session)
        if not session.voted:
            self.dialogue.say(moves.NOBODY_YET)
        elif not transitions.enough(session):
            self.dialogue.say(moves.too_few(session.voted, session.present, moves.KEYS))
        elif awaited and self.scribe.asked(moves.without(awaited), SAY_YES).casefold() != "yes":
            self.dialogue.say(AS_IT_WAS)
        else:
            self._go(make)

    def _again(self) -> None:
        """Empty the open vote, once it is sure that what is in it is not wanted."""
        voted = self.session.voted if self.session.stage in VOTING else 0
        if voted and self.scribe.asked(moves.emptying(voted), SAY_YES).casefold() != "yes":
            self.dialogue.say(AS_IT_WAS)
        elif self._go(transitions.start_again):
            self.dialogue.say(to_do(self.session))
        else:
            self.dialogue.say(moves.REFUSED["again"])

    def _other_road(self) -> None:
        forks = transitions.due(self.session) if self.session.stage in transitions.ROAD_ENDS else ()
        if not forks:
            self.dialogue.say(moves.REFUSED["other_road"])
            return
        walk = self.session.walk(0)
        asked = (walk.filled(walk.tree.questions[fork.question].ask) for fork in forks)
        options = {fork: f"{fork.choice.text} ({ask})" for fork, ask in zip(forks, asked, strict=True)}
        fork = self.scribe.chosen(moves.WHICH_OTHER, "", options) if len(forks) > 1 else forks[0]
        if fork is not None:
            self._go(partial(transitions.other_road, question=fork.question, answer=fork.choice.answer))

    def _mode(self) -> None:
        """Change how votes are given; the keyboard is not passed round in lines."""
        ways = {mode: words for mode, words in MODES.items() if mode != "secret"}
        mode = self.scribe.chosen(moves.HOW_TO_VOTE, "", ways)
        if mode == self.session.mode:
            self.dialogue.say(AS_IT_WAS)
        elif mode is not None and self._go(partial(transitions.votes_by, mode=mode)):
            self.dialogue.say(f"From now on: {MODES[mode]}.")
        elif mode is not None:
            self.dialogue.say(moves.REFUSED["mode"])

    def _leave_case(self) -> None:
        """Leave the case at once; nothing of it stays on the disk."""
        before = self.session
        try:
            self.hold.leave_case()
        except PostwiseError as error:
            self.dialogue.say(str(error))
            return
        self.dialogue.say(moves.CASE_LEFT)
        self._moved(before)

    # Counting

    def _count(self, typed: str) -> None:
        """Put counts in, and say them back as far as they may be heard."""
        session, ballot = self.session, self.session.ballot
        if ballot is None or session.stage not in VOTING:
            self.dialogue.say(moves.REFUSED["again"])
            return
        if session.secret_ballot is not None:
            self.dialogue.say(BOX_KEPT)
            return
        if self._go(partial(transitions.count, text=typed)):
            counts = moves.whole_counts(typed.replace(",", " "), len(ballot.choices) + 1)
            for said in said_back(self.session, counts):
                self.dialogue.say(said)

    # Writing down

    def _write(self, kind: NoteKind, text: str = "", **about: str) -> None:
        if kind == "minority" and (not self.session.case or self.session.stage == "case"):
            self.dialogue.say(moves.REFUSED["minority"])
        else:
            self._written(self.scribe.new(kind, text, **about), 1 + max(self.session.written, default=0))

    def _written(self, make: Callable[[Session], Events] | None, number: int) -> None:
        """Take a line into the session and say it back with its number, or that it was struck."""
        if make is None or not self._go(make):
            return
        _, note = self.session.written.get(number, ("", None))
        struck = f"Line {number} is struck."
        self.dialogue.say(struck if note is None else f"Written as line {number}: {note_in_words(note)}")

    def _mend(self, typed: str) -> None:
        number = whole_number(typed)
        if number not in self.session.written:
            lines = ", ".join(map(str, sorted(self.session.written)))
            self.dialogue.say(f"Type mend and the number of a line: {lines}." if lines else "No line is written yet.")
        elif number is not None:
            self._written(self.scribe.mended(self.session.written[number][1]), number)

    def _change(self) -> None:
        """Propose a change: to the question at hand, or to one that is chosen from those voted on."""
        questions = written_lines.questions_voted(self.session)
        if self.session.question:
            self._write("proposal", question=self.session.question)
        elif not questions:
            self.dialogue.say(moves.REFUSED["change"])
        else:
            about = self.scribe.chosen(moves.WHICH_QUESTION, "", questions)
            if about is not None:
                self._write("proposal", tree=about[0], question=about[1])

    def _people(self, typed: str) -> None:
        people = self.scribe.people(typed)
        if people and self._go(partial(transitions.present, people=people)):
            self.dialogue.say(f"{people} are here now.")

    def _debrief(self) -> None:
        """Write what was said into a file; what is invented is not written out."""
        if self._never:
            self.dialogue.say(INVENTED)
            return
        from postwise.show.session_document import as_markdown
        from postwise.train.session_report import debrief

        self.scribe.write_out(self.hold.path.with_suffix(".md"), as_markdown(debrief(self.session)))

    # Beside it

    def _timer(self, typed: str) -> None:
        """Say the time, or hold the clock, or let it go on; where there is none, set one going."""
        step, said = timed(self.clocks.step, typed)
        self._keep(replace(self.clocks, step=step))
        self.dialogue.say(f"{said} Of the whole session: {self.clocks.hour.aloud(moment())}.")

    def _minute(self) -> None:
        """Give the step another minute, and say the time."""
        self._keep(self.clocks.longer())
        self._timer("")

    def _keep(self, clocks: SessionClocks) -> None:
        self.clocks = self.hold.clocks.keep(clocks)

    def _why(self) -> None:
        view = room(self.session)
        for text in [text for text in (view.why, view.help) if text] or ["The tree does not say."]:
            self.dialogue.say(plain_lines(text))

    def _story(self) -> None:
        self.dialogue.say(plain_lines(room(self.session).story) or "No case is open.")

    def _facilitator(self) -> None:
        for said in (
            *notes_in_lines(room(self.session), notes_at(self.session)),
            *hour_in_lines(self.session, self.clocks),
        ):
            self.dialogue.say(said)

    def _help(self) -> None:
        if self.session.stage in VOTING:
            self.dialogue.say(to_do(self.session))
        for said in help_at(self.session.stage, self._never):
            self.dialogue.say(said)
