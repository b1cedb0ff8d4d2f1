"""Keys as quick as a program presses them, each let go all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from postwise.tui.widgets import keys_in_turn


@contextmanager
def keys_let_go() -> Iterator[None]:
    """Take no key for one that is held down, and no two clicks for a double one: a pilot is quicker than any hand."""
    with pytest.MonkeyPatch.context() as patch:
        for seconds in ("REPEATS", "FIRST_REPEAT", "DOUBLE_CLICK"):
            patch.setattr(keys_in_turn, seconds, 0.0)
        yield
