"""Walk codes: there and back, slips noticed, and what still stands when the tree has changed."""

from __future__ import annotations

import re
import sys
from itertools import combinations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from postwise import Walk, load, loads
from postwise.tree.library import shipped_folder
from postwise.walk.path import QuestionStep
from postwise.walk.resumed_walk import ResumedWalk, resume
from postwise.walk.share_code import ALPHABET, PRIME, CodeError, decode, encode, mark_of
from strategies import tree_of, walks

TREE = """
[tree]
title = "Post?"
start = "account"
[question.account]
ask = "Which account?"
answers = [
  { id = "org", text = "Ours", goto = "notes" },
  { id = "mine", text = "Mine", goto = "notes" },
]
[question.notes]
ask = "What is it about?"
type = "text"
goto = "contains"
[question.contains]
ask = "What is in it?"
type = "checklist"
answers = [{ id = "photo", text = "A photo" }, { id = "name", text = "A name" }]
goto = "readers"
[question.readers]
ask = "How many readers?"
type = "number"
goto = "day"
[question.day]
ask = "Which day?"
type = "date"
goto = "calm"
[question.calm]
ask = "Calm?"
yes = "go"
no = "pause"
[outcome.go]
headline = "Go."
[outcome.pause]
headline = "Wait."
"""


def without_texts(walk: Walk) -> dict[str, object]:
    """Return the answers of a walk, those that were typed as texts empty."""
    return {step.node_id: "" if step.question.kind == "text" else step.answer for step in walk.steps}


@given(walks(finished=False))
def test_a_code_leads_back_to_its_walk(walk: Walk) -> None:
    code = walk.code
    assert re.fullmatch("[A-Z0-9]+", code)
    decoded = decode(code)
    assert decoded.tree_id == walk.tree.id
    assert decoded.fits(walk.tree)
    assert walk.tree.fingerprint.startswith(f"sha256:{decoded.fingerprint}")
    resumed = resume(Walk.start(walk.tree), code)
    assert (resumed.same, resumed.lost) == (True, 0)
    assert resumed.walk.asked == without_texts(walk)
    assert resumed.walk.unsure == walk.unsure
    assert resumed.walk.at == walk.at


def test_no_word_that_was_typed_comes_into_a_mark() -> None:
    walk = Walk.replay(tree_of(TREE), {"account": "org", "notes": "a secret"})
    assert [mark_of(step, 16).answer for step in walk.steps] == ["", ""]


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_every_number_comes_through(number: float) -> None:
    tree = tree_of(TREE)
    walk = Walk.replay(tree, {"account": "org", "notes": "", "contains": [], "readers": number})
    back = resume(Walk.start(tree), walk.code).walk
    assert back.answers["readers"] == number
    assert type(back.answers["readers"]) is type(number)


@given(st.dates())
def test_every_day_comes_through(day) -> None:
    walk = Walk.replay(tree_of(TREE), {"account": "org", "notes": "", "contains": [], "readers": 1, "day": day})
    assert resume(Walk.start(walk.tree), walk.code).walk.answers["day"] == day


@given(st.text(st.characters(), max_size=40))
@example("caf\udce9")
def test_every_tree_id_comes_through(name: str) -> None:
    """The name of a file need not be made of characters."""
    assume(len(name.encode(errors="surrogatepass")) <= 255)
    tree = tree_of(TREE, name)
    walk = Walk.start(tree).answer("org").answer("").answer(["name"])
    assert decode(walk.code).tree_id == name
    assert resume(Walk.start(tree), walk.code).walk == walk


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Größe", "P4X3Q5GXPREFPAR8EREKF066"),
        ("caf\udce9", "P4SHP2SQDPEMP23P3MVRZ9"),
        ("my_tree.v2", "P59PQJQVME9JPABKP69GGXGX6YPT"),
    ],
)
def test_a_code_of_a_tree_with_a_name_of_any_kind_opens_for_ever(name: str, code: str) -> None:
    tree = tree_of(TREE, name)
    assert decode(code).tree_id == name
    assert resume(Walk.start(tree), code).walk.answers == {"account": "org"}


def test_a_tree_that_came_from_no_file_has_codes_too() -> None:
    tree = tree_of(TREE).knowing(id="tree", fingerprint="")
    walk = Walk.start(tree).answer("mine")
    assert resume(Walk.start(tree), walk.code) == ResumedWalk(walk, same=True, kept=("account",), lost=0)


def some_code() -> str:
    tree = load(shipped_folder() / "before-you-post.toml")
    return Walk.start(tree).answer("personal").answer(["side"]).not_sure().code


CODE = some_code()


@pytest.mark.parametrize("place", range(len(CODE)))
def test_every_single_wrong_character_is_noticed(place: int) -> None:
    for wrong in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"):
        mistyped = CODE[:place] + wrong + CODE[place + 1 :]
        if mistyped.translate(str.maketrans("OIL", "011")) != CODE:
            with pytest.raises(CodeError):
                decode(mistyped)


def test_every_swap_of_two_characters_is_noticed() -> None:
    for one, two in combinations(range(len(CODE)), 2):
        if CODE[one] != CODE[two]:
            letters = list(CODE)
            letters[one], letters[two] = letters[two], letters[one]
            with pytest.raises(CodeError):
                decode("".join(letters))


def test_no_distance_up_to_a_thousand_hides_a_swap() -> None:
    assert all(pow(32, distance, PRIME) != 1 for distance in range(1, PRIME - 1))


@given(walks(), st.data())
def test_slips_are_noticed_in_codes_of_every_length(walk: Walk, data: st.DataObject) -> None:
    code = walk.code
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    with pytest.raises(CodeError):
        decode(code[:place] + wrong + code[place + 1 :])


@given(st.text(alphabet=ALPHABET, max_size=60) | st.text(max_size=20))
def test_nothing_else_is_a_code(text: str) -> None:
    for letters in (text, f"P{text}"):
        try:
            decoded = decode(letters)
        except CodeError:
            continue
        assert encode_again(decoded, letters)


def encode_again(decoded, letters: str) -> bool:
    """Tell whether a text that was read as a code has the right check digits and says something."""
    value = 0
    for character in letters.upper().translate(str.maketrans("OIL", "011")):
        value = value * 32 + (ALPHABET.index(character) if character in ALPHABET else 0)
    return value % PRIME == 0 and len(decoded.fingerprint) == 5


def test_capitals_spaces_hyphens_and_lookalikes_do_not_matter() -> None:
    plain = decode(CODE)
    assert decode(CODE.lower()) == plain
    assert decode("  " + "-".join(re.findall(".{1,5}", CODE)) + "\n") == plain
    assert decode(" ".join(re.findall(".{1,4}", CODE.lower()))) == plain
    assert decode(CODE.replace("0", "o").replace("1", "l")) == plain
    assert decode("\u200b".join(CODE)) == plain


def test_an_error_says_what_is_wrong() -> None:
    with pytest.raises(CodeError, match="not a walk code"):
        decode("hello, is this one?")
    with pytest.raises(CodeError, match="not a walk code"):
        decode("")
    with pytest.raises(CodeError, match="slip in it"):
        decode(CODE[:-1] + ("2" if CODE[-1] != "2" else "3"))


def test_what_a_person_typed_is_not_in_a_code() -> None:
    walk = Walk.start(tree_of(TREE)).answer("org")
    assert walk.answer("Furious about Jo").code == walk.answer("Something else").code


def test_a_walk_of_ten_questions_is_under_sixty_characters() -> None:
    questions = "".join(
        f'[question.a-question-{place}]\nask = "?"\nyes = "{f"a-question-{place + 1}" if place < 9 else "done"}"\nno = "done"\n'
        for place in range(10)
    )
    tree = tree_of(
        f'[tree]\ntitle = "T"\nstart = "a-question-0"\n{questions}[outcome.done]\nheadline = "Done."', "before-you-post"
    )
    walk = Walk.replay(tree, {f"a-question-{place}": "yes" for place in range(10)})
    assert len(walk.steps) == 10
    assert len(walk.code) < 60


def filled_in() -> Walk:
    """Return a walk with an answer of every kind."""
    answers = {"account": "mine", "notes": "…", "contains": ["name"], "readers": 12.5, "day": "2026-11-22"}
    walk = Walk.replay(tree_of(TREE), answers)
    return walk.not_sure()


def test_in_the_same_tree_nothing_is_lost_and_nothing_said() -> None:
    walk = filled_in()
    resumed = resume(Walk.start(walk.tree), walk.code)
    assert resumed.walk.at == walk.at
    assert resumed.sentences == ()


@pytest.mark.parametrize(
    ("old", "new", "kept", "lost"),
    [
        ("Which account?", "Which account is it?", ["account", "notes", "contains", "readers", "day", "calm"], 0),
        ('id = "org", text = "Ours"', 'id = "ours", text = "Ours"', ["account", "notes", "contains", "readers", "day", "calm"], 0),
        ('id = "mine", text = "Mine"', 'id = "own", text = "Mine"', ["notes", "contains", "readers", "day", "calm"], 1),
        ('{ id = "photo"', '{ id = "film", text = "A film" }, { id = "photo"', ["account", "notes", "readers", "day", "calm"], 1),
        ('"A photo" }, { id = "name", text = "A name" }', '"P" }, { id = "name", text = "N" }', ["account", "notes", "contains", "readers", "day", "calm"], 0),
        ('type = "number"', 'type = "number"\nmax = 10', ["account", "notes", "contains", "day", "calm"], 1),
        ('goto = "day"', 'goto = "calm"', ["account", "notes", "contains", "readers", "calm"], 1),
    ],
)  # fmt: skip
def test_in_a_changed_tree_it_says_which_answers_still_stand(old: str, new: str, kept: list[str], lost: int) -> None:
    code = filled_in().code
    assert old in TREE
    changed = tree_of(TREE.replace(old, new))
    resumed = resume(Walk.start(changed), code)
    assert not resumed.same
    assert list(resumed.kept) == kept
    assert resumed.lost == lost
    said = resumed.sentences
    assert said[0] == "The tree has changed since this code was made."
    first = changed.questions[kept[0]].ask
    assert said[1].startswith(f"{len(kept)} of 6 answers still stand: “{first}”" if lost else "Every answer")


def test_answers_wait_behind_a_question_that_the_tree_now_asks_first() -> None:
    changed = tree_of(
        TREE.replace('start = "account"', 'start = "new"') + '[question.new]\nask = "New?"\nyes = "account"\nno = "go"'
    )
    resumed = resume(Walk.start(changed), filled_in().code)
    assert resumed.walk.at == "new"
    assert (len(resumed.kept), resumed.lost) == (6, 0)
    assert resumed.walk.answer("yes").outcome is not None


def test_a_code_of_another_tree_says_which() -> None:
    walk = filled_in()
    other = tree_of(TREE, "other")
    with pytest.raises(CodeError, match='of the tree "tree", and this is "other"'):
        resume(Walk.start(other), walk.code)


def test_answers_that_hash_alike_take_a_longer_code() -> None:
    from postwise.walk.share_code import hashed

    name = next(n for n in (f"a{i}" for i in range(10**6)) if hashed(f"q={n}", 15) == hashed("q=first", 15))
    tree = tree_of(
        f'[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "?"\n'
        f'answers = [{{ id = "{name}", text = "A", goto = "o" }}, {{ id = "first", text = "B", goto = "o" }}]\n'
        '[outcome.o]\nheadline = "O."'
    )
    for answer in (name, "first"):
        walk = Walk.start(tree).answer(answer)
        assert resume(Walk.start(tree), walk.code).walk == walk
    assert decode(Walk.start(tree).answer("first").code).width == 20


def test_a_carried_answer_is_in_the_code() -> None:
    walk = Walk.start(tree_of(TREE)).answer("mine")
    following = walk.go_on(tree_of(TREE.replace("Post?", "Next?")))
    again = resume(Walk.start(following.tree), following.code).walk
    assert again.asked == {"account": "mine"}
    following = filled_in().go_on(tree_of(TREE.replace("Post?", "Next?")))
    assert decode(following.code).width == 15
    assert resume(Walk.start(following.tree), following.code).walk.unsure == {"calm"}


def test_a_number_of_which_nobody_can_make_a_text_is_lost_from_a_code() -> None:
    number = 'format = 1\n[tree]\ntitle = "T"\nstart = "n"\n[question.n]\nask = "?"\ntype = "number"\ngoto = "end"\n'
    tree = loads(f'{number}[outcome.end]\nheadline = "End."\n')
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        code = encode(tree, [QuestionStep.of(tree, "n", 10**4300, unsure=False)])
    finally:
        sys.set_int_max_str_digits(before)
    resumed = resume(Walk.start(tree), code)
    assert (resumed.walk.steps, resumed.lost) == ((), 1)
