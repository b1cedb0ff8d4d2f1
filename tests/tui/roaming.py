"""Somebody who does anything on the screens, with keys and the mouse; and an account of what that may change of a walk.

The account knows the screens only by what is drawn on them and by the commands they name. It holds that no answer, tick, typed
word or draft changes but by what was offered there, and that nothing is gone that nobody asked about.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from textual.events import MouseDown, MouseUp, Paste
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from postwise import Walk
from postwise.tui.app import PostwiseApp
from postwise.tui.base_screen import BaseScreen
from postwise.tui.dialogs import LeaveDialog
from postwise.tui.screens.walk_screen import WalkScreen
from postwise.tui.walk_in_hand import WalkInHand
from postwise.tui.widgets.field import DraftPanel
from postwise.tui.widgets.head_and_foot import Action, KeyBar
from postwise.tui.widgets.text_page import TextPage
from postwise.walk.walking import Place, Standing, changed

from .conftest import drained, post, settled

# What there is, and what may be lost


def own_screens(app: PostwiseApp) -> list[WalkScreen]:
    return [screen for screen in app.screen_stack if isinstance(screen, WalkScreen)]


@dataclass(repr=False)
class Sight:
    """What there was before something was done."""

    top: Screen[Any]
    page: Screen[Any]
    """The page on top, under whatever is asked over it."""
    stands: dict[WalkScreen, Standing]
    others: frozenset[WalkScreen]
    """The walks that are looked at beside one's own."""
    drafts: frozenset[str]
    writing: bool
    """Whether the keyboard is in a draft."""
    typing: bool
    """Whether it is in any field."""
    to_lose: bool
    commands: tuple[Action, ...]
    answers: dict[int, str]
    """The answers that are drawn, by their numbers."""
    marked: str
    """What stands on the marked line of the page that has the keyboard."""
    under: str | None = None
    """What stands on the line where the mouse is, if it can be chosen."""
    pressed: Action | None = None
    """The command of the foot that the mouse is on."""

    @classmethod
    def of(cls, app: PostwiseApp, at: Offset | None = None) -> Sight:
        top, walks = app.screen, own_screens(app)
        page = next(screen for screen in reversed(app.screen_stack) if isinstance(screen, BaseScreen))
        sight = cls(
            top=top,
            page=page,
            stands={screen: screen.walked.stands for screen in walks if screen.walked.stands is not None},
            others=frozenset(screen for screen in walks if screen.other),
            drafts=drafts_in(app),
            writing=isinstance(app.focused, DraftPanel),
            typing=app.focused is not None and app.focused.check_consume_key("a", "a"),
            to_lose=bool(unkept(app)) or any(not app.walks.is_safe(draft) for draft in drafts_in(app)),
            commands=tuple(top.commands()) if isinstance(top, BaseScreen) else (),
            answers=dict(numbered(page.walked.panel.page)) if isinstance(page, WalkScreen) else {},
            marked=marked_on(app.focused),
        )
        if at is not None and at in app.screen.region:
            sight.under, sight.pressed = found_at(app, at)
        return sight

    @property
    def asking(self) -> Place | None:
        """The question on the page, if one is put there."""
        if not isinstance(self.page, WalkScreen) or self.page not in self.stands:
            return None
        stands = self.stands[self.page]
        return stands.again or (stands.walk.tree.id, stands.walk.at)


def unkept(app: PostwiseApp) -> list[Walk]:
    """Return the walks with answers, or anything typed or ticked, that would be gone if the program ended."""
    open_ones = [screen.walked.stands for screen in own_screens(app) if not screen.other and screen.walked.stands]
    kept = [hand.kept.walk for hand in in_hand(app) if hand.kept is not None]
    begun = [stands.walk for stands in (*open_ones, *(hand.stands for hand in in_hand(app))) if on_its_way(stands.walk)]
    typed = [
        stands.walk
        for stands in open_ones
        if stands.begun is not None and (stands.begun.typed.strip() or stands.begun.ticked)
    ]
    return [walk for walk in begun if walk not in kept] + [walk for walk in typed if not walk.remembered]


def on_its_way(walk: Walk) -> bool:
    return walk.question is not None and any(leg.answers for leg in walk.legs)


def in_hand(app: PostwiseApp) -> list[WalkInHand]:
    homes = [app.walks, *([app.home[1]] if app.home is not None else [])]
    return [hand for walks in homes for hand in (*walks.unfinished, *walks.ended)]


def kept_walks(app: PostwiseApp) -> list[Walk]:
    """Return every walk that one can still come to."""
    shown = [screen.walk for screen in own_screens(app)]
    below = [screen.walk for screen in app.screen_stack if isinstance(getattr(screen, "walk", None), Walk)]
    kept = [hand.kept.walk for hand in in_hand(app) if hand.kept is not None]
    return [*shown, *below, *(hand.walk for hand in in_hand(app)), *kept]


def drafts_in(app: PostwiseApp) -> frozenset[str]:
    """Return the drafts that one can still come to."""
    shown = {screen.draft for screen in app.screen_stack if isinstance(getattr(screen, "draft", None), str)}
    kept = {hand.kept.draft for hand in in_hand(app) if hand.kept is not None}
    home = {app.draft, *([app.home[0]] if app.home is not None else []), *(hand.draft for hand in in_hand(app))}
    return frozenset({draft.strip() for draft in (*shown, *kept, *home, *app.walks._elsewhere)} - {""})


def numbered(page: TextPage) -> Iterator[tuple[int, str]]:
    """Yield the answers on a page by the numbers that are drawn before them."""
    for line in page.lines:
        lead = line.lead.plain.split()
        if line.target is not None and lead and lead[0].isdigit():
            yield int(lead[0]), line.words.plain


def marked_on(focused: Widget | None) -> str:
    pages = [focused] if isinstance(focused, TextPage) else []
    if focused is not None and not pages:  # a field that keeps the keyboard while one chooses on its page
        pages = [page for page in focused.screen.query(TextPage) if page.lit]
    return next((line.words.plain for page in pages for line in page.lines if line.target == page.marked), "")


def found_at(app: PostwiseApp, at: Offset) -> tuple[str | None, Action | None]:
    """Return the whole line that is drawn at a place, if it can be chosen, and the command of the foot there."""
    widget, region = app.screen.get_widget_at(*at)
    here = at - region.offset
    if isinstance(widget, KeyBar):
        commands = [
            command
            for start, end, command in widget.places()
            if start <= here.x < end and here.y == widget.size.height - 1
        ]
        return None, next(iter(commands), None)
    if not isinstance(widget, TextPage):
        return None, None
    place = at.y - widget.content_region.y + widget.top
    line = widget.rows[place].line if 0 <= place < len(widget.rows) else None
    return (None if line is None or line.target is None else line.words.plain), None


# What a person does


@dataclass(frozen=True)
class Step:
    """One thing that a person does."""

    kind: str
    key: str = ""
    places: tuple[Offset, ...] = ()
    size: tuple[int, int] = (0, 0)
    button: int = 1

    def __str__(self) -> str:
        return f"{self.kind} {self.key!r} {[*map(tuple, self.places)]} {self.size}"


SIZES = ((120, 36), (80, 24), (60, 20), (100, 30), (44, 14))
OFTEN = ("1", "2", "3", "enter", "enter", "enter", "down", "down", "up", "tab", "space", "g", "y", "n", "u", "escape")
SELDOM = (
    *"04567890abcdehiklmoqrstwxAC",
    *("backspace", "shift+tab", "left", "right", "home", "end", "pageup", "pagedown", "delete", "slash"),
    *("question_mark", "f1", "ctrl+p", "ctrl+g", "ctrl+q", "ctrl+c", "ctrl+y", "ctrl+s", "ctrl+r", "ctrl+t", "ctrl+o"),
)
WORDS = {"number": ("1", "2", "0", "x"), "date": ("2.1.26", "2.1.26", "today", "none"), "text": ("two", "")}
PASTED = ("1", "2\n", "y", "yes\n", "g", "3", "2026-01-02", "a long\nline\n\n of  words 1 2 3", "\r", "")


class Person:
    """Does one thing after another, thrown with dice, and looks after each at what came of it."""

    def __init__(self, pilot: Pilot[None], dice: Random) -> None:
        self.pilot = pilot
        self.app: Any = pilot.app
        self.dice = dice
        self.done: list[Step] = []
        self.typing: deque[str] = deque()
        self.seen: Counter[str] = Counter()
        """What came about so far, for whoever asks whether anything does."""

    async def roam(self, steps: int) -> None:
        """Do so many things, or fewer if one of them ends the program."""
        for _ in range(steps):
            step = self.thrown()
            self.done.append(step)
            before = Sight.of(self.app, step.places[0] if step.kind == "click" else None)
            await self.do(step)
            if not self.app.is_running or self.app._exit:
                assert not before.to_lose or isinstance(before.top, LeaveDialog), self.told("left unasked")
                return
            self.look(before, step)

    def told(self, what: str) -> str:
        return f"{what}, after\n" + "\n".join(map(str, self.done))

    # Doing

    def thrown(self) -> Step:
        dice, top = self.dice, self.app.screen
        if self.typing:
            return Step("key", self.typing.popleft())
        if isinstance(top, WalkScreen) and top.walked.asks:
            kind = top.walked.stands.asked.kind
            if dice.random() < (0.3 if kind in WORDS else 0.03):
                words = ["ctrl+u", *dice.choice(WORDS.get(kind, ("x1",)))]
                self.typing += [*words, *(["enter"] if dice.random() < 0.8 else [])]
            elif kind == "checklist" and dice.random() < 0.15:
                return Step("key", "g")
        kind = dice.choices(
            ("often", "seldom", "click", "target", "foot", "drag", "wheel", "paste", "resize", "other"),
            (34, 14, 6, 16, 6, 7, 3, 5, 3, 2),
        )[0]
        match kind:
            case "often":
                return Step("key", dice.choice(OFTEN))
            case "seldom":
                return Step("key", dice.choice(SELDOM))
            case "click" | "target" | "foot":
                return Step("click", places=(self.place(kind),))
            case "other":
                return Step("click other", places=(self.place("target"),), button=dice.choice((2, 3)))
            case "drag":
                places = [self.place(dice.choice(("click", "target", "bar"))) for _ in range(dice.choice((2, 2, 3)))]
                if places[0] == places[1]:
                    places[1] += Offset(1 if not places[1].x else -1, 0)
                return Step("drag", places=(*places, *(places[:1] if dice.random() < 0.3 else ())))
            case "wheel":
                return Step(dice.choice(("wheel up", "wheel down")), places=(self.place("click"),))
            case "paste":
                return Step("paste", dice.choice(PASTED))
            case _:
                return Step("resize", size=dice.choice(SIZES))

    def place(self, kind: str) -> Offset:
        """Return somewhere on the screen: anywhere, on a line that can be chosen, in the foot, or on a scroll bar."""
        screen, dice = self.app.screen, self.dice
        anywhere = Offset(dice.randrange(screen.size.width), dice.randrange(screen.size.height))
        pages = [page for page in screen.query(TextPage) if page.region and page.region in screen.region]
        if kind == "foot" and isinstance(screen, BaseScreen):
            bar = screen.keybar
            places = [bar.region.offset + Offset(start, bar.size.height - 1) for start, _, _ in bar.places()]
            return dice.choice(places) if places and bar.region else anywhere
        if kind == "bar" and pages:
            page = dice.choice(pages)
            return page.content_region.top_right + Offset(-1, dice.randrange(max(page.size.height, 1)))
        rows = [
            page.content_region.offset + Offset(min(8, page.size.width - 1), place - page.top)
            for page in pages
            for place, row in enumerate(page.rows)
            if row.line.target is not None and 0 <= place - page.top < page.size.height
        ]
        return dice.choice(rows) if rows and kind == "target" else anywhere

    async def do(self, step: Step) -> None:
        pilot, places = self.pilot, [self.inside(place) for place in step.places]
        match step.kind:
            case "key":
                post(pilot, step.key)
            case "click" | "click other":
                await pilot._post_mouse_events([MouseDown, MouseUp], offset=places[0], button=step.button)
            case "drag":
                await pilot.mouse_down(offset=places[0])
                for place in places[1:]:
                    await pilot.hover(offset=self.inside(place))
                await pilot.mouse_up(offset=self.inside(places[-1]))
            case "wheel up" | "wheel down":
                widget = self.app.screen.get_widget_at(*places[0])[0]
                if isinstance(widget, TextPage):
                    widget.scroll_rows(3 if step.kind == "wheel down" else -3)
            case "paste":
                self.app.post_message(Paste(step.key))
            case "resize":
                await pilot.resize_terminal(*step.size)
        await drained(pilot)
        if self.dice.random() < 0.3:
            await settled(pilot)

    def inside(self, place: Offset) -> Offset:
        size = self.app.screen.size
        return Offset(min(place.x, size.width - 1), min(place.y, size.height - 1))

    # Looking

    def look(self, before: Sight, step: Step) -> None:
        """Hold what came of a step against what was offered."""
        assert self.app._exception is None, self.told("broken")
        now = {screen: screen.walked.stands for screen in own_screens(self.app)}
        for screen, was in before.stands.items():
            if screen in now:
                if now[screen] != was:
                    self.moved(before, step, screen, was, now[screen])
            elif screen not in before.others:
                self.closed(screen, was)
        gone = before.drafts - drafts_in(self.app)
        if gone and not (before.writing and step.kind in {"key", "paste"}):
            asked = isinstance(before.top, LeaveDialog) and step.kind in {"key", "click"}
            assert asked, self.told(f"the draft {gone} is gone")
        self.agrees()
        self.seen[type(self.app.screen).__name__] += 1

    def closed(self, screen: WalkScreen, was: Standing) -> None:
        """Hold that a walk that is on no screen any more is found again."""
        walk = was.walk
        found = not any(leg.answers for leg in walk.legs) or any(walk == other for other in kept_walks(self.app))
        assert found or (self.app.away is None and isinstance(self.app.screen, LeaveDialog)), self.told(
            f"{walk} is gone"
        )

    def moved(self, before: Sight, step: Step, screen: WalkScreen, was: Standing, now: Standing) -> None:
        """Hold that a walk was changed, or an answer begun, by what was offered, and as it was offered."""
        by = self.offered(before, step)
        typed = step.kind in {"key", "paste"} and before.typing and screen is before.top
        if now.walk == was.walk:
            only_typed = typed and now.again == was.again and now.answer.ticked == was.answer.ticked
            assert by or only_typed, self.told(f"{was.answer} became {now.answer}, with {now.again}")
            self.seen["begun"] += 1
            return
        assert by, self.told(f"{was.walk.answers} became {now.walk.answers} by nothing that was offered")
        if now.walk == was.walk.back():
            assert by & {"back", "revise"}, self.told("an answer was taken back")
            self.seen["back"] += 1
        elif now.walk == was.walk.to_its_end():
            assert "to_the_end" in by, self.told("gone to the end")
            self.seen["to the end"] += 1
        elif screen is before.page:
            self.answered(before, step, was, now)
        elif screen not in before.others:
            self.went_on(was, now)

    def answered(self, before: Sight, step: Step, was: Standing, now: Standing) -> None:
        """Hold that one answer was given, to the question on the page, and that it is the one that was pointed at."""
        place = before.asking
        assert place is not None, self.told("answered where nothing was asked")
        given = [step for leg in now.walk.legs for step in leg.steps if place == (step.tree.id, step.node_id)][-1]
        made = was.walk.not_sure(question_id=place[1]) if given.unsure and was.again is None else None
        if not given.unsure:
            made = changed(was.walk, place, given.answer)
        assert made is None or made == now.walk, self.told("more than one answer was changed")
        said = given_words(now.walk, given)
        self.seen[f"answered a {given.question.kind}"] += 1
        if before.top is not before.page:
            return
        match step.kind:
            case "click":
                drawn = before.under if before.pressed is None else said
            case _ if step.key.isdigit():
                drawn = before.answers.get(int(step.key), "")
            case _ if step.key == "enter" and given.question.kind not in {"number", "date", "text", "checklist"}:
                drawn = before.marked
            case _:
                return
        if given.unsure:
            assert drawn in {"Not sure", said}, self.told(f"not sure, by “{drawn}”")
        elif given.question.picks_one:
            assert drawn == said, self.told(f"answered “{said}” by “{drawn}”")

    def went_on(self, was: Standing, now: Standing) -> None:
        """Hold that a walk that goes on after its end, or gave way to another, can be found as it was."""
        assert was.walk.outcome is not None, self.told("a walk was changed that was on no screen")
        onward = now.walk.previous is not None and now.walk.previous == was.walk
        found = any(was.walk == other for other in kept_walks(self.app))
        assert onward or found, self.told("a walk that had ended is gone")
        self.seen["went on"] += 1

    def offered(self, before: Sight, step: Step) -> set[str]:
        """Return the actions that a step was named for, before it: by the foot or the help, on a line, in a dialog."""
        if before.top is not before.page:  # what is asked there says what it does
            chose = before.under is not None if step.kind == "click" else step.kind == "key"
            return {"back", "revise", "to_the_end", "dialog"} if chose and step.key != "question_mark" else set()
        if step.kind == "click" and before.pressed is not None:
            return {before.pressed.action.partition("(")[0]}
        if step.kind != "key":
            return {"line"} if step.kind == "click" and before.under is not None else set()
        named = {one.action.partition("(")[0] for one in before.commands if step.key in keys_named(one) and one.action}
        drawn = before.marked if step.key == "enter" else step.key.isdigit() and before.answers.get(int(step.key))
        return {*named, "line"} if drawn else named

    def agrees(self) -> None:
        """Hold that what is drawn as typed or ticked is what the answer will be."""
        top = self.app.screen
        if not isinstance(top, WalkScreen) or top.walked.stands is None or not top.walked.asks:
            return
        stands, panel = top.walked.stands, top.walked.panel
        assert panel.asked == stands.asked, self.told("another question is on the page")
        if stands.asked.typed:
            assert panel._field().typed == stands.answer.typed, self.told("what is typed is not what is drawn")
        assert panel.begun.ticked == stands.answer.ticked, self.told("what is ticked is not what is drawn")


def given_words(walk: Walk, given: Any) -> str:
    legs = [leg for leg in walk.legs if leg.tree.id == given.tree.id]
    return legs[-1].said(given)


SHOWN = {"↵": "enter", "⌫": "backspace", "esc": "escape", "y n": "y,n", "↓": "down", "?": "question_mark"}


def keys_named(command: Action) -> set[str]:
    """Return the keys that are named for a command."""
    named = "1,2,3,4,5,6,7,8,9" if command.shown == "1-9" else SHOWN.get(command.shown, command.shown)
    return {*command.keys.split(","), *named.split(",")} - {""}
