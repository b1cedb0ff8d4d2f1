"""How a person likes the screens: read from their own file alone, and kept there with all else as it was."""

from __future__ import annotations

import os

import pytest
import tomli

from postwise.cli import main
from postwise.errors import PostwiseError
from postwise.text import on_one_line
from postwise.tree.organisation import Look, find_settings, own_file, own_settings
from postwise.tree.own_look import keep_theme


@pytest.fixture
def own():
    path = own_file()
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[look]\ntheme = "light"\n'),
        ("# mine", '# mine\n\n[look]\ntheme = "light"\n'),
        ('[profile]\nhr = "Ana"\n', '[profile]\nhr = "Ana"\n\n[look]\ntheme = "light"\n'),
        ("[look] # so\nplain = true\n", '[look] # so\ntheme = "light"\nplain = true\n'),
        ("[look]", '[look]\ntheme = "light"\n'),
        ('[look]\ntheme = "dark" # at night\n', '[look]\ntheme = "light" # at night\n'),
        ("look.theme = 'dark'\n", 'look.theme = "light"\n'),
        ('look = { plain = false, theme = "dark" }\n', 'look = { plain = false, theme = "light" }\n'),
        ('[look]\r\ntheme = "auto"\r\n', '[look]\r\ntheme = "light"\r\n'),
    ],
)
def test_a_theme_is_kept_and_every_other_character_stays(own, before, after):
    own.write_bytes(before.encode())
    keep_theme("light")
    assert own.read_bytes().decode() == after
    assert own_settings().look.theme == "light"


def test_without_a_file_one_is_made_that_is_the_persons_alone():
    keep_theme("dark")
    assert tomli.loads(own_file().read_text("utf-8")) == {"look": {"theme": "dark"}}


@pytest.mark.parametrize("text", ["look = { plain = true }\n", "look.plain = true\n", "[look\n", "look = 1\n"])
def test_what_only_a_person_can_change_stays_as_it_is(own, text):
    own.write_text(text, "utf-8")
    with pytest.raises(PostwiseError, match="stays as it is"):
        keep_theme("dark")
    assert own.read_text("utf-8") == text


def test_a_file_that_others_share_does_not_say_how_screens_look(tmp_path):
    (tmp_path / "postwise.toml").write_text("[look]\nplain = true\n", "utf-8")
    settings = find_settings(tmp_path)
    assert [(problem.code, problem.span.line) for problem in settings.problems] == [("unknown-key", 1)]
    assert str(own_file()) in settings.problems[0].hint


def test_nor_which_keys_do_what(tmp_path):
    (tmp_path / "postwise.toml").write_text('[keys]\nwhy = "F2"\n', "utf-8")
    settings = find_settings(tmp_path)
    assert [(problem.code, problem.span.line) for problem in settings.problems] == [("unknown-key", 1)]
    assert "Which keys do what is for each person to say" in settings.problems[0].message
    assert settings.keys == {}


def test_keys_that_are_no_table_are_said_and_the_rest_holds(own):
    own.write_text('keys = "F2"\n[look]\nplain = true\n', "utf-8")
    settings = own_settings()
    assert settings.look.plain
    assert [problem.code for problem in settings.problems] == ["wrong-type"]
    assert settings.keys == {}


def test_the_own_file_says_it_beside_any_other(own, tmp_path):
    (tmp_path / "postwise.toml").write_text("", "utf-8")
    own.write_text('[look]\nplain = true\ntheme = "projector"\n', "utf-8")
    assert own_settings().look == Look(plain=True, theme="projector")
    assert find_settings(tmp_path).path == tmp_path / "postwise.toml"


def test_an_unknown_theme_is_said_with_those_there_are(own):
    own.write_text('[look]\ntheme = "drak"\n', "utf-8")
    (problem,) = own_settings().problems
    assert problem.code == "bad-value"
    assert "dark" in f"{problem.message} {problem.hint}"
    assert own_settings().look.theme == "dark", "read as what was meant"


def test_a_control_character_elsewhere_leaves_lines_as_they_are_wanted(own):
    own.write_text('[look]\nplain = true\n[profile]\nmanager = "a\\u202eb"\n', "utf-8")
    settings = own_settings()
    assert settings.look.plain
    assert [problem.code for problem in settings.problems] == ["control-character"]
    assert settings.profile == {}


@pytest.mark.parametrize("what", ["folder", "link to nowhere", "link to itself", "pipe"])
def test_an_own_file_that_cannot_be_opened_is_said_and_stops_nothing(own, what):
    match what:
        case "folder":
            own.mkdir()
        case "pipe":
            os.mkfifo(own)
        case _:
            own.symlink_to(own.name if "itself" in what else "nowhere")
    settings = own_settings()
    assert settings.unread.startswith(f"{own} cannot be opened: ")
    assert settings == find_settings()
    assert settings.look == Look()


def test_where_the_own_file_cannot_be_read_it_is_said_that_nothing_is_taken_from_it(own, capsys):
    own.write_text("[look]\nplain = true\nno toml\n", "utf-8")
    assert own_settings().look.plain is False
    main(["list"])
    said = capsys.readouterr().err
    assert said.startswith(
        f"postwise: {on_one_line(str(own))} cannot be read as it stands. Nothing is taken from it.\n"
    )
    assert said.count("Nothing is taken from it.") == 1
    assert ": error: " in said
