"""Reading and validating a large tree against a bare parse of the same text."""

from __future__ import annotations

import gc

import tomli

from bench.trees import chain
from postwise import load
from postwise.tree.loader import collector_held


def held(run):
    def inner():
        with collector_held():
            run()
        gc.unfreeze()

    return inner


def test_ten_thousand_questions_against_a_bare_parse(ratio):
    text = chain(10_000)
    assert load(text).problems == ()
    ratio(held(lambda: load(text)), lambda: tomli.loads(text), at_most=2.2, rounds=7)
