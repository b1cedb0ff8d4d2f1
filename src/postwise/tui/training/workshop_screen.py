"""An hour in which a group writes a tree of its own; it is in the tree's file only once somebody writes it down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from postwise import files
from postwise.files import free_path
from postwise.show.numbered_tree import NumberedTree
from postwise.text import joined
from postwise.train.clocks import MINUTE, Timer, moment, toggled
from postwise.train.kept_hours import KeptHours
from postwise.train.workshop import PARTS, Workshop
from postwise.tree.ids import id_of
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import ChoiceDialog, FormDialog, FormField
from postwise.tui.screen_commands import TRIAL, WORKSHOP
from postwise.tui.training import OpenTrial, note_forms, workshop_lines
from postwise.tui.training.case_walk import CaseScreen, ending
from postwise.tui.training.workshop_lines import writing_lines
from postwise.tui.widgets.answering_keys import DIGITS
from postwise.tui.widgets.content import line
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.walk_panel import WalkPanel
from postwise.walk.walk import Walk

TAKEN_AWAY = {
    "m": ("mantra", "txt"),
    "h": ("hand-out", "html"),
    "f": ("full text", "md"),
}
"""What can be taken away of a tree, by key, and how the name of its file ends."""
LEFT_KEYS = "123456789"
"""The keys of hours that were broken off."""
FAULTY = "The draft has errors. Mend them first: the page of the draft names them."


class WorkshopScreen(BaseScreen[None]):
    """A draft in front of the room that writes it. The draft is a value; what is filled in makes the next one."""

    COMMANDS_HERE = WORKSHOP
    title_here = "Writing a tree together"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    WorkshopScreen.-wide #page { padding: 0 4; }
    WorkshopScreen.-middling #page { padding: 0 2; }
    """

    def __init__(self, begin: Callable[[str], Workshop], folder: Path, today: dt.date, hours: KeptHours) -> None:
        self.page = TextPage(id="page")
        super().__init__(self.page)
        self.begin = begin
        self.writing = begin("")
        self.saved = self.writing
        """The draft as it was last written down; at first the one that the hour began with."""
        self.folder = folder
        self.today = today
        self.hours = hours
        self.hour = hours.begin()
        self.clock = Timer(self.writing.part.minutes * MINUTE, moment())

    def on_mount(self) -> None:
        """Offer the hours that were broken off, or ask what the tree is to be called."""
        self.page.focus()
        self.put()
        self.set_interval(0.5, self._head)
        left = dict(zip(LEFT_KEYS, self.hours.broken_off(), strict=False))
        if not left:
            self._ask_for_title()
            return
        ways = {key: f"Go on with “{writing.filled(writing.title)}”" for key, (_, writing) in left.items()}
        explained = "What was written is as it stood. Whatever is not gone on with now stays."
        dialog = ChoiceDialog("An hour of writing was broken off", explained, {**ways, "n": "Begin a new one"})
        self.ask(dialog, lambda key: self._go_on(left[key][0]) if key in left else self._ask_for_title())

    def _go_on(self, path: Path) -> None:
        with self.saying_what_fails():
            self.hour, self.writing = self.hours.resume(path)
            self.saved = self.hour.saved or self.writing
            self.clock = self.hour.clock.kept() or self._clock()
            self.put(anew=True)

    def _ask_for_title(self) -> None:
        explained = "In an hour you write a tree of your own. The title is the question that it answers."
        self.ask(FormDialog("What is the tree called?", explained, [FormField("title", "Title")]), self._named)

    def _named(self, filled: Mapping[str, str]) -> None:
        begun = self.begin(filled["title"])
        with self.saying_what_fails():
            self.hour.keep(begun)
        self.writing = self.saved = begun
        self.clock = self._clock()
        self.put()

    def _clock(self) -> Timer:
        return self.hour.clock.keep(Timer(self.writing.part.minutes * MINUTE, moment()))

    def put(self, *, anew: bool = False) -> None:
        """Set the page: `anew` for another part, otherwise where it stands."""
        self.page.show(list(writing_lines(self.writing, self.keycaps)), keep=not anew)
        self._head()
        self.set_keys()

    def _head(self) -> None:
        place = self.writing.place + 1
        right = f"part {place} of {len(PARTS)} · {self.clock.shown(moment())}"
        self.masthead.show(
            line(self.writing.filled(self.writing.title), "bold"), line(right, "muted"), place / len(PARTS)
        )

    def change(self, make: Callable[[Workshop], Workshop]) -> None:
        """Take the next draft, or say why there is none."""
        before = self.writing
        with self.saying_what_fails():
            made = make(before)
            self.hour.keep(made)
            self.writing = made
            if self.writing.place != before.place:
                self.clock = self._clock()
            self.put(anew=self.writing.place != before.place)

    # Keys

    def offers(self, action: str) -> bool:
        """Tell what can be done now: nothing comes before the first part of the hour, and nothing after the last."""
        ends = {"back": 0, "next": len(PARTS) - 1}
        return self.writing.place != ends.get(action) and super().offers(action)

    def action_next(self) -> None:
        """Go on to the next part."""
        self.change(Workshop.forward)

    def action_back(self) -> None:
        """Go back to the part before."""
        self.change(Workshop.back)

    def action_timer(self) -> None:
        """Stop the timer, or let it go on."""
        self.clock = self.hour.clock.keep(toggled(self.clock))
        self._head()

    def on_text_page_chosen(self, event: TextPage.Chosen) -> None:
        """Open the form of what was chosen."""
        event.stop()
        match event.target:
            case ("pick", int(place)):
                self.change(lambda draft: draft.pick(place))
            case ("run",):
                self._run()
            case tuple() as target:
                form, made = workshop_lines.asked_for(self.writing, target, self.today)
                self.ask(form, lambda filled: self.change(lambda draft: made(draft, filled)))

    def action_strike(self) -> None:
        """Ask whether to strike what the mark is on: nobody could bring it back."""
        match self.page.marked:
            case ("question", str(node_id)) if node_id:
                self._ask_to_strike("question", "Its answers go with it.", lambda draft: draft.drop(node_id))
            case ("outcome", str(node_id)) if node_id:
                self._ask_to_strike("ending", "", lambda draft: draft.drop(node_id))
            case ("answer", str(question_id), str(answer_id)) if answer_id:
                self._ask_to_strike("answer", "", lambda draft: draft.without_answer(question_id, answer_id))
            case ("guidance", int(place)) if place < len(self.writing.guidance):
                self._ask_to_strike("line", "", lambda draft: draft.guide("", place))
            case _:
                self.say("Put the mark on a question, an answer or an ending of the draft.")

    def _ask_to_strike(self, what: str, explained: str, strike: Callable[[Workshop], Workshop]) -> None:
        choices = {"s": "Strike it", "l": "Leave it there"}
        dialog = ChoiceDialog(f"Strike this {what}?", explained, choices)
        self.ask(dialog, lambda key: self.change(strike) if key == "s" else None)

    # A case run through it

    def _run(self) -> None:
        draft = self.writing
        story = "" if draft.scenarios else draft.story
        blanks = [FormField("title", "What the case is called"), FormField("story", "What happens", story)]
        self.ask(FormDialog("A case", "Disguised: no name, and no real post.", blanks), self._try)

    def _try(self, filled: Mapping[str, str]) -> None:
        title, story = filled["title"], filled["story"]
        with self.saying_what_fails():
            trial = OpenTrial(self.writing.run(), title, self.writing.filled(story))
            self.go_to(trial, lambda walked: self.change(lambda draft: draft.keep(title, walked, story)))

    # Written down

    def action_save(self) -> None:
        """Write the tree into a file, where the group wants it, and what else the hour brought beside it."""
        if self.writing.loaded.tree is None:
            self.say(FAULTY, "stop")
            return
        explained = "With the mantra, the guidance and a hand-out beside it. The last page says what is missing yet."
        form = note_forms.path_form("Where does the tree go?", explained, self._path("toml"))
        self.ask(form, self._save)

    def _save(self, filled: Mapping[str, str]) -> None:
        path = files.typed_path(filled["path"])
        with self.saying_what_fails():
            files.write(path, self.writing.text)
            beside = [self._beside(path, f"-{kind}", text) for kind, text in self._results()]
            self.saved = self.writing
            self.hour.mark_saved(self.writing)
            self.say(f"Written to {path}, and beside it {joined(beside)}")

    def _beside(self, path: Path, more: str, text: str) -> str:
        stem, _, suffix = more.partition(".")
        there = free_path(path.parent, f"{path.stem}{stem}", f".{suffix}")
        files.write(there, text)
        return there.name

    def _results(self) -> Iterator[tuple[str, str]]:
        """Yield what an hour brings beside the tree, each with how its file is called."""
        from postwise.show.group_guidance import group_guidance  # nobody waits for what sets a page before that
        from postwise.show.tree_formats import FORMATS

        tree, draft = self.writing.loaded.tree, self.writing
        if draft.mantra:
            yield "mantra.txt", f"{draft.filled(draft.mantra)}\n"
        if draft.mantra or draft.guidance:
            yield "guidance.md", group_guidance(draft)
        if tree is not None:
            yield "hand-out.html", FORMATS["handout"](NumberedTree(tree, draft.words))

    def _path(self, suffix: str, more: str = "") -> Path:
        return free_path(self.folder, f"{id_of(self.writing.title) or 'our-tree'}{more}", f".{suffix}")

    def action_take_away(self) -> None:
        """Make something to take away."""
        if self.writing.loaded.tree is None:
            self.say(FAULTY, "stop")
            return
        options = {key: kind.capitalize() for key, (kind, _) in TAKEN_AWAY.items()}
        self.ask(ChoiceDialog("To take away", "", options), self._take_away)

    def _take_away(self, key: str) -> None:
        from postwise.show.mantra import mantra  # nobody waits for what sets trees before they take one away
        from postwise.show.tree_formats import FORMATS

        tree, words = self.writing.loaded.tree, self.writing.words
        if tree is None:
            return
        kind, suffix = TAKEN_AWAY[key]
        chart = NumberedTree(tree, words)
        own = self.writing.filled(self.writing.mantra) or mantra(tree, words)
        text = own if key == "m" else FORMATS["handout" if key == "h" else "markdown"](chart)
        path = self._path(suffix, f"-{kind.split()[0]}")
        form = note_forms.path_form("Where does it go?", text if key == "m" else "", path)
        note_forms.write_out(self, form, lambda: text.removesuffix("\n") + "\n")

    @property
    def unwritten(self) -> str:
        """What is not in a file yet, in words."""
        written = replace(self.writing, place=0) == replace(self.saved, place=0)
        return "" if written else "what you have written together"

    def action_leave(self) -> None:
        """Leave; ask first if something would be lost."""
        if not self.unwritten:
            self._over()
            return
        options = {"w": "Write it down first", "l": "Leave all the same", "s": "Stay"}
        explained = "What you have written is not in a file yet, and would be lost."
        self.ask(ChoiceDialog("Leave now?", explained, options), self._left)

    def _left(self, key: str) -> None:
        if key == "l":
            self.saved = self.writing  # it has been asked about
            self._over()
        elif key == "w":
            self.action_save()

    def _over(self) -> None:
        """Leave for good: nothing of the hour is kept but what was written down."""
        self.hour.forget()
        self.app.close(self)

    def on_unmount(self) -> None:
        """Let go of the hour, however it ends."""
        self.hour.put_away()


# A case run through the draft


class TrialWalkScreen(CaseScreen[Walk]):
    """Tries a draft out. Returns the walk if it is to be kept, else None."""

    COMMANDS_HERE = TRIAL
    title_here = "Running a case through the draft"
    BINDINGS: ClassVar[list[BindingType]] = [*DIGITS]

    def __init__(self, walk: Walk, title: str, story: str) -> None:
        super().__init__(lambda: ending(self.walked.walk or self.walk))
        self.walk = walk
        self.named = title
        self.told = story

    def on_mount(self) -> None:
        """Put the first question."""
        self.masthead.show(line(self.named or "A case", "bold"), line("run through the draft", "muted"))
        self._put(self.walk)

    def on_walk_panel_moved(self, event: WalkPanel.Moved) -> None:
        """Take the walk on."""
        event.stop()
        self._put(self.walked.walk or self.walk)

    def _put(self, walk: Walk) -> None:
        self.walk = walk
        self.put(walk, self.told)
        self.set_keys()

    def offers(self, action: str) -> bool:
        """Tell what can be done now: a case is kept once it has come to an outcome."""
        return self.walk.outcome is not None if action == "keep" else super().offers(action)

    def action_keep(self) -> None:
        """Keep the case."""
        self.dismiss(self.walk)

    @property
    def unwritten(self) -> str:
        """What of the case is nowhere yet, in words."""
        stands = self.walked.stands
        begun = self.walk.steps or self.told or self.named or (stands is not None and stands.unsent)
        return "the case that you are trying" if begun else ""

    def action_leave(self) -> None:
        """Go back to the draft; ask first if something of the case would be lost."""
        if not self.unwritten:
            self.dismiss(None)
            return
        keep = {"k": "Keep it with the draft"} if self.offers("keep") else {}
        choices = {**keep, "l": "Go back without it", "s": "Stay"}
        self.ask(ChoiceDialog("Back to the draft?", "This case is not kept, and would be lost.", choices), self._left)

    def _left(self, key: str) -> None:
        if key in {"k", "l"}:
            self.dismiss(self.walk if key == "k" else None)
