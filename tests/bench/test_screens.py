"""The screens against the least that a Textual app can do: one Static, painted, and painted anew at a key.

Both run in turn, key by key, so that a slow or busy machine slows both.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from postwise.tree.library import shipped_folder, trees_in
from postwise.tree.loader import load
from postwise.walk.walk import Walk

from .terminals import IDLE, Painted, Terminal, terminal

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="time and memory are read from /proc")
QUESTIONS = 300
FIRST = 20
"""As many questions as a real walk may have."""
HASTE = 0.004
"""Seconds of rest that a key held down gives."""
READ = 0.5
"""Seconds of rest before the first key, as somebody gives who reads the first question: the start is over by then."""
STARTS = 9
FLOOR = """
from textual.app import App
from textual.widgets import Static

class Floor(App):
    count = 0
    def compose(self):
        yield Static("MARK00000")
    def on_key(self, event):
        self.count += 1
        self.query_one(Static).update(f"MARK{self.count:05}")

Floor().run()
"""


def mark(number: int) -> bytes:
    return f"MARK{number:05}".encode()


@pytest.fixture
def chain(tmp_path) -> Path:
    """Write a tree of many questions, one after the other, with texts as long as real ones."""
    parts = ['format = 1\n[tree]\ntitle = "A long walk"\nstart = "q0"\n']
    for number in range(QUESTIONS + 1):
        onward = f"q{number + 1}" if number < QUESTIONS else "end"
        parts.append(
            f'[question.q{number}]\nask = "{mark(number).decode()}: would you say it aloud in reception?"\n'
            f'why = "Nothing online is said under the breath, so try it at full volume, as number {number}."\n'
            f'answers = [ {{ id = "yes", text = "Yes, all of it", goto = "{onward}" }}, '
            f'{{ id = "words", text = "The point, yes; these words, no", goto = "{onward}" }}, '
            f'{{ id = "no", text = "No", goto = "{onward}" }} ]\n'
        )
    parts.append('[outcome.end]\nheadline = "There."\n')
    path = tmp_path / "long-walk.toml"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def started(words: bytes, *arguments: str | Path) -> Painted:
    """Run a program until its first frame with some words has been painted."""
    with terminal(*arguments) as opened:
        return opened.painted(words)


def pressed(opened: Terminal, key: bytes, words: bytes, rest: float = IDLE) -> Painted:
    opened.press(key, rest)
    return opened.painted(words)


def halves(pairs: Sequence[tuple[Painted, Painted]]) -> tuple[list[Painted], list[Painted]]:
    mine, theirs = zip(*pairs, strict=True)
    return list(mine), list(theirs)


def test_start_of_a_long_walk(painted_ratio, chain):
    pairs = [(started(mark(0), "-m", "postwise", "run", chain), started(mark(0), "-c", FLOOR)) for _ in range(STARTS)]
    painted_ratio("start of a tree of your own with 300 questions, checked first", *halves(pairs), at_most=2.8)


def test_start_of_a_shipped_tree(painted_ratio):
    ours = ("-m", "postwise", "run", "before-you-post")
    pairs = [(started(b"Which account", *ours), started(mark(0), "-c", FLOOR)) for _ in range(STARTS)]
    painted_ratio("start to the first painted question of a shipped tree", *halves(pairs), at_most=2.1)


def test_key_to_the_next_painted_question(painted_ratio, chain):
    with terminal("-c", FLOOR) as floor:
        floor.painted(mark(0))
        ours, least, grown = _walked(floor, chain)
    painted_ratio("key to the next painted question, in a row of 300", ours, least, at_most=4)
    painted_ratio("key, the first twenty of them", ours[:FIRST], least[:FIRST], at_most=4)
    walls = [painted.wall for painted in ours]
    assert statistics.quantiles(walls, n=100)[98] < 5 * statistics.median(walls), "no key waits much longer than others"
    assert grown < 8_000_000, "memory does not grow with the answers"


def test_key_pressed_before_the_trail_is_painted(painted_ratio, chain):
    with terminal("-c", FLOOR) as floor:
        floor.painted(mark(0))
        ours, least, _ = _walked(floor, chain, HASTE)
    painted_ratio("key held down in a row of 300", ours, least, at_most=5)


def _walked(floor: Terminal, chain: Path, rest: float = IDLE) -> tuple[list[Painted], list[Painted], int]:
    """Return what each key took, in a long walk and on the floor, and by how many bytes memory grew."""
    with terminal("-m", "postwise", "run", chain) as walk:
        walk.painted(mark(0))
        before = walk.memory()
        pairs = [
            (pressed(walk, b"1", mark(number), rest), pressed(floor, b"1", mark(number), rest))
            for number in range(1, QUESTIONS)
        ]
        return *halves(pairs), walk.memory() - before


def test_key_in_the_trees_that_ship(painted_ratio):
    pairs = []
    with terminal("-c", FLOOR) as floor:
        floor.painted(mark(0))
        for path, last in product([entry.path for entry in trees_in(shipped_folder(), "shipped")], (False, True)):
            first, keys = _road(path, last=last)
            with terminal("-m", "postwise", "run", path.stem) as walk:
                walk.painted(first)
                for place, (key, words) in enumerate(keys):
                    ours = pressed(walk, key, words, IDLE if place else READ)
                    pairs.append((ours, pressed(floor, b"1", mark(len(pairs) + 1))))
    assert len(pairs) > FIRST
    painted_ratio("key in the trees that ship, where a whole page changes", *halves(pairs), at_most=4)


def test_key_pressed_while_the_start_is_not_over(painted_ratio):
    first, ((key, words), *_) = _road(shipped_folder() / "before-you-post.toml", last=False)
    pairs = []
    with terminal("-c", FLOOR) as floor:
        floor.painted(mark(0))
        for number in range(1, STARTS + 1):
            with terminal("-m", "postwise", "run", "before-you-post") as walk:
                walk.painted(first)
                pairs.append((pressed(walk, key, words), pressed(floor, b"1", mark(number))))
    painted_ratio("first key, with the first question hardly painted", *halves(pairs), at_most=20)


def _road(path: Path, *, last: bool) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return how the first question begins, and the key to each question after it with how that one begins.

    The road is the one of every first answer, or of every last, as far as there is one to pick.
    """
    walk, keys = Walk.start(load(path)), []
    first = begins(walk)
    while walk.question is not None and walk.question.picks_one:
        place = len(walk.question.answers) - 1 if last else 0
        walk = walk.answer(walk.question.answers[place].id)
        if walk.question is not None:
            keys.append((str(place + 1).encode(), begins(walk)))
    return first, keys


def begins(walk: Walk) -> bytes:
    return " ".join(walk.question.ask.split()[:2]).encode()
