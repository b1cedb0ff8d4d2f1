"""What can be done on every screen: keys, foot, help and palette are read off these lists, and so is every sentence.

Nothing here needs Textual: a person's own keys are checked, and listed, where no screen is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from postwise.train.moves import MOVES

_MOVES = ("tab", "shift+tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "j", "k")
FIXED = frozenset((*"0123456789", "enter", "escape", "space", *_MOVES))
"""The keys that answer, move and leave: they do the same for everybody."""
KEYCAPS = {"backspace": "⌫", "escape": "esc", **{f"f{number}": f"F{number}" for number in range(1, 13)}}
"""Keys as a person reads them, where Textual names them otherwise."""

IN_WORDS = {"⌫": "Backspace"}
"""Keys that a sentence names otherwise than the foot."""


class Action(NamedTuple):
    """Something a person can do on a screen."""

    keys: str
    """The keys that do it, as Textual names them; empty if they are bound elsewhere."""
    shown: str
    """The key as a person reads it."""
    action: str
    """The action it runs; empty if it cannot be run without its key."""
    label: str
    """What it is called in the footer."""
    help: str
    """What it does, in a sentence without a full stop."""
    foot: bool = False
    """Whether the footer has it: five at most."""
    palette: bool = True
    """Whether the palette has it."""
    called: str = ""
    """What it is called in a person's own file, where that is not what the footer says."""

    @property
    def name(self) -> str:
        """What it is called in a person's own file: one name for one thing on all screens; empty if its keys stay."""
        named = self.called or self.label.lower().replace(" ", "-")
        return named if self.called or not FIXED.issuperset(filter(None, self.keys.split(","))) else ""


Commands = tuple[Action, ...]


def keycaps(commands: Iterable[Action]) -> dict[str, str]:
    """Return the key that does each of some commands as a person reads it, by name: for sentences that name a key."""
    named = (command for command in commands if command.name and command.shown)
    return {command.name: IN_WORDS.get(command.shown, command.shown) for command in named}


HELP = Action("question_mark,f1", "?", "app.help", "Help", "Show what the keys do here", foot=True, palette=False)
PALETTE = Action("ctrl+p", "ctrl+p", "app.palette", "Palette", "Find a command, a tree or a theme", palette=False)
LINKS = Action("ctrl+g", "ctrl+g", "app.links", "Links", "Open a link that stands on this page")
QUIT = Action("ctrl+q", "ctrl+q", "app.leave_all", "Quit", "Leave postwise")
EVERYWHERE = (PALETTE, LINKS, QUIT, HELP)

# A question, and a walk

ANSWER = Action("", "1-9", "answer", "Answer", "Answer with that number", foot=True, palette=False)
TICK = Action("space", "space", "tick", "Tick", "Tick in a list, as Enter and its number do", foot=True, palette=False)
GO_ON = Action("g", "g", "go_on", "Go on", "Go on from a list, with what is ticked", foot=True)
SEND = Action("", "↵", "send", "Answer", "Answer with what is typed", foot=True, palette=False)
OUT = Action("", "esc", "out", "Leave field", "Leave the field, for the keys of the page", foot=True, palette=False)
CHANGE = Action("", "↵", "choose", "Change", "Put the marked question again", foot=True, palette=False)
EITHER = Action("", "y n", "either", "Answer", "Answer yes or no", foot=True, palette=False)
FILTER = Action("slash", "/", "filter", "Filter", "Show only the answers that have a word in them", foot=True)
FOUND = Action("", "↵", "choose_found", "Choose", "Choose the marked answer", foot=True, palette=False)
UNFILTER = Action("", "esc", "unfilter", "All answers", "Show all the answers again", foot=True, palette=False)
TYPE = Action("", "↵", "type", "Type", "Go back into the field", foot=True, palette=False)
ANSWERS = (FOUND, ANSWER, EITHER, TICK, GO_ON, FILTER, SEND, TYPE, OUT, UNFILTER, CHANGE)
"""How a question is answered: the foot names what fits it."""
BACK = Action("backspace,b", "⌫", "back", "Back", "Take the last answer back", foot=True)
WHY = Action("w", "w", "why", "Why", "Say why we ask, or hide it")
UNSURE = Action("u", "u", "unsure", "Not sure", "Answer that you are not sure")
TO_THE_END = Action(
    "e", "e", "to_the_end", "To the end", "Go to the end that every answer from here leads to", foot=True
)
DRAFT = Action("d", "d", "draft", "Draft", "Write in your draft, beside; it stays on {machine}", foot=True)
PUT_AWAY = Action("D", "D", "put_away", "Put draft away", "Put your draft out of sight; what stands in it is kept")
SIDE = "other-side"
LEAVE = Action("escape", "esc", "leave", "Leave", "Leave this walk", called="leave")
OTHER_ROAD = "Another road"
"""How a road is called that is looked at beside one's own."""
WALK = (
    *ANSWERS,
    BACK,
    TO_THE_END,
    WHY._replace(foot=True),
    DRAFT,
    PUT_AWAY,
    UNSURE,
    Action(
        "tab,t", "tab", "other_side", "Trail", "Go to the trail, where any answer can be changed; and back", called=SIDE
    ),
    Action("m", "m", "map", "Map", "See the whole tree, with your road in it"),
    LEAVE,
)
SAVE = Action("s", "s", "save", "Save", "Keep the recommendation: choose what of it, and where", foot=True)
HAND_OVER = Action("h", "h", "hand_over", "Hand over", "Copy a brief for a colleague, with a code that opens this walk")
WITHOUT_ANSWERS = "Copy a brief for a colleague, without your answers"
"""What that does beside a right, where what was answered is left out."""
RECOMMENDATION = (
    SAVE,
    Action("c", "c", "copy", "Copy", "Copy the recommendation as plain text", foot=True),
    Action("C", "C", "copy_markdown", "Copy Markdown", "Copy the recommendation as Markdown"),
    Action("r", "r", "revise", "Revise", "Go back to the questions and change an answer", foot=True),
    Action("backspace,b", "⌫", "back", "Back", "Go back into the last question, and take its answer back"),
    Action("o", "o", "other_road", "Other road", "See two roads side by side", foot=True),
    HAND_OVER,
    Action("g", "g", "go_on", "Go on", "Go on in the tree that this ending leads to"),
    Action("", "↵", "choose", "Choose", "Tick a step off, or choose the marked line", palette=False),
    Action("", "↓", "read_on(1)", "Down", "Read on: the next line to be chosen, else a row further", palette=False),
    Action("", "space", "turn(1)", "Next page", "Turn the page, as PgDn does; PgUp turns it back", palette=False),
    Action("i", "i", "sources", "Sources", "See what the tree was built on"),
    Action("tab", "tab", "app.focus_next", "Other column", "Go to the other column", palette=False, called=SIDE),
    Action("m", "m", "map", "Map", "See the whole tree, with your road in it"),
    Action("q,escape", "q", "dismiss(None)", "Leave", "Leave the walk", called="leave"),
)

# Around a walk

LIBRARY = (
    Action("", "↵", "start", "Start", "Walk through the marked tree, from where it was left off", foot=True),
    Action("a,ctrl+r", "a", "anew", "Begin anew", "Walk through the marked tree from its first question"),
    Action("e,ctrl+l", "e", "preview", "Write", "See the marked file as its author, and walk it while you change it"),
    Action("escape", "esc", "out", "Leave", "Empty the search, or leave what has the keyboard, and at last postwise"),
    Action("", "esc", "done", "Done", "Put the draft away; it is kept", palette=False),
    Action(
        "tab",
        "tab",
        "onward",
        "The list",
        "Go on: from the search to the keys, and to what is said of the tree",
        called=SIDE,
    ),
    Action("t,ctrl+t", "t", "train", "Train", "Hold a training session on the marked tree", foot=True),
    Action("m,ctrl+o", "m", "map", "Map", "See the whole tree as an outline", foot=True),
    Action("d,ctrl+y", "d", "draft", "Draft", "Write what you mean to post; it stays here, as the draft of your walk"),
    Action("n,ctrl+n", "n", "new_tree", "New tree", "Begin a tree of your own, and walk it while you write", foot=True),
    Action("s,ctrl+s", "s", "saved", "Saved walks", "See the walks you have saved, walk them again, delete them"),
    Action(
        "slash",
        "/",
        "search",
        "Search",
        "Find a tree by words in its title, questions or answers",
    ),
    Action("q", "q", "app.leave_all", "Quit", "Leave postwise", called="leave"),
)
SAVED_WALKS = (
    Action("", "↵", "choose", "Open", "Go to the saved walk, as it was", foot=True),
    Action("w", "w", "again", "Walk again", "Walk with its answers through the tree as it is today", foot=True),
    Action("d", "d", "delete", "Delete", "Delete it from your records, once you have said so", foot=True),
    Action("tab", "tab", "other_side", "Other side", "Go from the list to the saved walk, and back", called=SIDE),
    Action("q,escape", "esc", "out", "Back", "Go back to the list, and to the library", foot=True, called="leave"),
)
ROADS = (
    Action("enter", "↵", "take", "Look closer", "See the other road's recommendation; yours stays", foot=True),
    Action("right,n", "→", "turn(1)", "Next", "See the next other road", foot=True),
    Action("left,p", "←", "turn(-1)", "Previous", "See the other road before", foot=True),
    Action("down,j", "↓", "down(1)", "Down", "Read on, in both columns", palette=False),
    Action("up,k", "↑", "down(-1)", "Up", "Read back, in both columns", palette=False),
    Action("pagedown,space", "space", "page(1)", "Next page", "Turn the page, in both columns", palette=False),
    Action("pageup", "PgUp", "page(-1)", "Page before", "Turn the page back, in both columns", palette=False),
    Action("q,escape", "esc", "dismiss(None)", "Your own", "Go back to your own road", foot=True, called="leave"),
)
ENDINGS = Action("s", "s", "endings", "Where walks end", "See what share of the roads ends with which verdict")
MAP = (
    Action(
        "",
        "↵",
        "choose",
        "Go back there",
        "On a question you have answered, go back to it; else open or close",
        foot=True,
    ),
    Action("right,l", "→", "open", "Open", "Open what hangs below", foot=True),
    Action("left,h", "←", "close", "Close", "Close it, or go up", foot=True),
    Action("slash", "/", "search", "Search", "Find a word anywhere in the tree", foot=True),
    Action("n", "n", "next", "Next found", "Go to the next place that was found"),
    Action("x", "x", "all", "All", "Open everything, or only your road"),
    ENDINGS,
    Action("q,escape", "esc", "dismiss(None)", "Back", "Leave the map", called="leave"),
)
END_SEARCH = Action(
    "", "esc", "end_search", "Empty", "Empty the search, and go back to the map", foot=True, palette=False
)
EDIT = Action("", "↵", "choose", "Edit", "Open the file in your editor, at the marked line", foot=True)
KEEP = Action("x", "x", "keep", "Scenario", "Write this walk into the file, as a scenario", foot=True)
WRITE = Action(
    "a", "a", "write", "Write it", "Write what the walk has come to and is not in the file yet", foot=True, called="add"
)
PREVIEW = (
    *ANSWERS,
    KEEP,
    WRITE,
    BACK,
    Action("e", "e", "edit", "Edit", "Open the file in your editor, at this question or problem", foot=True),
    Action("p", "p", "problem(1)", "Problem", "Go to the next problem; Enter goes to its question", foot=True),
    Action("P", "P", "problem(-1)", "Problem before", "Go to the problem before"),
    WHY,
    UNSURE,
    Action(
        "tab,t",
        "tab",
        "other_side(1)",
        "Other side",
        "Go from the question to the trail, to the problems, and back",
    ),
    Action("i", "i", "rename", "Rename", "Give what is on the page another id, wherever the file names it"),
    Action("r", "r", "anew", "Begin again", "Begin the walk again, at its first question", called="begin-anew"),
    Action("m", "m", "map", "Map", "See the whole tree; Enter opens your editor there"),
    ENDINGS,
    Action("q,escape", "q", "leave", "Leave", "Leave the preview; esc does as well", called="leave"),
)

# Training

SETUP = (
    Action("space", "↵", "choose", "Change", "Change the marked line: choose a case, or type another value", foot=True),
    Action("g", "g", "begin", "Begin", "Begin, and keep the session in the file that is named", foot=True),
    Action("m", "m", "more", "More cases", "List every case there is, or only the chosen", foot=True),
    Action("q,escape", "q", "leave", "Leave", "Leave; nothing has been written", foot=True),
)
WRITTEN = frozenset({"minority", "trust", "parked", "action"})
LEADS = frozenset({"back", "given", "living", "defer", "end_case", "close"})
"""What only leads to another step."""
ROOM = tuple(
    Action(
        "q,escape" if move.key == "q" else move.key,
        move.key,
        f"write('{move.does}')"
        if move.does in WRITTEN
        else f"move('{move.does}')"
        if move.does in LEADS
        else move.does,
        move.label,
        move.told,
        called=move.called,
    )
    for move in MOVES
)
"""What can be done in the room; counts are typed as digits with spaces between, and Enter puts them in."""
SECRET_VOTE = (
    Action("enter", "↵", "on", "Go on", "Begin to vote; once a number is typed, put the vote in", foot=True),
    Action("p", "p", "passing", "Pass", "Pass: that counts, too", foot=True),
    Action("backspace", "⌫", "clear", "Clear", "Begin again with the number", foot=True),
    Action(
        "escape",
        "esc",
        "leave",
        "Stop",
        "Let the curtain down; from there, stop passing the keyboard round, and the votes stay in",
        foot=True,
    ),
)
FOLLOWING = (Action("q,escape", "q", "leave", "Leave", "Close this window; the desk goes on leading", foot=True),)
STORY = Action("tab", "tab", "story", "Story", "Read on in a story longer than its room; and back", foot=True)
CASE = (*ANSWERS, BACK, WHY, UNSURE, STORY)
SOLO = (
    *CASE,
    Action("c", "c", "next", "Next case", "Go on to the next case, from wherever this one is", foot=True),
    Action("q,escape", "q", "leave", "Leave", "Leave; nothing is kept", foot=True),
)
WORKSHOP = (
    Action("n", "n", "next", "Next", "Go on to the next part of the hour", foot=True),
    Action("b,backspace", "b", "back", "Back", "Go back to the part before; nothing is lost", foot=True),
    Action("space", "↵", "choose", "Write", "Write, or change what the mark is on", foot=True),
    Action(
        "x",
        "x",
        "strike",
        "Strike",
        "Strike the question, the answer, the ending or the line of guidance that the mark is on",
    ),
    Action("t", "t", "timer", "Timer", "Stop the timer or let it go on; it never cuts off"),
    Action(
        "s",
        "s",
        "save",
        "Write down",
        "Write the tree into a file, and what else the hour brought beside it",
        foot=True,
    ),
    Action("p", "p", "take_away", "Take away", "Make a mantra, a hand-out or the full text of it"),
    Action("q,escape", "q", "leave", "Leave", "Leave the hour"),
)
TRIAL = (
    *CASE,
    Action("s", "s", "keep", "Keep", "Keep this case with the draft, once it has come to an end", foot=True),
    Action(
        "q,escape",
        "q",
        "leave",
        "Draft",
        "Go back to the draft, without this case if you say so",
        foot=True,
        called="leave",
    ),
)
SCREENS: Mapping[str, Commands] = {
    "in the library": LIBRARY,
    "on a walk": WALK,
    "at the recommendation": RECOMMENDATION,
    "where two roads are compared": ROADS,
    "on the map": MAP,
    "among the saved walks": SAVED_WALKS,
    "in the preview": PREVIEW,
    "where a session is set up": SETUP,
    "in the room": ROOM,
    "in a secret vote": SECRET_VOTE,
    "in a room that a desk leads": FOLLOWING,
    "alone with cases": SOLO,
    "where a group writes a tree": WORKSHOP,
    "where a case is tried": TRIAL,
}
"""The commands of every screen, by where one is then; those of every screen stand in `EVERYWHERE`."""
