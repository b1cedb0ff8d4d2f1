"""A recommendation as text, Markdown, HTML or JSON; an unfinished walk as the question that is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postwise.show import document
from postwise.show.document import Item
from postwise.show.html_page import page
from postwise.show.markdown import Block, html, wrapped
from postwise.show.recommendation_document import report
from postwise.text import for_html, for_markdown
from postwise.tree.answers import as_json as answer_as_json
from postwise.walk.walk import QuestionStep, Walk

SCHEMA = "postwise.recommendation/1"


def as_text(
    walk: Walk, width: int = 80, *, draft: str | None = None, answers: bool = True, onward: str | None = None
) -> str:
    """Return the recommendation in plain lines of at most `width` columns, ending in a line break.

    No line is drawn and nothing hangs on where it stands, so a screen reader and a pipe can use it. Of an unfinished
    walk it says which question is left. `draft` is added; without `answers`, what the person answered is left out, and
    all that shows it. `onward` is the title of the tree in which the walk can go on.
    """
    said = report(walk, draft=draft, answers=answers, onward=onward)
    lines = [*_wrapped_plain(said.opening, width), *_wrapped_plain(said.source, width)]
    if said.reason:
        lines += ["", *wrapped(said.reason, width)]
    for section in said.sections:
        lines += ["", section.title]
        for number, item in enumerate(section.items, 1):
            bullet = f"{number}. " if section.form == "steps" else "" if section.form == "draft" else "- "
            lines += _text_item(item, width, "  ", bullet)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _wrapped_plain(text: str, width: int, first: str = "") -> list[str]:
    return Block(text).lines(width, first, " " * len(first))


def _text_item(item: Item, width: int, indent: str, bullet: str) -> Iterator[str]:
    first = indent + bullet
    text = f"{item.text}: {item.address}" if item.address and item.address != item.text else item.text
    yield from wrapped(text, width, first) if item.markdown else _wrapped_plain(text, width, first)
    for one in item.under:
        yield from _text_item(one, width, " " * len(first), "- " if len(item.under) > 1 else "")


def as_markdown(walk: Walk, *, draft: str | None = None, answers: bool = True, onward: str | None = None) -> str:
    """Return the recommendation as CommonMark: the tree's plain texts escaped, its Markdown ones as they are.

    `draft` is added as a quote; without `answers`, what the person answered is left out, and all that shows it.
    """
    said = report(walk, draft=draft, answers=answers, onward=onward)
    parts = [f"# {for_markdown(said.opening)}", for_markdown(said.source)]
    if said.reason:
        parts.append(said.reason.strip())
    parts += document.as_markdown(said.sections)
    return "\n\n".join(parts) + "\n"


def as_html(walk: Walk, *, draft: str | None = None, answers: bool = True, onward: str | None = None) -> str:
    """Return the recommendation as one page that prints well: no script, no outside request, everything escaped."""
    said = report(walk, draft=draft, answers=answers, onward=onward)
    parts = [f'<p class="source">{for_html(said.source)}</p>']
    if said.sign:
        parts.append(
            f'<p class="verdict v-{for_html(said.sign.word)}">{for_html(said.sign.sign)} {for_html(said.sign.word)}</p>'
        )
    parts.append(f"<h1>{for_html(said.headline)}</h1>")
    if said.reason:
        parts.append(f"<div>{html(said.reason)}</div>")
    parts += document.as_html(said.sections)
    return page(f"{said.headline} ({said.source})", "<main>\n" + "\n".join(parts) + "\n</main>")


def as_json(walk: Walk) -> dict[str, Any]:
    """Return the recommendation as the JSON object ``postwise.recommendation/1`` (INTERFACE).

    Of an unfinished walk, `outcome` is None and `question` the one that is open.
    """
    from postwise.walk.share_code import encode
    from postwise.walk.what_if import changes, settle

    tree = walk.tree
    about = {
        "id": tree.id,
        "title": walk.filled(tree.title),
        "version": tree.about.version,
        "fingerprint": tree.fingerprint,
    }
    return {
        "schema": SCHEMA,
        "tree": about,
        "code": encode(walk),
        "steps": [_step(one, step, told=walk.previous is not None) for one, step in _steps(walk)],
        "outcome": _outcome(walk),
        "notes": list(walk.recommendation.notes) if walk.recommendation else [],
        "values": walk.values,
        "changes": [change.as_json() for change in changes(walk)],
        "settle": [question.as_json() for question in settle(walk)],
        "question": _question(walk),
    }


def _steps(walk: Walk) -> Iterator[tuple[Walk, QuestionStep]]:
    if walk.previous is not None:
        yield from _steps(walk.previous)
    for step in walk.steps:
        yield walk, step


def _step(walk: Walk, step: QuestionStep, *, told: bool) -> dict[str, Any]:
    """Return one step; `told` says whether trees have handed over, so that the step names its own."""
    own = {"tree": step.tree.id, "carried": step.carried} if told else {}
    return {
        "question": step.name,
        "ask": walk.filled(step.question.ask),
        "answer": answer_as_json(step.answer),
        "text": walk.said(step),
        "unsure": step.unsure,
        **own,
    }


def _outcome(walk: Walk) -> dict[str, Any] | None:
    found = walk.recommendation
    if found is None:
        return None
    return {
        "id": found.id,
        "verdict": found.verdict,
        "headline": found.headline,
        "reason": found.reason,
        "next": list(found.next),
        "see": [{"title": link.title, "url": link.url} for link in found.see],
        "rights": found.rights,
        "tree": found.tree,
    }


def _question(walk: Walk) -> dict[str, Any] | None:
    question = walk.question
    if question is None:
        return None
    answers = [{"id": answer.id, "text": answer.text} for answer in question.answers]
    return {"id": question.id, "ask": question.ask, "type": question.kind, "answers": answers}
