"""Two versions of a tree: what the comparison says, against giving every answer to both."""

from __future__ import annotations

import copy
import itertools
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from postwise.author.diff.paired_states import REFUSED, Parting
from postwise.author.diff.tree_diff import TreeDiff, compare
from postwise.walk.walk import Walk
from shown import changes_told
from strategies import answers_to, as_toml, examples, tree_data, tree_of, two_versions

OLD = """
format = 1
[tree]
title = "Shall I?"
start = "tone"
[question.tone]
ask = "Would you say it aloud?"
answers = [
  { id = "yes", text = "Yes", goto = "sorting" },
  { id = "no", text = "No", goto = "ask" },
]
[question.when]
ask = "When?"
answers = [
  { id = "now", text = "Now", goto = "say" },
  { id = "late", text = "Later", goto = "wait" },
]
[branch.sorting]
cases = [{ when = { tone = "yes" }, goto = "when" }]
else = "ask"
[outcome.say]
verdict = "go"
headline = "Say it."
[outcome.ask]
verdict = "talk"
headline = "Ask {buddy}."
[outcome.wait]
verdict = "pause"
headline = "Wait."
[scenario.late]
answers = { tone = "yes", when = "late" }
expect = "wait"
"""


def with_changes(*pairs: tuple[str, str]) -> TreeDiff:
    return compare(*two_versions(OLD, *pairs))


def test_the_same_tree_has_not_changed() -> None:
    found = with_changes()
    assert changes_told(found) == ["Nothing has changed."]
    assert not found.changed


def test_a_goto_that_leads_elsewhere() -> None:
    found = with_changes(('text = "Later", goto = "wait"', 'text = "Later", goto = "ask"'))
    assert found.changed
    assert changes_told(found) == [
        "Answers that now lead elsewhere: 1 of 3 walks",
        '  After when = "late": ask follows, where wait did. 1 walk.',
        '    wait → ask, for example tone = "yes", when = "late"',
        "",
        "What Not sure takes",
        '  tone: "no" → "yes" (ask followed, and sorting does now)',
        "",
        "Scenarios touched",
        "  late: wait → ask",
    ]


def test_only_words() -> None:
    found = with_changes(("Wait.", "Wait a day."))
    assert not found.changed
    assert changes_told(found) == ["Words", "  outcome.wait.headline", "    - Wait.", "    + Wait a day."]


def test_the_story_of_a_scenario_is_among_the_words() -> None:
    found = with_changes(("[scenario.late]", '[scenario.late]\ntitle = "Late"\nstory = "It is late."'))
    assert changes_told(found) == [
        "Words",
        "  scenario.late.title",
        "    + Late",
        "  scenario.late.story",
        "    + It is late.",
    ]
    assert not found.changed


def test_a_scenario_that_came_to_no_end_and_does_now_is_touched() -> None:
    text = OLD.replace('answers = { tone = "yes", when = "late" }', 'answers = { tone = "yes" }')
    found = compare(*two_versions(text, ('"yes" }, goto = "when"', '"yes" }, goto = "say"')))
    assert "  late: no ending → say" in changes_told(found)


SERIES = OLD.replace(
    "[scenario.late]", '[scenario.when]\nanswers = { tone = "no" }\nexpect = "ask"\n[scenario.late]\nafter = "when"'
)
"""With a scenario that goes on from one that is called as a question is."""


def test_what_a_scenario_comes_after_is_told_when_it_is_another() -> None:
    found = compare(*two_versions(SERIES, ('after = "when"', "")))
    assert not found.changed
    assert changes_told(found)[1:] == ['  scenario.late.after: "when" → left out']


def test_what_a_scenario_comes_after_has_not_the_new_name_of_a_question() -> None:
    renamed = (
        ("question.when]", "question.moment]"),
        ('goto = "when"', 'goto = "moment"'),
        (' when = "l', ' moment = "l'),
    )
    found = compare(*two_versions(SERIES, *renamed))
    assert found.match.renamed("questions") == {"when": "moment"}
    assert "after" not in "".join(changes_told(found))


def test_where_nothing_is_picked_no_answer_is_named() -> None:
    text = (
        OLD.replace('goto = "when" }', 'goto = "words" }')
        + '[question.words]\nask = "?"\ntype = "text"\ngoto = "when"\n'
    )
    lines = changes_told(compare(*two_versions(text, ('type = "text"\ngoto = "when"', 'type = "text"\ngoto = "wait"'))))
    assert lines[1] == "  After words: wait follows, where when did. 1 walk."


def test_another_verdict_is_another_recommendation() -> None:
    found = with_changes(('verdict = "go"', 'verdict = "adapt"'))
    assert found.changed
    assert found.verdicts == {"say": ("go", "adapt")}


def test_new_names_for_the_same_things_change_nothing() -> None:
    found = with_changes(
        ("when]", "moment]"), ('"when"', '"moment"'), ("when = ", "moment = "), ("{ moment = { tone", "{ when = { tone"),
        ('"wait"', '"sleep"'), ("outcome.wait", "outcome.sleep"), ('id = "late"', 'id = "later"'), ('"late"', '"later"'),
    )  # fmt: skip
    assert not found.changed
    assert found.match.renamed("questions") == {"when": "moment"}
    assert found.match.renamed("outcomes") == {"wait": "sleep"}
    assert (found.answers, found.words, found.scenarios) == (([], []), (), ())


def test_what_is_new_and_what_is_gone() -> None:
    found = with_changes(
        ('  { id = "late", text = "Later", goto = "wait" },\n', '  { id = "never", text = "Never", goto = "drop" },\n'),
        ("[outcome.wait]", "[outcome.drop]"), ("Wait.", "Let it go."), ('verdict = "pause"', 'verdict = "leave"'),
        ('when = "late"', 'when = "never"'), ('expect = "wait"', 'expect = "drop"'),
    )  # fmt: skip
    assert found.answers == (["when.never"], ["when.late"])
    assert (found.match.added("outcomes"), found.match.gone("outcomes")) == (["drop"], ["wait"])
    assert changes_told(found)[1] == '  After when = "late": this answer is not taken any more (wait followed). 1 walk.'
    assert found.scenarios[0].old == "wait"
    names = changes_told(found)[changes_told(found).index("Names") :]
    assert names[1:7] == [
        '  New ending: "drop"',
        '    headline = "Let it go."',
        '    verdict = "leave"',
        '  Gone ending: "wait"',
        '  New answer: "when.never", “Never”, leads to drop',
        '  Gone answer: "when.late"',
    ]
    assert {text.at for text in found.words} == {"question.when.answers.never.text", "question.when.answers.late.text"}


def test_a_question_put_in_between_asks_what_it_adds() -> None:
    found = with_changes(
        ('text = "Now", goto = "say"', 'text = "Now", goto = "sure"'),
        ("[branch.sorting]", '[question.sure]\nask = "Sure?"\nyes = "say"\nno = "wait"\n[branch.sorting]'),
    )
    (change,) = found.changes
    assert (change.was, change.now) == ("say", "wait")
    assert found.changes[change] == {"tone": "yes", "when": "now", "sure": "no"}


def test_a_renamed_question_that_only_the_new_version_still_asks_has_its_old_name() -> None:
    old, new = two_versions(
        OLD,
        *(
            ("when]", "moment]"),
            ('"when"', '"moment"'),
            ("when = ", "moment = "),
            ("{ moment = { tone", "{ when = { tone"),
        ),
        ('"No", goto = "ask"', '"No", goto = "moment"'),
    )
    found = compare(old, new)
    assert {(change.was, change.now): answers for change, answers in found.changes.items()} == {
        ("ask", "say"): {"tone": "no", "when": "now"},
        ("ask", "wait"): {"tone": "no", "when": "late"},
    }
    assert [change.parting for change in found.changes] == [Parting("tone", "no", None, "ask", "moment")] * 2


def test_the_json_says_all_of_it() -> None:
    document = with_changes(('text = "Later", goto = "wait"', 'text = "Later", goto = "ask"')).to_dict()
    assert document["schema"] == "postwise.diff/1"
    assert document["changed"] is True
    assert document["changes"] == [
        {
            "question": "when",
            "answer": "late",
            "branch": None,
            "was": "wait",
            "now": "ask",
            "old": "wait",
            "new": "ask",
            "walks": 1,
            "example": {"tone": "yes", "when": "late"},
        }
    ]
    assert document["scenarios"] == [{"id": "late", "old": "wait", "new": "ask"}]


def test_past_the_bound_it_says_so() -> None:
    found = compare(tree_of(OLD), tree_of(OLD), bound=1)
    assert not found.complete
    assert changes_told(found)[-2:] == ["", "The trees are too large to look at as a whole, so more may have changed."]


MANY = """
[tree]
title = "Shall I?"
version = "1"
start = "tone"
[question.tone]
ask = "Would you say it aloud?"
answers = [
  { id = "yes", text = "Yes", goto = "heard" },
  { id = "no", text = "No", goto = "ask" },
  { id = "perhaps", text = "Perhaps", goto = "heard", note = "Sleep on it." },
]
[question.heard]
ask = "Who hears it?"
type = "checklist"
goto = "sorting"
answers = [{ id = "boss", text = "The boss" }, { id = "press", text = "The press" }, { id = "kids", text = "Children" }]
[question.past]
ask = "Is it over?"
yes = "say"
no = "wait"
[branch.sorting]
cases = [{ when = { heard = "press" }, goto = "ask" }, { when = { heard = "kids" }, goto = "past" }]
else = "say"
[outcome.say]
verdict = "go"
headline = "Say it."
[outcome.ask]
verdict = "talk"
headline = "Ask."
[outcome.wait]
verdict = "pause"
headline = "Wait."
reason = "It can wait.\\nTomorrow is a day."
[scenario.aloud]
answers = { tone = "yes", heard = ["press"] }
expect = "ask"
[scenario.quiet]
answers = { tone = "no" }
expect = "ask"
"""
ALL_AT_ONCE = (
    ('version = "1"', 'version = "2"'),
    ('"boss", text', '"chief", text'),
    ('{ id = "press", text = "The press" }, ', ""),
    ('{ when = { heard = "press" }, goto = "ask" }', '{ when = { heard = "chief" }, goto = "calm" }'),
    ('heard = ["press"] }\nexpect = "ask"', 'heard = ["chief"] }\nexpect = "calm"'),
    ("question.past", "question.over"),
    ('goto = "past"', 'goto = "over"'),
    ('"No", goto = "ask" },', '"No", goto = "listen" },\n  { id = "never", text = "Never", goto = "ask" },'),
    ("[branch.sorting]", '[question.listen]\nask = "Who listens?"\nyes = "ask"\nno = "rest"\n[branch.sorting]'),
    ("[outcome.wait]", "[outcome.rest]"),
    ('no = "wait"', 'no = "rest"'),
    ("Tomorrow is a day.", "Tomorrow is another day."),
    ('[outcome.ask]\nverdict = "talk"', '[outcome.calm]\nheadline = "Let it be."\n[outcome.ask]\nverdict = "raise"'),
    ('tone = "no" }\nexpect = "ask"', 'tone = "no", listen = "no" }\nexpect = "rest"'),
    ("Sleep on it.", "Sleep on it twice."),
)
ALL_SAID = """\
Answers that now lead elsewhere: 15 of 22 walks; the old version alone has 11, the new one 13
  After heard: this answer is not taken any more (ask followed). 8 walks.
    ask → no ending, for example tone = "yes", heard = [press]
  At the branch sorting: what follows is another now. 6 walks.
    branch.sorting.cases.{ heard = "chief" }.when.heard: "press" → "chief"
    branch.sorting.cases.{ heard = "chief" }.goto: "ask" → "calm"
    say → calm, for example tone = "yes", heard = [boss]
    wait → calm, for example tone = "yes", heard = [boss, kids], past = "no"
  After tone = "no": listen follows, where ask did. 1 walk.
    ask → rest, for example tone = "no", listen = "no"

What Not sure takes
  tone: "yes" → "no" (heard followed, and listen does now)

Endings with another verdict
  ask: talk → raise

Scenarios touched
  aloud: ask → no ending
  quiet: ask → no ending

Names
  New question: "listen"
    ask = "Who listens?"
    yes = { goto = "ask" }
    no = { goto = "rest" }
  Renamed question: "past" is now "over"
  New ending: "calm"
    headline = "Let it be."
  Renamed ending: "wait" is now "rest"
  New answer: "tone.never", “Never”, standing behind "no", leads to ask
  Gone answer: "heard.press"
  Renamed answer: "heard.boss" is now "heard.chief"

Settings
  scenario.aloud.answers.heard: ["press"] → ["chief"]
  scenario.aloud.expect: "ask" → "calm"
  scenario.quiet.answers.listen: left out → "no"
  scenario.quiet.expect: "ask" → "rest"

Words
  tree.version
    - 1
    + 2
  question.tone.answers.perhaps.note
    - Sleep on it.
    + Sleep on it twice.
  question.heard.answers.press.text
    - The press
  outcome.rest.reason
    - It can wait.
    - Tomorrow is a day.
    + It can wait.
    + Tomorrow is another day."""


def test_all_that_can_differ_is_said_in_lines_from_what_weighs_most_to_words() -> None:
    assert changes_told(compare(*two_versions(MANY, *ALL_AT_ONCE))) == ALL_SAID.splitlines()


def test_all_that_can_differ_is_in_the_document() -> None:
    old, new = two_versions(MANY, *ALL_AT_ONCE)
    document = compare(old, new).to_dict()
    changes = document.pop("changes")
    assert isinstance(changes, list)
    assert changes[0] == {
        "question": "heard",
        "answer": None,
        "branch": None,
        "was": "ask",
        "now": None,
        "old": "ask",
        "new": None,
        "walks": 8,
        "example": {"tone": "yes", "heard": ["press"]},
    }
    waits = "It can wait.\nTomorrow is a day."
    assert document == {
        "schema": "postwise.diff/1",
        "old": {"id": old.id, "version": "1", "fingerprint": old.fingerprint},
        "new": {"id": new.id, "version": "2", "fingerprint": new.fingerprint},
        "changed": True,
        "complete": True,
        "lost": [],
        "walks": {"changed": 15, "all": 22, "old": 11, "new": 13},
        "unsure": [{"question": "tone", "old": "yes", "new": "no", "example": {}}],
        "notes": [],
        "verdicts": [{"outcome": "ask", "old": "talk", "new": "raise"}],
        "questions": {"new": ["listen"], "gone": [], "renamed": {"past": "over"}},
        "outcomes": {"new": ["calm"], "gone": [], "renamed": {"wait": "rest"}},
        "promises": {"new": [], "gone": [], "renamed": {}, "changed": []},
        "answers": {"new": ["tone.never"], "gone": ["heard.press"], "renamed": {"heard.boss": "heard.chief"}},
        "settings": [
            {"at": "branch.sorting.cases.0.when.heard", "old": '"press"', "new": '"chief"'},
            {"at": "branch.sorting.cases.0.goto", "old": '"ask"', "new": '"calm"'},
            {"at": "scenario.aloud.answers.heard", "old": '["press"]', "new": '["chief"]'},
            {"at": "scenario.aloud.expect", "old": '"ask"', "new": '"calm"'},
            {"at": "scenario.quiet.answers.listen", "old": None, "new": '"no"'},
            {"at": "scenario.quiet.expect", "old": '"ask"', "new": '"rest"'},
        ],
        "texts": [
            {"at": "tree.version", "old": "1", "new": "2"},
            {"at": "question.tone.answers.never.text", "old": None, "new": "Never"},
            {"at": "question.tone.answers.perhaps.note", "old": "Sleep on it.", "new": "Sleep on it twice."},
            {"at": "question.heard.answers.press.text", "old": "The press", "new": None},
            {"at": "outcome.rest.reason", "old": waits, "new": waits.replace("a day", "another day")},
        ],
        "scenarios": [{"id": "aloud", "old": "ask", "new": None}, {"id": "quiet", "old": "ask", "new": None}],
        "astray": {},
    }


EVERY_TEST = """
[tree]
title = "Which?"
start = "pick"
[question.pick]
ask = "Which one?"
answers = [{ id = "a", text = "First", goto = "tick" }, { id = "b", text = "Second", goto = "tick" }]
[question.tick]
ask = "Which of these?"
type = "checklist"
goto = "age"
answers = [{ id = "c", text = "Third" }, { id = "d", text = "Fourth" }]
[question.age]
ask = "How old?"
type = "number"
goto = "sorting"
[value.points]
sum = { pick = { a = 2, b = 0 }, tick = { c = 1, d = 4 } }
[branch.sorting]
cases = [
  { when = { pick = ["a"], tick = { all = ["c", "d"] } }, goto = "one" },
  { when = { pick = { not = "a" }, tick = { none = ["c", "d"] } }, goto = "two" },
  { when = { tick = { count = { min = 2 } } }, goto = "three" },
  { when = { points = { min = 3 }, age = { max = 17 } }, goto = "four" },
  { when = { tick = "none", age = 40 }, goto = "five" },
]
else = "six"
""" + "".join(f'[outcome.{name}]\nheadline = "{name}"\n' for name in ("one", "two", "three", "four", "five", "six"))
RENAMED = [
    pair for old, new in ("aw", "bx", "cy", "dz") for pair in ((f'"{old}"', f'"{new}"'), (f" {old} =", f" {new} ="))
]


def test_new_names_of_answers_change_nothing_in_any_test() -> None:
    old, new = two_versions(EVERY_TEST, *RENAMED)
    for found in (compare(old, new), compare(new, old)):
        assert (found.changed, found.answers, found.words) == (False, ([], []), ())


def test_of_very_many_new_answers_forty_are_said() -> None:
    many = "".join(f'  {{ id = "n{place}", text = "{place}", goto = "say" }},\n' for place in range(42))
    lines = changes_told(with_changes(("answers = [\n", f"answers = [\n{many}")))
    said = [line for line in lines if line.startswith("  New answer")]
    assert len(said) == 40
    assert said[0] == '  New answer: "tone.n0", “0”, standing first, leads to say'
    assert "  and 44 more new answers" in lines


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        ("a = 2", "a = 3", "six", "four"),
        ("d = 4", "d = 2", "four", "six"),
        ("max = 17", "max = 18", "six", "four"),
        ("min = 2", "min = 1", "six", "three"),
        ("age = 40", "age = 41", "five", "six"),
        ("age = 40", "age = 41", "six", "five"),
        ('all = ["c", "d"]', 'all = ["c"]', "six", "one"),
        ('none = ["c", "d"]', 'none = ["c"]', "four", "two"),
        ('start = "pick"', 'start = "tick"', "one", "three"),
        ('"number"', '"number"\nmax = 30', "five", REFUSED),
    ],
)
def test_a_change_in_any_test_is_found_with_answers_that_show_it(before: str, after: str, was: str, now: str) -> None:
    old, new = two_versions(EVERY_TEST, (before, after))
    found = compare(old, new)
    assert (was, now) in {(change.was, change.now) for change in found.changes}
    for change, answers in found.changes.items():
        ended = Walk.start(new).taking(answers)
        assert Walk.replay(old, answers).at == change.was
        assert (REFUSED if ended.outcome is None else ended.at) == change.now
        assert (change.parting.question is None) is before.startswith("start")


ORDERED = """
[tree]
title = "Both"
start = "first"
[question.first]
ask = "First?"
type = "yes-no"
goto = "second"
[question.second]
ask = "Second?"
type = "yes-no"
goto = "sorting"
[branch.sorting]
cases = [{ when = { first = "yes", second = "no" }, goto = "met" }]
else = "not-met"
[outcome.met]
headline = "Met."
reason = "It is so."
[outcome.not-met]
headline = "Not met."
reason = "It is not so."
"""


def test_the_order_in_which_questions_are_asked_changes_nothing() -> None:
    old, new = two_versions(
        ORDERED,
        ('start = "first"', 'start = "second"'),
        ('goto = "second"', 'goto = "gone"'),
        ('goto = "sorting"', 'goto = "first"'),
        ('goto = "gone"', 'goto = "sorting"'),
    )
    for found in (compare(old, new), compare(new, old)):
        assert not found.changed
        assert sorted(setting.at for setting in found.settings) == [
            "question.first.goto",
            "question.second.goto",
            "tree.start",
        ]
        assert changes_told(found)[0] == "Settings", "and no walk ends elsewhere"


TYPES = {
    "choice": ('answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]', '"a"'),
    "yes-no": ("", '"yes"'),
    "checklist": ('answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]', "{ count = { min = 1 } }"),
    "number": ("max = 9", "{ min = 3 }"),
    "date": ("max = 2026-11-30", "{ min = 2026-11-01 }"),
    "text": ("", "{ answered = true }"),
}


@pytest.mark.parametrize("before", TYPES)
@pytest.mark.parametrize("after", TYPES)
def test_a_question_may_be_of_another_type_now(before: str, after: str) -> None:
    old, new = (
        tree_of(
            f'[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "?"\ntype = "{kind}"\ngoto = "b"\n{TYPES[kind][0]}\n'
            f'[branch.b]\ncases = [{{ when = {{ q = {TYPES[kind][1]} }}, goto = "met" }}]\nelse = "not-met"\n'
            '[outcome.met]\nheadline = "Met."\n[outcome.not-met]\nheadline = "Not met."\n'
        )
        for kind in (before, after)
    )
    found = compare(old, new)
    assert found.complete
    for change, answers in found.changes.items():
        assert Walk.replay(old, answers).at == change.was
        assert Walk.start(new).taking(answers).at == (change.now if change.now in new.outcomes else "q")
    assert found.changed is (before != after)


@pytest.mark.parametrize(
    ("kind", "bound", "narrower"),
    [
        ("number", "max = 9", "max = 2"),
        ("number", "min = 1", "min = 2"),
        ("date", "max = 2026-11-30", "max = 2026-10-31"),
    ],
)
def test_answers_beyond_a_narrower_bound_are_not_taken_any_more(kind: str, bound: str, narrower: str) -> None:
    text = f'[tree]\ntitle = "T"\nstart = "q"\n[question.q]\nask = "?"\ntype = "{kind}"\ngoto = "end"\n{bound}\n[outcome.end]\nheadline = "E"'
    old, new = two_versions(text, (bound, narrower))
    assert [change.now for change in compare(old, new).changes] == [REFUSED]
    assert not compare(new, old).changed


# Against every answer


def gotos(data: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Return every place of a tree's data that leads somewhere, as a container and a key."""
    found: list[tuple[Any, Any]] = []
    for question in data["question"].values():
        found += [(question, key) for key in ("goto", "yes", "no") if key in question]
        found += [(answer, "goto") for answer in question.get("answers", []) if "goto" in answer]
    for branch in data["branch"].values():
        found += [(case, "goto") for case in branch.get("cases", [])]
        found += [(row, len(row) - 1) for row in branch.get("table", [])]
        found += [(branch, "else")] if "else" in branch else []
    return found


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a tree and a version of it in which some gotos lead elsewhere."""
    old = draw(tree_data(rings=False, largest=4))
    new = copy.deepcopy(old)
    order = [*new["question"], *new["branch"]]
    nodes = [*order, *new["outcome"]]
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(gotos(new)))
        holder[key] = draw(st.sampled_from(nodes))
    for question in new["question"].values():
        if len(question.get("answers", [])) > 1 and draw(st.integers(0, 9)) == 0:
            question["answers"].append({**question["answers"][0], "id": "d", "text": "Say d"})
    return as_toml(old), as_toml(new)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(versions())
def test_it_finds_every_change_of_ending_and_no_other(texts: tuple[str, str]) -> None:
    old, new = map(tree_of, texts)
    every = {question_id: answers_to(old, question_id) for question_id in old.questions}
    wider = {question_id: answers_to(new, question_id) for question_id in new.questions}
    assume(math.prod(map(len, wider.values())) <= 3000)
    expected = set()
    walks: dict[frozenset[tuple[str, Any]], bool] = {}
    for answers in itertools.product(*wider.values()):
        given_ = dict(zip(wider, answers, strict=True))
        before, after = Walk.start(old).taking(given_), Walk.start(new).taking(given_)
        took = all(step.answer in every[step.node_id] for step in before.steps)
        if took and before.outcome is not None and before.at != after.at:
            expected.add((before.at, after.at))
        if took and before.outcome is not None:
            walks[frozenset((step.node_id, step.answer) for step in (*before.steps, *after.steps))] = (
                before.at != after.at
            )
    found = compare(old, new)
    ended = {(change.was, change.now) for change in found.changes if change.now in new.outcomes}
    assert ended == {pair for pair in expected if pair[1] in new.outcomes}
    if all(question.picks_one for question in new.questions.values()):
        counted = sum(found.found.walks.values()), found.found.in_all
        assert counted == (sum(walks.values()), len(walks)), "each way of answering both is one walk"
    for change, answers in found.changes.items():
        assert (
            Walk.start(old).taking(answers).at == change.was
        )  # what only the new one can be answered with is left out
        if change.now in new.outcomes:
            assert Walk.replay(new, answers).at == change.now
