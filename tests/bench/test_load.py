"""Reading and validating a large tree against a bare parse of the same text."""

from __future__ import annotations

import gc

import tomli

from bench.trees import chain
from postwise.tree.loader import read_source
from postwise.tree.toml_source import Source


def held(run):
    def inner():
        gc.disable()
        try:
            run()
        finally:
            gc.enable()

    return inner


def test_ten_thousand_questions_against_a_bare_parse(ratio):
    text = chain(10_000)
    assert read_source(Source(text)).problems == ()
    ours = held(lambda: read_source(Source(text)))
    ratio("reading and validating 10,000 questions", ours, lambda: tomli.loads(text), at_most=2.6, rounds=7)
