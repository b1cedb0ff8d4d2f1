"""The real program in a real terminal: it paints, it answers, and it leaves the terminal as it found it."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import termios
import time

import pytest

from postwise import Walk, load
from postwise.errors import PostwiseError
from postwise.tree.library import Library, shipped_folder
from postwise.tui.app import PostwiseApp

PATIENCE = 30
END = "<read to its end>"
"""What we write to a terminal ourselves, behind all that the program in it has painted."""


def outside():
    """Return the environment without what a runner of tests says of its own terminal."""
    return {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}


def heed_ctrl_c():
    """Let ctrl+c end what is started, though whoever runs the tests may ignore it, as a shell does behind an &."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A terminal of our own with the program in it; what it paints is collected."""

    def __init__(self, arguments, tmp_path, *, whole=False, heeding=False, **environment):
        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (30, 100))
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.painted = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "postwise", *arguments],
            stdin=theirs,
            stdout=theirs if whole else subprocess.PIPE,
            stderr=theirs,
            cwd=tmp_path,
            env={**outside(), "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none", **environment},
            start_new_session=True,
            preexec_fn=heed_ctrl_c if heeding else None,  # noqa: PLW1509
        )

    def wait_for(self, text):
        """Read on until the program has painted a text."""
        return self.wait_until(lambda painted: text in painted)

    def wait_until(self, so):
        """Read on until what has been painted is as wanted."""
        end = time.monotonic() + PATIENCE
        while not so(self.painted):
            assert time.monotonic() < end, self.painted[-2000:]
            self.read(0.2)
        return self

    def wait_until_stopped(self):
        """Wait until the program has been put to sleep, which is after it has said its last."""
        end, status = time.monotonic() + PATIENCE, 0
        while not os.WIFSTOPPED(status):
            assert time.monotonic() < end, self.painted[-2000:]
            self.read(0.05)
            _, status = os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)
        return self.read_on()

    def read_on(self):
        """Read what was painted last, which may still be on its way when the program stops or ends: up to our own mark."""
        os.write(self.theirs, END.encode())
        self.wait_for(END)
        self.painted = self.painted.replace(END, "")
        return self

    def read(self, seconds):
        if select.select([self.ours], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                self.painted += os.read(self.ours, 65536).decode("utf-8", errors="replace")

    def type(self, keys):
        self.painted = ""
        os.write(self.ours, keys.encode())
        return self

    def ended(self):
        """Return the exit code, reading on so that nothing blocks."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, self.painted[-2000:]
            self.read(0.05)
        return self.read_on().process.returncode

    def as_found(self):
        """Tell whether the terminal is as it was: its settings, the cursor, the first screen, no mouse."""
        left = self.painted
        return (
            termios.tcgetattr(self.theirs) == self.before
            and left.rfind("\x1b[?1049l") > left.rfind("\x1b[?1049h")
            and left.rfind("\x1b[?25h") > left.rfind("\x1b[?25l")
            and left.rfind("\x1b[?1000l") >= left.rfind("\x1b[?1000h")
        )


def rows_of(painted):
    """Return the lowest row that has been painted on."""
    return max((int(row) for row in re.findall(r"\x1b\[(\d+);\d+H", painted)), default=0)


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def start(*arguments, **environment):
        opened.append(Terminal(arguments, tmp_path, **environment))
        return opened[-1]

    yield start
    for one in opened:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        if one.process.stdout is not None:
            one.process.stdout.close()
        os.close(one.ours)
        os.close(one.theirs)


def test_a_walk_on_screens_ends_with_its_recommendation_on_standard_output(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.type("1").wait_for("trusted")
    screen.type("2").wait_for("PAUSE")
    screen.type("\x1b")
    assert screen.ended() == 0
    assert screen.as_found()
    assert b"Not yet" in screen.process.stdout.read()


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130), ("SIGQUIT", 131)])
@pytest.mark.parametrize("given", ["", "1"])
def test_a_signal_leaves_the_terminal_as_it_was_found(terminal, name, code, given):
    screen = terminal("run", "before-you-post").wait_for("account")
    if given:
        screen.type(given).wait_for("trusted")
    screen.process.send_signal(getattr(signal, name))
    assert screen.ended() == code
    assert screen.as_found()


def test_ctrl_c_leaves_the_terminal_as_it_was_found(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


@pytest.mark.parametrize("gap", [0.001, 0.002, 0.003])
def test_ctrl_c_pressed_twice_in_lines_says_once_how_to_go_on(terminal, gap):
    screen = terminal("run", "pause-for-thought", "--plain", whole=True, heeding=True).wait_for("> ")
    screen.type("1\n").wait_for("> ").type("")
    for _ in range(2):
        with contextlib.suppress(ProcessLookupError):
            os.kill(screen.process.pid, signal.SIGINT)
        time.sleep(gap)
    assert screen.ended() == 130
    assert screen.painted.count("To go on from there: postwise run pause-for-thought --resume") == 1


def test_a_driver_that_is_none_is_said_to_be(terminal):
    screen = terminal("run", "before-you-post", TEXTUAL_DRIVER="\x1b[31m")
    assert screen.ended() == 2
    assert "TEXTUAL_DRIVER names no driver" in screen.painted


@pytest.mark.parametrize("driver", ["nope", "os:nope", "os:path", "os", ":", "\x1b[31m"])
def test_what_is_no_driver_is_found_out_before_anything_is_drawn(monkeypatch, driver):
    monkeypatch.setattr("textual.constants.DRIVER", driver)  # which is read once, when Textual is loaded
    with pytest.raises(PostwiseError, match="TEXTUAL_DRIVER names no driver"):
        PostwiseApp(Library())


@pytest.mark.parametrize(
    "said",
    [
        {"COLUMNS": "²", "LINES": "9" * 20},
        {"COLUMNS": "-1", "LINES": "x"},
        {"COLUMNS": ""},
        {"TEXTUAL_FPS": "9" * 11, "TEXTUAL_SCREENSHOT": "0"},
    ],
)
def test_a_number_that_is_none_is_not_heeded(terminal, said):
    screen = terminal("run", "before-you-post", **said).wait_for("account")
    screen.type("\x03")
    assert screen.ended() == 130


def test_colours_that_nobody_knows_are_said_to_be(terminal):
    screen = terminal("run", "before-you-post", TEXTUAL_COLOR_SYSTEM="nope")
    assert screen.ended() == 2
    assert "TEXTUAL_COLOR_SYSTEM names no set" in screen.painted


def test_a_log_that_cannot_be_written_is_said_to_be(terminal, tmp_path):
    screen = terminal("run", "before-you-post", TEXTUAL_LOG=str(tmp_path / "no" / "where"))
    assert screen.ended() == 2
    assert "TEXTUAL_LOG names a file that cannot be written" in screen.painted


def test_it_ends_with_its_terminal_though_nobody_tells_it(tmp_path):
    terminal = Terminal(["run", "before-you-post"], tmp_path).wait_for("?")
    os.close(terminal.theirs)
    os.close(terminal.ours)
    assert terminal.process.wait(PATIENCE) == 129
    terminal.process.stdout.close()


@pytest.mark.parametrize("stopped", [False, True])
def test_after_an_unannounced_stop_keys_are_heard_and_the_terminal_is_left_as_it_was_found(terminal, stopped):
    screen = terminal("run", "before-you-post").wait_for("account")
    for _ in range(3):
        screen.painted = ""
        if stopped:
            screen.process.send_signal(signal.SIGSTOP)
            screen.wait_until_stopped()
            termios.tcsetattr(screen.theirs, termios.TCSANOW, screen.before)  # as a shell does
        screen.process.send_signal(signal.SIGCONT)
        screen.wait_until(lambda painted: "account" in painted.partition("\x1b[?1049h")[2])
    screen.type("1").wait_for("trusted")
    screen.type("\x03").wait_for("Leave now?")
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


@pytest.mark.parametrize(
    "stop",
    [lambda screen: screen.process.send_signal(signal.SIGTSTP), lambda screen: screen.type("\x1a")],
    ids=["TSTP", "ctrl-z"],
)
def test_a_stop_that_is_announced_lends_the_terminal_and_takes_it_again(terminal, stop):
    screen = terminal("run", "before-you-post").wait_for("account")
    stop(screen)
    screen.wait_until_stopped()
    assert screen.as_found()
    screen.painted = ""
    screen.process.send_signal(signal.SIGCONT)
    screen.wait_until(lambda painted: "account" in painted.partition("\x1b[?1049h")[2])
    screen.type("1").wait_for("trusted")
    screen.type("\x03").wait_for("Leave now?")
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


def test_ctrl_z_gives_the_terminal_back_from_a_dialog_and_its_field_too(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    screen.type("1").wait_for("trusted")
    for keys, shown in (("?", "esc closes"), ("\x10", "ype a few letters"), ("\x11", "Leave now?")):
        screen.type(keys).wait_for(shown)
        screen.type("\x1a").wait_until_stopped()
        assert screen.as_found()
        screen.painted = ""
        screen.process.send_signal(signal.SIGCONT)
        screen.wait_until(lambda painted, shown=shown: shown in painted.partition("\x1b[?1049h")[2])
        screen.type("\x1b").wait_for("trusted")
    screen.type("\x03\x03")
    assert screen.ended() == 130


def test_a_click_answers_as_a_hand_makes_it(terminal, tmp_path):
    path = tmp_path / "way.toml"
    path.write_text(WAY, encoding="utf-8")
    screen = terminal("run", str(path)).wait_for("Which way")
    assert any(clicked(screen, row) for row in range(4, 13)), "a press, and a moment later the release"


def clicked(screen, row):
    """Click somewhere on a row; return whether that has answered."""
    screen.type(f"\x1b[<0;50;{row}M")
    time.sleep(0.1)
    screen.type(f"\x1b[<0;50;{row}m")
    for _ in range(10):
        time.sleep(0.03)
        screen.read(0)
    return "The end." in screen.painted


WAY = """
format = 1
[tree]
title = "Way"
start = "way"
[question.way]
ask = "Which way?"
answers = [{ id = "left", text = "To the left", goto = "end" }, { id = "right", text = "To the right", goto = "end" }]
[outcome.end]
headline = "The end."
"""


def test_ctrl_z_takes_no_words_away(terminal, tmp_path):
    path = tmp_path / "words.toml"
    path.write_text(WORDS, encoding="utf-8")
    screen = terminal("run", str(path)).wait_for("What happened")
    screen.type("She rang").wait_for("She rang")
    screen.type("\x1a").wait_until_stopped()
    screen.painted = ""
    screen.process.send_signal(signal.SIGCONT)
    screen.wait_until(lambda painted: "She rang" in painted.partition("\x1b[?1049h")[2])


WORDS = """
format = 1
[tree]
title = "Words"
start = "what"
[question.what]
ask = "What happened?"
type = "text"
goto = "end"
[outcome.end]
headline = "The end."
"""


def test_let_go_on_again_and_again_while_it_paints_it_still_ends_with_the_terminal_as_it_was_found(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    for _ in range(10):
        screen.process.send_signal(signal.SIGCONT)
        screen.read(0.01)
    screen.process.send_signal(signal.SIGTERM)
    assert screen.ended() == 143
    assert screen.as_found()


def test_what_is_typed_while_the_terminal_is_taken_anew_is_not_lost(terminal):
    screen = terminal("run", "before-you-post").wait_for("account")
    for delay in (0, 0.04, 0.08, 0.12, 0.16):
        for _ in range(3):
            screen.process.send_signal(signal.SIGCONT)
            screen.read(0.01)
        time.sleep(delay)
        screen.type("1").wait_for(
            "asks for more care"
        )  # why we ask: no trail says that, and one is drawn after its page
        screen.type("\x7f").wait_for("Each is heard")
    screen.type("\x03")
    assert screen.ended() == 130
    assert screen.as_found()


def test_let_go_on_while_the_terminal_is_lent_it_stays_lent_until_the_editor_ends(terminal, tmp_path):
    editor = tmp_path / "vi"
    editor.write_text("#!/bin/sh\necho edited\nread line\n", encoding="utf-8")
    editor.chmod(0o755)
    (tmp_path / "sure.toml").write_text(TELLING.replace('start = "who"', 'start = "sure"'), encoding="utf-8")
    screen = terminal("preview", "sure.toml", EDITOR=str(editor)).wait_for("Are you sure?")
    screen.type("e").wait_for("edited")
    screen.process.send_signal(signal.SIGCONT)
    screen.read(0.3)
    assert screen.as_found()
    screen.type("\n").wait_until(lambda painted: "Are you sure" in painted.partition("\x1b[?1049h")[2])
    screen.process.send_signal(signal.SIGTERM)
    assert screen.ended() == 143
    assert screen.as_found()


CRASHING = """
from postwise.walk.walk import Walk

def crashing(way):
    def after(self, *given, **more):
        walk = way(self, *given, **more)
        if self.steps:
            secret = given
            raise LookupError(f"{secret!r} in {self.answers}")
        return walk
    return after

for name in ("answer", "change"):
    setattr(Walk, name, crashing(getattr(Walk, name)))
"""
TELLING = """format = 1
[tree]
title = "Whom do I tell?"
start = "who"
[question.who]
ask = "Who is it about?"
type = "text"
goto = "sure"
[question.sure]
ask = "Are you sure?"
yes = "go"
no = "go"
[outcome.go]
verdict = "go"
headline = "Tell it."
"""


@pytest.fixture
def broken(tmp_path):
    """Return an environment in which the second answer of a walk is a fault that quotes every answer."""
    (tmp_path / "telling.toml").write_text(TELLING, encoding="utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(CRASHING, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "broken"), os.environ.get("PYTHONPATH", "")])
    return {"PYTHONPATH": path, "POSTWISE_DATA": str(tmp_path / "own" / "data")}


def told_nothing(said, tmp_path):
    """Hold what is said of a crash, and its report, to this: how to go on, where it was, no answer. Return the command."""
    assert "This is a fault of postwise itself" in said
    for word in ("Ines", "LookupError", "Traceback", "locals"):
        assert word not in said
    report = tmp_path / "own" / "data" / "crash.txt"
    assert str(report) in said
    assert [stat.S_IMODE(one.stat().st_mode) for one in (report, report.parent)] == [0o600, 0o700]
    written = report.read_text(encoding="utf-8")
    assert "builtins.LookupError" in written
    assert re.search(r"^  postwise/plain\.py:\d+ in \w+$|^  postwise/tui/.*\.py:\d+ in \w+$", written, re.MULTILINE)
    assert re.search(r"^textual \d", written, re.MULTILINE)
    for word in ("Ines", "sure", "yes", str(tmp_path)):
        assert word not in written
    return re.search(r"postwise (run telling\.toml --resume \w+)", said)[1].split()


def test_a_crash_on_screens_leaves_the_terminal_as_it_was_found_and_tells_no_answer(terminal, tmp_path, broken):
    screen = terminal("run", "telling.toml", **broken).wait_for("Who is it about?")
    screen.type("Ines\r").wait_for("Yes")
    screen.type("1")
    assert screen.ended() == 70
    assert screen.as_found()
    onward = told_nothing(screen.painted.rpartition("\x1b[?1049l")[2], tmp_path)
    assert b"Ines" not in screen.process.stdout.read()
    assert terminal(*onward).wait_for("Are you sure?")


def test_a_crash_in_lines_tells_no_answer(terminal, tmp_path, broken):
    screen = terminal("run", "telling.toml", "--plain", **broken).wait_for("Who is it about?")
    screen.type("Ines\n").wait_for("Are you sure?")
    screen.type("1\n")
    assert screen.ended() == 70
    onward = told_nothing(screen.painted, tmp_path)
    assert terminal(*onward, "--plain").wait_for("Are you sure?")


def test_a_terminal_that_cannot_draw_gets_lines(terminal):
    screen = terminal("run", "before-you-post", TERM="dumb").wait_for("Type a number")
    assert "\x1b[?1049h" not in screen.painted
    screen.type("q\n")
    assert screen.ended() == 1


def test_a_walk_that_has_ended_can_be_come_back_to_in_lines(terminal):
    lines = terminal("run", "pause-for-thought", "--plain", whole=True).wait_for("> ")
    lines.type("1\n").wait_for("Question 2")
    lines.type("1\n").wait_for("to end.")
    lines.type("q\n")
    assert lines.ended() == 0
    (command,) = re.findall(r"To come back to it: postwise (.*)\r\n", lines.painted)
    again = terminal(*command.split(), whole=True).wait_for("to end.")
    assert "Type a number" not in again.painted
    again.type("b\n").wait_for("Question 2")


def test_a_walk_through_two_trees_is_come_back_to_in_the_last_though_nothing_was_asked_there(terminal, tmp_path):
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    asks = '[question.q]\nask = "Q?"\nyes = "on"\nno = "on"\n'
    one = f'format = 1\n[tree]\ntitle = "One"\nstart = "q"\n{asks}[outcome.on]\nheadline = "On."\ntree = "two"\n'
    two = f'format = 1\n[tree]\ntitle = "Two"\nstart = "q"\n{asks}[outcome.on]\nheadline = "There."\n'
    for name, text in (("one", one), ("two", two)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    lines = terminal("run", "one", "--plain", whole=True).wait_for("> ")
    lines.type("y\n").wait_for("to end.")
    lines.type("go on\n").wait_for("There.")
    lines.type("q\n")
    assert lines.ended() == 0
    (command,) = re.findall(r"To come back to its last part: postwise (.*)\r\n", lines.painted)
    assert terminal(*command.split(), whole=True).wait_for("to end.").wait_for("There.")


def test_the_code_of_a_walk_that_has_ended_opens_its_end_on_screens(terminal):
    code = Walk.start(load(shipped_folder() / "pause-for-thought.toml")).answer("no").answer("yes").code
    screen = terminal("run", "pause-for-thought", "--resume", code, whole=True).wait_for("Other road")
    screen.type("\x1b")
    assert screen.ended() == 0
    assert screen.as_found()


def test_what_is_put_aside_on_leaving_is_gone_on_with_by_the_command_that_is_printed(terminal):
    screen = terminal("run", "before-you-post", whole=True).wait_for("account")
    screen.type("1").wait_for("trusted").type("\x11").wait_for("Leave now?").type("k")
    for number, asked, then in (("1", "trusted", "Whose"), ("2", "Whose", "Whose")):
        assert screen.ended() == 1
        assert f"To go on with it where it was left: postwise run --record {number}" in screen.painted
        assert "Your record stays" not in screen.painted
        screen = terminal("run", "--record", number, whole=True).wait_for(asked)
        if asked != then:
            screen.type("1").wait_for(then).type("\x11").wait_for("Leave now?").type("k")
    screen.type("\x11")
    assert screen.ended() == 1, "it stands as it was kept"


def test_a_terminal_without_screens_has_the_library_in_lines(terminal):
    screen = terminal(TERM="dumb", whole=True).wait_for("Type a number to begin")
    screen.type("q\n")
    assert screen.ended() == 0


def test_the_library_opens_and_closes(terminal):
    screen = terminal().wait_for("Pause for thought").wait_for("Help")
    screen.wait_until(lambda painted: rows_of(painted) > 25)  # as large as it is, though the result goes elsewhere
    screen.type("\x11")
    assert screen.ended() == 0
    assert screen.as_found()


NEVER_READ = """
import threading
from postwise.tree import loader

reading = loader.read_source

def read(*given):
    if threading.current_thread() is not threading.main_thread():
        threading.Event().wait()
    return reading(*given)

loader.read_source = read
"""


@pytest.mark.parametrize(("key", "name", "code"), [
    ("\x03", "", 130), ("\x11", "", 0), ("", "SIGTERM", 143), ("", "SIGHUP", 129),
])  # fmt: skip
def test_it_ends_without_waiting_for_what_is_worked_out_beside_the_screens(terminal, tmp_path, key, name, code):
    (tmp_path / "telling.toml").write_text(TELLING, encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(NEVER_READ, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    screen = terminal("preview", "telling.toml", PYTHONPATH=path).wait_for("reading")
    if key:
        screen.type(key)
    else:
        screen.process.send_signal(getattr(signal, name))
    assert screen.ended() == code
    assert screen.as_found()


@pytest.mark.parametrize("left", ["q\n", "\x04"])
def test_in_lines_what_is_printed_elsewhere_is_heard_too_and_printed_once(tmp_path, left):
    tree = (
        'format = 1\n[tree]\ntitle = "Plant it?"\nstart = "light"\n[question.light]\nask = "Is there light?"\n'
        'yes = "go"\nno = "stay"\n[outcome.go]\nheadline = "Plant it."\n[outcome.stay]\nheadline = "Wait a while."\n'
    )
    (tmp_path / "plant.toml").write_text(tree, encoding="utf-8")
    screen = Terminal(["run", "--plain", "plant.toml"], tmp_path)
    screen.wait_for("light?").type("1\n")
    screen.wait_for("The word more says the rest").wait_for("to end.").type("change 1\n")
    screen.wait_for("leave it as it is").type("2\n")
    screen.wait_for("Wait a while.").wait_for("The word more says the rest").wait_for("to end.").type(left)
    assert screen.ended() == 0
    printed = screen.process.stdout.read().decode("utf-8", errors="replace")  # in whichever encoding it was asked for
    screen.process.stdout.close()
    assert printed.count("Plant it?") == 1, printed
    assert "Wait a while." in printed
    assert "The word more" not in printed
    assert printed.splitlines()[-1].startswith("postwise run ")


def test_proposals_are_gone_through_in_lines_and_the_terminal_is_lent_to_an_editor_between_them(terminal, tmp_path):
    editor = tmp_path / "vi"
    editor.write_text(
        '#!/bin/sh\ntrap "" INT\nstty -icanon -echo; echo "edited $1"; read line\nkill -9 $$\n', encoding="utf-8"
    )
    editor.chmod(0o755)
    (tmp_path / "sure.toml").write_text(TELLING, encoding="utf-8")
    made = {"tree": "sure", "question": "sure", "proposed": "Are you quite sure?", "reason": "So."}
    said = {"schema": "postwise.debrief/1", "date": "2026-11-22", "proposals": [made]}
    (tmp_path / "a.json").write_text(json.dumps(said), encoding="utf-8")
    screen = terminal("debrief", "a.json", "--apply", "sure.toml", EDITOR=str(editor), heeding=True).wait_for("> ")
    screen.type("e\n").wait_for("edited +")
    screen.type("\x03\n").wait_for("vi ended with -9")
    assert termios.tcgetattr(screen.theirs) == screen.before
    screen.type("w\n").wait_for("Written.")
    assert screen.ended() == 0
    assert b"Written into sure.toml: sure." in screen.process.stdout.read()
    assert "Are you quite sure?" in (tmp_path / "sure.toml").read_text(encoding="utf-8")
    screen = terminal("debrief", "a.json", "--apply", "sure.toml", heeding=True)
    assert screen.ended() == 0
    assert "It stands in the file already." in screen.painted
