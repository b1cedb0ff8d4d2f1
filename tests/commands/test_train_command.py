"""postwise train where there is no terminal: the facilitator's crib, and sentences for what cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postwise.train.aggregate import MOST_PROBLEMS


def test_the_crib_holds_the_chosen_cases_in_their_order(postwise):
    said = postwise("train", "before-you-post", "--crib", "--case", "the-clip", "--case", "football-on-a-friday")
    assert said.code == 0
    assert said.out.index("The clip that everyone is sharing") < said.out.index("Football on a Friday")
    assert "Good news, early" not in said.out


def test_part_two_is_behind_part_one_whatever_order_is_asked_for(postwise):
    out = postwise("train", "before-you-post", "--crib", "--case", "dog-food-two", "--case", "dog-food-one").out
    assert out.index("Dog food, part one") < out.index("Dog food, part two")


def test_the_crib_of_a_tree_holds_every_case_with_an_organisations_own_people(postwise, tmp_path):
    (tmp_path / "postwise.toml").write_text('[profile]\nbuddy = "Ana"\n', encoding="utf-8")
    out = postwise("train", "before-you-post", "pause-for-thought", "--crib").out
    assert "Good news, early" in out
    assert "{buddy}" not in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("before-you-post", "--crib", "--case", "the-clp"), 'Did you mean "the-clip"?'),
        (("before-you-pst", "--crib"), 'Did you mean "before-you-post"?'),
        (("--write",), "A tree is written together on screens. Run it in a terminal that screens can be drawn on."),
        (("--resume", "gone.session", "--plain"), "gone.session: No such file"),
        (("--desk", "gone.session", "--plain"), "gone.session: No such file"),
    ],
)
def test_what_cannot_be_ends_with_a_sentence(postwise, arguments, sentence):
    said = postwise("train", *arguments)
    assert said.code == 2
    assert sentence in said.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--crib", "--debrief", "gone"), "--debrief does not go with --crib. It goes with --solo."),
        (("--debrief", "gone"), "--debrief does not go with a session of a group. It goes with --solo."),
        (("--write", "--debrief", "gone"), "--debrief does not go with --write."),
        (("--crib", "--desk", "gone"), "--crib does not go with --desk. Choose one of them."),
        (("--crib", "--resume", ""), "--crib does not go with --resume."),
        (("--solo", "--write"), "--solo does not go with --write."),
        (("gone", "--write"), "A tree does not go with --write."),
        (("gone", "--resume", "gone"), "A tree does not go with --resume."),
        (("--desk", "gone", "--case", "gone"), "--case does not go with --desk."),
    ],
)
def test_nothing_that_was_asked_for_goes_unheard(postwise, arguments, sentence):
    said = postwise("train", *arguments)
    assert (said.code, said.out) == (2, "")
    assert f"postwise: {sentence}" in said.err


@pytest.mark.parametrize(("more", "sentence"), [(1, "1 more file was not"), (2, "2 more files were not")])
def test_a_debrief_counts_the_files_it_could_not(postwise, tmp_path, more, sentence):
    paths = [tmp_path / f"{n}.jsonl" for n in range(MOST_PROBLEMS + more)]
    for path in paths:
        path.write_text("no session", encoding="utf-8")
    assert f"postwise: {sentence} counted.\n" in postwise("debrief", *paths).err


@pytest.mark.unix
def test_a_tree_that_cannot_be_opened_costs_nobody_the_others(postwise, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "gone.toml").symlink_to("nowhere")
    (tmp_path / "ours" / "large.toml").write_text("format = 1\n[tree]\n", encoding="utf-8")
    os.truncate(tmp_path / "ours" / "large.toml", 3_000_000_000)
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    said = postwise("train", "--crib")
    assert said.code == 0
    assert "large.toml cannot be opened" in said.err
    assert postwise("train", "--crib", "large").code == 2


@pytest.mark.parametrize("plain", [("--plain",), ()])
def test_a_session_is_led_in_lines_where_they_are_asked_for_or_no_screen_is_there_and_taken_up_again(
    postwise, tmp_path, plain
):
    said = postwise("train", "before-you-post", *plain, typed="case 3\nbegin\nn\n")
    (file,) = tmp_path.glob("*.session")
    assert said.code == 0
    assert "What must people be able to trust us for?" in said.err
    again = f"To go on: postwise train --resume {file}{' --plain' if plain else ''}\n"
    assert said.err.endswith(again) or os.name == "nt"
    said = postwise("train", "--resume", file, *plain, typed="w\nTo ask first.\nq\n")
    assert said.code == 0
    assert "Written as line 1: To ask first." in said.err
    said = postwise("train", "--desk", file, *plain, typed="f\nq\n")
    assert (said.code, "For the facilitator only:" in said.err) == (0, True)
    assert "The hour: 0 of 60 minutes." in said.err


def test_the_hour_is_played_beforehand_in_lines_and_nothing_of_it_stays(postwise, tmp_path):
    said = postwise("train", "before-you-post", "--rehearse", "--plain", typed="n\nn\nn\ng\nv\nn\nq\n")
    assert said.code == 0
    assert "12 of 12 are in" in said.err
    assert said.err.endswith("The votes are invented, and nothing of a rehearsal is kept.\n")
    assert list(tmp_path.rglob("*.session")) == []


def test_cases_alone_are_gone_through_in_lines_where_no_screen_is_there(postwise):
    said = postwise("train", "before-you-post", "--solo", typed="q\nq\n")
    assert said.code == 0
    assert "Case 1 of 3" in said.err


@pytest.mark.unix
def test_ctrl_c_leaves_the_session_on_the_disk_and_says_how_to_go_on(tmp_path):
    import signal
    import subprocess
    import sys

    words = [sys.executable, "-m", "postwise", "train", "before-you-post", "--plain"]
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True, errors="replace",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )  # fmt: skip
    process.stdin.write("begin\nn\n")
    process.stdin.flush()
    while "trust us for" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    (file,) = tmp_path.glob("*.session")
    assert said.endswith(f"The session is kept in {file.name}. To go on: postwise train --resume {file} --plain\n")


def test_where_lines_stand_in_the_way_of_writing_together_it_is_said_how_to_have_screens(postwise, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    before = "type POSTWISE_PLAIN=0 before the command."
    assert (
        f"this once: leave --plain out; where lines are on for good, {before}"
        in postwise("train", "--write", "--plain").err
    )
    monkeypatch.setenv("POSTWISE_PLAIN", "1")
    said = postwise("train", "--write")
    assert said.code == 2
    assert f"For screens, this once: {before}\n" in said.err
    (Path("x.toml")).write_text("", encoding="utf-8")
    assert (
        f"leave --debrief out. For screens, this once: {before}\n"
        in postwise("preview", "x.toml", "--debrief", "x").err
    )
