from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from postwise.train import held_file, transitions
from postwise.train.living_memory import LivingMemory
from postwise.train.session_follower import SessionFollower
from postwise.train.session_report import read_debrief
from postwise.train.store import OpenSession, SessionFileError, data_of, line_of, resume
from strategies import LONG_RUN

from .killed import pressed, script, state
from .playing import SECRETS, begun, in_case

MEMORY = Path("/dev/shm")
"""Where there is one, a disk in memory: it flushes at once, and keeps what a killed process has written all the same."""


@pytest.fixture
def folder(tmp_path):
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def path(folder):
    return folder / "session.jsonl"


def played(path: Path, keys: int | None = None) -> OpenSession:
    """Return the log of the scripted session, so many keys in."""
    hold = OpenSession.begin(path, begun(6, "secret"))
    for press in list(script())[:keys]:
        pressed(hold.session, press, hold)
    return hold


@pytest.mark.parametrize("keys", [0, 5, 13, 20, 31, 36, 45, 47, 52])
def test_a_session_is_taken_up_at_the_same_step_with_the_same_counts(path, keys):
    with played(path, keys) as hold:
        before = state(hold.session)
    assert state(resume(path)) == before
    with OpenSession.resume(path) as hold:
        assert state(hold.session) == before


def test_the_files_are_for_their_owner_only(path):
    with played(path, 5):
        assert path.stat().st_mode & 0o777 == 0o600
    with played(path.with_name("two"), 50):
        assert path.with_name("two").stat().st_mode & 0o777 == 0o600


def test_a_file_is_never_written_over(path):
    path.write_text("mine")
    with pytest.raises(SessionFileError, match="there already"):
        OpenSession.begin(path, begun())
    assert path.read_text() == "mine"


def test_one_process_holds_a_session_and_any_number_read_it(path):
    with played(path, 20) as hold:
        with pytest.raises(SessionFileError, match="open in another window"):
            OpenSession.resume(path)
        assert state(resume(path)) == state(hold.session)
    OpenSession.resume(path).close()


def test_windows_is_asked_to_hold_a_byte_that_nothing_stands_in(path, monkeypatch):
    held = set()

    def locking(handle, how, count):
        place = (os.fstat(handle).st_ino, how, count, os.lseek(handle, 0, os.SEEK_CUR))
        if place in held:
            raise PermissionError
        held.add(place)

    windows = SimpleNamespace(locking=locking, LK_NBLCK=2)
    monkeypatch.setattr(held_file, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(held_file, "msvcrt", windows, raising=False)
    with played(path, 5), pytest.raises(SessionFileError, match="open in another window"):
        OpenSession.resume(path)
    assert held == {(path.stat().st_ino, 2, 1, held_file.FAR)}
    held.clear()
    with OpenSession.resume(path) as hold:
        hold.close()


def test_the_log_of_a_secret_vote_grows_once_however_the_votes_fell(path):
    with played(path, 10) as hold:
        hold.after(*transitions.vote(hold.session))
        before = path.read_bytes()
        for chosen in (["org"], ["mine"], None, ["mine"], ["org"]):
            hold.cast(chosen)
            assert path.read_bytes() == before
        hold.after(*transitions.reveal(hold.session))
        assert path.read_bytes() == before, "the case may yet be too close to somebody"
    assert path.read_bytes().count(b'"voted"') == before.count(b'"voted"') + 1


def test_no_time_of_day_is_kept(path):
    with played(path):
        text = path.read_text()
    assert "2026-11-22" in text
    assert not any(word in text for word in ('"time', "T1", ":00"))


def test_nothing_of_a_case_that_was_left_is_on_the_disk(path):
    with OpenSession.begin(path, in_case(6, "secret")) as hold:
        for name in ("forward", "vote"):
            hold.after(*getattr(transitions, name)(hold.session))
        hold.cast(["mine"])
        hold.after(*transitions.write(hold.session, "minority", "It happened to one of us."))
        hold.leave_case()
        text = path.read_text()
        events = text.partition("\n")[2]
        assert "It happened" not in text
        assert not any(word in events for word in SECRETS)
        assert [case.scenario for case in resume(path).setup.cases] == ["picture"]
        hold.leave_case()
        assert not any(word in path.read_text() for word in SECRETS)


@pytest.mark.unix
def test_nothing_of_a_case_that_was_left_is_on_the_disk_where_a_link_leads_to_either(path):
    with OpenSession.begin(path, in_case(6, "secret")) as hold:
        hold.after(*transitions.write(hold.session, "minority", "It happened to one of us."))
    assert "It happened" in path.read_text()
    link = path.with_name("link")
    link.symlink_to(path.name)
    with OpenSession.resume(link) as hold:
        hold.leave_case()
        assert link.is_symlink()
        assert "It happened" not in path.read_text()
        before = state(hold.session)
    assert state(resume(path)) == state(resume(link)) == before


def test_the_log_of_a_left_case_can_be_gone_on_with(path):
    with played(path, list(script()).index(("leave", None))) as hold:
        assert hold.session.case == "towing/picture"
        hold.leave_case()
        hold.after(*transitions.forward(hold.session))
        before = state(hold.session)
    assert state(resume(path)) == before


@pytest.mark.parametrize("torn", [b"{", b'{"sum":"00000000","is":{}}\n', b"\0" * 900, b"\0\n\0\n", b"\n"])
def test_what_was_being_written_when_the_power_went_is_cut_off(path, torn):
    with played(path, 30) as hold:
        before = state(hold.session)
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    assert state(resume(path)) == before
    with OpenSession.resume(path) as hold:
        hold.after(*transitions.present(hold.session, 4))
    assert path.read_bytes().startswith(whole)
    assert resume(path).present == 4


@pytest.mark.parametrize("keys", [4, 30])
def test_a_log_cut_at_any_byte_is_read_as_far_as_it_goes(path, keys):
    with played(path, keys):
        whole = path.read_bytes()
    header = whole.index(b"\n") + 1
    events = [len(line) + 1 for line in whole[header:].split(b"\n")[:-1]]
    for size in range(header, len(whole), 37):
        path.write_bytes(whole[:size])
        fit = next(n for n in range(len(events) + 1) if header + sum(events[: n + 1]) > size or n == len(events))
        assert len(resume(path).events) == fit


def unreadable(raw: bytes) -> bytes:
    """Return a log whose trees are no trees."""
    setup, *events = raw.splitlines(keepends=True)
    data = data_of(setup.rstrip(b"\n"))
    return line_of({**data, "trees": [{**tree, "text": "="} for tree in data["trees"]]}) + b"".join(events)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: b"", "holds no session"),
        (lambda raw: raw[:50], "holds no session"),
        (lambda raw: raw.replace(b'"present":6', b'"present":7', 1), "damaged"),
        (lambda raw: line_of({"schema": "other"}) + raw, "no session that this postwise can read"),
        (unreadable, "cannot be read any more"),
        (lambda raw: raw + line_of({"kind": "sang"}), "no session"),
        (lambda raw: raw + line_of({"kind": "went", "stage": "case", "case": "x/y"}), "case is not part of this"),
        (lambda raw: raw + line_of({"kind": "voted", "question": "q", "votes": {"counts": {"a": 1}}}), "do not add up"),
        (lambda raw: raw + line_of({"kind": "went", "stage": "case", "case": 3}), '"went.case"'),
    ],
)
def test_a_file_that_is_no_session_is_named_in_a_sentence(path, change, said):
    with played(path, 10):
        raw = path.read_bytes()
    path.write_bytes(change(raw))
    with pytest.raises(SessionFileError, match=said) as error:
        resume(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def changed(votes: dict[str, object]) -> list[dict[str, object]]:
    """Return what is held back of the session of a vote, with other votes."""
    box = {"case": "", "question": ":confidence-before", "vote": 1, "counted": 0, "votes": votes}
    return [{"written": 0, "sum": 0, "events": [], "boxes": [box]}]


@pytest.mark.parametrize(
    "kept",
    [
        *(3, None, {}, "x", [3], [{}], [[]]),
        *map(changed, ([], {}, {"counts": 3}, {"counts": {"1": "x"}}, {"counts": {"1": 9}, "voters": 1})),
        changed({"counts": {"1": 1}, "voters": 1, "kept-by": "a newer postwise"}),
    ],
    ids=repr,
)
def test_a_box_that_is_none_costs_its_votes_and_not_the_session(path, kept):
    with played(path, 5) as hold:
        events = hold.session.events
    LivingMemory(path).keep(line_of(kept))
    for session in (resume(path), read_debrief(path)):
        assert session.present == 6
    with OpenSession.resume(path) as hold:
        assert (hold.session.events, dict(hold.session.secret_ballots)) == (events, {})


@pytest.mark.parametrize(
    "votes", [{"counts": {}}, {"counts": {"org": 1}, "voters": 1}, {"counts": {}, "several": True}]
)
def test_a_box_of_another_vote_takes_no_votes_of_this_one(path, votes):
    played(path, 5).close()
    LivingMemory(path).keep(line_of(changed(votes)))
    with OpenSession.resume(path) as hold:
        assert hold.session.voted == 0
        assert hold.cast(["3"]).voted == 1


def test_no_step_of_a_case_is_outside_every_case(path):
    played(path, 5).close()
    whole = path.read_bytes()
    for step in ({"stage": "case"}, {"stage": "moved"}, {"stage": "lived"}, {"stage": "rules", "road": {}}):
        path.write_bytes(whole + line_of({"kind": "went", **step}))
        with pytest.raises(SessionFileError, match="case"):
            resume(path)


def test_what_lies_deeper_than_can_be_read_is_no_line_of_ours(path):
    deep = b"[" * 100_000 + b"]" * 100_000
    line = b'{"sum":"%08x","is":%s}' % (zlib.crc32(deep), deep)
    with pytest.raises(ValueError, match="so deep"):
        data_of(line)
    path.write_bytes(line + b"\n")
    with pytest.raises(SessionFileError, match="holds no session"):
        resume(path)


def test_a_file_that_is_not_there_is_named(path):
    with pytest.raises(SessionFileError, match="No such file"):
        resume(path)
    with pytest.raises(SessionFileError, match="No such file"):
        OpenSession.resume(path)


def test_a_full_disk_leaves_the_session_where_it_was(path, monkeypatch):
    with played(path, 14) as hold:
        before, raw = hold.session, path.read_bytes()
        files = sorted(path.parent.iterdir())

        def half(handle, data):
            os.pwrite(handle, data[:7], os.lseek(handle, 0, os.SEEK_CUR))
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("postwise.train.held_file.os.write", half)
        with pytest.raises(SessionFileError, match="No space left"):
            hold.after(*transitions.close(hold.session))
        with pytest.raises(SessionFileError, match="No space left"):
            hold.leave_case()
        monkeypatch.undo()
        assert hold.session == before
        assert path.read_bytes() == raw
        assert sorted(path.parent.iterdir()) == files
        hold.after(*transitions.present(hold.session, 4))
    assert resume(path).present == 4


def test_a_new_session_that_the_disk_does_not_take_leaves_no_file_behind(path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(held_file.os, "fsync", full)
        with pytest.raises(SessionFileError, match="No space left"):
            OpenSession.begin(path, begun(6))
    assert not path.exists()
    OpenSession.begin(path, begun(6)).close()
    assert resume(path).present == 6


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="here nothing says what is open")
@pytest.mark.skipif(os.name == "nt", reason="Windows takes no file away that is open")
@pytest.mark.parametrize("keys", [5, 13, 31])
@pytest.mark.parametrize(
    "done", [Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"x" * 9)]
)
def test_a_file_that_was_taken_away_or_written_into_is_there_again_with_all_that_was_in_it(path, keys, done):
    with played(path, keys) as hold:
        whole = path.read_bytes()
        done(path)
        hold.after()
        assert path.read_bytes() == whole
        for press in list(script())[keys:]:
            pressed(hold.session, press, hold)
        before = state(hold.session)
    assert state(resume(path)) == before
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no file away that is open")
def test_a_secret_vote_puts_back_the_file_that_was_taken_away(path):
    with played(path, 7) as hold:
        path.unlink()
        hold.cast(None)
        before = state(hold.session)
    assert state(resume(path)) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no file away that is open")
@pytest.mark.parametrize(
    ("keys", "step"),
    [(13, lambda hold: hold.after()), (13, lambda hold: hold.leave_case()), (7, lambda hold: hold.cast(None))],
    ids=["on", "left", "voted"],
)
def test_a_file_that_somebody_put_in_its_place_is_left_alone_and_the_session_waits(path, keys, step):
    with played(path, keys) as hold:
        before, moved = state(hold.session), path.with_name("moved")
        path.rename(moved)
        path.write_text("mine", encoding="utf-8")
        with pytest.raises(SessionFileError, match="Another file stands at"):
            step(hold)
        assert path.read_text(encoding="utf-8") == "mine"
        assert state(hold.session) == before
        path.unlink()
        moved.rename(path)
        hold.after()
    assert state(resume(path)) == before


def test_no_file_that_is_open_is_moved_or_replaced(path, monkeypatch):
    """As Windows wants it."""
    moved = []
    replace = Path.replace

    def as_on_windows(source, target):
        opened = {os.path.realpath(entry) for entry in Path("/proc/self/fd").iterdir()}
        assert not {str(source.resolve()), str(Path(target).resolve())} & opened
        moved.append(Path(target).name)
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", as_on_windows)
    with played(path, 14) as hold:
        hold.cast(["org"])
        hold.leave_case()
        with pytest.raises(SessionFileError, match="another window"):
            OpenSession.resume(path)
        assert resume(path) == hold.session
    assert path.name in moved


def test_a_case_that_cannot_be_left_leaves_the_session_as_it_was_and_held(path, monkeypatch):
    with played(path, 14) as hold:
        before, raw = hold.session, path.read_bytes()

        def refused(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "replace", refused)
        with pytest.raises(SessionFileError, match="Permission denied"):
            hold.leave_case()
        monkeypatch.undo()
        assert (hold.session, path.read_bytes()) == (before, raw)
        with pytest.raises(SessionFileError, match="another window"):
            OpenSession.resume(path)
        hold.after(*transitions.present(hold.session, 4))
    assert resume(path).present == 4


@pytest.mark.parametrize("name", ["/dev/zero", "pipe", "gigabytes", "."])
def test_what_is_no_session_is_not_waited_for(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with Path("gigabytes").open("wb") as file:
        file.truncate(3_000_000_000)
    for use in (resume, OpenSession.resume, lambda path: SessionFollower(path).poll()):
        with pytest.raises(SessionFileError):
            use(Path(name))


def test_a_second_window_follows(path):
    keys = list(script())
    hold = OpenSession.begin(path, begun(6, "secret"))
    follower = SessionFollower(path)
    assert follower.poll() == hold.session
    for press in keys:
        pressed(hold.session, press, hold)
        seen = follower.poll()
        assert seen is not None
        assert state(seen) == state(hold.session)
        assert follower.poll() is None
    hold.close()
    path.unlink()
    with pytest.raises(SessionFileError):
        follower.poll()


def test_a_second_window_that_looks_seldom_sees_the_same(path):
    chance = random.Random(5)
    with OpenSession.begin(path, begun(6, "secret")) as hold:
        follower = SessionFollower(path)
        for press in script():
            pressed(hold.session, press, hold)
            if chance.random() < 0.2:
                seen = follower.poll() or follower.session
                assert state(seen) == state(hold.session)


FOLLOWING = """
import sys, time
from pathlib import Path
from postwise.train.session_follower import SessionFollower
follower = SessionFollower(Path(sys.argv[1]))
seen, end = [], time.monotonic() + 60
print("ready", flush=True)
while (not seen or seen[-1] != "closed") and time.monotonic() < end:
    session = follower.poll()
    if session is not None:
        seen.append(session.stage)
print(len(session.events), session.rounds)
"""


def test_two_processes_read_while_a_third_writes(path):
    with OpenSession.begin(path, begun(6, "secret")) as hold:
        command = [sys.executable, "-c", FOLLOWING, str(path)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
        for reader in readers:
            assert reader.stdout.readline() == "ready\n"
        for press in script():
            pressed(hold.session, press, hold)
        wanted = f"{len(hold.session.events)} {hold.session.rounds}\n"
        assert [reader.communicate()[0] for reader in readers] == [wanted, wanted]
        assert [reader.returncode for reader in readers] == [0, 0]


def test_a_line_carries_its_checksum_and_is_json():
    line = line_of({"text": "Größe\n\u2028"})
    assert line.count(b"\n") == 1
    assert json.loads(line)["is"] == data_of(line[:-1]) == {"text": "Größe\n\u2028"}
    for place in range(len(line) - 1):
        with pytest.raises(ValueError, match="whole line"):
            data_of(line[:place] + bytes([line[place] ^ 1]) + line[place + 1 : -1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("what", "quick"), [("room", 100), ("desk", 40), ("writing", 40)])
def test_what_is_killed_at_any_moment_loses_nothing_that_was_acknowledged(folder, what, quick):
    runs = 500 if LONG_RUN else quick  # of much fewer, too many might be over before they are broken off
    tests = Path(__file__).parent.parent
    command = [sys.executable, "-m", "train.killed", what, str(folder), str(runs), "7"]
    paths = os.pathsep.join([str(tests), *sys.path])
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout.split()[2]) > 0.8 * runs
