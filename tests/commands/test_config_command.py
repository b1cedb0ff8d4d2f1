"""postwise config: where the words come from, and a first file that is never written over."""

from __future__ import annotations

import errno
import re

import pytest
import tomli

from postwise.cli import make_parser
from postwise.commands import terminal
from postwise.tree.library import Library
from postwise.tree.organisation import own_file
from postwise.tui.own_keys import names


def test_the_nearest_file_upwards_is_the_one(postwise, tmp_path, monkeypatch):
    (tmp_path / "postwise.toml").write_text("", encoding="utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert postwise("config", "path").out.strip() != ""
    monkeypatch.chdir(tmp_path / "a" / "b")


def test_without_a_file_it_says_so(postwise):
    assert "No postwise.toml from here upwards" in postwise("config", "path").out


def test_show_names_what_is_not_filled_in(postwise, tmp_path):
    (tmp_path / "postwise.toml").write_text('[profile]\nhr = "Ana"\n', encoding="utf-8")
    out = postwise("config", "show").out
    assert "hr            Ana\n" in out
    assert "dpo           whoever looks after data protection  (not filled in)" in out


def test_a_fault_in_the_file_is_told_with_its_place_and_the_rest_holds(postwise, tmp_path):
    (tmp_path / "postwise.toml").write_text('[profile]\nhr = "Ana"\n[libary]\ntrees = []\n', encoding="utf-8")
    said = postwise("config", "show")
    assert said.code == 1
    assert "postwise.toml:3:2" in said.err
    assert 'Did you mean "library"?' in said.err
    assert "Ana" in said.out


@pytest.mark.parametrize("what", ["path", "show"])
def test_a_file_that_cannot_be_opened_is_said_and_no_fault_of_the_program(postwise, tmp_path, monkeypatch, what):
    (tmp_path / "postwise.toml").write_text("", encoding="utf-8")

    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("postwise.files.read", refuse)
    said = postwise("config", what)
    assert said.code == 2
    assert said.err.strip().endswith("postwise.toml cannot be opened: Permission denied.")


def test_own_trees_come_first_and_hide_shipped_ones(postwise, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "before-you-post.toml").write_text('format = 1\n[tree]\ntitle = "Ours"\n', encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    out = postwise("list").out
    assert out.startswith("before-you-post")
    assert "Ours" in out
    assert out.count("before-you-post ") == 1


def test_init_asks_for_five_names_and_a_place_and_writes_them(postwise, tmp_path):
    said = postwise("config", "init", typed='Riverside "Trust"\n\nPriya\nLee\nSam\n\n')
    assert said.code == 0
    words = tomli.loads((tmp_path / "postwise.toml").read_text(encoding="utf-8"))["profile"]
    assert words == {"organisation": 'Riverside "Trust"', "comms": "Priya", "speakup": "Lee", "unionrep": "Sam"}
    assert '# place = "…"   # au, ca, eu, ie, uk or us: ' in (tmp_path / "postwise.toml").read_text(encoding="utf-8")
    assert 'Riverside "Trust"' in postwise("config", "show").out


def test_init_writes_what_was_typed_but_for_characters_that_steer_a_terminal(postwise, tmp_path):
    typed = "the\u00a0Trust\n a\x1b[1m\u202eb\x7f \nc\u200dd \\ 'e'\n\n\x07\n\n"
    assert postwise("config", "init", typed=typed).code == 0
    words = tomli.loads((tmp_path / "postwise.toml").read_text(encoding="utf-8"))["profile"]
    assert words == {"organisation": "the\u00a0Trust", "manager": "a[1mb", "comms": "c\u200dd \\ 'e'"}
    assert "the\u00a0Trust" in postwise("config", "show").out


def test_init_lays_on_the_words_of_a_place_that_there_are(postwise, tmp_path):
    said = postwise("config", "init", typed="\n\n\n\n\nWales\nUK\n")
    assert said.code == 0
    assert '"Wales" is none of au, ca, eu, ie, uk or us.' in said.err
    assert tomli.loads((tmp_path / "postwise.toml").read_text(encoding="utf-8"))["profile"] == {"place": "uk"}
    assert "words of" in postwise("config", "show").out


@pytest.mark.parametrize(("typed", "place"), [("united kingdom", "uk"), ("The United States.", "us"), ("Canada", "ca")])
def test_init_knows_a_place_by_its_name(postwise, tmp_path, typed, place):
    assert postwise("config", "init", typed=f"\n\n\n\n\n{typed}\n").code == 0
    assert tomli.loads((tmp_path / "postwise.toml").read_text(encoding="utf-8"))["profile"] == {"place": place}


@pytest.mark.parametrize("place", ["UK", " uk "])
def test_a_place_is_one_however_it_is_written(postwise, tmp_path, place):
    (tmp_path / "postwise.toml").write_text(f'[profile]\nplace = "{place}"\n', encoding="utf-8")
    assert "Samaritans" in postwise("run", "in-trouble", "--answer", "trouble=out", "--answer", "holding=low").out


@pytest.mark.parametrize("place", ["gb", "../trees/uk"])
def test_a_place_of_which_there_are_no_words_is_said(postwise, tmp_path, place):
    (tmp_path / "postwise.toml").write_text(f'[profile]\nplace = "{place}"\n', encoding="utf-8")
    for said in (postwise("config", "show").out, postwise("list").err):
        assert "No words are here for a place called" in said
        assert "au, ca, eu, ie, uk and us." in said


def test_init_never_writes_over_a_file(postwise, tmp_path):
    (tmp_path / "postwise.toml").write_text("# ours\n", encoding="utf-8")
    said = postwise("config", "init", typed="a\nb\nc\nd\ne\n")
    assert said.code == 2
    assert (tmp_path / "postwise.toml").read_text(encoding="utf-8") == "# ours\n"


def test_init_broken_off_writes_nothing(postwise, tmp_path):
    assert postwise("config", "init", typed="Riverside\n").code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_title_without_end_makes_no_other_row_of_a_list_as_long(postwise, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    (tmp_path / "long.toml").write_text(f'[tree]\ntitle = "{"word " * 2000}"\n', encoding="utf-8")
    rows = postwise("list").out.splitlines()
    assert sorted(map(len, rows))[-2] < 130


def test_what_is_wrong_is_told_with_its_place_and_the_screens_begin_with_what_can_be_used(postwise, monkeypatch):
    opened = {}
    monkeypatch.setenv("TEXTUAL_DRIVER", "somewhere:Else")
    monkeypatch.setattr("postwise.tui.app.run_app", lambda *given, told: opened.update(keys=given[3], told=told))
    own_file().parent.mkdir(parents=True)
    own_file().write_text('[keys]\nwhy = "F2"\nbakc = "x"\nmap = ["1", "F3"]\n', encoding="utf-8")
    said = postwise("config", "show")
    assert said.code == 1
    assert f'{own_file()}:3:1: error: No command is called "bakc".' in said.err
    assert f'{own_file()}:4:8: error: "1" answers' in said.err
    look = terminal.look_wanted(make_parser().parse_args([]))
    terminal.on_screens(Library(), look)
    assert opened["keys"] == {"why": ("f2",)}
    assert 'No command is called "bakc".' in opened["told"], "the screens cover what the terminal says"


def test_the_names_are_listed_with_the_keys_as_they_are(postwise):
    own_file().parent.mkdir(parents=True)
    own_file().write_text('[keys]\nwhy = ["F2", "ctrl+b"]\n', encoding="utf-8")
    said = postwise("config", "keys")
    assert said.code == 0
    assert str(own_file()) in said.out
    assert re.search(r"^  why +F2 ctrl\+b +Say why we ask, or hide it$", said.out, re.MULTILINE)
    listed = set(re.findall(r"^  ([a-z-]+) ", said.out, re.MULTILINE))
    assert listed == set(names())


@pytest.mark.parametrize(("words", "said"), [('organisation = "Seed"', True), ('place = "uk"', False)])
def test_a_file_that_is_there_is_kept_and_it_is_said_how_it_says_a_place(postwise, tmp_path, words, said):
    file = tmp_path / "postwise.toml"
    file.write_text(f"[profile]\n{words}\n", encoding="utf-8")
    refused = postwise("config", "init")
    assert refused.code == 2
    assert ('write place = "uk" below [profile] in it: au, ca, eu, ie, uk or us.' in refused.err) is said
    assert file.read_text(encoding="utf-8") == f"[profile]\n{words}\n"
