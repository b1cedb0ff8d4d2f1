"""Keeping a recommendation: asks once what of it, and where. Nothing is kept that was not asked for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from postwise.errors import PostwiseError
from postwise.show.recommendation_document import RecommendationDocument
from postwise.text import escaped
from postwise.tui.dialogs import Dialog
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.text_page import BLANK, PageLine, TextPage
from postwise.walk.saved_walk import Keep
from postwise.walk.walk import Walk


@dataclass(frozen=True, slots=True)
class SavedParts:
    """How much of a walk is kept."""

    name: Keep
    text: str
    answers: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class SavePlace:
    """What it is kept as."""

    name: str
    text: str
    suffix: str


WHATS = (
    SavedParts("recommendation", "The recommendation alone", answers=False, draft=False),
    SavedParts("answers", "With my answers", answers=True, draft=False),
    SavedParts("draft", "With my answers and my draft", answers=True, draft=True),
)
WHERES = (
    SavePlace("records", "My own records, on this machine", ""),
    SavePlace("markdown", "A Markdown file", ".md"),
    SavePlace("text", "A plain text file", ".txt"),
    SavePlace("html", "A page to print", ".html"),
    SavePlace("json", "A JSON file, which always has the answers", ".json"),
)


class SaveDialog(Dialog[str]):
    """Asks what to keep and where; returns a sentence that says what was done, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pick", show=False),
        Binding("s", "save", show=False),
    ]

    def __init__(self, walk: Walk, draft: str, onward: str | None, folder: Path | None = None) -> None:
        super().__init__()
        self.walk = walk
        self.draft = draft
        self.onward = onward
        self.folder = folder or Path.cwd()
        self.whats = WHATS if draft.strip() else WHATS[:-1]
        self.what = self.whats[1]
        self.where = WHERES[1]

    def on_mount(self) -> None:
        """Set the page, with the mark on what saves."""
        self._set("save")

    def _set(self, mark: object = None) -> None:
        self.page.show(list(self._lines()), mark if isinstance(mark, str) else None, keep=True)

    def _lines(self) -> Iterator[PageLine]:
        yield PageLine(line("Keep this recommendation", "bold"))
        yield BLANK
        yield PageLine(line("What", "accent bold"))
        yield from (_pick(one.name, one.text, on=one is self.what) for one in self.whats)
        yield BLANK
        yield PageLine(line("Where", "accent bold"))
        yield from (_pick(one.name, one.text, on=one is self.where) for one in WHERES)
        yield BLANK
        into = f"as {self.path.name} in this folder" if self.where.suffix else "in my own records"
        yield PageLine(line(f"Save {into}"), styled("s  ", "accent bold"), "save")

    @property
    def path(self) -> Path:
        """Where it goes; never a file that is there already."""
        stem = f"{self.walk.tree.id}-{dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()}"
        path = self.folder / f"{stem}{self.where.suffix}"
        number = 2
        while path.exists():
            path = self.folder / f"{stem}-{number}{self.where.suffix}"
            number += 1
        return path

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Pick what was chosen, or save."""
        event.stop()
        if event.target == "save":
            self.action_save()
        else:
            self._picked(event.target)

    def action_pick(self) -> None:
        """Choose the marked line."""
        self.page.action_choose()

    def _picked(self, target: object) -> None:
        self.what = next((one for one in self.whats if one.name == target), self.what)
        self.where = next((one for one in WHERES if one.name == target), self.where)
        self._set(target)

    def action_save(self) -> None:
        """Keep it, and return a sentence that says so, or what stood in the way."""
        try:
            self.dismiss(self._written() if self.where.suffix else self._recorded())
        except PostwiseError as error:
            self.dismiss(str(error))

    def _written(self) -> str:
        from postwise.files import write_whole

        path = self.path
        write_whole(path, FORMS[self.where.name](self))
        return f"Saved as {path}"

    def _recorded(self) -> str:
        from postwise.walk.record_store import Records

        number = Records().save(self.walk, self.what.name, draft=self.draft if self.what.draft else None)
        return f"Saved as record {number}. See it again with: postwise records show {number}"


def _pick(name: str, text: str, *, on: bool) -> PageLine:
    return PageLine(line(text, "bold" if on else ""), styled("◉  " if on else "○  ", "accent" if on else "muted"), name)


def _document(asked: SaveDialog) -> RecommendationDocument:
    draft = asked.draft if asked.what.draft else None
    return RecommendationDocument.of(asked.walk, draft=draft, answers=asked.what.answers, onward=asked.onward)


def _json(asked: SaveDialog) -> str:
    document = asked.walk.to_dict()
    if asked.what.draft:
        document["draft"] = asked.draft
    return escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


FORMS: dict[str, Callable[[SaveDialog], str]] = {
    "markdown": lambda asked: _document(asked).as_markdown(),
    "text": lambda asked: _document(asked).as_text(),
    "html": lambda asked: _document(asked).as_html(),
    "json": _json,
}
