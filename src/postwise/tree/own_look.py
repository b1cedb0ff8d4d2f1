"""Keeping how a person likes the screens, in their own `postwise.toml`; all else in it stays as it is."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from postwise import files
from postwise.errors import PostwiseError
from postwise.text import on_one_line
from postwise.tree.organisation import own_file
from postwise.tree.toml_source import Source
from postwise.tree.toml_writer import toml_value


def keep_theme(theme: str) -> None:
    """Write a theme into the person's own file, which is made if there is none.

    Raises PostwiseError, and changes nothing, if the file cannot be read or written, or is written in such a way that
    only a person can change it.
    """
    path = own_file()
    if path is None:
        raise PostwiseError("There is no home folder here to keep it in.")
    if not files.there(path):
        files.write_private(path, with_theme(Source(""), {}, theme))
        return
    source, data = _read(path)
    text = with_theme(source, data, theme)
    wanted = deepcopy(data)
    wanted.setdefault("look", {})["theme"] = theme
    if Source(text).parse()[0] != wanted:
        shown = on_one_line(str(path))
        raise PostwiseError(f"Nothing but a person can change {shown} as it is written. It stays as it is.")
    files.write(path, text)


def _read(path: Path) -> tuple[Source, dict[str, Any]]:
    try:
        source, problem = Source.read(path)
    except OSError as error:
        raise PostwiseError(f"{on_one_line(str(path))} cannot be opened: {error.strerror or error}.") from None
    data, problem = source.parse() if problem is None else ({}, problem)
    if problem is not None or not isinstance(data.get("look", {}), dict):
        raise PostwiseError(f"{on_one_line(str(path))} has errors, so it stays as it is. Mend it first.")
    return source, data


def with_theme(source: Source, data: dict[str, Any], theme: str) -> str:
    """Return the text of a file with the theme in it: in the place of another one, below its header, or at the end."""
    text, value = source.text, toml_value(theme)
    if "theme" in data.get("look", {}):
        start, end = source.stretch(("look", "theme"))
        return f"{text[:start]}{value}{text[end:]}"
    if "look" in data:
        at = text.find("\n", source.stretch(("look",))[1]) + 1 or len(text)
        before = text[:at] if text[:at].endswith("\n") else f"{text[:at]}\n"
        return f"{before}theme = {value}\n{text[at:]}"
    before = text if text.endswith("\n") or not text else f"{text}\n"
    return f"{before}{chr(10) if before else ''}[look]\ntheme = {value}\n"
