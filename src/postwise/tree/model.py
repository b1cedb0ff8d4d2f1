"""The file format: what a tree, its questions, branches, values, outcomes and scenarios say. Frozen, and shape only."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, Self, get_args

from postwise.once import once
from postwise.tree.conditions import Anything, Condition, Test, read_condition, read_test
from postwise.tree.file_table import NOTHING, Dissent, FileTable, JsonTypes, Limits, Short, Text, Texts, written
from postwise.tree.ids import id_of
from postwise.tree.promises import Promise

Verdict = Literal["go", "info", "act", "adapt", "pause", "talk", "raise", "leave", "stop"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""The verdicts, from the least to the most cautious."""
NOES: tuple[Verdict, ...] = ("stop", "leave")
"""The verdicts that are a no."""
QuestionType = Literal["choice", "yes-no", "checklist", "number", "date", "text"]

Points = int | float
Bound = Annotated[Any, JsonTypes({"type": "number"}, {"type": "string", "format": "date"})]
Result = Annotated[Any, JsonTypes({"type": "string"}, {"type": "number"})]


class Link(FileTable):
    """Somewhere to read on."""

    title: Text = ""
    """The words shown for it."""
    url: Text = ""
    """Where it is, beginning with https:// as a rule."""


class Aside(FileTable):
    """What is shown only if its condition holds."""

    when: Any = None
    """The condition; left out, it is always shown."""

    @once
    def condition(self) -> Condition | None:
        """The condition as tests, or None for what is always shown."""
        return None if self.when is None else read_condition(self.when)


class Note(Aside):
    """An aside in words."""

    text: Text
    """The words shown (Markdown)."""


class Contact(Aside, Link):
    """Whom to turn to, or somewhere to read on."""

    phone: Text = ""
    """The number to ring: digits, spaces, +, (, ) and hyphens, as in "0300 123 1100"."""


class Reply(FileTable):
    """What every answer may carry."""

    goto: Text | None = None
    """The question, branch or outcome that follows; left out, the question's own goto."""
    note: Text | None = None
    """Carried to the recommendation, under *Keep in mind* (Markdown)."""
    rights: bool = False
    """Choosing it asserts danger, wrongdoing, pay, conditions or another protected matter."""
    unsure: bool = False
    """The answer that *Not sure* takes."""


class Answer(Reply):
    """One of the answers of a choice or a checklist."""

    text: Text
    """The answer in the words of the person answering."""
    id: str | None = None
    """Its name in conditions and records; left out, it is made from the text."""

    @once
    def name(self) -> str:
        """The answer's id, written down or made from its text."""
        return self.id if self.id is not None else id_of(self.text)


class YesNo(Reply):
    """The yes or the no of a question."""

    text: Text | None = None
    """The answer in other words than plain Yes and No."""


ShortReply = Annotated[YesNo, Short("goto")]


class Question(FileTable):
    """What a person is asked."""

    ask: Text
    """The question, in one breath."""
    type: QuestionType | None = None
    """How it is answered; left out, a choice (or yes-no, where there is a yes or a no)."""
    answers: tuple[Answer, ...] | None = None
    """The answers of a choice, or the items of a checklist."""
    yes: ShortReply | None = None
    """Where yes leads: an id, or a table with text, goto, note."""
    no: ShortReply | None = None
    """Where no leads: an id, or a table with text, goto, note."""
    none: Text | None = None
    """The words for ticking nothing in a checklist."""
    min: Bound = None
    """The smallest number or the first date allowed."""
    max: Bound = None
    """The largest number or the last date allowed."""
    step: Points | None = None
    """The grid a number has to keep to, counted from min; 1 means whole numbers."""
    unit: Text | None = None
    """Shown behind a number, as in "years"."""
    goto: Text | None = None
    """Where answers without a goto of their own lead."""
    why: Text | None = None
    """Why the question is asked (Markdown)."""
    help: Text | None = None
    """How to find the answer (Markdown)."""
    notes: tuple[Note, ...] = ()
    """Asides that are shown only if their condition holds."""
    fact: bool = False
    """The answer is how things are, and nothing to choose."""
    rights: bool = False
    """The question touches a protected matter: no other answer is proposed, and no brief tells what was answered."""
    dilemma: bool = False
    """A known hard question, not a badly worded one."""
    dissent: tuple[Dissent, ...] = ()
    """Disagreements with the question that the group wanted kept."""

    @property
    def kind(self) -> QuestionType:
        """How the question is answered, said or implied."""
        if self.type is not None:
            return self.type
        if self.yes is None and self.no is None:
            return "choice"
        one_astray = self.answers is not None and (self.yes is None or self.no is None)
        return "choice" if one_astray else "yes-no"

    @once
    def options(self) -> tuple[Answer, ...]:
        """The answers in their order, each with its id, text and goto; of other types than choices and lists, none."""
        if self.kind == "yes-no":
            pair = (("yes", "Yes", self.yes), ("no", "No", self.no))
            return tuple(self._option(answer_id, word, reply or YesNo()) for answer_id, word, reply in pair)
        return tuple(
            answer
            if answer.id is not None and answer.goto is not None
            else answer.replaced(id=answer.name, goto=answer.goto or self.goto)
            for answer in self.answers or ()
        )

    def _option(self, answer_id: str, word: str, reply: YesNo) -> Answer:
        own = {"id": answer_id, "text": reply.text or word, "goto": reply.goto or self.goto}
        return Answer(**{**reply.given, **own})

    @once
    def by_id(self) -> dict[str, Answer]:
        """The answers by their ids."""
        return {option.name: option for option in self.options}

    @once
    def places(self) -> dict[str, int]:
        """The place of each answer among them, by its name."""
        return {name: place for place, name in enumerate(self.by_id)}

    @property
    def picks_one(self) -> bool:
        """Whether one of several answers is picked, so that *Not sure* is a way to answer."""
        return self.kind in {"choice", "yes-no"}


class Case(FileTable):
    """One line of a decision table written as a list: when this, then that."""

    when: Any
    """The condition: a table of tests, or a list of such tables."""

    @once
    def condition(self) -> Condition:
        """The condition as tests."""
        return read_condition(self.when)


class BranchCase(Case):
    """A case of a branch."""

    goto: Text
    """The question, branch or outcome to go to."""


class ValueCase(Case):
    """A case of a value."""

    result: Result = written("is")
    """What the value then is: a word, a number or a text."""


class Table(FileTable):
    """A decision table: read from the top, the first match wins."""

    on: Texts | None = None
    """The questions or values that the columns of the table look at."""
    table: tuple[tuple[Any, ...], ...] | None = None
    """Rows of tests; the last cell of each is where to go, or the result. "*" matches anything."""

    def rows(self) -> list[tuple[Condition, Any]]:
        """Return the rows of the table, each a condition and what its last cell says."""
        return [(Condition((self.row_tests(row),)), row[-1]) for row in self.table or ()]

    def row_tests(self, row: tuple[Any, ...]) -> tuple[tuple[str, Test], ...]:
        """Return the tests of a row by the question or value of their column."""
        columns = zip(self.on or (), row, strict=False)
        return tuple((name, Anything() if cell == "*" else read_test(cell)) for name, cell in columns)


class Branch(Table):
    """Goes somewhere according to earlier answers; nobody sees it."""

    cases: tuple[BranchCase, ...] | None = None
    """Conditions from the top, each with where to go."""
    otherwise: Text | None = written("else", default=None)
    """Where to go when nothing matches."""

    @once
    def lines(self) -> tuple[tuple[Condition, str], ...]:
        """Every case or row in order: its condition and where it goes."""
        if self.cases is not None:
            return tuple((case.condition, case.goto) for case in self.cases)
        return tuple(self.rows())


class Value(Table):
    """Something worked out from earlier answers; conditions and texts can use it."""

    cases: tuple[ValueCase, ...] | None = None
    """Conditions from the top, each with its result."""
    otherwise: Result = written("else", default=None)
    """The result when nothing matches."""
    sum: Mapping[str, Mapping[str, Points]] | None = None
    """Points by question and answer, added up; what is not listed or not asked counts 0."""

    @once
    def lines(self) -> tuple[tuple[Condition, str | int | float], ...]:
        """Every case or row in order: its condition and its result."""
        if self.cases is not None:
            return tuple((case.condition, case.result) for case in self.cases)
        return tuple(self.rows())

    @property
    def results(self) -> list[str | int | float]:
        """Every result that its lines name, once, in their order; not what a sum comes to."""
        results = [*(result for _, result in self.lines), self.otherwise]
        return list(dict.fromkeys(result for result in results if isinstance(result, str | int | float)))


class Outcome(FileTable):
    """Where a walk ends: what is recommended, and why."""

    headline: Text
    """The recommendation in a sentence that could be repeated to a friend."""
    verdict: Verdict = "info"
    """What kind of end it is, in a word; each has its own sign."""
    reason: Text | None = None
    """Why (Markdown)."""
    next: Texts = ()
    """Up to five steps, each shown with a box to tick."""
    notes: tuple[Note, ...] = ()
    """Asides that are shown only if their condition holds."""
    see: tuple[Contact, ...] = ()
    """Whom to turn to, and where to read on."""
    rights: bool = False
    """It touches a right, so it also names the safe road."""
    urgent: bool = False
    """Somebody may not be safe: it is said alone, with its steps and whom to turn to, and no answers or sources."""
    tree: Text | None = None
    """The tree in which the walk can go on."""


class OtherRoad(FileTable):
    """The road that others in the group take, which is a test as well."""

    answers: Mapping[str, Any]
    """Answers by question."""
    expect: Text
    """The outcome they lead to."""


class Scenario(OtherRoad):
    """A training case, an example and a test in one; without a story, a plain path test."""

    title: Text | None = None
    """What it is called."""
    story: Text | None = None
    """The case, as it is read out (Markdown)."""
    discuss: Texts = ()
    """Questions for the talk afterwards."""
    split: Text | None = None
    """The question where groups divide."""
    other: OtherRoad | None = None
    """The other road."""
    level: Annotated[int, Limits(1, 3)] | None = None
    """How hard it is, from 1 to 3."""
    after: Text | None = None
    """The scenario whose story it goes on with: where both are taken, it comes behind that one."""


class About(FileTable):
    """The tree as a whole."""

    title: Text
    """What the tree is called; a question, as a rule."""
    start: Text
    """The first question, or branch."""
    summary: Text | None = None
    """What it is for, in a line."""
    group: Text | None = None
    """The heading under which the library lists it."""
    audience: Text | None = None
    """Whom it is for."""
    purpose: Text | None = None
    """What people must be able to trust us for: one line, written by the group."""
    version: Text | None = None
    """The version of its wording."""
    reviewed: dt.date | None = None
    """When the group last looked at it."""
    review_by: dt.date | None = written("review-by", default=None)
    """When it has to look again."""
    authors: Texts = ()
    """Who wrote it."""
    sources: tuple[Link, ...] = ()
    """What it was built from."""


class Check(FileTable):
    """What the tree says to the check."""

    allow: Mapping[str, Text] = NOTHING
    """Warnings it lives with, each with the reason."""


class Known(NamedTuple):
    """What is known of a tree that its file does not say."""

    id: str = "tree"
    fingerprint: str = ""
    file: str = ""
    home: str | None = None
    overlays: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()


class Tree(FileTable):
    """One tree: the whole of a file, in format 1."""

    format: Literal[1]
    """The version of the format."""
    about: About = written("tree")
    """The tree as a whole."""
    profile: Mapping[str, Text] = NOTHING
    """Words that an organisation fills in, each with what is shown until it does."""
    questions: Mapping[str, Question] = written("question", default=NOTHING)
    """What a person may be asked, by id."""
    branches: Mapping[str, Branch] = written("branch", default=NOTHING)
    """Turnings that follow from earlier answers, by id."""
    values: Mapping[str, Value] = written("value", default=NOTHING)
    """What is worked out from earlier answers, by id."""
    outcomes: Mapping[str, Outcome] = written("outcome", default=NOTHING)
    """Where walks end, by id."""
    promises: Mapping[str, Promise] = written("promise", default=NOTHING)
    """What must hold on every walk, by id."""
    scenarios: Mapping[str, Scenario] = written("scenario", default=NOTHING)
    """Cases for training, and tests, by id."""
    check: Check = Check()
    """What the tree says to the check."""

    _known: Known = Known()

    def __eq__(self, other: object) -> bool:
        known = isinstance(other, Tree) and (self.id, self.fingerprint) == (other.id, other.fingerprint)
        return known and super().__eq__(other)

    __hash__ = FileTable.__hash__

    def knowing(self, **known: Any) -> Self:
        """Return the tree with something else known of it, a field of `Known` by its name."""
        return type(self).made({**self.given, "_known": self._known._replace(**known)})

    def replaced(self, **changes: Any) -> Self:
        """Return the tree with other tables, known as it was."""
        return super().replaced(**changes).knowing(**self._known._asdict())

    @property
    def id(self) -> str:
        """The tree's id: the stem of its file's name."""
        return self._known.id

    @property
    def fingerprint(self) -> str:
        """``sha256:`` and the digest of the file's text, whatever words lie over it."""
        return self._known.fingerprint

    @property
    def file(self) -> str:
        """The full name of the file that it was read in; empty for one that was read in none."""
        return self._known.file

    @property
    def unwritten(self) -> tuple[str, ...]:
        """The endings that stand in for what is still to be written."""
        return self._known.unwritten

    @property
    def home(self) -> str | None:
        """The organisation's file of the library that it is from; empty for one without, None for no library."""
        return self._known.home

    @property
    def overlays(self) -> tuple[str, ...]:
        """The titles of the overlays whose words lie over it, the first that was laid on first."""
        return self._known.overlays

    @property
    def title(self) -> str:
        """What the tree is called."""
        return self.about.title

    def table_of(self, node_id: str) -> Literal["question", "branch", "outcome"]:
        """Return in which table of the file a node stands."""
        return "question" if node_id in self.questions else "branch" if node_id in self.branches else "outcome"

    @property
    def sections(self) -> dict[str, Mapping[str, FileTable]]:
        """All that has an id, by the word that stands before it in a header, as in ``[question.account]``."""
        return {
            "question": self.questions,
            "branch": self.branches,
            "value": self.values,
            "outcome": self.outcomes,
            "promise": self.promises,
            "scenario": self.scenarios,
        }
