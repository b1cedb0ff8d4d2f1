"""postwise check: everything that is wrong with trees, as text, as JSON, or as GitHub's annotations."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from postwise.author.check_overlay import OverlaySummary
from postwise.author.check_tree import CheckReport, TreeSummary, check
from postwise.commands.shared import open_library, say_passed_over, say_unopened, today
from postwise.errors import Exit
from postwise.streams import put
from postwise.text import as_json, counted, in_digits, on_one_line
from postwise.tree.problems import Problem


def run(options: argparse.Namespace) -> int:
    """Print what is wrong; return 1 for errors, or with ``--strict`` warnings, 2 for a file that cannot be opened."""
    library = open_library()
    report = check(options.paths or None, library=library, today=today(), weighed=options.format == "json")
    match options.format:
        case "json":
            put(as_json(report.to_dict()))
        case "github":
            for problem in report.problems:
                put(annotation(problem))
        case _:
            put("\n".join(lines(report)))
    say_passed_over(library, options.paths)
    say_unopened(report.unopened)
    return Exit.WRONG if report.unopened else Exit.NO if report.fails(strict=options.strict) else Exit.DONE


def lines(report: CheckReport) -> Iterator[str]:
    """Yield the report in lines: each problem with its place, then what there is and how much is wrong."""
    for problem in report.problems:
        yield problem.as_text()
        yield ""
    for tree in report.trees:
        yield in_a_line(tree)
    yield from map(words_in_a_line, report.overlays)
    counts = [(report.count(kind), kind) for kind in ("error", "warning", "note")]
    counted_kinds = [counted(number, kind) for number, kind in counts if number]
    if report.unopened:
        counted_kinds.append(f"{counted(len(report.unopened), 'file')} not looked at")
    yield f"{', '.join(counted_kinds)}." if counted_kinds else "Nothing wrong."


def in_a_line(tree: TreeSummary) -> str:
    """Return a tree in numbers."""
    sizes = f"{on_one_line(tree.path)}: {counted(tree.questions, 'question')}, {counted(tree.outcomes, 'ending')}"
    kept = promises_kept(tree)
    if tree.walks is None or tree.shortest is None:
        return f"{sizes}; walks cannot be counted{kept}"
    asked = f"{tree.shortest}" if tree.shortest == tree.longest else f"{tree.shortest} to {tree.longest}"
    return f"{sizes}, {in_digits(tree.walks, 'walk')} of {asked} question{'' if asked == '1' else 's'}{kept}"


def words_in_a_line(overlay: OverlaySummary) -> str:
    """Return what an overlay is for."""
    where = f" where place is {on_one_line(overlay.place)}" if overlay.place is not None else ""
    return f"{on_one_line(overlay.path)}: words for {counted(len(overlay.trees), 'tree')}{where}"


def promises_kept(tree: TreeSummary) -> str:
    """Return how many promises hold, as it stands behind a tree's numbers; nothing of a tree that makes none."""
    known = tree.promises
    if known is None or not known.all:
        return ""
    every, open_ones = known.all, len(known.unproved)
    if open_ones == every:
        return f"; {counted(every, 'promise')} not proved"
    held = len(known.held)
    which = counted(held, "promise") if held == every else f"{held} of {counted(every, 'promise')}"
    kept = f"; {which} hold{'s' if held == 1 else ''} on all of them" if held else "; no promise holds"
    return f"{kept}, {open_ones} not proved" if open_ones else kept


def annotation(problem: Problem) -> str:
    """Return a problem as a workflow command of GitHub, which shows it beside the line."""
    kind = {"error": "error", "warning": "warning", "note": "notice"}[problem.severity]
    span = problem.span
    places: dict[str, object] = {"file": problem.path, "line": span.line, "endLine": span.end_line}
    if span.end_line == span.line:  # columns may only be given within one line
        places |= {"col": span.column, "endColumn": span.end_column}
    places["title"] = problem.code
    properties = ",".join(f"{key}={for_workflow(str(place), in_a_place=True)}" for key, place in places.items())
    words = f"{problem.message} {problem.hint}" if problem.hint else problem.message
    return f"::{kind} {properties}::{for_workflow(words)}"


def for_workflow(text: str, *, in_a_place: bool = False) -> str:
    """Return a text as a workflow command carries it."""
    for letter, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(letter, code)
    return text.replace(":", "%3A").replace(",", "%2C") if in_a_place else text
