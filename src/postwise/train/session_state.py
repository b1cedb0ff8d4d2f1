"""What the events of a session add up to: where it stands, the roads begun, the votes, what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from postwise.train.events import Event, Mode, Present, RoadTaken, ScribeNote, Stage, Voted, VotesBy, Went, Wrote
from postwise.train.tally import Movement, Tally, movement

NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Round:
    """The votes on one question: before the talk and after it, as far as they have been held."""

    first: Tally | None = None
    second: Tally | None = None

    @property
    def last(self) -> Tally | None:
        """The vote that decides the road."""
        return self.second or self.first

    @property
    def movement(self) -> Movement | None:
        """What moved; None without a second vote."""
        return movement(self.first, self.second) if self.first and self.second else None


@dataclass(frozen=True)
class SessionState:
    """What the events of a session add up to."""

    stage: Stage = "rules"
    case: str = ""
    road: int = 0
    """The number of the road of the case that is being walked."""
    present: int = 1
    mode: Mode = "hands"
    roads: Mapping[tuple[str, int], RoadTaken] = field(default_factory=lambda: NOTHING)
    """Every road begun, by case and number."""
    rounds: Mapping[tuple[str, str], Round] = field(default_factory=lambda: NOTHING)
    """The votes, by case and question (or name of a vote)."""
    notes: Mapping[int, tuple[str, ScribeNote]] = field(default_factory=lambda: NOTHING)
    """What was written, by number, with the case it was written in."""

    def after(self, event: Event) -> SessionState:
        """Return the state after one more event."""
        match event:
            case Present():
                return replace(self, present=event.present)
            case VotesBy():
                return replace(self, mode=event.mode)
            case Went():
                roads = self.roads
                if event.road is not None:
                    roads = MappingProxyType({**roads, (event.case, event.road.number): event.road})
                number = event.road.number if event.road is not None else 0
                return replace(self, stage=event.stage, case=event.case, road=number, roads=roads)
            case Voted():
                key = (event.case, event.question)
                had = self.rounds.get(key, Round())
                counted = event.votes.tally
                tally = counted if counted.voters else None
                now = replace(had, first=tally) if event.vote == 1 else replace(had, second=tally)
                return replace(self, rounds=MappingProxyType({**self.rounds, key: now}))
            case Wrote():
                rest = {number: note for number, note in self.notes.items() if number != event.note.number}
                if event.note.text.strip():
                    rest[event.note.number] = (event.case, event.note)
                return replace(self, notes=MappingProxyType(rest))
