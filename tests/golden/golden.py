"""The net: what every command prints, and what random walks come to; written once, compared ever after.

``python tests/golden/golden.py write`` writes it anew, ``compare`` says what differs. Names of groups or of trees
after it take only these.
"""

from __future__ import annotations

import difflib
import lzma
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import golden_walks
from golden_cases import GROUPS, Group, Step
from golden_run import Place, normal, run, scratch

FOLDER = Path(__file__).parent / "said"
RULE = "=" * 8


def main(arguments: list[str]) -> int:
    """Write or compare; return 1 if something differs."""
    match arguments:
        case ["write", *names]:
            return write(names)
        case ["compare", *names]:
            return compare(names)
    sys.stderr.write(f"{__doc__}\n")
    return 2


def write(names: list[str]) -> int:
    """Write the net, the walks first: some groups use them."""
    for name in chosen(golden_walks.trees(), names):
        golden_walks.write(name)
    FOLDER.mkdir(exist_ok=True)
    for name in chosen(GROUPS, names):
        group = GROUPS[name]()
        path_of(name, group).write_bytes(packed("".join(text for _, text in told(group)), group))
    return 0


def compare(names: list[str]) -> int:
    """Print every difference, and how many there are."""
    found = 0
    for name in chosen(GROUPS, names):
        for difference in differences(name):
            found += 1
            sys.stdout.write(difference)
    for name in chosen(golden_walks.trees(), names):
        for title, old, new in golden_walks.changed(name):
            found += 1
            sys.stdout.write(diff(title, old, new))
    sys.stdout.write(f"{found} cases differ.\n" if found else "Nothing differs.\n")
    return bool(found)


def chosen(known: dict, names: list[str]) -> list[str]:
    return [name for name in known if not names or name in names]


# A group of commands as text


def told(group: Group) -> Iterator[tuple[str, str]]:
    """Yield for each step of a group its command line, and what is kept of it."""
    with scratch(group.files) as place:
        for step in group.steps:
            yield shlex.join(step.argv), step_told(step, place)


def step_told(step: Step, place: Place) -> str:
    """Run one command line and return what it printed, how it ended, and what files it left."""
    for name, old, new in step.edits:
        path = place.work / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{name} has no {old!r} to edit")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = files_in(place)
    said = run(place, step.argv, step.typed, inside=step.inside)
    parts = [f"{RULE} $ postwise {shlex.join(step.argv)}\n"]
    if step.typed:
        parts.append(f"{RULE} typed\n{shown(step.typed if isinstance(step.typed, str) else repr(step.typed))}")
    parts += [f"{RULE} exit {said.code}\n", f"{RULE} stdout\n{shown(said.out)}"]
    if said.err:
        parts.append(f"{RULE} stderr\n{shown(said.err)}")
    return "".join([*parts, *left(before, files_in(place), place), "\n"])


def shown(text: str) -> str:
    """Return a text to be kept in a file that diffs well: carriage returns seen, and an ending line."""
    text = text.replace("\r", "␍")
    return text if text.endswith("\n") or not text else f"{text}\n{RULE} (no end of line)\n"


def files_in(place: Place) -> dict[str, bytes]:
    """Return what files there are in a scratch place."""
    paths = sorted(path for path in place.folder.rglob("*") if path.is_file())
    return {path.relative_to(place.folder).as_posix(): path.read_bytes() for path in paths}


def left(before: dict[str, bytes], after: dict[str, bytes], place: Place) -> Iterator[str]:
    """Yield what files came, changed or went; of those to work in also what they hold, unless it is the schema."""
    for name in sorted({*before, *after}):
        if name not in after:
            yield f"{RULE} gone: {name}\n"
        elif name.startswith("home/") or name.endswith(".schema.json"):
            if name not in before:
                yield f"{RULE} new: {name}\n"
        elif before.get(name) != after[name]:
            yield f"{RULE} written: {name}\n{shown(normal(after[name].decode(), place))}"


# On disk


def path_of(name: str, group: Group) -> Path:
    return FOLDER / f"{name}.txt{'.xz' if group.packed else ''}"


def packed(text: str, group: Group) -> bytes:
    return lzma.compress(text.encode(), preset=9) if group.packed else text.encode()


def kept(name: str, group: Group) -> dict[str, str]:
    """Return what a group said when it was written, by command line."""
    path = path_of(name, group)
    if not path.exists():
        return {}
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if group.packed else raw).decode()
    mark = f"{RULE} $ postwise "
    found: dict[str, str] = {}
    for step in f"\n{text.removesuffix(chr(10))}".split(f"\n{mark}")[1:]:
        found[unused(step.partition("\n")[0], found)] = f"{mark}{step}\n"
    return found


def unused(title: str, found: dict[str, str]) -> str:
    """Return a title for one more step, another one if the same command line was there before."""
    return title if title not in found else unused(f"{title} (again)", found)


def differences(name: str) -> Iterator[str]:
    """Yield for each command line of a group that says something else than was written, how it differs."""
    group = GROUPS[name]()
    old, new = kept(name, group), {}
    for title, text in told(group):
        new[unused(title, new)] = text
    for title in [*new, *(title for title in old if title not in new)]:
        before, now = old.get(title, ""), new.get(title, "")
        if before != now:
            yield diff(f"{name}: postwise {title}", before, now)


def diff(title: str, old: str, new: str) -> str:
    """Return a unified diff under a title."""
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), "as written", "as it is", lineterm="")
    return "\n".join([f"\n### {title}", *lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
