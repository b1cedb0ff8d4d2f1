"""Small random trees as the data of a file and as its text: every type of question, branches, values, sums, notes, loops."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

TYPES = ("choice", "choice", "choice", "yes-no", "yes-no", "checklist", "number", "date", "text")
FIRST_DAY = dt.date(2026, 1, 1)
SUMS = ("points", "more-points")


def as_toml(value: Any, table: tuple[str, ...] = ()) -> str:
    """Return data as TOML text; tables of tables down to two levels get headers, what is deeper stands inline."""
    lines = [
        f"{key} = {inline(item)}" for key, item in value.items() if not (isinstance(item, dict) and len(table) < 2)
    ]
    text = "".join(f"{line}\n" for line in lines)
    for key, item in value.items():
        if isinstance(item, dict) and len(table) < 2:
            path = (*table, key)
            inner = as_toml(item, path)
            only_tables = item and len(path) < 2 and all(isinstance(one, dict) for one in item.values())
            text += inner if only_tables else f"\n[{'.'.join(path)}]\n{inner}"
    return text


def inline(value: Any) -> str:
    """Return one value as TOML writes it on a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {inline(item)}' for key, item in value.items())} }}" if value else "{}"
    return repr(value)


@st.composite
def tree_data(draw: st.DrawFn, *, loops: bool = True) -> dict[str, Any]:
    """Draw the data of a small tree that `load` finds nothing wrong with; what only an analysis sees may be wrong."""
    questions = [f"q{n}" for n in range(draw(st.integers(1, 5)))]
    turnings = [f"b{n}" for n in range(draw(st.integers(0, 3)))]
    outcomes = [f"o{n}" for n in range(draw(st.integers(1, 3)))]
    nodes = [*draw(st.permutations([*questions, *turnings])), *outcomes]
    kinds = {name: draw(st.sampled_from(TYPES)) for name in questions}

    def goto(name: str) -> str:
        later = nodes[nodes.index(name) + 1 :]
        return draw(st.sampled_from(nodes if loops and draw(st.integers(0, 7)) == 0 else later))

    asked = {name: draw(question(kind, name, goto)) for name, kind in kinds.items()}
    values = draw(value_tables(asked, kinds))
    tests = conditions(asked, kinds, values)
    held = {name: draw(branch(name, tests, goto)) for name in turnings}
    ends = {name: draw(outcome(tests, values)) for name in outcomes}
    for name in questions:
        if draw(st.integers(0, 5)) == 0:
            asked[name]["notes"] = [{"when": draw(tests), "text": "An aside."}]
    data = {
        "format": 1,
        "tree": {"title": "A tree", "start": draw(st.sampled_from(nodes[: len(questions + turnings)]))},
    }
    return {**data, "question": asked, "branch": held, "value": values, "outcome": ends}


@st.composite
def question(draw: st.DrawFn, kind: str, name: str, goto: Any) -> dict[str, Any]:
    """Draw one question of a type."""
    made: dict[str, Any] = {"ask": f"What about {name}?", "type": kind}
    ids = ["a", "b", "c"][: draw(st.integers(1, 3))]
    if kind == "choice":
        return {**made, "answers": [{"id": one, "text": f"Say {one}", "goto": goto(name)} for one in ids]}
    if kind == "yes-no":
        return {**made, "yes": goto(name), "no": goto(name)}
    made["goto"] = goto(name)
    if kind == "checklist":
        made["answers"] = [{"id": one, "text": f"Tick {one}"} for one in ids]
    if kind == "number":
        made.update(min=draw(st.integers(-1, 1)), max=draw(st.integers(2, 5)), step=draw(st.sampled_from([1, 2, 0.5])))
    if kind == "date":
        made.update(min=FIRST_DAY, max=FIRST_DAY + dt.timedelta(draw(st.integers(0, 4))))
    return made


@st.composite
def trial_of_answer(draw: st.DrawFn, asked: dict[str, Any], kind: str, depth: int = 1) -> Any:
    """Draw a test that a question of this type can take."""
    shape = draw(st.integers(0, 9))
    if shape == 0:
        return {"answered": draw(st.booleans())}
    if depth and shape == 1 and kind != "text":
        return {
            "not": draw(
                trial_of_answer(asked, kind, 0).filter(lambda one: not (isinstance(one, dict) and "answered" in one))
            )
        }
    if depth and shape == 2 and kind != "text":
        return draw(st.lists(trial_of_answer(asked, kind, 0), min_size=1, max_size=2))
    match kind:
        case "choice":
            return draw(st.sampled_from([one["id"] for one in asked["answers"]]))
        case "yes-no":
            return draw(st.sampled_from(["yes", "no"]))
        case "checklist":
            return draw(_on_checklist([one["id"] for one in asked["answers"]]))
        case "number":
            return draw(st.one_of(st.integers(-1, 5), _between(st.integers(-1, 5))))
        case "date":
            days = st.integers(-1, 4).map(lambda n: FIRST_DAY + dt.timedelta(n))
            return draw(st.one_of(days, _between(days)))
        case _:
            return {"answered": draw(st.booleans())}


def _on_checklist(ids: list[str]) -> st.SearchStrategy[Any]:
    several = st.lists(st.sampled_from(ids), min_size=1, unique=True)
    return st.one_of(
        st.sampled_from([*ids, "none"]),
        st.builds(lambda items: {"all": items}, several),
        st.builds(lambda items: {"none": items}, several),
        st.builds(lambda n: {"count": n}, st.integers(0, 3)),
        st.builds(lambda test: {"count": test}, _between(st.integers(0, 3))),
    )


def _between(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    def bounds(pair: tuple[Any, Any], which: int) -> dict[str, Any]:
        low, high = sorted(pair)
        return [{"min": low}, {"max": high}, {"min": low, "max": high}][which]

    return st.builds(bounds, st.tuples(numbers, numbers), st.integers(0, 2))


@st.composite
def value_tables(draw: st.DrawFn, asked: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
    """Draw up to two values with results, and up to two sums."""
    made: dict[str, Any] = {}
    counted = [name for name, kind in kinds.items() if kind in {"choice", "yes-no", "checklist"}]
    for name in SUMS:
        if counted and draw(st.integers(0, 2)) == 0:
            made[name] = {"sum": {one: draw(_points(asked[one])) for one in counted[:2]}}
    for name in ("level", "mood"):
        if draw(st.booleans()):
            tests = conditions(asked, kinds, dict(made))
            cases = [{"when": draw(tests), "is": word} for word in ("low", "high")[: draw(st.integers(1, 2))]]
            made[name] = {"cases": cases, **({"else": "other"} if draw(st.booleans()) else {})}
    return made


@st.composite
def _points(draw: st.DrawFn, asked: dict[str, Any]) -> dict[str, Any]:
    ids = [one["id"] for one in asked["answers"]] if "answers" in asked else ["yes", "no"]
    return {one: draw(st.sampled_from([0, 1, 2, -1, 0.5])) for one in ids}


@st.composite
def conditions(draw: st.DrawFn, asked: dict[str, Any], kinds: dict[str, str], values: dict[str, Any]) -> Any:
    """Draw a condition on questions and values."""

    def table() -> dict[str, Any]:
        names = draw(st.lists(st.sampled_from([*asked, *values]), min_size=1, max_size=2, unique=True))
        return {
            name: draw(trial_of_answer(asked[name], kinds[name]) if name in asked else trial_of_value(values[name]))
            for name in names
        }

    return table() if draw(st.integers(0, 4)) else [table(), table()]


@st.composite
def trial_of_value(draw: st.DrawFn, value: dict[str, Any]) -> Any:
    """Draw a test that a value can take."""
    if "sum" in value:
        return draw(st.one_of(_between(st.integers(-1, 3)), st.integers(0, 2)))
    results = [case["is"] for case in value["cases"]] + ([value["else"]] if "else" in value else [])
    return draw(st.one_of(st.sampled_from(results), st.just({"answered": False}), st.just({"not": results[0]})))


@st.composite
def branch(draw: st.DrawFn, name: str, tests: st.SearchStrategy[Any], goto: Any) -> dict[str, Any]:
    """Draw a branch, as cases or (where its tests allow it) as a table."""
    found = [draw(tests) for _ in range(draw(st.integers(1, 3)))]
    otherwise = {"else": goto(name)} if draw(st.integers(0, 3)) else {}
    if draw(st.booleans()) and all(isinstance(one, dict) for one in found):
        on = list(dict.fromkeys(key for one in found for key in one))
        return {"on": on, "table": [[*(one.get(key, "*") for key in on), goto(name)] for one in found], **otherwise}
    return {"cases": [{"when": one, "goto": goto(name)} for one in found], **otherwise}


@st.composite
def outcome(draw: st.DrawFn, tests: st.SearchStrategy[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Draw an outcome, now and then with a note that says a value."""
    verdict = draw(st.sampled_from(["go", "info", "talk", "stop", "leave", "adapt"]))
    made: dict[str, Any] = {"headline": "This is it.", "verdict": verdict}
    if values and draw(st.integers(0, 2)) == 0:
        named = draw(st.sampled_from(list(values)))
        made["notes"] = [{"when": draw(tests), "text": f"It is {{{named}}}."}]
    return made


def tree_texts(**kind: bool) -> st.SearchStrategy[str]:
    """Draw the text of a small tree."""
    return tree_data(**kind).map(as_toml)
