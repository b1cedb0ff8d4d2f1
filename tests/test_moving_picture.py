"""The moving picture in the README shows the program as it is: its trees' words, its keys, and no more than a page holds."""

import re
from html import unescape
from itertools import groupby

import pytest

from moving_picture import CHANGED, FIRST_WALK, MOVING, STILL, STORY, TO
from pictures import TREE
from postwise.tree.library import Library
from postwise.tui.screen_commands import EVERYWHERE
from postwise.tui.screens.recommendation_screen import RecommendationScreen
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.walk.walk import Walk

SVG = MOVING.read_text(encoding="utf-8")
FRAMES = re.split(r'<g class="frame[^"]*" id="f\d+">', SVG)[1:]
QUESTION, RECOMMENDATION = 410, 650
"""Where the right column begins on each of them."""
CELL = 12.2
"""How wide a character is."""


def begins(x, text):
    """Return where the first character of a text stands that is no blank."""
    return x + CELL * (len(text) - len(text.lstrip()))


def words(frame, start, end):
    """Return what stands in a column of a frame, in the order in which it is read."""
    texts = re.findall(r'<text class="t\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', frame)
    placed = ((float(y), float(x), unescape(text).replace("\xa0", " ")) for x, y, text in texts)
    places = sorted(place for place in placed if start <= begins(*place[1:]) < end)
    rows = ("".join(text for _, _, text in row) for _, row in groupby(places, lambda place: place[0]))
    return " ".join(re.sub("[▌▐]", " ", " ".join(rows)).split())


@pytest.fixture(scope="module")
def first():
    shelf = Library()
    return Walk.start(shelf.load(shelf.find(TREE)).tree)


def after(walk, keys):
    ticked = set()
    for key in keys:
        if key == "g":
            walk, ticked = walk.answer(ticked), set()
        elif walk.question.picks_one:
            walk = walk.answer(walk.question.answers[int(key) - 1].id)
        else:
            ticked.add(walk.question.answers[int(key) - 1].id)
    return walk


def put(walk, frame):
    """Hold a frame to the question that it puts."""
    page = words(frame, QUESTION, 2000)
    assert walk.question.ask in page
    box = "" if walk.question.picks_one else "[☐☑] "
    for place, answer in enumerate(walk.question.answers, 1):
        assert re.search(f"{place} {box}{re.escape(answer.text)}", page)


def recommended(walk, frame):
    """Hold a frame to the recommendation that it shows, and to what decided it."""
    left, right = words(frame, 0, RECOMMENDATION), words(frame, RECOMMENDATION, 2000)
    found = walk.recommendation
    assert all(text in left for text in (found.headline, *found.next))
    decided = right.partition("What decided it")[2]
    deciding = [walk.said(step) for step in walk.steps if step.node_id in walk.what_if.decided]
    assert 0 < len(deciding) < len(walk.steps)
    assert all(f"“{said}”" in decided for said in deciding)


def test_it_puts_the_questions_of_the_tree_and_says_what_it_recommends(first):
    assert len(FRAMES) == len(STORY)
    for asked in range(len(FIRST_WALK)):
        put(after(first, FIRST_WALK[:asked]), FRAMES[asked])
    recommended(after(first, FIRST_WALK), FRAMES[len(FIRST_WALK)])
    again = after(first, FIRST_WALK[:CHANGED])
    put(again, FRAMES[STILL])
    recommended(after(again, TO), FRAMES[-1])


@pytest.mark.parametrize(("frame", "screen"), [(0, WalkScreen), (-1, RecommendationScreen)])
def test_the_keys_at_its_foot_are_those_of_the_screen(frame, screen):
    last = max(float(y) for y in re.findall(r'<text class="t\d+"[^>]* y="([\d.]+)"', FRAMES[frame]))
    pieces = re.findall(rf'y="{last:g}"[^>]*>([^<]*)</text>', FRAMES[frame])
    foot = [piece for piece in (unescape(piece).replace("\xa0", " ").strip() for piece in pieces) if piece]
    every = (*screen.COMMANDS_HERE, *EVERYWHERE)
    named = (command for command in every if command.foot or command.name == "leave")
    known = {(command.shown, command.label) for command in named}
    shown = set(zip(foot[::2], foot[1::2], strict=True))
    assert shown
    assert shown <= known


def test_it_is_small_loads_nothing_and_stands_still_for_whoever_wants_it_to():
    assert len(SVG.encode()) < 1_000_000
    assert "prefers-reduced-motion" in SVG
    assert SVG.count('class="frame still"') == 1
    assert re.findall(r"url\((?!#)|href=|<script", SVG) == []
