"""Trees to roam in: every kind of question, a link in every text, twelve answers to one question, and hand-overs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random
from typing import Any

from postwise import Walk
from postwise.tree.library import Library
from postwise.tree.loader import loads
from postwise.tree.model import Question, Tree
from strategies import as_toml, every_answer, thrown

LINK = "See [a page](https://example.org/{}), or [write](mailto:{}@example.org)."
KINDS = ("choice", "yes-no", "checklist", "number", "date", "text")
ASKED = {
    "choice": {"answers": [{"id": f"n{number}", "text": f"The {number}th of them"} for number in range(1, 13)]},
    "yes-no": {"yes": "", "no": ""},
    "checklist": {"answers": [{"id": f"n{number}", "text": f"Item {number}"} for number in range(1, 13)]},
    "number": {"min": 0, "max": 9},
    "date": {},
    "text": {},
}


def everywhere(seed: int) -> dict[str, Any]:
    """Return the data of a tree with every kind of question, twelve answers to one, a link in every text, and hand-overs."""
    dice = Random(f"everywhere {seed}")
    data = thrown(dice.choice((2, 4, 6)), seed, rings=False)
    onward = data["tree"]["start"]
    for kind in dice.sample(KINDS, len(KINDS)):
        asked = {"ask": f"What of the {kind}?", "type": kind, **ASKED[kind]}
        asked |= {"yes": onward, "no": onward} if kind == "yes-no" else {"goto": onward}
        onward = f"more-{kind}"
        data["question"][onward] = asked
    data["tree"] |= {"start": onward, "title": f"A tree of {seed}", "summary": "To roam in."}
    data["tree"]["sources"] = [{"title": "A source", "url": "https://example.org/source"}]
    for name, asked in data["question"].items():
        asked |= {
            "why": LINK.format(name, name) + " And *more*." * dice.choice((1, 1, 60)),
            "help": LINK.format("h", name),
        }
        asked["notes"] = [
            *asked.get("notes", ()),
            {"when": {onward: {"answered": True}}, "text": LINK.format("n", name)},
        ]
    for name, end in data["outcome"].items():
        end.update({"reason": LINK.format(name, name), "next": [LINK.format(name, "next"), "Do it.", "Tell {buddy}."]})
        end["see"] = [{"title": "Elsewhere", "url": f"https://example.org/{name}"}]
        if dice.random() < 0.6:
            end["tree"] = dice.choice(("here", "there", "there", "nowhere"))
    return data


def trees(folder: Path, dice: Random) -> Library:
    """Return a library of two such trees, each of which can be walked; what ends in one goes on in the other."""
    for name in ("here", "there"):
        while True:
            text = as_toml(everywhere(dice.randrange(2**32)))
            if loads(text) is not None:
                break
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Library((folder,), {"buddy": "Ines"})


def begun(tree: Tree, library: Library, dice: Random) -> Walk:
    """Return a walk with some answers given, up to all of them."""
    walk = Walk.start(tree, profile=library.words)
    for _ in range(dice.choice((0, 2, 4, 6, 7, 8, 9, 12, 20))):
        if walk.question is not None:
            asked = tree.questions[walk.at]
            walk = walk.answer("Some words" if asked.kind == "text" else dice.choice(answers_in(asked)))
    return walk


def answers_in(asked: Question) -> list[Any]:
    if asked.kind == "checklist":
        return [[], *([option.name] for option in asked.options)]
    return [dt.date(2026, 1, 2)] if asked.kind == "date" and asked.max is None else list(every_answer(asked))
