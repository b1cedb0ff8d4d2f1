"""A tree to take away, in plain text: a mantra of one breath, or a checklist of one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postwise.logic.fewest_changes import fewest_changes
from postwise.logic.reachable_outcomes import LIMIT
from postwise.logic.state_space import StateSpace
from postwise.show.markdown import plain_block
from postwise.text import counted, one_line
from postwise.tree.model import Question, Tree
from postwise.walk.walk import NONE, Walk

BREATH = 30
"""Words that are said in one breath, about ten seconds."""
PAGE = 60
"""Lines of a printed page."""
WIDTH = 78


def mantra(tree: Tree, words: Mapping[str, str] = NONE) -> str:
    """Return the questions on the shortest road to the kindest outcome, and that outcome: one breath, in one line.

    Questions lose what stands behind a colon; as many are taken as fit in a breath, the first at least.
    """
    ending = fewest_changes(StateSpace(tree), {}, None, LIMIT)
    answers = {turn.state.node: turn.answer for turn in ending[1]} if ending is not None else {}
    walk = Walk.replay(tree, answers, profile=words)
    sentences = [_short(walk.filled(step.question.ask)) for step in walk.steps]
    end = walk.filled(walk.outcome.headline) if walk.outcome is not None else ""
    while len(sentences) > 1 and len(" ".join([*sentences, end]).split()) > BREATH:
        sentences.pop()
    return " ".join([*sentences, end]).strip()


def _short(ask: str) -> str:
    head, colon, _ = ask.partition(":")
    return f"{head}?" if colon and head.strip() else ask


def checklist(tree: Tree, words: Mapping[str, str] = NONE) -> str:
    """Return a page with a box to tick for each question, and under it what to do if the answer stands in the way.

    What does not fit on a page is left out, and the page says so.
    """
    walk = Walk.start(tree, profile=words)
    lines = [*_heading(walk), ""]
    for place, question in enumerate(tree.questions.values()):
        block = [*_wrapped(walk.filled(question.ask), "☐ "), *_in_the_way(walk, question)]
        if len(lines) + len(block) > PAGE - 2:
            left = len(tree.questions) - place
            lines += ["", f"{counted(left, 'more question')} {'is' if left == 1 else 'are'} in the full text."]
            break
        lines += block
    return "\n".join(lines) + "\n"


def _heading(walk: Walk) -> list[str]:
    title, purpose = _wrapped(walk.filled(walk.tree.title)), walk.tree.about.purpose
    return [*title, "", *_wrapped(walk.filled(purpose))] if purpose else title


def _in_the_way(walk: Walk, question: Question) -> Iterator[str]:
    """Yield, for each answer that leads straight to an outcome other than go, what that outcome says."""
    for option in question.options if question.picks_one else ():
        end = walk.tree.outcomes.get(option.goto or "")
        if end is not None and end.verdict != "go":
            yield from _wrapped(f"{walk.filled(option.text)}: {walk.filled(end.headline)}", "    ")


def _wrapped(text: str, first: str = "") -> list[str]:
    return plain_block(one_line(text)).lines(WIDTH, first, " " * len(first)) if text.strip() else []
