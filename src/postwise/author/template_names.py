"""The templates there are, for help and for `postwise new`: read at every start, so nothing else is read for it."""

from __future__ import annotations

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "pause-for-thought": "a few questions with several answers each, before somebody acts",
    "yes-no": "questions that are answered with yes or no",
    "decision-table": "facts first, then a table that says what follows from them",
    "scored": "points for answers, added up",
    "blank": "one question and two endings, to be written over",
}
"""Every template's name with what it is good for; the first is the one to take when none is named."""
