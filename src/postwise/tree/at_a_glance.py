"""What can be seen of a file at a glance: a tree and what it is called, an overlay and of which place, or neither."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any, Literal

from postwise.files import opened, read

FileKind = Literal["tree", "overlay", "other"]

BEYOND_HEAD = r"(?m)^[ \t]*\[(?![ \t]*(?:tree|profile)[ \t]*\])"
"""Where in a tree's file something begins that a list of trees does not need."""
PROFILE = r"(?m)^[ \t]*\[[ \t]*[\"']?profile"
"""Where the words of a tree are, which may stand further down."""
OVERLAY, TREE = (rf"(?m)^[ \t]*\[[ \t]*{name}[ \t]*\]" for name in ("overlay", "tree"))
"""The header that makes a file an overlay, and the one that makes it a tree."""
HEAD = 8_192
"""Bytes at the beginning of a file in which it says which of the two it is."""
HEADER = r"(?m)^[ \t]*\["
TREE_MARKS = (  # where each is looked for: among the keys at the top, or in the whole text
    (r"(?m)^[ \t]*[\"']?format[\"']?[ \t]*=", r"(?!)"),
    (r"(?m)^[ \t]*[\"']?tree[\"']?[ \t]*[.=]", r"(?mi)^[ \t]*\[[ \t]*[\"']?tree[\"']?[ \t]*(?:[\].#]|\r?$)"),
    (r"(?m)^[ \t]*(?:question|outcome)[ \t]*[.=]", r"(?m)^[ \t]*\[+[ \t]*(?:question|outcome)[ \t]*\."),
)
"""What a tree's file has: format at the top, a table of the tree, questions and endings. One slip hides one of them."""


def kind_of(path: Path) -> FileKind:
    """Return what a file says that it is: a tree has two of the marks at least.

    One that cannot be read counts as a tree, so that whoever names its folder is told.
    """
    try:
        with opened(path) as file:
            head = file.read(HEAD)
    except OSError:
        return "tree"
    text = _decoded(head)
    if _says_overlay(text):
        return "overlay"
    begun = _marks(text) > 0 or re.search(HEADER, text) is None
    if begun and _marks(text) < 2 and len(head) == HEAD:  # the rest is behind a long remark, or one long question
        with contextlib.suppress(OSError):
            text = _decoded(read(path))
    return "tree" if _marks(text) > 1 else "other"


def _marks(text: str) -> int:
    header = re.search(HEADER, text)
    top = text if header is None else text[: header.start()]
    return sum(bool(re.search(above, top) or re.search(anywhere, text)) for above, anywhere in TREE_MARKS)


def _decoded(raw: bytes) -> str:
    """Return a text; what an editor has saved in another encoding, too, so that somebody is told of it."""
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return raw.decode(encoding, errors="replace")


def is_overlay(path: Path) -> bool:
    """Tell whether a file says that it is an overlay; False if it cannot be read."""
    return _says_overlay(_first_part_of(path))


def _says_overlay(head: str) -> bool:
    found = re.search(OVERLAY, head)
    return found is not None and re.search(TREE, head[: found.start()]) is None


def place_of(path: Path) -> str | None:
    """Return the place that an overlay says it is for, as far as that can be seen at a glance; None if none is."""
    place = re.search(r"(?m)^[ \t]*place[ \t]*=[ \t]*[\"']([^\"'\\]*)[\"']", _about(path))
    return None if place is None else place[1].strip().casefold()


def trees_of(path: Path) -> tuple[str, ...]:
    """Return the ids of the trees that an overlay says it is for, as far as that can be seen at a glance."""
    trees = re.search(r"(?m)^[ \t]*trees[ \t]*=[ \t]*\[([^\]]*)\]", _about(path))
    return () if trees is None else tuple(re.findall(r"[\"']([^\"'\\]*)[\"']", trees[1]))


def _about(path: Path) -> str:
    """Return what an overlay says of itself, in its own words; nothing for a file that is none."""
    head = _first_part_of(path)
    found = re.search(OVERLAY, head)
    return re.split(r"(?m)^[ \t]*\[", head[found.end() :], maxsplit=1)[0] if found is not None else ""


def _first_part_of(path: Path) -> str:
    """Return the beginning of a file's text; nothing where it cannot be read."""
    try:
        with opened(path) as file:
            return _decoded(file.read(HEAD))
    except OSError:
        return ""


def head_of(text: str) -> dict[str, Any]:
    """Return the data of a tree's text as far as a list needs it, empty where it is not to be had.

    All titles are there at once, and a file with errors further down has one too.
    """
    import tomli  # only who asks what a tree is called pays for what reads it, and for no places of faults

    beyond = re.search(BEYOND_HEAD, text)
    for part in (text[: beyond.start()], text) if beyond else (text,):
        with contextlib.suppress(ValueError, RecursionError):
            data = tomli.loads(part)
            if "tree" in data and ("profile" in data or part is text or not re.search(PROFILE, text)):
                return data
    return {}
