"""Headers whose id cannot stand, read under the name that the rest of the file has for them: so each is told once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from postwise.tree.ids import ID, free_id, id_of
from postwise.tree.model import VERDICTS, Tree
from postwise.tree.problems import Fault, Part, TomlPath, nearest
from postwise.tree.schema_errors import Renames, keys_at

SECTIONS = ("question", "branch", "value", "outcome")
"""The sections that share one space of ids."""
NAMING = frozenset({"goto", "start", "else", "expect", "yes", "no", "split", "on", "asked", "only", "never"})
"""The keys that say the name of something else, alone or in a list."""
NAMED_BY_KEY = frozenset({"when", "sum", "answers"})
"""The tables whose keys are such names."""


class Headers(NamedTuple):
    """The data of a file under ids that can stand, what is wrong with those written, and where they really stand."""

    data: dict[str, Any]
    faults: list[Fault]
    written: Renames


class WrongHeader(NamedTuple):
    """A header whose id cannot stand."""

    section: str
    steps: tuple[str, ...]
    """What stands behind the section: more than one where a point has crept into an id."""

    @property
    def name(self) -> str:
        """The id as it was meant to stand."""
        return ".".join(self.steps)


def headers_as_meant(data: dict[str, Any]) -> Headers:
    """Return a file's data, each header whose id cannot stand and is named nowhere read as it is named elsewhere."""
    wrong = list(_wrong_headers(data))
    if not wrong:
        return Headers(data, [], {})
    torn = {header.steps[0] for header in wrong if len(header.steps) > 1}
    named, there = dict.fromkeys(_names(data)), _written(data) - torn
    missing = [name for name in named if name not in there and ID.fullmatch(name)]
    wrong = [header for header in wrong if header.name not in named]
    meant = _meant(wrong, missing)
    faults, written = list[Fault](), Renames()
    new_names: dict[str, dict[tuple[str, ...], str]] = {section: {} for section in SECTIONS}
    taken = {*there, *meant.values()}
    for header in wrong:
        section, name = header.section, meant.get(header)
        if name is None and len(header.steps) == 1:  # told with all other ids
            continue
        fault = bad_id((section, *header.steps), header.name, "key", taken)
        if name is None:
            name = free_id(id_of(header.name) or header.steps[0], taken)
            taken.add(name)
        else:
            fault = fault._replace(hint=f"Write [{section}.{name}], as it is called where it is named.")
        new_names[section][header.steps] = name
        written[section, name] = (section, *header.steps)
        faults.append(fault)
    read = {section: dict(_put(data[section], names)) for section, names in new_names.items() if names}
    return Headers({**data, **read}, faults, written)


def _meant(wrong: list[WrongHeader], missing: list[str]) -> dict[WrongHeader, str]:
    """Return which of the names that nothing has is meant by which header: each by one, the nearest or the only one."""
    meant: dict[WrongHeader, str] = {}
    free = dict.fromkeys(missing)
    for header in wrong if missing else ():
        made = id_of(header.name)
        name = made if made in free else nearest(header.name, missing)
        if name in free:
            meant[header] = str(name)
            del free[str(name)]
    left = [header for header in wrong if header not in meant]
    if len(left) == len(free) == 1:
        meant[left[0]] = next(iter(free))
    return meant


def _put(tables: Mapping[str, Any], names: Mapping[tuple[str, ...], str]) -> Iterator[tuple[str, Any]]:
    """Yield the tables of a section in their order, some of them under new names."""
    for name, table in tables.items():
        inner = {key: names[name, key] for key in table if (name, key) in names} if isinstance(table, dict) else {}
        if inner:
            yield from ((inner[key], table[key]) for key in inner)
        else:
            yield names.get((name,), name), table


def _wrong_headers(data: dict[str, Any]) -> Iterator[WrongHeader]:
    for section in SECTIONS:
        for name, table in _tables(data, section).items():
            if not ID.fullmatch(name):
                yield WrongHeader(section, (name,))
            elif isinstance(table, dict) and table and all(isinstance(inner, dict) for inner in table.values()):
                known = keys_at(Tree, (section, name))
                if not any(key in known for key in table):
                    yield from (WrongHeader(section, (name, key)) for key in table)


def _written(data: dict[str, Any]) -> set[str]:
    return {name for section in SECTIONS for name in _tables(data, section)}


def _tables(data: dict[str, Any], section: str) -> dict[str, Any]:
    table = data.get(section)
    return table if isinstance(table, dict) else {}


def _names(data: Any, key: str = "") -> Iterator[str]:
    """Yield every name that a file has for something else in it."""
    if isinstance(data, str):
        if key in NAMING and not (key in {"never", "only"} and data in VERDICTS):
            yield data
    elif isinstance(data, list):
        for inner in data:
            if key == "table" and isinstance(inner, list):
                yield from _names(inner[-1:], "goto")
            else:
                yield from _names(inner, "" if key in NAMED_BY_KEY else key)
    elif isinstance(data, dict):
        if key in NAMED_BY_KEY:  # answers of a question are a list, and of a scenario a table
            yield from data
        for inner_key, inner in data.items():
            yield from _names(inner, inner_key)


def bad_id(where: TomlPath, wrong_id: str, part: Part = "value", taken: Collection[str] = ()) -> Fault:
    """Return the fault that an id is not made of lower-case words and hyphens; none of `taken` is advised."""
    made = id_of(wrong_id)
    hint = (
        f'It could be "{free_id(made, taken)}".' if made else "An id begins with a letter from a to z, as in over-18."
    )
    message = f'"{wrong_id}" is no id: ids are lower-case letters and digits, joined by hyphens.'
    return Fault("bad-id", where, message, hint, part)
