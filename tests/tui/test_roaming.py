"""Somebody who does anything at all, on trees with every kind of question, a link in every text and twelve answers."""

from random import Random

import pytest

from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenLibrary, OpenWalk
from strategies import examples

from .conftest import running
from .roaming import SIZES, Person
from .roaming_trees import begun, trees

STEPS = 30
SEEDS = range(examples(25, quick=5))


@pytest.mark.usefixtures("every_frame_is_drawn")
@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_is_done_breaks_nothing_loses_nothing_and_answers_nothing_by_accident(
    tmp_path, monkeypatch, seed
):
    monkeypatch.chdir(tmp_path)
    dice = Random(f"roaming {seed}")
    folder = tmp_path / "trees"
    folder.mkdir()
    library = trees(folder, dice)
    tree = library.load(library.find("here")).tree
    draft = dice.choice(("", "", "What I would post"))
    first = OpenLibrary() if dice.random() < 0.2 else OpenWalk(begun(tree, library, dice), draft)
    async with running(PostwiseApp(library, first), dice.choice(SIZES)) as pilot:
        await Person(pilot, dice).roam(STEPS)
