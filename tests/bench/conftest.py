"""Benchmarks are ratios: ours and a baseline in turn in one run, so that a slow machine slows both."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FIGURES = dict(re.findall(r"^\| (.+) \| .+ \| ([\d.]+) \|$", README, re.MULTILINE))
"""What the README says of how fast it is, by what it says it of."""
APART = 1.5
"""A figure of the README is this much smaller or larger than what is measured here, at most: machines differ."""
ROWS: list[str] = []
"""What was measured, in lines for the table at the end."""


def note(name, mine, theirs, at_most, more=""):
    """Take a line into the table, and hold it to its limit, and the README to it."""
    limit = f"(at most {at_most})" if at_most else ""
    times = f"{mine * 1000:9.1f} ms {theirs * 1000:9.1f} ms  × {mine / theirs:5.2f}"
    ROWS.append(f"{name:<62} {times}  {limit:<14} {more}".rstrip())
    assert at_most is None or mine / theirs <= at_most, f"{name}: × {mine / theirs:.2f}, and at most {at_most}"
    told = float(FIGURES.get(name, mine / theirs))
    assert told / APART <= mine / theirs <= told * APART, f"{name}: × {mine / theirs:.2f}, and the README says {told}"


def note_times(name, took, aim):
    """Take into the table how long something took each time, by the clock and of the processor.

    It is held to nothing: machines differ, and one with other work to do has the processor's time to go by.
    """
    said = (
        f"{what} {statistics.median(each) * 1000:6.1f} ms, worst of {len(took)} {max(each) * 1000:6.1f} ms"
        for what, each in zip(("clock", "processor"), zip(*took, strict=True), strict=True)
    )
    ROWS.append(f"{name:<62} {'; '.join(said)}  (aim: {aim})")


LEAST = 0.02
"""Seconds that a baseline runs for at the least, over and over if need be: what is over at once measures the clock."""


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def timed_over_and_over(run):
    """Return the seconds of one run, of as many as it takes to be measured."""
    runs, took = 0, 0.0
    while took < LEAST:
        runs, took = runs + 1, took + timed(run)
    return took / runs


def in_turn(ours, baseline, rounds):
    """Return our seconds and the baseline's: as the median of the ratios says, each between two of the baseline's own.

    A machine that slows down for a while slows both of a pair, which it does not of two columns.
    """
    theirs, ratios = [timed_over_and_over(baseline)], []
    for _ in range(rounds):
        mine = timed(ours)
        theirs.append(timed_over_and_over(baseline))
        ratios.append(mine / statistics.mean(theirs[-2:]))
    least = statistics.median(theirs)
    return statistics.median(ratios) * least, least


@pytest.fixture
def ratio(benchmark):
    """Measure two callables in turn, and hold the ratio of their times to its limit."""

    def measure(name, ours, baseline, *, at_most=None, rounds=15):
        ours()
        mine, theirs = in_turn(ours, baseline, rounds)
        benchmark.extra_info.update(ratio=mine / theirs, at_most=at_most)
        benchmark.pedantic(ours, rounds=1)
        note(name, mine, theirs, at_most)

    return measure


@pytest.fixture
def painted_ratio(benchmark):
    """Compare what was painted in turn, ours and the floor's: the median of the ratios, each pair's own."""
    measured = []

    def measure(name, ours, floor, *, at_most):
        least = statistics.median(painted.wall for painted in floor)
        ratio = statistics.median(mine.wall / theirs.wall for mine, theirs in zip(ours, floor, strict=True))
        cpu, floor_cpu = (statistics.mean(painted.cpu for painted in column) for column in (ours, floor))
        size, floor_size = (statistics.median(painted.size for painted in column) for column in (ours, floor))
        measured.append((name, ratio))
        more = f"cpu {cpu * 1000:.1f} against {floor_cpu * 1000:.1f} ms, {size:,.0f} against {floor_size:,.0f} bytes"
        note(name, ratio * least, least, at_most, more)

    yield measure
    benchmark.extra_info.update(measured)
    benchmark.pedantic(lambda: None)


@pytest.fixture
def process():
    """Return a callable that runs Python with some arguments as a whole process, byte code written and no terminal."""
    import os

    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def make(*arguments):
        def run():
            subprocess.run(
                [sys.executable, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                check=False,
            )

        return run

    return make


@pytest.fixture
def our_own_trees_are_read_once():
    """Read them every time: how long that takes is measured."""


def pytest_terminal_summary(terminalreporter):
    """Print every ratio with the most it may be."""
    if ROWS:
        terminalreporter.section("ours, the baseline, and the ratio")
        for row in ROWS:
            terminalreporter.write_line(row)
