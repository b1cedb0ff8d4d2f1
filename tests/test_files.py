"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from postwise import files
from postwise.errors import PostwiseError


@pytest.mark.unix
def test_a_file_is_replaced_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    files.write(path, "new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.unix
def test_a_file_that_acts_for_its_owner_does_not_once_another_has_written_it(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o4755)
    files.write(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_a_new_file_has_its_name_only_once_it_is_whole(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _handle: seen.append((tmp_path / "a.txt").exists()))
    files.write_new(tmp_path / "a.txt", "whole")
    assert seen == [False]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "whole"


@pytest.mark.unix
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    files.write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("write", [files.write, files.write_new])
def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, write):
    path = tmp_path / "a.txt"

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PostwiseError, match="No space left"):
        write(path, "new")
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_takes_the_place_of_another(tmp_path):
    files.write_new(tmp_path / "a.txt", "first")
    with pytest.raises(PostwiseError, match="there already"):
        files.write_new(tmp_path / "a.txt", "second")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "first"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_new_file_needs_no_links_and_has_the_mode_that_others_have(tmp_path, monkeypatch):
    monkeypatch.delattr(Path, "hardlink_to")
    monkeypatch.delattr(os, "link")
    files.write_new(tmp_path / "new", "word")
    files.write(tmp_path / "written", "word")
    (tmp_path / "usual").write_text("word", encoding="utf-8")
    assert len({stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}) == 1


@pytest.mark.parametrize("name", [".", "folder", "loop", "gone/file", "n" * 300])
def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    with pytest.raises(PostwiseError, match=r"is a folder\. Name a file in it|cannot be written"):
        files.write(Path(name), "word")
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "loop"}


def test_a_name_as_long_as_a_name_can_be_is_written(tmp_path):
    files.write(tmp_path / ("n" * 255), "word")
    files.write_new(tmp_path / ("m" * 255), "word")
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_added_stands_behind_every_byte_that_was_there(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\n\xff")
    files.append(tmp_path / "a.txt", "two\r\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xef\xbb\xbfone\r\n\xfftwo\r\n"


def test_a_half_of_a_character_in_a_text_does_not_keep_it_from_being_written(tmp_path):
    files.write(tmp_path / "a.txt", "name\udcff")
    assert (tmp_path / "a.txt").read_bytes() == b"name?"


@pytest.mark.unix
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/tty", ".", "pipe"])
def test_what_is_no_file_is_not_waited_for(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises(OSError, match=r"it is not a file|it is a folder|No such device"):
        files.read(Path(name))


def test_no_more_is_read_than_the_limit(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 101)
    assert len(files.read(path, 101)) == 101
    with pytest.raises(OSError, match="more than postwise reads"):
        files.read(path, 100)


def test_a_file_of_gigabytes_fills_no_memory(tmp_path):
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(OSError, match="larger than 100 MB"):
            files.read(path)
        assert tracemalloc.get_traced_memory()[1] < 350_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.unix
def test_a_pipe_takes_more_than_it_holds_however_slow_its_reader_is(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    slow = "exec <>pipe; echo open; sleep 0.2; head -c 300000 | wc -c"
    with subprocess.Popen(["/bin/sh", "-c", slow], stdout=subprocess.PIPE, cwd=tmp_path) as reader:
        assert reader.stdout.readline() == b"open\n"
        files.write(tmp_path / "pipe", "x" * 300_000)
        assert reader.communicate()[0].strip() == b"300000"


@pytest.mark.unix
def test_a_pipe_that_nobody_reads_is_said_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PostwiseError, match="pipe cannot be written: nobody reads from it"):
        files.write(tmp_path / "pipe", "words")


@pytest.mark.unix
def test_a_pipe_is_read_where_it_may_be(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["/bin/sh", "-c", "printf words > pipe"], cwd=tmp_path):
        assert files.read_text(str(tmp_path / "pipe")) == "words"
    slow = "exec >pipe; sleep 0.3; printf wo; sleep 0.1; printf rds"
    monkeypatch.setattr(files, "TEXT_LIMIT", 100)
    with subprocess.Popen(["/bin/sh", "-c", slow], cwd=tmp_path):
        assert files.read_text(str(tmp_path / "pipe")) == "words"
    with (
        subprocess.Popen(["/bin/sh", "-c", "printf %0200d 1 > pipe"], cwd=tmp_path),
        pytest.raises(PostwiseError, match="larger"),
    ):
        files.read_text(str(tmp_path / "pipe"))


@pytest.mark.unix
def test_a_pipe_that_nobody_writes_into_is_said_and_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    with pytest.raises(PostwiseError, match="pipe cannot be read: nobody writes into it"):
        files.read_text(str(tmp_path / "pipe"))


def test_a_name_where_nobody_may_look_is_free_until_it_is_written(tmp_path: Path, monkeypatch) -> None:
    def shut(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "stat", shut)
    monkeypatch.setattr(os, "lstat", shut)
    assert files.free_path(tmp_path, "walk", ".md") == tmp_path / "walk.md"
    assert not files.there(tmp_path)
    assert not files.no_folder(tmp_path)


def test_a_link_that_leads_nowhere_takes_its_name(tmp_path: Path) -> None:
    (tmp_path / "walk.md").symlink_to("gone")
    assert files.free_path(tmp_path, "walk", ".md") == tmp_path / "walk-2.md"


@pytest.mark.parametrize("name", ["", ".", "/", "..", "a\0b", "\ud800"])
@pytest.mark.parametrize("write", [files.write, files.append, files.write_new, files.write_private])
def test_a_name_that_no_file_can_have_gets_a_sentence(tmp_path, monkeypatch, write, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PostwiseError, match=r"is a folder\. Name a file in it\.|no file can have such a name\."):
        write(Path(name), "text")
    assert list(tmp_path.iterdir()) == []
