"""What stands beside a walk while its tree is written: the problems, and the file around a place, as lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from postwise.author.live_file import FileReading
from postwise.logic.importance import Importance
from postwise.text import command_line, counted, plural
from postwise.tree.problems import Problem, Severity, Span
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.trail import progress
from postwise.walk.walk import Walk

SEVERITIES: dict[Severity, tuple[str, str]] = {
    "error": ("▲", "stop"),
    "warning": ("△", "pause"),
    "note": ("·", "info"),
}
"""The sign and the style of each kind of problem."""
HEADER = re.compile(r"\s*\[.*")
PAIR = re.compile(r"""(\s*(?:[\w.-]+|"[^"]*"|'[^']*')\s*=)(.*)""", re.DOTALL)
AROUND = 2
"""Lines shown before the place itself."""
MOST = 80
"""As many lines of the file are set at a time."""
ROWS = 4
"""As many rows as a long line may take; a comment takes one."""
COMMENT = "#"
NARROW = 48
"""From so many columns on, a problem's kind stands in words beside its line and its code."""
LISTED = 100
"""As many problems are listed; nobody mends more in one go."""

Target = tuple[str, str, int]
"""A problem's code, its TOML path, and which of several with both it is: what it is known by from save to save."""


def listed(reading: FileReading) -> dict[Target, Problem]:
    """Return the problems that are listed, the gravest first, by what they are known by."""
    problems: dict[Target, Problem] = {}
    for problem in reading.problems[:LISTED]:
        number = 0
        while (problem.code, problem.at, number) in problems:
            number += 1
        problems[problem.code, problem.at, number] = problem
    return problems


def tally(reading: FileReading) -> Content:
    """Return how many problems of each kind there are, with their signs."""
    pieces: list[Content] = []
    for severity, (sign, style) in SEVERITIES.items():
        number = reading.count(severity)
        if number:
            pieces.append(styled(f"{sign} {counted(number, severity)}", f"{style} bold"))
    if pieces:
        return Content("   ").join(pieces)
    if reading.gone:
        return styled("▲ no file", "stop bold")
    return styled("✓ nothing wrong", "go bold") if reading.checked else styled("checking …", "muted")


def scenario_tally(arrived: int, astray: int) -> Content:
    """Return how many scenarios end as they expect, and how many do not."""
    pieces = [styled(f"✓ {arrived}", "go bold"), *([styled(f" ✗ {astray}", "stop bold")] if astray else [])]
    return join([*pieces, styled(f" {plural(arrived + astray, 'scenario')}", "muted")])


def head(
    walk: Walk | None, reading: FileReading | None, file: str, *, missing: bool = False
) -> tuple[Content, Content, float | None]:
    """Return the head of the page: title and file, the problems and where the walk stands, and how much is done.

    `missing`: what the walk has come to is not written yet.
    """
    sizes = tally(reading) if reading is not None else styled("reading …", "muted")
    if walk is None:
        return join([styled("Preview  ", "bold"), line(file, "muted")]), sizes, None
    title = join([line(walk.title, "bold"), styled("  "), line(file, "muted")])
    words, share = ("not written yet", None) if missing else progress(walk)
    return title, join([sizes, styled(f"   {words}", "muted")]), share


def clock(moment: dt.datetime) -> str:
    """Return a time of day."""
    return f"{moment:%H:%M:%S}"


def problem_lines(
    reading: FileReading, good: FileReading | None, *, airy: bool, width: int = NARROW
) -> Iterator[PageLine]:
    """Yield the problems of a file as it is now; `good` is the reading whose tree is on the page."""
    if airy:
        yield BLANK
    if airy or not reading.problems:
        yield PageLine(tally(reading), right=styled(clock(reading.at), "muted"))
    if reading.scenarios is not None and any(reading.scenarios):
        yield PageLine(scenario_tally(*reading.scenarios))
    if reading.tree is None and good is not None:
        since = f"Not to be walked since {clock(reading.at)}; the page has the tree of {clock(good.at)}."
        yield PageLine(line(since, "muted"))
    if reading.gone:
        yield BLANK
        yield PageLine(line(reading.gone))
        yield PageLine(line("As soon as it is there, it is read.", "muted"))
    for place, (target, problem) in enumerate(listed(reading).items()):
        if airy or place:
            yield BLANK
        yield from _problem(problem, target, wide=width >= NARROW)
    more = len(reading.problems) - LISTED
    if more > 0:
        yield from (BLANK, PageLine(line(f"and {more} more: {command_line('check', str(reading.path))}", "muted")))
    if reading.problems and not reading.checked:
        yield from (BLANK, PageLine(line("Checking on …", "muted")))


def _problem(problem: Problem, target: Target, *, wide: bool) -> Iterator[PageLine]:
    sign, style = SEVERITIES[problem.severity]
    at = styled(f"line {problem.span.line}", "muted")
    place = join([styled(f"{problem.severity}  ", style), at]) if wide else at  # its sign says the rest
    yield PageLine(place, styled(f"{sign} ", style), target, right=styled(problem.code, "muted"))
    yield PageLine(line(problem.message), styled("  "), target)
    if problem.hint:
        yield PageLine(line(problem.hint, "muted"), styled("→ ", "accent"), target)


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A place of the file that the page shows."""

    line: int
    span: Span | None = None
    """What is at fault there; None for a place without one."""


def weight(importance: Importance | None) -> str:
    """Return in a sentence how many endings hang on a question; empty where that is not known."""
    if importance is None:
        return ""
    if importance.elsewhere in {0, importance.walks}:
        return (
            "The ending of every walk hangs on this question."
            if importance.elsewhere
            else "No ending hangs on this question."
        )
    hundredth = min(max(round(100 * importance.share), 1), 99)
    about = "under " if 100 * importance.share < 1 else "over " if 100 * importance.share > 99 else ""
    return f"The ending of {about}{hundredth} in 100 walks hangs on this question."


def source_lines(
    reading: FileReading, spot: FilePlace, edited: frozenset[int], *, weight: str = "", airy: bool
) -> Iterator[PageLine]:
    """Yield the file around a place, each line with its number; what was just edited and what is at fault is marked.

    `weight` says how much hangs on the question that the place is of.
    """
    if airy:
        yield BLANK
    yield PageLine(line(reading.path.name, "accent bold"), right=styled(f"line {spot.line}", "muted"))
    if weight:
        yield PageLine(line(weight, "muted"))
    if reading.loaded is None:
        return
    texts = reading.text.split("\n")
    at_fault = {problem.span.line: SEVERITIES[problem.severity] for problem in reversed(reading.problems)}
    first = max(1, min(spot.line - AROUND, len(texts)))
    for number in range(first, min(first + MOST, len(texts) + 1)):
        looked_at = number == spot.line
        sign, style = at_fault.get(number, (" ", ""))
        lead = [
            styled(f"{number:>5}", "accent bold" if looked_at else "muted"),
            styled(f"{sign}" if sign.strip() else "▸" if looked_at else " ", style or "accent"),
            styled("~" if number in edited else " ", "pause bold"),
        ]
        text = texts[number - 1].rstrip("\r")
        indent = len(text) - len(text.lstrip())
        span = spot.span if looked_at else None
        yield PageLine(
            _styled(text, span)[indent:],
            join([*lead, styled(" " * min(indent, 8))]),
            number,
            rows=1 if text.lstrip().startswith(COMMENT) else ROWS,
        )


def _styled(text: str, span: Span | None) -> Content:
    """Return a line of TOML: headers strong, keys and comments apart, what is at fault underlined."""
    if span is not None:
        start = span.column - 1
        end = span.end_column - 1 if span.end_line == span.line else len(text)
        parts = (text[:start], text[start : max(end, start + 1)], text[max(end, start + 1) :])
        return join([styled(parts[0]), styled(parts[1], "stop bold under"), styled(parts[2])])
    if text.lstrip().startswith(COMMENT):
        return styled(text, "muted")
    if HEADER.fullmatch(text):
        return styled(text, "bold")
    pair = PAIR.fullmatch(text)
    return styled(text) if pair is None else join([styled(pair[1], "accent"), styled(pair[2])])
