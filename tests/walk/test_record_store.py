"""The person's own records: only when asked for, for their eyes only, whole after any accident, gone when deleted."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NoReturn, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postwise import Walk
from postwise.errors import PostwiseError
from postwise.walk.record_store import MIGRATIONS, PATIENCE, Records, data_folder, patiently
from postwise.walk.saved_walk import Keep, record_of
from strategies import examples, tree_of

TREE = """
[tree]
title = "Post?"
version = "1.0"
start = "account"
[question.account]
ask = "Which account?"
answers = [
  { id = "org", text = "Ours", goto = "thought", note = "Many will read it." },
  { id = "mine", text = "Mine", goto = "thought" },
]
[question.thought]
ask = "What is it about?"
type = "text"
goto = "contains"
[question.contains]
ask = "What is in it?"
type = "checklist"
goto = "day"
answers = [{ id = "photo", text = "A photo" }, { id = "name", text = "A name" }]
[question.day]
ask = "Which day?"
type = "date"
goto = "calm"
[question.calm]
ask = "Calm?"
yes = "go"
no = "pause"
[outcome.go]
headline = "Go, says {manager}."
verdict = "go"
reason = "It is *fine*."
next = ["Post it.", "Sleep."]
[outcome.pause]
headline = "Wait."
verdict = "pause"
"""
SECRET = "what-nobody-else-should-read"


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "data" / "postwise" / "records.sqlite3")


def finished(tree=None) -> Walk:
    walk = Walk.start(tree or tree_of(TREE), profile={"manager": "Kim"}).answer("org").answer(SECRET)
    return walk.answer(["photo", "name"]).answer(dt.date(2026, 11, 22)).not_sure()


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_is_created_before_something_is_saved(records: Records, tmp_path: Path) -> None:
    assert records.list() == ()
    assert records.unfinished() == ()
    assert list(records.all()) == []
    for look in (records.get, records.delete):
        with pytest.raises(PostwiseError, match="no record 1"):
            look(1)
    with pytest.raises(PostwiseError, match="not come to its end"):
        records.save(Walk.start(tree_of(TREE)))
    assert list(tmp_path.iterdir()) == []


def test_the_recommendation_alone(records: Records) -> None:
    number = records.save(finished(), draft=SECRET)
    record = records.get(number)
    assert (record.tree.id, record.tree.title, record.tree.version) == ("tree", "Post?", "1.0")
    assert record.outcome.headline == "Wait."
    assert (record.steps, record.draft) == ((), None)
    assert SECRET.encode() not in everything_in(records.path.parent)
    with pytest.raises(PostwiseError, match="Only the recommendation was kept"):
        records.get(number).replay(tree_of(TREE))


def test_with_answers_but_without_a_word_that_was_typed(records: Records) -> None:
    record = records.get(records.save(finished(), "answers", draft=SECRET))
    said = [(step.question, step.answer, step.text, step.unsure) for step in record.steps]
    assert said == [
        ("account", "org", "Ours", False),
        ("thought", "", "", False),
        ("contains", ["name", "photo"], "A photo; A name", False),
        ("day", "2026-11-22", "22 November 2026", False),
        ("calm", "no", "No", True),
    ]
    assert record.draft is None
    assert SECRET.encode() not in everything_in(records.path.parent)


def test_with_draft_and_texts(records: Records) -> None:
    record = records.get(records.save(finished(), "draft", draft="Dear all,\n\x1b[1m\ud83d…"))
    assert record.draft == "Dear all,\n\x1b[1m\ud83d…"
    assert record.steps[1].answer == SECRET


def test_what_is_exported_is_all_there_is(records: Records) -> None:
    walk = finished().change("calm", "yes")
    number = records.save(walk, "draft", draft="Dear all")
    told = records.get(number).to_dict()
    assert list(told) == [
        "schema",
        "id",
        "saved",
        "keep",
        "tree",
        "steps",
        "outcome",
        "notes",
        "draft",
        "files",
        "home",
    ]
    assert told["schema"] == "postwise.record/1"
    assert told["outcome"] == {
        "id": "go",
        "verdict": "go",
        "headline": "Go, says Kim.",
        "reason": "It is *fine*.",
        "next": ["Post it.", "Sleep."],
        "see": [],
        "urgent": False,
    }
    assert told["notes"] == ["Many will read it."]
    assert told["steps"][4] == {
        "tree": "tree",
        "question": "calm",
        "ask": "Calm?",
        "answer": "yes",
        "text": "Yes",
        "unsure": False,
        "carried": False,
    }
    assert dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(told["saved"]) < dt.timedelta(minutes=1)


def test_records_are_listed_the_latest_first_and_numbers_are_not_used_again(records: Records) -> None:
    numbers = [records.save(finished(), keep) for keep in get_args(Keep)]
    assert [one.id for one in records.list()] == numbers[::-1]
    assert [one.keep for one in records.list()] == list(get_args(Keep))[::-1]
    assert {(one.tree.title, one.outcome, one.verdict, one.headline) for one in records.list()} == {
        ("Post?", "pause", "pause", "Wait.")
    }
    records.delete(numbers[-1])
    assert [one.id for one in records.list()] == numbers[-2::-1]
    with pytest.raises(PostwiseError, match="no record 3"):
        records.get(numbers[-1])
    assert records.save(finished()) > numbers[-1]


# Walks put aside


def test_an_unfinished_walk_is_kept_only_on_request_and_can_be_gone_on_with(records: Records) -> None:
    tree = tree_of(TREE)
    walk = Walk.start(tree).answer("org").answer(SECRET)
    before = records.put_aside(Walk.start(tree).answer("mine"))
    number = records.put_aside(walk, instead_of=before)
    assert records.list() == ()
    assert [one.id for one in records.unfinished()] == [number]
    assert records.get(number).walk(tree) == walk, "nobody gave an empty answer in the place of their own words"
    assert records.get(number).draft is None
    number = records.put_aside(walk, draft="Dear all", instead_of=number)
    assert records.get(number).walk(tree) == walk
    assert records.get(number).replay(tree).differs is False
    records.delete(number)
    assert records.unfinished() == ()
    with pytest.raises(PostwiseError, match="nothing to go on with"):
        records.put_aside(finished())


def test_of_a_walk_without_own_words_or_a_draft_only_answers_are_put_aside(records: Records) -> None:
    walk = Walk.start(tree_of(TREE)).answer("org")
    for put, draft, keep in (
        (walk, None, "answers"),
        (walk, "Dear all", "draft"),
        (walk.answer(SECRET), None, "draft"),
    ):
        assert records.get(records.put_aside(put, draft=draft)).keep == keep


def test_an_answer_that_waits_for_its_question_waits_in_the_tree_alone_as_well(records: Records) -> None:
    tree = tree_of(TREE)
    walk = Walk.start(tree).with_changes({"calm": "yes"})
    assert [*walk.waiting] == ["calm"]
    assert [*records.get(records.put_aside(walk)).walk(tree).waiting] == ["calm"]


# Walking a record again


@pytest.mark.parametrize(
    ("old", "new", "differs", "reworded", "question"),
    [
        ("Which account?", "Which one?", False, False, None),
        ('headline = "Wait."', 'headline = "Wait a day."', False, True, None),
        ('headline = "Wait."\nverdict = "pause"', 'headline = "Wait."\nverdict = "stop"', True, False, "calm"),
        ('no = "pause"', 'no = "go"', True, False, "calm"),
        ('start = "account"', 'start = "contains"', False, True, "contains"),  # a note of it is not kept in mind any more
        ('goto = "day"', 'goto = "calm"', False, False, "calm"),
        ('id = "org"', 'id = "ours"', True, False, "account"),
        ('ask = "Which day?"\ntype = "date"', 'ask = "Which day?"\ntype = "date"\nmax = 2026-01-01', True, False, "day"),
        ('goto = "calm"', 'goto = "pause"', False, False, "day"),
        ('goto = "contains"', 'goto = "go"', True, False, "thought"),
        ("[question.day]", '[question.new]\nask = "New?"\nyes = "day"\nno = "go"\n[question.day]', False, False, None),
    ],
)  # fmt: skip
def test_a_record_walked_through_todays_tree(
    records: Records, old: str, new: str, differs: bool, reworded: bool, question: str | None
) -> None:
    number = records.save(finished(), "answers")
    assert old in TREE
    replayed = records.get(number).replay(tree_of(TREE.replace(old, new)), {"manager": "Kim"})
    assert (replayed.differs, replayed.reworded, replayed.question) == (differs, reworded, question)


@pytest.mark.parametrize(("manager", "reworded"), [("Kim", False), ("Robin", True)])
def test_it_is_reworded_if_it_says_other_people_today(records: Records, manager: str, reworded: bool) -> None:
    number = records.save(finished().change("calm", "yes"), "answers")
    replayed = records.get(number).replay(tree_of(TREE), {"manager": manager})
    assert (replayed.differs, replayed.reworded, replayed.walk.profile) == (False, reworded, {"manager": manager})


def test_a_question_that_is_new_today_is_the_one_from_which_on_it_differs(records: Records) -> None:
    number = records.save(finished(), "answers")
    changed = TREE.replace('goto = "contains"', 'goto = "new"')
    changed += '[question.new]\nask = "New?"\nyes = "contains"\nno = "go"\n'
    replayed = records.get(number).replay(tree_of(changed))
    assert (replayed.differs, replayed.question, replayed.walk.at) == (True, "new", "new")
    assert replayed.walk.answer("yes").at == "pause"


def test_answers_from_an_earlier_tree_come_along_into_the_record(records: Records) -> None:
    before = finished()
    following = tree_of(TREE.replace("Post?", "Again?").replace('ask = "Calm?"', 'ask = "Calm now?"'))
    walk = before.go_on(following)
    number = records.save(walk, "draft")
    assert [step.question for step in records.get(number).steps] == [*before.asked, *before.asked]
    assert [step.carried for step in records.get(number).steps] == [False] * 5 + [True] * 5
    assert records.get(number).replay(following).question is None
    other = walk.with_changes(walk.what_if.fewest.answers)
    assert other.at == "go"
    assert records.get(records.save(other, "answers")).replay(following).walk.at == "go"


def test_a_walk_put_aside_where_its_end_leads_on_is_as_it_was_until_the_tree_is_another() -> None:
    walk = finished()
    saved = record_of(walk, "draft", None, dt.datetime.now(dt.UTC), to_go_on=True)
    assert saved.outcome is None
    replayed = saved.replay(walk.tree)
    assert (replayed.differs, replayed.question, replayed.walk.at) == (False, None, walk.at)
    assert saved.replay(tree_of(TREE.replace("Post?", "Post it?"))).differs is True


# Only for the person, and only as long as they wish


@pytest.mark.unix
def test_nobody_else_may_look(records: Records) -> None:
    old = os.umask(0)
    try:
        records.save(finished())
        with sqlite3.connect(records.path) as other:  # while it is open, there are two more files
            other.execute("SELECT count(*) FROM record").fetchone()
            records.save(finished())
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in records.path.parent.iterdir()}
        other.close()
    finally:
        os.umask(old)
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}
    folder = records.path.parent
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, folder.parent)] == [0o700, 0o700]


@pytest.mark.unix
def test_a_file_that_others_could_read_is_closed_to_them(records: Records) -> None:
    records.save(finished())
    records.path.chmod(0o644)
    records.list()
    assert stat.S_IMODE(records.path.stat().st_mode) == 0o600


@settings(max_examples=examples(15))
@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=8), st.data())
def test_what_was_deleted_is_in_no_file_any_more(tmp_path_factory, sizes: list[int], data: st.DataObject) -> None:
    records = Records(tmp_path_factory.mktemp("records") / "records.sqlite3")
    walk = finished()
    drafts = {f"draft {place} " * (size // 8 + 1): place for place, size in enumerate(sizes)}
    numbers = {records.save(walk, "draft", draft=draft): place for draft, place in drafts.items()}
    gone = data.draw(st.lists(st.sampled_from(sorted(numbers)), unique=True, min_size=1))
    for number in gone:
        records.delete(number)
    left = everything_in(records.path.parent)
    for number, place in numbers.items():
        assert (f"draft {place} ".encode() in left) is (number not in gone)


def test_what_was_deleted_is_gone_though_another_postwise_has_the_file_open(records: Records) -> None:
    number = records.save(finished(), "draft", draft=SECRET)
    other = sqlite3.connect(records.path)
    other.execute("SELECT * FROM record").fetchall()
    records.delete(number)
    assert SECRET.encode() not in everything_in(records.path.parent)
    other.close()


# Accidents

WRITER = """
import sys
from pathlib import Path
from typing import get_args
from postwise import load, Walk
from postwise.walk.record_store import Records
tree = load(Path(sys.argv[2]))
walk = Walk.start(tree).answer("org").answer("x").answer([]).answer("2026-11-22").answer("yes")
print("ready", flush=True)
sys.stdin.readline()
for place in range(int(sys.argv[3])):
    print(Records(Path(sys.argv[1])).save(walk, "draft", draft="word " * 3000), flush=True)
"""


@pytest.fixture
def writer(records: Records, tmp_path: Path):
    """Return a function that starts another process, which saves so many records once it is told to."""
    tree = tmp_path / "tree.toml"
    tree.write_text(f"format = 1\n{TREE}")
    started: list[subprocess.Popen[str]] = []

    def start(count: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WRITER, str(records.path), str(tree), str(count)]
        sources = str(Path(__file__).parents[2] / "src")
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": sources},
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_two_that_write_at_once_lose_nothing(records: Records, writer) -> None:
    both = [writer(40), writer(40)]
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    numbers = {int(line) for out, _ in said for line in out.split()}
    assert len(numbers) == 80
    assert {one.id for one in records.list()} == numbers


class Taken:
    """Something done to a file that another postwise has for so many tries."""

    def __init__(self, code: int, tries: int) -> None:
        self.code, self.tries = code, tries

    def __call__(self) -> str:
        self.tries -= 1
        if self.tries < 0:
            return "done"
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = self.code
        raise error


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds that were waited; nothing waits for them."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    monkeypatch.setattr("time.monotonic", lambda: 1000 + sum(waited))
    return waited


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_BUSY_SNAPSHOT])
def test_a_file_that_another_has_is_waited_for(clock: list[float], code: int) -> None:
    assert patiently(Taken(code, 30)) == "done"
    assert len(clock) == 30
    assert 0 < sum(clock) < 1


def test_a_file_that_is_never_let_go_of_is_not_waited_for_for_ever(clock: list[float]) -> None:
    with pytest.raises(sqlite3.OperationalError):
        patiently(Taken(sqlite3.SQLITE_BUSY, 1_000_000))
    assert PATIENCE <= sum(clock) < PATIENCE + 1


def test_what_no_waiting_mends_is_not_waited_for(clock: list[float]) -> None:
    with pytest.raises(sqlite3.OperationalError):
        patiently(Taken(sqlite3.SQLITE_FULL, 1))
    assert clock == []


@pytest.mark.parametrize("survived", [1, 3, 8])
def test_one_that_is_killed_leaves_every_record_whole(records: Records, writer, survived: int) -> None:
    process = writer(100_000)
    process.stdin.write("\n")
    process.stdin.flush()
    told = [int(process.stdout.readline()) for _ in range(survived)]
    process.kill()
    told += [int(line) for line in process.communicate()[0].split()]
    whole = [record for record in records.all() if record.draft == "word " * 3000 and len(record.steps) == 5]
    assert len(whole) == len(records.list())
    assert {record.id for record in whole} >= set(told)
    assert records.save(finished()) > max(told)
    with sqlite3.connect(records.path) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


def test_one_that_is_killed_while_it_writes_leaves_nothing_of_it(records: Records) -> None:
    records.save(finished())
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom postwise.walk.record_store import Records\n"
        "with Records(Path(sys.argv[1]))._writing() as file:\n"
        "    file.execute('DELETE FROM record')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    sources = str(Path(__file__).parents[2] / "src")
    subprocess.run(
        [sys.executable, "-c", script, str(records.path)], env={**os.environ, "PYTHONPATH": sources}, check=False
    )
    assert len(records.list()) == 1


# Files that are not as they should be


def test_an_empty_file_is_filled_and_a_strange_one_is_left_alone(records: Records) -> None:
    records.path.parent.mkdir(parents=True)
    records.path.touch()
    assert records.list() == ()
    records.path.write_text("This is not a database, and it is longer than a header would be. " * 20)
    before = records.path.read_bytes()
    with pytest.raises(PostwiseError, match="does not hold records"):
        records.save(finished())
    assert records.path.read_bytes() == before


@pytest.mark.unix
def test_a_link_is_not_followed_and_what_it_leads_to_stays_as_it_is(records: Records, tmp_path: Path) -> None:
    other = tmp_path / "somebody-elses"
    other.write_text("words", encoding="utf-8")
    other.chmod(0o644)
    records.path.parent.mkdir(parents=True)
    records.path.symlink_to(other)
    for use in (records.list, lambda: records.save(finished())):
        with pytest.raises(PostwiseError, match="is a link"):
            use()
    assert (other.read_text(encoding="utf-8"), stat.S_IMODE(other.stat().st_mode)) == ("words", 0o644)
    records.path.unlink()
    records.path.symlink_to(tmp_path / "not-there")
    with pytest.raises(PostwiseError, match="is a link"):
        records.save(finished())
    assert not (tmp_path / "not-there").exists()


@pytest.mark.unix
def test_what_is_no_file_is_not_waited_for(records: Records) -> None:
    records.path.parent.mkdir(parents=True)
    os.mkfifo(records.path)
    with pytest.raises(PostwiseError, match="it is not a file"):
        records.list()


def test_a_record_of_0_1_0_is_gone_through_as_before(records: Records) -> None:
    first, second = tree_of(FIRST, "first"), tree_of(SECOND, "second")
    walk = Walk.start(first).answer("yes").go_on(second).answer("no")
    number = records.save(walk, "answers")
    with closing(sqlite3.connect(records.path)) as file, file:
        (body,) = file.execute("SELECT body FROM record").fetchone()
        file.execute("UPDATE record SET body = ?", (json.dumps({**json.loads(body), "earlier": 1}),))
    again = records.get(number).again({"first": first, "second": second})
    assert [(leg.tree.id, leg.answers) for leg in again.legs] == [("first", {"on": "yes"}), ("second", {"done": "no"})]


FIRST = """
[tree]
title = "First"
start = "on"
[question.on]
ask = "On?"
yes = "then"
no = "then"
[outcome.then]
headline = "On."
tree = "second"
"""
SECOND = """
[tree]
title = "Second"
start = "done"
[question.done]
ask = "Done?"
yes = "end"
no = "end"
[outcome.end]
headline = "Done."
"""
DAMAGE = {
    "saved": ["yesterday", None, b"\xff", 10**15, "0001-01-01T00:00:00+23:59"],
    "keep": ["everything", None],
    "tree": [None, b"\xff"],
    "verdict": ["perhaps", 3],
    "body": [
        None,
        "",
        "[]",
        "{}",
        "nonsense",
        "[" * 20_000,
        '{"steps": [1], "earlier": 0}',
        '{"steps": [1], "earlier": 1}',
        b"\xff",
    ],
}


@pytest.mark.parametrize(
    ("column", "value"), [(column, value) for column, values in DAMAGE.items() for value in values]
)
def test_a_damaged_record_is_left_out_and_named(records: Records, column: str, value: object) -> None:
    before, number, after = (records.save(finished(), "answers") for _ in range(3))
    with sqlite3.connect(records.path) as file:
        # what a column may not hold by its own rules is no damage that can come to be
        file.execute("PRAGMA writable_schema = ON")
        file.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'record'")
    file.close()
    with sqlite3.connect(records.path) as file:
        file.execute(f"UPDATE record SET {column} = ? WHERE id = ?", (value, number))
    file.close()
    assert [record.id for record in records.all()] == [after, before]
    with pytest.raises(PostwiseError, match=f"Record {number} is damaged"):
        records.get(number)
    if column != "body":
        assert [one.id for one in records.list()] == [after, before]
        assert records.damaged() == (number,)
    records.delete(number)
    assert records.damaged() == ()


def test_a_wrong_byte_in_a_text_costs_no_record(records: Records) -> None:
    number = records.save(finished(), "answers")
    with sqlite3.connect(records.path) as file:
        file.execute("UPDATE record SET title = CAST(x'66ff' AS TEXT)")
    file.close()
    assert [one.tree.title for one in records.list()] == ["f\ufffd"]
    assert records.get(number).tree.title == "f\ufffd"


def test_a_file_of_a_newer_postwise_is_left_alone(records: Records) -> None:
    records.save(finished())
    with sqlite3.connect(records.path) as file:
        file.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    file.close()
    with pytest.raises(PostwiseError, match="newer postwise"):
        records.list()


def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(PostwiseError, match="cannot be written"):
        Records(tmp_path / "data" / "records.sqlite3").save(finished())


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/postwise"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/kim/.local/share/postwise"),
        ("linux", {}, "/home/kim/.local/share/postwise"),
        ("darwin", {}, "/home/kim/Library/Application Support/postwise"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/postwise"),
        ("win32", {}, "/home/kim/AppData/Local/postwise"),
        ("linux", {"POSTWISE_DATA": "/elsewhere"}, "/elsewhere"),
    ],
)
def test_where_the_records_are(monkeypatch, platform: str, environment: dict[str, str], folder: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "POSTWISE_DATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/kim", "USERPROFILE": "/home/kim", **environment}.items():
        monkeypatch.setenv(name, value)
    assert data_folder() == Path(folder)
    assert Records().path == Path(folder) / "records.sqlite3"


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("table", ["record", "other"])
def test_another_program_s_file_is_said_to_be_one_and_left_as_it_is(records: Records, table: str, version: int) -> None:
    records.path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(records.path)) as file:
        file.executescript(f"CREATE TABLE {table} (a); PRAGMA user_version = {version}")
    before = records.path.read_bytes()
    with pytest.raises(PostwiseError, match=r"does not hold records.*Move it away"):
        records.list()
    assert records.path.read_bytes() == before


@pytest.mark.unix
@pytest.mark.parametrize("version", [None, 0, 1, 9])
def test_the_mode_of_what_is_no_records_file_stays(records: Records, version: int | None) -> None:
    records.path.parent.mkdir(parents=True)
    if version is None:
        records.path.write_text("mine\n" * 100)
    else:
        with closing(sqlite3.connect(records.path)) as file:
            file.executescript(f"CREATE TABLE other (a); PRAGMA user_version = {version}")
    records.path.chmod(0o644)
    with pytest.raises(PostwiseError, match=r"does not hold records|newer postwise"):
        records.list()
    assert records.path.stat().st_mode & 0o777 == 0o644


def test_what_cannot_be_written_is_not_to_be_tried_again(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object) -> NoReturn:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    records.path.parent.mkdir(parents=True)
    records.path.touch()
    monkeypatch.setattr(Records, "_migrate", read_only)
    with pytest.raises(PostwiseError, match=r"readonly database\. It has to lie in a folder that you can write in"):
        records.list()


def test_what_earlier_trees_gave_to_keep_in_mind_does_not_make_the_last_one_other_words(records: Records) -> None:
    asks = '[question.{0}]\nask = "?"\nanswers = [{{ id = "a", text = "A", goto = "end", note = "Of {0}." }}, '
    asks += '{{ id = "b", text = "B", goto = "end" }}]\n[outcome.end]\nheadline = "{0}."\n'
    one, two = (
        tree_of(f'[tree]\ntitle = "{name}"\nstart = "{name}"\n{asks.format(name)}{more}', name)
        for name, more in (("one", 'tree = "two"\n'), ("two", ""))
    )
    number = records.save(Walk.start(one).answer("a").go_on(two).answer("a"), "answers")
    assert records.get(number).outcome is not None
    assert records.get(number).outcome.notes == ("Of one.", "Of two.")
    record = records.get(number)
    assert not record.replay(two).reworded
    assert not record.replay(two, whole=record.again({"one": one, "two": two})).reworded
    other = tree_of(
        f'[tree]\ntitle = "two"\nstart = "two"\n{asks.format("two").replace("Of two.", "Otherwise.")}', "two"
    )
    assert record.replay(other, whole=record.again({"one": one, "two": other})).reworded
    first = tree_of(
        f'[tree]\ntitle = "one"\nstart = "one"\n{asks.format("one").replace("Of one.", "Else.")}tree = "two"\n', "one"
    )
    assert record.replay(two, whole=record.again({"one": first, "two": two})).reworded, "a note of an earlier tree, too"
