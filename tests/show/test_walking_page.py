"""The page that walks trees in a browser: one file that asks nobody for anything, and is used as a person would."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from browser import CHROMIUM, Browser, browser
from postwise import Walk, load
from postwise.show import walking_page as module
from postwise.show.numbered_tree import NumberedTree
from postwise.show.outline import outline
from postwise.show.tree_formats import FORMATS
from postwise.show.tree_table import TableError
from postwise.show.walking_page import DRAWING, PURE, SCRIPTS, PageWords, script, walking_page
from postwise.tree.library import shipped_folder
from postwise.tree.model import Tree
from postwise.tree.overlay_file import read_overlay
from postwise.tree.overlays import laid
from postwise.walk.ending_ahead import decided_in_words, end_at_hand
from shown import SHIPPED, endings, hostile_trees
from strategies import tree_of

KILOBYTE = 1_000
LARGEST = 200 * KILOBYTE
"""So large a page of one shipped tree is at the most: it goes by e-mail."""


UK = read_overlay(shipped_folder() / "uk.toml").overlay
LOW = {
    "in-trouble": {"trouble": "suspended", "holding": "low"},
    "wrong-at-work": {"at-work": "treated", "safe": "low"},
}
"""Who may not be safe, by what they answer."""


class Parts(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        self.inside.setdefault("data" if "type" in attributes else tag, []).append(data)

    @property
    def policy(self) -> str:
        return next(said["content"] or "" for tag, said in self.tags if said.get("http-equiv"))

    @property
    def data(self) -> Any:
        return json.loads("".join(self.inside["data"]).strip())


def page_of(*names: str) -> str:
    return walking_page([NumberedTree(load(path)) for name in names for path in SHIPPED if path.stem == name])


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# One file, and nothing else


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_page_of_every_shipped_tree_is_small_and_allows_its_own_script_alone(path: Path) -> None:
    page = FORMATS["page"](NumberedTree(load(path)))
    assert len(page.encode()) < LARGEST
    parts = Parts(page)
    (made,), (styled,) = parts.inside["script"][:1], parts.inside["style"][:1]
    rules = dict(rule.strip().split(" ", 1) for rule in parts.policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": digest(made),
        "style-src": digest(styled),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert not {tag for tag, _ in parts.tags} & {"link", "img", "iframe", "object", "base", "a", "audio", "video"}
    assert not [said for _, said in parts.tags if said.keys() & {"src", "href", "style", "onclick", "onload"}]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_page_holds_no_address_but_those_of_its_tree(path: Path) -> None:
    tree = load(path)
    see = [link.url for outcome in tree.outcomes.values() for link in outcome.see]
    known = {*see, *(link.url for link in tree.about.sources)}
    found = set(re.findall(r'(?:https?://|mailto:|tel:)\w[^\s"\\<]*', FORMATS["page"](NumberedTree(tree))))
    assert found <= known


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_page_names_no_command_to_whoever_reads_it(path: Path) -> None:
    script_and_words = FORMATS["page"](NumberedTree(load(path))).partition("</noscript>")[2]
    assert "postwise config" not in script_and_words
    assert "postwise run" not in script_and_words


FORBIDDEN = (
    r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch|XMLHttp|WebSocket|sendBeacon|import\(|"
    r"localStorage|sessionStorage|indexedDB|cookie|location\.href\s*=|window\.open|postMessage|setTimeout\("
)
"""What would put in HTML, ask somebody, or keep something."""


@pytest.mark.parametrize("name", [*PURE, *DRAWING])
def test_the_script_is_read_and_does_nothing_in_secret(name: str) -> None:
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    lines = text.splitlines()
    assert re.findall(FORBIDDEN, text) == []
    assert re.findall(r"\bvar\b|==(?!=)(?<!===)(?<!!==)|console\.|debugger|TODO|;;|\t| $", text, re.MULTILINE) == []
    assert len(lines) < 450
    assert max(map(len, lines)) <= 120
    assert max(functions(lines)) <= 40
    assert text.startswith(('"use strict";', "/*"))


def functions(lines: list[str]) -> Iterator[int]:
    """Yield how many lines each function takes."""
    begun = 0
    for number, line in enumerate(lines):
        if re.match(r"(async )?function\b|class\b", line):
            begun = number
        if line == "}":
            yield number - begun + 1
    yield 0


def test_the_whole_script_is_sound() -> None:
    engine = pytest.importorskip("page_engine")
    assert engine.evaluated(f"{{{script((*PURE, *DRAWING))}; typeof begin}}") == "function"


# What stands in it


@given(hostile_trees())
def test_no_text_of_a_tree_ends_the_script_it_stands_in(tree: Tree) -> None:
    try:
        page = FORMATS["page"](NumberedTree(tree))
    except TableError:
        return
    parts = Parts(page)
    assert [tag for tag, _ in parts.tags].count("script") == 2
    assert parts.data["words"][0]["trees"][0]["tree"]["id"]


MARKED = """format = 1
[tree]
title = "<b>T</b>"
start = "a"
[question.a]
ask = "A?"
why = "So *it* is, {manager}: [here](https://example.org/{a}), ![no](https://example.org/x.png).\\n\\n1. One\\n2. Two <i>x</i>"
help = "One\\n line."
type = "choice"
answers = [{ id = "b", text = "*B*", goto = "o", note = "You said **{a}**." }]
[outcome.o]
headline = "</script><script>alert(1)</script>"
reason = "See [this](javascript:alert(1))."
see = [{ title = "Bad", url = "https://example.org/bad" }]
"""


def test_markdown_is_made_into_nodes_beforehand() -> None:
    page = FORMATS["page"](NumberedTree(tree_of(MARKED), {"manager": "Bo"}))
    table = Parts(page).data["words"][0]["trees"][0]
    why = table["questions"]["a"]["why"]["md"]
    assert [node["tag"] for node in why if isinstance(node, dict)] == ["p", "ol"]
    assert why[0]["in"][:3] == ["So ", {"tag": "em", "in": ["it"]}, " is, Bo: "]
    assert why[0]["in"][3] == {"tag": "a", "in": ["here"], "href": ["https://example.org/", {"answer": "a"}]}
    assert table["questions"]["a"]["help"] == "One line."
    assert table["questions"]["a"]["answers"][0]["note"]["md"][1]["in"] == [{"answer": "a"}]
    assert "</script><script>alert" not in page
    assert "javascript:" not in json.dumps(why)


def test_a_tree_too_large_or_without_an_end_has_no_page() -> None:
    with pytest.raises(TableError, match="too large for a table"):
        walking_page([NumberedTree(load(SHIPPED[0]))], bound=20)
    ring = 'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n[question.a]\nask = "A?"\nyes = "o"\nno = "a"\n'
    with pytest.raises(TableError, match="have no end"):
        walking_page([NumberedTree(tree_of(f'{ring}[outcome.o]\nheadline = "H"\n'))])


def test_without_scripts_it_shows_the_outline_and_says_so() -> None:
    page = page_of("under-fire")
    inside = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert module.WITHOUT in inside
    first = outline(NumberedTree(load(next(path for path in SHIPPED if path.stem == "under-fire")))).splitlines()
    assert all(line.split("  ")[0] in inside for line in first if "'" not in line)


# As a person uses it

in_a_browser = [
    pytest.mark.browser,
    pytest.mark.unix,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


def opened(page: Browser, path: Path, *names: str, code: str = "") -> None:
    file = path / f"{names[0]}.html"
    file.write_text(page_of(*names), encoding="utf-8")
    page.open(f"{file.as_uri()}{f'#{code}' if code else ''}")


def heading(page: Browser) -> str:
    return page.run("document.getElementById('heading').textContent")


def press(page: Browser, words: str) -> None:
    """Press the button, or the label, that says so."""
    find = (
        "[...document.querySelectorAll('button, label.answer, summary')].find(one => one.textContent.trim() === WORDS)"
    )
    assert page.run(
        f"(one => {{ if (one) one.click(); return !!one; }})({find.replace('WORDS', json.dumps(words))})"
    ), words


def give(page: Browser, walk: Walk, answer: Any, *, unsure: bool = False) -> None:
    """Answer the open question as somebody would who reads what stands beside each field."""
    asked = walk.question
    assert asked is not None
    assert heading(page) == asked.ask
    if asked.typed:
        typed = answer.isoformat() if asked.kind == "date" else str(answer)
        page.run(f"document.getElementById('field').value = {json.dumps(typed)}")
    else:
        names = [answer] if asked.picks_one else sorted(answer)
        texts = [one.text for one in asked.answers if one.id in names] or [asked.none]
        for text in ["Not sure"] if unsure else texts:
            press(page, text)
    press(page, "Continue")


def at_peace(page: Browser) -> None:
    """Nothing was asked of anybody, nothing refused, nothing kept, and nothing is wider than the page."""
    asked = [one["request"]["url"] for one in page.heard("Network.requestWillBeSent")]
    outside = {
        url.partition("#")[0] for url in asked if not url.startswith("data:")
    }  # the browser's own signs on fields
    assert len(outside) == 1
    assert all(url.startswith("file:") for url in outside)
    assert page.heard("Runtime.exceptionThrown", "Log.entryAdded") == []
    assert page.run("document.cookie + localStorage.length + sessionStorage.length") == "00"
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


class TestInABrowser:
    pytestmark = in_a_browser

    @pytest.mark.parametrize("name", ["can-i-tow", "before-you-post", "wrong-at-work", "drinking-score", "under-fire"])
    def test_a_walk_ends_where_the_program_says(self, chromium: Browser, tmp_path: Path, name: str) -> None:
        chromium.looks(320, 640)
        opened(chromium, tmp_path, name)
        tree = load(next(path for path in SHIPPED if path.stem == name))
        for there in [walk for walk in endings(tree) if walk.steps][:8]:
            walk = Walk.start(tree)
            for step in there.steps:
                give(chromium, walk, step.answer, unsure=step.unsure)
                walk = walk.not_sure() if step.unsure else walk.answer(step.answer)
                if walk.outcome is not None or walk.at not in there.asked:
                    break
            if walk.outcome is None:
                press(chromium, "Start again")
                continue
            end = walk.recommendation
            assert end is not None
            assert heading(chromium) == end.headline
            text = chromium.run("document.getElementById('page').innerText")
            assert all(re.sub(r"\s+", " ", step) in re.sub(r"\s+", " ", text) for step in end.next)
            assert walk.code in chromium.run("document.getElementById('page').textContent")
            assert chromium.run("document.activeElement.id") == "heading"
            at_peace(chromium)
            press(chromium, "Start again")

    def test_an_earlier_answer_is_changed_and_the_code_goes_both_ways(self, chromium: Browser, tmp_path: Path) -> None:
        tree = load(next(path for path in SHIPPED if path.stem == "can-i-tow"))
        walk = Walk.replay(tree, {"where": "gb", "licence": "full", "passed": "1995-03-04", "trailer": 600})
        chromium.looks(390, 844)
        opened(chromium, tmp_path, tree.id, code=walk.code)
        assert heading(chromium) == walk.question.ask
        assert "Opened where it was left." in chromium.run("document.getElementById('told').textContent")
        press(chromium, "Change the answer to When did you pass your car test?")
        assert "You are changing an earlier answer." in chromium.run("document.body.innerText")
        chromium.run("document.getElementById('field').value = '2001-01-01'")
        press(chromium, "Continue")
        assert chromium.run("document.getElementById('told').textContent") == "Changed. 3 other answers are kept."
        changed = walk.change("passed", "2001-01-01")
        assert heading(chromium) == changed.question.ask
        press(chromium, "Change the answer to What sort of car licence have you?")
        press(chromium, "A provisional one")
        press(chromium, "Continue")
        assert "Not asked any more: “When did you pass your car test?”" in chromium.run("document.body.innerText")
        assert changed.change("licence", "learner").code in chromium.run("document.body.textContent")
        press(chromium, "Back")
        assert heading(chromium) == "What sort of car licence have you?"
        at_peace(chromium)

    def test_the_browsers_own_back_and_forward_go_along(self, chromium: Browser, tmp_path: Path) -> None:
        opened(chromium, tmp_path, "under-fire")
        first = heading(chromium)
        chromium.run("document.querySelector('input').click()")
        press(chromium, "Continue")
        second = heading(chromium)
        back = "new Promise(done => {{ addEventListener('popstate', () => setTimeout(done), {{once: true}}); history.{}(); }})"
        chromium.run(back.format("back"))
        assert heading(chromium) == first
        chromium.run(back.format("forward"))
        assert heading(chromium) == second
        at_peace(chromium)

    def test_the_keyboard_alone_is_enough(self, chromium: Browser, tmp_path: Path) -> None:
        chromium.looks(1200)
        opened(chromium, tmp_path, "pause-for-thought")
        tree = load(next(path for path in SHIPPED if path.stem == "pause-for-thought"))
        walk = Walk.start(tree)
        while walk.question is not None:
            assert heading(chromium) == walk.question.ask
            for _ in range(30):
                chromium.key("Tab")
                if chromium.run("document.activeElement.type") == "radio":
                    break
            chromium.key(" ")
            chromium.key("Enter")
            walk = walk.answer(walk.question.answers[0].id)
        assert heading(chromium) == walk.recommendation.headline
        reached = set()
        for _ in range(60):
            chromium.key("Tab")
            reached.add(chromium.run("document.activeElement.textContent.trim()"))
        every = chromium.run(
            "[...document.querySelectorAll('#page button, #page a, #page summary')].filter(one => one.checkVisibility())"
            ".map(one => one.textContent.trim())"
        )
        assert set(every) <= reached
        at_peace(chromium)

    def test_hand_overs_carry_what_was_answered(self, chromium: Browser, tmp_path: Path) -> None:
        opened(chromium, tmp_path, "account-setup", "restricted-roles", "minority-report")
        assert heading(chromium) == "What is it about?"
        trees = {path.stem: load(path) for path in SHIPPED}
        first = trees["account-setup"]
        walk = next(walk for walk in endings(first) if walk.outcome.tree == "restricted-roles")
        chromium.run(f"location.hash = '#{walk.code}'; new Promise(done => setTimeout(done, 100))")
        title = trees["restricted-roles"].about.title
        press(chromium, f"Go on: {title}")
        onward = walk.go_on(trees["restricted-roles"])
        assert heading(chromium) == onward.question.ask
        text = chromium.run("document.body.textContent")
        assert all(leg.code in text for leg in onward.legs if leg.steps)
        first_ask = first.questions[walk.steps[0].node_id].ask
        press(chromium, f"Change the answer to {first_ask}")
        press(chromium, walk.said(walk.steps[0]))
        press(chromium, "Continue")
        assert len(walk.steps) == 2
        assert chromium.run("document.getElementById('told').textContent") == "Changed. One other answer is kept."
        assert heading(chromium) == onward.question.ask
        press(chromium, "Back")
        assert heading(chromium) == walk.recommendation.headline
        at_peace(chromium)

    def test_nothing_is_answered_by_accident(self, chromium: Browser, tmp_path: Path) -> None:
        opened(chromium, tmp_path, "can-i-tow")
        first = heading(chromium)
        press(chromium, "Continue")
        assert heading(chromium) == first
        assert "Choose one of the answers, or Not sure." in chromium.run("document.body.innerText")
        code = Walk.replay(
            load(next(p for p in SHIPPED if p.stem == "can-i-tow")),
            {"where": "gb", "licence": "full", "passed": "1995-03-04"},
        ).code
        opened(chromium, tmp_path, "can-i-tow", code=code)
        for typed, takes in {
            "": False,
            "lots": False,
            "1,2": False,
            "19": False,
            "600.5": False,
            "1,200": True,
        }.items():
            chromium.run(f"document.getElementById('field').value = {json.dumps(typed)}")
            asked = heading(chromium)
            press(chromium, "Continue")
            assert (heading(chromium) != asked) is takes
        assert "1200 kg" in chromium.run("document.body.innerText")

    def test_a_language_is_chosen_on_the_page(self, chromium: Browser, tmp_path: Path) -> None:
        words = tmp_path / "cymraeg.toml"
        words.write_text(CYMRAEG, encoding="utf-8")
        overlay = read_overlay(words, "cymraeg.toml").overlay
        tree = load(next(path for path in SHIPPED if path.stem == "pause-for-thought"))
        other = PageWords("Cymraeg", [NumberedTree(laid(tree, overlay))], ["cy"])
        file = tmp_path / "page.html"
        file.write_text(walking_page([NumberedTree(tree)], [other]), encoding="utf-8")
        chromium.open(file.as_uri())
        before = heading(chromium)
        chromium.run(
            "(one => { one.value = '1'; one.dispatchEvent(new Event('change')); })(document.getElementById('words'))"
        )
        assert heading(chromium) == "Beth?"
        assert chromium.run("document.querySelector('#heading span').lang") == "cy"
        chromium.run(
            "(one => { one.value = '0'; one.dispatchEvent(new Event('change')); })(document.getElementById('words'))"
        )
        assert heading(chromium) == before
        at_peace(chromium)

    def test_letters_of_twice_the_size_fit_and_all_can_be_pressed(self, chromium: Browser, tmp_path: Path) -> None:
        chromium.looks(390, 844)
        tree = load(next(path for path in SHIPPED if path.stem == "can-i-tow"))
        for code in ("", endings(tree)[0].code):
            opened(chromium, tmp_path, tree.id, code=code)
            small = chromium.run(
                "[...document.querySelectorAll('button, summary, .answer')].filter(one => one.checkVisibility())"
                ".filter(one => one.getBoundingClientRect().height < 24).length"
            )
            assert small == 0
            chromium.run("document.documentElement.style.fontSize = '200%'")
            assert chromium.run("document.documentElement.scrollWidth <= innerWidth")

    def test_an_ending_that_is_clear_is_offered_where_nothing_said_there_is_still_to_come(
        self, chromium: Browser, tmp_path: Path
    ) -> None:
        tree = load(next(path for path in SHIPPED if path.stem == "under-fire"))
        asked = (leg for walk in endings(tree) for leg in steps_to(walk) if leg.question)
        open_yet = next(walk for walk in asked if walk.decided_already() and not end_at_hand(walk))
        opened(chromium, tmp_path, tree.id, code=open_yet.code)
        assert decided_in_words(open_yet, str(open_yet.decided_already())) in chromium.run("document.body.innerText")
        assert "Go to it" not in chromium.run("document.body.innerText")
        clear = Walk.replay(tree_of(CLEAR), {"a": "yes"})
        assert end_at_hand(clear) == "o"
        file = tmp_path / "page.html"
        file.write_text(walking_page([NumberedTree(clear.tree)]), encoding="utf-8")
        chromium.open(f"{file.as_uri()}#{clear.code}")
        assert "The ending is clear: “Rest.” Go to it" in chromium.run("document.body.innerText")
        press(chromium, "Go to it")
        assert heading(chromium) == clear.to_its_end().recommendation.headline
        assert "The questions left were not asked" in chromium.run("document.body.innerText")
        press(chromium, "Back")
        assert heading(chromium) == clear.question.ask
        at_peace(chromium)

    @pytest.mark.parametrize(("name", "answers"), LOW.items())
    def test_whoever_may_not_be_safe_reads_what_to_do_and_whom_to_ring_and_nothing_else(
        self, chromium: Browser, tmp_path: Path, name: str, answers: dict[str, str]
    ) -> None:
        tree = laid(load(next(path for path in SHIPPED if path.stem == name)), UK)
        walk = Walk.replay(tree, answers)
        file = tmp_path / "page.html"
        file.write_text(walking_page([NumberedTree(tree)]), encoding="utf-8")
        chromium.looks(320, 640)
        chromium.open(f"{file.as_uri()}#{walk.code}")
        shown = chromium.run("document.getElementById('page').innerText")
        assert [one for one in walk.recommendation.next if one not in shown] == []
        titles = chromium.run("[...document.querySelectorAll('#page h3, #page summary')].map(one => one.textContent)")
        assert titles == ["Next", "Whom to turn to"]
        assert "116 123" in shown
        assert tree.questions[walk.steps[0].node_id].ask not in shown
        press(chromium, "Back")
        assert heading(chromium) == walk.back().question.ask
        at_peace(chromium)

    def test_a_number_to_ring_is_on_one_line_and_copied_as_it_was_written(
        self, chromium: Browser, tmp_path: Path
    ) -> None:
        page = FORMATS["page"](NumberedTree(tree_of(NUMBERS)))
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        for width in range(320, 520, 20):
            chromium.looks(width, 640)
            chromium.open(file.as_uri())
            press(chromium, "Yes")
            press(chromium, "Continue")
            tall = "[...document.querySelectorAll('.whole')].map(one => one.getClientRects()[0].height)"
            heights = chromium.run(tall)
            assert len(heights) == 4
            assert max(heights) < 40, width
            at_peace(chromium)
        copied = chromium.run(
            "(() => { getSelection().selectAllChildren(document.getElementById('page')); return `${getSelection()}`; })()"
        )
        for said in (
            "the desk on +44 (0)20 7946 0000 (ext. 2), at once.",
            "Samaritans: 116 123",
            "a call to 0800 1111.",
        ):
            assert said in copied
            assert said in re.sub(r"\s+", " ", chromium.run("document.getElementById('page').innerText"))

    def test_what_is_printed_is_what_there_is_to_read(self, chromium: Browser, tmp_path: Path) -> None:
        tree = load(next(path for path in SHIPPED if path.stem == "pause-for-thought"))
        walk = endings(tree)[0]
        opened(chromium, tmp_path, tree.id, code=walk.code)
        chromium.looks(800, media="print")
        seen = chromium.run(
            "[...document.querySelectorAll('button, summary, select')].filter(one => one.checkVisibility()).length"
        )
        assert seen == 0
        assert walk.recommendation.headline in chromium.run("document.body.innerText")

    def test_without_scripts_the_outline_is_read(self, chromium: Browser, tmp_path: Path) -> None:
        chromium.tell("Emulation.setScriptExecutionDisabled", value=True)
        try:
            chromium.looks(320)
            opened(chromium, tmp_path, "under-fire")
            root = chromium.tell("DOM.getDocument")["root"]["nodeId"]
            read = chromium.tell("DOM.querySelector", nodeId=root, selector="noscript pre")["nodeId"]
            assert chromium.tell("DOM.getBoxModel", nodeId=read)["model"]["width"] <= 320
        finally:
            chromium.tell("Emulation.setScriptExecutionDisabled", value=False)

    @pytest.mark.skipif("AXE" not in os.environ, reason="AXE does not name axe.min.js")
    @pytest.mark.parametrize("width", [320, 390, 1200])
    @pytest.mark.parametrize("ground", [{}, {"dark": True}, {"forced": True}], ids=["light", "dark", "forced colours"])
    def test_axe_finds_nothing(self, chromium: Browser, tmp_path: Path, width: int, ground: dict[str, bool]) -> None:
        chromium.looks(width, **ground)
        for name, code in (("can-i-tow", ""), ("can-i-tow", "end"), ("account-setup", "")):
            tree = load(next(path for path in SHIPPED if path.stem == name))
            names = (name, "restricted-roles") if not code and name == "account-setup" else (name,)
            opened(chromium, tmp_path, *names, code=endings(tree)[0].code if code else "")
            chromium.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            assert axe(chromium) == []
        file = tmp_path / "drawing.html"
        file.write_text(FORMATS["html"](NumberedTree(load(SHIPPED[2]))), encoding="utf-8")
        chromium.open(file.as_uri())
        assert axe(chromium) == []


CLEAR = """format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "b"
no = "p"
[question.b]
ask = "B?"
yes = "o"
no = "o"
[outcome.o]
headline = "Rest."
[outcome.p]
headline = "Go."
"""
NUMBERS = """format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "A?"
yes = "o"
no = "p"
[outcome.o]
headline = "Ring."
reason = "It takes **a call** to 0800 1111."
next = ["Before anything else, and whatever the hour is, ring the desk on +44 (0)20 7946 0000 (ext. 2), at once."]
see = [{ title = "Samaritans", phone = "116 123" }, { phone = "020 7946 0001" }]
[outcome.p]
headline = "Rest."
"""


def steps_to(walk: Walk) -> Iterator[Walk]:
    while walk.steps:
        yield walk
        walk = walk.back()


def axe(page: Browser) -> list[Any]:
    page.run(f"{Path(os.environ['AXE']).read_text(encoding='utf-8')}; 0")
    return page.run(
        "axe.run(document).then(said => said.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
    )


CYMRAEG = """format = 1
[overlay]
title = "Cymraeg"
trees = ["pause-for-thought"]
place = "cy"
[question.implications]
ask = "Beth?"
"""
