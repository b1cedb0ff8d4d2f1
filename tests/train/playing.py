"""A small tree with every type of question, and a facilitator who plays sessions with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from postwise.train import transitions
from postwise.train.cases import TrainingCase, cases_of
from postwise.train.events import SessionPlan
from postwise.train.session import Session
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source

TREE = """format = 1

[tree]
title = "May I tow it?"
start = "account"
review-by = 2099-01-01

[question.account]
ask = "Whose account, {manager}?"
answers = [
  { id = "org", text = "Ours", goto = "stop" },
  { id = "mine", text = "My own", goto = "reception" },
  { id = "none-yet", text = "None yet", goto = "followers" },
]

[question.reception]
ask = "Would you say it in reception?"
yes = "followers"
no = "talk"

[question.followers]
ask = "How many follow you?"
type = "number"
min = 0
step = 1
unit = "people"
goto = "contains"

[question.contains]
ask = "What is in it?"
type = "checklist"
answers = [
  { id = "client", text = "A client" },
  { id = "photo", text = "A photo" },
  { id = "number", text = "A number" },
]
goto = "words"

[question.words]
ask = "What would you write?"
type = "text"
goto = "when"

[question.when]
ask = "When would it go out?"
type = "date"
min = 2026-01-01
max = 2026-12-31
goto = "weigh"

[branch.weigh]
cases = [
  { when = { contains = "client" }, goto = "stop" },
  { when = { followers = { min = 1000 } }, goto = "talk" },
  { when = { when = { min = 2026-05-01, max = 2026-05-07 } }, goto = "pause" },
]
else = "go"

[outcome.go]
verdict = "go"
headline = "Go ahead, and tell {manager}."
next = ["Read it aloud.", "Post it."]

[outcome.stop]
verdict = "stop"
headline = "Do not."
reason = "Somebody trusted you with it."
next = ["Read it aloud."]

[outcome.talk]
verdict = "talk"
headline = "Talk to {buddy}."

[outcome.pause]
verdict = "pause"
headline = "Not this week."

[scenario.late-train]
title = "The late train"
story = "You are on platform 4, and {manager} is waiting."
level = 1
answers = { account = "mine", reception = "no" }
expect = "talk"
split = "reception"
discuss = ["Who was on the platform?"]

[scenario.late-train.other]
answers = { account = "org" }
expect = "stop"

[scenario.picture]
title = "The picture"
story = "A picture of a client."
level = 3
answers = { account = "org" }
expect = "stop"

[scenario.plain]
answers = { account = "org" }
expect = "stop"
"""
SECRETS = ("late-train", "The late train", "platform 4")


def cases(text: str = TREE) -> tuple[TrainingCase, ...]:
    """Return the cases of the small tree."""
    loaded = read_source(Source(text), tree_id="towing")
    assert loaded.tree is not None, [problem.as_text() for problem in loaded.problems]
    return tuple(cases_of(loaded))


def begun(present: int = 12, mode: str = "hands", text: str = TREE, **more: Any) -> Session:
    """Return a session of both cases at its ground rules."""
    plan = SessionPlan(date=dt.date(2026, 11, 22), present=present, mode=mode, **more)
    return Session.begin(cases(text), plan)


def on(session: Session, *names: str) -> Session:
    """Return the session after moves by their names; each has to lead somewhere."""
    for name in names:
        events = getattr(transitions, name)(session)
        assert events, (name, session.stage, session.case, session.question)
        session = session.after(*events)
    return session


def counted(session: Session, text: str) -> Session:
    """Return the session after typed counts, shown."""
    return on(session.after(*transitions.count(session, text)), "reveal")


def to(session: Session, question: str, first: str | None = None) -> Session:
    """Return the session at a question's silence, or after its first vote; all agree on my own account, and on yes."""
    while session.question != question:
        if session.stage in {"first", "second"}:
            place = {"account": 1}.get(session.question, 0)
            numbers = [session.present * (place == n) for n in range(len(session.ballot.choices))]
            session = counted(session, " ".join(map(str, numbers)))
        else:
            session = on(session, "forward")
    return session if first is None else counted(on(session, "vote"), first)


def in_case(present: int = 12, mode: str = "hands", text: str = TREE) -> Session:
    """Return a session at the story of its first case."""
    return on(begun(present, mode, text), "forward", "forward", "forward")
