"""Whether a terminal is light or dark: what it is asked, and its answer among what is typed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping

from textual.message import Message

ASKED = "\x1b]11;?\x07"
"""Asks for the colour of the ground, as xterm's control sequences have it (OSC 11)."""
PART = rb"([0-9a-fA-F]{1,4})"
ANSWER = re.compile(rb"\x1b\]11;rgba?:" + rb"/".join([PART] * 3) + rb"[^\x07\x1b]{0,5}(?:\x07|\x1b\\)")
BEGUN = re.compile(rb"\x1b\]11;[^\x07\x1b]{0,40}\x1b?\Z")
"""The first part of an answer, and of nothing else."""
MAY_BE = re.compile(rb"\x1b(?:\](?:1(?:1)?)?)?\Z")
"""What an answer begins with, or a key."""
SOON = 3.0
"""Seconds in which an answer comes, as a rule; from then on nobody waits for one at the escape key."""
DARK = 0.5
"""As much light as makes a ground light."""


class Ground(Message):
    """A terminal has said what colour it is."""

    def __init__(self, *, dark: bool) -> None:
        super().__init__()
        self.dark = dark


def answers(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether it makes sense to ask: some draw the question, and what stands between may keep the answer."""
    term = environment.get("TERM", "")
    between = environment.get("TMUX") or environment.get("STY") or term.startswith(("screen", "tmux"))
    return not between and term not in {"", "dumb", "linux"}


class GroundAnswer:
    """Takes the answer out of what comes from a terminal, in however many pieces, and lets all else through."""

    def __init__(self) -> None:
        self._held = b""
        self._until = 0.0

    def expect(self) -> None:
        """Note that the terminal has been asked."""
        self._until = time.monotonic() + SOON

    def taken(self, raw: bytes) -> tuple[bytes, Ground | None]:
        """Return what came without an answer, and what an answer says; a beginning of one is kept for the next time."""
        came, raw, self._held = raw, self._held + raw, b""
        said = None
        if found := ANSWER.search(raw):
            red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
            said = Ground(dark=0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK)
            raw = raw[: found.start()] + raw[found.end() :]
        begun = BEGUN.search(raw) or (MAY_BE.search(raw) if came and time.monotonic() < self._until else None)
        if begun:
            raw, self._held = raw[: begun.start()], raw[begun.start() :]
        return raw, said
