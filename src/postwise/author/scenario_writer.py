"""Adding to a tree's file: what is there stays as it is, byte for byte, and the new part is written behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from postwise import files
from postwise.author.still_to_write import to_be_walked
from postwise.errors import Exit, PostwiseError
from postwise.text import typed_line
from postwise.tree.conditions import Answered
from postwise.tree.ids import ID, free_id, id_of
from postwise.tree.loader import read_source
from postwise.tree.model import Question
from postwise.tree.toml_source import Source
from postwise.tree.toml_writer import toml_key, toml_table, toml_value
from postwise.walk.walk import Walk

LONGEST = 100
"""Characters of a line of answers, beyond which they get a table of their own."""


@dataclass(frozen=True, slots=True)
class NewScenario:
    """A scenario that is to be written into a file."""

    name: str
    """Its id, which no scenario of the file has yet."""
    answers: Mapping[str, Answered | list[str]]
    """Answers by question, in the order in which they are asked; the items of a list in theirs."""
    expect: str
    title: str | None = None


def scenario_of(walk: Walk, scenario_id: str, title: str | None = None) -> NewScenario:
    """Return the scenario that a finished walk makes.

    Raises PostwiseError if the walk has not come to an outcome.
    """
    if walk.outcome is None:
        raise PostwiseError("Only a walk that has come to its end can be kept as a scenario.", Exit.NO)
    answers = {step.node_id: _in_order(step.question, step.answer) for step in walk.steps}
    return NewScenario(scenario_id, answers, walk.at, title)


def _in_order(question: Question, answer: Answered) -> Answered | list[str]:
    return [item for item in question.by_id if item in answer] if isinstance(answer, frozenset) else answer


def titled(typed: str, taken: Collection[str]) -> tuple[str, str | None]:
    """Return the id that a typed line makes, empty if none, and the title; None where an id was typed."""
    line = typed_line(typed)
    scenario_id = id_of(line)
    return free_id(scenario_id, taken) if scenario_id else "", None if ID.fullmatch(line) else line


def with_scenario(text: str, scenario: NewScenario) -> str:
    """Return a file's text with a scenario behind it; it begins with the text as it was, line endings and all."""
    return written_behind(text, _lines(scenario))


def written_behind(text: str, lines: Iterable[str]) -> str:
    """Return a text with lines behind it, a blank one between, in its own kind of line ending."""
    ending = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else ending
    return text + gap + ending + "".join(f"{line}{ending}" for line in lines)


def _lines(scenario: NewScenario) -> Iterator[str]:
    inline = f"answers = {toml_value(scenario.answers)}"
    yield f"[scenario.{toml_key(scenario.name)}]"
    if scenario.title is not None:
        yield f"title   = {toml_value(scenario.title)}"
    if len(inline) <= LONGEST:
        yield inline
        yield f"expect  = {toml_value(scenario.expect)}"
        return
    yield f"expect  = {toml_value(scenario.expect)}"
    yield ""
    yield from toml_table(("scenario", scenario.name, "answers"), scenario.answers)


def add_scenario(path: Path, scenario: NewScenario, words: Mapping[str, str]) -> None:
    """Write a scenario behind what stands in a file, in one go.

    Raises PostwiseError if the file cannot be read or written, or would not be a tree with this scenario in it.
    """
    text = text_to_change(path)
    if to_be_walked(read_source(Source(text), words))[0] is None:
        raise PostwiseError(f"{path.name} has errors, so nothing was added to it. Mend them first.", Exit.NO)
    longer = with_scenario(text, scenario)
    _proved(path, longer, scenario, words)
    files.write(path, longer)


def text_to_change(path: Path) -> str:
    """Return the text of a file that something is to be written into, line endings and all.

    Raises PostwiseError if it cannot be read.
    """
    try:
        return files.read(path).decode("utf-8")
    except OSError as error:
        raise PostwiseError(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise PostwiseError(f"{path} is not UTF-8, so nothing was written into it.") from None


def _proved(path: Path, text: str, scenario: NewScenario, words: Mapping[str, str]) -> None:
    """Refuse a text in which the scenario could not be found again, or would not pass."""
    read = read_source(Source(text), words)
    tree, _ = to_be_walked(read)
    if tree is None:
        why = next(one.message for one in read.problems if one.severity == "error" and one.code != "unknown-target")
        raise PostwiseError(f"Nothing was added to {path.name}, for it does not take this walk: {why}", Exit.NO)
    if Walk.replay(tree, tree.scenarios[scenario.name].answers).at != scenario.expect:
        raise PostwiseError(f"{path.name} has changed, and this walk ends elsewhere in it now.", Exit.NO)
