"""What is plainly right is read without pydantic; that it is right, and that nothing else is, pydantic says too."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from random import Random
from typing import Any

import pytest

from postwise.tree.file_table import FileTable, keys_of
from postwise.tree.library import shipped_folder, trees_in
from postwise.tree.model import Answer, Contact, Question, Tree, YesNo
from postwise.tree.promises import Promise
from postwise.tree.pydantic_tables import errors_in, model_of
from postwise.tree.settings_model import OrganisationFile
from postwise.tree.table_reader import read_table
from shown import EVERYTHING
from strategies import seeds, thrown_with_promises

WHOLE: dict[str, Any] = {
    "format": 1,
    "tree": {
        "title": "T", "start": "a", "summary": "S", "group": "G", "audience": "A", "purpose": "P", "version": "1",
        "reviewed": dt.date(2026, 1, 2), "review-by": dt.date(2027, 1, 2), "authors": ["One", "Two"],
        "sources": [{"title": "A book", "url": "https://example.org"}],
    },
    "profile": {"buddy": "your buddy"},
    "question": {
        "a": {
            "ask": "A?", "type": "choice", "goto": "b", "why": "So.", "help": "Look.", "fact": True, "rights": False,
            "dilemma": True, "notes": [{"text": "N", "when": {"a": "one"}}],
            "dissent": [{"text": "No.", "date": dt.date(2026, 1, 2)}],
            "answers": [{"text": "One", "id": "one", "goto": "b", "note": "N", "rights": True, "unsure": True}],
        },
        "b": {"ask": "B?", "yes": "c", "no": {"goto": "c", "text": "Not", "note": "N", "rights": True, "unsure": True}},
        "c": {"ask": "C?", "type": "number", "min": 0, "max": 1.5, "step": 0.5, "unit": "km", "goto": "d"},
        "d": {"ask": "D?", "type": "checklist", "answers": [{"text": "It"}], "none": "Nothing", "goto": "e"},
    },
    "branch": {
        "e": {"cases": [{"when": {"a": "one"}, "goto": "end"}], "else": "end"},
        "f": {"on": ["a", "b"], "table": [["one", "*", "end"]], "else": "end"},
    },
    "value": {
        "v": {"cases": [{"when": [{"a": "one"}], "is": 3}], "else": "low"},
        "w": {"sum": {"a": {"one": 1}, "b": {"yes": 0.5}}},
        "x": {"on": ["a"], "table": [["one", 1], ["*", "two"]]},
    },
    "outcome": {
        "end": {
            "headline": "H", "verdict": "go", "reason": "R", "next": ["Do it."], "notes": [{"text": "N"}], "rights": True,
            "urgent": True, "tree": "other", "see": [{"title": "Us", "url": "https://example.org", "phone": "0300 1", "when": {"b": "no"}}],
        }
    },
    "promise": {
        "p": {
            "text": "It is so.", "when": {"a": "one"}, "never": ["stop"], "only": ["end"], "asked": ["a"], "at-most": 3,
            "for": ["everyone"], "signed": [{"role": "union", "date": dt.date(2026, 1, 2)}],
            "dissent": [{"text": "No."}],
        }
    },
    "scenario": {
        "s": {
            "answers": {"a": "one", "d": ["it"]}, "expect": "end", "title": "T", "story": "S", "discuss": ["Q?"],
            "split": "a", "level": 2, "other": {"answers": {}, "expect": "end"}, "after": "r",
        }
    },
    "check": {"allow": {"dead-end": "It is meant."}},
}  # fmt: skip
"""The data of a file with every key of the format."""
OWN: dict[str, Any] = {
    "profile": {"buddy": "Ines"},
    "library": {"trees": ["ours"]},
    "look": {"plain": True, "theme": "dark"},
}
SHIPPED = [tomllib.loads(entry.path.read_text(encoding="utf-8")) for entry in trees_in(shipped_folder(), "shipped")]
TREES = [WHOLE, tomllib.loads(EVERYTHING), thrown_with_promises(5, 7), *SHIPPED]
ODD: list[Any] = [
    "", " ", "\u2003", "\x1c", "x", "go", "text", "choice", 0, 1, 2, 3, 4, -1, 10**30, 1.0, 1.5, float("nan"), True, False,
    dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4), dt.time(3, 4), [], {}, ["x"], [""], [["x", "y"]], {"goto": "x"},
    {"text": "x"}, {"text": " "}, {"x": {"y": 1}}, [{"text": "x", "goto": "y"}], [{"when": {}, "goto": "y"}],
]  # fmt: skip
"""What may stand where something else is wanted; some of it is right in some places."""


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in some data: what holds it, and under which key."""
    for key in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from places(data[key])


def spoilt(data: dict[str, Any], dice: Random) -> dict[str, Any]:
    """Return a copy of some data in which something is changed, left out, added, or called otherwise."""
    data = copy.deepcopy(data)
    for _ in range(dice.choice((0, 1, 1, 1, 2))):
        holder, key = dice.choice([*places(data)])
        match dice.randrange(4):
            case 0 if isinstance(holder, dict):
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[dice.choice(("x", "is", "else", "at_most", "text", "goto", "when"))] = dice.choice(ODD)
            case _:
                holder[key] = copy.deepcopy(dice.choice(ODD))
    return data


def test_it_reads_what_pydantic_finds_nothing_wrong_with_and_nothing_else() -> None:
    met = Counter(map(read_as_pydantic_does, seeds(600)))
    assert min(met["faulty"], met["read"]) > met.total() // 5, met


def read_as_pydantic_does(seed: int) -> str:
    """Read some data, right or spoilt, and hold it against what pydantic makes of it; return which it was."""
    dice = Random(seed)
    table, data = (
        (OrganisationFile, spoilt(OWN, dice)) if dice.random() < 0.1 else (Tree, spoilt(dice.choice(TREES), dice))
    )
    read = read_table(table, data)
    assert (read is None) is bool(errors_in(table, data))
    if read is None:
        return "faulty"
    seen = model_of(table).model_validate(data).model_dump(by_alias=True, exclude_unset=True)
    assert plain(read.as_data()) == plain(seen)
    return "read"


def plain(data: Any) -> Any:
    """Return data with lists for tuples, and with kinds beside values: 1, 1.0 and true are not the same."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    return [plain(value) for value in data] if isinstance(data, list | tuple) else (type(data), repr(data))


def test_every_key_of_the_format_is_looked_at() -> None:
    """A key that is added to the format is added to the data above."""
    tree = read_table(Tree, WHOLE)
    assert tree is not None
    given: dict[type[FileTable], set[str]] = {}
    for table in below(tree):
        given.setdefault(type(table), set()).update(table.given)
    assert len(given) > 15
    assert {kind: {*keys_of(kind)} - said for kind, said in given.items()} == {kind: set() for kind in given}


def below(table: FileTable) -> Iterator[FileTable]:
    """Yield a table and all that are in it."""
    yield table
    for value in table.given.values():
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]:
            if isinstance(inner, FileTable):
                yield from below(inner)


# Tables as values


def test_what_the_file_leaves_out_stands_in_the_class_and_is_not_given() -> None:
    question = read_table(Question, {"ask": "A?", "fact": False, "yes": "end"})
    assert question is not None
    assert question.given == {"ask": "A?", "fact": False, "yes": YesNo(goto="end")}
    assert (question.why, question.notes, question.rights) == (None, (), False)
    assert question.as_data() == {"ask": "A?", "fact": False, "yes": {"goto": "end"}}


def test_what_is_said_of_a_table_does_not_count_and_what_it_says_does() -> None:
    said = read_table(Question, {"ask": "A?", "fact": False})
    assert said == Question(ask="A?")
    assert hash(said) == hash(Question(ask="A?"))
    assert said != Question(ask="A?", fact=True)
    assert said != YesNo(text="A?")


def test_a_table_is_never_changed() -> None:
    answer = Answer(text="Yes")
    with pytest.raises(FrozenInstanceError):
        answer.text = "No"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del answer.text
    assert answer.replaced(text="No", goto="end") == Answer(text="No", goto="end")
    assert answer == Answer(text="Yes")


def test_what_was_worked_out_from_a_table_is_not_taken_along_into_another() -> None:
    question = Question(ask="A?", answers=(Answer(text="One"), Answer(text="Two")))
    assert list(question.by_id) == ["one", "two"]
    assert list(question.replaced(answers=(Answer(text="Three"),)).by_id) == ["three"]


@pytest.mark.parametrize(
    ("kind", "given"), [(Answer, {}), (Contact, {"titel": "A"}), (Promise, {"text": "A", "for": ()})]
)
def test_a_table_made_by_hand_has_its_own_fields_and_no_others(kind: type[FileTable], given: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        kind(**given)


def test_a_tree_is_told_apart_by_its_name_and_by_its_text_too() -> None:
    tree = read_table(Tree, WHOLE)
    assert tree is not None
    named = tree.knowing(id="other", fingerprint="sha256:1")
    assert (named.id, named.fingerprint) == ("other", "sha256:1")
    assert (tree.id, tree.fingerprint) == ("tree", "")
    changed = named.replaced(questions={})
    assert (changed.id, changed.fingerprint, changed.outcomes) == ("other", "sha256:1", tree.outcomes)
    assert copy.deepcopy(named) == named
