"""What every test may count on: no settings from outside, and hypothesis at a steady pace."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from postwise.train.living_memory import LivingMemory
from postwise.tree import loader
from strategies import examples

gc.set_threshold(100_000, 50, 100)
"""Rings are few here and heaps are large: looking for them all the time takes a tenth of it all."""
sys.dont_write_bytecode = False
"""What pytest makes of the tests is kept: to make it anew takes every worker of every run as long as two hundred tests."""
collect_ignore = ["bench", "commands/test_terminal.py", "tui/test_train_terminal.py"] if os.name == "nt" else []
"""Windows has no pseudo-terminal to run the program in."""


def pytest_runtest_setup(item):
    if os.name == "nt" and item.get_closest_marker("unix"):
        pytest.skip("Windows has no such pipes, links, modes or signals")


settings.register_profile(
    "steady",
    deadline=None,
    max_examples=examples(70),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "same",
    parent=settings.get_profile("steady"),
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
"""The same examples every time, and no smaller one looked for: for mutmut, which asks only whether a test fails."""
settings.register_profile("long", parent=settings.get_profile("steady"))
"""Of every test as many more examples as `examples` says: for a night, or after a change to what they hold."""
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


READ: dict[object, loader.Loaded] = {}
"""What the trees of this repository hold, by all that it follows from."""
OURS = tuple(str(Path(__file__).parents[1] / name) + os.sep for name in ("trees", "tests/data"))


@pytest.fixture(autouse=True)
def our_own_trees_are_read_once(monkeypatch):
    """Read the trees that ship and those of the tests once: they are values, and hundreds of tests ask for them."""
    if "MUTANT_UNDER_TEST" in os.environ:  # mutmut, which puts a fault into what has been read before
        return
    read_file = loader.read_file

    def read_once(path, *, profile=None, name=None):
        there = os.path.realpath(path)
        if not there.startswith(OURS):
            return read_file(path, profile=profile, name=name)
        about = path.stat()
        key = (path, there, about.st_mtime_ns, about.st_size, *(profile or {}).items(), name)
        if key not in READ:
            READ[key] = read_file(path, profile=profile, name=name)
        return READ[key]

    monkeypatch.setattr(loader, "read_file", read_once)


@pytest.fixture(autouse=True)
def no_memory_is_left_behind(monkeypatch):
    """Give back what sessions that a test never ends hold in memory: no process that is over does so for them."""
    keep, kept = LivingMemory.keep, set()

    def kept_for_now(memory, raw):
        kept.add(memory.name)
        return keep(memory, raw)

    monkeypatch.setattr(LivingMemory, "keep", kept_for_now)
    yield
    for name in kept:
        memory = LivingMemory(Path())
        memory.name = name
        memory.forget()


HOMES = itertools.count()


@pytest.fixture(autouse=True)
def nobody_elses_settings(tmp_path_factory, monkeypatch):
    """Keep the settings, records and terminal wishes of whoever runs the tests out of them."""
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(HOMES))  # thousands beside the others are slow to number
    home.mkdir(parents=True)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("NO_COLOR", "FORCE_COLOR", "POSTWISE_DATA", "POSTWISE_PLAIN", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # a program that is started often is compiled once
