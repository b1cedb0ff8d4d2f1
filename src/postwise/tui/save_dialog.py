"""Keeping a recommendation: asks once what of it, and where. Nothing is kept that was not asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from postwise.errors import PostwiseError
from postwise.files import free_path, write_new
from postwise.show.recommendation_document import SETTERS, RecommendationDocument
from postwise.text import as_json, joined
from postwise.tree.library import NextTree
from postwise.tui.desktop import SERVING
from postwise.tui.dialogs import Dialog
from postwise.tui.screen_commands import SAVE
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.head_and_foot import bindings, with_own_keys
from postwise.tui.widgets.page_line import BLANK, PageLine, heading, option
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.saved_walk import Keep
from postwise.walk.walk import Walk
from postwise.walk.walking import in_own_words


def parts_of(walk: Walk, draft: str, place: str) -> dict[Keep, str]:
    """Return how much of a walk can be kept in a place, in words; a file has what was said in one's own words, too."""
    own = ["my own words"] if in_own_words(walk) else []
    drafted = ["my draft"] if draft.strip() else []
    parts: dict[Keep, str] = {"recommendation": "The recommendation alone"}
    if own and place == "records":
        parts["answers"] = "With my answers, without my own words"
        drafted = [*own, *drafted]
    else:
        parts["answers"] = f"With {joined(['my answers', *own])}"
        drafted = [*own, *drafted] if drafted else []
    return {**parts, "draft": f"With {joined(['my answers', *drafted])}"} if drafted else parts


PLACES: Mapping[str, tuple[str, str]] = {
    "records": ("My own records, on this machine", ""),
    "markdown": ("A Markdown file", ".md"),
    "text": ("A plain text file", ".txt"),
    "html": ("A page to print", ".html"),
    "json": ("A JSON file, which always has the answers", ".json"),
}
"""What it can be kept as, and how the name of a file of that kind ends."""


class Saved(NamedTuple):
    """What came of it."""

    sentence: str
    with_draft: bool = False
    """Whether the draft is kept with it, for certain."""
    record: int | None = None
    """The number of the record it is kept as; None if it is a file."""
    part: Keep = "recommendation"
    """How much of the walk that record holds."""


class SaveDialog(Dialog[Saved]):
    """Asks what to keep and where; returns a sentence that says what was done, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "pick", show=False), *bindings([SAVE])]

    def __init__(self, walk: Walk, draft: str, onward: NextTree | None, today: dt.date, *, other: bool = False) -> None:
        super().__init__()
        self.walk = walk
        self.other = other
        """Whether the walk is a road that was looked at beside one's own."""
        self.draft = draft
        self.onward = onward
        self.today = today
        self.folder = Path.cwd()
        self.wanted: Keep = "answers"
        """How much was chosen last."""
        self.place = "records"

    def on_mount(self) -> None:
        """Set the page, with the mark on what saves; in a browser a file is the first choice, for that comes to it."""
        self.place = "text" if self.app.is_web else self.place
        self._set("save")

    def _set(self, mark: Hashable) -> None:
        self.page.show(list(self._lines()), mark, keep=True)

    def _lines(self) -> Iterator[PageLine]:
        yield PageLine(line("Keep this recommendation", "bold"))
        yield BLANK
        yield heading("What")
        yield from (option(part, words, on=part == self.part) for part, words in self.parts.items())
        yield BLANK
        yield heading("Where")
        yield from (option(place, self._called(place), on=place == self.place) for place in PLACES)
        yield BLANK
        folder = "by your browser" if self.app.is_web else "in this folder"
        into = "in my own records" if self.place == "records" else f"as {self.path.name} {folder}"
        yield PageLine(line(f"Save {into}"), styled(f"{self.save_key}  ", "accent bold"), "save")

    @property
    def save_key(self) -> str:
        """The key that saves, as a person reads it."""
        return with_own_keys(SAVE, self.app.own_keys).shown

    @property
    def part(self) -> Keep:
        """How much is kept: what was chosen last, where that can be had."""
        return self.wanted if self.wanted in self.parts else "answers"

    @property
    def parts(self) -> dict[Keep, str]:
        """How much of the walk can be kept where it is to go, in words."""
        return parts_of(self.walk, self.draft, self.place)

    def _called(self, place: str) -> str:
        return f"My own records, on {SERVING}" if place == "records" and self.app.is_web else PLACES[place][0]

    @property
    def path(self) -> Path:
        """Where it goes; never a file that is there already, of which a browser takes care itself."""
        name, ending = f"{self.walk.tree.id}-{self.today.isoformat()}", PLACES[self.place][1]
        return Path(name + ending) if self.app.is_web else free_path(self.folder, name, ending)

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Pick what was chosen, or save."""
        event.stop()
        if event.target == "save":
            self.action_save()
            return
        self.wanted = next((part for part in self.parts if part == event.target), self.wanted)
        self.place = next((place for place in PLACES if place == event.target), self.place)
        self._set(event.target)

    def action_pick(self) -> None:
        """Choose the marked line."""
        self.page.action_choose()

    def action_save(self) -> None:
        """Keep it, and return a sentence that says so, or what stood in the way."""
        if not self.is_active:
            return
        try:
            self.dismiss(self._recorded() if self.place == "records" else self._written())
        except PostwiseError as error:
            self.dismiss(Saved(str(error)))

    def _written(self) -> Saved:
        path = self.path
        if self.app.is_web:  # which may refuse it, and does not say
            self.app.deliver_binary(BytesIO(self._text().encode()), save_directory="", save_filename=path.name)
            return Saved(f"Sent to your browser as {path.name}")
        write_new(path, self._text(), private=True)
        return Saved(f"Saved as {path}", self._kept_draft is not None)

    def _recorded(self) -> Saved:
        from postwise.walk.record_store import Records

        number = Records().save(self.walk, self.part, draft=self._kept_draft, other=self.other)
        said = f"Saved as record {number}. See it again with: postwise records show {number}"
        return Saved(said, self._kept_draft is not None, number, self.part)

    @property
    def _kept_draft(self) -> str | None:
        return self.draft if self.part == "draft" and self.draft.strip() else None

    def _text(self) -> str:
        """Return what the file will hold."""
        if self.place == "json":
            record = self.walk.to_dict() | ({} if self._kept_draft is None else {"draft": self._kept_draft})
            return as_json(record) + "\n"
        answers = self.part != "recommendation"
        document = RecommendationDocument.of(self.walk, draft=self._kept_draft, answers=answers, onward=self.onward)
        return SETTERS[self.place](document)
