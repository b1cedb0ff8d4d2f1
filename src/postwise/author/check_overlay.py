"""The check of an overlay: whether its words fit the trees that it is for, and whether anybody has looked lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postwise.author.rules.wording import too_long, too_wide, vague
from postwise.tree.human_texts import texts
from postwise.tree.model import Tree
from postwise.tree.overlay_file import LoadedOverlay, digest, faults_on, words_in
from postwise.tree.overlays import Overlay, laid, place_in_overlay
from postwise.tree.problems import Fault, Problem
from postwise.tree.toml_source import problems_in_order


@dataclass(frozen=True, slots=True)
class OverlaySummary:
    """An overlay in a line."""

    path: str
    title: str
    trees: tuple[str, ...]
    """The ids of the trees it is laid over, of those that are here."""
    place: str | None

    def to_dict(self) -> dict[str, object]:
        """Return the summary as an object of ``postwise.problems/1``."""
        return {"path": self.path, "title": self.title, "trees": list(self.trees), "place": self.place}


def check_overlay(
    loaded: LoadedOverlay, trees: Mapping[str, Tree], words: Mapping[str, str], today: dt.date
) -> tuple[tuple[Problem, ...], OverlaySummary | None]:
    """Return everything wrong with an overlay's file, in its order, and the overlay in a line, if it is one.

    `trees` are those that can be read, by their ids, and `words` the organisation's profile.
    """
    overlay = loaded.overlay
    if overlay is None:
        return loaded.problems, None
    wanted = {name: tree for name, tree in trees.items() if overlay.is_for(name)}
    errors = list(faults_on(overlay, trees, words))
    faults = [*errors, *_stale(overlay, trees), *_unreviewed(overlay, today), *_wording(overlay, wanted)]
    about = overlay.about
    summary = OverlaySummary(loaded.source.path, about.title, tuple(wanted), about.place)
    return tuple(problems_in_order(faults, loaded.source)), summary


def _stale(overlay: Overlay, trees: Mapping[str, Tree]) -> Iterator[Fault]:
    """Yield a fault for each text that is another one now than the words were made from."""
    now = {name: words_in(tree) for name, tree in trees.items()}
    for name, was in overlay.was.items():
        tree_id, _, place = name.partition("/")
        if tree_id not in now:
            continue
        text = now[tree_id].get(place)
        if text is None:
            message = f'The tree "{tree_id}" has no text at {place} any more.'
            yield Fault("stale-words", ("was", name), message, "Take the words out, and this line.", "key")
        elif digest(text) != was:
            message = f'What "{tree_id}" says at {place} has changed since these words were made.'
            hint = f'Look at both, then write "{digest(text)}" here.'
            yield Fault("stale-words", ("was", name), message, hint)


def _unreviewed(overlay: Overlay, today: dt.date) -> Iterator[Fault]:
    due = overlay.about.review_by
    if due is None or overlay.about.reviewed is None:
        missing = "when it is looked at again" if due is None else "when it was looked at"
        hint = f"Add reviewed = {today}, and review-by = {today.year + 1}-{today:%m}-01."
        yield Fault("unreviewed-overlay", ("overlay",), f"Nobody has said {missing}.", hint, "header")
    elif due < today:
        message = f"These words were to be looked at again by {due}."
        yield Fault("unreviewed-overlay", ("overlay", "review-by"), message, "Look at them, then move the date.")


def _wording(overlay: Overlay, trees: Mapping[str, Tree]) -> Iterator[Fault]:
    """Yield what there is to say of the words themselves, where they are other ones than the tree's."""
    told: set[Fault] = set()
    for tree in trees.values():
        same = dict(texts(tree))
        for where, text in texts(laid(tree, overlay)):
            if same.get(where) == text:
                continue
            found = [*too_wide(where, text)]
            if where[0] == "question" and where[2] in {"ask", "answers", "yes", "no", "none"} and where[-1] != "note":
                found += [*too_long(where, text), *vague(where, text)]
            if where[0] == "outcome" and where[2] == "reason":
                found += vague(where, text)
            for fault in (fault._replace(where=place_in_overlay(fault.where, tree)) for fault in found):
                if fault not in told:
                    told.add(fault)
                    yield fault
