"""Plays in a process that is killed at a random moment, again and again: run with what, a folder, a number, a seed.

What is played is a session in the `room` (with its booth), the same from a `desk` that took it over, or an hour of
`writing`. The child says after each key press how many it has done; the parent kills it, takes the session up, and holds it
against the same keys pressed in memory. It stops with an error at the first thing that is missing.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from postwise.train import transitions
from postwise.train.kept_hours import KeptHours
from postwise.train.living_memory import LivingMemory
from postwise.train.seats import Seat, at_desk
from postwise.train.session import Session
from postwise.train.store import OpenSession
from postwise.train.workshop import Workshop
from train.playing import begun

Press = tuple[str, object]


def script() -> Iterator[Press]:
    """Yield the keys of a session in secret: two cases, a split, another road, a note, a case that is left."""
    yield from [("forward", None)] * 2
    yield from [("cast", key) for key in ("3", "2", "5", "1", None, "4")]
    yield from [("forward", None)] * 3
    yield from [("cast", key) for key in ("org", "mine", "mine", "org", "mine", None)]
    yield from [("reveal", None), ("talk", None), ("vote", None)]
    yield from [("cast", key) for key in ("mine", "mine", "mine", "org", "mine", "org")]
    yield from [("reveal", None), ("write", "We would ask first."), ("onward", None), ("vote", None)]
    yield from [("cast", key) for key in ("no", "no")]
    yield from [("back", None), ("present", 5), ("vote", None)]
    yield from [("cast", key) for key in ("no", "no", "no")]
    yield from [("reveal", None), ("onward", None), ("forward", None), ("forward", None), ("forward", None)]
    yield from [
        ("forward", None),
        ("vote", None),
        ("cast", "org"),
        ("cast", "mine"),
        ("leave", None),
        ("forward", None),
    ]
    yield from [("cast", key) for key in ("3", "4", "5", "5", "4")]
    yield ("forward", None)


def pressed(session: Session, press: Press, hold: OpenSession | None = None) -> Session:
    """Return the session after a key, in memory or on disk."""
    name, what = press
    after: Callable[..., Session] = hold.after if hold else session.after
    if name == "cast":
        chosen = None if what is None else [str(what)]
        return hold.cast(chosen) if hold else transitions.cast(session, chosen)
    if name == "leave":
        return hold.leave_case() if hold else transitions.leave_case(session)
    if name == "write":
        return after(*transitions.write(session, "minority", str(what)))
    if name == "present":
        return after(*transitions.present(session, int(str(what))))
    return after(*getattr(transitions, name)(session))


def state(session: Session) -> object:
    """Return all that a session is: where it stands, what was counted, what is in the boxes."""
    boxes = {key: box.open() for key, box in session.secret_ballots.items()}
    return session, boxes


Play = Callable[[Path, int], None]


def play(path: Path, said: int) -> None:
    """Play the script on disk, saying after each key that it is done."""
    with OpenSession.begin(path, begun(6, "secret")) as hold:
        os.write(said, b".")
        for press in script():
            pressed(hold.session, press, hold)
            os.write(said, b".")


def play_at_desk(path: Path, said: int) -> None:
    """Play the script with two windows: every few keys the other one leads."""
    hold = OpenSession.begin(path, begun(6, "secret"))
    os.write(said, b".")
    keys = list(script())
    for begin in range(0, len(keys), 6):
        hold.hand_over()
        with at_desk(path) as desk:
            for press in keys[begin : begin + 3]:
                pressed(desk.session, press, desk)
                os.write(said, b".")
            desk.hand_over()
        hold = OpenSession.resume(path)
        for press in keys[begin + 3 : begin + 6]:
            pressed(hold.session, press, hold)
            os.write(said, b".")


DRAFTS = 400


def draft(number: int) -> Workshop:
    """Return an hour of writing as it stands after so many keys."""
    begin = Workshop("Speaking at events", trust=f"That it is true, {number}")
    return replace(begin, dilemmas=tuple(f"Dilemma {n}" for n in range(number % 20)), place=number // 60)


def play_writing(path: Path, said: int) -> None:
    """Write an hour, each draft on the disk before it is said to be."""
    hour = KeptHours(path, {}).begin()
    for number in range(DRAFTS):
        hour.keep(draft(number))
        if number % 9 == 5:
            hour.mark_saved(draft(number))
        os.write(said, b".")


def main_writing(folder: Path, runs: int, chance: random.Random) -> None:
    """Kill so many hours of writing; what is taken up is the last draft that was said to be kept, or the next."""
    began = time.monotonic()
    play_writing(folder / "whole", os.open(os.devnull, os.O_WRONLY))
    each = (time.monotonic() - began) / DRAFTS
    broken_off = 0
    for run in range(runs):
        place = folder / f"writing-{run}"
        done = killed(place, chance.randint(1, DRAFTS - 1), chance.uniform(0, 3 * each), play_writing)
        broken_off += done < DRAFTS
        [(path, found)] = KeptHours(place, {}).broken_off()
        wanted = [draft(number) for number in (done - 1, min(done, DRAFTS - 1))]
        hour, again = KeptHours(place, {}).resume(path)
        saved = [draft(number) for number in range(DRAFTS) if number == 0 or (number % 9 == 5 and number <= done)]
        if found not in wanted or again != found or hour.saved not in saved:
            raise SystemExit(f"run {run}: after {done} drafts something is missing: {found}")
        hour.forget()
    sys.stdout.write(f"{runs} runs, {broken_off} broken off\n")


def killed(path: Path, keys: int, delay: float, play: Play) -> int:
    """Return how many keys were acknowledged when the child was killed: so many, and so many seconds more."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        play(path, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        done = len(file.read(keys))
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return done + len(file.read())


def main(folder: Path, runs: int, chance: random.Random, play: Play) -> None:
    """Kill so many sessions; end with a sentence on standard output."""
    session = begun(6, "secret")
    wanted = [session]
    for press in script():
        wanted.append(pressed(wanted[-1], press))
    began = time.monotonic()
    play(folder / "whole", os.open(os.devnull, os.O_WRONLY))
    each = (time.monotonic() - began) / len(wanted)
    broken_off = 0
    for run in range(runs):
        path = folder / f"session-{run}-"
        done = killed(path, chance.randint(1, len(wanted) - 1), chance.uniform(0, 3 * each), play)
        broken_off += done < len(wanted)
        with OpenSession.resume(path) as hold:
            litter = {one.name for one in folder.iterdir() if path.name in one.name} - {path.name}
            if litter:
                raise SystemExit(f"run {run}: left behind {litter}")
            found = state(hold.session)
            step = next((n for n in range(done - 1, min(done + 1, len(wanted))) if state(wanted[n]) == found), None)
            if step is None and not between(wanted, done, hold.session):
                raise SystemExit(f"run {run}: after {done} keys something is missing: {found}")
            if step is not None:
                finish(hold, step, wanted)
        LivingMemory(path).forget()
        if Seat(path, "desk").taken:
            raise SystemExit(f"run {run}: a desk that was killed still leads")
    sys.stdout.write(f"{runs} runs, {broken_off} broken off\n")


def between(wanted: list[Session], done: int, session: Session) -> bool:
    """Tell whether a key that was not acknowledged has come through in part: some of its events, nothing else."""
    if done >= len(wanted):
        return False
    before, after = wanted[done - 1], wanted[done]
    part = session.events[: len(before.events)] == before.events
    left = after.setup.cases != before.setup.cases and session.setup == after.setup
    return (part and session.events == after.events[: len(session.events)]) or (left and session.events == after.events)


def finish(hold: OpenSession, step: int, wanted: list[Session]) -> None:
    """Play the rest from where it was taken up, and hold the end against the end."""
    for place, press in zip(count(), script()):
        if place >= step:
            pressed(hold.session, press, hold)
    if state(hold.session) != state(wanted[-1]):
        raise SystemExit(f"taken up at {step}, the session ends otherwise")


if __name__ == "__main__":
    what, chance = sys.argv[1], random.Random(int(sys.argv[4]))
    where, times = Path(sys.argv[2]), int(sys.argv[3])
    if what == "writing":
        main_writing(where, times, chance)
    else:
        main(where, times, chance, play_at_desk if what == "desk" else play)
