"""postwise run --record: a walk of one's records goes on in its own library, from wherever one is, as the shelf does."""

from __future__ import annotations

import json

import pytest

from postwise.tree.library import Library
from postwise.tree.organisation import read_settings
from postwise.tui.walks_in_hand import WalksInHand
from postwise.walk.record_store import Records
from postwise.walk.tree_files import library_of
from postwise.walk.walk import Walk
from postwise.walk.walking import Standing

FIRST = """format = 1
[tree]
title = "First"
start = "one"
[question.one]
ask = "One?"
yes = "two"
no = "two"
[question.two]
ask = "Have you asked {chief}?"
yes = "onward"
no = "done"
[outcome.onward]
headline = "Go on."
tree = "next"
[outcome.done]
headline = "Done."
"""
NEXT = """format = 1
[tree]
title = "Next"
start = "last"
[question.last]
ask = "Last?"
yes = "end"
no = "end"
[outcome.end]
headline = "The end."
"""


class Places:
    """Folders: `w` and `v` are of two organisations, `apart` is of none and has a first tree alone, `empty` is empty."""

    def __init__(self, root, monkeypatch):
        self.root, self.monkeypatch = root, monkeypatch
        for name in ("w/own", "w/more", "v/theirs", "apart", "empty"):
            (root / name).mkdir(parents=True)
        self.w, self.v, self.apart = root / "w", root / "v", root / "apart"
        self.home = self.w / "postwise.toml"
        self.home.write_text('[library]\ntrees = ["own", "more"]\n[profile]\nchief = "Ada"\n', encoding="utf-8")
        (self.v / "postwise.toml").write_text(
            '[library]\ntrees = ["theirs"]\n[profile]\nchief = "Bob"\n', encoding="utf-8"
        )
        (self.w / "own" / "first.toml").write_text(FIRST, encoding="utf-8")
        (self.w / "more" / "next.toml").write_text(NEXT, encoding="utf-8")
        (self.v / "theirs" / "next.toml").write_text(NEXT.replace("Next", "Stranger"), encoding="utf-8")
        (self.apart / "mine.toml").write_text(FIRST, encoding="utf-8")

    def go(self, folder):
        self.monkeypatch.chdir(folder)
        return Library.here()

    def begun(self, named, *answers):
        """Put aside a walk begun in `w`."""
        library = self.go(self.w)
        entry = library.find(named)
        library = library.beside(entry)
        walk = Walk.start(library.load(entry).tree, profile=library.words)
        for answer in answers:
            walk = walk.answer(answer)
        return Records().put_aside(walk)


@pytest.fixture
def places(tmp_path, monkeypatch, postwise):
    monkeypatch.setenv("POSTWISE_DATA", str(tmp_path / "data"))
    return Places(tmp_path / "places", monkeypatch)


def gone_on(postwise, number, typed):
    """Return what is asked as a record is gone on with in lines."""
    return postwise("run", "--plain", "--record", str(number), typed=typed).err


@pytest.mark.parametrize("named", ["first", "../apart/mine.toml"])
@pytest.mark.parametrize("there", ["w", "v", "empty"])
def test_it_goes_on_in_the_words_and_the_trees_it_was_begun_with(postwise, places, named, there):
    number = places.begun(named, "yes")
    places.go(places.root / there)
    asked = gone_on(postwise, number, "yes\ngo on\nq\n")
    assert "Have you asked Ada?" in asked
    assert "This goes on in “Next”" in asked
    assert "Last?" in asked
    assert f"Your record stays as it was: postwise run --record {number}" in asked
    assert "This goes on in “Stranger”" not in asked


@pytest.mark.parametrize("there", ["w", "v", "empty"])
def test_while_its_organisations_file_is_away_no_stranger_takes_its_place_and_nothing_is_forgotten(
    postwise, places, there
):
    (places.w / "own" / "first.toml").write_text(FIRST.replace("{chief}", "them"), encoding="utf-8")
    number = places.begun("first", "yes")
    away = places.home.rename(places.w / "away.toml")
    today = places.go(places.root / there)
    record = Records().get(number)
    asked = gone_on(postwise, number, "yes\nq\n")
    assert f"What your organisation says beside it is not known now: {places.home} is not there" in asked
    assert "Stranger" not in asked
    assert "In the folder" not in gone_on(postwise, number, "q\n"), "its library is not there"
    library = record.library(today)
    walk = record.road({"first": library.tree_named("first")}, library.words)
    again = Records().put_aside(walk, instead_of=number)
    assert Records().get(again).home == str(places.home)
    away.rename(places.home)
    places.go(places.root / there)
    assert "This goes on in “Next”" in gone_on(postwise, again, "yes\nq\n")


def test_a_tree_moved_into_another_library_to_the_letter_is_found_there(postwise, places):
    number = places.begun("next")
    number = Records().put_aside(Records().get(number).walk(Library.here().tree_named("next")))
    (places.v / "theirs" / "next.toml").unlink()
    (places.w / "more" / "next.toml").rename(places.v / "theirs" / "next.toml")
    places.go(places.v)
    assert "Last?" in gone_on(postwise, number, "q\n")
    places.go(places.root / "empty")
    said = postwise("run", "--record", str(number))
    assert (said.code, said.out) == (2, "")
    assert 'The tree "next" is not where it was any more' in said.err


def test_a_tree_begun_in_no_library_is_found_in_the_one_that_it_is_in_today(postwise, places):
    library = places.go(places.apart)
    (places.apart / "mine.toml").write_text(NEXT, encoding="utf-8")
    entry = library.find("mine.toml")
    number = Records().put_aside(Walk.start(library.beside(entry).load(entry).tree))
    assert Records().get(number).home == ""
    (places.apart / "mine.toml").rename(places.w / "own" / "mine.toml")
    places.go(places.w)
    assert "Last?" in gone_on(postwise, number, "q\n")


def test_begun_without_an_organisation_it_takes_no_words_of_the_one_where_one_stands(postwise, places):
    library = places.go(places.root / "empty")
    number = Records().put_aside(Walk.start(library.tree_named("before-you-post"), profile=library.words))
    (places.v / "theirs" / "before-you-post.toml").write_text(NEXT, encoding="utf-8")
    today = places.go(places.v)
    seen = Records().get(number).library(today)
    assert (seen.words, seen.folders) == ({}, ())
    assert "Last?" not in gone_on(postwise, number, "q\n")


def test_away_from_its_library_the_next_tree_is_named_by_its_path(places):
    library = places.go(places.w)
    walk = Walk.start(library.tree_named("first"), profile=library.words).answer("yes").answer("yes")
    today = places.go(places.v)
    assert library_of(walk, today).next_tree("next").typed == str(places.w / "more" / "next.toml")
    today = places.go(places.w)
    assert library_of(walk, today).next_tree("next").typed == "next"


def test_a_faulty_file_of_its_organisation_is_named_from_everywhere(postwise, places):
    number = places.begun("first", "yes")
    places.home.write_text("[library", encoding="utf-8")
    for there in ("v", "empty"):
        places.go(places.root / there)
        for command in (("run", "--record"), ("records", "show"), ("records", "replay")):
            assert f"{places.home} cannot be read as it stands." in postwise(*command, str(number)).err


def test_a_finished_walk_is_opened_at_its_end(postwise, places):
    library = places.go(places.w)
    walk = Walk.start(library.tree_named("first"), profile=library.words).answer("yes").answer("no")
    number = Records().save(walk, "answers")
    places.go(places.v)
    said = postwise("run", "--record", str(number))
    assert said.out.startswith("Info: Done.")
    told = json.loads(postwise("run", "--record", str(number), "--format", "json").out)
    assert [step["ask"] for step in told["steps"]] == ["One?", "Have you asked Ada?"]


@pytest.mark.parametrize(
    ("more", "called"),
    [
        (["first"], "A tree"),
        (["--resume", "P0"], "--resume"),
        (["--answer", "one=yes"], "--answer"),
        (["--draft", "d"], "--draft"),
    ],
)
def test_what_the_record_has_itself_is_not_said_beside_it(postwise, places, more, called):
    number = places.begun("first", "yes")
    said = postwise("run", "--record", str(number), *more)
    assert said.code == 2
    assert f"{called} does not go with --record" in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["run"], "Name a tree to walk through."),
        (["run", "--record", "x"], '"x" is not the number of a record.'),
        (["run", "--record", "99"], "There is no record 99"),
    ],
)
def test_what_cannot_be_walked_is_said(postwise, places, words, sentence):
    said = postwise(*words)
    assert said.code == 2
    assert sentence in said.err


def test_of_the_recommendation_alone_nothing_is_walked(postwise, places):
    library = places.go(places.w)
    number = Records().save(Walk.start(library.tree_named("next")).answer("yes"), "recommendation")
    assert "Only the recommendation was kept" in postwise("run", "--record", str(number)).err


def test_the_organisations_file_is_read_as_it_is_now(places):
    number = places.begun("first", "yes")
    today = places.go(places.root / "empty")
    assert Records().get(number).library(today).words["chief"] == "Ada"
    places.home.write_text('[library]\ntrees = ["own"]\n[profile]\nchief = "Ann"\n', encoding="utf-8")
    assert Records().get(number).library(today).words["chief"] == "Ann"
    assert Library.of(read_settings(places.home)).folders == (places.w / "own",)


@pytest.mark.parametrize("there", ["w", "v", "empty"])
def test_where_only_what_ships_was_walked_an_organisations_file_that_is_away_is_missed_and_not_forgotten(
    postwise, places, there
):
    library = places.go(places.w)
    number = Records().put_aside(Walk.start(library.tree_named("before-you-post"), profile=library.words))
    away = places.home.rename(places.w / "away.toml")
    today = places.go(places.root / there)
    seen = Records().get(number).library(today)
    assert (seen.words, seen.folders, seen.home) == ({}, (), str(places.home))
    assert f"{places.home} is not there" in gone_on(postwise, number, "q\n")
    away.rename(places.home)
    assert Records().get(number).library(places.go(places.root / there)).words["chief"] == "Ada"


def test_away_from_its_library_a_code_says_in_which_folder_it_holds(postwise, places):
    number = places.begun("first", "yes")
    for there, said in (("v", True), ("w", False)):
        places.go(places.root / there)
        ended = postwise("run", "--plain", "--record", str(number), typed="no\nq\n").out
        assert (f"with the next line, in the folder {places.w}" in " ".join(ended.split())) is said
        stopped = gone_on(postwise, number, "q\n")
        assert (f"postwise run {places.w / 'own' / 'first.toml'} --resume" in stopped) is said
        assert (f"In the folder {places.w}, where its library is:" in stopped) is said


def test_a_library_that_has_these_very_trees_lends_its_words_and_takes_nothing_over(postwise, places):
    """Both organisations list one folder; the file of the one that a walk was begun with is away."""
    (places.v / "postwise.toml").write_text(
        '[library]\ntrees = ["../w/own", "theirs"]\n[profile]\nchief = "Bob"\n', encoding="utf-8"
    )
    number = places.begun("first", "yes")
    away = places.home.rename(places.w / "away.toml")
    today = places.go(places.v)
    asked = gone_on(postwise, number, "q\n")
    assert "Have you asked Bob?" in asked
    assert f"{places.home} is not there" in asked
    library = Records().get(number).library(today)
    walk = Records().get(number).road({"first": library.tree_named("first")}, library.words)
    again = Records().put_aside(walk, instead_of=number)
    away.rename(places.home)
    assert "Have you asked Ada?" in gone_on(postwise, again, "q\n")


def test_while_the_tree_it_stands_in_is_there_a_copy_of_another_takes_it_nowhere_else(postwise, places):
    library = places.go(places.w)
    walk = Walk.start(library.tree_named("first"), profile=library.words).answer("yes").answer("yes")
    number = Records().put_aside(walk.go_on(library.tree_named("next")))
    (places.w / "own" / "first.toml").rename(places.v / "theirs" / "first.toml")
    for there in (places.v, places.w, places.root / "empty"):
        library = Records().get(number).library(places.go(there))
        assert library.words["chief"] == "Ada"
        assert library.named_at_once("next").path == places.w / "more" / "next.toml"


def test_of_a_next_tree_that_is_not_there_no_command_is_offered(postwise, places):
    number = Records().save(
        Walk.start(places.go(places.w).tree_named("first"), profile={"chief": "Ada"}).answer("yes").answer("yes"),
        "answers",
    )
    (places.w / "own" / "first.toml").write_text(FIRST.replace("{chief}", "them"), encoding="utf-8")
    places.home.rename(places.w / "away.toml")
    places.go(places.v)
    said = postwise("run", "--record", str(number), "--format", "text")
    assert "In the tree “next”." in said.out
    assert "run next" not in said.out


def test_a_next_tree_that_ships_is_named_by_its_path_where_its_id_names_another(places):
    library = places.go(places.w)
    (places.w / "own" / "first.toml").write_text(
        FIRST.replace('tree = "next"', 'tree = "before-you-post"'), encoding="utf-8"
    )
    walk = Walk.start(library.tree_named("first"), profile=library.words).answer("yes").answer("yes")
    today = places.go(places.v)
    assert library_of(walk, today).next_tree("before-you-post").typed == "before-you-post"
    (places.v / "theirs" / "before-you-post.toml").write_text(NEXT, encoding="utf-8")
    assert library_of(walk, today).next_tree("before-you-post").typed.endswith("trees/before-you-post.toml")


def test_a_file_of_which_nothing_can_be_taken_is_named(postwise, places):
    number = places.begun("first", "yes")
    places.home.write_text('[library]\ntrees = ["own"]\n[profile]\nchief = "Ada\\u001b"\n', encoding="utf-8")
    places.go(places.v)
    assert f"{places.home} holds what would act" in postwise("records", "show", str(number)).err
    places.home.write_text('[library]\ntrees = ["own", "more"]\nwords = 1\n', encoding="utf-8")
    library = Records().get(number).library(places.go(places.v))
    assert (library.unread, len(library.folders)) == ("", 2), "what can be understood of it holds"


def test_who_stops_where_a_record_stands_anyway_is_not_asked_about_own_words(postwise, places):
    (places.w / "own" / "first.toml").write_text(
        FIRST.replace('yes = "two"\nno = "two"\n[question.two]', 'type = "text"\ngoto = "two"\n[question.two]'),
        encoding="utf-8",
    )
    number = places.begun("first", "It rains.")
    asked = gone_on(postwise, number, "q\n")
    assert "would be lost" not in asked
    assert f"postwise run --record {number} --plain" in asked
    assert "would be lost" not in gone_on(postwise, number, "b\n\nq\n"), "the same again"
    assert "would be lost" not in gone_on(postwise, number, "b\nq\n"), "taken back, and in the record"
    assert "would be lost" in gone_on(postwise, number, "b\nIt snows.\nq\nq\n")
    assert "would be lost" in gone_on(postwise, number, "b\nIt snows.\nb\nq\nq\n"), "what was taken back too"


def test_a_tree_that_was_gone_back_from_with_nothing_answered_there_is_the_one_come_to_again(postwise, places):
    (places.w / "more" / "before-you-post.toml").write_text(NEXT.replace("Next", "Our own"), encoding="utf-8")
    mine = places.w / "own" / "first.toml"
    first = FIRST.replace('tree = "next"', 'tree = "before-you-post"').replace("{chief}", "them")
    mine.write_text(first, encoding="utf-8")
    library = places.go(places.w)
    walk = Walk.start(library.tree_named("first"), profile=library.words).answer("yes").answer("yes")
    own = walk.go_on(library.tree_named("before-you-post")).answer("yes")
    number = Records().put_aside(own.back().back().back())
    places.home.rename(places.w / "away.toml")
    today = places.go(places.root / "empty")
    on_screens = WalksInHand().in_hand(Records().get(number), today).walk.answer("yes")
    assert library_of(on_screens, today).tree_named("before-you-post").about.title == "Our own"
    assert "This goes on in “Our own”" in gone_on(postwise, number, "yes\nq\n")
    again = Records().put_aside(on_screens.back())
    assert Records().get(again).files == Records().get(number).files


def test_a_record_whose_end_leads_on_stays_while_nobody_knows_where_to(places):
    (places.w / "own" / "first.toml").write_text(FIRST.replace("{chief}", "them"), encoding="utf-8")
    number = places.begun("first", "yes")
    away = places.home.rename(places.w / "away.toml")
    walks = WalksInHand()
    hand = walks.in_hand(Records().get(number), places.go(places.root / "empty"))
    walks.stand(hand.number, Standing(hand.walk.answer("yes")), "")
    walks.let_go()
    assert Records().get(number).tree.id == "first"
    away.rename(places.home)
    walks = WalksInHand()
    hand = walks.in_hand(Records().get(number), places.go(places.root / "empty"))
    walks.stand(hand.number, Standing(hand.walk.answer("yes")), "")
    walks.let_go()
    assert not Records().unfinished(), "it has come to its end, and could have gone on"


def test_the_library_in_lines_has_what_was_put_aside_and_goes_on_with_it(postwise, places):
    places.go(places.w)
    assert "Put aside" not in postwise("--plain", typed="q\n").err
    number = places.begun("first", "yes")
    places.go(places.w)
    talk = postwise("--plain", typed=f"r{number}\nyes\ngo on\nq\n?\nr 99\nxyz\nl\nq\n").err
    assert talk.count("Put aside, to go on with") == 2, "at first, and with all trees"
    assert "Put aside, to go on with\nr1  First, " in talk
    assert "r and its number to go on with what was put aside" in talk
    assert "Have you asked Ada?" in talk
    assert "This goes on in “Next”" in talk
    assert "postwise records lists those that were saved" in talk
    assert "There is no record 99" in talk
