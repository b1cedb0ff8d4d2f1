"""A question as lines of a page: what is asked, the answers there are, and why we ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from textual.content import Content

from postwise.tui.widgets.content import EMPTY, styled
from postwise.tui.widgets.markdown_lines import prose
from postwise.tui.widgets.page_line import BLANK, PageLine
from postwise.walk.filled_question import FilledQuestion
from postwise.walk.walking import Ticked

NOT_SURE = "?"
"""The target of the line that says *Not sure*; ids of answers begin with a letter."""
NONE = "-"
"""The target of the line for ticking nothing."""
ON = "="
"""The target of the line that goes on with what is ticked."""
YOURS = styled("your answer", "muted")
UNNUMBERED = styled("   ")
BOXES = styled("☐  ", "muted"), styled("☑  ", "accent bold")


def head(asked: FilledQuestion) -> Iterator[PageLine]:
    """Yield what is asked, and how to find the answer."""
    yield PageLine(styled(asked.ask, "bold"))
    if asked.help:
        yield PageLine(edited(asked.marks, "ask"))
        yield from prose(asked.help, "muted")
    yield PageLine(edited(asked.marks, "help" if asked.help else "ask"))


def edited(marks: Mapping[str, str], part: str) -> Content:
    """Return the mark of a part that was just edited, as a sign and a word; nothing for any other."""
    word = marks.get(part)
    return EMPTY if word is None else styled(f"{'+' if word == 'new' else '~'} {word}", "pause bold")


Look = tuple[int, bool, str]
"""What the line of an answer hangs on: which answer it is, whether it is ticked, and what is said beside it."""


def with_words(asked: FilledQuestion, words: str) -> frozenset[str]:
    """Return the ids of the answers in which every one of some words stands."""
    wanted = words.casefold().split()
    return frozenset(option.id for option in asked.answers if all(word in option.text.casefold() for word in wanted))


def answers(
    asked: FilledQuestion, ticked: Ticked, made: dict[Look, PageLine], words: str = "", *, airy: bool = False
) -> Iterator[PageLine]:
    """Yield a line for each answer that can be picked or ticked, and one for none of a list.

    With `words`, only those answers are there in which they stand. `made` keeps the lines of answers for the next time:
    of thousands, a tick changes one.
    """
    several = asked.kind == "checklist"
    found = with_words(asked, words) if words else None
    for place, option in enumerate(asked.answers, 1):
        if found is not None and option.id not in found:
            continue
        on = option.id in (ticked or ())
        mine = asked.suggested == option.id and not asked.unsure
        mark = edited(asked.marks, f"answers.{option.id}") or (YOURS if mine else EMPTY)
        look = place, on, mark.plain
        if look not in made:
            number = styled(f"{place}  ", "accent") if place < 10 else UNNUMBERED
            lead = number.append(BOXES[on]) if several else number
            made[look] = PageLine(styled(option.text, "bold" if on else ""), lead, option.id, right=mark)
        yield made[look]
        if airy:
            yield BLANK
    if found is not None:
        if not found:
            yield PageLine(styled("No answer has that in it.", "muted"))
    elif several:
        none = ticked is not None and not ticked
        yield PageLine(styled(asked.none, "bold" if none else ""), styled("0  ", "accent").append(BOXES[none]), NONE)


def not_sure(asked: FilledQuestion, key: str) -> PageLine:
    """Return the line that says *Not sure*, behind its key."""
    right = YOURS if asked.unsure else EMPTY
    return PageLine(styled("Not sure", "muted"), styled(f"{key:<2} ", "accent"), NOT_SURE, right=right)


def onward(ticked: Ticked, key: str, *, wanting: bool) -> PageLine:
    """Return the line that goes on with what is ticked; `wanting`, that it cannot yet was just found out."""
    if ticked is None and wanting:
        return PageLine(styled("Tick what applies, or 0 if nothing does", "stop"), styled("▲  ", "stop"), ON)
    said = "" if ticked is None else f", with {len(ticked)} ticked" if ticked else ", as nothing applies"
    return PageLine(styled(f"Go on{said}", "muted"), styled(f"{key:<2} ", "accent"), ON)


WHY = "Why we ask"
"""What stands above the reason for a question."""


def aside(asked: FilledQuestion, *, why: bool) -> Iterator[PageLine]:
    """Yield the notes of a question and, if wanted, why it is asked."""
    for note in asked.notes:
        yield BLANK
        yield from bulleted(prose(note), "·  ")
    if why and asked.why:
        yield BLANK
        yield PageLine(styled(WHY, "accent bold"), right=edited(asked.marks, "why"))
        yield from prose(asked.why, "muted")


def bulleted(lines: Iterable[PageLine], bullet: str) -> Iterator[PageLine]:
    """Yield lines with a bullet before the first, the others under its words."""
    for place, paragraph in enumerate(lines):
        if place == 0:
            yield paragraph._replace(lead=styled(bullet, "accent") + paragraph.lead)
        else:
            yield paragraph._replace(indent=paragraph.indent + len(bullet))
