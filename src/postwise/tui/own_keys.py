"""A person's own keys: what of the `[keys]` in their file can be used, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from postwise.text import cells, joined
from postwise.tree.conditions import kind
from postwise.tree.problems import Fault, TomlPath, did_you_mean, nearest
from postwise.tui.screen_commands import ANSWER, EVERYWHERE, FIXED, KEYCAPS, SCREENS, Commands

OwnKeys = Mapping[str, tuple[str, ...]]
"""The keys that a person gave commands, by the names of the commands, as they can be written in the file."""
CONTROL = "bglnopqrst"
"""The letters that ctrl goes with: terminals send the others for other keys, or fields are written in with them."""
NAMED = frozenset({"delete", "insert", *(f"f{number}" for number in (1, 2, 3, 4, 8, 9, 10, 11, 12))})
SIGNS = {"question_mark": "?", "slash": "/"}
"""The signs that are keys at first, by what Textual calls them."""
TAKEN = {"esc": "escape", "return": "enter", "page up": "pageup", "page down": "pagedown", " ": "space", ",": "comma"}
"""Other names of keys that stay what they are."""
AS_LISTED = {**KEYCAPS, "backspace": "backspace"}
"""Keys as they are listed: as they are read, if they can be written so."""
CAN_BE = f"A key is one letter or sign, ctrl+ with one of {' '.join(CONTROL)}, F1 to F4, F8 to F12, delete or insert."
WHERE_NAMES = '"postwise config keys" lists the names, and the keys that they have.'
YES_NO = {"y": "answering yes", "n": "answering no"}
"""The keys that answer a question for yes or no, where a question is asked."""
TOGGLES = {"on the map": ("map", "m")}
"""What closes a screen as it opened it, by where it does."""


def names() -> dict[str, None]:
    """Return the names of all commands whose keys can be changed, in the order of the screens."""
    return {command.name: None for command in chain(EVERYWHERE, *SCREENS.values()) if command.name}


def read_keys(table: Mapping[str, Any]) -> tuple[OwnKeys, list[Fault]]:
    """Return the keys that can be used, and a fault for each that cannot; what is at fault keeps the keys it had."""
    wanted: dict[str, tuple[str, ...]] = {}
    faults: list[Fault] = []
    for name, raw in table.items():
        wrong = list(_faults(name, raw))
        faults += wrong
        if not wrong:
            wanted[name] = tuple(dict.fromkeys(map(_plain, [raw] if isinstance(raw, str) else raw)))
    while clashing := _clashing(wanted):
        faults += clashing.values()
        wanted = {name: keys for name, keys in wanted.items() if name not in clashing}
    return wanted, faults


def keys_now(screen: str, own: OwnKeys) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what does something on a screen, by name or in words, and the keys that do it, as they can be written."""
    for command in (*SCREENS[screen], *EVERYWHERE):
        if command.name:
            yield command.name, _keys(command.name, command.keys, own)
    if screen in TOGGLES:
        name, key = TOGGLES[screen]
        yield name, _keys(name, key, own)
    if ANSWER in SCREENS[screen]:
        yield from ((words, (key,)) for key, words in YES_NO.items())


def listed(commands: Commands, own: OwnKeys) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each command whose keys can be changed, its keys as they are now, and what it does."""
    for command in commands:
        if command.name:
            keys = (AS_LISTED.get(key, key) for key in _keys(command.name, command.keys, own))
            yield command.name, " ".join(keys), command.help.format(machine="this machine")


def _keys(name: str, at_first: str, own: OwnKeys) -> tuple[str, ...]:
    had = tuple(SIGNS.get(key, key) for key in at_first.split(","))
    return (*own[name], *(key for key in had if key in FIXED)) if name in own else had


def _faults(name: str, raw: Any) -> Iterator[Fault]:
    """Yield what is wrong with one line of the table, whatever the others say."""
    where = ("keys", name)
    if name not in names():
        meant = nearest(name, names())
        hint = did_you_mean(meant) if meant else WHERE_NAMES
        yield Fault("unknown-key", where, f'No command is called "{name}".', hint, "key")
    elif isinstance(raw, str):
        yield from _key_faults(name, raw, where)
    elif not isinstance(raw, list) or not raw:
        given = "an empty list" if raw == [] else kind(raw)
        yield Fault("wrong-type", where, f"This has to be a key or a list of keys, and is {given}.", CAN_BE)
    else:
        for place, key in enumerate(raw):
            if isinstance(key, str):
                yield from _key_faults(name, key, (*where, place))
            else:
                yield Fault("wrong-type", (*where, place), f"This has to be a key, and is {kind(key)}.", CAN_BE)


def _key_faults(name: str, raw: str, where: TomlPath) -> Iterator[Fault]:
    key = _plain(raw)
    if TAKEN.get(key, key) in FIXED or TAKEN.get(key) == "comma":
        message = f'"{raw}" answers, moves or leaves for everybody: it need not stand here, and cannot be given away.'
        yield Fault("bad-value", where, message, CAN_BE)
    elif not _can_be(key) and key not in _at_first(name):
        yield Fault("bad-value", where, f'"{raw}" is no key that a command can have.', CAN_BE)


def _can_be(key: str) -> bool:
    with_control = key.startswith("ctrl+") and key[5:] in set(CONTROL)
    sign = len(key) == 1 and key.isprintable() and not key.isspace() and cells(key) == 1
    return sign or with_control or key in NAMED


def _at_first(name: str) -> set[str]:
    """Return the keys that a command has at first, on whatever screen."""
    return {key for screen in SCREENS for called, keys in keys_now(screen, {}) if called == name for key in keys}


def _plain(raw: str) -> str:
    """Return a key as it is compared: of a single letter it matters whether it is small."""
    as_drawn = {cap: key for key, cap in KEYCAPS.items()}
    return as_drawn.get(raw, raw if len(raw) == 1 else raw.strip().casefold())


def _clashing(wanted: OwnKeys) -> dict[str, Fault]:
    """Return a fault for each command that was given a key of another on the same screen, by its name."""
    found: dict[str, Fault] = {}
    for screen in SCREENS:
        had: dict[str, list[str]] = {}
        for name, keys in keys_now(screen, wanted):
            for key in keys:
                had.setdefault(key, []).append(name)
        for key, held in had.items():
            if len(set(held)) > 1:
                for name in wanted.keys() & set(held):
                    found.setdefault(name, _clash(name, key, screen, held))
    return {name: found[name] for name in wanted if name in found}


def _clash(name: str, key: str, screen: str, held: Iterable[str]) -> Fault:
    others = [other for other in dict.fromkeys(held) if other != name]
    words = joined([other if other in YES_NO.values() else f'"{other}"' for other in others])
    either = "" if YES_NO.keys() & {key} else f", or {words} one"
    hint = f'Give "{name}" another key{either}. Until then "{name}" has the keys that it had.'
    return Fault("bad-value", ("keys", name), f'The key "{key}" is that of {words} too, {screen}.', hint)
