"""Whom to turn to: shown where its condition holds, with its number, in every view; in a document with its condition."""

from __future__ import annotations

import json

import pytest

from postwise import Walk
from postwise.show.numbered_tree import NumberedTree
from postwise.show.recommendation_document import RecommendationDocument
from postwise.show.tree_formats import FORMATS
from postwise.train.number_ranges import ranges
from postwise.tree.validate import PHONE
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.recommendation_lines import PageState, to_do
from strategies import tree_of

TREE = """
[tree]
title = "T"
start = "pay"
[question.pay]
ask = "What do they pay?"
type = "number"
goto = "x"
[outcome.x]
headline = "X"
see = [
  { title = "Acas of {organisation}", url = "https://www.acas.org.uk/", phone = "0300 123 1100" },
  { title = "The <tax> office", phone = "+44 (0)20 7946-0958", when = { pay = { min = 1000 } } },
  { phone = "999", when = { pay = { max = 10 } } },
  { title = "Nothing more" },
]
"""


def paid(pay: int) -> Walk:
    return Walk.start(tree_of(TREE), profile={"organisation": "us"}).answer(pay)


def test_it_is_shown_where_its_condition_holds() -> None:
    shown = [[contact.title or contact.phone for contact in paid(pay).recommendation.see] for pay in (5, 500, 1000)]
    acas, last = "Acas of us", "Nothing more"
    assert shown == [[acas, "999", last], [acas, last], [acas, "The <tax> office", last]]


def test_every_view_of_a_recommendation_has_the_number() -> None:
    document = RecommendationDocument.of(paid(1000))
    text = document.as_text(200)
    assert "Acas of us: 0300 123 1100, https://www.acas.org.uk/" in text
    assert "The <tax> office: +44 (0)20 7946-0958" in text
    marked = document.as_markdown()
    assert "[Acas of us](<https://www.acas.org.uk/>): 0300 123 1100" in marked
    page = document.as_html()
    assert '<a href="https://www.acas.org.uk/">Acas of us</a>: <a href="tel:03001231100">0300 123 1100</a>' in page
    assert '&lt;tax&gt; office: <a href="tel:+442079460958">+44 (0)20 7946-0958</a>' in page
    assert paid(1000).to_dict()["outcome"]["see"][1] == {
        "title": "The <tax> office",
        "url": "",
        "phone": "+44 (0)20 7946-0958",
    }
    short = RecommendationDocument.of(paid(1))
    assert "  - 999\n" in short.as_text()
    assert '<a href="tel:999">999</a>' in short.as_html()


def test_a_screen_has_the_number_and_opens_the_address() -> None:
    rows = [row for row in to_do(paid(1000).recommendation, PageState(), None) if row.words.plain.strip()]
    assert [(row.words.plain, row.target) for row in rows[-5:]] == [
        ("Whom to turn to", None),
        ("Acas of us  0300 123 1100  www.acas.org.uk/", LinkTarget("https://www.acas.org.uk/")),
        ("The <tax> office  +44 (0)20 7946-0958", None),
        ("See", None),
        ("Nothing more", None),
    ]


def test_a_document_says_the_condition() -> None:
    shown = NumberedTree(tree_of(TREE))
    marked = FORMATS["markdown"](shown)
    assert "- See [Acas of your organisation](<https://www.acas.org.uk/>): 0300 123 1100" in marked
    assert "- See, if answer 1 is 1000 or more: The \\<tax\\> office: +44 (0)20 7946-0958" in marked
    assert "- See, if answer 1 is 10 or less: 999" in marked
    assert 'See, if answer 1 is 10 or less:</span> <a href="tel:999">999</a>' in FORMATS["html"](shown)
    assert json.loads(FORMATS["json"](shown))["outcome"]["x"]["see"][2]["when"] == {"pay": {"max": 10}}


def test_a_sheet_of_paper_has_the_numbers_that_are_for_everybody() -> None:
    sheet = FORMATS["handout"](NumberedTree(tree_of(TREE)))
    assert "<dt>Acas of your organisation</dt><dd>0300 123 1100</dd>" in sheet
    assert ">999<" not in sheet


def test_what_it_looks_at_is_voted_on_apart() -> None:
    assert [one.text for one in ranges(tree_of(TREE), "pay")] == [
        "up to 10",
        "over 10 to under 1000",
        "1000 or more",
    ]


@pytest.mark.parametrize("phone", ["999", "0300 123 1100", "+44 20 7946 0958", "(0300) 123-1100", "18001-0300"])
def test_numbers_that_can_be_rung(phone: str) -> None:
    assert PHONE.fullmatch(phone)


@pytest.mark.parametrize(
    "phone", ["9", "call me", "0300 CALL US", "++44", "03+00", "0300\u00a0123", "0300\n123", "-", "{hr}"]
)
def test_numbers_that_cannot(phone: str) -> None:
    assert not PHONE.fullmatch(phone)
