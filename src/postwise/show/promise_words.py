"""What a tree promises, in words: what each promise comes to, whose wish it is, who has signed and who disagreed."""

from __future__ import annotations

from collections.abc import Iterator

from postwise.show.document import Item
from postwise.show.numbered_tree import NumberedTree
from postwise.text import counted, joined, plural
from postwise.tree.model import VERDICTS
from postwise.tree.placeholders import spoken
from postwise.tree.promises import Promise
from postwise.walk.recommendation import SIGNS


def promised(chart: NumberedTree) -> Iterator[Item]:
    """Yield every promise of a tree, with what there is to say of it below."""
    for promise in chart.tree.promises.values():
        yield Item(chart.fill(promise.text), under=tuple(_said(chart, promise)))


def _said(chart: NumberedTree, promise: Promise) -> Iterator[Item]:
    when = "on every walk" if promise.condition is None else f"if {chart.condition(promise.condition)}"
    yield Item(f"{when}: {'; '.join(_claims(chart, promise))}", label="That is,")
    if promise.roles:
        yield Item(joined(map(chart.fill, promise.roles)), label="For:")
    if promise.signed:
        yield Item(signed_by(chart, promise), label="Signed by:")
    for dissent in promise.dissent:
        day = f" ({spoken(dissent.date)})" if dissent.date else ""
        yield Item(chart.fill(dissent.text), label=f"Somebody disagreed{day}:")


def signed_by(chart: NumberedTree, promise: Promise) -> str:
    """Return who has signed a promise, and when."""
    return joined(f"{chart.fill(one.role)} ({spoken(one.date)})" for one in promise.signed)


def _claims(chart: NumberedTree, promise: Promise) -> Iterator[str]:
    if promise.never is not None:
        yield f"it never ends in {_endings(chart, promise.never)}"
    if promise.only is not None:
        yield f"it ends in {_endings(chart, promise.only)}"
    if promise.asked is not None:
        numbers = list(map(str, sorted({chart.numbers[name] for name in promise.asked})))
        yield f"{plural(len(numbers), 'question')} {joined(numbers)} {'is' if len(numbers) == 1 else 'are'} asked"
    if promise.at_most is not None:
        yield f"at most {counted(promise.at_most, 'question')} {'is' if promise.at_most == 1 else 'are'} asked"


def _endings(chart: NumberedTree, names: tuple[str, ...]) -> str:
    """Return endings as one says them: a verdict by its sign and word, an outcome by its headline as well."""
    signs: dict[str, str] = {verdict: str(SIGNS[verdict]) for verdict in VERDICTS}
    return joined((f"“{signs.get(name) or chart.nodes[name].label}”" for name in names), "or")
