from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from postwise import files, load
from postwise.errors import PostwiseError
from postwise.train.ballot import LIVING
from postwise.train.kept_hours import KeptHours
from postwise.train.workshop import Workshop
from postwise.tree.library import shipped_folder

STARTER = load(shipped_folder() / "pause-for-thought.toml")


def written(title: str = "Speaking at events") -> Workshop:
    """Return an hour with something of every kind in it."""
    draft = Workshop.begin(title, STARTER).trusted("That it is true").dilemma("A friend asks").pick(0)
    walk = draft.run()
    while walk.outcome is None:
        walk = walk.answer(walk.tree.questions[walk.at].options[-1].name)
    draft = draft.keep("The fee", walk).close("the events lead", dt.date(2026, 11, 22), dt.date(2027, 5, 1))
    draft = draft.ask("Is a fee paid?", "People ask.").answer("is-a-fee-paid", "Yes", draft.outcomes[0].id)
    return (
        draft.differ("is-a-fee-paid", "Fee is the wrong word")
        .consented("tree", LIVING.typed("7 2 1", 10))
        .in_one_breath("Ask first.")
        .guide("Ask.")
    )


@pytest.fixture
def hours():
    return KeptHours.of_this_person({})


def test_an_hour_is_taken_up_as_it_stood(hours):
    hour, draft = hours.begin(), written()
    hour.keep(Workshop.begin("Speaking at events", STARTER))
    hour.keep(draft)
    assert list(hours.broken_off()) == [], "it is open in another window"
    hour.put_away()
    [(path, found)] = hours.broken_off()
    assert found == draft
    assert found.text == draft.text
    again, found = hours.resume(path)
    assert found == draft
    again.forget()
    assert list(hours.broken_off()) == []


def test_the_file_is_for_its_owner_and_nowhere_near_the_tree(hours):
    hour = hours.begin()
    hour.keep(written())
    assert hour.path.stat().st_mode & 0o777 == 0o600
    assert files.own_folder("data") in hour.path.parents
    hour.forget()


def test_what_stands_in_the_trees_own_file_is_known_again(hours):
    hour, draft = hours.begin(), written()
    for each in (Workshop.begin("Speaking at events", STARTER), draft):
        hour.keep(each)
    hour.put_away()
    hour, _ = hours.resume(hour.path)
    assert hour.saved.trust == ""
    hour.mark_saved(draft)
    hour.keep(draft.trusted("Otherwise"))
    hour.put_away()
    again, found = hours.resume(hour.path)
    assert (found.trust, again.saved) == ("Otherwise", draft)
    again.forget()


def test_of_few_voters_an_hour_keeps_no_count(hours):
    kept = set()
    for counts in ("3 1 0", "2 0 0 1"):
        hour = hours.begin()
        hour.keep(Workshop.begin("", STARTER).consented("tree", LIVING.typed(counts, 10)))
        kept.add(hour.path.read_bytes())
        hour.forget()
    assert len(kept) == 1


@pytest.mark.parametrize("torn", [b"{", b'{"sum":"00000000","is":{}}\n', b"\0"])
def test_half_a_draft_costs_only_itself(hours, torn):
    hour, draft = hours.begin(), written()
    hour.keep(draft)
    hour.put_away()
    hour.path.write_bytes(hour.path.read_bytes() + torn)
    again, found = hours.resume(hour.path)
    assert found == draft
    again.forget()


def test_what_is_no_hour_is_passed_over(hours):
    hours.folder.mkdir(parents=True)
    (hours.folder / "hour.drafts").write_text("mine")
    assert list(hours.broken_off()) == []
    hour = hours.begin()
    hour.keep(written())
    assert (hours.folder / "hour.drafts").read_text() == "mine"
    hour.forget()


def test_a_disk_that_does_not_take_it_says_so(hours, monkeypatch):
    monkeypatch.setattr("postwise.train.held_file._write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(PostwiseError, match="No space"):
        hours.begin().keep(written())


def test_who_has_no_folder_of_their_own_writes_all_the_same():
    hours = KeptHours(None, {})
    hour = hours.begin()
    hour.keep(written())
    hour.forget()
    assert list(hours.broken_off()) == []


KILLED = """
import os, sys
from pathlib import Path
from train.test_kept_hours import KeptHours, written
hour = KeptHours(Path(sys.argv[1]), {}).begin()
hour.keep(written("One"))
hour.keep(written("Two"))
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_process_that_is_killed_leaves_the_hour(tmp_path):
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    assert subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, check=False).returncode == -9
    [(_, found)] = KeptHours(tmp_path, {}).broken_off()
    assert found == written("Two")


def test_an_hour_lies_where_ones_records_are(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "elsewhere"))
    assert KeptHours.of_this_person({}).begin().path.parent == tmp_path / "elsewhere" / "writing"
