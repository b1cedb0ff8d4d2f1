"""postwise alone where there is a terminal: the library is opened, and how it was left is how postwise ends."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from postwise.cli import make_parser
from postwise.commands import open as command
from postwise.commands import terminal
from postwise.tree.organisation import own_file
from postwise.tui import app as screens
from postwise.tui.app import ScreensLeft


@pytest.mark.parametrize("code", [0, 143])
def test_the_library_is_opened_and_its_end_is_the_end(postwise, monkeypatch, tmp_path, code):
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    opened = []
    monkeypatch.setattr(command, "screens_possible", lambda _look: True)
    monkeypatch.setattr(terminal, "_output_kept_aside", nullcontext)
    monkeypatch.setattr(
        screens,
        "run_app",
        lambda library, _first, liked, _keys, told: opened.append((library, liked)) or ScreensLeft(code, None),
    )
    assert postwise().code == code
    (library, liked), *_ = opened
    assert [folder.name for folder in library.folders] == ["ours"]
    assert liked == "auto"


@pytest.mark.parametrize(
    ("words", "variable", "own", "plain"),
    [
        ([], None, "", False),
        (["--plain"], None, "", True),
        ([], "1", "", True),
        ([], "0", "plain = true", False),
        ([], "False", "plain = true", False),
        ([], " NO ", "", False),
        ([], "off", "plain = true", False),
        ([], "N", "", False),
        ([], "yes", "", True),
        ([], "", "plain = true", True),
        ([], " ", "plain = true", True),
        ([], " ", "", False),
        ([], None, "plain = true", True),
        (["--plain"], "0", "plain = false", True),
    ],
)
def test_lines_are_asked_for_by_word_by_variable_or_in_the_own_file(monkeypatch, words, variable, own, plain):
    path = own_file()
    path.parent.mkdir(parents=True)
    path.write_text(f"[look]\n{own}\n", encoding="utf-8")
    if variable is not None:
        monkeypatch.setenv("POSTWISE_PLAIN", variable)
    for line in ([*words], [*words, "run", "x"], ["run", "x", *words], ["check", *words], [*words, "train"]):
        assert terminal.look_wanted(make_parser().parse_args(line)).plain is plain


@pytest.fixture
def ours(tmp_path):
    """Put two trees beside an organisation's file: one to walk, one with an error."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    walk = (
        'format = 1\n[tree]\ntitle = "Shall I plant it?"\nstart = "place"\n'
        '[question.place]\nask = "Is there a windowsill?"\ntype = "yes-no"\n'
        'yes = { goto = "plant" }\nno = { goto = "wait" }\n'
        '[outcome.plant]\nheadline = "Plant it."\n[outcome.wait]\nheadline = "Wait."\n'
    )
    (tmp_path / "ours" / "plant.toml").write_text(walk, encoding="utf-8")
    (tmp_path / "ours" / "torn.toml").write_text('format = 1\n[tree]\ntitle = "Torn"\nstart = "x"\n', encoding="utf-8")


def number_of(title, said):
    return next(line.split()[0] for line in said.splitlines() if line.endswith(f"  {title}"))


@pytest.mark.usefixtures("ours")
def test_in_lines_a_tree_is_found_walked_and_another_chosen(postwise):
    plant = number_of("Shall I plant it?", postwise("--plain").err)
    said = postwise("--plain", typed=f"windowsill\n{plant}.\n1\nq\n#{plant}\nq\nq\n")
    assert said.code == 0
    assert f"> {plant}  Shall I plant it?\n   in a question: Is there a windowsill?\n" in said.err
    assert "Plant it." in said.out
    assert "This walk is not finished." in said.out


def test_in_lines_an_answer_that_is_found_says_to_which_question_and_a_tree_says_three_at_most(postwise):
    said = postwise("--plain", typed="the organisation's own account\nyes\nq\n").err
    assert "   in an answer to “Which account would this go out from?”: The organisation's own account\n" in said
    found = said.split("> ")[2].split("\n")
    runs = [len(run) for run in "".join("-" if " in an" in row or " in a " in row else " " for row in found).split()]
    assert max(runs) == 3
    assert any(row.startswith("   and in ") for row in found)


@pytest.mark.usefixtures("ours")
def test_in_lines_what_cannot_be_done_is_said_and_the_list_goes_on(postwise):
    torn = number_of("Torn", postwise("--plain").err)
    said = postwise("--plain", typed=f"{torn}\n99\nxyzzy\nl\n")
    assert said.code == 0, "the end of what is typed ends it"
    assert "torn.toml has errors, so it cannot be used yet." in said.err
    assert "There is no tree 99: they go from 1 to 17." in said.err
    assert '"xyzzy" stands in no title, question or answer.' in said.err
    assert said.err.count("  Shall I plant it?\n") == 2


@pytest.mark.usefixtures("ours")
def test_in_lines_trees_of_one_title_are_told_apart_by_their_ids(postwise, tmp_path):
    (tmp_path / "ours" / "again.toml").write_text((tmp_path / "ours" / "plant.toml").read_text("utf-8"), "utf-8")
    said = postwise("--plain", typed="windowsill\n").err
    assert said.count("  Shall I plant it?, plant\n") == said.count("  Shall I plant it?, again\n") == 2
    again = number_of("Shall I plant it?, again", said)
    assert "> Shall I plant it?\n" in postwise("--plain", typed=f"{again}\n").err


@pytest.mark.usefixtures("ours")
def test_in_lines_a_fault_in_ones_settings_is_said_once_a_program(postwise, tmp_path):
    plant = number_of("Shall I plant it?", postwise("--plain").err)
    own_file().parent.mkdir(parents=True)
    own_file().write_text("[look]\nplan = true\n", encoding="utf-8")
    with (tmp_path / "postwise.toml").open("a", encoding="utf-8") as file:
        file.write("[porfile]\n")
    said = postwise("--plain", typed=f"{plant}\n1\nq\n{plant}\n2\nq\nq\n")
    assert said.err.count("unknown-key") == 2
    assert said.err.count("Is there a windowsill?\n   1  Yes") == 2


def test_an_own_file_that_cannot_be_opened_is_said_once_and_everything_works(postwise):
    own_file().mkdir(parents=True)
    for line in (["list"], ["run", "pause-for-thought"], ["--plain"], ["config", "show"]):
        said = postwise(*line)
        assert said.code == (1 if line[0] in {"run", "config"} else 0)
        assert said.err.count(f"{own_file()} cannot be opened: it is a folder. Nothing is taken from it.\n") == 1


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("word", ["?", "help", "HELP"])
def test_in_lines_the_library_says_what_can_be_typed(postwise, word):
    said = postwise("--plain", typed=f"{word}\n")
    assert "> A number begins the walk through that tree." in said.err
    assert said.err.count("  Shall I plant it?\n") == 1, "the list is not said again"


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("word", ["q", "Quit", "exit"])
def test_in_lines_the_library_is_left_by_a_word(postwise, word):
    said = postwise("--plain", typed=f"{word}\nxyzzy\n")
    assert said.code == 0
    assert "stands in none" not in said.err
