"""What happens in a session, as it is kept: each event says what then is, not what changed, so any may be left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from postwise.train.tally import Counted

SCHEMA: Final = "postwise.session/1"

MOST_PEOPLE = 10_000
"""More than this are not counted in one room."""

Mode = Literal["hands", "secret", "typed"]
"""How votes are given: hands counted aloud, the keyboard passed around, counts typed from slips, tables or a chat."""
Stage = Literal[
    "rules",
    "trust",
    "confidence-before",
    "case",
    "silence",
    "first",
    "shown",
    "talk",
    "second",
    "moved",
    "said",
    "outcome",
    "compare",
    "living",
    "lived",
    "closing",
    "confidence-after",
    "closed",
]
"""The steps of a session. `rules` to `confidence-before` open it, `closing` to `closed` end it; the rest is a case.

A question goes from `silence` over the `first` vote and what it `shown` to pair `talk`, the `second` vote and what
`moved`; a question that is not voted is only `said`. `living` is the vote whether all could live with the outcome,
`lived` what it showed.
"""
AT_QUESTION = frozenset({"silence", "first", "shown", "talk", "second", "moved", "said"})
NoteKind = Literal["minority", "parked", "proposal", "action", "trust"]


class StoredModel(BaseModel):
    """Something that is kept on disk: frozen, and without keys of others, in the tallies inside it too."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class CaseRef(StoredModel):
    """A scenario of a tree, chosen for the session."""

    tree: str
    scenario: str

    @property
    def id(self) -> str:
        """The case as events name it."""
        return f"{self.tree}/{self.scenario}"


class TreeText(StoredModel):
    """A tree as it was when the session began, so that it can be taken up again whatever became of the file."""

    id: str
    text: str


class SessionPlan(StoredModel):
    """What a facilitator settles before a session."""

    date: dt.date
    """The day; no time is ever kept."""
    present: int = Field(ge=1, le=MOST_PEOPLE)
    """How many are there at the beginning, the facilitator not counted."""
    mode: Mode = "hands"
    office: str = ""
    """Which office or team it is, if they want to see theirs beside others; empty: not said."""
    managers: bool = False
    """Whether line managers of some are in the room: then voting in secret is suggested."""
    short: bool = False
    """The forty-five minutes: without the line on trust (`postwise.train`, rule 2)."""
    words: dict[str, str] = Field(default_factory=dict)
    """The organisation's profile."""
    rehearsed: bool = False
    """Whether the hour is only played beforehand: its votes are invented, and nothing of it is kept."""


class SessionSetup(SessionPlan):
    """What was settled before a session began, and the trees as they were."""

    about: Literal["postwise.session/1"] = Field(default=SCHEMA, alias="schema")
    trees: tuple[TreeText, ...]
    cases: tuple[CaseRef, ...]


class RoadTaken(StoredModel):
    """A road of a case: the first, or another one that leaves an earlier road at a question."""

    number: int = 0
    """0 for the first road."""
    base: int = 0
    """The road that it leaves."""
    fork: str = ""
    """The question at which it leaves; empty for the first road."""
    answers: dict[str, Any] = Field(default_factory=dict)
    """The answers taken on it, by question, the fork among them; those of its base are not repeated."""
    given: tuple[str, ...] = ()
    """The questions whose answers the story settles, so that nobody voted on them."""


class ScribeNote(StoredModel):
    """A line that the scribe wrote in the group's words; nobody is named."""

    number: int
    """Its own number in the session; a later note with the same number takes its place."""
    kind: NoteKind
    text: str
    """Of a minority note what they think, of a proposal the new wording, of an action what is to be done.

    Empty, the note is struck.
    """
    tree: str = ""
    question: str = ""
    """The question that a minority note or a proposal is about; empty: the case or the tree as a whole."""
    reason: str = ""
    """Why a proposal is made."""
    role: str = ""
    """Who does an action: a role, never a name."""
    by: dt.date | None = None
    """When an action is to be done."""


class Present(StoredModel):
    """So many are here now: people came late or left."""

    kind: Literal["present"] = "present"
    case: str = ""
    present: int = Field(ge=1, le=MOST_PEOPLE)


class VotesBy(StoredModel):
    """Votes are given in this way from now on."""

    kind: Literal["votes-by"] = "votes-by"
    case: str = ""
    mode: Mode


class Went(StoredModel):
    """The session stands at this step now."""

    kind: Literal["went"] = "went"
    stage: Stage
    case: str = ""
    road: RoadTaken | None = None
    """The road that the case is on, as far as it has come; None outside a case and at its beginning."""


class Voted(StoredModel):
    """A whole vote, once all have voted. Single votes are never kept, nor on the disk the counts of few."""

    kind: Literal["voted"] = "voted"
    case: str = ""
    question: str
    vote: Literal[1, 2] = 1
    votes: Counted


class Wrote(StoredModel):
    """A note was written, changed or struck."""

    kind: Literal["wrote"] = "wrote"
    case: str = ""
    note: ScribeNote


Event: TypeAlias = Annotated[Present | VotesBy | Went | Voted | Wrote, Field(discriminator="kind")]
EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


def event_of(data: Mapping[str, Any]) -> Event:
    """Return an event from its JSON data.

    Raises pydantic's ValidationError if it is none.
    """
    return EVENTS.validate_python(data)
