"""A tree as far as it can be understood: wrong targets read as the ones meant, unreadable conditions set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from postwise.logic.state_space import edges
from postwise.tree.loader import Loaded
from postwise.tree.model import Answer, Branch, BranchCase, FileTable, Note, Question, Tree, Value
from postwise.tree.problems import Fault, suggestion

Kept = TypeVar("Kept", bound=FileTable)

HARMLESS = frozenset(
    {"unknown-target", "bad-id", "duplicate-id", "unknown-placeholder", "control-character", "unknown-tree"}
)
"""Errors in a branch or a value that leave its conditions readable."""
WORDS_ONLY = frozenset({"unknown-placeholder", "control-character", "bad-id", "unknown-tree"})
"""Errors that leave where walks lead as clear as it was."""
MEANT = re.compile(r'Did you mean "([^"]+)"\?')


@dataclass(frozen=True)
class PartialTree:
    """What can be looked at in spite of errors, and how far it can be trusted."""

    tree: Tree
    """As written; for its words, and for where things stand."""
    faults: tuple[Fault, ...] = ()
    """What reading it has found."""
    sure: Tree = field(init=False)
    """For what certainly happens: what nobody can understand leads nowhere."""
    possible: Tree = field(init=False)
    """For what may happen: a branch nobody can understand leads to any of its targets."""
    opaque: frozenset[str] = field(init=False)
    """Branches and values that are not understood, or look at one that is not."""

    def __post_init__(self) -> None:
        """Work out what can be understood."""
        opaque = looking_at(self.tree, self._unreadable())
        put = object.__setattr__
        put(self, "opaque", opaque)
        if not self.faults:
            put(self, "sure", self.tree)
            put(self, "possible", self.tree)
            return
        mended = self._mended()
        dead = {name: changed(mended.branches[name], **NO_LINES, otherwise=None) for name in opaque & self._branches}
        open_ = {name: _any_way(mended.branches[name]) for name in opaque & self._branches}
        put(self, "sure", changed(mended, branches={**mended.branches, **dead}))
        put(self, "possible", changed(mended, branches={**mended.branches, **open_}))

    @property
    def _branches(self) -> frozenset[str]:
        return frozenset(self.tree.branches)

    @cached_property
    def exact(self) -> bool:
        """Whether no error touches where walks lead, so that counts are true."""
        return all(fault.code in WORDS_ONLY or fault.where[:1] == ("scenario",) for fault in self.faults)

    @cached_property
    def clear(self) -> bool:
        """Whether every id means one thing, so that what is not found is not there."""
        return not self.twice

    @cached_property
    def twice(self) -> frozenset[str]:
        """The ids that mean two things, so that nobody knows where a goto with one of them leads."""
        names = Counter([*self.tree.questions, *self.tree.branches, *self.tree.outcomes])
        return frozenset(name for name, times in names.items() if times > 1)

    @cached_property
    def meant(self) -> frozenset[str]:
        """The names that misspelt ones in conditions and braces come nearest to."""
        codes = {"unknown-question", "unknown-placeholder", "unknown-target"}
        hints = (fault.hint or "" for fault in self.faults if fault.code in codes)
        return frozenset(word for hint in hints for word in MEANT.findall(hint))

    @cached_property
    def torn(self) -> bool:
        """Whether some of where the tree leads may have been lost with what could not be read."""
        return any(map(_loses_targets, self.faults))

    @cached_property
    def conditions_lost(self) -> bool:
        """Whether some of what branches and values look at may have been lost with what could not be read."""
        return any(map(_loses_lines, self.faults))

    def wrong_below(self, *where: str | int) -> bool:
        """Tell whether reading has found something wrong at a place, or in it."""
        return any(fault.where[: len(where)] == where for fault in self.faults)

    def _unreadable(self) -> frozenset[str]:
        found = set()
        for fault in self.faults:
            where = fault.where
            mended_key = fault.code == "unknown-key" and len(where) == 3 and MEANT.search(fault.hint or "")
            held = where[:1] in {("branch",), ("value",)} and len(where) > 1
            if where[:1] == ("question",) and where[2:3] in {("min",), ("max",), ("step",)}:
                found.add(str(where[1]))
            if _unsettles_answers(fault):
                found.add(str(where[1]))
            if held and fault.code not in HARMLESS and not mended_key:
                found.add(str(where[1]))
        return frozenset(found)

    # Mending

    def _mended(self) -> Tree:
        tree = self.tree
        nodes = {*tree.questions, *tree.branches, *tree.outcomes}
        wrong = {to for _, targets in edges(tree) for to in targets if to not in nodes} | {tree.about.start} - nodes
        meant = {to: _meant(to, nodes) for to in wrong}
        questions = {name: self._question(name, question, meant) for name, question in tree.questions.items()}
        outcomes = {
            name: changed(outcome, notes=self._notes(("outcome", name), outcome.notes)) if outcome.notes else outcome
            for name, outcome in tree.outcomes.items()
        }
        values = {
            name: changed(value, **NO_LINES, sum=None, otherwise="?") if name in self.opaque else value
            for name, value in tree.values.items()
        }
        return changed(
            tree,
            about=changed(tree.about, start=meant.get(tree.about.start, tree.about.start)),
            questions=questions,
            branches={name: _branch(branch, meant) for name, branch in tree.branches.items()},
            values=values,
            outcomes=outcomes,
        )

    def _question(self, name: str, question: Question, meant: dict[str, str]) -> Question:
        new: dict[str, Any] = {}
        if any(self.wrong_below("question", name, key) for key in ("min", "max", "step")):
            new.update(min=None, max=None, step=None)
        if question.notes:
            new["notes"] = self._notes(("question", name), question.notes)
        if question.goto in meant:
            new["goto"] = meant[question.goto]
        for key in ("yes", "no"):
            reply = getattr(question, key)
            if reply is not None and reply.goto in meant:
                new[key] = changed(reply, goto=meant[reply.goto])
        if any(answer.goto in meant for answer in question.answers or ()):
            new["answers"] = tuple(
                changed(answer, goto=meant[answer.goto]) if answer.goto in meant else answer
                for answer in question.answers or ()
            )
        if any(
            fault.code == "duplicate-id" and fault.where[:3] == ("question", name, "answers") for fault in self.faults
        ):
            new["answers"] = tuple(_told_apart(new.get("answers", question.answers or ())))
        return changed(question, **new) if new else question

    def _notes(self, where: tuple[str, str], notes: tuple[Note, ...]) -> tuple[Note, ...]:
        return tuple(
            changed(note, when=None, text=" ") if self._note_unreadable((*where, "notes", place), note) else note
            for place, note in enumerate(notes)
        )

    def _note_unreadable(self, where: tuple[str | int, ...], note: Note) -> bool:
        if note.when is None:
            return False
        return self.wrong_below(*where, "when") or (
            note.condition is not None and not self.opaque.isdisjoint(note.condition.names())
        )


def _unsettles_answers(fault: Fault) -> bool:
    """Tell whether a fault leaves open which answers a question has."""
    where = fault.where
    if where[:1] != ("question",):
        return False
    if where[2:3] != ("answers",):
        return fault.code == "missing-key" and '"answers"' in fault.message
    of_list = len(where) <= 4 and fault.code in {"wrong-type", "bad-value", "unknown-key"}
    no_id = len(where) == 4 and fault.code == "missing-key" and '"' not in fault.message
    return of_list or no_id or fault.code == "duplicate-id" or (where[4:] == ("id",) and fault.code == "wrong-type")


def _loses_targets(fault: Fault) -> bool:
    """Tell whether with what is at fault a goto may have been lost."""
    where, code = fault.where, fault.code
    if where[:1] == ("branch",) and code in {"wrong-type", "bad-value", "missing-key"}:
        return 2 <= len(where) <= 4 or where[-1] == "goto"
    if where[:1] != ("question",) or where[2:3] not in {("answers",), ("yes",), ("no",)}:
        return False
    return (code == "wrong-type" and len(where) <= 4) or (code == "unknown-key" and len(where) == 3)


def _loses_lines(fault: Fault) -> bool:
    """Tell whether with what is at fault a condition may have been lost."""
    where, code = fault.where, fault.code
    if where[:1] not in {("branch",), ("value",)}:
        return False
    return (code == "wrong-type" and len(where) <= 4) or (code == "missing-key" and len(where) == 2)


def _told_apart(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Yield the answers of a question with ids of their own, so that each leads where it says."""
    for place, answer in enumerate(answers):
        yield changed(answer, id=f"{answer.name}-{place}") if place else answer


NO_LINES: dict[str, Any] = {"cases": None, "table": None, "on": None}


def changed(part: Kept, **new: Any) -> Kept:
    """Return a part of a tree with some fields changed, and nothing kept that was worked out from the old ones."""
    made = part.model_copy(update=new)
    for name in made.__dict__.keys() - type(part).model_fields.keys():
        del made.__dict__[name]
    return made


def looking_at(tree: Tree, unreadable: frozenset[str]) -> frozenset[str]:
    """Return branches and values together with all that look at one of them, directly or through values."""
    found = set(unreadable)
    holders: dict[str, Branch | Value] = {**tree.values, **tree.branches}
    grew = bool(found)
    while grew:
        more = {
            name
            for name, holder in holders.items()
            if name not in found
            and (
                any(not found.isdisjoint(condition.names()) for condition, _ in holder.lines)
                or (isinstance(holder, Value) and not found.isdisjoint(holder.sum or ()))
            )
        }
        found |= more
        grew = bool(more)
    return frozenset(found)


def _meant(target: str, nodes: set[str]) -> str:
    found = MEANT.search(suggestion(target, nodes) or "")
    return found[1] if found else target


def _branch(branch: Branch, meant: dict[str, str]) -> Branch:
    if not meant:
        return branch
    cases = branch.cases and tuple(changed(case, goto=meant.get(case.goto, case.goto)) for case in branch.cases)
    table = branch.table and tuple((*row[:-1], _cell(row[-1], meant)) for row in branch.table if row)
    otherwise = branch.otherwise and meant.get(branch.otherwise, branch.otherwise)
    return changed(branch, cases=cases, table=table, otherwise=otherwise)


def _cell(cell: Any, meant: dict[str, str]) -> Any:
    return meant.get(cell, cell) if isinstance(cell, str) else cell


def _any_way(branch: Branch) -> Branch:
    """Return the branch with cases that nothing decides: what stands in their conditions is not looked at."""
    targets = [target for _, target in branch.lines if isinstance(target, str)]
    cases = tuple(BranchCase.model_construct(when={}, goto=target) for target in targets)
    return changed(branch, cases=cases, table=None, on=None)


def draft_of(loaded: Loaded) -> PartialTree | None:
    """Return what can be understood of a file, or None if nothing can."""
    if loaded.tree is not None:
        return PartialTree(loaded.tree)
    return None if loaded.draft is None else PartialTree(loaded.draft, loaded.faults)
