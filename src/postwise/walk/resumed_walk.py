"""A walk taken up from a code, in the tree that was walked or in another version of it."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from postwise.text import command_line, on_one_line, shortened, typeable
from postwise.walk.share_code import CodeError, decode
from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class ResumedWalk:
    """A walk taken up from a code."""

    walk: Walk
    same: bool
    """Whether the tree is the one that was walked, word for word."""
    kept: tuple[str, ...]
    """The questions whose answers still stand, in the order of the road; some may wait behind an open question."""
    lost: int
    """How many answers do not: their question has gone, does not come up now, or does not take them any more."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to say about the answers; nothing in the tree that was walked."""
        if self.same:
            return ()
        changed = "The tree has changed since this code was made."
        if not self.lost:
            return (changed, "Every answer in it still stands.")
        if not self.kept:
            return (changed, "None of the answers in it still stands.")
        questions = self.walk.tree.questions
        asked = " ".join(f"“{self.walk.filled(questions[question_id].ask)}”" for question_id in self.kept)
        return (changed, f"{len(self.kept)} of {len(self.kept) + self.lost} answers still stand: {asked}")


def resume(walk: Walk, code: str, here: Container[str] = ()) -> ResumedWalk:
    """Return what a code makes of a walk that has just begun; its tree may be another version of the one walked.

    `here` are the ids of the trees that can be run by their ids. Raises CodeError if the code is none, was mistyped, or
    is of another tree.
    """
    decoded, tree = decode(code), walk.tree
    if decoded.tree_id != tree.id:
        of = f'That code is of the tree "{shortened(decoded.tree_id)}", and this is "{on_one_line(tree.id)}".'
        raise CodeError(f"{of} {_how_to_open(decoded.tree_id, code.strip(), here)}")
    steps = decoded.steps(tree)
    answers = {question_id: step.answer for question_id, step in steps.items()}
    resumed = walk.taking(answers, [question_id for question_id, step in steps.items() if step.unsure])
    kept = tuple(question_id for question_id in (*resumed.asked, *resumed.coming) if question_id in steps)
    return ResumedWalk(resumed, decoded.fits(tree), kept, max(0, len(decoded.marks) - len(kept)))


def _how_to_open(tree_id: str, code: str, here: Container[str]) -> str:
    """Return what can be done with a code of another tree: a line to type, where every shell takes it for what it is.

    An odd name is a stranger's word, which not every shell can quote, unless it is that of a tree here.
    """
    plain = re.fullmatch(r"\w[\w.-]*", tree_id) is not None
    if plain or (tree_id in here and typeable(tree_id)):
        return f"Try: {command_line('run', tree_id, resume=code)}"
    return "To open it, name that tree, or the path of its file, before the code."
