"""The whole check as a process of its own against a bare parse of the same text; and how the analysis grows with branches."""

from __future__ import annotations

import pytest

from bench.trees import WORDS
from postwise.logic.counting import analyse
from postwise.tree.loader import loads

PARSE = "import sys, tomli; tomli.loads(open(sys.argv[1], encoding='utf-8').read())"


def faultless(questions):
    """Return the text of a tree of so many questions that the check has nothing to say of."""
    parts = ['format = 1\n\n[tree]\ntitle = "A long one"\nstart = "q0"\nreview-by = 2100-01-01\n']
    for n in range(questions):
        first = f"q{n + 1}" if n + 1 < questions else "done"
        second = f"q{n + 2}" if n + 2 < questions else "ask"
        parts.append(
            f'\n[question.q{n}]\nask = "{WORDS[0].format(n=n)}"\nwhy = "{WORDS[1]}"\nanswers = [\n'
            f'  {{ id = "words", text = "{WORDS[2].format(n=n)}", goto = "{first}" }},\n'
            f'  {{ id = "yes", text = "{WORDS[3]}", goto = "{second}" }},\n'
            f'  {{ id = "no", text = "{WORDS[4]}", goto = "stop-here" }},\n]\n'
        )
    for name, verdict in (("done", "go"), ("ask", "talk"), ("stop-here", "pause")):
        parts.append(
            f'\n[outcome.{name}]\nverdict = "{verdict}"\nheadline = "Ask {{buddy}}."\nreason = "R."\nnext = ["Do it."]\n'
        )
    parts.append('\n[check]\nallow = { long-walk = "a benchmark", untested-outcome = "a benchmark" }\n')
    return "".join(parts)


def test_check_against_a_bare_parse(ratio, process, tmp_path):
    path = tmp_path / "long.toml"
    path.write_text(faultless(10_000), encoding="utf-8")
    ours, theirs = process("-m", "postwise", "check", path), process("-c", PARSE, path)
    ratio("`check` of 10,000 questions", ours, theirs, at_most=6.5, rounds=5)


def branching(branches, questions=12):
    """Return the text of a tree of questions in a row, with branches between them that look back at three answers each."""
    order = []
    for n in range(questions):
        order.append(f"q{n}")
        order += [f"b{k}" for k in range(branches) if k * questions // branches == n]
    order.append("end")
    parts = ['format = 1\n[tree]\ntitle = "Branches"\nstart = "q0"\n']
    for place, name in enumerate(order[:-1]):
        after = order[place + 1]
        if name.startswith("q"):
            parts.append(f'[question.{name}]\nask = "?"\ngoto = "{after}"\nanswers = [\n')
            parts += [f'  {{ id = "{one}", text = "{one}" }},\n' for one in "abc"]
            parts.append("]\n")
        else:
            number = int(name[1:])
            asked = [one for one in order[:place] if one.startswith("q")]
            looked = dict.fromkeys(asked[(number * 7 + step * 3) % len(asked)] for step in range(3))
            tests = ", ".join(f'{one} = "{"abc"[(number + step) % 3]}"' for step, one in enumerate(looked))
            skipped = order[min(place + 3, len(order) - 1)]
            parts.append(
                f'[branch.{name}]\ncases = [{{ when = {{ {tests} }}, goto = "{skipped}" }}]\nelse = "{after}"\n'
            )
    return "".join(parts) + '[outcome.end]\nheadline = "End."\n'


@pytest.mark.parametrize("branches", [10, 20, 40])
def test_analysis_of_twelve_questions_with_branches(benchmark, branches):
    tree = loads(branching(branches))
    found = benchmark(lambda: analyse(tree).tally)
    benchmark.extra_info.update(states=len(analyse(tree).exploration.nodes), branches=branches)
    assert found.longest <= 12
