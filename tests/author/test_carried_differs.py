"""A question that two trees share by its id is the same question in both, all the way that a trail comes along."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from postwise.author.check_tree import check
from postwise.tree.library import Library, shipped_folder

TODAY = dt.date(2026, 11, 22)
CHOICE = 'ask = "Who?"\nanswers = [{ id = "us", text = "Us", goto = "END" }, { id = "me", text = "Me", goto = "END" }]'
NUMBER = 'ask = "Many?"\ntype = "number"\nunit = "people"\ngoto = "END"'


def tree(asked: str, onward: str = "", name: str = "who") -> str:
    end = f'[outcome.end]\nheadline = "End."\n{f"tree = {onward!r}" if onward else ""}\n'
    text = f'format = 1\n[tree]\ntitle = "T"\nstart = "{name}"\n[question.{name}]\n{asked.replace("END", "end")}\n{end}'
    return text.replace("'", '"')


def told(folder: Path, **trees: str) -> dict[str, list[str]]:
    """Return what the check says of hand-overs, by the tree it is said in."""
    for name, text in trees.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    report = check([folder / f"{name}.toml" for name in trees], library=Library(), today=TODAY)
    assert not report.count("error"), [problem.as_text() for problem in report.problems]
    messages: dict[str, list[str]] = {}
    for problem in report.problems:
        if problem.code == "carried-differs":
            assert problem.at == "outcome.end.tree"
            messages.setdefault(Path(problem.path).stem, []).append(problem.message)
    return messages


@pytest.mark.parametrize(
    ("ours", "theirs", "difference"),
    [
        (CHOICE, CHOICE, None),
        (CHOICE, CHOICE.replace("{ id", "{ note = 'So.', id", 1).replace("'", '"'), None),
        (CHOICE, CHOICE.replace("Who?", "Whose?"), '"who" asks “Whose?”'),
        (CHOICE, CHOICE.replace('"us"', '"we"'), '"who" has no answer "us"'),
        (
            CHOICE,
            CHOICE.replace("]", ', { id = "no", text = "No", goto = "END" }]'),
            '"who" has the answer "no" as well',
        ),
        (CHOICE, CHOICE.replace('"Us"', '"All of us"'), '"who" means by "us" “All of us”'),
        (
            CHOICE,
            CHOICE.replace("Who?", 'Who?"\ntype = "checklist"\ngoto = "END').replace(', goto = "END" }', " }"),
            '"who" is a checklist question',
        ),
        (NUMBER, NUMBER, None),
        (NUMBER, NUMBER.replace('"people"', '"hundreds"'), '"who" counts hundreds'),
        (NUMBER, NUMBER.replace('unit = "people"\n', ""), '"who" counts without a unit'),
        (
            'ask = "Sure?"\nyes = "END"\nno = "END"',
            'ask = "Sure?"\nyes = { text = "Quite", goto = "END" }\nno = "END"',
            '"who" means by "yes" “Quite”',
        ),
    ],
)
def test_what_differs_is_told_at_the_hand_over(tmp_path: Path, ours: str, theirs: str, difference: str | None) -> None:
    expected = {"one": [f'Answers come along to "two", where {difference}.']} if difference else {}
    assert told(tmp_path, one=tree(ours, "two"), two=tree(theirs)) == expected


def test_answers_in_another_order_are_the_same(tmp_path: Path) -> None:
    turned = (
        'ask = "Who?"\nanswers = [{ id = "me", text = "Me", goto = "END" }, { id = "us", text = "Us", goto = "END" }]'
    )
    assert told(tmp_path, one=tree(CHOICE, "two"), two=tree(turned)) == {}


def test_a_trail_comes_along_through_a_tree_between(tmp_path: Path) -> None:
    between = tree(CHOICE, "three", name="else")
    messages = told(tmp_path, one=tree(CHOICE, "two"), two=between, three=tree(CHOICE.replace("Who?", "Whose?")))
    assert messages == {"one": ['Answers come along to "two", where "who" asks “Whose?” in “three”.']}


def test_trees_in_a_ring_are_held_against_each_other_once(tmp_path: Path) -> None:
    messages = told(tmp_path, one=tree(CHOICE, "two"), two=tree(CHOICE.replace("Who?", "Whose?"), "one"))
    assert messages == {
        "one": ['Answers come along to "two", where "who" asks “Whose?”.'],
        "two": ['Answers come along to "one", where "who" asks “Who?”.'],
    }


def test_one_hand_over_is_one_problem_however_many_questions(tmp_path: Path) -> None:
    def many(ask: str) -> str:
        questions = "".join(
            f'[question.q{n}]\nask = "{ask} {n}?"\nyes = "{"end" if n == 6 else f"q{n + 1}"}"\nno = "end"\n'
            for n in range(7)
        )
        end = '[outcome.end]\nheadline = "End."\n' + ('tree = "two"\n' if ask == "Is" else "")
        return f'format = 1\n[tree]\ntitle = "T"\nstart = "q0"\n{questions}{end}'

    (message,) = told(tmp_path, one=many("Is"), two=many("Was"))["one"]
    assert message.startswith('Answers come along to "two", where "q0" asks “Was 0?”, "q1" asks “Was 1?”, ')
    assert message.endswith(" and 3 more.")


def test_the_trees_that_ship_mean_one_thing_by_one_id() -> None:
    report = check(sorted(shipped_folder().glob("*.toml")), library=Library(), today=TODAY)
    assert [problem.as_text() for problem in report.problems if problem.code == "carried-differs"] == []


ALIKE = 'format = 1\n[tree]\ntitle = "T"\nstart = "who"\n[question.who]\n' + CHOICE.replace("END", "end") + "\n"
WALKED = (
    '[scenario.us]\nanswers = { who = "us" }\nexpect = "end"\n[scenario.me]\nanswers = { who = "me" }\nexpect = "end"\n'
)


def idle(folder: Path, *names: str, **trees: str) -> set[str]:
    """Return the codes of what the check says has no effect, or cannot be told apart, in the first tree."""
    for name, text in trees.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    report = check([folder / f"{name}.toml" for name in names or trees], library=Library(), today=TODAY)
    alike = {"no-effect", "same-target"}
    return {problem.code for problem in report.problems if problem.path.endswith("one.toml") and problem.code in alike}


@pytest.mark.parametrize(
    ("onward", "other", "told"),
    [
        ("", "", {"same-target"}),
        ("two", tree(CHOICE), set()),
        ("two", tree(NUMBER, name="many"), {"same-target"}),
        ("two", tree(NUMBER, name="many", onward="three"), set()),
        ("one", "", set()),
        ("two", "nothing that can be read", set()),
    ],
)
def test_an_answer_that_comes_along_to_where_it_is_asked_for_is_looked_at(
    tmp_path: Path, onward: str, other: str, told: set[str]
) -> None:
    end = '[outcome.end]\nheadline = "End."\n' + (f'tree = "{onward}"\n' if onward else "")
    trees = {"one": ALIKE + WALKED + end, "two": other or tree(NUMBER, name="many"), "three": tree(CHOICE)}
    assert idle(tmp_path, **trees) == told
    assert idle(tmp_path, "one", **trees) == told


NUMBERS = 'ask = "Many?"\ntype = "number"\ngoto = "END"'


@pytest.mark.parametrize(("asked", "told"), [("other", {"no-effect"}), ("who", set())])
def test_a_number_that_nothing_looks_at_here_may_count_where_the_walk_goes_on(
    tmp_path: Path, asked: str, told: set[str]
) -> None:
    assert idle(tmp_path, one=tree(NUMBERS, onward="two"), two=tree(NUMBERS, name=asked)) == told


def test_a_scenario_that_passes_through_looks_at_no_answer(tmp_path: Path) -> None:
    end = '[outcome.end]\nheadline = "End."\n'
    promise = '[promise.us]\ntext = "We are heard."\nwhen = { who = "us" }\nonly = ["end"]\n'
    split = WALKED.replace('who = "us" }', 'who = "us" }\nstory = "Once."\nsplit = "who"')
    assert idle(tmp_path, one=ALIKE + end) == {"same-target"}
    assert idle(tmp_path, one=ALIKE + WALKED + end) == {"same-target"}
    assert idle(tmp_path, one=ALIKE + split + end) == set()
    assert idle(tmp_path, one=ALIKE + promise + end) == {"no-effect"}, (
        "a promise tells them apart, and they change nothing"
    )
