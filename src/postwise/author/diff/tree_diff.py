"""What a new version of a tree changes: which answers now lead elsewhere, which names and words are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from postwise.author.diff.changed_settings import ChangedSetting, changed_settings
from postwise.author.diff.matching import NodeMatch
from postwise.author.diff.paired_states import REFUSED, AdviceChange, PairedSearch, Parting
from postwise.author.diff.promise_changes import PromiseChange, PromiseComparison, added, lost
from postwise.author.rules.locations import answers_words
from postwise.author.scenarios import roads
from postwise.logic.search import BOUND, Budget
from postwise.once import once
from postwise.text import plural
from postwise.tree.answers import plain_answer
from postwise.tree.conditions import Answered
from postwise.tree.human_texts import texts
from postwise.tree.model import Tree
from postwise.tree.problems import TomlPath, listing
from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A text that is another now."""

    at: str
    """Where it stands in the new version (or stood in the old), with the ids of answers in place of their numbers."""
    old: str | None
    new: str | None


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
    changes: Mapping[AdviceChange, Mapping[str, Answered]]
    """Every way in which the recommendation is another now, with the fewest answers that show it."""
    complete: bool
    """Whether the trees were small enough to be looked at as a whole."""
    promises: tuple[PromiseChange, ...]
    """How promises that are in both versions differ."""

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
        return bool(self.changes or self.verdicts)

    @once
    def groups(self) -> dict[Parting, list[AdviceChange]]:
        """The changes by where the roads part."""
        groups: dict[Parting, list[AdviceChange]] = {}
        for change in self.changes:
            groups.setdefault(change.parting, []).append(change)
        return groups

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
    def words(self) -> tuple[ChangedText, ...]:
        """The texts that are others now, in the order of the new file; those of new and gone things left out."""
        before, after = _texts(self.old, self.match), _texts(self.new, None)
        changed = [ChangedText(at, before.get(at), text) for at, text in after.items() if before.get(at) != text]
        changed += [ChangedText(at, text, None) for at, text in before.items() if at not in after]
        fresh = [
            f"{section}.{node_id}."
            for section in ("question", "outcome", "promise")
            for node_id in (*self.match.added(f"{section}s"), *self.match.gone(f"{section}s"))
        ]
        fresh += [f"scenario.{name}." for name in self.old.scenarios.keys() ^ self.new.scenarios.keys()]
        return tuple(text for text in changed if not text.at.startswith(tuple(fresh)))

    @once
    def settings(self) -> tuple[ChangedSetting, ...]:
        """Every other key that says something else now, but for verdicts, and gotos told with what they change."""
        answers = tuple(f"question.{name.replace('.', '.answers.')}." for name in self._other_answers)
        parted = tuple(f"question.{parting.question}." for parting in self.groups)
        verdicts = {f"outcome.{name}.verdict" for name in self.verdicts}
        return tuple(
            one
            for one in changed_settings(self.match)
            if one.at not in verdicts
            and not one.at.startswith(answers)
            and not (one.at.startswith(parted) and one.at.endswith(".goto"))
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
            "changes": [self._change_json(change, answers) for change, answers in self.changes.items()],
            "verdicts": [{"outcome": name, "old": old, "new": new} for name, (old, new) in self.verdicts.items()],
            **names,
            "answers": {"new": added, "gone": gone},
            "settings": [asdict(setting) for setting in self.settings],
            "texts": [asdict(text) for text in self.words],
            "scenarios": [asdict(scenario) for scenario in self.scenarios],
        }

    def _change_json(self, change: AdviceChange, answers: Mapping[str, Answered]) -> dict[str, object]:
        parting = change.parting
        return {
            "question": parting.question,
            "answer": parting.answer,
            "was": parting.was,
            "now": None if parting.now == REFUSED else parting.now,
            "old": change.was,
            "new": None if change.now == REFUSED else change.now,
            "example": {name: plain_answer(answer) for name, answer in answers.items()},
        }

    def as_lines(self) -> list[str]:
        """Return the comparison as a person reads it: what now ends elsewhere first, names next, words last."""
        lines: list[str] = []
        for title, section in (
            ("Answers that now lead elsewhere", list(self._change_lines())),
            ("Endings with another verdict", [f"  {n}: {old} → {new}" for n, (old, new) in self.verdicts.items()]),
            (
                "Scenarios touched",
                [f"  {s.id}: {s.old or 'no ending'} → {s.new or 'no ending'}" for s in self.scenarios],
            ),
            ("Promises", list(self._promise_lines())),
            ("Names", list(self._name_lines())),
            ("Settings", list(self._setting_lines())),
            ("Words", list(self._word_lines())),
        ):
            if section:
                lines += [*([""] if lines else []), title, *section]
        if not self.complete:
            lines += ["", "The trees are too large to look at as a whole, so more may have changed."]
        return lines or ["Nothing has changed."]

    def _change_lines(self) -> Iterator[str]:
        for parting, changes in self.groups.items():
            yield f"  {_parting_words(parting)}"
            for change in changes:
                example = answers_words(dict(self.changes[change])) or "no answer at all"
                now = "no ending" if change.now == REFUSED else change.now
                yield f"    {change.was} → {now}, for example {example}"

    def _name_lines(self) -> Iterator[str]:
        for kind, word in (("questions", "question"), ("outcomes", "ending")):
            yield from self._names_of(kind, word)
        for word_for, answers in zip(("New", "Gone"), self.answers, strict=True):
            if answers:
                yield f"  {word_for} {plural(len(answers), 'answer')}: {listing(answers, 40)}"

    def _names_of(self, kind: str, word: str) -> Iterator[str]:
        for word_for, names in (("New", self.match.added(kind)), ("Gone", self.match.gone(kind))):
            if names:
                yield f"  {word_for} {plural(len(names), word)}: {listing(names, 40)}"
        for before, after in self.match.renamed(kind).items():
            yield f'  Renamed {word}: "{before}" is now "{after}"'

    def _promise_lines(self) -> Iterator[str]:
        yield from self._names_of("promises", "promise")
        for change in self.promises:
            if change.weaker:
                yield f'  Weaker: "{change.id}". {" ".join(_weaker_words(self.new, change))}'
            if change.unsigned:
                yield f'  Signed by fewer: "{change.id}", no longer by {listing(change.unsigned, 40)}'
            if change.other:
                yield f'  Changed: "{change.id}", in {listing(change.other, 40)}'

    def _setting_lines(self) -> Iterator[str]:
        for one in self.settings:
            if one.at.count(".") == 1 and one.at.partition(".")[0] in {"branch", "value", "scenario"}:
                yield f"  {one.at} is {'gone' if one.new is None else 'new'}"
            else:
                yield f"  {one.at}: {one.old or 'left out'} → {one.new or 'left out'}"

    def _word_lines(self) -> Iterator[str]:
        for change in self.words:
            yield f"  {change.at}"
            for sign, text in (("-", change.old), ("+", change.new)):
                yield from (f"    {sign} {line}" for line in (text.splitlines() if text else ()))


def _parting_words(parting: Parting) -> str:
    after = "From the start" if parting.question is None else f"After {parting.question}"
    if parting.answer is not None:
        after += f' = "{parting.answer}"'
    if parting.now == REFUSED:
        return f"{after}: this answer is not taken any more ({parting.was} followed)."
    return f"{after}: {parting.now} follows, where {parting.was} did."


def _weaker_words(tree: Tree, change: PromiseChange) -> Iterator[str]:
    """Yield a sentence on each key by which a promise is weaker."""
    for key in change.weaker:
        match key:
            case "when":
                yield "Fewer walks come under it."
            case "at-most":
                now = change.new.at_most
                yield f"at-most is {now}, and was {change.old.at_most}." if now else "at-most is gone."
            case "only":
                more = listing(added(tree, change.old, change.new), 40)
                yield f"only allows {more} as well." if more else "only is gone."
            case _:
                yield f"{key} has lost {listing(lost(tree, change.old, change.new, key), 40)}."


def _end(tree: Tree, answers: Mapping[str, object]) -> str | None:
    walk = Walk.start(tree).taking(answers)
    return walk.at if walk.outcome is not None else None


def _texts(tree: Tree, match: NodeMatch | None) -> dict[str, str]:
    """Return every text by where it stands: answers by id, and old things under their new names if `match` is given."""
    named = ((_named(tree, where, match), text) for where, text in texts(tree))
    return {".".join(parts): text for parts, text in named if not (parts[0] == "promise" and parts[2] in ROLES)}


ROLES = ("for", "signed")
"""What a promise says that is told with it, and not among the words."""


def _named(tree: Tree, where: TomlPath, match: NodeMatch | None) -> list[str]:
    parts = [str(part) for part in where]
    if where[0] == "question":
        name = str(where[1])
        if where[2] == "answers":
            answer = (tree.questions[name].answers or ())[int(where[3])].name
            parts[3] = match.answer_ids(name).get(answer, answer) if match else answer
        parts[1] = match.questions.get(name, name) if match else name
    elif where[0] in {"outcome", "promise"} and match:
        parts[1] = (match.outcomes if where[0] == "outcome" else match.promises).get(parts[1], parts[1])
    return parts


def compare(old: Tree, new: Tree, *, bound: int = BOUND) -> TreeDiff:
    """Return everything that differs between two versions of a tree.

    Both are walked together, by the same answers, over all states they can be in; past `bound` states and diagrams the
    comparison says that it is not complete.
    """
    match, budget = NodeMatch(old, new), Budget(bound)
    changes, whole = PairedSearch(match, budget).changes()
    promises, judged = PromiseComparison(match, budget).changes()
    return TreeDiff(match, changes, whole and judged, promises)
