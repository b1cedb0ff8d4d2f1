"""What a new version of a tree changes: which answers now lead elsewhere, which names and words are others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from postwise.author.diff.changed_keys import ChangedKey, changed_keys
from postwise.author.diff.matching import NodeMatch
from postwise.author.diff.note_changes import NoteChange, note_changes
from postwise.author.diff.paired_states import REFUSED, AdviceChange, PairedChanges, PairedSearch, Parting
from postwise.author.diff.promise_changes import PromiseChange, PromiseComparison
from postwise.author.diff.promises_lost import PromiseLost, carried, promises_lost
from postwise.author.rules.locations import answer_goto
from postwise.author.scenarios import roads
from postwise.logic.counting import Analysis, analyse
from postwise.logic.search import BOUND, Budget
from postwise.once import once
from postwise.tree.answers import plain_answer
from postwise.tree.conditions import Answered
from postwise.tree.file_table import NOTHING
from postwise.tree.model import Tree
from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """A scenario whose road now ends elsewhere."""

    id: str
    old: str | None
    """Where it ended; None if nowhere."""
    new: str | None


@dataclass(frozen=True)
class TreeDiff:
    """Everything that differs between two versions of a tree."""

    match: NodeMatch
    found: PairedChanges
    """What walking both together has found."""
    judged: bool
    """Whether the promises were small enough to be looked at as a whole."""
    promises: tuple[PromiseChange, ...]
    """How promises that are in both versions differ."""
    notes: tuple[NoteChange, ...]
    """Which asides of endings are shown on other walks."""
    astray: Mapping[str, str]
    """What is wrong with each scenario that does not fit the new version any more, by their ids."""

    @property
    def changes(self) -> Mapping[AdviceChange, Mapping[str, Answered]]:
        """Every way in which the recommendation is another now, with the fewest answers that show it."""
        return self.found.examples

    @property
    def complete(self) -> bool:
        """Whether the trees were small enough to be looked at as a whole."""
        return self.found.complete and self.judged

    @property
    def old(self) -> Tree:
        """The old version."""
        return self.match.old

    @property
    def new(self) -> Tree:
        """The new version."""
        return self.match.new

    @property
    def changed(self) -> bool:
        """Whether any answers now come to another recommendation; if not, only words and names differ."""
        return bool(self.changes or self.verdicts or self.found.not_sure)

    @once
    def walks(self) -> tuple[int | None, int | None]:
        """How many walks the old version has, and the new one; None if it is too large to say."""
        old, new = self.analyses
        return old.walks, new.walks

    @once
    def analyses(self) -> tuple[Analysis, Analysis]:
        """What can be said of all walks of the old version, and of the new one."""
        return analyse(self.old), analyse(self.new)

    @once
    def lost(self) -> tuple[PromiseLost, ...]:
        """The promises that are gone or weaker, or are not what somebody has signed."""
        return promises_lost(self.match, self.promises)

    @once
    def outdated(self) -> dict[str, tuple[str, ...]]:
        """The roles that by the date of their signature have not signed what a promise of the new version says."""
        outdated = {change.id: change.outdated for change in self.promises if change.outdated}
        return {**{name: tuple(roles) for name, roles in carried(self.match).items()}, **outdated}

    @once
    def groups(self) -> dict[str, list[AdviceChange]]:
        """The changes by the one key of the new version, or its branch, that leads elsewhere."""
        groups: dict[str, list[AdviceChange]] = {}
        for change in self.changes:
            groups.setdefault(self._led_by(change.parting), []).append(change)
        return groups

    def _led_by(self, parting: Parting) -> str:
        if parting.branch is not None:
            return f"branch.{parting.branch}"
        if parting.question is None:
            return "tree.start"
        question = self.match.questions[parting.question]
        answer = self.match.answer(parting.question, parting.answer)
        if parting.now == REFUSED or not isinstance(answer, str) or answer not in self.new.questions[question].by_id:
            return f"question.{question}.{answer or REFUSED if parting.now == REFUSED else 'goto'}"
        where = answer_goto(self.new, question, answer)
        return ".".join(
            answer if where[2] == "answers" and place == 3 else str(step) for place, step in enumerate(where)
        )

    @once
    def verdicts(self) -> dict[str, tuple[str, str]]:
        """The old and new verdict of every outcome, by its new id, whose verdict is another now."""
        return {
            after: (self.old.outcomes[before].verdict, self.new.outcomes[after].verdict)
            for before, after in self.match.outcomes.items()
            if self.old.outcomes[before].verdict != self.new.outcomes[after].verdict
        }

    @once
    def answers(self) -> tuple[list[str], list[str]]:
        """The answers that are new and those that are gone, as ``question.answer``, of questions in both versions."""
        added, gone = [], []
        for before, after in self.match.questions.items():
            ids = self.match.answer_ids(before)
            gone += [f"{before}.{answer_id}" for answer_id in self.old.questions[before].by_id if answer_id not in ids]
            added += [
                f"{after}.{answer_id}" for answer_id in self.new.questions[after].by_id if answer_id not in ids.values()
            ]
        return added, gone

    @once
    def renamed_answers(self) -> dict[tuple[str, str], str]:
        """The answers whose id alone is new: by their questions and new ids, the old ones."""
        return {
            (after, now): was
            for before, after in self.match.questions.items()
            for was, now in self.match.answer_ids(before).items()
            if was != now
        }

    @once
    def _keys(self) -> tuple[ChangedKey, ...]:
        return changed_keys(self.match)

    @once
    def words(self) -> tuple[ChangedKey, ...]:
        """The texts that are others now, in the order of the new file; those of new and gone things left out."""
        return tuple(one for one in self._keys if one.is_text)

    @once
    def settings(self) -> tuple[ChangedKey, ...]:
        """Every other key that says something else now, but for verdicts, ids, and gotos told with what they change."""
        answers = tuple(f"question.{name.replace('.', '.answers.')}." for name in self._other_answers)
        told = {*self.groups, *(f"outcome.{name}.verdict" for name in self.verdicts)}
        told |= {f"scenario.{name}" for name in self.astray}
        told |= {f"question.{question}.answers.{answer}.id" for question, answer in self.renamed_answers}
        return tuple(
            one for one in self._keys if not one.is_text and one.at not in told and not one.at.startswith(answers)
        )

    @property
    def _other_answers(self) -> list[str]:
        """The answers that are in one version only, under the new names of their questions."""
        added, gone = self.answers
        parted = (name.partition(".") for name in gone)
        return [*added, *(f"{self.match.questions[asked]}.{answer}" for asked, _, answer in parted)]

    @once
    def scenarios(self) -> tuple[ScenarioChange, ...]:
        """The scenarios of either version whose answers end elsewhere in the new one."""
        changes: dict[str, ScenarioChange] = {}
        for tree, is_new in ((self.old, False), (self.new, True)):
            for road in roads(tree):
                if road.scenario in self.astray:
                    continue
                if road.name not in changes and (not is_new or road.scenario not in self.old.scenarios):
                    given = road.says.answers
                    old = _end(self.old, self.match.back.answers(given) if is_new else given)
                    new = _end(self.new, given if is_new else self.match.answers(given))
                    if (self.match.outcomes.get(old, old) if old else old) != new:
                        changes[road.name] = ScenarioChange(road.name, old, new)
        return tuple(changes.values())

    def to_dict(self) -> dict[str, object]:
        """Return the comparison as a document of ``postwise.diff/1``."""
        added, gone = self.answers
        match = self.match
        names: dict[str, dict[str, object]] = {
            kind: {"new": match.added(kind), "gone": match.gone(kind), "renamed": match.renamed(kind)}
            for kind in ("questions", "outcomes", "promises")
        }
        names["promises"]["changed"] = [change.to_dict() for change in self.promises]
        return {
            "schema": "postwise.diff/1",
            "old": {"id": self.old.id, "version": self.old.about.version, "fingerprint": self.old.fingerprint},
            "new": {"id": self.new.id, "version": self.new.about.version, "fingerprint": self.new.fingerprint},
            "changed": self.changed,
            "complete": self.complete,
            "lost": [one.to_dict() for one in self.lost],
            "walks": self._walks_json() if self.complete else None,
            "changes": [self._change_json(change, answers) for change, answers in self.changes.items()],
            "unsure": [
                {**change._asdict(), "example": _as_json(answers)} for change, answers in self.found.not_sure.items()
            ],
            "verdicts": [{"outcome": name, "old": old, "new": new} for name, (old, new) in self.verdicts.items()],
            "notes": [{**asdict(change), "example": _as_json(change.example)} for change in self.notes],
            **names,
            "answers": {
                "new": added,
                "gone": gone,
                "renamed": {f"{asked}.{was}": f"{asked}.{now}" for (asked, now), was in self.renamed_answers.items()},
            },
            "settings": [one.to_dict() for one in self.settings],
            "texts": [one.to_dict() for one in self.words],
            "scenarios": [asdict(scenario) for scenario in self.scenarios],
            "astray": dict(self.astray),
        }

    def _walks_json(self) -> dict[str, int | None]:
        old, new = self.walks
        return {"changed": sum(self.found.walks.values()), "all": self.found.in_all, "old": old, "new": new}

    def _change_json(self, change: AdviceChange, answers: Mapping[str, Answered]) -> dict[str, object]:
        parting = change.parting
        return {
            "question": parting.question,
            "answer": parting.answer,
            "branch": parting.branch,
            "was": parting.was,
            "now": None if parting.now == REFUSED else parting.now,
            "old": change.was,
            "new": None if change.now == REFUSED else change.now,
            "walks": self.found.walks.get(change),
            "example": _as_json(answers),
        }


def _as_json(answers: Mapping[str, Answered]) -> dict[str, object]:
    return {name: plain_answer(answer) for name, answer in answers.items()}


def _end(tree: Tree, answers: Mapping[str, object]) -> str | None:
    walk = Walk.start(tree).taking(answers)
    return walk.at if walk.outcome is not None else None


def compare(old: Tree, new: Tree, astray: Mapping[str, str] = NOTHING, *, bound: int = BOUND) -> TreeDiff:
    """Return everything that differs between two versions of a tree.

    Both are walked together, by the same answers, over all states they can be in; past `bound` states and diagrams the
    comparison says that it is not complete. `astray` says what is wrong with the scenarios that the new one was read
    without.
    """
    match, budget = NodeMatch(old, new), Budget(bound)
    found = PairedSearch(match, budget).changes()
    promises, judged = PromiseComparison(match, budget).changes()
    return TreeDiff(match, found, judged, promises, note_changes(match, budget), astray)
