"""What whoever leads a session sees at the desk: where the hour is, what is to do now, what comes next, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textual.content import Content
from textual.widget import Widget

from postwise.text import counted
from postwise.train.agenda import agenda, next_step, questions_left, times, to_be_given
from postwise.train.clocks import SessionClocks
from postwise.train.facilitator_notes import FacilitatorNotes, notes_at
from postwise.train.room_view import RoomView
from postwise.train.session import VOTING, Session
from postwise.train.session_words import FIRST_VOTE, MODES
from postwise.tui.training.room_face import as_rehearsed, step_and_clock
from postwise.tui.training.room_lines import COUNTS, RoomContent, asked_lines, page_lines
from postwise.tui.widgets.content import join, line, styled
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine, heading
from postwise.tui.widgets.question_lines import bulleted
from postwise.tui.widgets.text_page import TextPage


class DeskFace:
    """The desk's page; over the room's own page, or in a window where only whoever leads looks."""

    title = "At the desk"

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.page = TextPage(id="page")

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The page."""
        return (self.page,)

    def show(self, content: RoomContent, session: Session, clocks: SessionClocks, *, anew: bool) -> bool:
        """Set the page: `anew` for another step, otherwise where it stands; it has no columns."""
        self.page.show(list(desk_lines(content, session, clocks)), COUNTS if anew else None, keep=not anew)
        return False

    def head(self, view: RoomView, clocks: SessionClocks) -> tuple[Content, Content, float | None]:
        """Return whose page it is, and the step with how many have voted and its clock."""
        left = as_rehearsed(view, line("For the facilitator only", "bold"))
        return left, line(step_and_clock(view, clocks), "muted"), None


def desk_lines(content: RoomContent, session: Session, clocks: SessionClocks) -> Iterator[PageLine]:
    """Yield the agenda bar, what is to do now, what comes next, and what a facilitator may want at a step."""
    view, notes = content.view, notes_at(session)
    yield from _agenda(session, content.columns - TextPage.edge - 1)
    yield PageLine(line(" ".join(times(session, clocks)), "muted"))
    yield BLANK
    beside = _with_first(view, notes)
    if view.ask:
        yield from asked_lines(replace(content, view=beside))
        if beside is not view:
            yield PageLine(styled(FIRST_VOTE, "muted"))
        yield BLANK
    yield from _next(content, session)
    yield BLANK
    if beside is view:
        yield from _list(FIRST_VOTE, [f"{text}: {count}" for text, count in notes.first])
    yield from _due(content, session, notes)
    yield from _split(notes)
    yield from _list("You may say", notes.prompts)
    yield from _list("To talk about", notes.discuss)
    yield from _list("Why we ask", [view.why] if view.why else [])
    yield from _list("Left for another time", notes.parked)
    yield from _voting(content, session, notes)
    if not view.ask:
        yield heading("What the room sees")
        yield from page_lines(content)


def _with_first(view: RoomView, notes: FacilitatorNotes) -> RoomView:
    """Return the room's view with the counts of the first vote beside their lines, where a page has room for that."""
    counts = [count for _, count in notes.first if count.isdecimal()]
    if view.hidden or len(counts) != len(view.bars):
        return view
    bars = (replace(bar, first=int(count)) for bar, count in zip(view.bars, counts, strict=True))
    return replace(view, bars=tuple(bars))


def _agenda(session: Session, columns: int) -> Iterator[PageLine]:
    """Yield the agenda bar: what is over, what is at hand, what is to come, each with its minutes and on one row."""
    parts = [
        styled(f"✓ {item.title}", "muted")
        if item.over
        else styled(f"▸ {item.title} {item.minutes}", "accent bold")
        if item.here
        else styled(f"{item.title} {item.minutes}")
        for item in agenda(session)
    ]
    apart = styled("  ·  ", "muted")
    row = parts[0]
    for part in parts[1:]:
        longer = join([row, apart, part])
        if longer.cell_length > columns:
            yield PageLine(row)
            longer = part
        row = longer
    yield PageLine(row)


def _next(content: RoomContent, session: Session) -> Iterator[PageLine]:
    keys = content.keys
    lead = styled(f"{keys['next']}  ", "accent bold")
    left = questions_left(session)
    yield PageLine(line(next_step(session), "bold"), lead, right=styled(left, "muted"))
    given = to_be_given(session)
    if given:
        settled = f"Take {counted(given, 'answer')} as the story has it, and begin where groups divide"
        yield PageLine(line(settled), styled(f"{keys['as-given']}  ", "accent bold"))


def _due(content: RoomContent, session: Session, notes: FacilitatorNotes) -> Iterator[PageLine]:
    """Yield the roads that are still due, each to be chosen: to be walked, or left for another time."""
    if not notes.due:
        return
    yield heading("Other roads still to walk")
    for place, (ask, answer) in enumerate(notes.due):
        yield PageLine(line(f"{ask} {answer}"), styled("·  ", "accent"), ("fork", place))
    keys = content.keys
    skip = "" if session.stage not in {"outcome", "compare", "lived"} else f", {keys['end-case']} goes on without them"
    ways = (
        f"{keys['other-road']} walks one where this road ends, {keys['leave-roads']} leaves them all for later{skip}."
    )
    yield PageLine(styled(ways, "muted"))
    yield BLANK


def _split(notes: FacilitatorNotes) -> Iterator[PageLine]:
    if notes.splits_here:
        yield PageLine(styled("Groups are known to divide here.", "pause bold"))
    if notes.likely:
        yield PageLine(join([styled("The case's own road: ", "muted"), line(notes.likely).pad_left(1)]))
    if notes.other:
        yield PageLine(join([styled("Its other road: ", "muted"), line(notes.other).pad_left(1)]))
    if notes.splits_here or notes.likely:
        yield BLANK


def _voting(content: RoomContent, session: Session, notes: FacilitatorNotes) -> Iterator[PageLine]:
    if notes.suggest_secret:
        yield PageLine(
            styled("So few are here that hands point at people. Say once that the keyboard can be passed round.")
        )
    keys = content.keys
    here = f"{session.present} here ({keys['people']})" if session.stage not in VOTING else f"{session.present} here"
    yield PageLine(styled(f"{here}. {MODES[session.mode]} ({keys['how-we-vote']} changes that).", "muted"))
    yield BLANK


def _list(title: str, texts: Sequence[str]) -> Iterator[PageLine]:
    if texts:
        yield heading(title)
        for text in texts:
            yield from bulleted(prose(text), "·  ")
        yield BLANK
