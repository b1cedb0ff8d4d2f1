"""What a reviewer reads who has nothing but the comparison: each change once, with how many walks it touches."""

from __future__ import annotations

import pytest

from postwise.author.diff.diff_report import DiffReport
from postwise.author.diff.report_line import for_comment
from postwise.author.diff.rights_told import ASKS, ENDS, SAYS, URGENT
from postwise.author.diff.tree_diff import compare
from postwise.show.brief import keeps_answers_back
from postwise.text import in_digits
from postwise.tree.library import shipped_folder
from postwise.tree.loader import loads
from postwise.walk.walk import Walk
from shown import STANDS_FOR, changes_told

TEXT = (shipped_folder() / "before-you-post.toml").read_text(encoding="utf-8")
NEWS = 'text = "News or a story: it is out, or mine to tell"\ngoto = '


def after(*changes):
    edited = TEXT
    for old, new in changes:
        assert old in edited
        edited = edited.replace(old, new, 1)
    return compare(loads(TEXT), loads(edited))


@pytest.fixture(scope="module")
def moved_goto():
    return after((f'{NEWS}"after-work"', f'{NEWS}"pause-owner"'))


def test_one_goto_that_leads_elsewhere_is_one_paragraph_with_what_moved_and_three_examples(moved_goto):
    lines = DiffReport(moved_goto).as_lines()
    part = lines[: lines.index("")]
    assert part[0] == "Answers that now lead elsewhere: 4 640 of 20 856 walks; there are 16 408 now"
    assert part[1] == '  After work-kind = "news": pause-owner follows, where after-work did. 4 640 walks.'
    assert part[2].endswith(" and 21 others → pause-owner: 4 640 walks")
    assert [", for example " in line for line in part[3:]] == [True, True, True]


def test_all_examples_are_there_for_whoever_asks(moved_goto):
    lines = DiffReport(moved_goto, everything=True).as_lines()
    part = lines[: lines.index("")]
    pairs = {(change.was, change.now) for change in moved_goto.changes}
    assert len(part) == 2 + len(pairs)
    assert sum("follows" in line for line in part) == 1


def test_a_goto_that_several_answers_share_is_one_paragraph():
    text = """
format = 1
[tree]
title = "T"
start = "q"
[question.q]
ask = "?"
goto = "one"
answers = [{ id = "a", text = "A" }, { id = "b", text = "B" }]
[outcome.one]
headline = "1"
[outcome.two]
headline = "2"
"""
    found = compare(loads(text), loads(text.replace('goto = "one"', 'goto = "two"')))
    assert DiffReport(found).as_lines()[:2] == [
        "Answers that now lead elsewhere: 2 of 2 walks",
        "  After q: two follows, where one did. 2 walks.",
    ]


def test_a_goto_of_yes_or_no_is_told_once():
    found = after(
        (
            'no   = { text = "No, or not on this subject", goto = "pause-owner"',
            'no   = { text = "No, or not on this subject", goto = "talk-position"',
        )
    )
    said = DiffReport(found).as_lines()
    assert said[1].startswith('  After trusted = "no": talk-position follows, where pause-owner did.')
    assert "Settings" not in said


def test_a_row_that_says_something_else_is_told_whole():
    text = (shipped_folder() / "drinking-score.toml").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "lower risk" in line and "max" in line)
    found = compare(loads(text), loads(text.replace(row, row.replace("4", "3"))))
    (said,) = (line for line in DiffReport(found).as_lines() if line.startswith("  value."))
    assert said == '  value.band.table: [{ max = 4 }, "lower risk"] → [{ max = 3 }, "lower risk"]'


def test_where_only_words_differ_a_comment_says_so():
    (first, *_) = DiffReport(after(("Go ahead, as yourself.", "Do go ahead."))).as_markdown()
    assert first == "## Should I post this?: no answer leads elsewhere, but something else has changed."


def test_a_branch_that_leads_elsewhere_is_told_with_its_new_case():
    case = '  { when = { clues = "none" }, goto = "signs" },\n'
    found = after((case, '  { when = { clues = "inside" }, goto = "stop-confidence" },\n' + case))
    lines = DiffReport(found).as_lines()
    assert lines[1:3] == [
        "  At the branch clue-check: stop-confidence follows, where adapt-trace did. 1 walk.",
        '    branch.clue-check.cases: new is { when = { clues = "inside" }, goto = "stop-confidence" }',
    ]
    assert "Settings" not in lines


def test_where_not_sure_takes_another_answer_is_another_recommendation():
    found = after(
        ('"talk-position", unsure = true', '"talk-position"'), ('"adapt-move" }', '"adapt-move", unsure = true }')
    )
    assert found.changed
    assert changes_told(found) == [
        "What Not sure takes",
        (
            '  org-words: "new" → "mine" (talk-position followed, and adapt-move does now), for example after '
            'account = "org", trusted = "yes"'
        ),
    ]


def test_a_goto_that_is_changed_and_never_come_by_is_told_as_well():
    text = """
format = 1
[tree]
title = "T"
start = "q"
[question.q]
ask = "?"
yes = "one"
no = "b"
[branch.b]
cases = [{ when = { q = "yes" }, goto = "two" }]
else = "one"
[outcome.one]
headline = "1"
[outcome.two]
headline = "2"
"""
    found = compare(
        loads(text), loads(text.replace('goto = "two"', 'goto = "one"').replace('yes = "one"', 'yes = "two"'))
    )
    said = "\n".join(DiffReport(found).as_lines())
    assert 'After q = "yes": two follows' in said
    assert 'branch.b.cases.{ q = "yes" }.goto: "two" → "one"' in said


def test_a_new_answer_is_told_with_all_that_it_says():
    found = after(
        (
            '  { id = "safety", text = "I stay',
            (
                '  { id = "perhaps", text = "Perhaps", goto = "talk-second", rights = true, note = "Wait." },\n'
                '  { id = "safety", text = "I stay'
            ),
        )
    )
    assert changes_told(found) == [
        "Names",
        '  New answer: "stand-by.perhaps", “Perhaps”, standing behind "no", leads to talk-second, marked rights, noting “Wait.”',
        "  Walks: 20 857, where there were 20 856",
    ]


def test_a_comment_says_how_much_is_another_now_and_which_promises_hold(moved_goto):
    lines = DiffReport(moved_goto).as_markdown()
    assert lines[:3] == [
        "## Should I post this?: 4 640 of 20 856 walks now end elsewhere; there are 16 408 now.",
        "",
        "10 of 10 promises hold.",
    ]
    assert "- pause-owner (pause): “Not yet: it is someone else's to release.”" in lines


def test_a_comment_says_who_has_signed():
    signed = 'signed = [{ role = "union", date = 2026-01-01 }, { role = "lawyer", date = 2026-01-01 }]\n'
    text = TEXT.replace("[promise.limits]\n", f"[promise.limits]\n{signed}", 1)
    (said,) = (
        line for line in DiffReport(compare(loads(text), loads(text))).as_markdown() if line.startswith("10 of 10")
    )
    assert said == "10 of 10 promises hold, *limits* signed by two."


def test_a_promise_that_is_not_kept_any_more_is_told():
    found = after(
        ('text = "Mine, under my own name"\ngoto = "signs"', 'text = "Mine, under my own name"\ngoto = "stand-by"')
    )
    lines = DiffReport(found).as_lines()
    told = lines.index('  Not kept on every walk: "lunch". A photo of lunch takes at most three questions.')
    assert lines[told + 1].startswith('    go-ahead, for example account = "personal", stand-by = ')
    lost = next(line for line in lines if line.startswith("  Without an ending now, "))
    assert lost.startswith('  Without an ending now, 49: "dog-food-two", ')


def test_a_comment_on_what_has_not_changed_says_so():
    old = loads(TEXT)
    assert DiffReport(compare(old, old)).as_markdown()[0] == "## Should I post this?: Nothing has changed."


def test_markdown_in_the_words_of_a_tree_stays_as_it_is():
    found = after(('"Mine, under my own name"', '"Mine, *under* <b>my</b> own name"'))
    (line,) = (line for line in DiffReport(found).as_markdown() if "under" in line and "+" in line)
    assert line == r"  - \+ Mine, \*under\* \<b\>my\</b\> own name"


def test_a_promise_that_neither_version_keeps_is_no_change():
    old = loads(TEXT.replace("at-most = 3", "at-most = 1"))
    report = DiffReport(compare(old, old))
    assert report.as_lines() == ["Nothing has changed."]
    assert report.as_markdown()[2] == "9 of 10 promises hold, and *lunch* does not."


HEAT = '{ when = { signs = "heat" }, text = "Write the new words tomorrow'
SAID = "“Write the new words tomorrow: they come more easily.”"


def test_a_note_with_another_condition_is_told_with_a_walk_that_is_shown_it_now_and_one_that_is_not():
    found = after((HEAT, HEAT.replace("heat", "claim")))
    lines = DiffReport(found).as_lines()
    assert lines[0] == "Endings that say something else"
    assert lines[1].startswith(f"  adapt-words: {SAID} is said now, and was not, for example account = ")
    assert lines[2].startswith(f"  adapt-words: {SAID} was said, and is not now, for example account = ")
    for change in found.notes:
        notes = [Walk.replay(tree, change.example).recommendation.notes for tree in (found.new, found.old)]
        assert [any(SAID[1:-1] in note for note in said) for said in notes] == [change.shown, not change.shown]
    assert [(one["outcome"], one["shown"]) for one in found.to_dict()["notes"]] == [
        ("adapt-words", True),
        ("adapt-words", False),
    ]


def test_a_note_that_is_said_to_everybody_now_is_said_to_nobody_less():
    found = after((HEAT, HEAT.replace('when = { signs = "heat" }, ', "")))
    (change,) = found.notes
    assert (change.outcome, change.shown) == ("adapt-words", True)


def test_a_condition_that_comes_to_the_same_is_no_other_note():
    found = after((HEAT, HEAT.replace('"heat"', '["heat"]')))
    assert found.notes == ()
    assert "Settings" in DiffReport(found).as_lines()


def test_an_answer_with_another_name_is_in_the_same_notes():
    text = (
        TEXT.replace('id   = "heat"', 'id = "anger"')
        .replace('id = "heat"', 'id = "anger"')
        .replace('"heat"', '"anger"')
    )
    assert compare(loads(TEXT), loads(text)).notes == ()


def test_the_first_line_says_where_not_sure_or_a_verdict_is_another():
    verdict = DiffReport(after(('[outcome.stop-law]\nverdict  = "stop"', '[outcome.stop-law]\nverdict  = "leave"')))
    assert verdict.in_short() == "no answer leads elsewhere, but 1 ending has another verdict."


def test_all_examples_are_one_of_each_pair_of_endings():
    case = '{ when = { signs = "day" },                     goto = "go-on-bad-news" }'
    found = after((case, case.replace('"day" }', '"day", work-kind = "news" }')))
    (changes,) = found.groups.values()
    part = DiffReport(found, everything=True).as_lines()
    told = [line.split(", for example ")[0] for line in part if ", for example " in line and " → " in line]
    assert len(set(told)) == len(told) < len(changes)


def test_of_a_promise_that_changes_its_words_are_told_and_who_it_is_for():
    found = after(
        ("at-most = 3", "at-most = 4"),
        ('only    = ["go-on-wrong"]', 'only    = ["go-on-wrong", "stop-law"]'),
    )
    lines = DiffReport(found).as_lines()
    told = lines.index('  Weaker: "lunch". at-most is 4, and was 3.')
    assert lines[told + 1 : told + 3] == ["    “A photo of lunch takes at most three questions.”", "    For: everyone"]
    assert "  stop-law (stop): “Please don't post this: it can be a crime.”" in lines


def test_of_a_promise_that_is_gone_its_words_are_told_and_who_it_is_for():
    start = TEXT.index("[promise.ordinary]")
    end = TEXT.index("[promise.", start + 1)
    lines = DiffReport(compare(loads(TEXT), loads(TEXT[:start] + TEXT[end:]))).as_markdown()
    told = lines.index('- Gone promise: "ordinary"')
    assert lines[told + 1 : told + 3] == [
        "  - “An ordinary post from one's own account is never stopped.”",
        "  - For: union and everyone",
    ]


NAMED = [  # an edit, and what it names, in words
    (
        ('text   = "Pay, hours or conditions"\ngoto   = "go-on-wrong"\nrights = true', "rights = true", "rights = false"),
        ["  at-work: “What is it about, nearest?”", '    "terms": “Pay, hours or conditions”'],
    ),
    (
        ('text = "I have not asked", goto = "adapt-ask", unsure = true', ", unsure = true", ""),
        ['    "ask": “I have not asked”', "  adapt-ask (adapt): “Ask them, or leave them out of it.”"],
    ),
    (
        ('[outcome.stop-law]\nverdict  = "stop"', '"stop"', '"adapt"'),
        ["  stop-law (adapt): “Please don't post this: it can be a crime.”"],
    ),
    (
        ('  { id = "ask", text = "I have not asked"', "", '  { id = "kin", text = "Family", goto = "pause-consent" },\n'),
        ["  pause-consent (pause): “Not yet: wait for their yes.”"],
    ),
    (
        ("[scenario.told-in-trust]\n", "", '[scenario.late]\nanswers = { account = "org" }\nexpect = "stop-law"\n'),
        ["  stop-law (stop): “Please don't post this: it can be a crime.”", '    "org": “The organisation\'s own account”'],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "named"), NAMED)
def test_what_is_named_is_said_in_words(edit, named):
    line, old, new = edit
    found = after((line, line.replace(old, new, 1) if old else new + line))
    lines = DiffReport(found).as_lines()
    assert {*named} <= {*lines[lines.index(STANDS_FOR) + 1 :]}


def test_a_name_whose_words_are_what_has_changed_is_not_said_again():
    assert STANDS_FOR not in DiffReport(after(("Go ahead, as yourself.", "Do go ahead."))).as_lines()


def test_a_name_of_the_old_version_is_said_in_its_words():
    found = after(
        ('[outcome.stop-law]\nverdict  = "stop"\nheadline = "Please don\'t post this: it can be a crime."',
         '[outcome.stop-law]\nverdict  = "stop"\nheadline = "Do not."'),
        ("[scenario.told-in-trust]", "[scenario.told]"),
    )  # fmt: skip
    lines = DiffReport(found).as_lines()
    assert not any("can be a crime" in line for line in lines[lines.index(STANDS_FOR) :])


def test_an_answer_that_is_put_before_others_is_told_with_its_place():
    line = '  { id = "ask", text = "I have not asked"'
    kin = '  { id = "kin", text = "Family", goto = "pause-consent" },\n'
    first = TEXT.rindex("answers = [\n", 0, TEXT.index(line)) + len("answers = [\n")
    (said,) = (
        one for one in DiffReport(compare(loads(TEXT), loads(TEXT[:first] + kin + TEXT[first:]))).as_lines()
        if one.startswith("  New answer")
    )  # fmt: skip
    assert said == '  New answer: "confidence.kin", “Family”, standing first, leads to pause-consent'
    (said,) = (one for one in DiffReport(after((line, kin + line))).as_lines() if one.startswith("  New answer"))
    assert ', “Family”, standing behind "agreed", leads to' in said


def test_names_and_numbers_in_a_tree_call_on_nobody_in_a_comment():
    found = after(('"Mine, under my own name"', '"Mine, @octocat, see #12, GH-7 and a@b.example"'))
    (line,) = (line for line in DiffReport(found).as_markdown() if "octocat" in line)
    assert line.endswith("Mine, @<!-- -->octocat, see #<!-- -->12, GH<!-- -->-7 and a@b.example")
    named = compare(loads(TEXT), loads(TEXT.replace('title     = "Should I', 'title     = "@octocat: should I', 1)))
    assert "@octocat" not in "\n".join(DiffReport(named).as_markdown())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See https://a.org/p#part.", "See https://a.org/p#part."),
        ("(https://a.org/@bob/12#c-3)", "(https://a.org/@bob/12#c-3)"),
        ("Mail bob@x.org, or @bob", "Mail bob@x.org, or @<!-- -->bob"),
        ("https://@bob", "https://@<!-- -->bob"),
        ("xhttps://a.org/#12", "xhttps://a.org/#<!-- -->12"),
        ("https://a.org, @bob", "https://a.org, @<!-- -->bob"),
        ("https://a.org@bob", "https://a.org@<!-- -->bob"),
        ("o/r#12, r#12, bob@x", "o/r#<!-- -->12, r#<!-- -->12, bob@<!-- -->x"),
        ("a@b.c@bob and a@b.c#12", "a@b.c@<!-- -->bob and a@b.c#<!-- -->12"),
        ("gh-12", "gh<!-- -->-12"),
    ],
)
def test_an_address_stays_whole_in_a_comment_and_nothing_else_calls_on_anybody(text, said):
    assert for_comment(text) == said


def test_an_answer_more_is_more_walks():
    line = '  { id = "ask", text = "I have not asked"'
    found = after((line, '  { id = "kin", text = "Family", goto = "pause-consent" },\n' + line))
    old, new = found.walks
    assert (old, new is not None and new > old) == (20_856, True)
    walks = f"  Walks: {in_digits(new)}, where there were {in_digits(old)}"
    assert walks in DiffReport(found).as_lines()
    assert found.to_dict()["walks"] == {"changed": 0, "all": old, "old": old, "new": new}


RIGHT = 'text   = "Pay, hours or conditions"\ngoto   = "go-on-wrong"\nrights = true'


@pytest.mark.parametrize(
    ("edit", "part", "said"),
    [
        (
            (RIGHT, RIGHT.replace("true", "false")),
            "Questions and answers that touch a right, or do so no longer",
            f'  at-work = "terms" {SAYS[False]}',
        ),
        (
            ("[outcome.go-on-wrong]", "[outcome.go-on-wrong]\nrights = false\n#"),
            "Endings that say something else",
            f"  go-on-wrong {ENDS[False]}",
        ),
    ],
)  # fmt: skip
def test_a_right_that_is_taken_away_is_told_with_what_it_means(edit, part, said):
    old, new = edit
    text = TEXT
    if old.startswith("[outcome"):
        start = TEXT.index(old)
        end = TEXT.index("\n\n", start)
        text = TEXT[:start] + TEXT[start:end].replace("rights   = true", "rights   = false") + TEXT[end:]
    else:
        text = TEXT.replace(old, new, 1)
    assert text != TEXT
    for before, after_, word in ((TEXT, text, said), (text, TEXT, None)):
        lines = changes_told(compare(loads(before), loads(after_)))
        assert "Settings" not in lines
        told = lines[lines.index(part) + 1]
        assert told == word or (word is None and "a right now" in told)


ASKED = """
format = 1
[tree]
title = "May I?"
start = "answers"
[question.answers]
ask = "Is it about your pay?"
yes = { goto = "go" }
no = "go"
[outcome.go]
verdict = "go"
headline = "Go ahead."
"""


def test_of_a_question_about_a_right_no_watch_of_the_check_is_told_as_it_looks_at_answers_alone():
    right = ASKED.replace('?"\nyes', '?"\nrights = true\nyes')
    assert right != ASKED
    for before, after_, now in ((ASKED, right, True), (right, ASKED, False)):
        lines = changes_told(compare(loads(before), loads(after_)))
        assert lines == ["Questions and answers that touch a right, or do so no longer", f"  answers {ASKS[now]}"]
        assert "check" not in lines[1]
    answered = ASKED.replace('goto = "go" }', 'goto = "go", rights = true }')
    for before, after_, now in ((ASKED, answered, True), (answered, ASKED, False)):
        assert changes_told(compare(loads(before), loads(after_)))[1] == f'  answers = "yes" {SAYS[now]}'


def with_line(text, behind, line):
    assert behind in text
    return text.replace(behind, f"{behind}\n{line}", 1)


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        (with_line(ASKED, 'ask = "Is it about your pay?"', "rights = true"), ASKS),
        (ASKED.replace('goto = "go" }', 'goto = "go", rights = true }'), SAYS),
        (with_line(ASKED, 'verdict = "go"', "rights = true"), ENDS),
        (with_line(ASKED, 'verdict = "go"', "urgent = true"), URGENT),
    ],
)
def test_what_a_right_or_a_hurry_does_to_briefs_is_told_as_a_brief_does_it(marked, told):
    for before, after_, now in ((ASKED, marked, True), (marked, ASKED, False)):
        old, new = loads(before), loads(after_)
        lines = changes_told(compare(old, new))
        assert lines[1].endswith(told[now])
        assert len(lines) == 2
        assert keeps_answers_back(Walk.start(new).taking({"answers": "yes"})) is now
        assert ("no brief tells what was answered" in lines[1]) is now
