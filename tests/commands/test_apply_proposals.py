"""postwise debrief --apply: what cannot be is said, and at a terminal proposals become edits."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from postwise.cli import main

TREE = """format = 1
[tree]
title = "May I tow it?"
start = "tone"
[question.tone]
ask = "Aloud?"
yes = "talk"
no = "talk"
[outcome.talk]
headline = "Talk."
"""
MADE = [
    {
        "tree": "towing",
        "question": "tone",
        "wording": "Aloud?",
        "proposed": "Would you say it aloud?",
        "reason": "Longer.",
    },
    {"tree": "towing", "proposed": "Shorten it.\u001b[2J"},
    {"tree": "sailing", "question": "x", "proposed": "Y?"},
]


@pytest.fixture
def held(tmp_path, monkeypatch):
    """Stand in a folder with a tree and what two sessions said of it; return a function that writes another one's."""
    monkeypatch.chdir(tmp_path)

    def said(name, proposals):
        document = {"schema": "postwise.debrief/1", "date": "2026-11-22", "proposals": proposals}
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")

    (tmp_path / "towing.toml").write_text(TREE, encoding="utf-8")
    said("a.json", MADE)
    said("b.json", MADE[:1])
    return said


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (
            ("--apply", "towing.toml"),
            2,
            "Proposals are gone through at a terminal. To read them here: postwise debrief a",
        ),
        (("--apply", "towin"), 2, 'There is no tree "towin".'),
        (("--apply", "towing.toml", "--format", "json"), 2, "--format does not go with --apply"),
        (("--apply", "towing.toml", "--output", "x"), 2, "--output does not go with --apply"),
        (("--apply", "before-you-post"), 2, "before-you-post comes with postwise and is not changed. Copy its file,"),
        (("--apply", "broken.toml"), 1, "broken.toml has errors"),
        (("--apply", "."), 2, '"." is a folder. Name one of the trees in it.'),
    ],
)
def test_what_cannot_be_is_said(postwise, held, tmp_path, arguments, code, sentence):
    (tmp_path / "broken.toml").write_text("[", encoding="utf-8")
    found = postwise("debrief", "a.json", "b.json", *arguments)
    assert (found.code, found.out) == (code, "")
    assert sentence in found.err
    assert (tmp_path / "towing.toml").read_text(encoding="utf-8") == TREE


def test_where_nothing_is_proposed_it_is_said_and_what_is_elsewhere(postwise, held, tmp_path):
    (tmp_path / "other.toml").write_text(TREE, encoding="utf-8")
    found = postwise("debrief", "a.json", "b.json", "--apply", "other.toml")
    assert (found.code, found.out) == (0, "")
    assert "Nothing is proposed for “May I tow it?” in 2 sessions." in found.err
    assert "There are proposals for towing (3) and sailing (1)." in found.err


def test_what_stands_there_already_is_not_gone_through(postwise, held, tmp_path):
    (tmp_path / "towing.toml").write_text(TREE.replace("Aloud?", MADE[0]["proposed"]), encoding="utf-8")
    found = postwise("debrief", "b.json", "--apply", "towing.toml")
    assert (found.code, found.out) == (0, "")
    assert "1 proposal in 1 session." in found.err
    assert "It stands in the file already." in found.err


def test_files_that_are_no_sessions_are_named(postwise, held, tmp_path):
    (tmp_path / "c.json").write_text("{}", encoding="utf-8")
    assert postwise("debrief", "c.json", "--apply", "towing.toml").code == 2
    held("d.json", [])
    found = postwise("debrief", "c.json", "d.json", "--apply", "towing.toml")
    assert (found.code, found.err.count("c.json")) == (1, 1)


class AtATerminal:
    """What standard input and standard error are where somebody types."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def isatty(self):
        return True


@pytest.fixture
def typed(held, monkeypatch, capsys):
    """Type lines at what is taken for a terminal; return the exit code and all that was said."""
    from io import StringIO

    def run(*arguments, lines):
        monkeypatch.setattr(sys, "stdin", AtATerminal(StringIO("".join(f"{line}\n" for line in lines))))
        monkeypatch.setattr(sys, "stderr", AtATerminal(sys.stderr))
        monkeypatch.setattr("postwise.plain.heard", lambda source: source.readline())
        code = main([*map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def test_a_proposal_is_written_and_the_end_says_how_to_see_it(typed, tmp_path):
    code, out, err = typed("debrief", tmp_path, "--apply", "towing.toml", lines=["w", ""])
    assert code == 0
    assert "“May I tow it?”, towing.toml: 2 proposals in 2 sessions." in err
    assert "Proposed by 2 groups: Would you say it aloud?" in err
    assert "\x1b" not in err
    assert (tmp_path / "towing.toml").read_text(encoding="utf-8") == TREE.replace("Aloud?", "Would you say it aloud?")
    assert out.splitlines()[:2] == ["Written into towing.toml: tone.", "1 proposal was left."]
    assert out.splitlines()[2].startswith("To walk it as it is now: postwise preview ")


def test_where_git_has_the_file_it_is_the_diff_that_shows_it(typed, tmp_path):
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "towing.toml"], ["commit", "-qm", "As it was"]):
        subprocess.run([*git, *words], check=True)
    _, out, _ = typed("debrief", "a.json", "--apply", "towing.toml", lines=["w", "q"])
    assert out.splitlines()[-1] == "To see what is different: postwise diff towing.toml --against HEAD"
    assert main(["diff", "towing.toml", "--against", "HEAD"]) == 0


def test_a_tree_of_ones_own_library_is_named_by_its_id(typed, tmp_path):
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    code, out, _ = typed("debrief", "a.json", "--apply", "towing", lines=["w", "q"])
    assert (code, out.splitlines()[0]) == (0, "Written into towing.toml: tone.")


def test_local_words_are_not_what_is_written_over_and_who_saw_them_is_said_to(typed, held, tmp_path):
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    (tmp_path / "words.toml").write_text(
        'format = 1\n[overlay]\ntitle = "W"\ntrees = ["towing"]\n[question.tone]\nask = "Loud?"\n', encoding="utf-8"
    )
    held("c.json", [{**MADE[0], "wording": "Loud?"}])
    _, _, err = typed("debrief", "c.json", "--apply", "towing", lines=["q"])
    assert "   Now: Aloud?\n   Local words lie over that here; the group saw: Loud?" in err


def test_a_file_that_goes_away_meanwhile_still_has_its_end(typed, tmp_path, monkeypatch):
    def gone(*_given, **_more):
        (tmp_path / "towing.toml").unlink()

    monkeypatch.setattr("postwise.plain_proposals.reword", gone)
    code, out, err = typed("debrief", "a.json", "--apply", "towing.toml", lines=["w", "q"])
    assert code == 2
    assert "Written into towing.toml: tone." in out
    assert "towing.toml cannot be opened" in err
