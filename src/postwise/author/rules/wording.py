"""The words and the shape of single questions and endings: nothing here follows a goto."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from itertools import chain

from postwise.author.rules.locations import answer_goto, answer_place
from postwise.author.rules.mentions import Mentions
from postwise.tree.conditions import Is, parts
from postwise.tree.human_texts import names_in, texts, texts_below
from postwise.tree.model import Answer, Outcome, Question, Tree
from postwise.tree.placeholders import DEFAULTS, PEOPLE
from postwise.tree.problems import Fault, TomlPath, listing

LONGEST_ASK = 140
LONGEST_ANSWER = 75
VAGUE_WORD = re.compile(r"\b(inappropriate|appropriate|disrepute|unprofessional|as\s+necessary)\b", re.IGNORECASE)
"""Words that forbid without saying what."""
WIDE = re.compile("[\u034f\u180b-\u180d\u180f\u200c\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Joiners and variation selectors: what terminals disagree about the width of."""


def question_faults(mentions: Mentions, carried: Collection[str]) -> Iterator[Fault]:
    """Yield what there is to say of each question alone: no reason given, too long, answers that are one.

    Answers to questions that are `carried` on to other trees are looked at there.
    """
    tree, looked = mentions.tree, answers_looked_at(mentions)
    for question_id, question in tree.questions.items():
        if question.why is None:
            message = "This question does not say why it is asked."
            yield Fault("no-why", ("question", question_id), message, 'Add why = "…".', "header")
        for where, text in texts_below(("question", question_id), question):
            if where[2] in {"ask", "answers", "yes", "no", "none"} and where[-1] != "note":
                yield from too_long(where, text)
                yield from vague(where, text)
        yield from _alike(question_id, question) if question.kind == "yes-no" else _answers(question_id, question)
        if question.picks_one and question_id not in carried:
            yield from _same_target(tree, question_id, question, looked.get(question_id, set()))


def vague(where: TomlPath, text: str) -> Iterator[Fault]:
    """Yield a fault for each word of a text that forbids without saying what."""
    for word in dict.fromkeys(" ".join(match.lower().split()) for match in VAGUE_WORD.findall(text)):
        message = f'"{word}" forbids or asks without saying what.'
        yield Fault("vague-word", where, message, "Say what can be seen or heard instead.")


def _answers(question_id: str, question: Question) -> Iterator[Fault]:
    answers = question.answers or ()
    where: TomlPath = ("question", question_id, "answers")
    if len(answers) == 1 and question.kind == "choice":
        message = "This question has a single answer, so there is nothing to choose."
        hint = "Add the other answer, or say it in a note."
        yield Fault("one-answer", ("question", question_id), message, hint, "header")
    seen: set[str] = set()
    for place, answer in enumerate(answers):
        if answer.id is None and answer.name:
            message = f'This answer takes its id from its words: "{answer.name}". New words would change it.'
            yield Fault("implicit-id", (*where, place), message, f'Add id = "{answer.name}".', "header")
        if answer.text.strip().casefold() in seen:
            yield _twice((*where, place, "text"), answer.text)
        seen.add(answer.text.strip().casefold())


def _alike(question_id: str, question: Question) -> Iterator[Fault]:
    first, second = (option.text.strip().casefold() for option in question.options)
    if first == second:
        key = "no" if question.no is not None and question.no.text is not None else "yes"
        yield _twice(("question", question_id, key, "text"), question.options[1].text)


def too_long(where: TomlPath, text: str) -> Iterator[Fault]:
    """Yield a fault for a question or an answer that is too long to be taken in at once."""
    if where[-1] == "ask" and len(text) > LONGEST_ASK:
        message = f"This question has {len(text)} characters; {LONGEST_ASK} still fit in one breath."
        yield Fault("long-ask", where, message, "Put the rest into help.")
    if where[-1] == "text" and len(text) > LONGEST_ANSWER:
        message = f"This answer has {len(text)} characters; {LONGEST_ANSWER} still fit on a line."
        yield Fault("long-answer", where, message, "Put the rest into the question's help or the answer's note.")


def _twice(where: TomlPath, text: str) -> Fault:
    message = f'Another answer of this question says "{text}" as well.'
    return Fault("duplicate-text", where, message, "Say how they differ, or keep one of them.")


# Answers that nothing tells apart


def _same_target(tree: Tree, question_id: str, question: Question, looked: set[str]) -> Iterator[Fault]:
    """Yield a fault for each place that several answers lead to, at the second of them."""
    nodes = (tree.questions, tree.branches, tree.outcomes)
    leading: dict[str, list[Answer]] = {}
    for option in question.options:
        if option.goto is not None and option.note is None and option.name not in looked:
            leading.setdefault(option.goto, []).append(option)
    for goto, (first, *others) in leading.items():
        if others and any(goto in there for there in nodes):
            more = [option.name for option in others[1:]]
            so_do = f", and so {'do' if len(more) > 1 else 'does'} {listing(more)}" if more else ""
            message = f'This leads to the same as "{first.name}"{so_do}: nothing tells these answers apart.'
            hint = "Make one answer of them, or let a note or a condition look at them."
            yield Fault("same-target", _own_goto(tree, question_id, others[0]), message, hint)


def _own_goto(tree: Tree, question_id: str, option: Answer) -> TomlPath:
    where = answer_goto(tree, question_id, option.name)
    if where[2:] == ("goto",) and tree.questions[question_id].answers is not None:
        return answer_place(tree, question_id, option.name)
    return where


def answers_looked_at(mentions: Mentions) -> dict[str, set[str]]:
    """Return of each question the answers that a condition, a sum, a text or the split of a scenario looks at."""
    tree = mentions.tree
    looked: dict[str, set[str]] = {}
    promised = (promise.condition for promise in tree.promises.values() if promise.condition is not None)
    in_promises = (named for condition in promised for one in condition.alternatives for named in one)
    for name, test in chain(((look.name, look.test) for look in mentions.looks), in_promises):
        if name in tree.questions:
            looked.setdefault(name, set()).update(str(part.value) for part in parts(test) if isinstance(part, Is))
    for value in tree.values.values():
        for name, points in (value.sum or {}).items():
            looked.setdefault(name, set()).update(points)
    splits = (scenario.split for scenario in tree.scenarios.values() if scenario.split is not None)
    for name in (*mentions.texts, *splits):
        if name in tree.questions:
            looked.setdefault(name, set()).update(tree.questions[name].by_id)
    return looked


# Values, texts and the tree as a whole


def unused_values(mentions: Mentions) -> Iterator[Fault]:
    """Yield a fault for each value that no condition, table, value, promise or text looks at."""
    tree = mentions.tree
    used = {look.name for look in mentions.looks} | mentions.texts.keys()
    conditions = (promise.condition for promise in tree.promises.values())
    used |= {name for condition in conditions if condition is not None for name in condition.names()}
    used |= {name for holder in (*tree.branches.values(), *tree.values.values()) for name in holder.on or ()}
    for value_id in tree.values:
        if value_id not in used:
            hint = f"Say {{{value_id}}} in a text, or take it out."
            yield Fault("unused-value", ("value", value_id), f'Nothing looks at "{value_id}".', hint, "header")


def wide_characters(tree: Tree) -> Iterator[Fault]:
    """Yield a fault for each text with a joiner or a variation selector in it."""
    profile: Iterator[tuple[TomlPath, str]] = ((("profile", name), text) for name, text in tree.profile.items())
    for where, text in chain(texts(tree), profile):
        yield from too_wide(where, text)


def too_wide(where: TomlPath, text: str) -> Iterator[Fault]:
    """Yield a fault for a text with such a character in it."""
    wide = WIDE.search(text)
    if wide:
        message = f"This text has the character U+{ord(wide[0]):04X} in it, which shifts the line in some terminals."
        yield Fault("wide-character", where, message, "Take it out, or use a plain sign.")


def outcome_faults(tree: Tree) -> Iterator[Fault]:
    """Yield what there is to say of each ending alone."""
    for outcome_id, outcome in tree.outcomes.items():
        where: TomlPath = ("outcome", outcome_id)
        if not outcome.next:
            yield Fault("no-next", where, "This ending says no next step.", 'Add next = ["…"].', "header")
        if outcome.verdict == "stop" and outcome.reason is None:
            message = "This ending stops somebody and does not say why."
            yield Fault("stop-without-reason", where, message, 'Add reason = "…".', "header")
        if outcome.urgent:
            yield from _urgent_faults(tree, outcome_id, outcome)
        elif outcome.verdict in {"talk", "raise"} and not _names_somebody(tree, outcome_id, outcome):
            message = f"This ending sends people to {outcome.verdict} and names nobody to go to."
            hint = f"Say one of {', '.join(f'{{{word}}}' for word in sorted(PEOPLE))}."
            yield Fault("nobody-to-ask", where, message, hint, "header")
        if outcome.reason is not None:
            yield from vague((*where, "reason"), outcome.reason)


def _urgent_faults(tree: Tree, outcome_id: str, outcome: Outcome) -> Iterator[Fault]:
    """Yield what keeps an ending for somebody who may not be safe from sending them to help, and nowhere else."""
    where: TomlPath = ("outcome", outcome_id)
    rings = any(contact.phone and contact.condition is None for contact in outcome.see)
    if not rings and not _names_somebody(tree, outcome_id, outcome):
        message = "This ending is urgent, and names nobody to ring."
        hint = 'Say {helpline} in a step, or give a number: see = [{ title = "…", phone = "…" }].'
        yield Fault("urgent-without-help", where, message, hint, "header")
    if outcome.verdict in {"go", "leave"}:
        message = f"This ending is urgent, and its verdict is {outcome.verdict}: nobody in danger is waved on."
        yield Fault("urgent-without-help", (*where, "verdict"), message, 'Let it be verdict = "act".')
    if outcome.tree is not None:
        message = "This ending is urgent, and goes on to more questions: what is urgent stands alone."
        hint = "Take the line out, or send them there in a step, for another day."
        yield Fault("urgent-without-help", (*where, "tree"), message, hint)


def _names_somebody(tree: Tree, outcome_id: str, outcome: Outcome) -> bool:
    words = names_in(tree, texts_below(("outcome", outcome_id), outcome))
    return bool(words & (DEFAULTS.keys() | tree.profile.keys()) - {"organisation"} - tree.values.keys())


def verdict_faults(tree: Tree) -> Iterator[Fault]:
    """Yield a fault if the tree uses verdicts and no ending is talk."""
    verdicts = {outcome.verdict for outcome in tree.outcomes.values()}
    if uses_verdicts(tree) and "talk" not in verdicts:
        message = "No ending of this tree is talk: every question has to have a right answer."
        yield Fault("no-talk", ("tree",), message, 'Let one ending have verdict = "talk".', "header")


def uses_verdicts(tree: Tree) -> bool:
    """Tell whether any ending says more than plain information."""
    return any(outcome.verdict != "info" for outcome in tree.outcomes.values())


def review_faults(tree: Tree, today: dt.date) -> Iterator[Fault]:
    """Yield a fault if nobody has said when the tree is looked at again, or that day has passed."""
    due = tree.about.review_by
    if due is None:
        hint = f"Add review-by = {today.year + 1}-{today:%m}-01."
        yield Fault("no-review", ("tree",), "Nobody has said when this tree is looked at again.", hint, "header")
    elif due < today:
        message = f"This tree was to be looked at again by {due}."
        yield Fault("overdue-review", ("tree", "review-by"), message, "Look at it together, then move the date.")
