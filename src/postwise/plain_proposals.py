"""What groups proposed, gone through in lines: each is written into the tree's file, opened in an editor, or left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from postwise.author.rewording import line_of, reword, wording
from postwise.editor import EditorCall, editor_named, lend_in_lines, opening
from postwise.errors import PostwiseError
from postwise.plain import PlainDialogue
from postwise.text import counted, joined, on_one_line, one_line, shortened
from postwise.train.proposals import Proposal
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded, read_file
from postwise.tree.placeholders import names

KEYS = "w writes it, e opens your editor there, Enter leaves it as it is, q stops; ? says all of it again."
NOT_A_WORDING = "That is no wording of one question, so only your editor can take it in: e opens it."
STOP = frozenset({"q", "quit", "exit", "stop"})


@dataclass
class AppliedProposals:
    """What has become of the proposals so far."""

    written: list[str] = field(default_factory=list)
    """The questions that ask what was proposed, each once."""
    edited: list[str] = field(default_factory=list)
    """Those whose words were changed in the editor."""
    elsewhere: bool = False
    """Whether anything else in the file was changed there."""
    settled: list[Proposal] = field(default_factory=list)
    """The proposals that have been taken in, in their words or in others."""
    proposals: int = 0
    """How many there were to go through."""

    def sentences(self, name: str) -> Iterator[str]:
        """Yield what was done with a file of some name, and what was not."""
        if self.written:
            yield f"Written into {name}: {joined(map(shortened, self.written))}."
        edited = [question for question in self.edited if question not in self.written]
        if edited:
            yield f"Changed in your editor: {joined(map(shortened, edited))}."
        elif self.elsewhere:
            yield f"Changed in your editor: {name}."
        if not self.touched:
            yield f"Nothing was written into {name}."
        left = self.proposals - len(self.settled)
        if left:
            yield f"{counted(left, 'proposal')} {'was' if left == 1 else 'were'} left."

    @property
    def touched(self) -> bool:
        """Whether the file is another one now."""
        return bool(self.written or self.edited or self.elsewhere)


class PlainProposals:
    """Goes through proposals for one file; it reads the file anew before each, for it may change meanwhile."""

    def __init__(
        self,
        dialogue: PlainDialogue,
        library: Library,
        entry: LibraryEntry,
        lend: Callable[[EditorCall], str | None] = lend_in_lines,
    ) -> None:
        self.dialogue = dialogue
        self.words = library.words
        self.entry = entry
        self.lend = lend
        self.done = AppliedProposals()
        self.local = dict(_in_local_words(library, entry))
        """What questions ask, in one line each, where local words are laid over the tree's."""

    def run(self, proposals: Sequence[Proposal]) -> None:
        """Go through proposals until the last, or until the person stops. Raises PostwiseError if the file is gone."""
        self.dialogue.say(KEYS)
        self.done.proposals = len(proposals)
        for number, proposal in enumerate(proposals, 1):
            place = f"Proposal {number} of {len(proposals)}"
            if not self._gone_through(proposal, place):
                return

    def _read(self) -> Loaded:
        try:
            return read_file(self.entry.path, profile=self.words, name=self.entry.shown)
        except OSError as error:
            raise PostwiseError(f"{self.entry.shown} cannot be opened: {error.strerror or error}.") from None

    def _gone_through(self, proposal: Proposal, place: str) -> bool:
        """Say a proposal and do what is typed until it is settled; False to stop."""
        now = self._shown(proposal, place)
        while (typed := self.dialogue.typed()) is not None:
            key = typed.strip().casefold()
            if _stands(proposal, now):
                return key not in STOP
            match key:
                case "":
                    return True
                case "w" | "write":
                    if self._written(proposal, now):
                        return True
                    now = self._now(proposal, now)
                case "e" | "edit":
                    now = self._edited(proposal, now)
                case "?" | "help":
                    now = self._shown(proposal, place)
                    self.dialogue.say(f"   {KEYS}")
                case _ if key in STOP:
                    return False
                case _:
                    self.dialogue.say(f'   "{shortened(typed)}" is none of the keys. {KEYS}')
        return False

    # Saying it

    def _shown(self, proposal: Proposal, place: str) -> str | None:
        """Say all of a proposal; return what the question asks now, None if the file asks no such one."""
        loaded = self._read()
        now = wording(loaded.source, proposal.question)
        self.dialogue.say()
        unasked = proposal.question and now is None and loaded.sketch is not None
        self.dialogue.say(f"{place}, for {_about(proposal)}{', which the tree does not ask' if unasked else ''}.")
        for sentence in _in_lines(proposal, now, self.local.get(proposal.question)):
            self.dialogue.say(sentence)
        if loaded.sketch is None:
            self._say_errors(loaded)
        if _stands(proposal, now):
            self.dialogue.say("   It stands in the file already. Enter goes on.")
            self._settle(proposal)
        return now

    def _now(self, proposal: Proposal, before: str | None) -> str | None:
        """Return what the question asks in the file by now, after saying it if that is something else."""
        now = wording(self._read().source, proposal.question)
        if now != before:
            said = "The file does not ask it now." if now is None else f"Now: {one_line(now)}"
            self.dialogue.say(f"   {said}")
        if _stands(proposal, now):
            self.dialogue.say("   That is what was proposed. Enter goes on.")
            self._settle(proposal)
        return now

    # Doing it

    def _written(self, proposal: Proposal, now: str | None) -> bool:
        """Tell whether a proposal is the question's words now; else say why not."""
        if now is None:
            self.dialogue.say(f"   {NOT_A_WORDING}")
            return False
        try:
            reword(self.entry.path, proposal.question, proposal.proposed, self.words, now=now)
        except PostwiseError as error:
            self.dialogue.say(f"   {on_one_line(str(error))}")
            return False
        self.dialogue.say("   Written.")
        self._note(self.done.written, proposal)
        self._settle(proposal)
        return True

    def _edited(self, proposal: Proposal, now: str | None) -> str | None:
        """Open the editor where a proposal belongs, and say what came of it; return what the question asks then."""
        before = self._read()
        try:
            call = opening(editor_named(), self.entry.path, line_of(before.source, proposal.question))
        except PostwiseError as error:
            self.dialogue.say(f"   {on_one_line(str(error))}")
            return now
        wrong = self.lend(call)
        if wrong is not None:
            self.dialogue.say(f"   {on_one_line(wrong)}")
        elif call.window:
            self.dialogue.say(f"   {on_one_line(call.name)} has a window of its own. Press Enter once it is saved.")
            self.dialogue.typed()
        return self._taken_in(proposal, before, now)

    def _taken_in(self, proposal: Proposal, before: Loaded, now: str | None) -> str | None:
        """Say what an editor has left of a file; return what the question asks in it."""
        after = self._read()
        if after.source.text == before.source.text:
            self.dialogue.say(f"   {on_one_line(self.entry.path.name)} is as it was.")
            return now
        asks = self._now(proposal, now)
        if asks != now and proposal.question:
            self._note(self.done.edited, proposal)
            self._settle(proposal)
        else:
            self.done.elsewhere = True
            self.dialogue.say("   The file was read again. Enter goes on.")
        self._say_errors(after)
        return asks

    def _say_errors(self, loaded: Loaded) -> None:
        """Say how many errors a file has, if any, and the first of them."""
        if loaded.errors:
            first, number = loaded.errors[0], counted(len(loaded.errors), "error")
            which = " the first" if len(loaded.errors) > 1 else ""
            said = on_one_line(f"{first.message} {first.hint or ''}".rstrip())
            self.dialogue.say(f"   The file has {number} now,{which} in line {first.span.line}: {said}")

    def _settle(self, proposal: Proposal) -> None:
        if proposal not in self.done.settled:
            self.done.settled.append(proposal)

    def _note(self, questions: list[str], proposal: Proposal) -> None:
        if proposal.question not in questions:
            questions.append(proposal.question)


def _in_local_words(library: Library, entry: LibraryEntry) -> Iterator[tuple[str, str]]:
    """Yield the questions of a tree that local words ask otherwise than its file, with these words."""
    own, laid = (replace(library, overlaid=overlaid).load(entry).sketch for overlaid in (False, True))
    if own is not None and laid is not None:
        for name, asked in laid.questions.items():
            if asked.ask != own.questions[name].ask:
                yield name, one_line(asked.ask)


def _stands(proposal: Proposal, now: str | None) -> bool:
    """Tell whether a question asks by now what was proposed."""
    return now is not None and one_line(now) == proposal.proposed


def _about(proposal: Proposal) -> str:
    return f"the question “{shortened(proposal.question)}”" if proposal.question else "the tree as a whole"


def _in_lines(proposal: Proposal, now: str | None, local: str | None) -> Iterator[str]:
    """Yield what stands there now, what is proposed, and why; `local` is what the question asks in local words."""
    groups = "group" if proposal.groups == 1 else "groups"
    if now is not None:
        yield f"   Now: {one_line(now)}"
        if proposal.changed_since(now):
            why = "Local words lie over that here" if local in proposal.seen else "It has been changed since"
            yield f"   {why}; the {groups} saw: {proposal.seen[0]}"
    elif proposal.seen:
        yield f"   The {groups} saw: {proposal.seen[0]}"
    by = "" if proposal.groups == 1 else f" by {proposal.groups} groups"
    yield f"   Proposed{by}: {proposal.proposed}"
    yield from (f"   Why: {reason}" for reason in proposal.reasons)
    lost = [f"{{{name}}}" for name in dict.fromkeys(names(now or "")) if name not in {*names(proposal.proposed)}]
    if lost:
        yield f"   {joined(lost)} would no longer be in it."
