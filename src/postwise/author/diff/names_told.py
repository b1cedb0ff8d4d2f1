"""What a comparison calls by its id, in words: an id alone tells a reviewer little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from postwise.author.diff.changed_keys import ChangedKey
from postwise.author.diff.list_entries import ListEntry
from postwise.author.diff.paired_states import AdviceChange
from postwise.author.diff.promise_changes import LISTS, added, lost
from postwise.author.diff.tree_diff import TreeDiff
from postwise.logic.claims import Breach
from postwise.tree.conditions import AnyOf, Condition, Count, Is, Not, Test, Ticked
from postwise.tree.model import Branch, Question, Tree
from postwise.tree.promises import Promise
from postwise.tree.toml_writer import toml_value

SAYS_ITSELF = frozenset({"ask", "headline", "text"})
"""The keys whose change says the words of what they stand in."""


class NamesTold:
    """The names of a comparison, in their order; `told` are the changes that it gives an example of."""

    def __init__(self, diff: TreeDiff, told: Iterable[AdviceChange], broken: Mapping[str, Breach]) -> None:
        self.diff = diff
        self.nodes: dict[str, str] = {}
        """What each question and each ending says, by the id it is called by."""
        self.answers: dict[str, dict[str, str]] = {}
        """What each answer says, by its id and that of its question."""
        self.scenarios: dict[str, str] = {}
        """What each scenario is called that has a title."""
        self._of_roads(told)
        self._of_endings()
        self._of_promises(broken)
        self._of_names()
        for one in diff.settings:
            self._of_setting(one)
        for one in diff.words:
            self._of_path(one, but=SAYS_ITSELF)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield a line for each name, with how far it is set in: answers under their questions."""
        for name, said in self.nodes.items():
            yield 1, f"{name}{said}"
            yield from ((2, f'"{answer}": “{text}”') for answer, text in self.answers.get(name, {}).items())
        for name, title in self.scenarios.items():
            yield 1, f"{name} (scenario): “{title}”"

    # One name

    def _node(self, name: str | None, *, of_old: bool = False) -> None:
        """Note what a question or an ending says; branches and values say nothing to people."""
        match = self.diff.match
        same = not of_old or name in {match.questions.get(name or ""), match.outcomes.get(name or "")}
        for tree in (match.new, match.old) if same else (match.old, match.new):
            said = _said(tree, name or "")
            if said is not None:
                self.nodes.setdefault(name or "", said)
                return

    def _answer(self, asked: str, answer: Any, *, of_old: bool = False) -> None:
        """Note what a question and the answer or the items of it say."""
        self._node(asked, of_old=of_old)
        match = self.diff.match
        for item in sorted(answer) if isinstance(answer, frozenset | list | tuple) else [answer]:
            same = not of_old or match.answer_ids(asked).get(item) == item
            for tree in (match.new, match.old) if same else (match.old, match.new):
                question = tree.questions.get(asked)
                if question is not None and isinstance(item, str) and item in question.by_id:
                    text = question.by_id[item].text
                    if text.casefold() != item:  # a plain Yes says what its id says
                        self.answers.setdefault(asked, {}).setdefault(item, text)
                    break

    def _walk(self, answers: Mapping[str, Any], *, of_old: bool) -> None:
        for asked, answer in answers.items():
            self._answer(asked, answer, of_old=of_old)

    def _condition(self, condition: Condition | None) -> None:
        for tests in () if condition is None else condition.alternatives:
            for name, test in tests:
                self._answer(name, list(ids_in(test)))

    # Where they come up

    def _of_roads(self, told: Iterable[AdviceChange]) -> None:
        changes, match = self.diff.changes, self.diff.match
        for change in told:
            parting = change.parting
            if parting.question is not None:
                self._answer(parting.question, parting.answer, of_old=True)
            self._node(parting.was)
            self._node(parting.now)
            self._walk(changes[change], of_old=True)
        for change in changes:
            self._node(change.was, of_old=True)
            self._node(change.now)
        for unsure, answers in self.diff.found.not_sure.items():
            self._answer(unsure.question, [unsure.old, unsure.new])
            self._walk(answers, of_old=True)
            was = match.back.questions[unsure.question]
            before = match.old.questions[was].by_id[match.back.answer(unsure.question, unsure.old)]
            self._node(before.goto, of_old=True)
            self._node(match.new.questions[unsure.question].by_id[unsure.new].goto)

    def _of_endings(self) -> None:
        for name in self.diff.verdicts:
            self._node(name)
        for note in self.diff.notes:
            self._node(note.outcome)
            self._walk(note.example, of_old=False)
        for scenario in self.diff.scenarios:
            self._scenario(scenario.id.partition(".")[0])
            self._node(scenario.old, of_old=True)
            self._node(scenario.new)
        for name in self.diff.astray:
            self._scenario(name)

    def _scenario(self, name: str) -> None:
        for tree in (self.diff.new, self.diff.old):
            if name in tree.scenarios and tree.scenarios[name].title:
                self.scenarios.setdefault(name, str(tree.scenarios[name].title))

    def _of_promises(self, broken: Mapping[str, Breach]) -> None:
        for breach in broken.values():
            self._node(breach.outcome)
            self._walk(breach.answers, of_old=False)
        for name in self.diff.match.added("promises"):
            self._promise(self.diff.new.promises[name])
        for change in self.diff.promises:
            names = (*added(self.diff.new, change.old, change.new),)
            names += tuple(
                gone for key in ("never", "asked") for gone in lost(self.diff.new, change.old, change.new, key)
            )
            for name in names:
                self._node(name)
            if "when" in change.weaker or {"when", *LISTS} & {*change.other}:
                self._promise(change.new)
                self._promise(change.old)

    def _promise(self, promise: Promise) -> None:
        for name in (*(promise.never or ()), *(promise.only or ()), *(promise.asked or ())):
            self._node(name)
        self._condition(promise.condition)

    def _of_names(self) -> None:
        match = self.diff.match
        new, gone = self.diff.answers
        for name in match.added("questions"):
            self._leads(match.new.questions[name])
        for full in new:
            asked, _, answer = full.partition(".")
            self._answer(asked, answer)
            self._node(match.new.questions[asked].by_id[answer].goto)
        for full in gone:
            asked, _, answer = full.partition(".")
            self._answer(asked, answer, of_old=True)
        for name in (*match.gone("questions"), *match.gone("outcomes")):
            self._node(name, of_old=True)

    def _leads(self, question: Question) -> None:
        for option in question.options:
            self._node(option.goto)
        self._node(question.goto)

    # Settings

    def _of_setting(self, one: ChangedKey) -> None:
        self._of_path(one)
        section, name = one.path[0], str(one.path[1]) if len(one.path) > 1 else ""
        ids = {toml_value(node): node for tree in (self.diff.new, self.diff.old) for node in _nodes(tree)}
        for said in (one.old, one.new):
            self._node(ids.get(said or ""))
        entry = next((step for step in one.path if isinstance(step, ListEntry)), None)
        if section == "branch":
            self._branch((self.diff.old if one.new is None else self.diff.new).branches.get(name), entry)
        elif section == "scenario" and len(one.path) == 2 and one.new is not None:
            self._node(self.diff.new.scenarios[name].expect)
            self._walk(self.diff.new.scenarios[name].answers, of_old=False)

    def _of_path(self, one: ChangedKey, but: frozenset[str] = frozenset()) -> None:
        """Note the question, the ending, the answer or the scenario in which a key stands."""
        steps = [str(step) for step in one.path]
        if len(steps) < 2 or (len(steps) == 3 and steps[2] in but):
            return
        if steps[0] == "scenario":
            self._scenario(steps[1])
        elif steps[0] in {"question", "outcome"}:
            self._node(steps[1])
        if len(steps) > 3 and steps[0] == "question" and steps[2] == "answers" and steps[-1] not in but:
            self._answer(steps[1], steps[3])

    def _branch(self, branch: Branch | None, entry: ListEntry | None) -> None:
        """Note what a case or a row names; of no entry, what all of them do."""
        lines = () if branch is None else branch.lines
        for condition, goto in lines if entry is None else lines[entry.place : entry.place + 1]:
            self._condition(condition)
            self._node(goto)
        if branch is not None and entry is None:
            self._node(branch.otherwise)


def ids_in(test: Test) -> Iterator[str]:
    """Yield the ids of answers that a test names."""
    match test:
        case Is(value) if isinstance(value, str):
            yield value
        case AnyOf(tests):
            for inner in tests:
                yield from ids_in(inner)
        case Not(inner) | Count(inner):
            yield from ids_in(inner)
        case Ticked(items, _):
            yield from items


def _nodes(tree: Tree) -> Iterable[str]:
    return (*tree.questions, *tree.outcomes)


def _said(tree: Tree, name: str) -> str | None:
    if name in tree.questions:
        return f": “{tree.questions[name].ask}”"
    outcome = tree.outcomes.get(name)
    return None if outcome is None else f" ({outcome.verdict}): “{outcome.headline}”"
