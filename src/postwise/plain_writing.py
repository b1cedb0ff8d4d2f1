"""Writing a tree in lines while walking it: what is not there yet, another id, a walk kept as a scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from postwise.author.node_writer import BETWEEN, add_node, outcome_lines, question_lines
from postwise.author.renaming import rename, rename_answer
from postwise.author.scenario_writer import add_scenario, scenario_of, titled
from postwise.errors import PostwiseError
from postwise.tree.library import LibraryEntry
from postwise.walk.walk import Walk

TO_WRITE = (
    "To write it, type a question as in: ask Is it late? Or an ending with its verdict as in: end talk Ask a friend."
)
"""What is said where something is not written yet."""
TO_RENAME = (
    "rename and a new id gives what you are at another id, wherever the file names it; with an answer's id before it,"
    " that answer"
)
ANSWERS = f"The answers, with {BETWEEN} between them; Enter alone for Yes and No, q to write nothing:"
LEFT_OUT = "Enter alone leaves it out, q all of it:"


class PlainWriting:
    """What is written into one file from what is typed; each says in a sentence what was done, or why not."""

    def __init__(self, entry: LibraryEntry, words: Mapping[str, str], more: Callable[[str], str | None]) -> None:
        self.entry = entry
        self.words = words
        self.more = more
        """Asks for another line; None where there is none."""

    def done(self, typed: str, walk: Walk, unwritten: Collection[str]) -> str:
        """Do what a line says, if it is one that writes; return what is to be said of it, empty if it is none."""
        word, _, rest = typed.strip().partition(" ")
        rest = rest.strip()
        missing = walk.at in unwritten
        writes: dict[str, Callable[[], str]] = {"rename": lambda: self._rename(walk, rest)}
        if missing:
            writes |= {"ask": lambda: self._ask(walk, rest), "end": lambda: self._end(walk.at, rest)}
        elif walk.outcome is not None:
            writes["keep"] = lambda: self._keep(walk, rest)
        write = writes.get(word.lower())
        if write is None or not (rest or word.lower() == "keep"):
            return ""
        if self.entry.origin == "shipped":
            return "This tree ships with postwise and stays as it is: preview a copy."
        try:
            return write()
        except PostwiseError as error:
            return str(error)

    @property
    def _path(self) -> Path:
        return self.entry.path

    def _more(self, prompt: str) -> str:
        """Return another line. Raises PostwiseError if something else came before it."""
        line = self.more(prompt)
        if line is None:
            raise PostwiseError("The file was saved before that was said, so nothing was written. Begin again.")
        if line.strip().lower() in {"q", "quit"}:
            raise PostwiseError("Nothing was written.")
        return line

    def _ask(self, walk: Walk, ask: str) -> str:
        tree = walk.tree
        answers, why = self._more(ANSWERS), self._more(f"Why it is asked; {LEFT_OUT}")
        taken = (*tree.questions, *tree.branches, *tree.values, *tree.outcomes)
        add_node(self._path, walk.at, [*question_lines(walk.at, ask, answers, taken, why)], self.words)
        return f"“{walk.at}” stands at the end of {self._path.name} now."

    def _end(self, node_id: str, said: str) -> str:
        verdict, _, headline = said.partition(" ")
        list(outcome_lines(node_id, headline, verdict))  # what is wrong with these is said before more is asked
        reason, step = self._more(f"Why; {LEFT_OUT}"), self._more(f"What to do next; {LEFT_OUT}")
        add_node(self._path, node_id, [*outcome_lines(node_id, headline, verdict, reason, step)], self.words)
        return f"“{node_id}” stands at the end of {self._path.name} now."

    def _rename(self, walk: Walk, typed: str) -> str:
        answer, _, new = typed.partition(" ")
        if new.strip():
            new = rename_answer(self._path, walk.at, answer, new, self.words)
            return f"“{answer}” is “{new}” now."
        return f"“{walk.at}” is “{rename(self._path, walk.at, typed, self.words)}” now."

    def _keep(self, walk: Walk, typed: str) -> str:
        name, title = titled(typed or walk.at, walk.tree.scenarios)
        if not name:
            return "A name begins with a letter."
        add_scenario(self._path, scenario_of(walk, name, title), self.words)
        return f"Kept as scenario “{name}”, at the end of {self._path.name}."
