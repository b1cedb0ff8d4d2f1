"""A tree as it is shown: its questions numbered in walking order, every way out in words, a walk's road marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from postwise.logic.gotos import edges, followed_first
from postwise.logic.reads import texts_naming
from postwise.show.condition_words import in_words
from postwise.text import counted
from postwise.tree.answers import in_words as answer_in_words
from postwise.tree.conditions import Condition
from postwise.tree.model import Contact, Tree, Verdict
from postwise.tree.placeholders import DEFAULTS, value_name
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import Walk
from postwise.walk.words import WalkWords

Kind = Literal["question", "branch", "outcome"]
DEPENDING = "Depending on earlier answers"


@dataclass(frozen=True, slots=True)
class OutgoingLine:
    """One way out of a question or a branch."""

    text: str
    """The answer, or the condition in words; empty where every answer leads the same way."""
    target: str
    taken: bool = False
    """Whether the walk that is shown went this way."""


@dataclass(frozen=True, slots=True)
class NumberedNode:
    """A question, branch or outcome as it is shown; all texts filled."""

    id: str
    kind: Kind
    title: str
    number: int = 0
    """Its place in walking order; 0 for outcomes, which have none."""
    items: tuple[str, ...] = ()
    """The items of a checklist."""
    lines: tuple[OutgoingLine, ...] = ()
    verdict: Verdict | None = None
    on_road: bool = False

    @property
    def sign(self) -> str:
        """The verdict's sign and word; empty but for outcomes."""
        return str(SIGNS[self.verdict]) if self.verdict else ""

    @property
    def label(self) -> str:
        """The node in one line: number and question, or verdict and headline."""
        return f"{self.sign}: {self.title}" if self.verdict else f"{self.number}  {self.title}"

    @property
    def called(self) -> str:
        """How others refer to it: by its number, or by verdict and headline."""
        return self.label if self.verdict else str(self.number)


@dataclass(frozen=True)
class NumberedTree:
    """A tree ready to be shown."""

    tree: Tree = field(repr=False)
    words: Mapping[str, str] = field(default_factory=dict)
    """The organisation's profile."""
    road: Walk | None = None
    """The walk whose road is marked."""

    # Words

    def fill(self, text: str) -> str:
        """Return a text filled as for a walk; what there is no walk to say is shown by its name or number."""
        return self._words.filled(text)

    def prose(self, text: str) -> str:
        """Return a Markdown text filled in the same way."""
        return self._words.prose(text)

    def contact(self, contact: Contact) -> Contact:
        """Return a contact with its texts filled in the same way."""
        return self._words.contact(contact)

    @cached_property
    def _words(self) -> WalkWords:
        values = {name: value_name(name) for name in self.tree.values}
        names = values | {name: value_name(f"answer {self.numbers[name]}") for name in self.tree.questions}
        if self.road is not None:
            return replace(self.road.words, unsaid=names)
        return WalkWords(self.tree, {**names, **DEFAULTS, **self.tree.profile, **self.words}, {})

    @cached_property
    def says_back(self) -> bool:
        """Whether any text says an answer back, which is called by its number where there is no walk."""
        return not self.tree.questions.keys().isdisjoint(texts_naming(self.tree))

    def condition(self, condition: Condition) -> str:
        """Return a condition in words, its questions by their numbers."""
        return in_words(self.tree, condition, self.fill, self.numbers)

    @property
    def size(self) -> tuple[str, str]:
        """How many questions and how many endings there are, in words."""
        return counted(len(self.tree.questions), "question"), counted(len(self.tree.outcomes), "ending")

    # Order

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every question, branch and outcome: each before what it leads to, as far as loops let it, start first."""
        roots = [self.tree.about.start, *self.tree.questions, *self.tree.branches, *self.tree.outcomes]
        onward: dict[str, Sequence[str]] = dict.fromkeys(self.tree.outcomes, ())
        onward |= {node_id: targets[::-1] for node_id, targets in edges(self.tree)}
        seen: set[str] = set()
        groups = [[*followed_first(root, onward, seen)] for root in roots]
        return tuple(node_id for group in groups for node_id in reversed(group))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of questions and branches, from 1, in walking order."""
        named = (node_id for node_id in self.order if node_id not in self.tree.outcomes)
        return {node_id: number for number, node_id in enumerate(named, 1)}

    # What is shown

    @cached_property
    def nodes(self) -> dict[str, NumberedNode]:
        """Every question, branch and outcome by its id, in walking order."""
        return {node_id: self._node(node_id) for node_id in self.order}

    def _node(self, node_id: str) -> NumberedNode:
        marked, taken = node_id in self.trodden, self.trodden.get(node_id)
        outcome = self.tree.outcomes.get(node_id)
        if outcome is not None:
            title = self.fill(outcome.headline)
            return NumberedNode(node_id, "outcome", title, verdict=outcome.verdict, on_road=marked)
        lines = tuple(replace(line, taken=place == taken) for place, line in enumerate(self._lines(node_id)))
        number = self.numbers[node_id]
        question = self.tree.questions.get(node_id)
        if question is None:
            return NumberedNode(node_id, "branch", DEPENDING, number, (), lines, on_road=marked)
        items = question.options if question.kind == "checklist" else ()
        filled = tuple(self.fill(item.text) for item in items)
        return NumberedNode(node_id, "question", self.fill(question.ask), number, filled, lines, on_road=marked)

    def _lines(self, node_id: str) -> Iterator[OutgoingLine]:
        question = self.tree.questions.get(node_id)
        if question is None:
            branch = self.tree.branches[node_id]
            yield from (OutgoingLine(f"if {self.condition(condition)}", target) for condition, target in branch.lines)
            if branch.otherwise is not None:
                yield OutgoingLine("otherwise" if branch.lines else "", branch.otherwise)
        elif question.picks_one:
            yield from (OutgoingLine(self.fill(option.text), option.goto or "") for option in question.options)
        else:
            answer = self.road.asked.get(node_id) if self.road is not None and question.kind != "text" else None
            text = "" if answer is None else answer_in_words(question, answer, self.fill)
            yield OutgoingLine(text, question.goto or "")

    @cached_property
    def trodden(self) -> dict[str, int | None]:
        """The nodes that the walk came by, each with the place of the way it took; None where it stands."""
        walk = self.road
        if walk is None or walk.tree is not self.tree:
            return {}
        return {**{step.node_id: step.line for step in walk.path}, walk.at: None}
