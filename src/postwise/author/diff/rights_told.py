"""What it means that something touches a right now, or does so no longer: the key alone tells a reviewer little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postwise.author.diff.changed_keys import ChangedKey
from postwise.author.diff.report_line import Line

BRIEF = {
    True: "no brief tells what was answered",
    False: "a brief tells what was answered, unless something else keeps it back",
}
ENDS = {
    True: (
        "touches a right now: nobody is told there which other answers would have come to something else, "
        f"and {BRIEF[True]}"
    ),
    False: (
        "touches no right any more: which other answers would have come to something else is told there too, "
        f"and {BRIEF[False]}"
    ),
}
URGENT = {
    True: (
        "is urgent now: it is said alone, with its steps and whom to turn to, and no answers or sources, "
        f"and {BRIEF[True]}"
    ),
    False: f"is urgent no longer: answers and sources are told there too, and {BRIEF[False]}",
}
ASKS = {
    True: f"asks about a right now: nothing is proposed in the place of what is answered, and {BRIEF[True]}",
    False: (
        "asks about no right any more: something else may be proposed in the place of what is answered, "
        f"and {BRIEF[False]}"
    ),
}
SAYS = {
    True: (
        f"asserts a right now: nothing is proposed in its place, {BRIEF[True]}, and the check says if it can end in "
        "stop or leave"
    ),
    False: (
        "asserts no right any more: something else may be proposed in its place, it may end in stop or leave without a "
        f"word of the check, and {BRIEF[False]}"
    ),
}


def is_right(one: ChangedKey) -> bool:
    """Tell whether a key says of an ending, a question or an answer what ``rights`` or ``urgent`` say."""
    return (one.path[0], one.path[-1]) in {("outcome", "rights"), ("question", "rights"), ("outcome", "urgent")}


def right_lines(settings: Iterable[ChangedKey], section: str) -> Iterator[Line]:
    """Yield a line for each ending (``outcome``), or question or answer (``question``), that is a right now or not."""
    for one in settings:
        if is_right(one) and one.path[0] == section:
            _, name, *within, key = map(str, one.path)
            if section == "outcome":
                yield Line(1, f"{name} {(URGENT if key == 'urgent' else ENDS)[one.new is not None]}")
            elif within:
                yield Line(1, f'{name} = "{within[-1]}" {SAYS[one.new is not None]}')
            else:  # the check watches answers alone
                yield Line(1, f"{name} {ASKS[one.new is not None]}")
