"""Words laid over a tree: what a country, a language or an organisation says differently. Words, and never roads."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from postwise.tree.file_table import NOTHING, Dissent, FileTable, Short, Text, Texts, written
from postwise.tree.model import Answer, Contact, Link, Note, Outcome, Question, Scenario, Tree, YesNo
from postwise.tree.placeholders import DEFAULTS
from postwise.tree.problems import TomlPath
from postwise.tree.promises import Promise, Signature

EVERY = "*"
"""Stands for all trees."""
ADDED = frozenset({"notes", "see", "sources", "signed", "dissent"})
"""What is added to what the tree has; all else takes its place."""
Words = TypeVar("Words", bound=FileTable)


class AnswerWords(FileTable):
    """An answer in other words."""

    text: Text | None = None
    """The answer."""
    note: Text | None = None
    """What it carries to the recommendation (Markdown)."""


ShortAnswer = Annotated[AnswerWords, Short("text")]


class QuestionWords(FileTable):
    """A question in other words."""

    ask: Text | None = None
    """The question, in one breath."""
    why: Text | None = None
    """Why it is asked (Markdown)."""
    help: Text | None = None
    """How to find the answer (Markdown)."""
    unit: Text | None = None
    """Shown behind a number."""
    none: Text | None = None
    """The words for ticking nothing in a checklist."""
    answers: Mapping[str, ShortAnswer] = NOTHING
    """Answers by their ids."""
    yes: ShortAnswer | None = None
    """Yes in other words."""
    no: ShortAnswer | None = None
    """No in other words."""
    note: Mapping[str, Text] = NOTHING
    """The tree's own asides in other words, by their places, from 1."""
    notes: tuple[Note, ...] = ()
    """Asides, added to the tree's."""
    dissent: tuple[Dissent, ...] = ()
    """Disagreements, added to the tree's."""


class OutcomeWords(FileTable):
    """An ending in other words."""

    headline: Text | None = None
    """What is recommended, in a sentence."""
    reason: Text | None = None
    """Why (Markdown)."""
    next: Texts | None = None
    """The next steps, all of them."""
    note: Mapping[str, Text] = NOTHING
    """The tree's own asides in other words, by their places, from 1."""
    notes: tuple[Note, ...] = ()
    """Asides, added to the tree's."""
    see: tuple[Contact, ...] = ()
    """Whom to turn to and where to read on, added to the tree's."""


class PromiseWords(FileTable):
    """A promise in other words, and who has signed it here."""

    text: Text | None = None
    """The promise."""
    signed: tuple[Signature, ...] = ()
    """Who has agreed to it, added to the tree's."""
    dissent: tuple[Dissent, ...] = ()
    """Disagreements, added to the tree's."""


class ScenarioWords(FileTable):
    """A case in other words."""

    title: Text | None = None
    """What it is called."""
    story: Text | None = None
    """The case, as it is read out (Markdown)."""
    discuss: Texts | None = None
    """Questions for the talk afterwards, all of them."""


class AboutWords(FileTable):
    """The tree as a whole, in other words."""

    title: Text | None = None
    """What the tree is called."""
    summary: Text | None = None
    """What it is for, in a line."""
    group: Text | None = None
    """The heading under which the library lists it."""
    audience: Text | None = None
    """Whom it is for."""
    purpose: Text | None = None
    """What people must be able to trust us for."""
    sources: tuple[Link, ...] = ()
    """What the words were built from, added to the tree's."""


class AboutOverlay(FileTable):
    """The overlay as a whole."""

    title: Text
    """What it is called: a place or a language, as a rule."""
    trees: Texts
    """The ids of the trees it is for, or ``*`` for all of them."""
    place: Text | None = None
    """It is laid on if the organisation's place is this; left out, always."""
    reviewed: dt.date | None = None
    """When somebody last looked at it."""
    review_by: dt.date | None = written("review-by", default=None)
    """When somebody has to look again."""


class Overlay(FileTable):
    """The whole of an overlay's file, in format 1."""

    format: Literal[1]
    """The version of the format."""
    about: AboutOverlay = written("overlay")
    """The overlay as a whole."""
    tree: AboutWords = AboutWords()
    """Words for the tree as a whole."""
    profile: Mapping[str, Text] = NOTHING
    """What is shown for the tree's profile words until an organisation fills them in."""
    questions: Mapping[str, QuestionWords] = written("question", default=NOTHING)
    """Words for questions, by id."""
    outcomes: Mapping[str, OutcomeWords] = written("outcome", default=NOTHING)
    """Words for endings, by id."""
    promises: Mapping[str, PromiseWords] = written("promise", default=NOTHING)
    """Words for promises, by id."""
    scenarios: Mapping[str, ScenarioWords] = written("scenario", default=NOTHING)
    """Words for cases, by id."""
    was: Mapping[str, Text] = NOTHING
    """The digests of the tree's texts that its words were made from, by tree and place."""

    @property
    def sections(self) -> dict[str, Mapping[str, FileTable]]:
        """What it says of things that have ids, by the word that stands before them in a header."""
        return {
            "question": self.questions,
            "outcome": self.outcomes,
            "promise": self.promises,
            "scenario": self.scenarios,
        }

    def is_for(self, tree_id: str) -> bool:
        """Tell whether it is for the tree with an id."""
        return EVERY in self.about.trees or tree_id in self.about.trees

    def holds_in(self, place: str | None) -> bool:
        """Tell whether it is laid on where somebody is."""
        return self.about.place is None or self.about.place.strip().casefold() == place


def laid(tree: Tree, overlay: Overlay) -> Tree:
    """Return a tree in an overlay's words: the same questions, answers, roads and endings, known as it was."""
    known = {*DEFAULTS, *tree.profile}
    profile = {name: text for name, text in overlay.profile.items() if name in known}
    changes: dict[str, Any] = {
        "about": _reworded(tree.about, overlay.tree),
        "profile": {**tree.profile, **profile},
        "questions": {
            name: _question(question, overlay.questions[name]) if name in overlay.questions else question
            for name, question in tree.questions.items()
        },
        "outcomes": _all(tree.outcomes, overlay.outcomes),
        "promises": _all(tree.promises, overlay.promises),
        "scenarios": _all(tree.scenarios, overlay.scenarios),
    }
    other = tree.replaced(**{name: table for name, table in changes.items() if table})
    return other.knowing(overlays=(*tree.overlays, overlay.about.title))


Reworded = TypeVar("Reworded", Outcome, Promise, Scenario)


def _all(tables: Mapping[str, Reworded], words: Mapping[str, FileTable]) -> dict[str, Reworded]:
    return {name: _reworded(table, words[name]) if name in words else table for name, table in tables.items()}


def _reworded(table: Words, words: FileTable) -> Words:
    """Return a table with the texts that are said otherwise, and with what is added."""
    said: dict[str, Any] = {key: text for key, text in words.given.items() if text is not None}
    base = {key: getattr(table, key) for key in ADDED if hasattr(table, key)}
    if isinstance(said.get("note"), Mapping):
        own = said.pop("note")
        notes: tuple[Note, ...] = base["notes"]
        base["notes"] = tuple(note.replaced(text=own.get(str(at), note.text)) for at, note in enumerate(notes, 1))
        said.setdefault("notes", ())
    added = {key: (*base[key], *said[key]) for key in said.keys() & ADDED}
    return table.replaced(**{**said, **added})


def _question(question: Question, words: QuestionWords) -> Question:
    own = {key: text for key, text in words.given.items() if key not in {"answers", "yes", "no"}}
    changes: dict[str, Any] = {}
    if question.kind == "yes-no":
        for key, said in (("yes", words.yes), ("no", words.no)):
            if said is not None:
                changes[key] = _reworded(getattr(question, key) or YesNo(), said)
    elif question.answers is not None:
        changes["answers"] = tuple(_answer(answer, words.answers.get(answer.name)) for answer in question.answers)
    return _reworded(question, QuestionWords(**own)).replaced(**changes)


def _answer(answer: Answer, words: AnswerWords | None) -> Answer:
    """Return an answer in other words; its id stays what it was, though it had been made from its text."""
    return answer if words is None else _reworded(answer.replaced(id=answer.name), words)


def place_in_overlay(where: TomlPath, tree: Tree) -> TomlPath:
    """Return where in an overlay something stands that stands at a place of the tree that it was laid on."""
    match where:
        case ("question", str(name), "answers", int(place), *rest) if name in tree.questions:
            answers = tree.questions[name].answers or ()
            return ("question", name, "answers", answers[place].name, *rest)
        case (str(section), str(name), str(key), int(place), *rest) if key in ADDED and section in tree.sections:
            beyond = place - len(getattr(tree.sections[section][name], key))
            own = key == "notes" and beyond < 0 and rest == ["text"]
            return (section, name, "note", str(place + 1)) if own else (section, name, key, beyond, *rest)
        case ("tree", "sources", int(place), *rest):
            return ("tree", "sources", place - len(tree.about.sources), *rest)
    return where
