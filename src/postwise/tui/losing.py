"""What would be lost by leaving, and the ways to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from postwise.text import counted, joined
from postwise.walk.walking import held, words_of

if TYPE_CHECKING:
    from postwise.tui.walk_in_hand import Given, WalkInHand


class Losing(NamedTuple):
    """What would be lost by leaving now."""

    walks: tuple[WalkInHand, ...] = ()
    """The walks with answers that would be lost."""
    drafts: tuple[str, ...] = ()
    beside: tuple[WalkInHand, ...] = ()
    """The walks that go on with which drafts could be kept."""
    begun: tuple[str, ...] = ()
    """What was begun and is nothing that can be kept, in words."""

    @property
    def answers(self) -> int:
        """How many answers would be lost: what another road has in common with one's own was given once."""
        own = [hand.lost for hand in self.walks if not hand.other]
        others: set[Given] = set().union(*(hand.lost for hand in self.walks if hand.other))
        return sum(map(len, own)) + len(others.difference(*own))

    @property
    def sentence(self) -> str:
        """What is said of it to who would leave."""
        answers = self.answers
        drafts = "your draft" if len(self.drafts) == 1 else f"your {len(self.drafts)} drafts"
        given, written = [counted(answers, "answer")] if answers else [], [drafts] if self.drafts else []
        lost = f"{joined([*given, *self.begun, *written])} would be lost."
        if not self.walks and not self.drafts:  # there is no saying so here
            return f"If you leave now, {lost}"
        going = [hand for hand in self.walks if hand.walk.question is not None]
        if going and all(hand.other for hand in self.walks):
            opened = "You have not come to the end of another road that you looked at, and nothing"
        elif going:
            opened = "You have not come to the end, and nothing"
        else:
            opened = "Answers wait in a later tree, and nothing" if self.walks else "Nothing"
        return f"{opened} is kept unless you say so: {lost}"

    def ways(self, machine: str) -> dict[str, str]:
        """Return the ways to keep it in words, by their keys; a draft is kept with a walk that goes on, or nowhere."""
        ways = {}
        if self.walks:
            with_it = ["your own words"] if any(words_of(held(hand.walk)) for hand in self.walks) else []
            kept = any(hand.draft.strip() and hand.draft not in self.drafts for hand in self.walks)
            own = f", with {joined([*with_it, *(['your draft'] if kept else [])])}," if with_it or kept else ""
            one = self.answers == 1
            what = ("the answer" if one else "the answers") if self.drafts or self.begun else "it" if one else "them"
            but = f"; {joined(self.begun)} is lost" if self.begun else ""
            ways["k"] = f"Keep {what}{own} on {machine}, to go on later{but}"
        if self.beside:
            fit = len({hand.draft for hand in self.beside})  # the others stand at no walk that goes on
            drafts, them = ("the draft", "it") if len(self.drafts) == 1 else ("the drafts", "them")
            drafts, them = (drafts, them) if fit == len(self.drafts) else (f"{fit} of {drafts}", f"{fit} of them")
            ways["d"] = f"Keep {drafts} as well" if self.walks else f"Keep {them} on {machine}"
        elif self.drafts:
            ways["c"] = "Copy it, and stay" if len(self.drafts) == 1 else "Copy them, and stay"
        return ways

    @classmethod
    def all(cls, *parts: Losing) -> Losing:
        """Return what would be lost of several, each thing once."""
        return cls(
            tuple(hand for part in parts for hand in part.walks),
            tuple(dict.fromkeys(draft for part in parts for draft in part.drafts)),
            tuple(hand for part in parts for hand in part.beside),
            tuple(dict.fromkeys(words for part in parts for words in part.begun)),
        )
