"""Words in braces on a walk: what fills each of them, and a text with all of them filled. Nothing else fills them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from postwise.text import for_markdown
from postwise.tree.answers import said_back
from postwise.tree.conditions import Answered
from postwise.tree.model import Contact, Tree
from postwise.tree.placeholders import DEFAULTS, GAP, fill, spoken, value_name
from postwise.walk.path import AfterAnswers


@dataclass(frozen=True, slots=True)
class WalkWords:
    """What the words in braces of a tree's texts say after some answers."""

    tree: Tree = field(repr=False)
    profile: Mapping[str, str]
    """The words that an organisation fills in."""
    asked: Mapping[str, Answered]
    """The answers to the questions asked so far."""
    unsaid: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What stands for a value without a result or an answer not given, where it is not its id or a gap."""

    def filled(self, text: str) -> str:
        """Return a text with its words in braces filled: by the organisation, the tree, what ships, values, answers."""
        return fill(text, self._word)

    def prose(self, text: str) -> str:
        """Return a Markdown text filled; an answer said back in it is plain words and no Markdown."""
        return fill(text, partial(self._word, written=for_markdown))

    def contact(self, contact: Contact) -> Contact:
        """Return a contact with its texts filled; a phone is a number and has no words in braces."""
        title, url = self.filled(contact.title), self.filled(contact.url)
        return Contact(title=title, url=url, phone=contact.phone)

    def _word(self, name: str, written: Callable[[str], str] = str) -> str | None:
        """Return what a name in braces says, an answer's words as they are `written`; None if it is none."""
        word = self._profile_word(name)
        if word is not None or not (name in self.tree.values or name in self.tree.questions):
            return word
        value = name in self.tree.values
        said = self._result(name) if value else self._answer(name, written)
        return self.unsaid.get(name, value_name(name) if value else GAP) if said is None else said

    def _result(self, value_id: str) -> str | None:
        result = AfterAnswers(self.tree, self.asked).value(value_id)
        if isinstance(result, str):
            return fill(result, self._profile_word)
        return None if result is None else spoken(result)

    def _answer(self, question_id: str, written: Callable[[str], str]) -> str | None:
        question, answer = self.tree.questions[question_id], self.asked.get(question_id)
        if answer is None or question.kind == "text":
            return None
        return written(said_back(question, answer, lambda text: fill(text, self._profile_word)))

    def _profile_word(self, name: str) -> str | None:
        return next((words[name] for words in (self.profile, self.tree.profile, DEFAULTS) if name in words), None)
