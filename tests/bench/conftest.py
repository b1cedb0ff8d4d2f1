"""Benchmarks are ratios: ours and a baseline in turn in one run, so that a slow machine slows both."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest

ROWS: list[tuple[str, float, float, float | None]] = []
"""What was measured: name, our median and the baseline's in seconds, and the most that the ratio should be."""


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


@pytest.fixture
def ratio(benchmark, request):
    """Measure two callables in turn; return the ratio of their medians, and note it for the table at the end."""

    def measure(ours, baseline, *, at_most=None, rounds=15):
        ours()
        baseline()
        pairs = [(timed(ours), timed(baseline)) for _ in range(rounds)]
        mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        benchmark.extra_info.update(ratio=mine / theirs, at_most=at_most)
        benchmark.pedantic(ours, rounds=1)
        ROWS.append((request.node.name, mine, theirs, at_most))
        return mine / theirs

    return measure


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


def pytest_terminal_summary(terminalreporter):
    """Print every ratio with the most it should be."""
    if ROWS:
        terminalreporter.section("ratios")
        for name, mine, theirs, at_most in ROWS:
            wanted = f"  (at most {at_most})" if at_most else ""
            terminalreporter.write_line(
                f"{name:<50} {mine * 1000:9.1f} ms  {theirs * 1000:9.1f} ms  × {mine / theirs:.2f}{wanted}"
            )
