"""A header whose id cannot stand is one error, at the header, with an id that can: the one it is named by elsewhere."""

from __future__ import annotations

import time

import pytest

from postwise.tree.ids import ID
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source

TREE = """format = 1
[tree]
title = "T"
start = "tone"
[question.tone]
ask = "Ready?"
answers = [
  { id = "yes", text = "Yes it is", goto = "fear" },
  { id = "no", text = "No", goto = "talk" },
]
[question.fear]
ask = "Sure?"
yes = "fine"
no = "kind"
[branch.kind]
cases = [{ when = { fear = "no", tone = "yes" }, goto = "talk" }]
else = "fine"
[outcome.fine]
headline = "Go."
[outcome.talk]
headline = "Talk."
[promise.one]
text = "Never."
when = { fear = "no" }
never = ["fine", "stop"]
asked = ["fear"]
[scenario.one]
answers = { tone = "no" }
expect = "talk"
[scenario.two]
answers = { tone = "yes", fear = "yes" }
expect = "fine"
split = "fear"
"""
WRONG = ["Fear", "fear_x", "fear.x", '"fear.x"', '"Fear!"', '"über"', '"日本"', '"my fear"', "1st", '"-"', "fear-"]


def problems(written, slip):
    assert written in TREE
    assert read_source(Source(TREE)).tree is not None
    return read_source(Source(TREE.replace(written, slip, 1))).problems


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize(
    ("header", "id_", "line"), [("question", "fear", 11), ("outcome", "talk", 20), ("branch", "kind", 15)]
)
def test_a_header_that_cannot_stand_is_one_error_at_the_header_with_the_name_it_has_elsewhere(header, id_, line, name):
    (problem,) = problems(f"[{header}.{id_}]", f"[{header}.{name.replace('fear', id_)}]")
    assert (problem.code, problem.span.line) == ("bad-id", line)
    assert problem.span.column > len(header) + 2
    assert problem.hint == f"Write [{header}.{id_}], as it is called where it is named."


def test_the_faults_of_what_stands_below_it_are_told_where_they_stand():
    found = problems('[question.fear]\nask = "Sure?"', '[question.Fear]\naks = "Sure?"')
    assert [(one.code, one.span.line, one.at) for one in found] == [
        ("bad-id", 11, "question.Fear"),
        ("unknown-key", 12, "question.Fear.aks"),
    ]


def test_a_name_that_cannot_stand_and_is_used_so_everywhere_is_told_at_the_header_alone():
    (problem,) = read_source(Source(TREE.replace("fear", "Fear"))).problems
    assert (problem.span.line, problem.hint) == (11, 'It could be "fear".')


def test_no_name_that_is_taken_is_advised():
    found = read_source(Source(TREE + '[outcome.Talk]\nheadline = "T."\n[outcome.Fear_]\nheadline = "F."\n')).problems
    assert [one.hint for one in found] == ['It could be "talk-2".', 'It could be "fear-2".']


def test_two_headers_and_two_names_are_told_each_at_its_own():
    both = TREE.replace("[question.fear]", "[question.Fear]").replace("[outcome.talk]", "[outcome.Talk]")
    found = read_source(Source(both)).problems
    assert [one.hint for one in found] == [
        "Write [question.fear], as it is called where it is named.",
        "Write [outcome.talk], as it is called where it is named.",
    ]


@pytest.mark.parametrize("named", ["Über", "日本", "a.b", "X_1", ""])
def test_no_hint_advises_an_id_that_cannot_stand(named):
    for written in ('goto = "fear"', 'expect = "talk"', 'split = "fear"', 'asked = ["fear"]', 'never = ["fine"'):
        key, _, old = written.partition('"')
        for problem in problems(written, f'{key}"{named}"{old.partition(chr(34))[2]}'):
            advised = [word for word in (problem.hint or "").split('"')[1::2] if word]
            assert all(map(ID.fullmatch, advised)), problem


def test_many_headers_that_cannot_stand_are_read_at_once():
    many = "".join(f'[outcome.Not_{n}]\nheadline = "N"\n' for n in range(3000))
    gotos = "".join(f'{{ id = "a{n}", text = "T {n}", goto = "not-{n}" }}, ' for n in range(3000))
    more = f'[question.more]\nask = "?"\nanswers = [{gotos}]\n'
    begun = time.perf_counter()
    found = read_source(Source(TREE + more + many)).problems
    assert {one.code for one in found} == {"bad-id"}
    assert len(found) == 3000
    assert time.perf_counter() - begun < 10


STORIES = (
    TREE
    + """title = "The keynote"
[scenario.key-note]
answers = { tone = "no" }
expect = "talk"
[scenario.key-three]
after = "key-note"
answers = { tone = "no" }
expect = "talk"
"""
)


@pytest.mark.parametrize("name", ["key_note", '"Key Note"', "Key-Note"])
def test_a_scenario_that_others_go_on_from_under_a_slip_is_one_error_at_its_header(name):
    assert read_source(Source(STORIES)).tree is not None
    (problem,) = read_source(Source(STORIES.replace("[scenario.key-note]", f"[scenario.{name}]"))).problems
    assert (problem.code, problem.hint) == ("bad-id", 'It could be "key-note".')
    both = STORIES.replace("[scenario.key-note]", f"[scenario.{name}]").replace('after = "key-note"', 'after = "note"')
    assert [one.code for one in read_source(Source(both)).problems] == ["bad-id", "unknown-target"]


def test_what_a_scenario_comes_after_is_advised_as_it_can_stand():
    wrong = STORIES.replace("[scenario.key-note]", '[scenario."Key Note"]')
    for named in ("Key Notes", "key-notes", "KEY-NOTE"):
        found = read_source(Source(wrong.replace('after = "key-note"', f'after = "{named}"'))).problems
        assert [one.hint for one in found] == ['It could be "key-note".', 'Did you mean "key-note"?']
    (problem,) = read_source(Source(STORIES.replace('after = "key-note"', 'after = "Key Note"'))).problems
    assert problem.hint == 'Did you mean "key-note"?'
