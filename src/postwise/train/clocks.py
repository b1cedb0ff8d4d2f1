"""The clocks of a session: of its hour, of a case and of a step. They say the time, and never cut anybody off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import monotonic as steady
from types import MappingProxyType

from postwise.text import counted
from postwise.train.cases import minutes_of
from postwise.train.events import Stage
from postwise.train.session import Session

SECONDS: Mapping[Stage, int] = {"silence": 20, "talk": 120}
"""How long a step should take (`postwise.train`, rule 5)."""
MINUTE = 60


def moment() -> float:
    """Return the moment it is, in seconds of a steady clock that all processes of a machine share."""
    return steady()


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock that was set going at a moment; moments are seconds of a steady clock."""

    seconds: int
    """How long the step should take; 0 counts up from the beginning."""
    begun: float
    held: float | None = None
    """The moment at which it was stopped; None while it goes."""

    def toggled(self, now: float) -> Timer:
        """Return the clock stopped, or going on from where it was stopped."""
        if self.held is None:
            return replace(self, held=now)
        return replace(self, begun=self.begun + now - self.held, held=None)

    def stopped(self, now: float) -> Timer:
        """Return the clock stopped; one that is stopped already stays so."""
        return self if self.held is not None else self.toggled(now)

    def going(self, now: float) -> Timer:
        """Return the clock going on."""
        return self if self.held is None else self.toggled(now)

    def minutes(self, now: float) -> int:
        """Return how many whole minutes have gone by."""
        return (self.seconds - self._left(now)) // MINUTE

    def shown(self, now: float) -> str:
        """Return the time in words short enough for a corner: "1:45", "0:10 over", "1:45, stopped"."""
        minutes, seconds = divmod(abs(self._left(now)), 60)
        return f"{minutes}:{seconds:02}{' over' if self._over(now) else ''}{self._stopped}"

    def aloud(self, now: float) -> str:
        """Return the time as it is read out: "1 minute 45 seconds left", "10 seconds over, stopped"."""
        minutes, seconds = divmod(abs(self._left(now)), 60)
        words = " ".join(counted(number, unit) for number, unit in ((minutes, "minute"), (seconds, "second")) if number)
        how = "over" if self._over(now) else "left" if self.seconds else "so far"
        return f"{words or counted(0, 'second')} {how}{self._stopped}"

    def _left(self, now: float) -> int:
        return self.seconds - int((now if self.held is None else self.held) - self.begun)

    def _over(self, now: float) -> bool:
        return self._left(now) < 0 < self.seconds

    @property
    def _stopped(self) -> str:
        return "" if self.held is None else ", stopped"


def toggled(clock: Timer | None) -> Timer:
    """Return a clock stopped, or going on; where there is none, one that counts up from now."""
    return Timer(0, moment()) if clock is None else clock.toggled(moment())


def longer(clock: Timer | None) -> Timer:
    """Return a clock that has another minute; where none counts down, one of a minute from now."""
    return replace(clock, seconds=clock.seconds + MINUTE) if clock and clock.seconds else Timer(MINUTE, moment())


def clock_for(session: Session) -> Timer | None:
    """Return the clock that a step begins with; None where nothing is timed."""
    return Timer(SECONDS[session.stage], moment()) if session.stage in SECONDS else None


@dataclass(frozen=True)
class SessionClocks:
    """The clocks of a session as it stands."""

    hour: Timer
    step: Timer | None = None
    """That of the step at hand; None where nothing is timed."""
    cases: Mapping[str, Timer] = field(default_factory=lambda: MappingProxyType({}))
    """Those of the cases that were begun, by id; that of the case at hand goes, the others are stopped."""

    @classmethod
    def begin(cls, session: Session) -> SessionClocks:
        """Return the clocks of a session that begins now."""
        hour = Timer((45 if session.setup.short else 60) * MINUTE, moment())
        return cls(hour, clock_for(session)).at_case(session)

    def at_step(self, session: Session) -> SessionClocks:
        """Return the clocks once the session has come to another step: that has a clock of its own."""
        return replace(self, step=clock_for(session)).at_case(session)

    def at_case(self, session: Session) -> SessionClocks:
        """Return the clocks with that of the case at hand going; of a case that was left as too close none stays."""
        now = moment()
        cases = {case: clock.stopped(now) for case, clock in self.cases.items() if case in session.cases}
        if session.case:
            planned = minutes_of(session.cases[session.case]) * MINUTE
            cases[session.case] = cases.get(session.case, Timer(planned, now, now)).going(now)
        return replace(self, cases=MappingProxyType(cases))

    @property
    def gone(self) -> tuple[int, ...]:
        """How many whole minutes of the hour and of each case are over."""
        now = moment()
        return tuple(clock.minutes(now) for clock in (self.hour, *self.cases.values()))

    def toggled(self) -> SessionClocks:
        """Return the clocks with that of the step stopped, or going on."""
        return replace(self, step=toggled(self.step))

    def longer(self) -> SessionClocks:
        """Return the clocks with another minute for the step."""
        return replace(self, step=longer(self.step))

    def put_away(self) -> SessionClocks:
        """Return all clocks stopped: the session is left for now."""
        now = moment()
        step = None if self.step is None else self.step.stopped(now)
        cases = {case: clock.stopped(now) for case, clock in self.cases.items()}
        return SessionClocks(self.hour.stopped(now), step, MappingProxyType(cases))

    def taken_up(self, session: Session) -> SessionClocks:
        """Return the clocks going on, where the session stands when it is taken up again."""
        now = moment()
        step = None if self.step is None else self.step.going(now)
        return replace(self, hour=self.hour.going(now), step=step).at_case(session)


NOT_TIMED = "No time is set at this step. timer go sets one going."


def timed(clock: Timer | None, wanted: str) -> tuple[Timer | None, str]:
    """Return the clock once it is stopped or let go, if that is `wanted`, and the time as it is read out."""
    if wanted.casefold() not in {"", "stop", "go"}:
        return clock, "Type timer, timer stop or timer go."
    goes = clock is not None and clock.held is None
    if wanted and goes == (wanted.casefold() == "stop"):
        clock = toggled(clock)
    return clock, NOT_TIMED if clock is None else f"{clock.aloud(moment())}."
