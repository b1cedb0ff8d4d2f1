"""What can still be asked for once a walk in lines has ended: to hear more, to change an answer, to keep it."""

from __future__ import annotations

import os
import re

from postwise.errors import PostwiseError
from postwise.plain import PlainDialogue, Stopped, lost_with
from postwise.show import recommendation_document as parts
from postwise.show.brief import brief, keeps_answers_back
from postwise.show.document import Item, Section
from postwise.text import as_json, joined, on_one_line, shortened, whole_number
from postwise.tree.library import Library, NextTree
from postwise.walk.walk import Walk
from postwise.walk.walking import answered, in_own_words
from postwise.walk.what_if import AnswerChange

ENDINGS = {".md": "markdown", ".html": "html", ".json": "json"}
"""What a file is written as, by how its name ends; any other is a plain text."""


GO_ON = frozenset({"go", "go on", "y", "yes"})
"""What goes on in the next tree, if there is one: said alone."""
MEANT = {"quit": "q", "exit": "q", "stop": "q", "?": "help", "back": "b", "go back": "b"}
"""Words that do as well as another."""
AT_ONCE = 10
"""So many other roads are named at once."""
QUOTED = re.compile(r"([\"'])(.*)\1", re.DOTALL)
"""A name as it is written for a shell, which here is none."""
NO_CLIPBOARD = "No clipboard took it. Type save and a name, and it is kept in a file of that name."


class WalkEnded:
    """The end of a walk in lines: one line of words says what can be typed, and each of them does what it says."""

    def __init__(
        self,
        library: Library,
        lines: PlainDialogue,
        walk: Walk,
        onward: Walk | None = None,
        next_tree: NextTree | None = None,
    ) -> None:
        self.library = library
        self.lines = lines
        self.walk = walk
        """The walk that has ended."""
        self._answered = answered(walk)
        self.onward = onward
        """The walk in the next tree, if there is one to go on in."""
        self._next_tree = next_tree

    def next_walk(self) -> Walk | None:
        """Return the walk with an answer changed, or the one to go on with; None if the person has done.

        All else is said on the way.
        """
        self._say_onward()
        self._offer()
        lost = lost_with(self.walk, own_words=False)  # of what this end came from, all can be saved
        asked = False
        while True:
            try:
                typed = self.lines.read(self.walk, ">").strip()
            except Stopped:
                return None
            said = " ".join(typed.lower().split())
            word, _, rest = (MEANT.get(said, ""), "", "") if said in MEANT else typed.partition(" ")
            word = MEANT.get(word.lower(), word.lower())
            if word == "b" and self._goes_back:
                return self.lines.walk(self.walk.back())
            if word == "q" and (asked or not lost):
                return None
            asked = word == "q"
            if asked:
                self.lines.say(lost)
                continue
            if said in GO_ON and self.onward is not None:
                return self.onward
            if word == "change":
                changed = self._changed(rest.strip())
                if changed is not None:
                    return changed
            else:
                self._do(word, rest.strip())

    @property
    def _words(self) -> dict[str, str]:
        """What can be typed, each with what it does."""
        go_on = {"go on": f"takes you to “{self.onward.title}”"} if self.onward is not None else {}
        change = {"change and a number": "asks the question of that number again; your other answers are kept"}
        left = self.walk.ended_early is not None
        with_it = "without your answers" if keeps_answers_back(self.walk) else "with a code that opens this walk"
        back = {"b": "takes you back to the questions that were left" if left else "takes your last answer back"}
        return {
            **go_on,
            **(change if self._answered else {}),
            **(back if self._goes_back else {}),
            "why": "says what decided it, and how each answer counted",
            "save": "keeps it among your records; save and a name keeps it in a file of that name, for you alone",
            "copy": "puts all of it on the clipboard",
            "brief": f"says it in a few lines for a colleague, {with_it}",
            "road": "says what other answers lead to; road and a number says more of one",
            "more": "says the rest: what to keep in mind, what would change it, sources, and your answers",
            "help": "says this again",
            "q": "ends",
        }

    @property
    def _goes_back(self) -> bool:
        return bool(self._answered) or self.walk.ended_early is not None

    def _say_onward(self) -> None:
        if self.onward is None:
            return
        self.lines.say()
        self.lines.say(f"This goes on in “{self.onward.title}”, with what you have answered so far.")
        if self.onward.tree.id in self.walk.visited:
            stop = self.walk.filled("It may be time to stop here and ring {buddy}.")
            self.lines.say(f"You have been there already. {stop}")

    def _offer(self) -> None:
        self.lines.say()
        self.lines.say(f"You can type {joined(self._words, 'or')} to end.")

    def _do(self, word: str, rest: str) -> None:
        """Do what a word asks for, or say why not."""
        match word:
            case "":
                self._offer()
            case "why":
                self._say(parts.decided(self.walk), parts.numbered_road(self.walk))
            case "more":
                self._say(*parts.besides(self.walk))
            case "brief":
                self.lines.say(brief(self.walk, self.library).rstrip())
            case "save":
                self._save(rest)
            case "copy":
                self._copy()
            case "road":
                self._road(rest)
            case "help":
                for name, does in self._words.items():
                    self.lines.say(f"{name} {does}.")
            case _:
                self.lines.say(f'"{shortened(word)}" is none of the words here. Type help to hear what there are.')

    def _say(self, *sections: Section) -> None:
        for line in parts.sections_in_lines(sections, self.lines.room):
            self.lines.say(line)

    def _changed(self, number: str) -> Walk | None:
        """Return the walk with an answer changed and walked to its end again, or None if it stays as it was.

        Raises Stopped where the person stops on the way there: what they have changed is their walk from then on.
        """
        place, last = numbered(number), len(self._answered)
        if place is None or not 1 <= place <= last:
            self.lines.say(
                f"Type change and the number of a question, from 1 to {last}. The word why says the numbers."
            )
            return None
        try:
            changed = self.lines.ask_again(self.walk, place)
        except Stopped:
            changed = self.walk
        if changed is self.walk:
            self.lines.say("Your walk is as it was.")
            return None
        self._say_what_went(changed)
        return self.lines.walk(changed)

    def _say_what_went(self, changed: Walk) -> None:
        """Say which answers fell away, and which trees were left; that the others are kept was said before."""
        there = {leg.tree.id for leg in changed.legs}
        asked = {name for leg in changed.legs for name in (*leg.asked, *leg.coming)}
        for leg, step in self._answered:
            if leg.tree.id in there and step.node_id not in asked | {changed.at}:
                self.lines.say(f"   No longer asked: {leg.filled(step.question.ask)}")
        left = dict.fromkeys(f"“{leg.title}”" for leg in self.walk.legs if leg.tree.id not in there)
        if left:
            again = "" if changed.tree == self.walk.tree else f"You are in “{changed.title}” again. "
            kept = f"What you answered in {joined(left)} is there again should you come to it."
            self.lines.say(f"   {again}{kept}")

    @property
    def _document(self) -> parts.RecommendationDocument:
        return parts.RecommendationDocument.of(self.walk, onward=self._next_tree)

    def _copy(self) -> None:
        from postwise.tui.desktop import copied  # who copies nothing waits for none of it

        taker = copied(self._document.as_text())
        self.lines.say(NO_CLIPBOARD if taker is None else "Copied, as plain text.")

    def _road(self, number: str) -> None:
        """Say what one of the other answers leads to, or without a number all of them; the walk stays as it is."""
        changes = self.walk.what_if.changes
        place = numbered(number)
        if not changes:
            none = "There is no other road: no answer that is yours to choose, changed alone, leads elsewhere."
            self.lines.say(parts.no_other_road(self.walk, none))
        elif not number:
            roads = tuple(Item(_led(self.walk, change)) for change in changes[:AT_ONCE])
            self._say(Section("Other roads", roads, "steps"))
            if len(changes) > AT_ONCE:
                self.lines.say(f"There are {len(changes)}. Type road and a number to hear any of them.")
        elif place is None or not 1 <= place <= len(changes):
            self.lines.say(f"Type road and a number from 1 to {len(changes)}. The word road says which there are.")
        else:
            self._say_road(changes[place - 1])

    def _say_road(self, change: AnswerChange) -> None:
        other = self.walk.change(change.question, change.answer).to_its_end()
        if other.recommendation is None:
            self.lines.say(_led(self.walk, change))
        else:
            self.lines.say(f"{_other(self.walk, change)}:")
            self.lines.say(parts.advised(other, other.recommendation).as_text(self.lines.room).rstrip())
            for item in parts.not_asked(other):
                self.lines.say(item.text)
        own = [leg is self.walk and step.node_id == change.question for leg, step in self._answered]
        number = own.index(True) + 1
        self.lines.say()
        self.lines.say(f"Your own walk is as it was. Type change {number} to answer that question again.")

    def _save(self, name: str) -> None:
        try:
            self.lines.say(self._written(name) if name else self._recorded())
        except PostwiseError as error:
            self.lines.say(str(error))

    def _written(self, name: str) -> str:
        from postwise.files import typed_path, write_new

        if name.endswith(("/", os.sep)):
            raise PostwiseError(f"{name} is a folder. Name a file in it.")
        quoted = QUOTED.fullmatch(name)
        path = typed_path(quoted[2] if quoted else name)
        form = ENDINGS.get(path.suffix.lower(), "text")
        text = as_json(self.walk.to_dict()) + "\n" if form == "json" else parts.SETTERS[form](self._document)
        write_new(path, text, private=True)
        return f"Saved as {on_one_line(str(path))}. Only you can read it."

    def _recorded(self) -> str:
        from postwise.walk.record_store import Records

        number = Records().save(self.walk, "answers")
        told = "with your answers"
        if in_own_words(self.walk):
            told = "with your answers, without your own words; save and the name of a file keeps those too"
        return f"Saved as record {number}, {told}. To see it again: postwise records show {number}"


def numbered(typed: str) -> int | None:
    """Return the number of a question or a road, as people write one; None if it is none."""
    return whole_number(typed.removeprefix("#").removesuffix(".").removesuffix(")"))


def _led(walk: Walk, change: AnswerChange) -> str:
    return f"{_other(walk, change)}: {parts.leads_to(walk, change)}"


def _other(walk: Walk, change: AnswerChange) -> str:
    return f"With {parts.other_answer(walk, change).words}"
