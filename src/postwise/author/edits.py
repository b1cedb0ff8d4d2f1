"""What an author has just edited: which parts of a tree are new or changed, and which lines of its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from postwise.tree.model import Question, Tree

Edit = Literal["new", "changed"]
KINDS: Mapping[str, tuple[str, str]] = {
    "questions": ("question", "questions"),
    "branches": ("branch", "branches"),
    "values": ("value", "values"),
    "outcomes": ("ending", "endings"),
    "scenarios": ("scenario", "scenarios"),
}
"""The tables of a tree, and what one and many of their entries are called."""
WHOLE = ""
"""The part of a question or an ending that is the whole of it."""
ANSWER = "answers."
"""What stands before an answer's id in the name of a part."""


@dataclass(frozen=True)
class Edits:
    """What is different between two readings of a file."""

    parts: Mapping[str, Mapping[str, Edit]] = field(default_factory=dict)
    """By question or ending, its parts (a key, an answer, or the whole) that are new or changed."""
    counts: tuple[str, ...] = ()
    """What was edited in words, as in "2 questions changed"."""
    lines: frozenset[int] = frozenset()
    """The lines of the new text that the old one did not have there, from 1."""

    @property
    def sentence(self) -> str:
        """All of it in a sentence without a full stop; empty if nothing that matters was edited."""
        return ", ".join(self.counts)


NO_EDITS = Edits()


def edits_between(old: Tree, new: Tree) -> Edits:
    """Return what is different in a tree, without looking at its text."""
    parts: dict[str, Mapping[str, Edit]] = {}
    counts: list[str] = []
    for table, words in KINDS.items():
        before, after = getattr(old, table), getattr(new, table)
        added = [name for name in after if name not in before]
        gone = [name for name in before if name not in after]
        other = [name for name in after if name in before and after[name] != before[name]]
        counts += _counted(words, {"new": len(added), "changed": len(other), "gone": len(gone)})
        if table in {"questions", "outcomes"}:
            parts.update({name: {WHOLE: "new"} for name in added})
            parts.update({name: dict(_parts(before[name], after[name])) for name in other})
    if old.about != new.about or old.profile != new.profile:
        counts.append("the tree's own words changed")
    return Edits(parts, tuple(counts))


def _counted(words: tuple[str, str], found: Mapping[str, int]) -> Iterator[str]:
    for word, number in found.items():
        if number:
            yield f"{number} {words[number > 1]} {word}"


def _parts(old: Any, new: Any) -> Iterator[tuple[str, Edit]]:
    yield WHOLE, "changed"
    for key in type(new).model_fields:
        if key not in {"answers", "yes", "no"} and getattr(old, key) != getattr(new, key):
            yield key, "changed" if getattr(old, key) else "new"
    if isinstance(new, Question) and isinstance(old, Question):
        for name, answer in new.by_id.items():
            if name not in old.by_id:
                yield f"{ANSWER}{name}", "new"
            elif answer != old.by_id[name]:
                yield f"{ANSWER}{name}", "changed"


def edited_lines(old: str, new: str) -> frozenset[int]:
    """Return the lines of a new text, from 1, that were not in the old one between what both begin and end with."""
    before, after = old.split("\n"), new.split("\n")
    start = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        start += 1
    end = 0
    for one, other in zip(reversed(before[start:]), reversed(after[start:]), strict=False):
        if one != other:
            break
        end += 1
    had = Counter(before[start : len(before) - end])
    found = []
    for place, line in enumerate(after[start : len(after) - end], start + 1):
        if had[line] > 0:
            had[line] -= 1
        elif line.strip():
            found.append(place)
    return frozenset(found)
