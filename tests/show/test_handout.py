"""The hand-out: one page, with the people to turn to."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given

from postwise import Walk, load
from postwise.show.handout import MEANINGS, ROLES, handout
from postwise.show.numbered_tree import NumberedTree
from postwise.tree.model import VERDICTS
from postwise.tree.placeholders import PEOPLE
from shown import SHIPPED, everything, hostile_trees
from strategies import tree_of

HTML = "{http://www.w3.org/1999/xhtml}"


def contacts(page: str) -> dict[str, str]:
    """Return who is named for what; empty where there is a line to write on."""
    first = next(ET.fromstring(page).iter(f"{HTML}dl"))
    terms = [term.text for term in first.iter(f"{HTML}dt")]
    return dict(zip(terms, ("".join(one.itertext()) for one in first.iter(f"{HTML}dd")), strict=True))


def test_contacts_are_filled_in_and_the_others_have_a_line_to_write_on():
    tree = next(load(path) for path in SHIPPED if path.stem == "pause-for-thought")
    named = contacts(handout(NumberedTree(tree, {"manager": "Sam <sam@example.org>"})))
    assert named["Line manager"] == "Sam <sam@example.org>"
    assert named["A second pair of eyes"] == ""
    assert "Data protection" not in named


def test_only_the_people_a_tree_speaks_of_are_listed():
    assert contacts(handout(NumberedTree(everything(), {}))) == {"Accounts and press": ""}


def test_people_whom_a_value_names_are_among_them():
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "A?"\nyes = "o"\nno = "o"\n'
        '[value.who]\ncases = [ { when = { a = "yes" }, is = "{hr}" } ]\nelse = "{manager}"\n'
        '[outcome.o]\nverdict = "talk"\nheadline = "Ask {who}."\n'
    )
    assert contacts(handout(NumberedTree(tree, {"hr": "Ann"}))) == {"Line manager": "", "HR": "Ann"}


def test_every_person_and_every_verdict_has_its_words():
    assert set(ROLES) == PEOPLE
    assert tuple(MEANINGS) == VERDICTS


def test_every_question_is_on_it_and_branches_are_not():
    page = handout(NumberedTree(everything(), {}))
    for question in everything().questions.values():
        assert question.ask in page
    assert "Depending on" not in page


def test_a_small_tree_without_branches_can_be_walked_on_paper():
    tree = tree_of(
        'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "A?"\nyes = "b"\nno = "o"\n'
        '[question.b]\nask = "B?"\nyes = "o"\nno = "o"\n[outcome.o]\nverdict = "pause"\nheadline = "Wait."\n'
    )
    page = handout(NumberedTree(tree))
    assert "Yes → go to 2" in page
    assert "No → ◷ pause: Wait." in page


def test_a_road_is_ticked_and_its_end_told():
    tree = everything()
    page = handout(NumberedTree(tree, {}, Walk.replay(tree, {"who": "me", "marks": ["face"], "sure": "no"})))
    assert page.count('<li class="road">') == 3
    assert '<p class="said">Only me</p>' in page
    assert "◇ talk: Ask whoever runs" in page


@given(hostile_trees())
def test_it_is_well_formed_whatever_the_words(tree):
    tags = {element.tag.removeprefix(HTML) for element in ET.fromstring(handout(NumberedTree(tree))).iter()}
    assert tags.isdisjoint({"script", "img", "link"})
