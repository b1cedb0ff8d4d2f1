"""A question gets other words in its file: its `ask` alone is replaced, or nothing is."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from postwise.author.rewording import line_of, reword, with_words, wording
from postwise.errors import PostwiseError
from postwise.tree.library import shipped_folder
from postwise.tree.toml_source import Source

TREE = """# a tree
format = 1
[tree]
title = "T"
start = "tone"

[question.tone]
ask = "Aloud?" # as they say
why = "So."
yes = "late"
no = "talk"

[question.late]
ask = '''
Is it
late?'''
yes = "talk"
no = "talk"

[outcome.talk]
headline = "Talk."
"""


@pytest.fixture
def path(tmp_path):
    return held(tmp_path / "t.toml", TREE)


def held(path, text):
    path.write_bytes(text.encode())
    return path


def test_the_words_alone_are_replaced(path):
    reword(path, "tone", 'Would you say "it"?', {}, now="Aloud?")
    assert path.read_text("utf-8") == TREE.replace('"Aloud?"', '"Would you say \\"it\\"?"')
    reword(path, "late", "Late?", {}, now="Is it\nlate?")
    assert 'ask = "Late?"\nyes' in path.read_text("utf-8")


def test_line_endings_and_the_mark_before_a_file_stay(path):
    held(path, "\ufeff" + TREE.replace("\n", "\r\n"))
    reword(path, "tone", "Loud?", {}, now="Aloud?")
    assert path.read_bytes().decode() == "\ufeff" + TREE.replace("\n", "\r\n").replace("Aloud?", "Loud?")


@pytest.mark.parametrize(
    "text",
    [
        TREE.replace('[question.tone]\nask = "Aloud?"', '[question]\ntone.ask = "Aloud?"').replace(
            'why = "So."\nyes = "late"\nno = "talk"', 'tone.why = "So."\ntone.yes = "late"\ntone.no = "talk"'
        ),
        TREE.replace('[question.tone]\nask = "Aloud?"', '["question"."tone"]\n"ask" = "Aloud?"'),
    ],
)
def test_it_is_found_however_the_file_writes_it(path, text):
    reword(held(path, text), "tone", "Loud?", {}, now="Aloud?")
    assert path.read_text("utf-8") == text.replace("Aloud?", "Loud?")


@pytest.mark.parametrize(
    ("ask", "now", "said"),
    [
        ("Is {nobody} there?", "Aloud?", 'would have an error then: Nothing fills "{nobody}"'),
        ("Is { there?", "Aloud?", "would have an error then"),
        ("After {late}?", "Aloud?", "would have an error then"),
        ("Loud?", "Loud", "has changed meanwhile"),
    ],
)
def test_what_would_be_wrong_is_refused_and_the_file_stays(path, ask, now, said):
    with pytest.raises(PostwiseError) as error:
        reword(path, "tone", ask, {}, now=now)
    assert said in str(error.value)
    assert path.read_text("utf-8") == TREE


def test_an_organisations_words_may_be_in_it(path):
    reword(path, "tone", "Would {team} hear it?", {"team": "Ops"}, now="Aloud?")
    assert "{team}" in path.read_text("utf-8")


def test_a_file_that_had_errors_before_is_not_refused_for_those(path):
    held(path, TREE.replace('no = "talk"', 'no = "tlak"').replace("Aloud?", "Aloud, {nobody}?"))
    reword(path, "tone", "Aloud, {noone}?", {}, now="Aloud, {nobody}?")
    with pytest.raises(PostwiseError):
        reword(path, "late", "Is {noone} late?", {}, now="Is it\nlate?")


@pytest.mark.parametrize(
    "text", [TREE.replace("title", "title title"), TREE.replace("[question.tone]", "[question.x]"), ""]
)
def test_what_the_file_does_not_ask_is_not_written(path, text):
    assert wording(Source(text), "tone") is None
    with pytest.raises(PostwiseError):
        reword(held(path, text), "tone", "Loud?", {}, now="Aloud?")
    assert path.read_text("utf-8") == text


def test_the_line_of_a_question_is_that_of_its_words():
    source = Source(TREE)
    assert [line_of(source, name) for name in ("tone", "late", "gone", "")] == [8, 14, 3, 3]
    assert line_of(Source("["), "tone") == 1


SHIPPED = sorted(path for path in shipped_folder().glob("*.toml"))


@given(st.sampled_from(SHIPPED), st.text(), st.data())
def test_of_every_tree_that_ships_nothing_else_is_another(path, ask, data):
    source = Source(path.read_bytes().decode())
    tree = tomli.loads(source.text)
    questions = [name for name in tree.get("question", ()) if wording(source, name) is not None]
    if not questions or any(0xD800 <= ord(letter) < 0xE000 for letter in ask):
        return
    name = data.draw(st.sampled_from(questions))
    tree["question"][name]["ask"] = ask
    assert tomli.loads(with_words(source, name, ask)) == tree
