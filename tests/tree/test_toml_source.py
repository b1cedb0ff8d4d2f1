"""Every value of a file is found: its place, cut out and read again, is that very value."""

from __future__ import annotations

import datetime as dt
import math

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from postwise.tree.problems import Fault
from postwise.tree.toml_source import Places, Source

DOCUMENTS = {
    "bare": 'a = 1\nb-c = "x" # y = 2\n3 = true\n',
    "dotted": "a.b.c = 1\na.'b'.\"d\" = [1, [2, {x.y = 3}]]\na . e = 4\n",
    "tables": "[a]\nb=1\n[a.c]\nd=2\n[ q . 'r s' ]\nt=3\n[empty]\n",
    "arrays of tables": "[[a]]\nx=1\n[[a]]\nx=2\n[a.b]\ny=3\n[[a.c]]\nz=4\n[[a.c]]\nz=5\n[[a]]\n",
    "parents later": "[[a.b]]\nc=1\n[a.d]\ne=2\n[a]\nf=3\n",
    "strings": 'a = "q\\"=[{#"\nb = \'C:\\#\'\nc = """\nx "two"" =\n"""\nd = \'\'\'l\'\'q\'\'\'\ne = """"four""""\nf = """""five"""""\n',
    "escapes": 'a = """one \\\n   two\\\\"""\n"k\\u0065y" = 2\n',
    "inline": "a = { b = 1, c = { d = [ 1, 2 ], 'e f' = \"}\" }, g.h = 2 }\nempty = {}\nlist = []\n",
    "lists over lines": "a = [ # one\n  1, # ]\n\n  [2,\n 3,],\n  { x = 1 },\n]\nb = 2\n",
    "scalars": "a=+1_000\nb=-0.5e-3\nc=inf\nd=0xDEAD\ne=1979-05-27T07:32:00Z\nf=1979-05-27 07:32:00.5\ng=07:32:00\nh=1979-05-27\n",
    "line endings": 'a = 1\r\n[b]\r\nc = """x\r\ny"""\r\nd = [\r\n 1,\r\n]\r\n',
    "byte-order mark": "\ufeffa = 1\n[b]\nc = 2\n",
    "no last newline": "[a]\nb = 'x'",
    "wide letters": 'a = "ä🙂" \nb = { "é" = 1, c = 2 }\n',
}


def leaves(data, path=()):
    """Yield every path of the data with its value, tables and lists too."""
    if path:
        yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from leaves(value, (*path, place))


def same(one, other):
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other


def check_every_value(text):
    text = text.removeprefix("\ufeff")
    places = Places(text)
    for path, value in leaves(tomli.loads(text)):
        assert path in places.values, path
        start, end = places.values[path]
        piece = text[start:end]
        if isinstance(value, (dict, list)) and not piece.startswith(("{", "[")):
            assert piece  # a table that only a dotted key or a longer header names
            continue
        if isinstance(value, dict) and piece.startswith("["):
            assert piece.endswith("]")
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict) and not piece.endswith("]"):
            continue
        read = tomli.loads(f"x = {piece}\n")["x"]
        assert same(read, value), (path, piece)
        key_start, key_end = places.keys.get(path, (0, 0))
        if isinstance(path[-1], str):
            assert tomli.loads(f"{text[key_start:key_end]} = 1") == {path[-1]: 1}


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_value_of_a_document_is_found(text):
    check_every_value(text)


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True),
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\"\\'"), max_size=5).map(
        lambda k: f'"{k}"'
    ),
    st.from_regex(r"'[ a-z.#=]{0,5}'", fullmatch=True),
)
SCALARS = st.one_of(
    st.integers(-(2**60), 2**60).map(str),
    st.booleans().map(lambda b: str(b).lower()),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.dates(dt.date(1000, 1, 1)).map(dt.date.isoformat),
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"\\'), max_size=8).map(
        lambda t: f'"{t}"'
    ),
    st.from_regex(r"'[ a-z#\"\[\]{}=,]{0,8}'", fullmatch=True),
    st.from_regex(r"'''[ a-z\n#\"=\[\]]{0,8}'''", fullmatch=True),
    st.sampled_from(['"""a\nb"""', '"""\n"x" \\\n  y"""', '"\\u00e9\\"="', "07:32:00", "1979-05-27 07:32:00Z"]),
)
GAPS = st.sampled_from(["", " ", "\n", " # note ]}\n", "\r\n "])


@st.composite
def values(draw, depth=2):
    kind = draw(st.sampled_from(["scalar", "list", "table"] if depth else ["scalar"]))
    if kind == "list":
        items = draw(st.lists(values(depth=depth - 1), max_size=3))
        gap = draw(GAPS)
        return f"[{gap}" + f",{gap}".join(items) + f"{gap}]"
    if kind == "table":
        pairs = draw(st.dictionaries(KEYS, values(depth=depth - 1), max_size=3))
        return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + " }"
    return draw(SCALARS)


@st.composite
def documents(draw):
    lines = []
    for _ in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            header = ".".join(draw(st.lists(KEYS, min_size=1, max_size=3)))
            lines.append(draw(st.sampled_from([f"[{header}]", f"[[{header}]]"])))
        else:
            key = draw(st.sampled_from([".", " . "])).join(draw(st.lists(KEYS, min_size=1, max_size=2)))
            lines.append(f"{key} = {draw(values())}{draw(st.sampled_from(['', '  # end', ' ']))}")
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@given(documents())
def test_every_value_of_any_document_is_found(text):
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    check_every_value(text)


def test_columns_count_letters_after_a_byte_order_mark():
    source = Source('\ufeff"ä🙂" = 1\n')
    span = source.place(("ä🙂",))
    assert (span.line, span.column, span.end_column) == (1, 8, 9)


def test_only_line_feeds_end_a_line():
    source = Source('a = "x\u2028y"\r\nb = 2\n')
    assert source.place(("b",)).line == 2
    assert source.line(1) == 'a = "x\u2028y"'


def test_a_long_line_with_many_problems_in_it_is_kept_once():
    source = Source(f"[check]\na = [{', '.join(map(str, range(100)))}]\r\n")
    problems = [source.problem(Fault("bad-value", ("check", "a", place), "No.")) for place in range(100)]
    assert problems[0].excerpt.endswith("99]")
    assert all(problem.excerpt is problems[0].excerpt for problem in problems)


def test_a_missing_place_is_that_of_its_table():
    source = Source("[question.a]\nask = 'x'\n")
    assert source.place(("question", "a", "goto")) == source.place(("question", "a"))
    assert source.place(("nowhere",)).line == 1


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a = \n", 1, 5), ("a = 1\nb = [1,, 2]\n", 2, 8), ("[a\n", 1, 3), ("a = 1\r\na = 2\r\n", 2, 6)],
)
def test_what_is_not_toml_is_told_at_its_place(text, line, column):
    _, problem = Source(text, "x.toml").parse()
    assert problem.code == "toml-syntax"
    assert (problem.span.line, problem.span.column) == (line, column)


def test_a_file_that_is_not_utf8_is_told_at_its_byte(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes(b'format = 1\n[tree]\ntitle = "caf\xe9"\n')
    _, problem = Source.read(path)
    assert (problem.code, problem.span.line, problem.span.column) == ("toml-syntax", 3, 13)


@pytest.mark.parametrize("text", ["\ud800", "é\udfff"])
def test_half_a_character_is_said_with_its_place(text):
    _, problem = Source(f'format = 1\n[tree]\ntitle = "A{text}"\n').parse()
    assert (problem.span.line, problem.span.column) == (3, 10 + len(text))
    assert problem.as_text().encode()
