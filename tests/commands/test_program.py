"""The program as a whole: what it loads, how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from postwise import __version__
from postwise.cli import make_parser
from postwise.command_table import COMMANDS
from postwise.walk.record_store import data_folder

IMPORTED = """
import sys
from postwise.cli import main
try:
    main({arguments!r})
except SystemExit:
    pass
print("\\n" + " ".join(sorted(name for name in {names!r} if name in sys.modules)), file=sys.stderr)
"""


def loaded(arguments, names):
    script = IMPORTED.format(arguments=arguments, names=names)
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=True,
    )
    return set(found.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--version"], ["list"], ["completion", "bash"]])
def test_what_needs_no_tree_loads_no_model(arguments):
    assert not loaded(arguments, ["pydantic", "textual", "rich", "sqlite3", "postwise.tree.problems"])


@pytest.mark.parametrize(("arguments", "more"), [("--version", "tomli"), ("list", "postwise.tree.toml_source")])
def test_what_is_asked_for_most_loads_least(arguments, more):
    assert not loaded([arguments], ["shutil", "hashlib", more])


def test_a_walk_without_screens_loads_no_textual():
    arguments = ["run", "before-you-post", "--answer", "account=org", "--answer", "trusted=no", "--format", "json"]
    assert not loaded(arguments, ["textual", "rich", "sqlite3", "pydantic"])


def test_the_core_is_a_library_without_a_terminal():
    script = (
        "import sys, postwise; postwise.load; postwise.Walk; print('textual' in sys.modules, 'rich' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]


def test_every_public_name_can_be_imported():
    import postwise

    assert all(getattr(postwise, name) is not None for name in postwise.__all__)
    with pytest.raises(AttributeError):
        postwise.nothing  # noqa: B018


def test_with_no_terminal_it_lists_the_trees_and_says_what_to_type(program):
    found = program()
    assert found.returncode == 0
    assert "before-you-post" in found.stdout
    assert "postwise run before-you-post" in found.stdout


def test_every_command_has_help_with_its_example(postwise):
    for command in COMMANDS:
        said = postwise(command.name, "--help")
        assert said.code == 0
        assert command.example.split(" > ", maxsplit=1)[0] in " ".join(said.out.split()), command.name


def test_the_version(postwise):
    assert postwise("--version").out == f"postwise {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["rnu"], 'Did you mean "run"?'),
        (["run", "x", "--fromat", "json"], 'Did you mean "--format"?'),
        (["run", "x", "--format", "jsno"], 'Did you mean "json"?'),
        (["check", "x", "--json"], 'Did you mean "--format json"?'),
        (["run", "x", "--markdwon"], 'Did you mean "--format markdown"?'),
        (["run", "x", "--palin"], 'Did you mean "--plain"?'),
        (["config", "pth"], 'Did you mean "path"?'),
        (["config", "p'ath"], 'Did you mean "path"?'),
    ],
)
def test_a_wrong_word_ends_with_a_suggestion(postwise, arguments, sentence):
    said = postwise(*arguments)
    assert said.code == 2
    assert sentence in said.err


@pytest.mark.parametrize("arguments", [["text"], ["list", "text"], ["--strict", "check", "pause-for-thought"]])
def test_a_word_in_the_wrong_place_is_not_suggested_again(postwise, arguments):
    said = postwise(*arguments)
    assert said.code == 2
    assert "Did you mean" not in said.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "tcsh"])
def test_a_completion_script_knows_every_command(postwise, shell):
    out = postwise("completion", shell).out
    assert all(command.name in out for command in COMMANDS)


def test_a_bash_completion_script_is_bash(postwise, tmp_path):
    script = tmp_path / "complete.sh"
    script.write_text(postwise("completion", "bash").out, encoding="utf-8")
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_a_closed_pipe_is_silent():
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run(
        [sys.executable, "-m", "postwise", "list"],
        stdout=write,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    os.close(write)
    assert found.stderr == b""


@pytest.mark.unix
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_ends_a_plain_walk_with_its_code(name, code):
    with subprocess.Popen(
        [sys.executable, "-m", "postwise", "run", "before-you-post", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(getattr(signal, name), signal.SIG_DFL),  # noqa: PLW1509 - nohup ignores some
    ) as process:
        said = b""
        while b">" not in said:
            said += process.stderr.read(1)
        process.send_signal(getattr(signal, name))
        assert process.wait(20) == code


AMID_READING = """
import signal, sys
from postwise.__main__ import main
from postwise.tree import loader
number, reading = getattr(signal, sys.argv.pop(1)), loader.read_source
signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
def amid(*given):
    try:
        signal.raise_signal(number)
    except BaseException:
        pass
    return reading(*given)
loader.read_source = amid
sys.exit(main())
"""


@pytest.mark.unix
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_ends_it_amid_what_takes_every_error_for_its_own(name, code):
    command = [sys.executable, "-c", AMID_READING, name, "show", "before-you-post"]
    found = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (code, b"", b"")


def test_signals_are_heeded_before_anything_else_is_loaded():
    code = """
import sys
before = set(sys.modules)
import signal
from postwise import __main__
print(*sorted(name for name in set(sys.modules) - before if name.startswith(("postwise", "typing", "argparse"))))
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["postwise", "postwise.__main__"]


@pytest.mark.parametrize("fault", [BaseException("Ines"), GeneratorExit("Ines")])
def test_whatever_else_is_raised_is_a_fault_of_postwise_and_tells_nothing(postwise, monkeypatch, fault):
    from postwise.commands import list as command

    def broken(_library):
        raise fault

    monkeypatch.setattr(command, "listed", broken)
    said = postwise("list")
    assert said.code == 70
    assert "a fault of postwise itself" in said.err
    assert "Ines" not in said.err


AMID_WRITING = """
import os, signal, sys
from postwise.__main__ import main
signal.signal(signal.SIGTERM, signal.SIG_DFL)
os.fsync = lambda _: signal.raise_signal(signal.SIGTERM)
sys.exit(main())
"""


@pytest.mark.unix
def test_a_signal_amid_writing_a_file_ends_it_once_that_is_whole(tmp_path):
    command = [sys.executable, "-c", AMID_WRITING, "show", "before-you-post", "--output", tmp_path / "out.txt"]
    found = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (found.returncode, found.stderr) == (143, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("Should ")


def test_a_fault_of_postwise_itself_is_said_as_one(postwise, monkeypatch):
    from postwise.commands import list as command

    monkeypatch.setattr(command, "listed", lambda _library: 1 / 0)
    said = postwise("list")
    assert said.code == 70
    assert "a fault of postwise itself" in said.err
    assert "ZeroDivisionError" not in said.err
    assert "postwise/commands/list.py:" in (data_folder() / "crash.txt").read_text(encoding="utf-8")


def test_a_fault_is_said_even_where_nothing_can_be_written(postwise, monkeypatch, tmp_path):
    from postwise.commands import list as command

    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "file" / "data"))
    monkeypatch.setattr(command, "listed", lambda _library: 1 / 0)
    said = postwise("list")
    assert said.code == 70
    assert "a fault of postwise itself" in said.err
    assert "There is no report of it" in said.err


def test_an_answer_in_a_command_line_is_not_in_the_report_of_a_fault(postwise, monkeypatch):
    from postwise.commands import run as command

    monkeypatch.setattr(command, "recommendation", lambda _library, walk, *_: {}[str(walk.answers)])
    said = postwise("run", "before-you-post", "--answer", "account=org", "--answer", "trusted=no")
    assert said.code == 70
    assert "postwise run before-you-post --resume " in said.err
    report = (data_folder() / "crash.txt").read_text(encoding="utf-8")
    assert "builtins.KeyError" in report
    assert not [word for word in ("org", "account", "trusted") if word in said.err + report]


def test_the_parser_offers_the_formats_there_are():
    from postwise.show.tree_formats import FORMATS

    actions = next(a for a in make_parser()._actions if a.dest == "command").choices["show"]._actions
    offered = next(action.choices for action in actions if action.dest == "format")
    assert set(offered) == set(FORMATS)
