"""Our own drawing: nothing overlaps, every line arrives, every word is there, and it reads aloud."""

from __future__ import annotations

import itertools
import random
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise import Walk, load, loads
from postwise.show.drawing.layout import Edge, LayerPlace, _join, crossings, lay_out, layers_of
from postwise.show.drawing.placing import BETWEEN, PAD, Drawing, NodeBox
from postwise.show.drawing.svg import svg
from postwise.show.html_page import DARK, LIGHT
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_formats import html
from shown import SHIPPED, everything, hostile_trees
from strategies import tree_of

SVG = "{http://www.w3.org/2000/svg}"


def drawings():
    return [Drawing(NumberedTree(load(path))) for path in SHIPPED]


def assert_apart(drawing: Drawing) -> None:
    placed = sorted(drawing.placed(), key=lambda one: (one.y, one.x))
    for _, row in itertools.groupby(placed, key=lambda one: one.y):
        for left, right in itertools.pairwise(row):
            assert left.x + left.box.width < right.x
    tops = sorted({one.y for one in placed})
    for one in placed:
        below = [top for top in tops if top > one.y]
        assert not below or one.y + one.box.height + BETWEEN <= below[0] + 0.01


def assert_words_fit(box: NodeBox) -> None:
    for text in (box.head, box.title, box.items):
        assert text.width <= box.width - 2 * PAD + 1
    assert sum(cell.width for cell in box.cells) == pytest.approx(box.width if box.cells else 0)
    for left, right in itertools.pairwise(box.cells):
        assert left.left + left.width == pytest.approx(right.left)
    for cell in box.cells:
        assert cell.text.width <= cell.width - 6
        assert cell.text.height <= box.height - box.top_height


def assert_lines_arrive(drawing: Drawing) -> None:
    tops = {(round(one.x + one.box.width / 2, 3), round(one.y, 3)) for one in drawing.placed()}
    spots = list(drawing.placed())
    for one in drawing.stretches():
        assert one.y <= one.bend < one.to_y
        if one.arrives:
            assert (round(one.to_x, 3), round(one.to_y, 3)) in tops
        crossed = [
            spot
            for spot in spots
            if spot.x < one.x < spot.x + spot.box.width
            and one.y < spot.y + spot.box.height - 0.01
            and spot.y < one.bend
        ]
        assert not crossed


@given(hostile_trees())
def test_boxes_words_and_lines_keep_out_of_each_others_way(tree):
    drawing = Drawing(NumberedTree(tree))
    assert_apart(drawing)
    assert_lines_arrive(drawing)
    for one in drawing.placed():
        assert_words_fit(one.box)


def test_shipped_trees_are_drawn_without_overlap():
    for drawing in drawings():
        assert_apart(drawing)
        assert_lines_arrive(drawing)
        for one in drawing.placed():
            assert_words_fit(one.box)


@given(hostile_trees())
def test_every_question_and_ending_is_drawn_once_with_every_answer(tree):
    chart = NumberedTree(tree)
    boxes = [placed.box for placed in Drawing(chart).placed() if not placed.box.again]
    assert sorted(box.node.id for box in boxes) == sorted(chart.nodes)
    assert all(len(box.cells) == len(box.node.lines) for box in boxes)


def joined(group) -> str:
    return "".join(span.text or "" for span in group.iter(f"{SVG}tspan")).replace(" ", "").replace("\u2003", "")


@given(hostile_trees())
def test_words_are_drawn_as_they_are(tree):
    chart = NumberedTree(tree)
    drawn = ET.fromstring(svg(NumberedTree(tree)))
    shown = {joined(group) for group in drawn.iter(f"{SVG}g") if "again" not in group.get("class")}
    for node in chart.nodes.values():
        start = "".join((f"{node.number or node.sign}{node.title}").split())
        assert any("".join(text.split()).startswith(start) for text in shown), start


def test_it_reads_aloud_and_keeps_to_itself():
    text = svg(NumberedTree(everything(), {"organisation": 'A & "B"'}))
    drawn = ET.fromstring(text)
    assert drawn.find(f"{SVG}title").text == 'May A & "B" say it?'
    assert drawn.find(f"{SVG}desc").text == (
        "A minute's thought. A tree of 4 questions and 2 endings, from the top down."
    )
    assert drawn.get("role") == "img"
    assert "prefers-color-scheme:dark" in text
    assert not re.search(r"<script|<image|href|url\(|@import", text)
    assert "● go" in text
    assert "◇ talk" in text


def test_one_question_is_counted_as_one():
    tree = loads("""
format = 1
tree = { title = "Small", start = "sure" }
question.sure = { ask = "Sure?", goto = "done", type = "text" }
outcome.done = { headline = "Done." }
""")
    desc = ET.fromstring(svg(NumberedTree(tree))).find(f"{SVG}desc").text
    assert desc == "A tree of 1 question and 1 ending, from the top down."


def test_the_road_is_drawn_thick_and_told():
    tree = everything()
    road = Walk.replay(tree, {"who": "me", "marks": []})
    drawn = ET.fromstring(svg(NumberedTree(tree, {}, road)))
    marked = [group for group in drawn.iter(f"{SVG}g") if "road" in group.get("class").split()]
    assert len(marked) == 4
    assert "The road taken: 1  Who is speaking?." in drawn.find(f"{SVG}desc").text
    assert sum("road" in path.get("class", "") for path in drawn.iter(f"{SVG}path")) >= 3
    assert not [
        group
        for group in ET.fromstring(svg(NumberedTree(tree))).iter(f"{SVG}g")
        if "road" in group.get("class").split()
    ]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_road_is_thick_all_the_way_also_where_lines_run_together(path):
    tree = load(path)
    for scenario in tree.scenarios.values():
        taken = [
            one for one in Drawing(NumberedTree(tree, {}, Walk.replay(tree, scenario.answers))).stretches() if one.taken
        ]
        begins = {(round(one.x, 3), round(one.y, 3)) for one in taken}
        assert all(one.arrives or (round(one.to_x, 3), round(one.to_y, 3)) in begins for one in taken)
        assert sum(one.arrives for one in taken) >= len(scenario.answers)


def test_a_line_back_up_or_far_down_leads_to_a_small_box_that_names_its_target():
    rows = ['format = 1\n[tree]\ntitle = "T"\nstart = "q0"\n[outcome.end]\nheadline = "End"']
    for number in range(9):
        onward = f"q{number + 1}" if number < 8 else "end"
        back = "q0" if number == 8 else "end"
        rows.append(f'[question.q{number}]\nask = "Q{number}"\nyes = "{onward}"\nno = "{back}"')
    boxes = [placed.box for placed in Drawing(NumberedTree(tree_of("\n".join(rows)))).placed() if placed.box.again]
    named = [box.node.id for box in boxes]
    assert named.count("q0") == 1
    assert named.count("end") == 4


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_word_stands_out_from_every_ground(colours):
    for ground in ("page", "card", "wash"):
        for name in colours.keys() - {"page", "card", "wash", "rule"}:
            pair = sorted((luminance(colours[name]), luminance(colours[ground])), reverse=True)
            assert (pair[0] + 0.05) / (pair[1] + 0.05) >= 4.5, (name, ground)


# The layout


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 14))
    names = [f"n{number}" for number in range(count)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    return names, [(names[a], names[b]) for a, b in draw(st.lists(pairs, max_size=30))]


@given(graphs())
def test_layers_are_the_longest_paths(graph):
    names, pairs = graph
    targets = {name: [b for a, b in pairs if a == name] for name in names}
    layer = layers_of(names, targets)
    down = [(a, b) for a, b in pairs if names.index(b) > names.index(a)]
    for a, b in down:
        assert layer[a] < layer[b]
    for name in names:
        assert layer[name] == max((layer[a] + 1 for a, b in down if b == name), default=0)


@given(graphs(), st.randoms(use_true_random=False))
def test_nothing_in_a_layer_overlaps_and_lines_go_layer_by_layer(graph, chance):
    names, pairs = graph
    targets = {name: [b for a, b in pairs if a == name] for name in names}
    layer = layers_of(names, targets)
    widths = {name: chance.uniform(10, 300) for name in names}
    lines = [Edge(a, widths[a] * chance.random(), b) for a, b in pairs if layer[b] > layer[a]]
    layout = lay_out(layer, widths, lines)
    for row in layout.layers:
        for left, right in itertools.pairwise(row):
            assert left.x + left.width < right.x
    for line in lines:
        course = layout.course(line)
        assert [spot.layer for spot in course] == list(range(layer[line.source], layer[line.target] + 1))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_crossings_are_counted_as_by_hand(pairs):
    rows = [[LayerPlace(f"{layer}{place}", layer, 10, place=place) for place in range(6)] for layer in range(2)]
    for upper, lower in pairs:
        _join(rows[0][upper], 5, rows[1][lower])
    by_hand = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(pairs, 2))
    assert crossings(rows) == by_hand


def test_an_order_without_crossings_is_found():
    chance = random.Random(1)
    order = list(range(8))
    chance.shuffle(order)
    names = ["top", *(f"a{n}" for n in range(8)), *(f"b{n}" for n in order)]
    lines = [Edge("top", 10.0 * n + 5, f"a{n}") for n in range(8)] + [Edge(f"a{n}", 20, f"b{n}") for n in range(8)]
    layer = {name: {"t": 0, "a": 1, "b": 2}[name[0]] for name in names}
    layout = lay_out(layer, dict.fromkeys(names, 40.0) | {"top": 80.0}, lines)
    assert crossings(layout.layers) == 0


def test_a_straight_row_stands_straight():
    names = [f"n{number}" for number in range(50)]
    lines = [Edge(a, 50, b) for a, b in itertools.pairwise(names)]
    layout = lay_out({name: place for place, name in enumerate(names)}, dict.fromkeys(names, 100.0), lines)
    assert {spot.x for spot in layout.spots.values()} == {0.0}


def test_a_thousand_questions_are_drawn():
    lines = ["format = 1", '[tree]\ntitle = "Long"\nstart = "q0"', '[outcome.end]\nheadline = "End"']
    for number in range(1000):
        onward = f"q{number + 1}" if number < 999 else "end"
        lines.append(f'[question.q{number}]\nask = "Number {number}?"\nyes = "{onward}"\nno = "end"')
    page = html(NumberedTree(tree_of("\n".join(lines))))
    assert page.count('class="question"') == 1000
