"""The table of commands: what each is called, does and takes. Help, completion and the README are read off it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from postwise.author.template_names import TEMPLATES

TREE = "a tree's id (see postwise list), or the path of its file"


class Option(NamedTuple):
    """An option or an argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    help: str
    how: Mapping[str, Any] = MappingProxyType({})
    completes: str = ""
    """What a shell completes it with: "tree", "file", "answer", "case", "record", "template", or nothing of our own."""


class Command(NamedTuple):
    """A command: what it is called, what it does, an example, and the module that does it."""

    name: str
    summary: str
    example: str
    options: tuple[Option, ...] = ()

    @property
    def module(self) -> str:
        """The module whose `run` carries the command out."""
        return f"postwise.commands.{self.name}"


def choice(names: Sequence[str], text: str, default: str | None = None) -> Option:
    """Return the option ``--format`` with its choices."""
    shown = default or names[0]
    how = {"choices": tuple(names), "metavar": "|".join(names), "default": default}
    return Option(("--format",), f"{text} (default: {shown})", how)


PLAIN = Option(("--plain",), "lines instead of screens", {"action": "store_true", "default": argparse.SUPPRESS})
"""It stands before a command or after it."""
TREE_ARGUMENT = Option(("tree",), TREE, {"metavar": "TREE"}, "tree")
ANSWER = Option(
    ("--answer",),
    "an answer given beforehand; again for each. A checklist takes a,b or nothing after the sign; ? is Not sure",
    {"action": "append", "default": [], "metavar": "QUESTION=ANSWER", "dest": "answers"},
    "answer",
)
DRAFT = Option(
    ("--draft",), "a file with the text being thought about (-: standard input)", {"metavar": "FILE"}, "file"
)
OUTPUT = Option(("--output",), "write the result to this file instead", {"metavar": "FILE"}, "file")
PATHS = Option(
    ("paths",),
    "tree files, or folders of them (none: every tree of the library)",
    {"nargs": "*", "metavar": "PATH"},
    "file",
)

SHOW_FORMATS = ("outline", "markdown", "mermaid", "dot", "svg", "html", "json", "handout", "table", "page")
RUN_FORMATS = ("text", "markdown", "json", "html", "brief")
RECORD_ACTIONS = ("list", "show", "replay", "delete", "export")
DEBRIEFS = Option(
    ("--debrief",),
    "what training groups said, to see beside it: a file or a folder; again for each",
    {"action": "append", "default": [], "metavar": "FILE", "dest": "debriefs"},
    "file",
)
SHELLS = ("bash", "zsh", "fish", "powershell", "tcsh")

COMMANDS: tuple[Command, ...] = (
    Command(
        "run",
        "walk through a tree to its recommendation",
        "postwise run before-you-post --answer account=personal",
        (
            TREE_ARGUMENT._replace(how={"metavar": "TREE", "nargs": "?"}),
            PLAIN,
            ANSWER,
            DRAFT,
            choice(RUN_FORMATS, "how the recommendation is printed"),
            Option(("--all",), "all that the text has to say, not the most important alone", {"action": "store_true"}),
            OUTPUT,
            Option(("--resume",), "go on from a walk code that somebody sent you", {"metavar": "CODE"}),
            Option(("--record",), "go on with a walk of your records, by its number", {"metavar": "NUMBER"}, "record"),
        ),
    ),
    Command(
        "list",
        "the trees there are, and where each comes from",
        "postwise list --format json",
        (choice(("text", "json", "ids"), "how the list is printed", "text"),),
    ),
    Command(
        "check",
        "everything that is wrong with trees",
        "postwise check trees/ --strict",
        (
            PATHS,
            choice(("text", "json", "github"), "how problems are printed", "text"),
            Option(("--strict",), "let warnings count as well", {"action": "store_true"}),
        ),
    ),
    Command(
        "test",
        "run the scenarios of trees, and say what they cover",
        "postwise test trees/my-tree.toml",
        (
            PATHS,
            choice(("text", "json"), "how the report is printed", "text"),
            Option(
                ("--write-missing",),
                "add a scenario to the file for each ending that none reaches",
                {"action": "store_true"},
            ),
        ),
    ),
    Command(
        "show",
        "a tree as text, as a drawing, or as a page that walks it",
        "postwise show before-you-post --format page --output page.html",
        (
            TREE_ARGUMENT._replace(how={**TREE_ARGUMENT.how, "nargs": "+"}, help=f"{TREE}; of a page, several"),
            choice(SHOW_FORMATS, "how the tree is shown", "outline"),
            ANSWER,
            Option(
                ("--language",),
                "of a page: a language that can be chosen on it, its overlays' place (cy); again for each",
                {"action": "append", "default": [], "metavar": "TAG", "dest": "languages"},
            ),
            OUTPUT,
        ),
    ),
    Command(
        "overlay",
        "a tree's words to fill in for a place, or what such a file lacks",
        "postwise overlay pause-for-thought --place cardiff --output cardiff.toml",
        (
            TREE_ARGUMENT,
            Option(("--place",), "where the words hold, as in the profile's place", {"metavar": "PLACE"}),
            OUTPUT,
        ),
    ),
    Command(
        "new",
        "a new tree from a template",
        "postwise new speaking-at-events --template yes-no",
        (
            Option(("name",), "the new tree's id, or the path of its file", {"metavar": "NAME"}),
            Option(
                ("--template",),
                f"what to start from: {', '.join(TEMPLATES)} (default: {next(iter(TEMPLATES))})",
                {"metavar": "TEMPLATE"},
                "template",
            ),
        ),
    ),
    Command(
        "diff",
        "the answers that lead elsewhere in a newer tree",
        "postwise diff old.toml new.toml",
        (
            Option(("old",), f"{TREE}; with --against, the only one", {"metavar": "OLD"}, "tree"),
            Option(("new",), TREE, {"metavar": "NEW", "nargs": "?"}, "tree"),
            Option(("--against",), "compare with the file as it was at a git revision", {"metavar": "REV"}),
            Option(("--all",), "an example of every pair of endings, not of three", {"action": "store_true"}),
            choice(("text", "json", "markdown"), "how the differences are printed (markdown: to comment with)", "text"),
        ),
    ),
    Command("schema", "the JSON schema of the tree file, for editors", "postwise schema > schema.json"),
    Command(
        "records",
        "the walks you have saved",
        "postwise records list",
        (
            Option(
                ("what",),
                "list them (also if left out); show one; replay one in today's tree; delete one; export one as JSON",
                {"choices": RECORD_ACTIONS, "metavar": "|".join(RECORD_ACTIONS), "nargs": "?", "default": "list"},
            ),
            Option(("id",), "the number of a record", {"nargs": "?", "metavar": "ID"}, "record"),
            choice(("text", "json"), "how the list is printed"),
            OUTPUT,
        ),
    ),
    Command(
        "preview",
        "walk a tree while you write it: every save is on the page at once",
        "postwise preview talk.toml",
        (Option(("path",), "the file of the tree", {"metavar": "PATH"}, "file"), PLAIN, DEBRIEFS),
    ),
    Command(
        "train",
        "a training session: a group, a screen, a case, and what they make of it",
        "postwise train before-you-post",
        (
            Option(("trees",), "the trees to take cases from (none: all)", {"nargs": "*", "metavar": "TREE"}, "tree"),
            PLAIN,
            Option(("--resume",), "take a session up where it was left", {"metavar": "FILE"}, "file"),
            Option(
                ("--desk",), "lead a session from a window of your own; the room follows", {"metavar": "FILE"}, "file"
            ),
            Option(("--rehearse",), "play the hour beforehand, with invented votes", {"action": "store_true"}),
            Option(("--solo",), "three cases alone, your road beside the groups'", {"action": "store_true"}),
            Option(("--write",), "write a tree together in an hour", {"action": "store_true"}),
            Option(("--crib",), "print the facilitator's notes on the cases, and end", {"action": "store_true"}),
            Option(
                ("--case",),
                "take this scenario; again for each (none: every case of the trees)",
                {"action": "append", "default": [], "metavar": "SCENARIO", "dest": "cases"},
                "case",
            ),
            DEBRIEFS,
        ),
    ),
    Command(
        "debrief",
        "what a training session said, or many laid together",
        "postwise debrief training-2026-11-22.session",
        (
            Option(
                ("files",),
                "files that postwise train has written, or folders of them",
                {"nargs": "+", "metavar": "FILE"},
                "file",
            ),
            choice(("markdown", "json", "csv"), "how it is printed"),
            OUTPUT,
            Option(
                ("--apply",),
                "go through what groups propose for this tree, and write it into its file or open it in your editor",
                {"metavar": "TREE"},
                "tree",
            ),
        ),
    ),
    Command(
        "config",
        "where the organisation's words come from, and what the keys are called",
        "postwise config show",
        (
            Option(
                ("what",),
                "path: which file; show: every word and its origin; init: write a file; keys: what the keys are called",
                {"choices": ("path", "show", "init", "keys"), "metavar": "path|show|init|keys"},
            ),
        ),
    ),
    Command(
        "completion",
        "a completion script for a shell",
        "postwise completion bash > ~/.local/share/bash-completion/completions/postwise",
        (
            Option(("shell",), "the shell", {"choices": SHELLS, "metavar": "|".join(SHELLS), "nargs": "?"}),
            Option(("--values",), argparse.SUPPRESS, {"nargs": argparse.REMAINDER}),
        ),
    ),
)
"""Every command, in the order of help."""
