"""The script of a walking page, run without a page: what the tests ask of it, and how it is asked, many walks at a time."""

from __future__ import annotations

import atexit
import datetime as dt
import json
import subprocess
import sys
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import count
from typing import Any

import pytest

from postwise.logic.search import BOUND, Budget
from postwise.show.page_table import page_table
from postwise.show.walking_page import PURE, script
from postwise.tree.model import Tree

if find_spec("py_mini_racer") is None:
    pytest.skip("no JavaScript engine: mini-racer is in the extra for tests", allow_module_level=True)
SERVER = """import json, sys
from py_mini_racer import MiniRacer
engines = {}
for line in sys.stdin:
    number, script = json.loads(line)
    if script is None:
        engines.pop(number, None)
        continue
    try:
        said = [engines.setdefault(number, engines.get(number) or MiniRacer()).eval(script), ""]
    except Exception as error:
        said = [None, str(error)]
    print(json.dumps(said), flush=True)
"""
"""It runs apart from the tests: its threads stay, and a process of several is not to be forked."""


@cache
def running() -> subprocess.Popen[str]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "ascii"}
    process = subprocess.Popen([sys.executable, "-c", SERVER], **pipes)
    atexit.register(process.communicate)
    return process


def tell(number: int, script: str | None) -> None:
    stdin = running().stdin
    assert stdin is not None
    stdin.write(f"{json.dumps([number, script])}\n")
    stdin.flush()


def evaluated(script: str, number: int = 0) -> Any:
    """Return what a script comes to in the engine of that number."""
    tell(number, script)
    stdout = running().stdout
    assert stdout is not None
    said, wrong = json.loads(stdout.readline())
    assert not wrong, wrong
    return said


ASKED = """
const stands = (leg) => {
  const here = { node: node(leg), steps: legs(leg).flatMap((one) => one.path.map((step) => [one.table.tree.id,
    step.question, step.answer, Boolean(step.unsure), Boolean(step.carried)])), values: valuesOf(leg), ahead: ahead(leg),
    waiting: [...leg.waiting.keys()], coming: coming(leg), remembered: [...leg.remembered.keys()], code: codeOf(leg) };
  return ended(leg) ? here : { ...here, question: lines(question(leg)), unsure: unsureAt(leg),
    clear: decidedAlready(leg), atHand: endAtHand(leg) };
};
const unsureAt = (leg) => (picksOne(leg.table.questions[node(leg)]) ? cautious(leg, node(leg)) : null);
const valuesOf = (leg) => Object.fromEntries(Object.keys(leg.table.values).map((id) => [id, value(leg.table, id,
  asked(leg))]).filter(([, said]) => said !== null));
const lines = ({ why, help, notes, ...rest }) => ({ ...rest, why: plain(why), help: plain(help), notes: notes.map((one) =>
  plain(one)) });
const ends = (leg, closely) => {
  const { reason, notes, ...rest } = advice(leg), told = { ...rest, reason: plain(reason), notes: notes.map((one) =>
    plain(one)) };
  if (!closely) return told;
  const least = fewest(leg);
  return { ...told, decided: decided(leg),
    changes: changes(leg).map(({ question, answer, item, outcomes }) => ({ question, answer, item, outcomes })),
    settle: settle(leg).map(({ question, answers }) => ({ question, answers: answers.map(({ answer, outcomes }) =>
      ({ answer, outcomes })) })), fewest: least && [least.verdict, least.changes.length, least.fresh.length] };
};
const done = (leg, [deed, ...what]) => {
  if (deed === "answer") return changed(leg, leg.t, node(leg), what[0]);
  if (deed === "unsure") return changed(leg, leg.t, node(leg), undefined);
  if (deed === "change") return changed(leg, what[0], what[1], what.length > 2 ? what[2] : undefined);
  if (deed === "end") return decidedAlready(leg) ? toItsEnd(leg) : leg;
  return deed === "back" ? back(leg) : goOn(leg, what[0]);
};
const walks = (trees, all, from, closely) => JSON.stringify(all.map((deeds, place) => {
  let leg = start(trees, 0);
  const been = deeds.map((deed, at) => { leg = done(leg, deed); return at < from[place] ? null : stands(leg); });
  return { been, end: ended(leg) ? ends(leg, closely[place]) : null };
}));
const texts = (trees, codes) => JSON.stringify(codes.map((code) => asText(resumed(trees, code).leg)));
const resumes = (trees, codes) => JSON.stringify(codes.map((code) => {
  const { leg, ...told } = resumed(trees, code);
  return leg ? { ...told, code: codeOf(leg), node: node(leg) } : told;
}));
"""
Deed = tuple[Any, ...]
NUMBERS = count(1)


class PageEngine:
    """The script with the tables of some trees."""

    def __init__(self, trees: Sequence[Tree], words: Mapping[str, str] | None = None) -> None:
        self.tables = [page_table(tree, words or {}, Budget(BOUND)) for tree in trees]
        self._number = next(NUMBERS)
        weakref.finalize(self, tell, self._number, None).atexit = False
        self._said(f"{script((*PURE, 'sections.js'))}{ASKED};0")
        self._said(f"const trees = {json.dumps(self.tables)};0")

    def _said(self, text: str) -> Any:
        return evaluated(text, self._number)

    def walks(
        self, deeds: Sequence[Sequence[Deed]], seen: Sequence[int] | None = None, closely: Sequence[bool] | None = None
    ) -> list[dict[str, Any]]:
        """Return of each walk where it stood after each deed, but for the first ones that have been seen, and its end.

        Of those looked at `closely` it is told too what other answers would do.
        """
        given = json.dumps([deeds, seen or [0] * len(deeds), closely or [True] * len(deeds)], default=as_json)
        return json.loads(self._said(f"walks(trees, ...{given})"))

    def texts(self, codes: Iterable[str]) -> list[str]:
        """Return what finished walks say, as it is copied."""
        return json.loads(self._said(f"texts(trees, {json.dumps([*codes])})"))

    def resumed(self, codes: Iterable[str]) -> list[dict[str, Any]]:
        """Return what becomes of codes."""
        return json.loads(self._said(f"resumes(trees, {json.dumps([*codes])})"))

    def said(self, expression: str) -> Any:
        """Return what an expression comes to."""
        return json.loads(self._said(f"JSON.stringify({expression})"))


def as_json(answer: Any) -> Any:
    """Return an answer as JSON has it."""
    return answer.isoformat() if isinstance(answer, dt.date) else sorted(answer)
