"""postwise show: a tree as an outline, a document or a drawing, with a road marked in it if answers are given.

As a page that walks it, several trees can stand together, and in several languages.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from postwise.commands.given import given_answers, walk_given, walkable
from postwise.commands.shared import open_library
from postwise.errors import Exit, PostwiseError
from postwise.show.numbered_tree import NumberedTree
from postwise.show.tree_formats import FORMATS
from postwise.show.walking_page import PageWords, walking_page
from postwise.streams import put, say
from postwise.text import joined, on_one_line, shortened
from postwise.tree.library import Library
from postwise.tree.model import Tree
from postwise.tree.overlays import Overlay, laid
from postwise.walk.walk import Walk

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""A language as pages name it (BCP 47)."""


def run(options: argparse.Namespace) -> int:
    """Print the tree in the format asked for."""
    library = open_library()
    if options.format != "page" and (len(options.tree) > 1 or options.languages):
        raise PostwiseError("Several trees, or languages, stand together on a page only: --format page.")
    trees = {tree.id: tree for tree in (walkable(library, library.find(name)) for name in options.tree)}
    first, *others = trees.values()
    walk = Walk.start(first, profile=library.words)
    road, _ = walk_given(walk, given_answers(first, options.answers))
    chart = NumberedTree(first, library.words, road if options.answers else None)
    if options.format == "page":
        charts = [chart, *(NumberedTree(tree, library.words) for tree in others)]
        put(_page(library, charts, options.languages), options.output)
    else:
        put(FORMATS[options.format](chart), options.output)
    return Exit.DONE


def _page(library: Library, charts: Sequence[NumberedTree], tags: Sequence[str]) -> str:
    """Return the page of some trees; which trees walks can go on in that are not on it is said aloud."""
    here = {chart.tree.id for chart in charts}
    onward = {outcome.tree: None for chart in charts for outcome in chart.tree.outcomes.values() if outcome.tree}
    missing = [name for name in onward if name not in here]
    if missing:
        say(
            f"postwise: Walks can go on in {joined(map(on_one_line, missing))}. Name them too to have them on the page."
        )
    titles = {name: found.title for name in missing if (found := library.next_tree(name)) is not None}
    return walking_page(charts, [_in_language(library, charts, tag) for tag in tags], titles)


def _in_language(library: Library, charts: Sequence[NumberedTree], tag: str) -> PageWords:
    """Return the trees in the words of the overlays whose place is a language, as far as there are any."""
    if not TAG.fullmatch(tag):
        raise PostwiseError(f'"{shortened(tag)}" is no language. Write its tag, as cy for Welsh or pt-BR.')
    there = replace(library, words={**library.words, "place": tag})
    words = [list(_overlays(there, chart.tree)) for chart in charts]
    titles = [overlay.about.title for overlays in words for overlay in overlays]
    if not titles:
        raise PostwiseError(f'No words are here in the language "{tag}": an overlay whose place is "{tag}" has them.')
    spoken = [
        replace(chart, tree=reduce(laid, overlays, chart.tree), road=None)
        for chart, overlays in zip(charts, words, strict=True)
    ]
    return PageWords(titles[0], spoken, [tag if overlays else "" for overlays in words])


def _overlays(there: Library, tree: Tree) -> Sequence[Overlay]:
    """Return the overlays of a tree that hold in that place alone."""
    every = (overlay for _, overlay in there.overlays_of(tree))
    return [overlay for overlay in every if overlay is not None and overlay.about.place is not None]
