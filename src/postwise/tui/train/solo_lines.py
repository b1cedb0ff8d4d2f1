"""Your road beside what groups said, as lines of a page. There is no score in it."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.train.solo import Beside, Road
from postwise.tree.words import fill
from postwise.tui.recommendation_lines import heading, signed
from postwise.tui.texts import EMPTY, join, line, words
from postwise.tui.train.bars import FULL, REST
from postwise.tui.widgets.sheet import BLANK, Line

BAR = 12
"""The width of a bar, in columns."""


def beside_lines(roads: tuple[Road, ...], profile: dict[str, str]) -> Iterator[Line]:
    """Yield each of your roads, every answer beside the counts that groups have published."""
    yield Line(words("Your roads, beside what groups said", "bold"))
    yield Line(words("Nothing here is right or wrong, nothing is counted, and nothing has been kept.", "muted"))
    for road in roads:
        yield BLANK
        yield Line(rule=True)
        end = signed(road.recommendation.verdict) if road.recommendation is not None else EMPTY
        yield Line(line(fill(road.case.title, profile.get), "bold"), right=end)
        for step in road.steps:
            yield BLANK
            yield from _step(step)


def _step(step: Beside) -> Iterator[Line]:
    yield Line(line(step.ask, "muted"))
    yield Line(line(step.mine, "bold"), words("you    ", "accent"))
    if not step.groups:
        yield Line(words("no group has told us yet", "muted"), words("groups ", "accent"))
        return
    said = ((step.agreed, "agreed"), (step.leaning, "leaning"), (step.split, "split"))
    yield Line(
        words(", ".join(f"{n} {'was' if n == 1 else 'were'} {word}" for n, word in said if n)),
        words("groups ", "accent"),
    )
    most = max((n for _, n in step.votes), default=0)
    for text, votes in step.votes:
        full = round(BAR * votes / most) if most else 0
        bar = join([words(FULL * full, "accent"), words(REST * (BAR - full), "muted"), words(f"{votes:>5}", "bold")])
        yield Line(line(text), words("       "), right=bar)
    if step.dissent:
        yield heading("Kept from the smaller side")
        yield from (Line(line(text), words("       ·  ", "accent")) for text in step.dissent)
