"""A hundred thousand records: listed, and each walked again through today's tree."""

from __future__ import annotations

import sqlite3

import pytest

from postwise import Walk, load
from postwise.tree.library import shipped_folder
from postwise.walk.record_store import COLUMNS, Records

MANY = 100_000


@pytest.fixture(scope="module")
def tree():
    return load(shipped_folder() / "before-you-post.toml")


@pytest.fixture(scope="module")
def records(tree, tmp_path_factory) -> Records:
    """Return a hundred thousand copies of records of walks to many endings."""
    records = Records(tmp_path_factory.mktemp("records") / "records.sqlite3")
    saved = [records.save(walk, "answers") for walk in some_walks(tree)]
    columns = COLUMNS.removeprefix("id, ") + ", body"
    with sqlite3.connect(records.path) as file:
        numbers = f"WITH RECURSIVE n(i) AS (SELECT {len(saved)} UNION ALL SELECT i + 1 FROM n WHERE i < {MANY} - 1)"
        file.execute(f"{numbers} INSERT INTO record ({columns}) SELECT {columns} FROM n, record WHERE id = 1 + i % ?", [len(saved)])  # fmt: skip
    file.close()
    return records


def each_way(walk: Walk) -> list[Walk]:
    """Return the walk with each answer to its open question, one alone where it is a list."""
    question = walk.question
    if question is None or not question.answers:
        return []
    return [walk.answer(answer.id if question.picks_one else [answer.id]) for answer in question.answers]


def some_walks(tree) -> list[Walk]:
    """Return one walk through each of the first two questions' answers, going on with the last answer of each."""
    waiting = [walk for first in each_way(Walk.start(tree)) for walk in (first, *each_way(first))]
    finished = []
    for walk in waiting:
        here = walk
        while here.question is not None:
            here = here.answer(here.question.answers[-1].id) if here.question.picks_one else here.answer(frozenset())
        finished.append(here)
    return finished


def test_list_a_hundred_thousand_records(benchmark, records: Records) -> None:
    listed = benchmark.pedantic(records.list, rounds=3)
    assert len(listed) == MANY


def test_replay_a_hundred_thousand_records(benchmark, records: Records, tree) -> None:
    def again() -> int:
        return sum(record.replay(tree).differs for record in records.all())

    assert benchmark.pedantic(again, rounds=1) == 0


def test_save_one_more_record(benchmark, records: Records, tree) -> None:
    walk = some_walks(tree)[0]
    benchmark.pedantic(records.save, (walk, "answers"), rounds=20)


def test_delete_a_record(benchmark, records: Records, tree) -> None:
    walk = some_walks(tree)[0]

    def one_more() -> tuple[tuple[int], dict[str, object]]:
        return (records.save(walk, "answers"),), {}

    benchmark.pedantic(records.delete, setup=one_more, rounds=20)
