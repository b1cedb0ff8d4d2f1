"""Every text that people read is known as one, and a question's arrive in every view; what is left out is listed here."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from postwise import Walk
from postwise.author.scenarios import ScenarioReport, ScenarioRun
from postwise.plain import PlainDialogue, Stopped
from postwise.show.aggregate_document import aggregate_as_markdown
from postwise.show.brief import brief
from postwise.show.numbered_tree import NumberedTree
from postwise.show.recommendation_document import SETTERS, RecommendationDocument
from postwise.show.session_document import as_markdown, facilitator_notes
from postwise.show.tree_formats import FORMATS
from postwise.train.aggregate import SessionAggregate
from postwise.train.cases import suggested_choices
from postwise.train.facilitator_notes import notes_at
from postwise.train.room_view import room
from postwise.train.session_report import debrief
from postwise.train.solo import Solo, beside
from postwise.tree import model
from postwise.tree.file_table import keys_of
from postwise.tree.human_texts import READ
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.library_index import IndexedTree
from postwise.tree.model import About, FileTable, Outcome, Question, Scenario
from postwise.tree.promises import Signature
from postwise.tree.validate import KEYS_OF
from postwise.tui.screens.compare_roads import _column
from postwise.tui.screens.map_screen import MapScreen
from postwise.tui.training.room_lines import RoomContent, page_lines
from postwise.tui.training.setup_screen import setup_lines
from postwise.tui.training.solo_screen import beside_lines
from postwise.tui.widgets.library_details import TreeDetails, preview_lines
from postwise.tui.widgets.page_line import PageLine
from postwise.tui.widgets.question_lines import answers, aside, head
from postwise.tui.widgets.trail import trail_lines
from strategies import answers_to, as_toml, tree_of
from train.playing import begun, cases, counted, on, to

TREE_TABLES = [
    table
    for table in vars(model).values()
    if isinstance(table, type) and issubclass(table, FileTable) and table not in {FileTable, model.Tree}
] + [Signature]
"""Every table but the file as a whole: `texts` goes through that by name."""
UNREAD: Mapping[type[FileTable], set[str]] = {
    model.Reply: {"goto", "note"},  # no table of the file: answers, yes and no are made from it
    model.Answer: {"goto", "id"},
    model.YesNo: {"goto"},
    Question: {"goto"},
    model.BranchCase: {"goto"},
    model.Table: {"on"},
    model.Branch: {"on", "otherwise"},
    model.Value: {"on"},
    model.Outcome: {"tree"},
    model.OtherRoad: {"expect"},
    model.Scenario: {"expect", "split", "after"},
    model.About: {"start"},
    model.Promise: {"never", "only", "asked"},
    model.Check: {"allow"},
}
"""The texts of each table that nobody reads: ids, where things lead, what is said to the check, what fills others."""


def holds_texts(annotation: Any) -> bool:
    """Tell whether a field takes texts, or tables with texts that people read; the keys of a table of its own are ids."""
    inside = get_args(annotation)[get_origin(annotation) is Mapping :]
    return annotation is str or annotation in READ or any(map(holds_texts, inside))


@pytest.mark.parametrize("table", TREE_TABLES, ids=lambda table: table.__name__)
def test_every_text_is_read_or_known_as_one_that_nobody_reads(table):
    found = {name for name, key in keys_of(table).items() if holds_texts(key.wanted)}
    assert found == {*READ.get(table, ()), *UNREAD.get(table, ())}


KEYS = READ[Question]
KINDS = ("choice", "yes-no", "checklist", "number")
TABLES: Mapping[str, Callable[[str], Any]] = {
    "answers": lambda text: [{"text": text}, {"text": "Another"}],
    "yes": lambda text: {"text": text},
    "no": lambda text: {"text": text},
    "notes": lambda text: [{"text": text}],
    "dissent": lambda text: [{"text": text}],
}
"""How a text is written down under a key that holds more than a text."""


def said(key: str) -> str:
    """Return the words that stand under a key, and nowhere else."""
    return f"The {key} of it"


def question(kind: str, onward: str) -> dict[str, Any]:
    """Return a question of a kind with every text that it can have."""
    keys = [key for key in KEYS if kind in KEYS_OF.get(key, {kind})]
    grid = {"min": 0, "max": 1, "step": 1} if kind == "number" else {}
    return {"type": kind, "goto": onward, **grid, **{key: TABLES.get(key, str)(said(key)) for key in keys}}


WORDS = {"manager": "Ann {speakup}"}
"""What the organisation fills in: its words win, and are not read again."""
BRACES = "{manager} {team} {score} {later} {{kept}}"
"""Words of an organisation and of a tree, a value with a result and one that has none before the end, and braces."""
TEXTS = {key for keys in READ.values() for key in keys} - {"url"}


def braced(data: Any, key: str = "") -> Any:
    """Return the data of a tree with words in braces in every text that people read."""
    if isinstance(data, dict):
        return {inner: braced(value, inner) for inner, value in data.items()}
    if isinstance(data, list):
        return [braced(value, key) for value in data]
    return f"{data} {BRACES}" if isinstance(data, str) and key in TEXTS else data


def every_text(table: type[FileTable]) -> dict[str, Any]:
    """Return every text and list of texts that a table can have."""
    lists = {"authors": ["It."], "next": ["It."], "discuss": ["It."]}
    links = {key: [{"title": "It.", "url": "https://example.org"}] for key in ("sources", "see")}
    notes = {"notes": [{"when": {"number": {"min": 1}}, "text": "It."}, {"text": "It."}]}
    return {key: {**lists, **links, **notes}.get(key, "It.") for key in READ[table]}


TEXT = as_toml(
    braced(
        {
            "format": 1,
            "tree": {**every_text(About), "start": KINDS[0]},
            "profile": {"team": "the {crew}"},
            "question": {kind: question(kind, onward) for kind, onward in zip(KINDS, (*KINDS[1:], "end"), strict=True)},
            "value": {
                "score": {"sum": {"yes-no": {"yes": 1}}},
                "later": {"cases": [{"when": {"number": {"min": 0}}, "is": "Ask {hr}"}]},
            },
            "outcome": {"end": every_text(Outcome)},
            "scenario": {"one": {**every_text(Scenario), "split": KINDS[1], "answers": {}, "expect": "end"}},
        }
    )
)
TREE = tree_of(TEXT)


def walks() -> Iterator[Walk]:
    """Yield a walk at each question."""
    walk = Walk.start(TREE, profile=WORDS)
    while walk.question is not None:
        yield walk
        walk = walk.answer(answers_to(TREE, walk.at)[0])


def aloud() -> str:
    """Return what plain mode says of each question, and when it is asked why."""
    said = io.StringIO()
    for walk in walks():
        with pytest.raises(Stopped):
            PlainDialogue(io.StringIO("w\n"), said, str).walk(walk)
    return said.getvalue()


def on_screen() -> str:
    """Return the lines of each question on a screen."""
    asked = [walk.question for walk in walks()]
    lines = [line for one in asked for line in (*head(one), *answers(one, frozenset(), {}), *aside(one, why=True))]
    return "\n".join([*(line.words.plain for line in lines), *(one.how for one in asked)])


def in_the_room() -> str:
    """Return what the room sees in the silence before each question."""
    session = begun(text=TEXT, words=WORDS)
    views = [room(to(session, kind)) for kind in KINDS]
    return "\n".join(line.words.plain for view in views for line in page_lines(RoomContent(view, 120, 40)))


VIEWS: Mapping[str, Callable[[], str]] = {
    "plain": aloud,
    "screen": on_screen,
    "room": in_the_room,
    **{name: lambda name=name: FORMATS[name](NumberedTree(TREE, WORDS)) for name in ("markdown", "html", "handout")},
}
LEFT_OUT: Mapping[str, set[str]] = {
    "plain": {"dissent"},
    "screen": {"dissent"},
    "room": {"notes", "none", "dissent"},
    "handout": {"help", "notes", "none", "unit", "dissent"},
}
"""The keys that a view leaves out on purpose."""


@pytest.mark.parametrize("view", VIEWS)
def test_every_text_of_a_question_arrives(view):
    shown = VIEWS[view]()
    assert {key for key in KEYS if said(key) not in shown} == LEFT_OUT.get(view, set())


def plain(lines: Iterable[PageLine]) -> str:
    """Return the words of lines of a screen."""
    return "\n".join(f"{one.lead.plain}{one.words.plain}" for one in lines)


def at_the_end() -> Walk:
    """Return the walk at its end."""
    *_, last = walks()
    return last.answer(answers_to(TREE, last.at)[0])


def gone_on() -> Walk:
    """Return the walk at the end of a second tree, which has a word of the first in another sense."""
    second = {"format": 1, "tree": {"title": "On?", "start": "more"}, "profile": {"team": "the wrong crew"}}
    second |= {"question": {"more": {"ask": "More?", "yes": "so", "no": "so"}}, "outcome": {"so": {"headline": "So."}}}
    return at_the_end().go_on(tree_of(as_toml(second))).answer("yes")


def told() -> tuple[str, str, str]:
    """Return what a session is told to have said: alone, among many, and beside one's own road."""
    session = counted(on(to(begun(text=TEXT, words=WORDS), KINDS[2]), "vote"), "8 4")
    many = SessionAggregate()
    many.add(debrief(session))
    solo = Solo.begin(cases(TEXT), WORDS)
    solo = solo.with_walk(solo.walk.taking(at_the_end().answers))
    return as_markdown(debrief(session)), aggregate_as_markdown(many), plain(beside_lines(beside(solo, many)))


def in_the_library(tmp_path: Path) -> str:
    """Return what is known of a tree before it is read, and after."""
    path = tmp_path / "one.toml"
    path.write_text(TEXT, encoding="utf-8")
    library, entry = Library(words=WORDS), LibraryEntry("one", path, "file")
    book = IndexedTree.of(library, entry)
    details = TreeDetails(WORDS, dt.date(2026, 11, 1), None)
    return f"{book}\n{plain(preview_lines(book.reading(library.load(entry), WORDS), details))}"


def on_the_map(_: Path) -> str:
    """Return the lines of the map, seen from the first question."""
    screen = MapScreen(next(walks()))
    return "\n".join(screen._words(entry).plain for entry in screen.entries)


def noted(_: Path) -> str:
    """Return what the facilitator has beside the first question."""
    return str(notes_at(to(begun(text=TEXT, words=WORDS), KINDS[0])))


def in_a_table(_: Path) -> str:
    """Return the table but for what values are: a program is told that as the file says it, and beside it what is read."""
    results = {f'{{"is": "{result}"}}' for value in TREE.values.values() for result in value.results}
    lines = FORMATS["table"](NumberedTree(TREE, WORDS)).splitlines()
    return "\n".join(line for line in lines if line.rstrip(",") not in results)


def in_a_page(_: Path) -> str:
    """Return the page but for what values are, as above."""
    page = FORMATS["page"](NumberedTree(TREE, WORDS))
    for result in {str(result) for value in TREE.values.values() for result in value.results}:
        page = page.replace(f'{{"is":"{result}"}}', "")
    return page


ELSEWHERE: Mapping[str, Callable[[Path], str]] = {
    **{
        name: lambda _, name=name: FORMATS[name](NumberedTree(TREE, WORDS))
        for name in FORMATS
        if name not in {"json", "table", "page"}
    },
    "table": in_a_table,
    "page": in_a_page,
    **{
        name: lambda _, setter=setter: setter(RecommendationDocument.of(at_the_end()))
        for name, setter in SETTERS.items()
    },
    "brief": lambda _: brief(at_the_end(), Library()),
    "brief of two trees": lambda _: brief(gone_on(), Library()),
    "trail of two trees": lambda _: plain(trail_lines(gone_on(), None)),
    "road of two trees": lambda _: RecommendationDocument.of(gone_on()).as_text(),
    "roads": lambda _: plain(_column(at_the_end(), "Yours", frozenset())),
    "map": on_the_map,
    "library": in_the_library,
    "test": lambda _: "\n".join(ScenarioReport((ScenarioRun(TREE, WORDS),)).as_lines()),
    "crib": lambda _: facilitator_notes(cases(TEXT), WORDS),
    "notes": noted,
    "set-up": lambda path: plain(
        setup_lines(suggested_choices(cases(TEXT), "", WORDS, path, dt.date.max), "g", every=True)
    ),
    **{name: lambda _, place=place: told()[place] for place, name in enumerate(("debrief", "debriefs", "solo"))},
}
"""Where else texts of a tree are read."""
LEFT = re.compile(r"\{\\?(?:manager|team|score|later|hr)\b|your line manager|concerns are raised|wrong crew")
"""Words that nobody has filled, the wrong ones, and those of what was filled twice."""


@pytest.mark.parametrize("view", [*VIEWS, *(f"elsewhere: {name}" for name in ELSEWHERE)])
def test_no_words_in_braces_are_left(view, tmp_path):
    way = view.removeprefix("elsewhere: ")
    shown = VIEWS[view]() if view in VIEWS else ELSEWHERE[way](tmp_path)
    assert "Ann" in shown
    assert LEFT.findall(shown) == []
