"""Trees as other programs have them: a tree, or one error that says what is wrong with it and where."""

from __future__ import annotations

import re
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from postwise.author.check_tree import check
from postwise.errors import Exit, PostwiseError
from postwise.logic.answer_classes import value_of
from postwise.logic.counting import analyse
from postwise.tree import model
from postwise.tree.library import shipped_folder
from postwise.tree.loader import TreeError, load, loads
from postwise.tree.model import Tree
from postwise.walk.walk import Walk

TEXT = """format = 1
[tree]
title = "T"
start = "a"
[question.a]
ask = "Ask {editor}?"
yes = "x"
no = "x"
[outcome.x]
headline = "X"
"""


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_gives_its_tree(kind: type[str | Path]) -> None:
    tree = load(kind(shipped_folder() / "pause-for-thought.toml"))
    assert (tree.id, tree.fingerprint[:7]) == ("pause-for-thought", "sha256:")


def test_a_text_gives_its_tree_under_an_id() -> None:
    assert loads(TEXT, id="mine", profile={"editor": "Ada"}).id == "mine"
    assert loads(TEXT.replace("{editor}", "me")).id == "tree"


def test_an_error_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT.replace('yes = "x"', 'yes = "xx"'), encoding="utf-8")
    with pytest.raises(TreeError) as caught:
        load(path)
    assert [(problem.code, problem.span.line) for problem in caught.value.problems] == [
        ("unknown-placeholder", 6),
        ("unknown-target", 7),
    ]
    assert str(caught.value).startswith(f'{path}, line 6: Nothing fills "{{editor}}".')
    assert str(caught.value).endswith("There is 1 more.")
    assert isinstance(caught.value, PostwiseError)
    assert caught.value.exit_code == Exit.NO


def test_a_path_is_a_path_and_never_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("format = 1", TEXT, str(tmp_path)):
        with pytest.raises(TreeError, match="cannot be opened") as caught:
            load(path)
        assert (caught.value.problems, caught.value.exit_code) == ((), Exit.WRONG)
        assert "\n" not in str(caught.value)


def test_a_text_is_a_text_and_never_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "format = 1").write_text(TEXT.replace("{editor}", "me"), encoding="utf-8")
    with pytest.raises(TreeError) as caught:
        loads("format = 1")
    assert [problem.code for problem in caught.value.problems] == ["missing-key"]


def chain(count: int) -> str:
    """Return a tree in which each value is worked out from the one before, and the last decides."""
    values = "".join(
        f'[value.v{place}]\ncases = [{{ when = {{ v{place - 1} = "a" }}, is = "a" }}]\nelse = "b"\n'
        for place in range(1, count)
    )
    first = '[value.v0]\ncases = [{ when = { a = "yes" }, is = "a" }]\nelse = "b"\n'
    branch = f'[branch.b]\ncases = [{{ when = {{ v{count - 1} = "a" }}, goto = "x" }}]\nelse = "y"\n'
    tree = TEXT.replace("{editor}", "me").replace('"x"', '"b"') + '[outcome.y]\nheadline = "Y"\n'
    return tree + branch + first + values


@pytest.mark.parametrize("count", [1, 50, 2000])
def test_values_worked_out_one_from_the_other_are_followed_however_far(tmp_path: Path, count: int) -> None:
    tree = loads(chain(count))
    assert [Walk.start(tree).answer(answer).at for answer in ("yes", "no")] == ["x", "y"]
    assert [Walk.start(tree).answer(answer).values[f"v{count - 1}"] for answer in ("yes", "no")] == ["a", "b"]
    assert analyse(tree).reached >= {"x", "y"}
    (tmp_path / "chain.toml").write_text(chain(count), encoding="utf-8")
    assert not [problem for problem in check([tmp_path / "chain.toml"]).problems if problem.severity != "warning"]


def test_a_value_that_several_look_at_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value looks at the one before in both of its cases: followed anew each time, that is two to the sixtieth."""
    found = Counter[str]()

    def counted(tree: Tree, value_id: str, *how: Any) -> Any:
        found[value_id] += 1
        return value_of(tree, value_id, *how)

    monkeypatch.setattr("postwise.walk.path.value_of", counted)
    text = re.sub(r'(when = \{ (v\d+) = "a" \}, is = "a" \})', r'\1, { when = { \2 = "b" }, is = "b" }', chain(60))
    assert text.count('= "b" }, is = "b"') == 59
    assert Walk.start(loads(text)).answer("yes").at == "x"
    assert max(found.values()) <= 2, "once more after the one that it looks at"


def test_nobody_who_reads_a_tree_waits_for_another_tree_that_is_being_read_beside(monkeypatch):
    first, second = (loads(WHOLE_CASES) for _ in range(2))
    begun, done, read = threading.Event(), threading.Event(), model.read_condition

    def slowly(written):
        if not begun.is_set():
            begun.set()
            done.wait(60)
        return read(written)

    monkeypatch.setattr(model, "read_condition", slowly)
    beside = threading.Thread(target=lambda: first.branches["which"].lines)
    here = threading.Thread(target=lambda: (second.branches["which"].lines, done.set()), daemon=True)
    beside.start()
    begun.wait()
    here.start()
    here.join(10)
    assert done.is_set()
    beside.join()


WHOLE_CASES = """format = 1
[tree]
title = "Small"
start = "who"
[question.who]
ask = "Who?"
goto = "which"
yes = {}
no = {}
[branch.which]
cases = [{ when = { who = "yes" }, goto = "done" }]
else = "done"
[outcome.done]
headline = "Done."
"""
