from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise import Walk
from postwise.train.number_ranges import ranges
from postwise.tree.answers import AnswerError
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source

FRAME = """format = 1
[tree]
title = "T"
start = "q"
[question.q]
ask = "How much?"
goto = "b"
{question}
[branch.b]
cases = [{cases}]
else = "o1"
[outcome.o1]
headline = "One"
[outcome.o2]
headline = "Two"
"""


def tree_with(question, *whens):
    cases = ", ".join(f'{{ when = {{ q = {when} }}, goto = "o2" }}' for when in whens)
    loaded = read_source(Source(FRAME.format(question=question, cases=cases)))
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    return loaded.tree


@pytest.mark.parametrize(
    ("question", "whens", "wanted"),
    [
        ('type="number"\nmin=0\nmax=100\nstep=1', ["{ min = 18 }"], ["0 to 17", "18 to 100"]),
        ('type="number"\nstep=1\nunit="years"', ["{ min = 18, max = 64 }"], ["up to 17 years", "18 to 64 years", "65 years or more"]),
        ('type="number"', ["{ min = 18 }"], ["under 18", "18 or more"]),
        ('type="number"', ["{ max = 3.5 }"], ["up to 3.5", "over 3.5"]),
        ('type="number"', ["7"], ["under 7", "7", "over 7"]),
        ('type="number"\nmin=0', ["{ min = 2, max = 4 }"], ["0 to under 2", "2 to 4", "over 4"]),
        ('type="number"\nmin=0\nmax=10\nstep=0.5', ["{ max = 3.2 }"], ["0 to 3", "3.5 to 10"]),
        ('type="number"\nmin=0\nmax=10\nstep=1', ["{ min = 0 }"], ["0 to 10"]),
        ('type="number"\nmin=1\nmax=3\nstep=1', ["2"], ["1", "2", "3"]),
        ('type="date"\nmin=2026-01-01', ["{ min = 2026-05-01 }"], ["1 January 2026 to 30 April 2026", "1 May 2026 or later"]),
        ('type="date"', ["{ max = 2026-05-01 }"], ["up to 1 May 2026", "2 May 2026 or later"]),
        ('type="date"', ["{ answered = true }"], ["any date"]),
    ],
)  # fmt: skip
def test_ranges_in_words(question, whens, wanted):
    tree = tree_with(question, *whens)
    assert [one.text for one in ranges(tree, "q")] == wanted


def lies_in(number: float, text: str) -> bool:
    """Tell whether a number lies in a range, as its words say it."""
    match text.split():
        case ["any", "number"]:
            return True
        case ["up", "to", high]:
            return number <= float(high)
        case ["under", high]:
            return number < float(high)
        case ["over", low]:
            return number > float(low)
        case [low, "or", "more"]:
            return number >= float(low)
        case ["over", low, "to", *high]:
            return number > float(low) and lies_in(number, " ".join(high) if len(high) > 1 else f"up to {high[0]}")
        case [low, "to", *high]:
            return number >= float(low) and lies_in(number, " ".join(high) if len(high) > 1 else f"up to {high[0]}")
        case _:
            return number == float(text)


@given(
    st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 5)), min_size=1, max_size=4),
    st.sampled_from(["", "min=0", "min=0\nmax=9", "max=9"]),
    st.sampled_from(["", "step=1", "step=0.5"]),
    st.integers(-8, 26),
)
def test_every_answer_leads_where_the_range_it_lies_in_leads(bounds, limits, step, half):
    tree = tree_with(
        f'type="number"\n{limits}\n{step}', *(f"{{ min = {low}, max = {low + wide} }}" for low, wide in bounds)
    )
    number = half / 2
    try:
        mine = Walk.start(tree).answer(number).at
    except AnswerError:
        return
    found = ranges(tree, "q")
    examples = [one.example for one in found]
    assert examples == sorted(examples)
    around = [one for one in found if lies_in(number, one.text)]
    assert [Walk.start(tree).answer(one.example).at for one in around] == [mine]
