"""What can be typed to lead a session in lines: the same moves as on the screens, by their keys or by their names."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.train.events import Stage
from postwise.train.moves import KEYS, MOVES, foot
from postwise.train.session import VOTING

IN_LINES = {
    "vote": "Open the vote; in an open one, count answer by answer",
    "timer": "Say the time; timer stop and timer go hold it and let it go on",
    "facilitator": "Say what only the facilitator may know, where nobody else hears it",
}
"""What is done otherwise than on the screens."""
BESIDES = {
    "Enter": "Say all of this step, with the story and the road so far",
    "why": "Say why the question is asked",
    "story": "Say the story of the case again",
    "mend and a number": "Change the line of that number, or strike it",
}
"""What can be typed in lines alone."""
MEANT = {
    "": "say",
    "notes": "facilitator",
    "?": "help",
    "undo": "back",
    "quit": "leave",
    "exit": "leave",
    "stop": "leave",
}
"""What does as well as another word."""
BY_KEY = {move.key: move.does for move in MOVES}
NAMES = {
    **{move.label.casefold(): move.does for move in MOVES},
    **{name: name for name in ("why", "story", "mend", "help")},
    **MEANT,
}
WRITING = frozenset({"minority", "trust", "parked", "action"})
"""What writes a line down."""
WITH_MORE = WRITING | {"people", "timer", "mend"}
"""What may be said more of in the same line, behind its name."""
HELPED = "? says what can be typed."


def meant(typed: str) -> tuple[str, str]:
    """Return what is to be done, and what was said more of it; both empty if it is none of the words.

    A key is a letter, small or capital as it is shown; a name may be written in any letters.
    """
    known = BY_KEY.get(typed) or NAMES.get(typed.casefold())
    if known:
        return known, ""
    for name, does in NAMES.items():
        if does in WITH_MORE and typed.casefold().startswith(f"{name} "):
            return does, typed[len(name) :].strip()
    return "", ""


def writes(line: str) -> bool:
    """Tell whether a line says what is to be done with more behind it, as *later* with a text does."""
    does, more = meant(line.strip())
    return does in WRITING and bool(more)


def named_at(stage: Stage, leave_out: str = "") -> str:
    """Return in a line what a step is about, without a move that this session does not have."""
    labels = {move.name: _small(move.label) for move in MOVES}
    labels |= {"vote": "to count answer by answer"} if stage in VOTING else {}
    return f"Now: {', '.join(f'{KEYS[name]} {labels[name]}' for name in foot(stage) if name != leave_out)}. {HELPED}"


def help_at(stage: Stage, leave_out: str = "") -> Iterator[str]:
    """Yield all that can be typed, each with what it does; first what the step is about."""
    here = foot(stage)
    for move in sorted(MOVES, key=lambda move: here.index(move.name) if move.name in here else len(here)):
        if move.name == leave_out:
            continue
        key = f"{move.key}, a capital letter" if move.key.isupper() else move.key
        yield f"{key}, or {_small(move.label)}: {IN_LINES.get(move.does, move.told)}."
    yield from (f"{name}: {told}." for name, told in BESIDES.items())


def _small(label: str) -> str:
    return label[0].lower() + label[1:]
