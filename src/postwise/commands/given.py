"""A tree that can be walked, and the answers to it that stand on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from postwise.commands.shared import say_problems, today
from postwise.errors import Exit, PostwiseError
from postwise.logic.gotos import all_end_by_gotos
from postwise.logic.search import BOUND
from postwise.streams import say
from postwise.text import command_line, on_one_line, shortened
from postwise.tree.answers import NOT_SURE, AnswerError
from postwise.tree.conditions import Answered
from postwise.tree.library import Library, LibraryEntry
from postwise.tree.loader import Loaded
from postwise.tree.model import Tree
from postwise.tree.problems import Problem, suggestion
from postwise.tree.tree_lookup import TreeLookup
from postwise.walk.ending_ahead import JUDGED_BY_GOTOS
from postwise.walk.walk import Walk, WalkError


class BrokenTreeError(PostwiseError):
    """A tree has errors, so it is not walked."""

    def __init__(self, entry: LibraryEntry) -> None:
        name = on_one_line(entry.shown)
        super().__init__(f"{name} has errors, so it cannot be used yet. Mend them and try again.", Exit.NO)


BEFORE_A_WALK = 500
"""So much is looked at before a walk: a person does not notice it, and of ordinary trees it is all there is."""


def walkable(library: Library, entry: LibraryEntry, bound: int = BOUND) -> Tree:
    """Return an entry's tree, sound enough to be walked by anybody, as far as looking at so much can say.

    Raises BrokenTreeError, after saying what is wrong, if the tree has errors. A shipped tree has been checked before.
    """
    loaded = library.load(entry)
    if loaded.tree is not None:
        for words in (one for one, overlay in library.overlays_of(loaded.tree) if overlay is None):
            say(f"postwise: {_unlaid(words)}")
    errors = loaded.errors
    if loaded.tree is not None and entry.origin != "shipped":
        errors = deep_errors(library, entry, loaded, bound)
    if loaded.tree is None or errors:
        say_problems(errors)
        raise BrokenTreeError(entry)
    return loaded.tree


def _unlaid(words: LibraryEntry) -> str:
    name = on_one_line(words.shown)
    return f"{name} has errors, so its words are not laid on. {command_line('check', str(words.path))} says which."


def deep_errors(library: Library, entry: LibraryEntry, loaded: Loaded, bound: int) -> tuple[Problem, ...]:
    """Return the errors that only a look at every road can find and that keep it from an end: loops, answers unmet.

    A broken promise keeps nobody from walking: how else would one see the walk that breaks it.
    """
    tree = loaded.tree
    if tree is not None and all_end_by_gotos(tree) and not any(outcome.tree for outcome in tree.outcomes.values()):
        return ()
    from postwise.author import check_tree  # what has been checked, or shows it at a glance, does not wait for it

    known = TreeLookup(library, [entry], {entry.path: loaded}).files
    errors = check_tree.deep_errors(loaded, today=today(), known_trees=known, bound=bound)
    return tuple(problem for problem in errors if problem.code != "broken-promise")


def given_answers(tree: Tree, pairs: Iterable[str]) -> dict[str, str]:
    """Return ``QUESTION=ANSWER`` pairs as typed answers by question; the last one for a question holds.

    Raises PostwiseError if a pair has no sign, or names no question of the tree.
    """
    typed_answers: dict[str, str] = {}
    for pair in pairs:
        name, sign, answer = pair.partition("=")
        name = name.strip()
        if not sign:
            raise PostwiseError(
                f'"{shortened(pair)}" is no answer. Write it as QUESTION=ANSWER, as in account=personal.'
            )
        if name not in tree.questions:
            hint = suggestion(name, tree.questions) or f'See "{command_line("show", tree.id)}".'
            raise PostwiseError(f'{tree.id} has no question "{shortened(name)}". {hint}')
        typed_answers[name] = answer
    return typed_answers


def walk_given(walk: Walk, given: dict[str, str], most: int = BOUND) -> tuple[Walk, list[str]]:
    """Return the walk taken on with answers given beforehand, and the questions among them that never came up.

    What was answered before is answered anew; what the walk has not come to waits for its question, but for *Not sure*.
    For each of those no more is looked at than `most`. Raises PostwiseError if a question does not take its answer.
    """
    sure = {name: _read(walk, name, typed) for name, typed in given.items() if not _not_sure(walk, name, typed)}
    anew = sure.keys() & walk.asked.keys()
    walk = walk.with_changes({name: sure[name] for name in anew}) if anew else walk
    left = [name for name in given if name not in anew]
    while walk.question is not None and walk.at in left:
        name = walk.at
        left.remove(name)
        try:
            walk = walk.answer(sure[name]) if name in sure else walk.not_sure(most)
        except WalkError as error:
            raise PostwiseError(str(error)) from None
        if walk.by_gotos:
            say(JUDGED_BY_GOTOS)
    early = sure.keys() & {*left} if walk.question is not None else ()
    walk = walk.with_changes({name: sure[name] for name in early}) if early else walk
    return walk, [name for name in left if name not in early]


def _not_sure(walk: Walk, name: str, typed: str) -> bool:
    return typed == NOT_SURE and walk.tree.questions[name].picks_one


def _read(walk: Walk, name: str, typed: str) -> Answered:
    try:
        return walk.asked_as(name).read(typed)
    except AnswerError as error:
        raise PostwiseError(f'"{name}" does not take "{shortened(typed)}". {error}') from None
