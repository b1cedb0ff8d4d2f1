"""Running a command line in this process, always in the same circumstances: day, home, folder, width and language.

The only thing of postwise that is run is its entry point, so that its modules may be moved about at will.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import postwise.tree.model
import postwise.tree.overlays
import postwise.tree.pydantic_tables  # noqa: F401 - as above

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


class Said(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


# The day


class _Stopped(type):
    """Makes a stopped clock pass for the class it stands for; what it makes are objects of the real class."""

    def __call__(cls, *values, **named):
        return cls.__base__(*values, **named)

    def __instancecheck__(cls, thing):
        return isinstance(thing, cls.__base__)

    def __subclasscheck__(cls, kind):
        return issubclass(kind, cls.__base__)

    def __get_pydantic_core_schema__(cls, _source, _handler):
        """Let a model whose module is first loaded while the clock stands be like any other."""
        return {"type": cls.__base__.__name__}


class StoppedDate(dt.date, metaclass=_Stopped):
    @classmethod
    def today(cls):
        return NOW.date()


class StoppedTime(dt.datetime, metaclass=_Stopped):
    @classmethod
    def now(cls, tz=None):
        return NOW.astimezone(tz) if tz else NOW.replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now()


def _stand_in() -> ModuleType:
    """Return a module `datetime` with the clock stopped."""
    module = ModuleType("datetime")
    vars(module).update(vars(dt), date=StoppedDate, datetime=StoppedTime)
    return module


REAL = (dt, dt.date, dt.datetime)
STOPPED = (_stand_in(), StoppedDate, StoppedTime)


@contextmanager
def clock_stopped() -> Iterator[None]:
    """Let it be the same day for postwise, whether its modules have been loaded or will be, and for nobody else.

    What else is first loaded meanwhile, a library perhaps, has the real day back afterwards.
    """
    before = set(sys.modules)
    _swap(REAL, STOPPED, filter(_ours, before))
    sys.modules["datetime"] = STOPPED[0]
    try:
        yield
    finally:
        sys.modules["datetime"] = dt
        _swap(STOPPED, REAL, [name for name in sys.modules if _ours(name) or name not in before])


def _ours(name: str) -> bool:
    return name.partition(".")[0] == "postwise"


def _swap(old: tuple[Any, ...], new: tuple[Any, ...], names: Iterable[str]) -> None:
    """Put the new things in the place of the old ones, under whatever name these modules have them."""
    instead = {id(before): after for before, after in zip(old, new, strict=True)}
    for module in [sys.modules[name] for name in list(names)]:
        for name in [name for name, value in vars(module).items() if id(value) in instead]:
            setattr(module, name, instead[id(vars(module)[name])])


# The place


class Place(NamedTuple):
    """A scratch folder: a home with nothing in it but what is put there, and a folder to work in."""

    folder: Path

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def put(self, name: str, what: str | bytes | Path) -> None:
        """Put a text, bytes or a copy of a file here."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            what.read_bytes() if isinstance(what, Path) else what if isinstance(what, bytes) else what.encode()
        )


@contextmanager
def scratch(files: Mapping[str, str | bytes | Path] | None = None) -> Iterator[Place]:
    """Give a scratch folder with these files in it, and stop the clock; all is gone afterwards."""
    place = Place(Path(tempfile.mkdtemp(prefix="golden-")).resolve())
    try:
        place.work.mkdir()
        place.home.mkdir()
        for name, what in (files or {}).items():
            place.put(name, what)
        with clock_stopped():
            yield place
    finally:
        shutil.rmtree(place.folder)


def _environment(home: Path) -> dict[str, str]:
    """Return all the environment there is: nothing of whoever runs this comes through, but the path of programs.

    Where mutmut runs it, the fault that it has put in does too: it is asked for at every call.
    """
    folders = {name: str(home / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    terminal = {"COLUMNS": "80", "LINES": "24", "NO_COLOR": "1", "TERM": "xterm", "TZ": "UTC", "LANG": "C"}
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "MUTANT_UNDER_TEST") if name in os.environ}
    return {**kept, **folders, **homes, **terminal, "POSTWISE_DATA": str(home / "data")}


@contextmanager
def _circumstances(place: Place, arguments: Sequence[str], typed: bytes, *, inside: bool) -> Iterator[None]:
    environment, folder, streams, argv = dict(os.environ), Path.cwd(), (sys.stdin, sys.stdout, sys.stderr), sys.argv
    new = _environment(place.home)
    os.environ.clear()
    os.environ.update(new)
    _time_zone()
    os.chdir(place.work if inside else ROOT)
    sys.argv = ["postwise", *arguments]
    sys.stdin, sys.stdout, sys.stderr = _stream(typed), _stream(), _stream()
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        sys.argv = argv
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        _time_zone()


def _time_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def _stream(holding: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(holding), encoding="utf-8", newline="" if not holding else None)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


# The command


def run(place: Place, arguments: Sequence[str], typed: str | bytes = "", *, inside: bool = False) -> Said:
    """Return what a command line says, with no terminal; ``@/`` in an argument is the folder to work in.

    It is run from the root of the repository, or `inside` the folder to work in.
    """
    arguments = [argument.replace("@/", f"{place.work}/") for argument in arguments]
    typed = typed.encode() if isinstance(typed, str) else typed
    with _circumstances(place, arguments, typed, inside=inside):
        from postwise.__main__ import main

        try:
            code = main()
        except SystemExit as end:
            code = end.code
        out, err = _written(sys.stdout), _written(sys.stderr)
    return Said(int(code or 0), normal(out, place), normal(err, place))


def normal(text: str, place: Place) -> str:
    """Return a text without what is another with each run, release or Python: the one place that knows of such."""
    text = text.replace(str(place.folder), "<scratch>").replace(str(ROOT), "<root>")
    text = re.sub(r"^postwise \d+\.\d+\S*$", "postwise <version>", text, flags=re.MULTILINE)
    # Later Pythons write the choices without quotes.
    return re.sub(r"\(choose from [^)]*\)", lambda found: found[0].replace("'", ""), text)
