"""What is said at the steps of a session, on the screens and in lines alike."""

from __future__ import annotations

from collections.abc import Mapping

from postwise.text import counted
from postwise.train.events import Mode, NoteKind, ScribeNote, Stage
from postwise.train.room_view import RoomView
from postwise.train.tally import FEW
from postwise.tree.placeholders import DEFAULTS, spoken

MODES: Mapping[Mode, str] = {
    "hands": "By hands, counted aloud",
    "secret": "In secret, passing the keyboard",
    "typed": "Counts typed from slips, tables or a chat",
}
"""The ways to vote, in words."""
LEVELS = {1: "easy", 2: "middling", 3: "hard"}
WHEN_UNSEEN = "With managers in the room, or fewer than five people, better in secret."
SET_UP = "Only counts and your own lines, and nobody's name. Nothing is written until you begin."
MEANINGS = {
    "agreed": "agreed: of one mind, or nearly",
    "leaning": "leaning: one way, not all the way",
    "split": "split: the room divides here",
    "all": "all think alike",
    "most": "most think alike",
}
"""What the word for a vote says, for a room that reads it for the first time."""
STEPS: Mapping[Stage, str] = {
    "rules": "before we begin",
    "trust": "before we begin",
    "confidence-before": "before we begin",
    "case": "the case",
    "silence": "silence",
    "first": "first vote",
    "shown": "first vote",
    "talk": "talk in pairs",
    "second": "second vote",
    "moved": "second vote",
    "said": "talk",
    "outcome": "where this road ends",
    "compare": "side by side",
    "living": "one vote on it",
    "lived": "one vote on it",
    "closing": "before we go",
    "confidence-after": "before we go",
    "closed": "done",
}
"""What a step is called in the head of the page."""
SETTLED, SO_FAR = "As the story has it", "So far"
"""Over what the story settles, and over what was voted or said since."""
SCALE = "From 1, not at all, to 5, fully. In secret; only the mean and the spread are ever shown."
INVITATIONS: Mapping[Stage, str] = {
    "silence": "Silence first. Everyone for themselves.",
    "said": "Talk about it; this one is not voted.",
    "talk": "Talk in pairs. What speaks for the other answer?",
}
"""What a step invites to, below its question."""
KINDS: Mapping[NoteKind, str] = {
    "trust": "What people must be able to trust us for",
    "minority": "What the smaller side wants kept",
    "proposal": "What we would change in the tree",
    "action": "What we will do",
    "parked": "Left for another time",
}
"""The headings of what a group wrote, in their order."""
TIE = "No answer leads alone. Both roads are walked; the facilitator picks the first."
NO_SHARED_STEP = "These roads share no step. What do they have in common all the same?"
CLOSING = "What would we change in the tree? What will we do, and by when?"
NOBODY_NAMED = "Nobody is named here: an action has a role."


def road_begins(ask: str, answer: str) -> str:
    """Return how another road is announced before it is walked."""
    return f"Another road: the one on which “{ask}” is answered with “{answer}”."


def road_begins_shortly(answer: str) -> str:
    """Return the same where a page has no room for the question: what is answered on it."""
    return f"Another road: the one with “{answer}”."


BACK_TO_ROOM = "Put the desk away, and go back to the room's page"
BELOW = "↓ the rest"
"""Said where a page cannot have all of a vote: what is below it comes with the arrow."""
REHEARSAL, INVENTED = "Rehearsal", "The votes are invented, and nothing of a rehearsal is kept."
LED_AGAIN = "The desk has been left. This window leads again."
VOTE_AGAIN = "No secret vote is in. If anybody had voted before this was broken off, everybody votes once more."


def box_kept(*, outlives: bool) -> str:
    """Return what becomes of a secret vote that is going on when a session is left."""
    if outlives:
        return "The secret vote that is going on is kept until this machine is switched off."
    return "The secret vote that is going on is lost then, and taken again."


DIVIDES = "Groups divide at this question"
TALKED_ABOUT = "To think about"
NOT_RIGHT = "This is what whoever wrote the case thought of, and not what is right."
"""Said of a case's own roads to somebody alone."""
FIRST_VOTE = "The first vote, which the room sees after the second"


def kept_in(name: str) -> str:
    """Return what is said at the end of a session of its file."""
    return f"This session is kept in {name}: counts and your own lines, and nobody's name."


def contacts_unnamed(missing: tuple[str, ...]) -> str:
    """Return what is said of people whom the chosen trees send others to, and whom nobody has named."""
    people = ", ".join(f"“{DEFAULTS[name]}”" for name in missing)
    named = "Name them in your postwise.toml; where there is none, postwise config init begins one"
    return f"Not named yet, so the room will read {people}. {named}."


def time_planned(*, short: bool) -> str:
    """Return how long a session takes."""
    return "forty-five minutes, without the line on trust" if short else "sixty minutes"


def case_planned(questions: int, minutes: int) -> str:
    """Return how long a case takes."""
    return f"{counted(questions, 'question')}, about {minutes} minutes"


def fits(minutes: int, *, short: bool) -> str:
    """Return whether what was chosen fits the time, taking as given what each story settles."""
    time = 45 if short else 60
    if minutes <= time:
        return f"That makes about {minutes} minutes of {time}, if what a story settles is taken as given."
    return (
        f"That makes about {minutes} minutes, {minutes - time} more than there are. Leave a case out, or plan to stop."
    )


def write_trust(keys: Mapping[str, str]) -> str:
    """Return what is said where nothing is written of trust yet; `keys` are those of moves, by name."""
    return f"{keys['trust']} writes it down, in the group's own words."


def write_out(keys: Mapping[str, str]) -> str:
    """Return how what was said comes into a file."""
    return f"{keys['write-it-out']} writes what was said into a file for everyone who was here."


def to_count(view: RoomView, keys: Mapping[str, str]) -> str:
    """Return what can be typed where counts are: how they are typed, or that they are in."""
    if view.voted:
        return f"{view.voted} of {view.present} are in. {shown_by(view, keys)}; type again to put them right."
    each = "ticks of each line" if view.several else "hands for each answer"
    return f"Type the {each}, with spaces, and those who pass last: {as_typed(len(view.bars))}"


def as_typed(lines: int) -> str:
    """Return an example of counts for so many lines, those who pass the last of them: one that is taken here."""
    return " ".join(["7", "4", *["0"] * (lines - 3), "1"][-lines:])


def in_box(view: RoomView, keys: Mapping[str, str]) -> str:
    """Return how many are in where a vote goes in secret, and what comes then."""
    if view.voted >= view.present:
        return f"{are_in(view)} {shown_by(view, keys)}."
    if view.counted:
        anew = f"{keys['vote-anew']} begins it anew for all"
        return f"{view.voted} of {view.present} were counted. {shown_by(view, keys)}; {anew}."
    return f"{are_in(view)} {keys['vote']} passes the keyboard round."


def are_in(view: RoomView) -> str:
    """Return how many are in, and no key: for a page that nothing is done on."""
    if view.voted >= view.present:
        return f"All {view.present} are in."
    return f"{view.voted} of {view.present} are in."


def shown_by(view: RoomView, keys: Mapping[str, str]) -> str:
    """Return what follows once counts are in: of confidence nothing is shown before the end."""
    if view.voted < min(FEW, view.present):
        return f"At least {min(FEW, view.present)} are waited for"
    confidence = view.stage in {"confidence-before", "confidence-after"}
    return f"{keys['next']} goes on" if confidence else f"{keys['reveal']} reveals them"


def note_in_words(note: ScribeNote) -> str:
    """Return a line that was written, with who does it and by when, or why."""
    by = f", by {spoken(note.by)}" if note.by is not None else ""
    role = f" ({note.role}{by})" if note.role else by
    reason = f" ({note.reason})" if note.reason else ""
    return f"{note.text}{role}{reason}"
