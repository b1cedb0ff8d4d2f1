"""The library face: all that a program may import, used in a process of its own without a terminal."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import postwise
from postwise import AnswerError, Walk, check, load
from postwise.tree.library import shipped_folder

TREES = Path(__file__).parent.parent / "trees"
USE = """
import json
import sys
import postwise
from postwise import AnswerError, Walk, check, load
from postwise.tree.library import shipped_folder
from postwise import *

trees = sys.argv[1]
tree = load(f"{trees}/pause-for-thought.toml", profile={"manager": "Joan"})
assert isinstance(tree, Tree)
assert loads(open(f"{trees}/pause-for-thought.toml").read(), id="pause-for-thought") == tree
for wrong in (lambda: loads("format = 1"), lambda: load("format = 1"), lambda: load(trees)):
    try:
        wrong()
    except TreeError as error:
        assert isinstance(error, PostwiseError)
        assert all(isinstance(problem, Problem) for problem in error.problems)
    else:
        raise AssertionError
report = check(trees)
assert isinstance(report, CheckReport)
assert report.to_dict()["schema"] == "postwise.problems/1"

walk = Walk.start(tree, profile={"manager": "Joan"})
while walk.question is not None:
    question = walk.question
    assert isinstance(question, FilledQuestion)
    assert all(isinstance(answer, FilledAnswer) for answer in question.answers)
    assert "{" not in question.ask + question.why
    walk = walk.answer(question.answers[0].id)
assert all(isinstance(step, QuestionStep | BranchStep) for step in walk.path)
assert isinstance(walk.recommendation, Recommendation)
document = walk.recommendation.to_dict()
assert document == walk.to_dict()
assert json.loads(json.dumps(document))["schema"] == "postwise.recommendation/1"
assert Walk.replay(tree, dict(walk.answers)) == walk
for error, wrong in ((WalkError, lambda: walk.answer("yes")), (AnswerError, lambda: Walk.start(tree).answer("?"))):
    try:
        wrong()
    except error as found:
        assert isinstance(found, PostwiseError)
    else:
        raise AssertionError
assert __version__ == postwise.__version__
unused = [name for name in postwise.__all__ if name not in globals()]
assert not unused, unused
assert not {"textual", "rich", "sqlite3"} & sys.modules.keys()
"""


def test_all_of_it_is_used_without_a_terminal(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", USE, str(TREES)],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")


def test_every_name_has_a_home():
    assert {*postwise.HOMES, "__version__"} == set(postwise.__all__)
    with pytest.raises(AttributeError, match="no attribute 'walk_on'"):
        _ = postwise.walk_on


def test_a_prompt_completes_every_name():
    assert set(postwise.__all__) <= set(dir(postwise))


def test_an_error_comes_back_from_another_process():
    """A pool of processes whose worker raises what cannot be made again waits for ever."""
    error = AnswerError("bad-value", "Too late.", "Sooner.", 2)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), vars(again)) == (str(error), vars(error))


@pytest.mark.parametrize("name", sorted(postwise.HOMES))
def test_everything_is_documented(name):
    public = getattr(postwise, name)
    assert inspect.getdoc(public)
    assert public.__doc__ is None or not public.__doc__.startswith(f"{name}(")
    if inspect.isclass(public):
        own = {member: value for member, value in vars(public).items() if not member.startswith(("_", "model_"))}
        described = (value for value in own.values() if inspect.isroutine(value) or isinstance(value, property))
        assert all(inspect.getdoc(value) for value in described)


def test_a_check_of_no_paths_checks_nothing_and_one_without_paths_the_library():
    assert check([]).trees == ()
    assert len(check().trees) > 10


@pytest.mark.parametrize("unsure", [["acount"], "account"])
def test_what_one_is_unsure_of_has_to_be_questions(unsure):
    tree = load(shipped_folder() / "before-you-post.toml")
    with pytest.raises(AnswerError, match="no question"):
        Walk.replay(tree, {"account": "org"}, unsure=unsure)
