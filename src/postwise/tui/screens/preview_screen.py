"""Writing a tree while walking it: every save puts the new tree under the walk, its problems and its source beside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from postwise.author.live_file import NO_EDITS, WHOLE, FileReading, TreeEdits, kept_under, named_at, walk_past
from postwise.author.scenario_writer import add_scenario, scenario_of, titled
from postwise.author.scenarios import same_road
from postwise.editor import editor_named, opening
from postwise.errors import PostwiseError
from postwise.text import typed_line
from postwise.tree.ids import free_id
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.problems import Problem, TomlPath
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import FormDialog, FormField
from postwise.tui.endings_dialog import EndingsDialog
from postwise.tui.openings import OpenMap
from postwise.tui.screen_commands import KEEP, PREVIEW, WRITE, Action
from postwise.tui.widgets import recommendation_lines
from postwise.tui.widgets.answering_keys import DIGITS, AnsweringKeys
from postwise.tui.widgets.content import line, styled
from postwise.tui.widgets.file_watch import FileWatch
from postwise.tui.widgets.markdown_lines import LinkTarget
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.tui.widgets.problem_lines import clock, head
from postwise.tui.widgets.problems_panel import ProblemsPanel
from postwise.tui.widgets.question_lines import edited
from postwise.tui.widgets.text_page import TextPage
from postwise.tui.widgets.walk_panel import NO_MARKS, WalkPanel
from postwise.tui.writing_forms import QUESTION, kind_of, node_form, rename_answer_form, rename_form, which_id
from postwise.walk.walk import Walk

if TYPE_CHECKING:
    from postwise.tui.widgets.group_feedback import Remarks


FLASH = 2.5
"""Seconds for which marks say what was just edited."""
WAITING = (
    "There is nothing to walk through yet.",
    "The file has errors; tab goes to them. Save it without them and the walk begins here.",
)
PATIENCE = 0.4
"""Seconds after which a check that is still at work is spoken of."""


class PreviewScreen(AnsweringKeys[None], BaseScreen[None]):
    """A walk through a file as it is being written."""

    COMMANDS_HERE = PREVIEW
    title_here = "Writing a tree"
    SCOPED_CSS = False
    DEFAULT_CSS = """
    PreviewScreen #walked { padding: 0 1 0 0; }
    PreviewScreen.-wide #walked { padding: 0 1; }
    PreviewScreen #beside { width: 36; border-left: solid $ink-rule; }
    PreviewScreen.-wide #beside { width: 60; }
    PreviewScreen.-middling #walked #walked-trail, PreviewScreen.-narrow #walked #walked-trail,
    PreviewScreen.-short #walked #walked-trail { display: none; }
    PreviewScreen.-narrow #beside { display: none; }
    PreviewScreen.-narrow.-beside #beside { display: block; width: 1fr; border-left: none; }
    PreviewScreen.-narrow.-beside #walked { display: none; }
    PreviewScreen.-aside #walked #walked-trail { display: block; height: 1fr; max-height: 100%; border-top: none; }
    PreviewScreen.-aside #walked WalkPanel { display: none; }
    #walked-trail { height: auto; max-height: 10; padding: 0; border-top: solid $ink-rule; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*DIGITS, Binding("shift+tab", "other_side(-1)", show=False)]

    def __init__(self, entry: LibraryEntry, library: Library, remarks: Remarks | None = None) -> None:
        self.trail = TextPage(id="walked-trail")
        self.walked = WalkPanel(self.trail, self._ending, id="walk")
        self.beside = ProblemsPanel(id="beside")
        self.file = FileWatch(entry.path, library)
        walked = Vertical(self.walked, self.trail, id="walked")
        super().__init__(Horizontal(walked, self.beside, id="body"), self.file)
        self.entry = entry
        self.library = library
        self.remarks_on = remarks
        self.reading: FileReading | None = None
        """What the file held when it was last read."""
        self.good: FileReading | None = None
        """The reading whose tree is walked."""
        self.edits: TreeEdits = NO_EDITS
        """What was edited with the last save, for as long as it is marked."""
        self.news = ""
        """What is to be said of the next reading instead of what was edited."""

        self.renamed: dict[str, str] = {}
        """What has been given another id, and is not read with it yet."""

    def on_mount(self) -> None:
        """Set an empty page; the file is read beside it."""
        self._head()
        self.walked.take_focus()

    # The file

    def on_file_watch_read(self, event: FileWatch.Read) -> None:
        """Put what was saved under the walk, or keep the last tree that could be walked."""
        reading, first = event.reading, self.reading is None
        self.reading = reading
        self._flash(event.edits)
        if reading.start is not None:
            self.good = reading
            self.walked.put_under(kept_under(reading.start, self.walked.own, self.renamed))
            self.renamed = {}
            self.beside.where = self._where(self.walked.node_id)
            self.beside.show(reading, reading)
            self.set_timer(PATIENCE, self._say_checking)
        else:
            self.walked.put(keep=True)
            self.beside.show(reading, self.good)
        self._bring_up_to_date()
        if not first:
            self._say_read(reading, event.edits)
        self.news = ""

    def on_file_watch_checked(self, event: FileWatch.Checked) -> None:
        """Say everything that is wrong with the file."""
        self.reading = event.reading
        if event.reading.tree is not None:
            self.good = event.reading
        self.beside.show(event.reading, self.good)
        self._head()

    def on_file_watch_weighed(self, event: FileWatch.Weighed) -> None:
        """Say beside the question how much hangs on it."""
        self.beside.weigh(event.reading.importance)

    def _say_checking(self) -> None:
        if self.reading is not None and not self.reading.checked:
            self.beside.set_problems()

    def _say_read(self, reading: FileReading, edits: TreeEdits) -> None:
        at = clock(reading.at)
        if self.news:
            self.say(self.news)
        elif reading.gone:
            self.say(f"{reading.path.name} is not there since {at}.", "stop")
        elif reading.tree is None:
            what = "You walk on in the last tree without any." if self.good is not None else ""
            self.say(f"Saved at {at}, with errors. {what}", "stop")
        else:
            self.say(f"Read again at {at}{': ' if edits.sentence else '.'}{edits.sentence}")

    def _flash(self, edits: TreeEdits) -> None:
        """Mark what was edited for a moment, unless nothing is to move."""
        if self.app.animation_level == "none":
            return
        self.edits = edits
        self.beside.edited = edits.lines
        self.walked.marks = edits.parts
        self.set_timer(FLASH, lambda: self._unmark(edits))

    def _unmark(self, edits: TreeEdits) -> None:
        if self.edits is edits:
            self.edits = NO_EDITS
            self.walked.mark(NO_MARKS)
            self.beside.mark_edited(NO_EDITS.lines)

    # The page

    def _bring_up_to_date(self) -> None:
        self._head()
        self.set_keys()
        node_id = self.walked.node_id
        self.beside.remark(self.remarks_on(self.entry.id, node_id) if self.remarks_on and node_id else [])

    def on_walk_panel_moved(self, event: WalkPanel.Moved) -> None:
        """Show the source of what is on the page now."""
        event.stop()
        self.walked.take_focus()
        self.remove_class("-aside", "-beside")
        self.beside.look_at(self._where(self.walked.node_id))
        self._bring_up_to_date()

    def _ending(self) -> Iterator[PageLine]:
        """Yield where the walk has ended, or why there is none."""
        walk = self.walked.walk
        yield BLANK
        if walk is not None and self._not_written(walk.at):
            yield PageLine(line(f"“{walk.at}” is not written yet.", "pause bold"), styled("△ ", "pause"))
            yield BLANK
            yield PageLine(line(f"{self.keycaps[WRITE.name]} writes it: a question or an ending, in your words."))
            return
        if walk is None:
            yield from (PageLine(line(text, style)) for text, style in zip(WAITING, ("bold", "muted"), strict=True))
            return
        end = walk.recommendation
        if end is None:
            yield PageLine(line("The walk stops here.", "stop bold"), styled("▲ ", "stop"))
            yield BLANK
            yield PageLine(
                line(f"“{walk.at}” takes none of these answers any further. Take one back, or mend the file.")
            )
            return
        yield from recommendation_lines.opening(end)
        yield PageLine(edited(self.walked.marks.get(walk.at, {}), WHOLE))
        for entry in recommendation_lines.to_do(end, recommendation_lines.PageState(), end.tree):
            yield entry if isinstance(entry.target, LinkTarget) else entry._replace(target=None)

    def in_foot(self, command: Action) -> bool:
        """Tell whether the footer names a command: at an ending, its walk can be kept."""
        missing = self.walked.ended and self._not_written(self.walked.node_id)
        there = {KEEP.action: self.walked.ended and not missing, WRITE.action: missing}
        return super().in_foot(command) and there.get(command.action, True)

    def on_walk_panel_looked(self, event: WalkPanel.Looked) -> None:
        """Say how much is still to come."""
        event.stop()
        self._head()

    def _head(self) -> None:
        missing = self._not_written(self.walked.node_id)
        self.masthead.show(*head(self.walked.walk, self.reading, self.entry.path.name, missing=missing))
        self.keybar.keep_saying(line(self.walked.put_again, "accent"))

    def _where(self, node_id: str | None) -> TomlPath:
        """Return where a node of the walked tree stands in its file; of what is not written, what leads there."""
        tree = self.good.tree if self.good is not None else None
        if tree is None or node_id is None or self.good is None:
            return ()
        missing = self._not_written(node_id)
        return named_at(self.good, self.walked.walk, node_id) if missing else (tree.table_of(node_id), node_id)

    def _not_written(self, node_id: str | None) -> bool:
        return self.good is not None and node_id in self.good.unwritten

    # Problems

    def action_problem(self, by: int) -> None:
        """Go to the next problem, or the one before."""
        if self.beside.next_problem(by):
            self.remove_class("-aside")
            self.add_class("-beside")
        else:
            self.say("There is nothing wrong with this file." if self.reading else "The file is being read.")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let the source follow the keyboard back to what is on the page, unless an error is to be mended first."""
        if (
            self.reading is not None
            and self.reading.tree is not None
            and (self.walked in event.widget.ancestors or event.widget is self.trail)
        ):
            self.beside.look_at(self._where(self.walked.node_id))

    def on_problems_panel_chosen(self, event: ProblemsPanel.Chosen) -> None:
        """Go to the question of a problem, or open the file at a line of it."""
        event.stop()
        if isinstance(event.what, Problem):
            self._go_to(event.what)
        else:
            self.edit_at(event.what)

    def _go_to(self, problem: Problem) -> None:
        now = self.walked.walk
        onward = walk_past(now, problem.at) if now is not None else None
        if onward is None:
            edit = self.keycaps["edit"]
            self.say(f"No walk through the tree on the page comes by there. {edit} opens it in your editor.")
            return
        walk, node_id = onward
        if walk is not now:
            self.walked.show(walk)
        self.walked.ask_again((walk.tree.id, node_id))

    # Walking

    def action_anew(self) -> None:
        """Begin the walk again."""
        if self.walked.walk is not None:
            self.walked.show(Walk.start(self.walked.walk.tree, profile=self.library.words))
            self.walked.post_message(WalkPanel.Moved())

    def action_other_side(self, by: int) -> None:
        """Go from the question to the trail, to the problems, and back."""
        sides = ["", *(["-aside"] if self.trail.targets else []), "-beside"]
        now = 1 if self.trail.has_focus else len(sides) - 1 if self.beside.problems.has_focus else 0
        side = sides[(now + by) % len(sides)]
        self.remove_class("-aside", "-beside")
        if not side:
            self.walked.take_focus()
            return
        if side == "-beside" or not self.trail.display:
            self.add_class(side)
        (self.trail if side == "-aside" else self.beside.problems).focus()

    def action_endings(self) -> None:
        """Show what share of the roads through the tree on the page ends with which verdict."""
        if self.walked.walk is not None:
            self.app.push_screen(EndingsDialog(self.walked.walk.tree))
        else:
            self.say("The file has errors, and there is no road through it yet.")

    def action_map(self) -> None:
        """Show the whole tree; what is chosen there opens in the editor."""
        walk = self.walked.walk
        if walk is None:
            self.say("There is no tree to show yet.")
        else:
            self.go_to(OpenMap(walk, writing=True), self._mapped)

    def _mapped(self, node_id: str) -> None:
        if self.reading is not None:
            self.edit_at(self.reading.line_of(self._where(node_id)))

    @property
    def _beside_the_walk(self) -> bool:
        """Whether somebody has gone from the walk to the trail or the problems."""
        return self.has_class("-aside") or self.has_class("-beside")

    def called_now(self, command: Action) -> Action:
        """Return a command called what it is here: the way out leads back to the walk first."""
        if command.name == "leave" and self.walked.asking is None and self._beside_the_walk:
            return command._replace(label="To the walk", help="Go back to the walk")
        return super().called_now(command)

    def action_leave(self) -> None:
        """Leave the preview; with an earlier question put again, leave that."""
        if self.walked.asking is not None:
            self.walked.ask_again(None)
        elif self._beside_the_walk:
            self.remove_class("-aside", "-beside")
            self.walked.take_focus()
        else:
            self.app.close(self)

    # The editor

    def action_edit(self) -> None:
        """Open the file in the editor, at the focused problem or the question on the page."""
        self.edit_at(self.beside.spot.line)

    def edit_at(self, number: int) -> None:
        """Open the file in the editor at a line, and read it again afterwards."""
        from postwise.tui.external_editor import lend

        with self.saying_what_fails():
            editor = opening(editor_named(), self.entry.path, number)
            self.news = lend(self.app, editor) or ""
            if self.news:
                self.say(self.news, "stop")
            elif editor.window:
                self.say(f"Open in {editor.name}, at line {number}. What you save there is read here.")
            self.file.look()

    # Writing along

    def action_write(self) -> None:
        """Write what the walk has come to and is not there yet, as a question or an ending."""
        walk, key = self.walked.walk, self.keycaps[WRITE.name]
        if walk is None or not self.walked.ended or not self._not_written(walk.at):
            why = "Nothing can be walked yet" if walk is None else "All of this page is written"
            self.say(f"{why}. Where a goto names what is not there yet, {key} writes it.")
        elif self._may_write():
            self.ask(kind_of(walk.at), partial(self._write, walk.at))

    def _write(self, node_id: str, kind: str) -> None:
        tree = self.good.tree if self.good is not None else None
        taken = () if tree is None else (*tree.questions, *tree.branches, *tree.values, *tree.outcomes)
        form = node_form(kind, self.entry.path, node_id, taken, self.library.words)
        self.ask(form, lambda _: self._written(f"“{node_id}” stands at the end of {self.entry.path.name} now."))

    def action_rename(self) -> None:
        """Give what is on the page another id, wherever the file names it."""
        node_id = self.walked.node_id
        if node_id is None:
            self.say("There is nothing on the page yet.")
        elif self._may_write():
            question = self.good.tree.questions.get(node_id) if self.good and self.good.tree else None
            which = None if question is None else which_id(question)
            if which is None:
                self._rename(node_id, QUESTION)
            else:
                self.ask(which, partial(self._rename, node_id))

    def _rename(self, node_id: str, key: str) -> None:
        path, words = self.entry.path, self.library.words
        if key == QUESTION or self.good is None or self.good.tree is None:
            self.ask(rename_form(path, node_id, words), partial(self._renamed, node_id))
            return
        named = [answer.name for answer in self.good.tree.questions[node_id].answers or () if answer.id is not None]
        form = rename_answer_form(path, node_id, named[int(key) - 1], words)
        self.ask(form, lambda filled: self._written(f"“{named[int(key) - 1]}” is “{typed_line(filled['id'])}” now."))

    def _renamed(self, node_id: str, filled: Mapping[str, str]) -> None:
        new = typed_line(filled["id"])
        self.renamed[node_id] = new
        self._written(f"“{node_id}” is “{new}” now.")

    def _may_write(self) -> bool:
        """Tell whether the file may be written into, and say why not."""
        if self.entry.origin == "shipped":
            self.say("This tree ships with postwise and stays as it is: preview a copy.")
        return self.entry.origin != "shipped"

    def _written(self, news: str) -> None:
        self.news = news
        self.file.look()

    # Scenarios

    def action_keep(self) -> None:
        """Ask what this walk is to be called as a scenario."""
        walk, reading = self.walked.walk, self.reading
        if walk is None or not self.walked.ended:
            self.say(f"Walk to an ending first; then {self.keycaps[KEEP.name]} keeps the walk as a scenario.")
        elif reading is None or reading.tree is None:
            key = self.keycaps[KEEP.name]
            self.say(f"The file has errors now. Mend them first, then {key} keeps this walk as a scenario.", "stop")
        elif self._not_written(walk.at):
            self.say(f"“{walk.at}” is not written yet; {self.keycaps[WRITE.name]} writes it.")
        elif self._may_write():
            self.ask(self._name_form(walk, reading.tree.scenarios), lambda _: self.file.look())

    def _name_form(self, walk: Walk, taken: Collection[str]) -> FormDialog:
        where = f"at the end of {self.entry.path.name}. Everything that is there stays as it is, comments too."
        twin = same_road(walk)
        told = f"“{twin}” takes this road already. " if twin else ""
        blank = FormField("name", "A title, or an id", "", free_id(walk.at, taken), partial(_called, walk.at, taken))
        text = f"{told}It expects “{walk.at}”, and is written {where}"
        return FormDialog("Keep this walk as a scenario", text, [blank], partial(self._keep, walk))

    def _keep(self, walk: Walk, filled: Mapping[str, str]) -> str:
        """Write a walk into the file as a scenario; return what stood in the way, and the form stays with its words."""
        tree = self.reading.tree if self.reading is not None else None
        name, title = titled(filled["name"] or walk.at, tree.scenarios if tree is not None else ())
        if not name:
            return "A name begins with a letter."
        try:
            add_scenario(self.entry.path, scenario_of(walk, name, title), self.library.words)
        except PostwiseError as error:
            return str(error)
        self.news = f"Kept as scenario “{name}”, at the end of {self.entry.path.name}."
        return ""


def _called(at: str, taken: Collection[str], typed: str) -> str:
    """Return the id that a typed line makes of a scenario, where it says anything else."""
    name, _ = titled(typed or at, taken)
    return name if typed and name != typed else ""
