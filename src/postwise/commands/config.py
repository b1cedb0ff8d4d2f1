"""postwise config: where the organisation's words come from, what they are, a first file; what the keys are called."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from postwise.commands.shared import own_keys, say_faults
from postwise.errors import Exit, PostwiseError
from postwise.files import own_folder, there, write_new
from postwise.streams import heard, put, say
from postwise.text import joined, on_one_line, shortened, typed_line
from postwise.tree.library import Library, overlays_in, shipped_folder
from postwise.tree.organisation import NAME, Settings, find_settings, own_file, own_settings, read_settings
from postwise.tree.overlay_file import read_overlay
from postwise.tree.placeholders import DEFAULTS
from postwise.tree.toml_writer import toml_value

ASKED = {
    "organisation": "What is your organisation called, as you would say it in a sentence",
    "manager": "Whom do people turn to first, as a rule",
    "comms": "Who runs the organisation's social media",
    "speakup": "Whom are concerns raised with",
    "unionrep": "Who is the union or staff rep",
}
"""The words that a first file asks for, each with its question."""
WHERE = "Where are you"
"""What it asks last, with the places of which words ship."""


def run(options: argparse.Namespace) -> int:
    """Print where settings come from, or what they are, or what the keys are called; or write a first file."""
    if options.what == "init":
        return write_first(Path.cwd() / NAME)
    settings = own_settings() if options.what == "keys" else find_settings()
    faulty = say_faults(settings)
    words = {"path": _path, "show": _words, "keys": _keys}[options.what]
    put(words(settings))
    return Exit.NO if faulty else Exit.DONE


def _path(settings: Settings) -> str:
    if settings.path is not None:
        return str(settings.path)
    own = own_folder("config")
    there = f", and none at {own / NAME}" if own is not None else ""
    return f"No {NAME} from here upwards{there}. The words that ship are used."


def _words(settings: Settings) -> str:
    rows = {**DEFAULTS, **settings.profile}
    wide = max(len(word) for word in rows)
    lines = [f"From {settings.path}:" if settings.path else f"There is no {NAME}; these words ship with postwise:", ""]
    for word, shown in rows.items():
        mark = "" if word in settings.profile or settings.path is None else "  (not filled in)"
        lines.append(f"{word:<{wide}}  {shown}{mark}")
    lines += ["", *(f"trees in {folder}" for folder in settings.folders), *_laid_on(Library.of(settings))]
    return "\n".join(lines).rstrip()


def _laid_on(library: Library) -> Iterator[str]:
    """Yield which words are laid over trees, in their order: of two that say the same, the later holds."""
    if library.unknown_place:
        yield library.unknown_place
    for entry, loaded in library.words_laid_on:
        about = loaded.overlay.about if loaded.overlay is not None else None
        titled = f": {on_one_line(about.title)}" if about is not None else ", which has errors"
        yield f"words of {on_one_line(entry.shown)}{titled}"


def _keys(settings: Settings) -> str:
    """Return every command that has a name, by the screen that it stands on, with its keys as they are now."""
    from postwise.tui.own_keys import CAN_BE, listed  # nothing else here needs to know the screens
    from postwise.tui.screen_commands import EVERYWHERE, SCREENS

    keys, own = own_keys(settings)[0], own_file()
    tables = {where: list(listed(here, keys)) for where, here in {"on every screen": EVERYWHERE, **SCREENS}.items()}
    wide, wider = (max(len(row[column]) for rows in tables.values() for row in rows) for column in (0, 1))
    file = NAME if own is None else on_one_line(str(own))
    lines = [f'Another key for a command stands below [keys] in {file}, as in: why = "F2"', CAN_BE]
    for where, rows in tables.items():
        lines += ["", f"{where[0].upper()}{where[1:]}:"]
        lines += (f"  {name:<{wide}}  {pressed:<{wider}}  {does}" for name, pressed, does in rows)
    return "\n".join(lines)


def write_first(path: Path) -> int:
    """Ask for five names and a place, and write them to a new file; what is left empty keeps the words that ship."""
    if there(path):
        there_already = f"{path} is there already and stays as it is. Open it in an editor to change it."
        raise PostwiseError(there_already if _has_place(path) else f"{there_already} {_how_to_say_place()}")
    say("Five names and a place, and every tree speaks of your own people. Leave one empty to skip it.")
    filled: dict[str, str] = {}
    for word, question in ASKED.items():
        if text := _answered(f'{question}? (else: "{DEFAULTS[word]}") '):
            filled[word] = text
    if place := _place():
        filled["place"] = place
    write_new(path, first_file(filled))
    put(str(path))
    return Exit.DONE


def _answered(question: str) -> str:
    """Return what is typed to a question, empty to skip it. Raises PostwiseError if nobody types any more."""
    say(question, end="")
    line = heard(sys.stdin)
    if not line:
        say("")
        raise PostwiseError("The questions were not answered to the end, so no file was written.", Exit.NO)
    return typed_line(line)


def places() -> dict[str, str]:
    """Return the places of which words ship, each with what it is called: whom to turn to there, and what holds."""
    read = ((entry.id, read_overlay(entry.path).overlay) for entry in overlays_in(shipped_folder(), "shipped"))
    return {place: overlay.about.title for place, overlay in sorted(read) if overlay is not None}


def _has_place(path: Path) -> bool:
    """Tell whether a file says where its organisation is, or nobody can tell."""
    try:
        return bool(read_settings(path).profile.get("place", "").strip())
    except OSError:
        return True


def _how_to_say_place() -> str:
    return f'For numbers where you are, write place = "uk" below [profile] in it: {joined(places(), "or")}.'


def _place() -> str:
    """Ask until it is one of the places of which words ship, or none."""
    called = places()
    named = {title.removeprefix("the ").casefold(): place for place, title in called.items()}
    meant = {"": "", **named, **{place: place for place in called}}
    while True:
        known = joined([f"{place} ({title})" for place, title in called.items()], "or")
        typed = _answered(f"{WHERE}: {known}? (else: no place's numbers and rules) ")
        place = meant.get(typed.casefold().removeprefix("the ").rstrip("."))
        if place is not None:
            return place
        say(f'"{shortened(typed)}" is none of {joined(called, "or")}. If yours is not among them, leave it empty.')


def first_file(filled: dict[str, str]) -> str:
    """Return the text of an organisation's file with these words; the others stand in it as comments."""
    lines = ["# Who is who here. Every tree of postwise speaks of these people.", "", "[profile]"]
    for word, shown in DEFAULTS.items():
        lines.append(f"{word} = {toml_value(filled[word])}" if word in filled else f"# {word} = {toml_value(shown)}")
    place = f"place = {toml_value(filled['place'])}" if "place" in filled else '# place = "…"'
    lines.append(f"{place}   # {joined(places(), 'or')}: whom to turn to there, and what holds")
    lines += ["", "# [library]", '# trees = ["our-trees"]   # folders of your own trees, beside this file', ""]
    return "\n".join(lines)
