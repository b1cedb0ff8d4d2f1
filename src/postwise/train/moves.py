"""What can be done in a session, by its keys, and what is said where it cannot: for the screens and in lines alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from postwise.train.tally import FEW

if TYPE_CHECKING:
    from postwise.train.events import Stage


class Move(NamedTuple):
    """Something that whoever leads a session can do."""

    key: str
    does: str
    """What it does; of a line that is written down, the kind of note."""
    label: str
    """What it is called."""
    told: str
    """What it does, in a sentence without a full stop."""
    called: str = ""
    """What it is called in a person's own file, where that is not its label."""

    @property
    def name(self) -> str:
        """What it is called in a person's own file."""
        return self.called or self.label.lower().replace(" ", "-")


MOVES = (
    Move("v", "vote", "Vote", "Open the vote; in secret, pass the keyboard round"),
    Move("r", "reveal", "Reveal", "Show what was voted"),
    Move("n", "next", "Next", "Go on to the next step"),
    Move("b", "back", "Back", "Go back a step; no vote is lost"),
    Move("i", "minute", "Another minute", "Give this step another minute"),
    Move("t", "timer", "Timer", "Stop the timer or let it go on; it never cuts off"),
    Move("o", "other_road", "Other road", "Walk another road that part of the room chose"),
    Move("d", "defer", "Leave roads", "Leave the other roads of this case for another time, each as a line"),
    Move("g", "given", "As given", "Take what the story settles as given, and begin where groups divide"),
    Move("m", "minority", "Minority note", "Write down what the smaller side wants kept"),
    Move("w", "trust", "Write", "Write down what people must be able to trust you for", "trust"),
    Move("p", "people", "People", "Say how many are here now: people come late and leave"),
    Move("l", "parked", "Later", "Keep a line for another time"),
    Move("c", "change", "Change", "Propose a change to the tree"),
    Move("a", "action", "Action", "Write down an action, with the role that does it"),
    Move("y", "living", "Live with it", "Vote whether everyone could live with this outcome"),
    Move("z", "again", "Vote anew", "Empty this vote, and let everyone vote once more"),
    Move("h", "mode", "How we vote", "Change how votes are given from now on"),
    Move("N", "end_case", "Next case", "Go on to the next case; what was voted in this one stays", "end-case"),
    Move("X", "leave_case", "Leave case", "Leave this case at once, and keep nothing of it"),
    Move("E", "close", "To the end", "Go to the last pages, whatever cases are left", "last-pages"),
    Move(
        "f",
        "facilitator",
        "Desk",
        "Lead from the desk here, with the facilitator's notes, on purpose; and back",
        "notes",
    ),
    Move("s", "debrief", "Write it out", "Write what was said into a file"),
    Move("q", "leave", "Leave", "Leave; what is kept can be gone on with"),
)
"""What can be done in the room, beside typing counts."""

KEYS = {move.name: move.key for move in MOVES}
"""The key of each move by its name, as it is at first, and always in lines."""

FEET: Mapping[Stage, str] = {
    "trust": "trust next back people",
    "confidence-before": "vote next back people",
    "silence": "vote leave-case timer back",
    "first": "vote reveal leave-case people",
    "second": "vote reveal leave-case people",
    "shown": "vote next timer minority-note",
    "talk": "vote next timer minority-note",
    "moved": "next leave-case minority-note back",
    "outcome": "next other-road live-with-it minority-note",
    "compare": "next live-with-it minority-note change",
    "living": "vote reveal back people",
    "closing": "next change action later",
    "confidence-after": "vote next back people",
    "closed": "write-it-out change action leave",
    "case": "next as-given leave-case back",
    "said": "next leave-case back people",
}
"""What the footer names at a step, by their names; what can always be done stands in the help."""


def foot(stage: Stage) -> tuple[str, ...]:
    """Return the names of the commands that the footer has at a step."""
    return tuple(FEET.get(stage, "next back people leave").split())


REFUSED = {
    "reveal": "Nothing waits to be revealed here.",
    "again": "No vote is open.",
    "other_road": "Another road opens at the end of this one, if a fifth chose it.",
    "back": "This is the beginning.",
    "close": "These are the last pages.",
    "living": "That is asked where a road has ended.",
    "minority": "A minority note belongs to a question of a case.",
    "end_case": "No case is open.",
    "given": "Nothing is settled here before the question where groups divide.",
    "defer": "No other road is due.",
    "mode": "Votes lie in the box. Close the vote first, or empty it.",
    "change": "Nothing has been voted on yet, so there is nothing to change.",
}
"""Why a move is not possible at a step."""
NOBODY_YET = "Nobody has voted yet."
CASE_LEFT = "We have left that case. Nothing of it is kept."
WHICH_FIRST, TAKEN_FIRST = "Which road first?", "No answer leads alone; the other comes after."
HOW_TO_VOTE = "How do we vote from now on?"
WHICH_OTHER = "Which other road?"
WALK_IT, PARK_IT = "Walk it now", "Leave it for another time, as a line"
WHICH_QUESTION = "Which question did not fit?"


def nothing_to_vote(keys: Mapping[str, str]) -> str:
    """Return why no vote can be opened; `keys` are those of moves, by name, as they are read."""
    return f"There is nothing to vote on here. {keys['next']} goes on."


def too_few(voted: int, present: int, keys: Mapping[str, str]) -> str:
    """Return what is said to whoever would close a vote that so few have given that it would point at them."""
    rule = f"A vote is closed once all are in, or at least {FEW}"
    return (
        f"{voted} of {present} are in. {rule}. {keys['people']} says how many are here, {keys['vote-anew']} empties it."
    )


def without(awaited: int) -> str:
    """Return what is asked before a vote is closed that not all have given."""
    return (
        "One has not voted. Count without them?" if awaited == 1 else f"{awaited} have not voted. Count without them?"
    )


def emptying(voted: int) -> str:
    """Return what is asked before a vote is emptied: nobody could bring it back."""
    votes = "one vote" if voted == 1 else f"{voted} votes"
    return f"This throws {votes} away. Empty it?"


ENDS_CASE = frozenset({"end_case", "close"})
"""What leaves the case that is open behind."""


def going_on_without(voted: int) -> str:
    """Return what is asked before a case is gone on from while votes lie in a box: nobody would ever count them."""
    votes = "one vote that was" if voted == 1 else f"{voted} votes that were"
    return f"This throws away {votes} given in secret and not counted. Go on all the same?"


def whole_counts(typed: str, lines: int) -> list[str]:
    """Return counts so far, with a nought for each of so many lines that has none yet."""
    counts = typed.split()
    return counts + ["0"] * (lines - len(counts))
