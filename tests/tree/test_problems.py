"""Each fault of reading and validating: one problem, with its code, at the very place marked «so» in the text."""

from __future__ import annotations

import difflib
import itertools
import sys
import tracemalloc
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postwise.tree import problems as told
from postwise.tree.loader import read_source
from postwise.tree.problems import nearest
from postwise.tree.toml_source import Source

HEAD = 'format = 1\n[tree]\ntitle = "T"\nstart = "a"\n'
ENDS = '[outcome.x]\nheadline = "X"\n[outcome.y]\nheadline = "Y"\n'
A = '[question.a]\nask = "A?"\nyes = "x"\nno = "y"\n'
CHOICE = '[question.a]\nask = "A?"\nanswers = [ { id = "one", text = "1", goto = "b" }, { id = "two", text = "2", goto = "b" } ]\n'
TICKS = '[question.a]\nask = "A?"\ntype = "checklist"\ngoto = "b"\nanswers = [ { id = "one", text = "1" }, { id = "two", text = "2" } ]\n'
NUMBER = '[question.a]\nask = "A?"\ntype = "number"\ngoto = "b"\nmin = 0\nmax = 9\n'
DATE = '[question.a]\nask = "A?"\ntype = "date"\ngoto = "b"\n'
WORDS = '[question.a]\nask = "A?"\ntype = "text"\ngoto = "b"\n'


def branch(test, question=CHOICE):
    return HEAD + question + f'[branch.b]\ncases = [ {{ when = {test}, goto = "x" }} ]\nelse = "y"\n' + ENDS


def rows(row, question=CHOICE, on='["a"]'):
    return HEAD + question + f'[branch.b]\non = {on}\ntable = [ {row} ]\nelse = "y"\n' + ENDS


def value(body, question=CHOICE):
    rest = '[branch.b]\ncases = [ { when = { v = 1 }, goto = "x" } ]\nelse = "y"\n'
    return HEAD + question + "[value.v]\n" + body + "\n" + rest + ENDS


def scenario(body, question=A):
    return HEAD + question + ENDS + "[scenario.s]\n" + body


CASES = [
    # keys
    ("unknown-key", HEAD.replace("title", "«titel»") + A + ENDS),
    ("unknown-key", HEAD + '«colour» = "red"\n' + A + ENDS),
    ("unknown-key", HEAD + A + '«aks» = "x"\n' + ENDS),
    ("unknown-key", HEAD + A.replace("ask", "«akk»") + ENDS),
    ("unknown-key", "«oops» = 1\n" + HEAD + A + ENDS),
    ("unknown-key", HEAD + A + "«min» = 1\n" + ENDS),
    ("unknown-key", HEAD + CHOICE.replace('id = "one"', '«idd» = "one"').replace('"b"', '"x"') + ENDS),
    ("unknown-key", branch("{ a = { «mni» = 3 } }", NUMBER)),
    ("unknown-key", branch('{ a = { «is» = "one" } }')),
    ("unknown-key", HEAD + A + ENDS + '[check]\nallow = { «no-tlak» = "x" }\n'),
    ("unknown-key", HEAD + TICKS.replace('text = "1"', 'text = "1", «goto» = "x"').replace('"b"', '"x"') + ENDS),
    ("missing-key", "«»[tree]\ntitle = 'T'\nstart = 'a'\n" + A + ENDS),
    ("missing-key", HEAD.replace('title = "T"\n', "").replace("[tree]", "«[tree]»") + A + ENDS),
    ("missing-key", HEAD + A.replace('ask = "A?"\n', "").replace("[question.a]", "«[question.a]»") + ENDS),
    ("missing-key", HEAD + A + ENDS + "«[scenario.s]»\nanswers = { a = 'yes' }\n"),
    ("missing-key", HEAD + "[question]\n«a».why = 'w'\na.yes = 'x'\na.no = 'y'\n" + ENDS),
    ("missing-key", HEAD + '«[question.a]»\nask = "A?"\n' + ENDS),
    (
        "missing-key",
        HEAD
        + CHOICE.replace('{ id = "one", text = "1", goto = "b" }', '«{ id = "one", goto = "x" }»').replace('"b"', '"x"')
        + ENDS,
    ),
    (
        "missing-key",
        HEAD
        + CHOICE.replace('{ id = "one", text = "1", goto = "b" }', '«{ text = "?!", goto = "x" }»').replace(
            '"b"', '"x"'
        )
        + ENDS,
    ),
    (
        "missing-key",
        branch('{ a = "one" }').replace("cases", "# ").replace("else", "# ").replace("[branch.b]", "«[branch.b]»"),
    ),
    ("missing-key", rows('["one", "x"]').replace('on = ["a"]\n', "").replace("[branch.b]", "«[branch.b]»")),
    # values
    ("wrong-type", HEAD.replace("format = 1", 'format = «"1"»') + A + ENDS),
    ("bad-value", HEAD.replace("format = 1", "format = «2»") + A + ENDS),
    ("wrong-type", HEAD + "reviewed = «2026-11-01T00:00:00»\n" + A + ENDS),
    ("wrong-type", HEAD + 'reviewed = «"2026-11-01"»\n' + A + ENDS),
    ("wrong-type", HEAD + A.replace('"A?"', "«3»") + ENDS),
    ("wrong-type", HEAD + A.replace('yes = "x"', "yes = «3»") + ENDS),
    ("wrong-type", HEAD + A.replace('yes = "x"', "yes = { goto = «3» }") + ENDS),
    ("wrong-type", HEAD + A + ENDS + 'next = «"one"»\n'),
    ("wrong-type", HEAD + A + ENDS + "see = [ { title = «3» } ]\n"),
    ("missing-key", HEAD + A + ENDS + "see = [ «{}» ]\n"),
    ("wrong-type", HEAD + A + ENDS + 'next = ["one", «2»]\n'),
    ("wrong-type", HEAD + A + 'rights = «"yes"»\n' + ENDS),
    ("wrong-type", HEAD + NUMBER.replace("min = 0", "min = «2026-11-01»").replace('"b"', '"x"') + ENDS),
    ("wrong-type", HEAD + DATE.replace('"b"', '"x"') + "min = «2026-11-01T00:00:00»\n" + ENDS),
    ("wrong-type", HEAD + NUMBER.replace('"b"', '"x"') + "step = «true»\n" + ENDS),
    ("bad-value", HEAD + A + ENDS + 'verdict = «"gO"»\n'),
    ("bad-value", HEAD + A.replace('"A?"', '«""»') + ENDS),
    ("bad-value", HEAD + A.replace('"A?"', '«"  "»') + ENDS),
    ("bad-value", HEAD + NUMBER.replace("min = 0", "min = «10»").replace('"b"', '"x"') + ENDS),
    ("bad-value", HEAD + NUMBER.replace("min = 0", "min = «nan»").replace('"b"', '"x"') + ENDS),
    ("bad-value", HEAD + NUMBER.replace('"b"', '"x"') + "step = «0»\n" + ENDS),
    ("bad-value", HEAD + NUMBER.replace('"b"', '"x"') + "step = «1e400»\n" + ENDS),
    ("bad-value", HEAD + '[question.a]\nask = "A?"\nanswers = «[]»\n' + ENDS),
    ("bad-value", branch("{ a = { min = «9», max = 3 } }", NUMBER)),
    ("bad-value", HEAD.replace('"a"', '«"x"»') + A + ENDS),
    ("bad-value", HEAD + A + ENDS + "[check]\nallow = { «cycle» = 'x' }\n"),
    ("bad-value", scenario('answers = { a = "yes" }\nexpect = "x"\nlevel = «4»\n')),
    ("bad-value", scenario('answers = { a = «12» }\nexpect = "x"\n', NUMBER.replace('"b"', '"x"'))),
    ("bad-value", value("sum = { a = { one = «inf» } }")),
    ("wrong-type", value('sum = { a = { one = «"3"» } }')),
    ("bad-value", HEAD + A + ENDS + 'next = ["1", "2", "3", "4", "5", «"6"»]\n'),
    ("missing-key", HEAD + A + ENDS + "see = [«{}»]\n"),
    # ids
    (
        "bad-id",
        HEAD
        + A.replace('"y"', '"Y_y"')
        + "[question.b]\nask='B?'\nyes='x'\nno='x'\n[outcome.x]\nheadline='X'\n[outcome.«Y_y»]\nheadline='Y'\n",
    ),
    ("bad-id", HEAD + CHOICE.replace('"one"', '«"One"»').replace('"b"', '"x"') + ENDS),
    ("bad-id", HEAD + A + ENDS + "[scenario.«S1»]\nanswers = { a = 'yes' }\nexpect = 'x'\n"),
    ("bad-id", HEAD + TICKS.replace('"one"', '«"none"»').replace('"b"', '"x"') + ENDS),
    ("duplicate-id", HEAD + CHOICE.replace('"two"', '«"one"»').replace('"b"', '"x"') + ENDS),
    ("duplicate-id", HEAD + A + ENDS + '[outcome.«a»]\nheadline = "again"\n'),
    ("duplicate-id", HEAD + ENDS + '[outcome.a]\nheadline = "A"\n[question.«a»]\nask = "A?"\nyes = "x"\nno = "y"\n'),
    ("duplicate-id", HEAD + A + ENDS + "[value.«manager»]\ncases = [ { when = { a = 'yes' }, is = 'm' } ]\n"),
    # where things lead
    ("unknown-target", HEAD.replace('"a"', '«"aa"»') + A + ENDS),
    ("unknown-target", HEAD + A.replace('"x"', '«"xx"»') + ENDS),
    ("unknown-target", HEAD + A.replace('yes = "x"', 'yes = { goto = «"zz"» }') + ENDS),
    ("unknown-target", HEAD + NUMBER.replace('"b"', '«"b"»') + ENDS),
    ("unknown-target", branch('{ a = "one" }').replace('else = "y"', 'else = «"z"»')),
    ("unknown-target", rows('["one", «"q"»]')),
    ("unknown-target", scenario('answers = { a = "yes" }\nexpect = «"a"»\n')),
    ("missing-goto", HEAD + A.replace('no = "y"\n', "").replace("[question.a]", "«[question.a]»") + ENDS),
    ("missing-goto", HEAD + '«[question.a]»\nask = "A?"\ntype = "yes-no"\n' + ENDS),
    ("missing-goto", HEAD + A.replace('no = "y"', 'no = «{ text = "Nope" }»') + ENDS),
    (
        "missing-goto",
        HEAD
        + CHOICE.replace('{ id = "one", text = "1", goto = "b" }', '«{ id = "one", text = "1" }»').replace('"b"', '"x"')
        + ENDS,
    ),
    ("missing-goto", HEAD + TICKS.replace('goto = "b"\n', "").replace("[question.a]", "«[question.a]»") + ENDS),
    ("missing-goto", HEAD + NUMBER.replace('goto = "b"\n', "").replace("[question.a]", "«[question.a]»") + ENDS),
    # conditions
    ("unknown-question", branch('{ «aa» = "one" }')),
    ("unknown-question", rows('["one", "one", "x"]', on='["a", «"q"»]')),
    ("unknown-question", value("sum = { «q» = { one = 1 } }")),
    ("unknown-question", scenario('answers = { «q» = "yes" }\nexpect = "x"\n')),
    ("unknown-question", scenario('story = "s"\nsplit = «"q"»\nanswers = { a = "yes" }\nexpect = "x"\n')),
    ("unknown-answer", branch('{ «a» = "on" }')),
    ("unknown-answer", branch('{ «a» = { not = "on" } }')),
    ("unknown-answer", branch('{ a = ["one", «"tow"»] }')),
    ("unknown-answer", branch('[{ a = "one" }, { «a» = "three" }]')),
    ("unknown-answer", branch('{ a = { all = ["one", «"three"»] } }', TICKS)),
    ("unknown-answer", rows('[«"on"», "x"]')),
    ("unknown-answer", rows('[["one", «"on"»], "x"]')),
    ("unknown-answer", value("sum = { a = { «on» = 1 } }")),
    (
        "unknown-answer",
        value("cases = [ { when = { a = 'one' }, is = 'low' } ]\nelse = 'high'").replace(
            "{ v = 1 }", "{ «v» = 'middle' }"
        ),
    ),
    ("unknown-answer", scenario('answers = { a = «"maybe"» }\nexpect = "x"\n')),
    ("unknown-answer", scenario('answers = { a = ["one", «"three"»] }\nexpect = "x"\n', TICKS.replace('"b"', '"x"'))),
    ("wrong-type", scenario('answers = { a = «"one"» }\nexpect = "x"\n', TICKS.replace('"b"', '"x"'))),
    ("bad-condition", branch("{ «a» = { min = 3 } }")),
    ("bad-condition", branch('{ «a» = { all = ["one"] } }')),
    ("bad-condition", branch('{ «a» = "hello" }', WORDS)),
    ("bad-condition", branch("{ «a» = { count = 1 } }", NUMBER)),
    ("bad-condition", branch("{ a = { not = { «answered» = true } } }")),
    ("bad-condition", value("sum = { «a» = { three = 1 } }", NUMBER)),
    ("bad-condition", rows("[«{ min = 3 }», 'x']")),
    ("table-width", rows('«["x"]»')),
    ("table-width", rows('«["one", "two", "x"]»')),
    (
        "cycle",
        HEAD
        + CHOICE
        + "[value.v]\non = ['w']\ntable = [['p', 'q']]\n[value.w]\non = [«'v'»]\ntable = [['q', 'p']]\n[branch.b]\non = ['w']\ntable = [['p', 'x']]\nelse = 'y'\n"
        + ENDS,
    ),
    # texts
    ("unknown-placeholder", HEAD + A.replace('"A?"', '«"Ask {mangaer}?"»') + ENDS),
    ("unknown-placeholder", HEAD + A.replace('"A?"', '«"{}"»') + ENDS),
    ("unknown-placeholder", HEAD + A.replace('"A?"', '«"{0.__class__}"»') + ENDS),
    ("unknown-placeholder", HEAD + A.replace('"A?"', '«"{manager!r}"»') + ENDS),
    ("unknown-placeholder", HEAD + A.replace('"A?"', '«"{manager:>9}"»') + ENDS),
    ("unknown-placeholder", HEAD + A.replace('"A?"', '«"a } b"»') + ENDS),
    ("unknown-placeholder", HEAD + A + ENDS + 'next = ["fine", «"to {nobody-known}"»]\n'),
    ("control-character", HEAD + A.replace('"A?"', '«"a\\u001b[31m"»') + ENDS),
    ("control-character", HEAD + A.replace('"A?"', '«"a\u202eb"»') + ENDS),
    ("control-character", HEAD + A.replace('"A?"', '«"a\\u0085b"»') + ENDS),
    ("control-character", HEAD + A.replace('"A?"', '«"a\\rb"»') + ENDS),
    ("bad-value", HEAD + A.replace('ask = "A?"', 'ask = «"""\n  """»') + ENDS),
]


@pytest.mark.parametrize(("code", "marked"), CASES, ids=[f"{n}-{code}" for n, (code, _) in enumerate(CASES)])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_one_fault_is_one_problem_at_its_place(code, marked, ending):
    text = marked.replace("«", "").replace("»", "")
    before, _, rest = marked.partition("«")
    inside = rest.partition("»")[0]
    start = (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    through = before + inside
    end = (through.count("\n") + 1, len(through.rpartition("\n")[2]) + 1)
    found = [
        (p.code, (p.span.line, p.span.column), (p.span.end_line, p.span.end_column))
        for p in read_source(Source(text.replace("\n", ending), "x.toml")).problems
    ]
    assert found == [(code, start, end)]


def test_an_error_is_printed_with_its_line_a_caret_and_a_suggestion():
    text = HEAD + A.replace('"x"', '"xx"') + ENDS
    (problem,) = read_source(Source(text, "x.toml")).problems
    assert problem.as_text().splitlines() == [
        'x.toml:7:7: error: There is no question, branch or outcome "xx". [unknown-target]',
        '    7 | yes = "xx"',
        "      |       ^^^^",
        '    Did you mean "x"? Or write [question.xx] or [outcome.xx].',
    ]


def test_a_number_beyond_all_numbers_is_not_called_by_another_name():
    (told,) = read_source(Source(HEAD + NUMBER.replace('"b"', '"x"') + "step = 1e400\n" + ENDS, "x.toml")).problems
    assert told.message == "This is no number that answers can be steps of."


def test_a_tree_with_errors_is_no_tree():
    loaded = read_source(Source(HEAD + A.replace('"x"', '"xx"') + ENDS))
    assert loaded.tree is None
    assert loaded.errors == loaded.problems


def test_all_faults_are_found_in_one_run():
    text = (
        HEAD.replace("title", "titel") + A.replace('"x"', '"xx"').replace('ask = "A?"', "ask = 3") + ENDS + "next = 1\n"
    )
    assert [problem.code for problem in read_source(Source(text)).problems] == [
        "unknown-key",
        "wrong-type",
        "unknown-target",
        "wrong-type",
    ]


def test_everything_that_is_missing_is_told_at_once():
    assert [problem.message for problem in read_source(Source("[tree]\n")).problems] == [
        'The key "format" is missing here.',
        'The key "title" is missing here.',
        'The key "start" is missing here.',
    ]
    assert [problem.hint for problem in read_source(Source("\n")).problems] == [
        "Begin the file with format = 1.",
        "Add [tree], and below it title = … and start = ….",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a = “x”\n", "straight quotation marks"),
        ('a = "x\n', "A quotation mark is missing"),
        ("a = x\n", "A text stands in quotation marks"),
        ("[a]\n[a]\n", "The first one stands in line 1"),
        ('a = [ "x"\n', "put a ] behind its last entry"),
    ],
)
def test_what_is_not_toml_has_a_hint(text, hint):
    (problem,) = read_source(Source(text)).problems
    assert problem.code == "toml-syntax"
    assert hint in problem.hint


def test_a_misspelt_key_is_read_as_the_one_meant_and_its_own_faults_found():
    text = HEAD + CHOICE.replace('text = "1", goto = "b"', 'text = "1", gotoo = "zz"').replace('"b"', '"x"') + ENDS
    assert [(p.code, p.at) for p in read_source(Source(text)).problems] == [
        ("unknown-key", "question.a.answers.0.gotoo"),
        ("unknown-target", "question.a.answers.0.gotoo"),
    ]


def test_an_organisations_own_words_can_stand_in_a_text():
    text = HEAD + A.replace("A?", "Ask {editor}?") + ENDS
    assert read_source(Source(text), {"editor": "Ada"}).problems == ()
    assert [problem.code for problem in read_source(Source(text)).problems] == ["unknown-placeholder"]


@pytest.mark.parametrize("holder", ['[branch.b]\nelse = "x"\n', "[value.v]\nelse = 3\n"])
def test_a_branch_or_a_value_may_have_nothing_but_its_else(holder):
    assert read_source(Source(HEAD + A.replace("A?", "A{{v}}?") + ENDS + holder)).problems == ()
    bare = read_source(Source(HEAD + A + ENDS + holder.splitlines()[0] + "\n"))
    assert [(problem.code, problem.at) for problem in bare.problems] == [("missing-key", holder[1:9].strip("]\n"))]


@pytest.mark.parametrize("result", ["Ask {nobody}.", "A lone {", "It is {size}."])
def test_what_a_value_says_is_filled_from_the_profile_alone(result):
    value = f'[value.size]\nelse = "{result}"\ncases = [{{ when = {{ a = "yes" }}, is = "Ask {{manager}}." }}]\n'
    problems = read_source(Source(HEAD + A.replace("A?", "{size}?") + ENDS + value)).problems
    assert [(problem.code, problem.at) for problem in problems] == [("unknown-placeholder", "value.size.else")]


def test_double_braces_are_braces():
    loaded = read_source(Source(HEAD + A.replace("A?", "A {{b}} {manager}?") + ENDS))
    assert loaded.problems == ()


@pytest.mark.parametrize(
    "text", ["", "format = 1\n", "a = [[[[1]]]]\n", "question = 3\nformat = 1\n", "[question]\na = 3\n"]
)
def test_a_file_that_is_hardly_a_tree_is_never_a_traceback(text):
    loaded = read_source(Source(text + "\n"))
    assert loaded.tree is None
    assert loaded.problems


def test_deep_nesting_is_told_and_not_a_traceback():
    (problem,) = read_source(Source("a = " + "[" * 5000 + "]" * 5000 + "\n")).problems
    assert problem.code == "toml-syntax"


@pytest.mark.parametrize(("right", "wrong"), [("question-", "qestion-"), ("question-number-", "qestion-nubmer-x")])
@pytest.mark.parametrize("kind", ["goto", "when"])
def test_a_misspelt_name_is_compared_only_with_what_could_be_meant(monkeypatch, right, wrong, kind):
    compared = Counter()
    take = difflib.SequenceMatcher.set_seq1
    monkeypatch.setattr(
        difflib.SequenceMatcher, "set_seq1", lambda matcher, word: compared.update([1]) or take(matcher, word)
    )
    several = range(200)
    goto = wrong if kind == "goto" else right
    tables = [f'[question.{right}{n}]\nask = "?"\nyes = "{goto}{n}"\nno = "x"\n' for n in several]
    if kind == "when":
        cases = ", ".join(f'{{ when = {{ {wrong}{n} = "yes" }}, goto = "x" }}' for n in several)
        tables.append(f'[branch.one]\ncases = [{cases}]\nelse = "x"\n')
    problems = read_source(Source(HEAD + "".join(tables) + A + ENDS)).problems
    hints = [(problem.hint or "").partition(" Or ")[0] for problem in problems]
    assert hints == [f'Did you mean "{right}{n}"?' for n in several]
    assert compared[1] <= 5 * len(several)


@given(st.text("abc-", max_size=7), st.sets(st.text("abc-", min_size=1, max_size=7)))
def test_the_nearest_word_is_the_one_that_difflib_finds(wrong, known):
    close = difflib.get_close_matches(wrong, sorted(known), n=1, cutoff=0.6)
    folded = {word.replace("-", ""): word for word in sorted(known)}
    assert nearest(wrong, known) == (close[0] if close else folded.get(wrong.replace("-", "")))


def test_names_of_the_same_few_letters_are_not_each_compared_with_every_other(monkeypatch):
    compared = Counter()
    in_order = told._in_order
    monkeypatch.setattr(told, "_in_order", lambda *words: compared.update([1]) or in_order(*words))
    draw = Random(1)
    known = [f"q-{draw.getrandbits(128):032x}" for _ in range(500)]
    slips = [f"{name[:9]}x{name[10:]}" for name in known[:100]]
    assert [nearest(slip, known) for slip in slips] == known[:100]
    strange = [f"q-{draw.getrandbits(128):032x}" for _ in range(100)]
    for name in strange:
        nearest(name, known)
    assert compared[1] <= told.MOST_COMPARED * (len(slips) + len(strange))


@pytest.mark.parametrize("stem", ["abcdefghij" * 2_000, "a" * 20_000, "a" * 200_000])
def test_a_name_without_end_is_compared_with_none(stem):
    tracemalloc.start()
    try:
        assert nearest("begun", {f"{stem}{n}" for n in range(3)} | {"begin"}) == "begin"
        assert nearest(f"{stem}x", {f"{stem}{n}" for n in range(3)} | {"begin"}) is None
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def calls_of_reading(text):
    calls = itertools.count()
    sys.setprofile(lambda *_: next(calls))
    try:
        read_source(Source(text))
    finally:
        sys.setprofile(None)
    return next(calls)


def test_twice_as_many_misspelt_keys_are_twice_the_work():
    one = '[question.q-{}]\naks = "?"\ntype = "choice"\nanswers = [{{ tetx = "a" }}, {{ text = 3 }}, {{ id = "b" }}]\n'
    once, twice = (calls_of_reading(HEAD + "".join(map(one.format, range(n))) + ENDS) for n in (50, 100))
    assert twice < once * 2.3
