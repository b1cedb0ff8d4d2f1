"""The script of a walking page, run without a page: what the tests ask of it, and how it is asked, many walks at a time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

from postwise.logic.search import BOUND, Budget
from postwise.show.page_table import page_table
from postwise.show.walking_page import PURE, script
from postwise.tree.model import Tree

ENGINE = pytest.importorskip("py_mini_racer", reason="no JavaScript engine: mini-racer is in the extra for tests")

ASKED = """
const stands = (leg) => {
  const here = { node: node(leg), steps: legs(leg).flatMap((one) => one.path.map((step) => [one.table.tree.id,
    step.question, step.answer, Boolean(step.unsure), Boolean(step.carried)])), values: valuesOf(leg), ahead: ahead(leg),
    waiting: [...leg.waiting.keys()], coming: coming(leg), remembered: [...leg.remembered.keys()], code: codeOf(leg) };
  return ended(leg) ? here : { ...here, question: lines(question(leg)), unsure: unsureAt(leg),
    clear: decidedAlready(leg) };
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


class PageEngine:
    """The script with the tables of some trees."""

    def __init__(self, trees: Sequence[Tree], words: Mapping[str, str] | None = None) -> None:
        self.tables = [page_table(tree, words or {}, Budget(BOUND)) for tree in trees]
        self._engine = ENGINE.MiniRacer()
        self._engine.eval(script((*PURE, "sections.js")) + ASKED)
        self._engine.eval(f"const trees = {json.dumps(self.tables)};")

    def walks(
        self, deeds: Sequence[Sequence[Deed]], seen: Sequence[int] | None = None, closely: Sequence[bool] | None = None
    ) -> list[dict[str, Any]]:
        """Return of each walk where it stood after each deed, but for the first ones that have been seen, and its end.

        Of those looked at `closely` it is told too what other answers would do.
        """
        given = json.dumps([deeds, seen or [0] * len(deeds), closely or [True] * len(deeds)], default=as_json)
        return json.loads(self._engine.eval(f"walks(trees, ...{given})"))

    def texts(self, codes: Iterable[str]) -> list[str]:
        """Return what finished walks say, as it is copied."""
        return json.loads(self._engine.eval(f"texts(trees, {json.dumps([*codes])})"))

    def resumed(self, codes: Iterable[str]) -> list[dict[str, Any]]:
        """Return what becomes of codes."""
        return json.loads(self._engine.eval(f"resumes(trees, {json.dumps([*codes])})"))

    def said(self, expression: str) -> Any:
        """Return what an expression comes to."""
        return json.loads(self._engine.eval(f"JSON.stringify({expression})"))


def as_json(answer: Any) -> Any:
    """Return an answer as JSON has it."""
    return answer.isoformat() if isinstance(answer, dt.date) else sorted(answer)
