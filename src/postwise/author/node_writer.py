"""Writing what a goto names and no table is yet: a question or an ending behind what stands in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from postwise import files
from postwise.author.scenario_writer import text_to_change, written_behind
from postwise.author.still_to_write import to_be_walked
from postwise.errors import Exit, PostwiseError
from postwise.text import shortened, typed_line
from postwise.tree.ids import ID, free_id, id_of
from postwise.tree.loader import read_source
from postwise.tree.model import VERDICTS
from postwise.tree.problems import listing, suggestion
from postwise.tree.toml_source import Source
from postwise.tree.toml_writer import toml_table

BETWEEN = "/"
"""What stands between the answers that are typed in one line."""
YES_NO = ("yes", "no")


def question_lines(node_id: str, ask: str, answers: str, taken: Collection[str], why: str = "") -> Iterator[str]:
    """Yield the lines of a new question; each answer leads to something that is still to be written.

    Raises PostwiseError for a question without words, or answers that make no ids.
    """
    said = list(map(typed_line, parted(answers))) if typed_line(answers) else ["Yes", "No"]
    ids = [id_of(answer) for answer in said]
    if not typed_line(ask):
        raise PostwiseError("A question needs words.")
    if len(said) < 2 or not all(ids) or len({*ids}) < len(ids):
        raise PostwiseError(f"Type two answers or more with {BETWEEN} between them, each beginning with a letter.")
    gotos: list[str] = []
    for answer_id in ids:
        gotos.append(free_id(f"{node_id}-{answer_id}", {*taken, *gotos}))
    table: dict[str, object] = {"ask": typed_line(ask), **_given(why=why)}
    if tuple(ids) == YES_NO:
        table |= dict(zip(ids, gotos, strict=True))
    else:
        rows = zip(ids, said, gotos, strict=True)
        table["answers"] = [{"id": name, "text": text, "goto": goto} for name, text, goto in rows]
    yield from toml_table(("question", node_id), table)


def parted(answers: str) -> list[str]:
    """Return the answers that were typed in one line; where one has spaces around it, it stands between them alone."""
    spaced = re.split(rf"\s+{BETWEEN}\s+", answers.strip())
    return spaced if len(spaced) > 1 else answers.split(BETWEEN)  # as in: and/or / neither


def outcome_lines(node_id: str, headline: str, verdict: str, reason: str = "", step: str = "") -> Iterator[str]:
    """Yield the lines of a new ending.

    Raises PostwiseError for one without words, or with a verdict that there is not.
    """
    if not typed_line(headline):
        raise PostwiseError("An ending needs words.")
    word = typed_line(verdict).lower()
    if word not in VERDICTS:
        hint = suggestion(word, VERDICTS) or f"It can be {listing(VERDICTS, 9)}."
        raise PostwiseError(f'"{shortened(word)}" is no verdict. {hint}')
    steps = {"next": [typed_line(step)]} if typed_line(step) else {}
    table = {"verdict": word, "headline": typed_line(headline), **_given(reason=reason), **steps}
    yield from toml_table(("outcome", node_id), table)


def _given(**typed: str) -> dict[str, str]:
    """Return the texts that were typed, without those that were left out."""
    return {key: typed_line(text) for key, text in typed.items() if typed_line(text)}


def add_node(path: Path, node_id: str, lines: Sequence[str], words: Mapping[str, str]) -> None:
    """Write a question or an ending that a goto names behind what stands in a file, in one go.

    Raises PostwiseError if the file cannot be read or written, if nothing there names it any more, or if anything else
    would be wrong with it afterwards than what is still to be written.
    """
    if not ID.fullmatch(node_id):
        made = id_of(node_id)
        raise PostwiseError(f'"{node_id}" is no id{f": write {made} where it is named" if made else ""}.', Exit.NO)
    text = text_to_change(path)
    if node_id not in to_be_walked(read_source(Source(text), words))[1]:
        raise PostwiseError(f'{path.name} has changed: nothing that could be written is called "{node_id}".', Exit.NO)
    longer = written_behind(text, lines)
    after = read_source(Source(longer), words)
    if to_be_walked(after)[0] is None:
        why = next(problem.message for problem in after.problems if problem.code != "unknown-target")
        raise PostwiseError(f"Nothing was written into {path.name}: {why}", Exit.NO)
    files.write(path, longer)
