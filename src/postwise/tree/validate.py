"""A tree held against itself: ids, where things lead, what each type of question has, scenarios, allowances."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from postwise.text import CONTROL
from postwise.tree.answers import AnswerError, read_answer
from postwise.tree.conditions import Collect, is_bound, wrong_type
from postwise.tree.header_ids import bad_id
from postwise.tree.human_texts import control_faults, placeholder_faults, said_back_faults, with_braces
from postwise.tree.ids import ID, free_id, id_of
from postwise.tree.model import Answer, Contact, Link, OtherRoad, Outcome, Question, Tree
from postwise.tree.placeholders import DEFAULTS
from postwise.tree.problems import (
    CODES,
    Fault,
    Part,
    TomlPath,
    did_you_mean,
    listing,
    nearest,
    suggestion,
)
from postwise.tree.schema_errors import STAND_IN
from postwise.tree.toml_source import Source
from postwise.tree.validate_conditions import check_conditions, line_ends, unknown_question

MOST_STEPS = 5
"""An outcome has no more next steps than this."""
LEADS = ("goto", "yes", "no")
"""The keys that say where a question or an answer leads."""
OWN_IDS = frozenset({"promise", "scenario"})
"""What shares no space of ids with what is asked, worked out and led to."""
PHONE = re.compile(r"\+?[0-9() -]*[0-9]{2}[0-9() -]*")
"""A number as people write it down to ring it: a short one such as 999, or with its country."""
KEYS_OF: Mapping[str, frozenset[str]] = {
    "answers": frozenset({"choice", "checklist"}),
    "yes": frozenset({"yes-no"}),
    "no": frozenset({"yes-no"}),
    "none": frozenset({"checklist"}),
    "min": frozenset({"number", "date"}),
    "max": frozenset({"number", "date"}),
    "step": frozenset({"number"}),
    "unit": frozenset({"number"}),
}
"""The keys that only some types of question have."""


@dataclass(frozen=True, eq=False, repr=False)
class TreeValidator:
    """Holds one tree against itself; every fault goes to `fault`."""

    tree: Tree
    source: Source
    data: dict[str, Any]
    words: Mapping[str, str]
    """The organisation's profile."""
    fault: Collect
    whole: bool = False
    """Whether the data had the shape of a tree, so that nothing had to be left out of it."""
    torn: frozenset[str] = frozenset()
    """The values of which something could not be read, so that nobody knows all their results."""
    shaky: set[str] = field(default_factory=set)
    """The questions with a fault in the ids of their answers, so that nobody knows which they have."""
    unbounded: set[str] = field(default_factory=set)
    """The questions whose bounds have a fault, so that no answer can be held against them."""

    @cached_property
    def targets(self) -> frozenset[str]:
        """Everything that a goto can name."""
        return self.ids("question") | self.ids("branch") | self.ids("outcome")

    @cached_property
    def lawful(self) -> frozenset[str]:
        """Those of them that may stand as they are, and that alone are advised."""
        return frozenset(filter(ID.fullmatch, self.targets))

    def ids(self, section: str) -> frozenset[str]:
        """Return the ids of a section, those among them of which nothing could be read."""
        return self.unreadable(section).union(self.tree.sections[section])

    def unreadable(self, section: str) -> frozenset[str]:
        """Return the ids that are written in a section and of which nothing could be read."""
        return frozenset(() if self.whole else self.written(section)) - self.tree.sections[section].keys()

    def written(self, section: str) -> dict[str, Any]:
        """Return what is written in a section of the file, whether or not it could be read."""
        table = self.data.get(section)
        return table if isinstance(table, dict) else {}

    @cached_property
    def profile_words(self) -> frozenset[str]:
        """Every name of a profile word: of those that ship, the tree's and the organisation's."""
        return frozenset((*DEFAULTS, *self.tree.profile, *self.written("profile"), *self.words))

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The questions whose answers cannot all be read, so that none can be said to be missing among them."""
        if self.whole:
            return frozenset()
        return frozenset(
            question_id
            for question_id, question in self.written("question").items()
            if isinstance(question, dict) and "answers" in question and not _readable(question["answers"])
        )

    def check(self) -> None:
        """Tell every fault in the tree's ids, targets, types, conditions, texts and scenarios."""
        self._ids()
        self._targets()
        for question_id, question in self.tree.questions.items():
            self._question(question_id, question)
        for outcome_id, outcome in self.tree.outcomes.items():
            self._outcome(outcome, ("outcome", outcome_id))
        self._links(self.tree.about.sources, ("tree", "sources"))
        unreadable = self.unreadable("question") | self.unreadable("value")
        unsure = self.doubtful | self.shaky | self.torn | unreadable
        check_conditions(self.tree, self.fault, unsure)
        if self.tree.promises:
            from postwise.tree.validate_promises import check_promises  # most trees make none, and do not wait for it

            check_promises(self.tree, self.fault, unsure, self.ids("question"), self.ids("outcome"))
        self._texts()
        for scenario_id, scenario in self.tree.scenarios.items():
            self._road(scenario, ("scenario", scenario_id))
            if scenario.other is not None:
                self._road(scenario.other, ("scenario", scenario_id, "other"))
            if scenario.split is not None and scenario.split not in self.ids("question"):
                hint = suggestion(scenario.split, self.lawful & self.tree.questions.keys())
                message = f'There is no question "{scenario.split}".'
                self._tell("unknown-question", ("scenario", scenario_id, "split"), message, hint)
        if any(scenario.after is not None for scenario in self.tree.scenarios.values()):
            from postwise.tree.scenario_order import after_faults  # few go on with another's story

            for fault in after_faults(self.tree, self.ids("scenario")):
                self.fault(fault)
        self._allowances()

    def _holds_something(self, where: TomlPath) -> bool:
        """Tell whether the file has something at a place, whether or not it could be read."""
        at: Any = self.data
        for step in where:
            at = at.get(step) if isinstance(at, dict) else None
        return bool(at)

    def _tell(self, code: str, where: TomlPath, message: str, hint: str | None = None) -> None:
        self.fault(Fault(code, where, message, hint))

    # Ids

    def _ids(self) -> None:
        taken: dict[str, str] = {}
        for section, ids in self.tree.sections.items():
            for written_id in ids:
                if not ID.fullmatch(written_id):
                    self.fault(bad_id((section, written_id), written_id, "key", self._taken(section)))
                if section not in OWN_IDS and taken.setdefault(written_id, section) != section:
                    self._clash(written_id, taken[written_id], section)
        for value_id in self.tree.values:
            if value_id in self.profile_words:
                message = f'A profile word is called "{value_id}" as well, so {{{value_id}}} would mean two things.'
                first = f"{self._first(('profile', value_id))} " if value_id in self.written("profile") else ""
                free = free_id(value_id, {*self._taken("value"), *self.profile_words})
                hint = f'{first}Give the value another name, such as "{free}".'
                self.fault(Fault("duplicate-id", ("value", value_id), message, hint, "key"))

    def _taken(self, section: str) -> frozenset[str]:
        """Return the ids that nothing else in a section may have."""
        return self.ids(section) if section in OWN_IDS else self.named

    @cached_property
    def named(self) -> frozenset[str]:
        """Everything in the one space of ids."""
        return self.targets | self.ids("value")

    def _first(self, where: TomlPath) -> str:
        """Return in a sentence where the first of two stands."""
        return f"The first one stands in line {self.source.place(where, 'key').line}."

    def _clash(self, shared_id: str, first: str, second: str) -> None:
        places = [(kind, shared_id) for kind in (first, second)]
        later = max(places, key=lambda where: self.source.stretch(where, "key"))
        earlier = first if later[0] == second else second
        free = free_id(shared_id, self._taken(first))
        article = "an" if earlier == "outcome" else "a"
        message = f'"{shared_id}" is the id of {article} {earlier} already.'
        hint = f'{self._first((earlier, shared_id))} Give one of them another id, such as "{free}".'
        self.fault(Fault("duplicate-id", later, message, hint, "key"))

    # Where things lead

    def _targets(self) -> None:
        tree = self.tree
        if tree.about.start in tree.outcomes and tree.about.start not in {*tree.questions, *tree.branches}:
            self._tell("bad-value", ("tree", "start"), "A walk starts at a question or a branch, not at an outcome.")
        else:
            self._target(tree.about.start, ("tree", "start"))
        for branch_id, branch in tree.branches.items():
            for at, target in line_ends(branch, ("branch", branch_id)):
                if isinstance(target, str):
                    self._target(target, at)
                else:
                    self.fault(wrong_type(at, "where to go", target))

    def _target(self, target: str, where: TomlPath) -> None:
        tree = self.tree
        if target in self.targets or target == STAND_IN:
            return
        if target in tree.values:
            self._tell("unknown-target", where, f'"{target}" is a value; nothing can go there.')
            return
        message = f'There is no question, branch or outcome "{target}".'
        self._tell("unknown-target", where, message, _to_write(target, self.lawful))

    # Questions

    def _question(self, question_id: str, question: Question) -> None:
        where: TomlPath = ("question", question_id)
        self._foreign_keys(question, where)
        if question.goto is not None:
            self._target(question.goto, (*where, "goto"))
        match question.kind:
            case "choice" | "checklist":
                self._answers(question, where)
            case "yes-no":
                self._yes_no(question, where)
            case _:
                self._bounds(question, where)
        if question.goto is None and question.kind in {"checklist", "number", "date", "text"}:
            message = f"A {question.kind} question says with a goto of its own where it leads."
            self.fault(Fault("missing-goto", where, message, 'Add goto = "…".', "header", LEADS))

    def _foreign_keys(self, question: Question, where: TomlPath) -> None:
        for key in question.given.keys() & KEYS_OF.keys():
            if question.kind not in KEYS_OF[key] and getattr(question, key) is not None:
                owners = " or a ".join(sorted(KEYS_OF[key]))
                message = f'A {question.kind} question has no "{key}".'
                self.fault(Fault("unknown-key", (*where, key), message, f"A {owners} question has one.", "key"))
                if key == "answers":
                    self.shaky.add(str(where[1]))

    def _answers(self, question: Question, where: TomlPath) -> None:
        if question.answers is None:
            self.shaky.add(str(where[1]))
            if question.yes is not None or question.no is not None:  # told already, as keys of another type
                return
            message = 'The key "answers" is missing here.'
            hint = "Add the answers, or say another type."
            self.fault(Fault("missing-key", where, message, hint, "header", ("answers",)))
            return
        if not question.answers:
            if not self._holds_something((*where, "answers")):
                self._tell("bad-value", (*where, "answers"), "This list is empty.")
            self.shaky.add(str(where[1]))
        own = question.kind == "checklist" or question.goto is not None
        seen: dict[str, TomlPath] = {}
        for place, answer in enumerate(question.answers):
            at: TomlPath = (*where, "answers", place)
            self._answer_id(question, answer, at, seen)
            if answer.goto is None:
                if not own:
                    self.fault(missing_goto(at, "header"))
            elif question.kind == "checklist":
                message = "Several answers of a checklist may be ticked, so only the question says where it leads."
                hint = "Move the goto to the question, or use a branch."
                self.fault(Fault("unknown-key", (*at, "goto"), message, hint, "key"))
            else:
                self._target(answer.goto, (*at, "goto"))

    def _answer_id(self, question: Question, answer: Answer, at: TomlPath, seen: dict[str, TomlPath]) -> None:
        answer_id = answer.id
        spot: TomlPath = (*at, "id")
        if answer_id is None:
            answer_id, spot = id_of(answer.text), (*at, "text")
            if not answer_id:
                self.shaky.add(str(at[1]))
                if answer.text != STAND_IN:
                    message = "No id can be made from the words of this answer."
                    self.fault(Fault("missing-key", at, message, 'Add id = "…".', "header"))
                return
        elif not ID.fullmatch(answer_id):
            self.shaky.add(str(at[1]))
            self.fault(bad_id(spot, answer_id, taken=question.by_id))
        if question.kind == "checklist" and answer_id == "none":
            self._tell("bad-id", spot, 'In a checklist "none" means that nothing is ticked.', "Give it another id.")
        if answer_id in seen:
            self.shaky.add(str(at[1]))
            self._second_answer(answer_id, question, spot, seen[answer_id])
        seen.setdefault(answer_id, spot)

    def _second_answer(self, answer_id: str, question: Question, spot: TomlPath, first: TomlPath) -> None:
        message = f'Another answer of this question has the id "{answer_id}".'
        free = free_id(answer_id, question.by_id)
        advice = f'Give one of them another id, such as "{free}".'
        if spot[-1] == "text":
            message = f'This answer has no id, and its words make "{answer_id}", as another answer is called.'
            advice = f'Add an id of its own, such as id = "{free}".'
        self._tell("duplicate-id", spot, message, f"{self._first(first)} {advice}")

    def _yes_no(self, question: Question, where: TomlPath) -> None:
        for key, reply in (("yes", question.yes), ("no", question.no)):
            if reply is not None and reply.goto is not None:
                self._target(reply.goto, (*where, key, "goto"))
            elif question.goto is None and reply is not None:
                self.fault(missing_goto((*where, key)))
        missing = [key for key in ("yes", "no") if getattr(question, key) is None]
        if missing and question.goto is None and not (len(missing) == 2 and question.answers is not None):
            message = f"The answer {missing[0]} leads nowhere."
            if len(missing) == 2:
                message = "The answers yes and no lead nowhere."
            self.fault(Fault("missing-goto", where, message, f'Add {missing[0]} = "…".', "header", LEADS))

    def _bounds(self, question: Question, where: TomlPath) -> None:
        bounds = [(key, getattr(question, key)) for key in ("min", "max") if getattr(question, key) is not None]
        if question.kind == "text":  # told already, as keys of another type
            bounds = []
        sound = [is_bound(bound, question.kind, (*where, key), self.fault) for key, bound in bounds]
        fine = all(sound)
        if sound == [True, True] and question.min > question.max:
            self._tell("bad-value", (*where, "min"), "The min is above the max.", "Swap them.")
            fine = False
        step = question.step
        if step is not None and (not math.isfinite(step) or step <= 0):
            endless = "This is no number that answers can be steps of."  # written as 1e400, it would be called inf
            message = f"A step of {step} goes nowhere." if math.isfinite(step) else endless
            self._tell("bad-value", (*where, "step"), message, "A step is more than 0.")
            fine = False
        if not fine:
            self.unbounded.add(str(where[1]))

    # Outcomes

    def _outcome(self, outcome: Outcome, where: TomlPath) -> None:
        if len(outcome.next) > MOST_STEPS:
            message = f"An outcome names up to {MOST_STEPS} next steps, and this is one more."
            self._tell("bad-value", (*where, "next", MOST_STEPS), message, "Keep those that matter most.")
        self._contacts(outcome.see, (*where, "see"))

    def _links(self, links: tuple[Link, ...], where: TomlPath) -> None:
        for place, link in enumerate(links):
            if not link.title and not link.url:
                message = "This link says neither what it is nor where."
                keys = ("title", "url")
                self.fault(Fault("missing-key", (*where, place), message, "Add a title and a url.", "header", keys))

    def _contacts(self, contacts: tuple[Contact, ...], where: TomlPath) -> None:
        for place, contact in enumerate(contacts):
            if not contact.title and not contact.url and not contact.phone:
                message = "This says neither whom to turn to nor where to read on."
                keys, hint = ("title", "url", "phone"), "Add a title, and a url or a phone."
                self.fault(Fault("missing-key", (*where, place), message, hint, "header", keys))
            if contact.phone not in {"", STAND_IN} and not PHONE.fullmatch(contact.phone):
                message = f'"{contact.phone}" is not a number that can be rung.'
                hint = (
                    "A phone has digits, spaces, hyphens and ( ), and may begin with +. Other words go into the title."
                )
                self._tell("bad-value", (*where, place, "phone"), message, hint)

    # Texts, scenarios, allowances

    def _texts(self) -> None:
        acts = "\\" in self.source.text or CONTROL.search(self.source.text)  # else nothing in it can
        odd = control_faults(self.data) if acts else ()
        results = (
            (at, result)
            for value_id, value in self.tree.values.items()
            for at, result in line_ends(value, ("value", value_id))
            if isinstance(result, str)
        )
        fillable = self.profile_words | self.tree.values.keys() | self.ids("question")
        unfilled = placeholder_faults(results, self.profile_words, fillable)
        placed = with_braces(self.tree)
        said_back = said_back_faults(self.tree, placed, self.profile_words)
        filled = ((where, text) for where, text in placed if where[-1] != "phone")
        for fault in (*placeholder_faults(filled, fillable), *said_back, *unfilled, *odd):
            self.fault(fault)

    def _road(self, road: OtherRoad, where: TomlPath) -> None:
        for question_id, raw in road.answers.items():
            at: TomlPath = (*where, "answers", question_id)
            question = self.tree.questions.get(question_id)
            if question is None:
                if question_id not in self.unreadable("question"):
                    self.fault(unknown_question(self.tree, question_id, (at, "key")))
                continue
            if question_id in self.unbounded:
                question = question.replaced(min=None, max=None, step=None)
            try:
                read_answer(question, raw)
            except AnswerError as error:
                if error.code == "unknown-answer" and question_id in self.doubtful | self.shaky:
                    continue
                item = at if error.item is None else (*at, error.item)
                self._tell(error.code, item, error.message, error.hint)
        if road.expect != STAND_IN and road.expect not in self.ids("outcome"):
            hint = suggestion(road.expect, self.lawful & self.ids("outcome"))
            self._tell("unknown-target", (*where, "expect"), f'There is no outcome "{road.expect}".', hint)

    def _allowances(self) -> None:
        warnings = [code for code, (severity, _) in CODES.items() if severity == "warning"]
        for code in self.tree.check.allow:
            where: TomlPath = ("check", "allow", code)
            if code not in CODES:
                hint = suggestion(code, warnings) or f"The warnings are {listing(warnings, 40)}."
                self.fault(Fault("unknown-key", where, f'The check has no code "{code}".', hint, "key"))
            elif code not in warnings:
                message = f'"{code}" is no warning, so a tree cannot live with it.'
                self.fault(Fault("bad-value", where, message, "Mend the cause instead.", "key"))


def _readable(answers: Any) -> bool:
    """Tell whether every answer of a list is a table that says its id or its text."""
    return isinstance(answers, list) and all(
        isinstance(answer, dict) and (isinstance(answer.get("id"), str) or isinstance(answer.get("text"), str))
        for answer in answers
    )


def missing_goto(where: TomlPath, part: Part = "value") -> Fault:
    """Return the fault that an answer does not say where it leads."""
    return Fault("missing-goto", where, "This answer leads nowhere.", 'Add goto = "…".', part, LEADS)


def _to_write(target: str, known: Collection[str]) -> str:
    """Return what to do about a goto that names nothing: the id that was meant, or what is to be written still."""
    near = nearest(target, known)
    meant = (
        did_you_mean(near) if near and not target.startswith(f"{near}-") else ""
    )  # that one belongs to it, and is new
    if not ID.fullmatch(target):
        made = id_of(target)
        lawful = f"Ids are lower-case letters and digits, joined by hyphens, as in {made}."
        return meant or (lawful if made else "Ids are letters from a to z and digits, joined by hyphens.")
    write = f"Write [question.{target}] or [outcome.{target}]"
    return f"{meant} Or {write[0].lower()}{write[1:]}." if meant else f"{write}."


def torn_values(faults: list[Fault]) -> frozenset[str]:
    """Return the values that have a fault in the shape of a line, so that some of their results are not known."""
    return frozenset(
        str(fault.where[1])
        for fault in faults
        if fault.where[:1] == ("value",) and len(fault.where) > 1 and fault.code != "unknown-key"
    )
