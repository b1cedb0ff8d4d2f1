"""A whole tree as a document that a committee can read: questions, endings, cases, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from postwise.show.document import Item, Section, contact_item
from postwise.show.numbered_tree import NumberedNode, NumberedTree, OutgoingLine
from postwise.show.promise_words import promised
from postwise.tree.answers import in_words, nothing_ticked, read_answer
from postwise.tree.model import VERDICTS, Answer, Note, OtherRoad, Outcome, Question, Scenario, Value
from postwise.tree.placeholders import spoken, value_name
from postwise.walk.walk import Walk

NOT_SURE = "the answer taken when somebody is not sure"
RIGHTS = "touches a right"


def paper(chart: NumberedTree) -> Iterator[Section]:
    """Yield the sections of the document."""
    yield Section("About this tree", tuple(about(chart)))
    if chart.road is not None:
        yield Section("The road taken", tuple(_road(chart, chart.road)), "road")
    promises = tuple(promised(chart))
    if promises:
        yield Section("What it promises", promises)
    yield Section("Questions", prose=(Item("In the order in which a walk can come to them."),))
    yield from (_asked(chart, node) for node in chart.nodes.values() if node.kind != "outcome")
    if chart.tree.values:
        yield Section("Worked out along the way")
        yield from (_value(chart, value_id, value) for value_id, value in chart.tree.values.items())
    yield Section("Endings")
    for verdict in VERDICTS:
        yield from (_ending(chart, node) for node in chart.nodes.values() if node.verdict == verdict)
    yield from _cases(chart)
    links = chart.tree.about.sources
    sources = tuple(Item(chart.fill(link.title) or link.url, address=link.url) for link in links)
    if sources:
        yield Section("Sources", sources)


def about(chart: NumberedTree) -> Iterator[Item]:
    """Return what a tree says of itself: for whom it is, what for, how old."""
    tree = chart.tree.about
    facts = {
        "For:": tree.audience,
        "So that we can be trusted for:": tree.purpose,
        "Written by:": ", ".join(tree.authors),
        "Version:": tree.version,
        "Last looked at:": tree.reviewed and spoken(tree.reviewed),
        "To be looked at again by:": tree.review_by and spoken(tree.review_by),
        "With the words of:": ", ".join(chart.tree.overlays),
        "Size:": ", ".join(chart.size),
    }
    return (Item(chart.fill(text), label=label) for label, text in facts.items() if text)


def _road(chart: NumberedTree, walk: Walk) -> Iterator[Item]:
    for step in walk.steps:
        unsure = "not sure; for now: " if step.unsure else ""
        node = chart.nodes[step.node_id]
        yield Item(node.label, under=(Item(unsure + walk.said(step)),))
    end = chart.nodes[walk.at]
    yield Item("It ends with" if end.verdict else "The next question", under=(Item(end.label),))


# Questions and branches


def _asked(chart: NumberedTree, node: NumberedNode) -> Section:
    question = chart.tree.questions.get(node.id)
    title = f"{node.number}: {node.title}"
    if question is None:
        lines = (replace(line, text=line.text[:1].upper() + line.text[1:]) for line in node.lines)
        return Section(title, tuple(_line(chart, line) for line in lines), level=3, anchor=anchor(node))
    prose = [Item(chart.prose(text), markdown=True) for text in (question.why, question.help) if text]
    if question.dilemma:
        prose.append(Item("A known hard question."))
    if question.fact:
        prose.append(Item("A fact, and nothing to choose."))
    if question.rights:
        prose.append(Item("It touches a right."))
    entries = (*_answers(chart, question, node), *_notes(chart, question.notes), *_dissent(chart, question))
    return Section(title, entries, level=3, prose=tuple(prose), anchor=anchor(node))


def _line(chart: NumberedTree, line: OutgoingLine) -> Item:
    target = chart.nodes[line.target]
    text = line.text or "Whatever the answer"
    return Item(text, leads=target.called, anchor=anchor(target), marked=line.taken)


def _answers(chart: NumberedTree, question: Question, node: NumberedNode) -> Iterator[Item]:
    if question.picks_one:
        for line, option in zip(node.lines, question.options, strict=True):
            yield replace(_line(chart, line), under=tuple(_option(chart, option)))
        return
    for option in question.options:
        yield Item(chart.fill(option.text), label="Tick:", under=tuple(_option(chart, option)))
    if question.kind == "checklist":
        yield Item(chart.fill(nothing_ticked(question)), label="Or tick nothing:")
    else:
        yield Item(wanted(chart, question))
    yield _line(chart, node.lines[0])


def wanted(chart: NumberedTree, question: Question) -> str:
    """Return in a line what a number, date or text question takes."""
    if question.kind == "text":
        return "A line or two of one's own; it decides nothing"
    kind = "A date" if question.kind == "date" else "A whole number" if question.step == 1 else "A number"
    unit = f" ({chart.fill(question.unit)})" if question.unit else ""
    low = f" from {spoken(question.min)}" if question.min is not None else ""
    high = f" up to {spoken(question.max)}" if question.max is not None else ""
    return f"{kind}{unit}{low}{high}"


def _option(chart: NumberedTree, option: Answer) -> Iterator[Item]:
    if option.unsure:
        yield Item(NOT_SURE)
    if option.rights:
        yield Item(RIGHTS)
    if option.note:
        yield Item(chart.prose(option.note), markdown=True, label="Keep in mind:")


def _notes(chart: NumberedTree, notes: tuple[Note, ...]) -> Iterator[Item]:
    for note in notes:
        label = f"If {chart.condition(note.condition)}:" if note.condition else ""
        yield Item(chart.prose(note.text), markdown=True, label=label)


def _dissent(chart: NumberedTree, question: Question) -> Iterator[Item]:
    for dissent in question.dissent:
        day = f" ({spoken(dissent.date)})" if dissent.date else ""
        yield Item(chart.fill(dissent.text), label=f"Somebody disagreed{day}:")


def anchor(node: NumberedNode) -> str:
    """Return the anchor of a node on a page."""
    return f"{node.kind}-{node.id}"


# Values, endings, cases


def _value(chart: NumberedTree, value_id: str, value: Value) -> Section:
    items = [Item(f"{_result(chart, result)} if {chart.condition(condition)}") for condition, result in value.lines]
    if value.otherwise is not None:
        when = "otherwise" if value.lines else "in any case"
        items.append(Item(f"{_result(chart, value.otherwise)} {when}"))
    for question_id, points in (value.sum or {}).items():
        items += [Item(text) for text in _points(chart, question_id, points)]
    return Section(value_name(value_id), tuple(items), level=3)


def _result(chart: NumberedTree, result: str | float) -> str:
    return f"“{chart.fill(result)}”" if isinstance(result, str) else spoken(result)


def _points(chart: NumberedTree, question_id: str, points: Mapping[str, int | float]) -> Iterator[str]:
    question = chart.tree.questions[question_id]
    for answer, number in points.items():
        option = question.by_id.get(answer)
        text = chart.fill(option.text if option else nothing_ticked(question))
        yield f"{number:+g} for “{text}” as answer {chart.numbers[question_id]}"


def _ending(chart: NumberedTree, node: NumberedNode) -> Section:
    outcome = chart.tree.outcomes[node.id]
    prose = (Item(chart.prose(outcome.reason), markdown=True),) if outcome.reason else ()
    style = f"v-{outcome.verdict}"
    return Section(node.label, tuple(_follows(chart, outcome)), "list", 3, prose, anchor(node), style)


def _follows(chart: NumberedTree, outcome: Outcome) -> Iterator[Item]:
    if outcome.next:
        yield Item("Next:", under=tuple(Item(chart.fill(step)) for step in outcome.next))
    if outcome.notes:
        yield Item("Keep in mind:", under=tuple(_notes(chart, outcome.notes)))
    if outcome.rights:
        yield Item("It touches a right.")
    if outcome.urgent:
        yield Item("Somebody may not be safe: nothing else is said with it.")
    for contact in outcome.see:
        label = f"See, if {chart.condition(contact.condition)}:" if contact.condition else "See"
        yield contact_item(chart.contact(contact), label)
    if outcome.tree:
        yield Item(f"The walk can go on in {outcome.tree}.")


def _cases(chart: NumberedTree) -> Iterator[Section]:
    stories = {scenario_id: scenario for scenario_id, scenario in chart.tree.scenarios.items() if scenario.story}
    if stories:
        yield Section("Cases to talk through")
        yield from (_case(chart, scenario_id, scenario) for scenario_id, scenario in stories.items())
    tests = [(scenario_id, scenario) for scenario_id, scenario in chart.tree.scenarios.items() if not scenario.story]
    if tests:
        walks = tuple(_expected(chart, scenario.title or scenario_id, scenario) for scenario_id, scenario in tests)
        yield Section("Walks that are tested", walks)


def _case(chart: NumberedTree, scenario_id: str, scenario: Scenario) -> Section:
    prose = (Item(chart.prose(scenario.story or ""), markdown=True),)
    items = [_expected(chart, "One road", scenario)]
    before = chart.tree.scenarios.get(scenario.after or "")
    if before is not None:
        items.insert(0, Item(f"It goes on from “{chart.fill(before.title or str(scenario.after))}”."))
    if scenario.other:
        items.append(_expected(chart, "The other road", scenario.other))
    if scenario.split:
        items.append(Item(f"Groups divide at question {chart.numbers[scenario.split]}."))
    if scenario.discuss:
        items.append(Item("To talk about:", under=tuple(Item(chart.fill(line)) for line in scenario.discuss)))
    return Section(chart.fill(scenario.title or scenario_id), tuple(items), level=3, prose=prose)


def _expected(chart: NumberedTree, title: str, road: OtherRoad) -> Item:
    end = chart.nodes[road.expect]
    given = (Item("; ".join(_given(chart, road))),) if road.answers else ()
    return Item(chart.fill(title), leads=end.called, anchor=anchor(end), under=given)


def _given(chart: NumberedTree, road: OtherRoad) -> Iterator[str]:
    for question_id, raw in road.answers.items():
        question = chart.tree.questions[question_id]
        yield f"{chart.numbers[question_id]}: {in_words(question, read_answer(question, raw), chart.fill)}"
