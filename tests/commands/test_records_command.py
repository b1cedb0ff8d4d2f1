"""postwise records: nothing until something is saved; then shown, replayed, exported, and deleted for good."""

from __future__ import annotations

import json
import sqlite3

import pytest

from postwise import Walk, load
from postwise.commands.records import GONE, NOWHERE, TO_GO_ON, TO_ITS_END
from postwise.show.recommendation_document import RecommendationDocument
from postwise.tree.library import shipped_folder
from postwise.walk.record_store import NONE_SAVED, Records

TWO_LINES = r"""format = 1
[tree]
title = "Two\nlines"
start = "sure"
[question.sure]
ask = "Sure?"
yes = "end"
no = "end"
[outcome.end]
headline = "The first,\nand the second."
"""


@pytest.fixture
def saved(tmp_path, monkeypatch):
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "data"))
    tree = load(shipped_folder() / "before-you-post.toml")
    return Records().save(Walk.start(tree).answer("org").answer("no"), "answers")


def test_with_nothing_saved_there_is_no_file(postwise, tmp_path, monkeypatch):
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "data"))
    assert "Nothing is saved" in postwise("records", "list").out
    assert list(tmp_path.iterdir()) == []


def test_what_was_saved_is_listed_and_shown(postwise, saved):
    assert "Should I post this?" in postwise("records", "list").out
    assert postwise("records").out == postwise("records", "list").out
    (entry,) = json.loads(postwise("records", "list", "--format", "json").out)["records"]
    assert (entry["id"], entry["outcome"]) == (saved, "pause-owner")
    out = postwise("records", "show", saved).out
    assert "The organisation's own account" in out
    assert out.startswith("Pause: ")


def test_a_headline_of_two_lines_is_one_in_a_list_and_in_a_sentence(postwise, tmp_path, monkeypatch):
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "data"))
    path = tmp_path / "two.toml"
    path.write_text(TWO_LINES, encoding="utf-8")
    saved = Records().save(Walk.start(load(path)).answer("yes"), "answers")
    assert [line.split("  ", 3)[-1] for line in postwise("records").out.splitlines() if "Two" in line] == [
        "Two lines  info: The first, and the second."
    ]
    path.write_text(TWO_LINES.replace('"end"', '"other"').replace(".end]", ".other]"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["."]\n', encoding="utf-8")
    assert [line.partition("info: ")[2] for line in postwise("records", "replay", saved).out.splitlines()[:2]] == [
        "The first, and the second.",
        "The first, and the second.",
    ]


def test_a_record_is_shown_as_the_walk_was(postwise, saved):
    walk = Walk.start(load(shipped_folder() / "before-you-post.toml")).answer("org").answer("no")
    then = RecommendationDocument.of(walk).as_text().split("\n\n")
    shown = postwise("records", "show", saved).out.split("\n\n")
    assert shown[0].startswith(f"{then[0]}; saved on 20")
    assert [part.rstrip() for part in shown[1:]] == [
        part.rstrip()
        for part in then[1:]
        if part.partition("\n")[0] not in {"See", "What decided it", "What would change this", "Sources"}
    ]


def test_a_record_is_exported_whole(postwise, saved, tmp_path):
    assert json.loads(postwise("records", "export", saved).out)["outcome"]["id"] == "pause-owner"
    postwise("records", "export", saved, "--output", tmp_path / "one.json")
    assert json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))["schema"] == "postwise.record/1"


def test_a_record_in_an_unchanged_tree_differs_in_nothing(postwise, saved):
    said = postwise("records", "replay", saved)
    assert (said.code, said.out) == (0, "Nothing would differ.\n")


def test_a_record_in_a_changed_tree_says_what_and_where(postwise, saved, tmp_path):
    text = (shipped_folder() / "before-you-post.toml").read_text(encoding="utf-8")
    (tmp_path / "ours").mkdir()
    changed = text.replace('goto = "pause-owner"', 'goto = "go-official"')
    assert changed != text
    (tmp_path / "ours" / "before-you-post.toml").write_text(changed, encoding="utf-8")
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    said = postwise("records", "replay", saved)
    assert said.code == 1
    assert "Then: pause: " in said.out
    assert "Now:  go: " in said.out
    assert "from here on: Are you one of the people trusted" in said.out


def test_a_deleted_record_is_gone(postwise, saved):
    assert postwise("records", "delete", saved).code == 0
    assert postwise("records", "show", saved).code == 2
    assert postwise("records", "delete", saved).code == 2


def test_a_damaged_record_is_said_and_the_others_are_listed(postwise, saved):
    damaged = Records().save(Walk.start(load(shipped_folder() / "before-you-post.toml")).answer("org").answer("no"))
    with sqlite3.connect(Records().path) as file:
        file.execute("UPDATE record SET saved = 'yesterday' WHERE id = ?", (damaged,))
    file.close()
    said = postwise("records", "list")
    assert (said.code, said.out.count("Should I post this?")) == (0, 1)
    assert f"postwise records delete {damaged}" in said.err
    assert [one["id"] for one in json.loads(postwise("records", "list", "--format", "json").out)["records"]] == [saved]
    for what in ("show", "export", "replay"):
        said = postwise("records", what, damaged)
        assert (said.code, "is damaged" in said.err) == (2, True)


def test_a_number_has_to_be_named(postwise, saved):
    said = postwise("records", "show")
    assert said.code == 2
    assert "postwise records list" in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "1"), "The number of a record does not go with list. It goes with show, replay, delete or export."),
        (("show", "1", "--format", "json"), "--format does not go with show. It goes with list."),
        (("delete", "1", "--output", "kept"), "--output does not go with delete. It goes with list, show or export."),
        (("replay", "1", "--output", "kept"), "--output does not go with replay."),
    ],
)
def test_nothing_that_was_asked_for_goes_unheard(postwise, saved, words, sentence):
    said = postwise("records", *words)
    assert (said.code, said.out) == (2, "")
    assert f"postwise: {sentence}" in said.err
    assert postwise("records", "show", saved).code == 0


def test_the_list_goes_where_it_is_asked_for(postwise, saved, tmp_path):
    assert postwise("records", "list", "--output", "here").out == ""
    assert "Should I post this?" in (tmp_path / "here").read_text(encoding="utf-8")


@pytest.fixture
def aside(tmp_path, monkeypatch):
    """Put a walk through a tree of one's own aside, in which something was answered in one's own words."""
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "data"))
    (tmp_path / "trees").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["trees"]\n', encoding="utf-8")
    (tmp_path / "trees" / "ours.toml").write_text(OURS, encoding="utf-8")
    walk = Walk.start(load(tmp_path / "trees" / "ours.toml")).answer("It rains.").answer("yes")
    return Records().put_aside(walk)


OURS = """format = 1
[tree]
title = "Ours"
start = "words"
[question.words]
ask = "What happened?"
type = "text"
goto = "sure"
[question.sure]
ask = "Sure?"
yes = "more"
no = "end"
[question.more]
ask = "And now?"
yes = "end"
no = "end"
[outcome.end]
headline = "The end."
"""


def test_what_was_put_aside_can_be_gone_on_with_in_lines(postwise, aside):
    listed = postwise("records").err.splitlines()
    assert listed[-1].endswith(f"postwise run --record {aside}")
    shown = postwise("records", "show", str(aside)).err.splitlines()
    assert shown[-1] == f"{TO_GO_ON}: postwise run --record {aside}"
    told = json.loads(postwise("run", "--record", str(aside), "--format", "json").out)
    assert [step["answer"] for step in told["steps"]] == ["It rains.", "yes"]


def test_of_what_was_put_aside_in_a_tree_that_is_gone_that_is_said(postwise, aside, tmp_path):
    (tmp_path / "trees" / "ours.toml").unlink()
    assert postwise("records", "show", str(aside)).err.splitlines()[-1] == GONE


def test_another_road_is_called_one_in_the_list(postwise, aside, tmp_path):
    Records().put_aside(Walk.start(load(tmp_path / "trees" / "ours.toml")).answer("It thunders."), other=True)
    listed = postwise("records").out.splitlines()
    assert [row.endswith("Ours  another road, put aside, to go on with") for row in listed] == [True, False]
    entries = json.loads(postwise("records", "--format", "json").out)["records"]
    assert [entry["other"] for entry in entries] == [True, False]


def test_a_record_says_whom_to_turn_to_as_the_recommendation_did(postwise, aside, tmp_path):
    with (tmp_path / "trees" / "ours.toml").open("a", encoding="utf-8") as file:
        file.write(
            'see = [{ title = "The late desk", phone = "029 2000" }, { title = "Read", url = "https://a.example" }]\n'
        )
    walk = Walk.start(load(tmp_path / "trees" / "ours.toml")).answer("It rains.").answer("no")
    number = Records().save(walk, "answers")
    shown = postwise("records", "show", str(number)).out
    there = RecommendationDocument.of(walk).as_text()
    for section in ("Whom to turn to\n  - The late desk: 029 2000", "See\n  - Read: https://a.example"):
        assert section in shown
        assert section in there
    told = json.loads(postwise("records", "export", str(number)).out)["outcome"]["see"]
    assert told[0] == {"title": "The late desk", "url": "", "phone": "029 2000"}


def test_a_record_whose_people_to_turn_to_are_others_now_says_so(postwise, aside, tmp_path):
    path = tmp_path / "trees" / "ours.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}see = [{{ title = "The late desk", phone = "029 2000" }}]\n', encoding="utf-8")
    number = Records().save(Walk.start(load(path)).answer("It rains.").answer("no"), "draft")
    assert postwise("records", "replay", str(number)).out.strip() == "Nothing would differ."
    path.write_text(f'{text}see = [{{ title = "The late desk", phone = "029 3000" }}]\n', encoding="utf-8")
    said = postwise("records", "replay", str(number))
    assert (said.code, said.out.strip()) == (0, "The recommendation is the same, in other words now.")
    with sqlite3.connect(Records().path) as records:  # as 0.1.0 kept it
        records.execute("update record set body = json_remove(body, '$.see') where id = ?", [number])
    records.close()
    assert postwise("records", "replay", str(number)).out.strip() == "Nothing would differ."


def test_a_walk_in_a_tree_named_by_its_path_is_replayed_there_and_not_in_another_of_the_name(
    postwise, aside, tmp_path, tmp_path_factory, monkeypatch
):
    apart = tmp_path / "apart"
    apart.mkdir()
    (apart / "ours.toml").write_text(OURS.replace("The end.", "The other end."), encoding="utf-8")
    number = Records().save(Walk.start(load(apart / "ours.toml")).answer("It rains.").answer("no"), "draft")
    assert postwise("records", "replay", str(number)).out.strip() == "Nothing would differ."
    assert json.loads(postwise("records", "export", str(number)).out)["files"]["ours"]["path"] == str(
        apart / "ours.toml"
    )
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))  # from where the library is another one
    assert f"postwise run --record {aside}" in postwise("records", "show", str(aside)).err
    assert json.loads(postwise("run", "--record", str(aside), "--format", "json").out)["steps"]
    (apart / "ours.toml").unlink()
    monkeypatch.chdir(tmp_path)
    assert 'The tree "ours" is not where it was any more' in postwise("records", "replay", str(number)).err
    (tmp_path / "trees" / "ours.toml").write_text(OURS.replace("The end.", "The other end."), encoding="utf-8")
    replayed = postwise("records", "replay", str(number)).out.strip()
    assert replayed == "Nothing would differ.", "to the letter, it is among the organisation's own now"


def test_no_tree_that_ships_takes_the_place_of_one_that_has_gone(postwise, aside, tmp_path):
    mine = tmp_path / "before-you-post.toml"
    mine.write_text(OURS, encoding="utf-8")
    number = Records().save(Walk.start(load(mine)).answer("It rains.").answer("no"), "draft")
    mine.unlink()
    said = postwise("records", "replay", str(number))
    assert (said.code, said.out) == (2, "")
    assert said.err == f'postwise: The tree "before-you-post" is not where it was any more: {mine}\n'


@pytest.mark.parametrize("file", ["/a\0b/ours.toml", "/\ud800/ours.toml", "ours.toml", 7, None])
def test_a_record_whose_tree_is_nowhere_a_file_can_be_is_damaged(postwise, aside, file):
    with sqlite3.connect(Records().path) as records:
        (body,) = records.execute("select body from record").fetchone()
        body = json.dumps({**json.loads(body), "files": {"ours": {"path": file, "fingerprint": ""}}})
        records.execute("update record set body = ?", [body])
    records.close()
    said = postwise("records", "show", str(aside))
    assert (said.code, said.out) == (2, "")
    assert "is damaged" in said.err


def test_a_record_names_a_tree_by_its_id_and_never_a_file_that_is_called_so(postwise, aside, tmp_path, monkeypatch):
    number = Records().save(
        Walk.start(load(tmp_path / "trees" / "ours.toml")).answer("It rains.").answer("no"), "draft"
    )
    (tmp_path / "trees" / "ours.toml").unlink()
    (tmp_path / "ours").write_text(OURS.replace("The end.", "The other end."), encoding="utf-8")
    said = postwise("records", "replay", str(number))
    assert (said.code, said.out) == (2, "")
    assert 'The tree "ours" is not where it was any more' in said.err


def test_what_is_wrong_with_a_tree_of_a_record_is_said_once(postwise, aside, tmp_path):
    path = tmp_path / "trees" / "ours.toml"
    path.write_text(OURS.replace('yes = "more"', 'yes = "nowhere"'), encoding="utf-8")
    said = postwise("records", "show", str(aside)).err
    assert said.count("unknown-target") == 1
    assert said.endswith(f"{GONE}\n")
    assert postwise("records", "replay", str(aside)).err.count("unknown-target") == 1


def test_a_record_of_which_nobody_kept_where_its_tree_lay_is_said_to_be_in_no_library(postwise, aside, tmp_path):
    with sqlite3.connect(Records().path) as records:  # as it was kept before
        records.execute("update record set body = json_remove(body, '$.files')")
    records.close()
    assert postwise("records", "show", str(aside)).err.count(TO_GO_ON) == 1
    (tmp_path / "postwise.toml").unlink()
    assert postwise("records", "show", str(aside)).err.splitlines()[-1] == NOWHERE


def test_of_the_recommendation_alone_it_is_said_that_it_cannot_be_walked_again_wherever_its_tree_is(
    postwise, aside, tmp_path
):
    mine = tmp_path / "mine.toml"
    mine.write_text(OURS, encoding="utf-8")
    number = Records().save(Walk.start(load(mine)).answer("It rains.").answer("no"))
    assert "Only the recommendation was kept" in postwise("records", "replay", str(number)).err


def test_the_list_leaves_out_what_cannot_be_shown(postwise, aside):
    with sqlite3.connect(Records().path) as records:
        records.execute("update record set body = json_set(body, '$.files', 5)")
    records.close()
    said = postwise("records")
    assert said.out.strip() == NONE_SAVED
    assert "is damaged" in said.err


def test_of_what_was_put_aside_and_stands_at_an_end_today_that_is_said(postwise, aside, tmp_path):
    path = tmp_path / "trees" / "ours.toml"
    path.write_text(OURS.replace('yes = "more"', 'yes = "end"'), encoding="utf-8")
    shown = postwise("records", "show", str(aside)).err
    assert shown.splitlines()[-1] == f"{TO_ITS_END}: postwise run --record {aside}"
    assert postwise("run", "--record", str(aside)).out.startswith("Info: The end.")
