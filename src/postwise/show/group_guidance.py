"""What a group wrote in an hour, on a page for everyone: the mantra, the guidance, and how each was put to the vote."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.text import for_markdown
from postwise.train.tally import FewVotes
from postwise.train.workshop import RESULTS, Result, Workshop
from postwise.tree.placeholders import spoken


def consent_in_words(writing: Workshop, result: Result) -> str:
    """Return how a result was voted on; of few voters without counts, and empty if it was not."""
    tally = writing.consents.get(result)
    if tally is None:
        return ""
    if isinstance(tally, FewVotes):
        return "The vote is in."
    yes, change, no = tally.counts.values()
    return f"{yes} yes, {change} with a change, {no} no"


def group_guidance(writing: Workshop) -> str:
    """Return the page as Markdown."""
    return "\n".join(_page(writing)) + "\n"


def _page(writing: Workshop) -> Iterator[str]:
    yield f"# {_told(writing, writing.title)}"
    if writing.mantra:
        yield from ("", f"**{_told(writing, writing.mantra)}**")
    if writing.guidance:
        yield ""
        yield from (f"- {_told(writing, text)}" for text in writing.guidance)
    if writing.trust:
        yield from ("", f"What people must be able to trust us for: {_told(writing, writing.trust)}")
    voted = [(name, said) for result, name in RESULTS.items() if (said := consent_in_words(writing, result))]
    if voted:
        yield from ("", "Whether it is safe enough to try until the review:", "")
        yield from (f"- {name}: {said}" for name, said in voted)
    if writing.owner and writing.review_by is not None:
        role = _told(writing, writing.owner)
        yield from ("", f"Looked after by: {role}. Looked at again by {spoken(writing.review_by)}.")


def _told(writing: Workshop, text: str) -> str:
    return for_markdown(writing.filled(text))
