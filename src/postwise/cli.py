"""The command line: what is typed is read by the table of commands, carried out, and what stops it is said."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from postwise import __version__
from postwise.command_table import COMMANDS, PLAIN, Command
from postwise.errors import Exit, PostwiseError
from postwise.streams import REMARKS, WRITTEN_NOWHERE, drop_output, prepare, say


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests the nearest word for a wrong one, and ends with exit code 2."""

    wrong: str | None = None
    """The word that is not one of those known here, where that is what is wrong."""

    def parse_whole(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return the options of a command line, of which every word is understood; else end with exit code 2."""
        options, unknown = self.parse_known_args(arguments)
        if unknown:
            self.wrong = unknown[0]
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options

    def format_help(self) -> str:
        """Return the help, in colours where the terminal has them."""
        from rich_argparse import RichHelpFormatter  # only who asks for help waits for what draws it

        self.formatter_class = RichHelpFormatter
        return super().format_help()

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Note a word that is none of an argument's choices before argparse makes a sentence of it."""
        if action.choices is not None and value not in action.choices:
            self.wrong = str(value)
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and what to try, and end."""
        from postwise.tree.problems import did_you_mean, nearest

        known, wrong = words_of(self), self.wrong or ""
        near = nearest(wrong, [word for word in known if word.startswith("-") == wrong.startswith("-")])
        hint = f" {did_you_mean(known[near])}" if near and known[near] != wrong else ""  # the very word helps nobody
        say(f'postwise: {message[:1].lower()}{message[1:]}.{hint}\nTry "{self.prog} --help".')
        self.exit(Exit.WRONG)


UNMEASURED = partial(argparse.HelpFormatter, width=80)
"""What looks argparse's own words over, and draws none: to measure the terminal for that loads a tenth of all."""


class NoPlugins(ModuleType):
    """Stands where pydantic looks for plugins: to find none it loads what reads packages, mail and archives."""

    def get_plugins(self) -> tuple[()]:
        """Return that there are none."""
        return ()

    def __getattr__(self, name: str) -> Any:
        """Give way to what this stands for, if anything else is wanted of it."""
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


NO_PLUGINS = NoPlugins("pydantic.plugin._loader")


class Version(argparse.Action):
    """Prints the version and ends; argparse's own would load what draws the help first."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print the version and end."""
        sys.stdout.write(f"postwise {__version__}\n")
        parser.exit()


def words_of(parser: argparse.ArgumentParser) -> dict[str, str]:
    """Return options and choices of a parser and its commands, and ``--`` with a choice, each with what is meant."""
    known: dict[str, str] = {}
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way to its words
        options, choices = action.option_strings, [str(word) for word in action.choices or ()]
        as_options = {f"--{word}": f"{options[-1]} {word}" for word in choices if options}
        known = {**as_options, **known, **{word: word for word in (*options, *choices)}}
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            known = {
                word: meant for inner in action.choices.values() for word, meant in words_of(inner).items()
            } | known
    return known


def make_parser(known: Iterable[Command] = COMMANDS) -> Parser:
    """Return the parser of command lines that begin with one of the commands known, or with none."""
    parser = Parser(
        prog="postwise",
        formatter_class=UNMEASURED,
        description="Think before you post, together: walk through a decision tree, write one, learn with one.",
        epilog="Alone, postwise opens the library of trees. Nothing you do is recorded unless you ask.",
        allow_abbrev=False,
    )
    parser.add_argument("--plain", action="store_true", help=PLAIN.help)
    parser.add_argument("--version", action=Version, nargs=0, help="show the version and end")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="postwise", parser_class=Parser)
    for command in known:
        inner = commands.add_parser(
            command.name,
            formatter_class=UNMEASURED,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=f"Example: {command.example}",
            allow_abbrev=False,
        )
        more = () if PLAIN in command.options else (PLAIN._replace(help=argparse.SUPPRESS),)  # it goes with all
        for option in (*command.options, *more):
            action = inner.add_argument(*option.names, help=option.help, **option.how)
            if option.completes:
                action.complete = COMPLETES[option.completes]  # type: ignore[attr-defined]
    return parser


COMPLETES: Mapping[str, Mapping[str, str]] = {
    "tree": {
        **dict.fromkeys(("bash", "zsh", "powershell"), "_postwise_trees_or_files"),
        "fish": "(_postwise_values trees; __fish_complete_suffix .toml)",
        "tcsh": "f",
    },
    "file": {
        "bash": "_shtab_compgen_files",
        "zsh": "_files",
        "fish": "(__fish_complete_path (commandline -ct))",
        "powershell": "_postwise_files",
        "tcsh": "f",
    },
    **{
        kind: {
            **dict.fromkeys(("bash", "zsh", "powershell"), f"_postwise_{kind}s"),
            "fish": f"(_postwise_values {kind}s)",
        }
        for kind in ("answer", "case", "record", "template")
    },
}
"""What shtab completes an argument with, by what it is and by shell."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line and return its exit code; all that stops it is said on standard error."""
    prepare()
    REMARKS.clear()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _flushed(words)
    except PostwiseError as error:
        say(f"postwise: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        drop_output(sys.stdout)
        return Exit.DONE
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever else it is, it is a fault of ours
        if not isinstance(error, OSError) or error.errno not in WRITTEN_NOWHERE:
            return _crashed(error, words)
        drop_output(sys.stdout)
        say(f"postwise: The result cannot be written: {error.strerror}.")
        return Exit.WRONG


def _flushed(arguments: Sequence[str]) -> int:
    try:
        return _run(arguments)
    finally:  # help and the like end here too, and a closed pipe has to be noticed while it can be silenced
        sys.stdout.flush()


def _run(arguments: Sequence[str], library: Any = None) -> int:
    first = next((word for word in arguments if word != "--plain"), None)
    meant = [command for command in COMMANDS if command.name == first]  # each parser takes its time
    options = make_parser(meant or COMMANDS).parse_whole(arguments)
    try:
        os.getcwd()  # noqa: PTH109 - as below, what starts waits for no more
    except OSError as error:
        raise PostwiseError(
            f"The folder you are in cannot be looked at: {error.strerror}. Go to another one."
        ) from None
    options.whole_parser = make_parser  # completion teaches a shell all of it
    options.carry_out = _run  # the library in lines walks through the trees that are chosen in it
    options.library = library  # if one is open already
    module = f"postwise.commands.{options.command}" if options.command else "postwise.commands.open"
    with _collector_held(), _plugins_unsought():
        code: int = import_module(module).run(options)
    return code


@contextmanager
def _collector_held() -> Iterator[None]:
    """Hold the garbage collector off: what a start makes is there to last.

    The screens, which stay, let it work again once the first of them is painted.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _plugins_unsought() -> Iterator[None]:
    """Keep pydantic from looking for plugins while a command runs, but where its own variable says which are wanted."""
    if "PYDANTIC_DISABLE_PLUGINS" not in os.environ:
        sys.modules.setdefault(NO_PLUGINS.__name__, NO_PLUGINS)
    try:
        yield
    finally:
        if sys.modules.get(NO_PLUGINS.__name__) is NO_PLUGINS:
            del sys.modules[NO_PLUGINS.__name__]


def _crashed(fault: BaseException, words: Sequence[str]) -> int:
    """Say that there is a fault of postwise itself and how to go on, without a word of what was answered."""
    from pathlib import Path  # all this is loaded only now

    from postwise.errors import crash_report
    from postwise.files import write_private
    from postwise.text import command_line
    from postwise.walk.record_store import data_folder

    say("postwise: This is a fault of postwise itself, and of nothing that you did.")
    walk, session = getattr(fault, "walk", None), getattr(fault, "session", None)
    if session is not None:
        say(f"To go on with the session: {command_line('train', resume=str(session))}")
    if walk is not None and walk.answers:
        with suppress(Exception):  # what is broken may be what makes the code
            tree = next((word for word in words if Path(word).stem == walk.tree.id), walk.tree.id)
            say(f"To go on with your walk: {command_line('run', tree, resume=walk.code)}")
    try:
        path = data_folder() / "crash.txt"
        write_private(path, crash_report(fault))
    except (PostwiseError, RuntimeError) as error:
        say(f"There is no report of it: {error}")
    else:
        say(f"A report for whoever mends it, with none of your answers, is in {path}.")
    return Exit.BUG
