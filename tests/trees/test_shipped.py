"""The trees that ship: whole, tested by their own scenarios, plain to read, and fair."""

from __future__ import annotations

import re
import warnings

import pytest

from postwise import Walk, load
from postwise.logic.counting import analyse
from postwise.tree.library import shipped_folder, trees_in
from postwise.tree.model import NOES
from postwise.tree.placeholders import PEOPLE, names
from tree_texts import texts_of, texts_of_tree

with warnings.catch_warnings():  # not every pip compiles it, and compiling it warns of its escapes
    warnings.simplefilter("ignore")
    import readability

FILES = [entry.path for entry in trees_in(shipped_folder(), "shipped")]
SOCIAL = {
    "before-you-post",
    "account-setup",
    "respond-or-leave",
    "something-went-wrong",
    "restricted-roles",
    "minority-report",
    "wrong-at-work",
    "in-trouble",
    "bad-news-day",
    "under-fire",
    "someone-complained",
    "pause-for-thought",
}
TREES = {path.stem: load(path) for path in FILES}
PLACES = re.compile(
    r"\b(?:UK|GB|US|EU|USA|Britain|British|England|English|Scotland|Wales|Ireland|Irish|America\w*|Canad\w+|Austral\w+"
    r"|Europe\w*|(?<=\w )Act|Acas|Directive|tribunals?|statut\w+|Hatch|GDPR)\b"
)
"""What is true in one place alone, which its own words say."""


def roads():
    for tree_id, tree in TREES.items():
        for name, scenario in tree.scenarios.items():
            yield pytest.param(tree, scenario, id=f"{tree_id}-{name}")
            if scenario.other is not None:
                yield pytest.param(tree, scenario.other, id=f"{tree_id}-{name}-other")


def test_all_twelve_ship_and_three_of_another_kind():
    others = {tree_id for tree_id, tree in TREES.items() if tree.about.group == "Other kinds of decision"}
    assert TREES.keys() - others == SOCIAL
    assert len(others) == 3


@pytest.mark.parametrize("name", sorted(SOCIAL))
def test_five_to_ten_promises_each_with_whose_wish_it_is(name):
    promises = TREES[name].promises.values()
    assert 5 <= len(promises) <= 10
    wishes = {role for promise in promises for role in promise.roles}
    assert wishes - {"lawyer"} == {"union", "management", "everyone"}
    assert "lawyer" in wishes or name == "pause-for-thought", "there is nothing for one in an angry minute"
    for promise in promises:
        assert promise.roles
        assert not promise.signed


@pytest.mark.parametrize("name", sorted(SOCIAL))
def test_no_country_no_law_and_no_number_to_ring(name):
    for text in texts_of_tree(TREES[name]):
        assert not PLACES.search(text), text
        assert not re.search(r"\d{3}", text), text
        assert "!" not in text, text


@pytest.mark.parametrize("name", sorted(SOCIAL))
def test_no_question_speaks_as_the_employer(name):
    """Nor does an answer put the employer's “we” into the mouth of whoever may be at odds with it."""
    for question in TREES[name].questions.values():
        for text in texts_of(question.as_data()):
            said = re.sub(r"“[^”]*”", "", text)
            assert not re.search(r"\b(?:[Ww]e|us|[Oo]urs?)\b", said) or "back us, join us" in said, text


@pytest.mark.parametrize("name", sorted(SOCIAL))
def test_in_many_places_is_said_once_at_most(name):
    assert sum(text.count("n many places") for text in texts_of_tree(TREES[name])) <= 1


@pytest.mark.parametrize(("tree", "road"), list(roads()))
def test_every_scenario_ends_where_it_says(tree, road):
    walk = Walk.replay(tree, road.answers)
    assert walk.at == road.expect
    assert walk.asked.keys() == road.answers.keys()


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_every_ending_is_reached_by_a_scenario(tree):
    reached = {s.expect for s in tree.scenarios.values()} | {s.other.expect for s in tree.scenarios.values() if s.other}
    assert reached == tree.outcomes.keys()


def test_thirty_cases_for_training_on_three_levels():
    cases = [s for tree_id in SOCIAL for s in TREES[tree_id].scenarios.values() if s.story]
    assert len(cases) >= 30
    assert {case.level for case in cases} == {1, 2, 3}
    assert all(case.discuss and case.split and case.other for case in cases)


def grade(sentences):
    """Return the Flesch-Kincaid grade of sentences: about the years of school it takes to read them."""
    words = [" ".join(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", sentence)) for sentence in sentences]
    return readability.getmeasures(words, lang="en")["readability grades"]["Kincaid"]


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_questions_and_headlines_are_plain_to_read(tree):
    asks = [Walk.start(tree).filled(question.ask) for question in tree.questions.values()]
    assert grade([*asks, *(outcome.headline for outcome in tree.outcomes.values())]) <= 8


def test_what_a_policy_says_is_not_plain_to_read():
    assert grade(["Employees must consistently demonstrate appropriate organisational professionalism."]) > 8


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_every_ending_names_a_next_step_and_those_that_need_one_a_person(tree):
    pauses = []
    for name, outcome in tree.outcomes.items():
        texts = [outcome.headline, outcome.reason or "", *outcome.next, *(note.text for note in outcome.notes)]
        named = {word for text in texts for word in names(text)} & (PEOPLE | tree.profile.keys())
        assert outcome.next, name
        if outcome.verdict in {"talk", "raise"}:
            assert named, name
        if outcome.verdict == "pause":
            pauses.append(bool(named))
    assert sum(pauses) * 2 >= len(pauses)


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_no_walk_is_longer_than_twelve_questions(tree):
    assert Walk.start(tree).remaining[1] <= 12


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_at_most_a_quarter_of_the_walks_end_in_a_no(tree):
    ends = analyse(tree).endings
    noes = sum(count for name, count in ends.items() if tree.outcomes[name].verdict in NOES)
    assert noes * 4 <= sum(ends.values())


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_no_says_what_remains(tree):
    """Two steps at least that are still open: a bare no is no ending."""
    for name, outcome in tree.outcomes.items():
        if outcome.verdict == "stop":
            assert len(outcome.next) >= 2, name


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_no_sentence_begins_with_a_word_that_an_organisation_fills_in(tree):
    """As shipped these words begin small: "your line manager"."""
    for part in [*tree.questions.values(), *tree.outcomes.values()]:
        for text in texts_of(part.as_data()):
            assert not re.search(r"(?:^|[.?] )\{(?:" + "|".join(PEOPLE | tree.profile.keys()) + r")\}", text), text
