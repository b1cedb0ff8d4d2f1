"""What is looked at before a walk: a tree whose gotos show that every walk ends needs no closer look, and no other skips it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from postwise.author import check_tree
from postwise.commands.given import deep_errors
from postwise.logic.gotos import all_end_by_gotos
from postwise.logic.search import BOUND
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded, read_source
from postwise.tree.toml_source import Source
from strategies import as_toml, seeds, thrown_with_promises

ENTRY = LibraryEntry("tree", Path("tree.toml"), "file")


def by_gotos_alone(dice: Random) -> dict[str, Any]:
    """Return the data of a tree of questions and endings; now and then a goto leads back, or a condition is there."""
    size = dice.randint(1, 6)

    def onward(place: int) -> str:
        back = dice.random() < 0.06
        target = dice.randint(0, place) if back else dice.randint(place + 1, size)
        return f"q{target}" if target < size else dice.choice(("end", "other"))

    questions: dict[str, Any] = {}
    for place in range(size):
        kind = dice.choice(("choice", "yes-no", "checklist", "number", "text", "date"))
        replies = [{"text": f"Answer {n}", "goto": onward(place)} for n in range(dice.randint(2, 4))]
        match kind:
            case "choice":
                more: dict[str, Any] = {"answers": replies}
            case "yes-no":
                more = {"yes": onward(place), "no": onward(place)}
            case "checklist":
                more = {"answers": [{"text": one["text"]} for one in replies], "goto": onward(place)}
            case _:
                more = {"goto": onward(place)}
        questions[f"q{place}"] = {"ask": "?", "type": kind, **more}
    if dice.random() < 0.1:
        questions[f"q{dice.randrange(size)}"]["notes"] = [{"text": "N", "when": {"q0": {"answered": True}}}]
    outcomes = {"end": {"headline": "E."}, "other": {"headline": "O."}}
    data = {"format": 1, "tree": {"title": "T", "start": "q0"}, "question": questions, "outcome": outcomes}
    promised = {"text": "P.", "when": {f"q{dice.randrange(size)}": {"answered": True}}, "only": ["end"]}
    return {**data, "promise": {"p": promised}} if dice.random() < 0.3 else data


def closely(loaded: Loaded) -> list[str]:
    """Return what a close look finds that keeps a walk from its end."""
    import datetime as dt

    errors = check_tree.deep_errors(loaded, today=dt.date(2026, 1, 1), known_trees=(), bound=BOUND)
    return [problem.code for problem in errors if problem.code != "broken-promise"]


def test_nothing_is_wrong_with_a_tree_whose_gotos_show_that_every_walk_ends() -> None:
    met = Counter(map(looked_at_by_gotos, seeds(800)))
    assert min(met[name] for name in ("shown", "not shown, and right", "wrong")) > 30, met


def looked_at_by_gotos(seed: int) -> str:
    """Hold what a look at the gotos says of a tree against what a close look finds; return what came about."""
    dice = Random(seed)
    data = by_gotos_alone(dice) if dice.random() < 0.8 else thrown_with_promises(dice.randint(1, 5), seed)
    loaded = read_source(Source(as_toml(data)))
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    found = closely(loaded)
    shown = all_end_by_gotos(loaded.tree)
    if shown:
        assert set(found) <= {"unknown-tree"}
    known = {outcome.tree for outcome in loaded.tree.outcomes.values()} - {None}
    if not known:
        assert [one.code for one in deep_errors(Library(), ENTRY, loaded, BOUND)] == found
    return "shown" if shown else "not shown, and right" if not found else "wrong"
