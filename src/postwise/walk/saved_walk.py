"""What is kept of a walk, as a record or in a walk code, and what today's tree makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate, chain, groupby
from typing import Any, Literal, NamedTuple

from postwise.errors import PostwiseError
from postwise.text import counted
from postwise.tree.answers import plain_answer
from postwise.tree.library import Library
from postwise.tree.model import Tree, Verdict
from postwise.walk.left_behind import LeftBehind, left_in_later_trees
from postwise.walk.path import NONE, HeldAnswers, QuestionStep, steps_of
from postwise.walk.recommendation import Recommendation
from postwise.walk.tree_files import TreeFile, files_of, library_with, stands_for
from postwise.walk.walk import Walk
from postwise.walk.walking import goes_on, held

Keep = Literal["recommendation", "answers", "draft"]
"""How much is kept: what was recommended; the answers too, but no typed text; the texts and the draft as well."""
SCHEMA = "postwise.record/1"
FOR_THE_WAITING = frozenset({"waiting", "before", "left"})
"""What is said only of answers that wait."""


@dataclass(frozen=True, slots=True)
class SavedStep:
    """One question of a saved walk and its answer."""

    tree: str
    """The id of the tree that asked it."""
    question: str
    ask: str
    answer: Any
    """As JSON has it: an id, ids, a number, an ISO date or a text; empty for a text that was not to be kept."""
    text: str
    """The answer in words."""
    unsure: bool
    carried: bool
    waiting: bool = False
    """Whether it waits for its question to come up: in a tree on the way, or in a later one that was gone back from."""
    before: Any = None
    """What had been answered to it in the trees before that one, when it was left."""
    left: int = 0
    """Where it was left behind: 1 in the first of the trees that were gone back from, 2 in the next; 0 in none."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as an entry of ``steps`` in ``postwise.record/1``; what waits says so, and what was before."""
        entry = asdict(self)
        return entry if self.waiting else {key: entry[key] for key in entry if key not in FOR_THE_WAITING}


@dataclass(frozen=True, slots=True)
class SavedContact:
    """Whom a saved walk says to turn to, or where to read on."""

    title: str
    url: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SavedOutcome:
    """What a saved walk recommended, in the words of that day."""

    id: str
    verdict: Verdict
    headline: str
    reason: str
    next: tuple[str, ...]
    notes: tuple[str, ...]
    see: tuple[SavedContact, ...] | None = None
    """Whom to turn to and where to read on, in the words of the place it was walked in; None if that was not kept."""
    urgent: bool = False
    """Somebody may not be safe: it is shown with what there is to do and whom to turn to, and nothing else."""


class SavedLeg(NamedTuple):
    """A tree that a saved walk went through before its last one."""

    tree: str
    """Its id."""
    steps: int
    """How many steps belong to it, those that wait there among them."""
    title: str = ""
    """Empty in a record of 0.1.0."""


@dataclass(frozen=True, slots=True)
class SavedTree:
    """The tree of a saved walk, as it was."""

    id: str
    title: str
    version: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SavedWalk:
    """A saved walk."""

    id: int
    """Its number among the person's records; 0 before it has one."""
    saved: dt.datetime
    """When, in UTC."""
    keep: Keep
    tree: SavedTree
    outcome: SavedOutcome | None
    """None for a walk put aside before its end."""
    steps: tuple[SavedStep, ...] = ()
    """The way, earlier trees first; empty if only the recommendation was kept."""
    draft: str | None = None
    earlier: tuple[SavedLeg, ...] = ()
    """The trees that were walked before that one, in their order, with how many of the steps each has."""
    other: bool = False
    """Whether it is a road that was looked at beside one's own."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of the trees that were gone back from, by their ids."""
    files: Mapping[str, TreeFile] = field(default_factory=dict)
    """What its trees were read in, by their ids; no word of those of which that was not kept."""
    home: str | None = None
    """The organisation's file of the library it was begun in; empty where there was none, None if that was not kept."""

    def require_answers(self) -> None:
        """Raise PostwiseError if no answers were kept."""
        if self.keep == "recommendation":
            raise PostwiseError("Only the recommendation was kept of this walk, so it cannot be walked again.")

    def library(self, today: Library) -> Library:
        """Return the library that this walk goes on in: that which it was begun in, as far as it is there today."""
        return library_with(self.files, self.tree.id, self.home, today)

    def can_go_on(self, walk: Walk) -> bool:
        """Tell whether the walk made of it goes on, and has anything of it."""
        return goes_on(walk) and bool(walk.steps or held(walk) or (self.draft or "").strip())

    def its_own(self, trees: Mapping[str, Tree], library: Library) -> dict[str, Tree]:
        """Return those of a library's trees that it went through, and none that has only the name of one."""
        kept = self.files
        return {name: tree for name, tree in trees.items() if name not in kept or stands_for(tree, kept[name], library)}

    @property
    def titled(self) -> dict[str, str]:
        """The titles of its trees by their ids; a tree of which none was kept is called by its id."""
        kept = {**self.titles, **{leg.tree: leg.title for leg in self.earlier}, self.tree.id: self.tree.title}
        trees = dict.fromkeys((*kept, *(step.tree for step in self.steps)))
        return {tree: kept.get(tree) or tree for tree in trees}

    def to_dict(self) -> dict[str, Any]:
        """Return all of the record as the JSON object ``postwise.record/1``."""
        outcome = asdict(self.outcome) if self.outcome else None
        notes = outcome.pop("notes") if outcome else ()
        return {
            "schema": SCHEMA,
            "id": self.id,
            "saved": self.saved.isoformat(),
            "keep": self.keep,
            "tree": asdict(self.tree),
            "steps": [step.to_dict() for step in self.steps],
            "outcome": outcome and {**outcome, "next": list(outcome["next"]), "see": list(outcome["see"] or ())},
            "notes": list(notes),
            "draft": self.draft,
            "files": {name: asdict(file) for name, file in self.files.items()},
            "home": self.home,
        }

    def walk(self, tree: Tree, profile: Mapping[str, str] = NONE) -> Walk:
        """Return the walk that the record's answers make in a tree, as far as it takes them.

        One that had ended with questions left ends early again; in a tree that has changed since, nobody can tell those
        from new ones, and they are asked. Raises PostwiseError if no answers were kept.
        """
        self.require_answers()
        mine = [step for step in self.steps if not step.waiting or (step.tree == self.tree.id and not step.left)]
        answers = {step.question: step.answer for step in mine}
        walk = Walk.start(tree, profile=profile).taking(answers, [step.question for step in mine if step.unsure])
        return self._to_its_end(walk)

    def _to_its_end(self, walk: Walk) -> Walk:
        """Return a walk at its end, if it had ended with questions left, in the tree as it is."""
        same = self.outcome is not None and walk.tree.fingerprint == self.tree.fingerprint
        return walk.to_its_end() if same else walk

    def road(self, trees: Mapping[str, Tree], profile: Mapping[str, str] = NONE) -> Walk:
        """Return the walk that the answers make through all the trees it went through, given by their ids.

        Trees on the way in which nothing was asked are gone through too. Where an earlier one asks something new, it
        stands there, with the rest left behind in the later ones. Where one is not there, or leads elsewhere, it is the
        walk in the last tree alone. Raises PostwiseError if no answers were kept, KeyError if the last tree is not
        there.
        """
        return self._knowing(self._road(trees, profile), trees)

    def _road(self, trees: Mapping[str, Tree], profile: Mapping[str, str]) -> Walk:
        walk: Walk | None = None
        legs = [*((leg.tree, steps) for leg, steps in self.before), (self.tree.id, tuple(self._own))]
        for place, (tree_id, steps) in enumerate(legs):
            start = _begun(walk, tree_id, trees, profile)
            if start is None and walk is not None and walk.question is not None:
                return walk.leaving((*self._not_come_to(legs, place, trees), *self._left(trees)))
            if start is None:
                return self.walk(trees[self.tree.id], profile)
            given = {step.question: step.answer for step in steps}
            walk = start.taking(given, [step.question for step in steps if step.unsure])
        if walk is None:
            return self.walk(trees[self.tree.id], profile)
        return self._to_its_end(walk.leaving(tuple(self._left(trees))))

    def again(self, trees: Mapping[str, Tree], profile: Mapping[str, str] = NONE) -> Walk:
        """Return the walk that the answers make anew: through all of its trees, as above, or in the one it was in.

        Raises PostwiseError if no answers were kept, KeyError if the last tree is not there.
        """
        alone = self.walk(trees[self.tree.id], profile)
        several = any(step.tree != self.tree.id for step in self.steps)
        return self.road(trees, profile) if several else self._knowing(alone, trees)

    def _knowing(self, walk: Walk, trees: Mapping[str, Tree]) -> Walk:
        """Return a walk that comes to the same trees again, those that it went back from with no answer there too."""
        there = {*walk.visited, *(piece.tree.id for piece in walk.beyond)}
        others = [trees[name] for name in self.files if name in trees and name not in there]
        return walk.leaving((*walk.beyond, *(LeftBehind(tree, HeldAnswers(), {}) for tree in others)))

    def _not_come_to(self, legs: Sequence[RecordedLeg], place: int, trees: Mapping[str, Tree]) -> Iterator[LeftBehind]:
        """Yield what was answered in the trees from a place on, as what is left behind there."""
        for at, (tree_id, steps) in enumerate(legs[place:], place):
            before = {step.question: step.answer for _, earlier in legs[:at] for step in earlier}
            if tree_id in trees and steps:
                yield _piece(trees[tree_id], steps, before)

    def _left(self, trees: Mapping[str, Tree]) -> Iterator[LeftBehind]:
        """Yield what was left behind in later trees."""
        pieces = groupby((step for step in self.steps if step.left), key=lambda step: (step.left, step.tree))
        for (_, tree_id), steps in pieces:
            kept = tuple(steps)
            if tree_id in trees:
                before = {step.question: step.before for step in kept if step.before is not None}
                yield _piece(trees[tree_id], kept, before)

    def changed(self, walk: Walk, library: Library) -> str:
        """Return in sentences what is otherwise in the walk made of it in a library; empty if nothing is.

        That is how many of the record's answers stand, one that waits behind an open question among them, and that
        nobody knows what its organisation says.
        """
        return " ".join(filter(None, (self.fewer(walk), self.home_missed(library))))

    def home_missed(self, library: Library) -> str:
        """Return a sentence that the organisation's file that it was begun with is missed; empty if it is not."""
        missed = bool(library.unread) and library.home == self.home
        return f"What your organisation says beside it is not known now: {library.unread}" if missed else ""

    def fewer(self, walk: Walk) -> str:
        """Return a sentence on how many of the record's answers stand in the walk made of it; empty if all do."""
        given = {(step.tree, step.question) for step in self.steps if not step.carried}
        standing = given & {(step.tree.id, step.node_id) for step in held(walk)}
        if standing == given:
            return ""
        still = f"{len(standing)} of {counted(len(given), 'answer')} still stand{'s' if len(standing) == 1 else ''}"
        return f"Not all is as it was: {still if standing else 'no answer stands any more'}."

    @property
    def _own(self) -> list[SavedStep]:
        """The steps taken in the last tree itself, those that wait there among them."""
        return [step for step in self._last if not step.left and not step.carried]

    @property
    def _last(self) -> tuple[SavedStep, ...]:
        """The steps behind those of the earlier trees."""
        return self.steps[sum(leg.steps for leg in self.earlier) :]

    @property
    def before(self) -> Iterator[tuple[SavedLeg, tuple[SavedStep, ...]]]:
        """The earlier trees with their steps, in their order."""
        ends = list(accumulate(leg.steps for leg in self.earlier))
        for leg, end in zip(self.earlier, ends, strict=True):
            yield leg, self.steps[end - leg.steps : end]

    @property
    def by_tree(self) -> Iterator[tuple[str, tuple[SavedStep, ...]]]:
        """The titles of its trees, the first that it went through first, then of those that were gone back from.

        Each comes with what was answered there. Where no title was kept, it is the id.
        """
        yield from ((leg.title or leg.tree, steps) for leg, steps in self.before)
        yield self.tree.title, tuple(self._own)
        titles = self.titled
        for (_, tree_id), steps in groupby(
            (one for one in self.steps if one.left), key=lambda one: (one.left, one.tree)
        ):
            yield titles[tree_id], tuple(steps)

    def replay(self, tree: Tree, profile: Mapping[str, str] = NONE, whole: Walk | None = None) -> ReplayedWalk:
        """Return what the record's answers come to in the tree as it is today.

        `whole` is what they come to through all of its trees: notes may hang on those before. Raises PostwiseError if
        no answers were kept.
        """
        walk = self.walk(tree, profile)
        now, then = walk.recommendation, self.outcome
        as_left = then is None and walk.tree.fingerprint == self.tree.fingerprint  # put aside where an end leads on
        differs = not as_left and (now and (now.id, now.verdict)) != (then and (then.id, then.verdict))
        told = None if whole is None else whole.recommendation
        reworded = False
        if not differs and now is not None and then is not None:
            reworded = _reworded(then, told or now, notes=told is not None or not self.earlier)
        return ReplayedWalk(walk, differs, reworded, self._parting(walk, differs=differs))

    def _parting(self, walk: Walk, *, differs: bool) -> str | None:
        then = [step for step in self._last if not step.waiting]
        now = walk.steps
        pairs = zip(then, now, strict=False)
        shared = next((place for place, pair in enumerate(pairs) if not _same(*pair)), min(len(then), len(now)))
        if shared < len(now):
            return now[shared].node_id
        if walk.question is not None:
            return walk.at if shared < len(then) or self.outcome is not None else None
        last = now[-1].node_id if now else None
        return last if shared < len(then) or differs else None


RecordedLeg = tuple[str, tuple[SavedStep, ...]]
"""A tree that a saved walk went through, by its id, with its steps."""


def _piece(tree: Tree, steps: Iterable[SavedStep], before: Mapping[str, Any]) -> LeftBehind:
    """Return what was answered in a tree as left behind there, with what had been answered in the trees before it."""
    kept = {step.question: step for step in steps}
    answers = {name: step.answer for name, step in kept.items()}
    given = steps_of(tree, answers, [name for name, step in kept.items() if step.unsure])
    return LeftBehind(tree, HeldAnswers(given), before)


def _begun(walk: Walk | None, tree_id: str, trees: Mapping[str, Tree], profile: Mapping[str, str]) -> Walk | None:
    """Return the walk begun in a tree, after another one if there was one; None if that does not lead to it."""
    if walk is None:
        return Walk.start(trees[tree_id], profile=profile) if tree_id in trees else None
    for _ in trees:  # as many as there are, at the most, in which nothing is asked
        ended = walk.to_its_end()
        onward = None if ended.outcome is None else ended.outcome.tree
        if onward is None or onward not in trees:
            return None
        walk = ended.go_on(trees[onward])
        if onward == tree_id:
            return walk
    return None


def _same(then: SavedStep, now: QuestionStep) -> bool:
    return then.question == now.node_id and then.answer == plain_answer(now.answer)


def _reworded(then: SavedOutcome, now: Recommendation, *, notes: bool) -> bool:
    """Tell whether the same advice is in other words, or names others to turn to, as far as that was kept.

    What is to be kept in mind counts where `notes` are those of all the trees.
    """
    words = [(advice.headline, advice.reason, advice.next) for advice in (then, now)]
    other = notes and {*then.notes} != {*now.notes}
    return words[0] != words[1] or other or (then.see is not None and then.see != _contacts(now))


def _contacts(advice: Recommendation) -> tuple[SavedContact, ...]:
    return tuple(SavedContact(contact.title, contact.url, contact.phone) for contact in advice.see)


@dataclass(frozen=True, slots=True)
class ReplayedWalk:
    """What a saved walk comes to today."""

    walk: Walk
    """Its answers in today's tree."""
    differs: bool
    """Whether the recommendation is another one now: another outcome, another verdict, or none yet."""
    reworded: bool
    """Whether it is the same one in other words."""
    question: str | None
    """The question from which on today's road is another: it is new there, or does not take the answer any more, or
    its answer now leads elsewhere; None if the road is as it was."""


def record_of(walk: Walk, keep: Keep, draft: str | None, saved: dt.datetime, *, to_go_on: bool = False) -> SavedWalk:
    """Return what is kept of a walk; a text that is not to be kept does not come into it.

    One that is kept `to_go_on` with has no outcome, and all that waits for its question to come up.
    """
    tree = SavedTree(walk.tree.id, walk.title, walk.version, walk.tree.fingerprint)
    advice, outcome = walk.recommendation, None
    if advice is not None and not to_go_on:
        about = advice.id, advice.verdict, advice.headline, advice.reason, advice.next, advice.notes
        outcome = SavedOutcome(*about, _contacts(advice), advice.urgent)
    if keep == "recommendation":
        return SavedWalk(0, saved, keep, tree, outcome)
    before = [_steps(leg, leg.own.values(), keep, to_go_on=to_go_on) for leg in walk.legs[:-1]]
    own = _steps(walk, walk.steps, keep, to_go_on=to_go_on)
    steps = (*chain(*before), *own, *(_left(walk, keep) if to_go_on else ()))
    earlier = tuple(SavedLeg(leg.tree.id, len(taken), leg.title) for leg, taken in zip(walk.legs, before, strict=False))
    titles = {piece.tree.id: start.title for piece, start in _begun_beyond(walk)} if to_go_on else {}
    draft, home = draft if keep == "draft" else None, walk.legs[0].tree.home
    return SavedWalk(
        0, saved, keep, tree, outcome, steps, draft, earlier, titles=titles, files=files_of(walk), home=home
    )


def _steps(leg: Walk, taken: Iterable[QuestionStep], keep: Keep, *, to_go_on: bool) -> tuple[SavedStep, ...]:
    """Return what was answered in a tree, and behind it what waits there for its question to come up."""
    waiting = leg.waiting.values() if to_go_on else ()
    return (
        *(_step(leg, step, keep) for step in taken),
        *(replace(_step(leg, step, keep), waiting=True) for step in waiting),
    )


def _left(walk: Walk, keep: Keep) -> Iterator[SavedStep]:
    """Yield what was left behind in later trees."""
    for place, (piece, there) in enumerate(_begun_beyond(walk), 1):
        for step, before in left_in_later_trees([piece]):
            yield replace(_step(there, step, keep), waiting=True, before=before, left=place)


def _begun_beyond(walk: Walk) -> Iterator[tuple[LeftBehind, Walk]]:
    """Yield what was left behind in later trees, each with the walk begun anew there."""
    yield from ((piece, Walk.start(piece.tree, profile=walk.profile)) for piece in walk.beyond)


def _step(walk: Walk, step: QuestionStep, keep: Keep) -> SavedStep:
    saved = SavedStep(**step.to_dict(walk.filled))
    left_out = step.question.kind == "text" and keep != "draft"
    return replace(saved, answer="", text="") if left_out else saved
