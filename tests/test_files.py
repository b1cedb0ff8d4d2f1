"""A file is written whole or not at all."""

from __future__ import annotations

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
    files.write_whole(path, "new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.unix
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "a.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    files.write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("write", [files.write_whole, files.write_new])
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


@pytest.mark.unix
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/tty", ".", "pipe"])
def test_what_is_no_file_is_not_waited_for(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with pytest.raises((PostwiseError, OSError)):
        files.read(Path(name))


def test_no_more_is_read_than_the_limit(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"x" * 101)
    assert len(files.read(path, 101)) == 101
    with pytest.raises(PostwiseError, match="more than postwise reads"):
        files.read(path, 100)


def test_a_file_of_gigabytes_fills_no_memory(tmp_path):
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(PostwiseError, match="larger than 100 MB"):
            files.read(path)
        assert tracemalloc.get_traced_memory()[1] < 350_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.unix
def test_a_pipe_is_read_where_it_may_be(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["/bin/sh", "-c", "printf words > pipe"], cwd=tmp_path):
        assert files.read_text(str(tmp_path / "pipe")) == "words"
