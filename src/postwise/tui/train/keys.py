"""The keys of the room's page, and which of them its footer names at each step."""

from __future__ import annotations

from collections.abc import Mapping

from postwise.train.events import Stage
from postwise.tui.commands import Command

COMMANDS = (
    Command("v", "v", "vote", "Vote", "Open the vote; in secret, pass the keyboard round"),
    Command("r", "r", "reveal", "Reveal", "Show what was voted"),
    Command("n", "n", "next", "Next", "Go on to the next step"),
    Command("b", "b", "back", "Back", "Go back a step; no vote is lost"),
    Command("t", "t", "timer", "Timer", "Stop the timer or let it go on; it never cuts off"),
    Command("o", "o", "other_road", "Other road", "Walk another road that part of the room chose"),
    Command("m", "m", "minority", "Minority note", "Write down what the smaller side wants kept"),
    Command("w", "w", "trust", "Write", "Write down what people must be able to trust you for"),
    Command("p", "p", "people", "People", "Say how many are here now: people come late and leave"),
    Command("l", "l", "later", "Later", "Keep a line for another time"),
    Command("c", "c", "change", "Change", "Propose a change to the tree"),
    Command("a", "a", "act", "Action", "Write down an action, with the role that does it"),
    Command("y", "y", "living", "Live with it", "Vote whether everyone could live with this outcome"),
    Command("z", "z", "again", "Vote anew", "Empty this vote, and let everyone vote once more"),
    Command("X", "X", "leave_case", "Leave case", "Leave this case at once, and keep nothing of it"),
    Command("E", "E", "close", "To the end", "Go to the last pages, whatever cases are left"),
    Command("f", "f", "facilitator", "Notes", "Show the facilitator's notes here, on purpose"),
    Command("s", "s", "debrief", "Write it out", "Write what was said into a file"),
    Command("q,escape", "q", "leave", "Leave", "Leave; what is kept can be gone on with"),
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
