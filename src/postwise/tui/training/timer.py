"""The time at a step. It counts down to nothing, then on upwards, and never cuts anything off."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock that was set going at a moment; moments are seconds of a steady clock."""

    seconds: int
    """How long the step should take; 0 counts up from the beginning."""
    begun: float
    held: float | None = None
    """The moment at which it was stopped; None while it goes."""

    def left(self, now: float) -> int:
        """Return how many seconds are left; below zero, how many it is over."""
        spent = int((now if self.held is None else self.held) - self.begun)
        return self.seconds - spent

    def toggled(self, now: float) -> Timer:
        """Return the clock stopped, or going on from where it was stopped."""
        if self.held is None:
            return replace(self, held=now)
        return replace(self, begun=self.begun + now - self.held, held=None)

    def shown(self, now: float) -> str:
        """Return the time in words short enough for a corner: "1:45", "0:10 over", "1:45, stopped"."""
        left = self.left(now)
        over = left < 0 and self.seconds > 0
        minutes, seconds = divmod(abs(left), 60)
        return f"{minutes}:{seconds:02}{' over' if over else ''}{'' if self.held is None else ', stopped'}"
