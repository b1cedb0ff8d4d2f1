"""postwise records: the walks that a person has saved, to see, walk again in today's tree, delete or give on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from postwise.commands.recorded import FoundRecord, found, found_there, record_number
from postwise.commands.shared import open_library, refuse_unheard
from postwise.errors import Exit, PostwiseError
from postwise.show.recommendation_document import RecommendationDocument
from postwise.streams import put, room_of, say
from postwise.text import as_json, command_line, joined, one_line
from postwise.tree.library import Library
from postwise.walk.record_store import NONE_SAVED, Records, RecordSummary, damage
from postwise.walk.saved_walk import ReplayedWalk, SavedWalk
from postwise.walk.walking import goes_on

TO_GO_ON = "To go on with it where it was left"
TO_ITS_END = "In its trees of today it stands at an end. To see that"
"""How what was put aside is gone on with."""
GONE_BEFORE = "is not here any more, or has errors now."
NOT_LED = "With these answers, the trees before this one do not lead to it any more. In this one alone:"
NONE_STAND = (
    "None of its answers stands in its tree of today, so there is nothing to go on with. It can be seen as it was."
)
GONE = "Its tree is not where it was, or has errors now. It can be gone on with once it is there again."
NOWHERE = "Its tree is in no library here, or has errors now. It goes on once its folder is in your library."
"""What is said of a record of which nobody kept where its tree lay."""

TAKEN = {
    "list": ("format", "output"),
    "show": ("id", "output"),
    "replay": ("id",),
    "delete": ("id",),
    "export": ("id", "output"),
}
"""What each way of doing something with records takes."""
CALLED = {"id": "The number of a record", "format": "--format", "output": "--output"}


def run(options: argparse.Namespace) -> int:
    """Do with the records what was asked; replay returns 1 if the recommendation would be another one today.

    Raises PostwiseError if there is no such record, or if options do not go together.
    """
    refuse_unheard(options, options.what, TAKEN, CALLED)
    records = Records()
    if options.what == "list":
        put(listed(records, options.format or "text"), options.output)
        return Exit.DONE
    number = wanted(options.what, options.id)
    match options.what:
        case "show":
            record = records.get(number)
            put(RecommendationDocument.of_saved(record).as_text(room_of(options.output)), options.output)
            if record.outcome is None:
                say(f"\n{way_on(record, open_library())}")
        case "export":
            put(as_json(records.get(number).to_dict()), options.output)
        case "delete":
            records.delete(number)
            put(f"Record {number} is gone, and nothing of it is left in the file.")
        case _:
            return replayed(records.get(number))
    return Exit.DONE


def wanted(what: str, typed: str | None) -> int:
    """Return the number of the record that is meant; raises PostwiseError if none is named, or that is no number."""
    if typed is None:
        raise PostwiseError(f'Which one? "postwise records list" gives the numbers; then "postwise records {what} 1".')
    return record_number(typed)


def listed(records: Records, form: str) -> str:
    """Return the saved walks, and those put aside, as lines or as the document ``postwise.records/1``."""
    whole = {record.id for record in records.all()}
    saved, aside = ([one for one in found if one.id in whole] for found in (records.list(), records.unfinished()))
    for number in records.damaged():
        say(damage(number))
    if form == "json":
        entries = [as_entry(summary) for summary in (*saved, *aside)]
        return as_json({"schema": "postwise.records/1", "path": str(records.path), "records": entries})
    if not saved and not aside:
        return NONE_SAVED
    if aside:
        say(f"What was put aside can be gone on with: {command_line('run', record=str(aside[0].id))}")
    return "\n".join(map(in_a_line, (*saved, *aside)))


def in_a_line(summary: RecordSummary) -> str:
    """Return a record in a line: its number, its day, its tree and what was recommended."""
    day = summary.saved.astimezone().strftime("%Y-%m-%d %H:%M")
    ending = f"{summary.verdict}: {summary.headline}" if summary.outcome else "put aside, to go on with"
    ending = f"another road, {ending}" if summary.other else ending
    return f"{summary.id:>4}  {day}  {one_line(summary.tree.title)}  {one_line(ending)}"


def as_entry(summary: RecordSummary) -> dict[str, object]:
    """Return a record as an entry of ``postwise.records/1``."""
    return {**asdict(summary), "saved": summary.saved.isoformat(), "tree": summary.tree.id}


def way_on(record: SavedWalk, library: Library) -> str:
    """Return how to go on with a walk that was put aside."""
    there = found(record, library)
    if not there.there:
        return GONE if record.files else NOWHERE
    walk = there.walk
    if gone := [f"“{title}”" for title in there.gone]:
        say(f"What was answered in {joined(gone)} waits until it is here again, without errors.")
    if goes_on(walk) and not record.can_go_on(walk):
        return NONE_STAND
    return f"{TO_GO_ON if goes_on(walk) else TO_ITS_END}: {command_line('run', record=str(record.id))}"


def replayed(record: SavedWalk) -> int:
    """Print what a record comes to in today's tree; return 1 if that is another recommendation.

    Raises PostwiseError if its tree is not where it was, or has errors.
    """
    there = found_there(record, open_library())
    words, trees = there.library.words, there.trees
    led = led_here(there)
    whole = record.again(trees, words) if record.earlier and not led else None
    replay = record.replay(trees[record.tree.id], words, whole)
    put("\n".join((*([led] if led else []), *replay_sentences(record, replay))))
    return Exit.NO if led or replay.differs else Exit.DONE


def led_here(there: FoundRecord) -> str:
    """Return a sentence that the trees before the last one do not lead to it any more; empty if they do."""
    record, library, trees = there.record, there.library, there.trees
    gone = next((leg for leg in record.earlier if leg.tree not in trees), None)
    if gone is not None:
        return f"“{gone.title or gone.tree}”, which led here, {GONE_BEFORE} In this tree alone:"
    if not record.earlier:
        return ""
    road = record.road(trees, library.words)
    if road.question is not None and road.tree.id != record.tree.id:
        return f"“{road.title}” asks something else before it leads here: {road.question.ask} In this tree alone:"
    return "" if road.previous is not None else NOT_LED


def replay_sentences(record: SavedWalk, replay: ReplayedWalk) -> Iterator[str]:
    """Yield in sentences whether the recommendation would be another one today, and from where on."""
    then = f"{record.outcome.verdict}: {one_line(record.outcome.headline)}" if record.outcome else "no ending yet"
    now = replay.walk.recommendation
    if not replay.differs:
        words = "The recommendation is the same, in other words now." if replay.reworded else "Nothing would differ."
        yield words
    else:
        yield f"Then: {then}"
        yield f"Now:  {now.verdict}: {one_line(now.headline)}" if now else "Now:  the walk is not at its end."
    if replay.question is not None:
        asked = replay.walk.tree.questions[replay.question].ask
        yield f"The road is another one from here on: {replay.walk.filled(asked)}"
