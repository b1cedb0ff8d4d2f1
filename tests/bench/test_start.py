"""How long it takes to say anything at all, as whole processes against an empty one."""

from __future__ import annotations


def test_version_against_an_empty_program(ratio, process):
    ratio("`--version`", process("-m", "postwise", "--version"), process("-c", "pass"), at_most=4)


def test_help_against_an_empty_program(ratio, process):
    ratio("`--help`", process("-m", "postwise", "--help"), process("-c", "pass"), at_most=9)


def test_a_walk_without_screens_against_an_empty_program(ratio, process):
    answers = ("--answer", "account=org", "--answer", "trusted=no", "--format", "json")
    ratio(
        "a walk without screens", process("-m", "postwise", "run", "before-you-post", *answers), process("-c", "pass")
    )
