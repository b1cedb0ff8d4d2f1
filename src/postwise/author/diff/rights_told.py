"""What it means that something touches a right now, or does so no longer: the key alone tells a reviewer little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postwise.author.diff.changed_keys import ChangedKey
from postwise.author.diff.report_line import Line

ENDS = {
    True: "touches a right now: nobody is told there which other answers would have come to something else",
    False: "touches no right any more: which other answers would have come to something else is told there too",
}
ASKS = {
    True: "asks about a right now: nothing is proposed in the place of what is answered",
    False: "asks about no right any more: something else may be proposed in the place of what is answered",
}
SAYS = {
    True: "asserts a right now: nothing is proposed in its place, and the check says if it can end in stop or leave",
    False: (
        "asserts no right any more: something else may be proposed in its place, and it may end in stop or leave "
        "without a word of the check"
    ),
}


def is_right(one: ChangedKey) -> bool:
    """Tell whether a key says of an ending, a question or an answer that it is a right."""
    return one.path[-1] == "rights" and one.path[0] in {"outcome", "question"}


def right_lines(settings: Iterable[ChangedKey], section: str) -> Iterator[Line]:
    """Yield a line for each ending (``outcome``), or question or answer (``question``), that is a right now or not."""
    for one in settings:
        if is_right(one) and one.path[0] == section:
            _, name, *within, _ = map(str, one.path)
            if section == "outcome":
                yield Line(1, f"{name} {ENDS[one.new is not None]}")
            elif within:
                yield Line(1, f'{name} = "{within[-1]}" {SAYS[one.new is not None]}')
            else:  # the check watches answers alone
                yield Line(1, f"{name} {ASKS[one.new is not None]}")
