"""From a save to the page: what the preview takes on top of the time until its watcher looks at the file."""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from functools import partial

import pytest
import tomli

from bench.conftest import note, note_times, timed_over_and_over
from bench.trees import chain
from postwise.tree.library import Library, LibraryEntry
from postwise.tui.app import PostwiseApp
from postwise.tui.openings import OpenPreview

AT_MOST = 16
"""As many times as long as the file takes to be parsed: from the watcher's look to the painted page, of 200 questions."""
ROUNDS = 15


@pytest.mark.parametrize(("questions", "at_most"), [(200, AT_MOST), (10_000, None)])
async def test_from_save_to_repainted(benchmark, tmp_path, questions, at_most) -> None:
    path = tmp_path / "long.toml"
    text = chain(questions)
    path.write_text(text)
    app = PostwiseApp(Library(), OpenPreview(LibraryEntry("long", path, "file")))
    took, parse = [], []
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.screen
        while not (screen.reading and screen.reading.checked):
            await pilot.pause(0.01)
        for number in range(ROUNDS if at_most else 3):
            new = text.replace("Would you say it aloud", f"Could you say it aloud, {number}", 1)
            path.write_text(new)
            parse.append(timed_over_and_over(partial(tomli.loads, new)))
            start = time.perf_counter()
            screen.file.look()
            await until(
                lambda said=f"aloud, {number} in": said in screen.walked.panel.asked.ask and said in painted(app)
            )
            took.append(time.perf_counter() - start)
            while not screen.reading.checked:
                await pilot.pause(0.01)
        benchmark.pedantic(painted, [app], rounds=ROUNDS)
    ratio = statistics.median(ours / least for ours, least in zip(took, parse, strict=True))
    least = statistics.median(parse)
    note(f"from a save to the page anew, {questions} questions", ratio * least, least, at_most)


SAVES = 50
LONG = "Would you say it aloud, " + "with all of them listening, " * 6


@pytest.mark.parametrize("questions", [30, 200])
async def test_from_save_to_page_and_problems_on_top_of_the_watcher(benchmark, tmp_path, questions) -> None:
    """Time from the watcher's look to the page with the new question, and to the problems beside it, apart."""
    path = tmp_path / "long.toml"
    text = chain(questions)
    path.write_text(text)
    app = PostwiseApp(Library(), OpenPreview(LibraryEntry("long", path, "file")))
    pages, problems = [], []
    gc.collect()
    gc.disable()  # as the program starts: what is there when the first page is painted is never looked through again
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.screen
        while not (screen.reading and screen.reading.checked):
            await pilot.pause(0.01)
        for number in range(SAVES):
            faulty = number % 2 == 0  # a question that is too long, or not
            path.write_text(text.replace("Would you say it aloud", f"{LONG if faulty else 'Aloud'}{number} aloud", 1))
            start = clocks()
            screen.file.look()
            await until(lambda said=f"{number} aloud": said in screen.walked.panel.asked.ask and said in painted(app))
            pages.append([now - then for now, then in zip(clocks(), start, strict=True)])
            await until(lambda faulty=faulty: screen.reading.checked and ("long-ask" in painted(app)) is faulty)
            problems.append([now - then for now, then in zip(clocks(), start, strict=True)])
        benchmark.pedantic(painted, [app], rounds=ROUNDS)
    for what, took in (("page", pages), ("problems", problems)):
        note_times(f"from the watcher's look to the {what}, {questions} questions", took, "150 ms, worst 300")
        benchmark.extra_info[what] = took


def clocks():
    """Return what the clock says, and how long the processor has worked for us."""
    return time.perf_counter(), time.process_time()


async def test_keys_while_a_large_file_is_read(benchmark, tmp_path) -> None:
    path = tmp_path / "long.toml"
    text = chain(10_000)
    path.write_text(text)
    app = PostwiseApp(Library(), OpenPreview(LibraryEntry("long", path, "file")))
    took = []
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.screen
        while not (screen.reading and screen.reading.checked):
            await pilot.pause(0.01)
        path.write_text(text.replace("Would you", "Could you", 1))
        before = screen.reading
        screen.file.look()
        while screen.reading is before or not screen.reading.checked:
            start = time.perf_counter()
            screen.walked.panel.page.action_mark(-1 if len(took) % 2 else 1)
            await asyncio.sleep(0.001)
            took.append(time.perf_counter() - start)
        benchmark.pedantic(painted, [app], rounds=ROUNDS)
    benchmark.extra_info.update(median=statistics.median(took), worst=max(took), keys=len(took))


async def until(true) -> None:
    """Let the app go on until something is so."""
    while not true():  # noqa: ASYNC110 - a painted page posts nothing
        await asyncio.sleep(0.001)


def painted(app: PostwiseApp) -> str:
    """Return what stands on the page, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
