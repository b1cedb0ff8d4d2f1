"""From a file's data to a tree: what pydantic finds becomes faults, and what is left is still understood."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from postwise.tree.conditions import kind, wrong_type
from postwise.tree.file_table import FileTable, Key, keys_of
from postwise.tree.ids import id_of
from postwise.tree.problems import Fault, TomlPath, did_you_mean, listing, nearest, suggestion
from postwise.tree.table_reader import read_table
from postwise.tree.toml_writer import toml_key, toml_value

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Table = TypeVar("Table", bound=FileTable)

STAND_IN = "?"
"""Put where a text or a target is missing or of the wrong type, so that the rest can still be looked at."""

MISSING: dict[TomlPath, str] = {
    ("format",): "Begin the file with format = 1.",
    ("tree",): "Add [tree], and below it title = … and start = ….",
}
"""What to add for what is missing, where it is not a key and its value."""
WANTED = {
    "string": "a text",
    "tuple": "a list",
    "list": "a list",
    "model": "a table",
    "dict": "a table",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "date": "a date",
}

RANGES = {"level": "This is a number from 1 to 3.", "at-most": "This is a number of questions, 1 or more."}
"""What the numbers are between which a number of the file has to lie, by its key."""

Renames = dict[TomlPath, TomlPath]
"""Where misspelt keys really stand, by where they were read as standing."""


def shape(table: type[Table], data: dict[str, Any]) -> tuple[Table | None, list[Fault], Renames]:
    """Return the data as a table, the faults of its shape, and where misspelt keys stand.

    Where there are faults, the table is what can still be understood (misspelt keys read as the ones meant, unknown
    ones left out, stand-ins for what is missing), or None if nothing can.
    """
    read = read_table(table, data)
    if read is not None:
        return read, [], {}
    from postwise.tree.pydantic_tables import errors_in  # only who has a faulty file pays for what explains it

    details = errors_in(table, data)
    faults = list(_faults(table, details))
    repaired = copy.deepcopy(data)
    renames: Renames = {}
    for _ in range(3):
        _repair(table, repaired, details, renames)
        read = read_table(table, repaired)
        if read is not None:
            return read, faults, renames
        details = errors_in(table, repaired)
        known = set(faults)
        faults += [fault for fault in _below_misspelt(table, details, renames) if fault not in known]
    return None, faults, renames


def _below_misspelt(file: type[FileTable], details: list[ErrorDetails], renames: Renames) -> Iterator[Fault]:
    """Yield the faults in tables whose names are misspelt, which are read only once it is known what was meant."""
    for fault in _faults(file, details):
        where = _renamed(fault.where, renames, of_list=False)
        if where is not None:
            yield fault._replace(where=where)


def as_written(fault: Fault, renames: Renames) -> Fault:
    """Return a fault of a sketch with its place as the file has it, misspelt keys and all."""
    where = _renamed(fault.where, renames, of_list=True) or fault.where
    where = _renamed(where, renames, of_list=False) or where  # a misspelt key was noted where its list really has it
    return fault._replace(where=where) if where != fault.where else fault


def _renamed(where: TomlPath, renames: Renames, *, of_list: bool) -> TomlPath | None:
    """Return a path as it is written, if it begins with one that was read as another (a list's item or a key)."""
    for end in range(1, len(where) + 1):
        read_as = where[:end]
        if read_as in renames and isinstance(read_as[-1], int) is of_list:
            return (*renames[read_as], *where[end:])
    return None


def _faults(file: type[FileTable], details: list[ErrorDetails]) -> Iterator[Fault]:
    misspelt = {
        (tuple(error["loc"][:-1]), meant)
        for error in details
        if error["type"] == "extra_forbidden" and (meant := _meant(error["loc"][-1], keys_at(file, error["loc"][:-1])))
    }
    seen: set[Fault] = set()
    for error in details:
        where = _plain(error["loc"])
        if error["type"] == "missing" and (tuple(where[:-1]), where[-1]) in misspelt:
            continue
        fault = _fault(file, error, where)
        if fault not in seen:
            seen.add(fault)
            yield fault


def _plain(loc: Iterable[str | int]) -> TomlPath:
    """Return pydantic's place without the marks it adds for a number that may be whole or not."""
    where = tuple(loc)
    return where[:-1] if where and where[-1] in {"int", "float"} else where


def _fault(file: type[FileTable], error: ErrorDetails, where: TomlPath) -> Fault:
    match error["type"]:
        case "extra_forbidden":
            return unknown_key(where, keys_at(file, where[:-1]))
        case "missing":
            hint = MISSING.get(where, f"Add {where[-1]} = … there.")
            message, key = f'The key "{where[-1]}" is missing here.', str(where[-1])
            return Fault("missing-key", where[:-1], message, hint, "header", (key,))
        case "literal_error":
            return _wrong_format(error["input"]) if where == ("format",) else _not_among(file, error["input"], where)
        case "string_pattern_mismatch":
            return Fault("bad-value", where, "This text is empty.", "Write it, or take the key out.")
        case "greater_than_equal" | "less_than_equal":
            return Fault("bad-value", where, RANGES[str(where[-1])])
        case other if other.endswith(("_type", "_parsing", "_inexact", "_exact")) or other == "int_from_float":
            wanted = WANTED.get(_wanted(error), "something else")
            fault = wrong_type(where, wanted, error["input"])
            return fault._replace(hint=fault.hint or _way_out(where, wanted, error["input"]))
    return Fault("bad-value", where, f"{error['msg']}.")


def _way_out(where: TomlPath, wanted: str, raw: Any) -> str | None:
    """Return what was probably meant by something of another type, as it is written; None if nobody can say."""
    key = where[-1]
    if wanted == "a table":
        if isinstance(raw, str) and where[-2:-1] == ("answers",):
            made = id_of(raw) or f"answer-{int(key) + 1}"  # those of one list are not to be called alike
            return f'Write {{ id = "{made}", text = {toml_value(raw or "…")}, goto = "…" }}.'
        if key in {"yes", "no"}:
            return f'Write {key} = "…", with the id of what follows.'
        if isinstance(raw, list) and len(where) < 3:
            return f"Write [{'.'.join(map(toml_key, map(str, where)))}], with one pair of brackets."
        return None
    if wanted == "a list" and isinstance(raw, dict) and key == "answers":
        return f"Write [[{'.'.join(map(toml_key, map(str, where)))}]] above each of them, with an id below it."
    if wanted == "a list" and isinstance(raw, str):
        return f"Write [{toml_value(raw)}]."
    if wanted == "a text" and isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], str):
        return f"Write {toml_value(raw[0])}, without brackets."
    return None


def _wanted(error: ErrorDetails) -> str:
    return "float" if error["loc"][-1] in {"int", "float"} else error["type"].split("_")[0]


def _wrong_format(raw: Any) -> Fault:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Fault("bad-value", ("format",), f"This postwise reads format 1, not {raw}.", "Write format = 1.")
    given = "a number with a point" if isinstance(raw, float) else kind(raw)
    return Fault("wrong-type", ("format",), f"This has to be the number 1, and is {given}.", "Write format = 1.")


def _not_among(file: type[FileTable], raw: Any, where: TomlPath) -> Fault:
    words = get_args(_type_at(file, where))
    if not isinstance(raw, str):
        return Fault("wrong-type", where, f"This has to be one of the words {listing(words, 9)}, and is {kind(raw)}.")
    hint = suggestion(raw, words) or f"It can be {listing(words, 9)}."
    return Fault("bad-value", where, f'"{raw}" is not a word that can stand here.', hint)


def unknown_key(where: TomlPath, known: Iterable[str]) -> Fault:
    """Return the fault that a key is not one of the known keys of its table."""
    words = sorted(set(known))
    meant = _meant(where[-1], words)
    hint = did_you_mean(meant) if meant else f"Here can stand {listing(words, 24)}." if words else None
    return Fault("unknown-key", where, f'The format knows no key "{where[-1]}" here.', hint, "key")


OTHER_WORD = {"is": "goto", "goto": "is"}
"""What a case of a branch and a case of a value say instead of each other's word."""


def _meant(key: str | int, known: Iterable[str]) -> str | None:
    """Return the key that was probably meant by one that is not known, or None."""
    words = set(known)
    other = OTHER_WORD.get(str(key))
    return other if other in words and "when" in words else nearest(key, words)


def keys_at(file: type[FileTable], where: TomlPath) -> list[str]:
    """Return the keys that the format knows in the table at a TOML path."""
    return list(_fields(_type_at(file, where)))


def _type_at(file: type[FileTable], where: TomlPath) -> Any:
    """Return the type that the format wants at a TOML path; None where it knows of nothing."""
    wanted: Any = file
    for part in where:
        wanted = _inside(wanted, part)
    return wanted


def _is_table(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, FileTable)


def _fields(table: Any) -> dict[str, Key]:
    """Return the keys of a table as a file has them; of anything else, none."""
    return {key.written: key for key in keys_of(table).values()} if _is_table(table) else {}


def _inside(wanted: Any, part: str | int) -> Any:
    """Return what the format expects at one more step into a type."""
    wanted = _bare(wanted)
    if _is_table(wanted):
        fields = _fields(wanted)
        return _bare(fields[str(part)].wanted) if part in fields else None
    if get_origin(wanted) in {Mapping, tuple}:
        inner = get_args(wanted)
        return _bare(inner[1] if get_origin(wanted) is Mapping else inner[0])
    return None


def _bare(wanted: Any) -> Any:
    """Return a type without Annotated and without "or None"."""
    while True:
        inner = [argument for argument in get_args(wanted) if argument is not type(None)]
        if hasattr(wanted, "__metadata__") or (get_origin(wanted) not in {Mapping, tuple, None} and len(inner) == 1):
            wanted = inner[0]
        else:
            return wanted


def _repair(file: type[FileTable], data: dict[str, Any], details: list[ErrorDetails], renames: Renames) -> None:
    """Mend the data in place as far as it takes to read the rest: deepest and last first, so that places hold."""
    left_out: dict[TomlPath, set[int]] = {}
    for error in sorted(details, key=_turn, reverse=True):
        where = _plain(error["loc"])
        table = _at(data, where[:-1])
        if table is None or not where:
            continue
        key = where[-1]
        if error["type"] == "missing":
            _stand_in(file, table, where)
        elif error["type"] == "extra_forbidden":
            meant = _meant(key, keys_at(file, where[:-1]))
            raw = table.pop(key, None)
            if meant and meant not in table:
                table[meant] = raw
                renames[(*where[:-1], meant)] = where
            elif meant and isinstance(raw, dict) and isinstance(table[meant], dict):
                added = {name: raw[name] for name in raw if name not in table[meant]}
                table[meant].update(added)
                renames.update({(*where[:-1], meant, name): (*where, name) for name in added})
        elif isinstance(table, list) and isinstance(key, int) and key < len(table):
            del table[key]
            left_out.setdefault(where[:-1], set()).add(key)
        elif isinstance(table, dict) and (raw := table.pop(key, None)) is not None:
            likely = _likely(file, where, table, raw) if error["type"] == "literal_error" else None
            if likely is not None:
                table[key] = likely
            else:
                _stand_in(file, table, where, only_required=True)
    for items, gone in left_out.items():
        _renumber(_at(data, items), items, gone, renames)


def _renumber(items: list[Any], where: TomlPath, gone: set[int], renames: Renames) -> None:
    """Note where the items of a list really stand of which some have been left out."""
    kept = [place for place in range(len(items) + len(gone)) if place not in gone]
    renames.update({(*where, now): (*where, place) for now, place in enumerate(kept) if now != place})


def _likely(file: type[FileTable], where: TomlPath, table: dict[str, Any], raw: Any) -> str | None:
    """Return the word that was probably meant where one of a few is wanted: the nearest, or what the other keys say."""
    if where == ("format",):
        return None
    near = nearest(raw, get_args(_type_at(file, where)))
    return _kind_by_keys(table) if near is None and where[-1] == "type" else near


def _kind_by_keys(table: dict[str, Any]) -> str:
    if "answers" in table:
        answers = table["answers"] if isinstance(table["answers"], list) else []
        free = not any(isinstance(answer, dict) and "goto" in answer for answer in answers)
        return "checklist" if "none" in table or (free and "goto" in table) else "choice"
    if "yes" in table or "no" in table:
        return "yes-no"
    if isinstance(table.get("min", table.get("max")), dt.date):
        return "date"
    return "number" if table.keys() & {"min", "max", "step", "unit"} else "text"


def _turn(error: ErrorDetails) -> tuple[list[tuple[int, int, str]], bool, list[tuple[int, int, str]]]:
    """Return when a fault is mended: inner tables first, and a misspelt key before the one that it leaves missing."""
    loc = error["loc"]
    return _order(loc[:-1]), error["type"] != "missing", _order(loc[-1:])


def _order(loc: tuple[str | int, ...]) -> list[tuple[int, int, str]]:
    return [(1, part, "") if isinstance(part, int) else (0, 0, part) for part in loc]


def _at(data: Any, where: TomlPath) -> Any:
    for part in where:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _stand_in(file: type[FileTable], table: dict[str, Any], where: TomlPath, *, only_required: bool = False) -> None:
    """Put something harmless under a key: an empty table where a table is wanted, a stand-in where a text is."""
    fields = _fields(_type_at(file, where[:-1]))
    key = str(where[-1])
    if not fields or key in table:
        return
    if key in {"goto", "yes", "no"}:  # where an answer leads, which nobody can guess
        table[key] = STAND_IN
    elif key in fields and (fields[key].required or not only_required):
        table[key] = _blank(fields[key].wanted, key)


def _blank(annotation: Any, key: str) -> Any:
    wanted = _bare(annotation)
    if key == "format":
        return 1
    if isinstance(wanted, type) and issubclass(wanted, dt.date):
        return dt.date.fromordinal(1)
    if _is_table(wanted) or get_origin(wanted) is Mapping:
        return {}
    return () if get_origin(wanted) is tuple else STAND_IN
