"""The facilitator's notes for chosen cases, to print: where each road goes, where groups divide, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from postwise.show.session_document import bullets
from postwise.text import for_markdown
from postwise.train.cases import TrainingCase
from postwise.train.facilitator_notes import NO_ANSWER, PROMPTS, SECONDS
from postwise.train.room_view import RULES
from postwise.tree.model import OtherRoad
from postwise.walk.recommendation import SIGNS
from postwise.walk.walk import NONE, Walk

TITLES = {
    "silence": "Before the first vote",
    "shown": "After the first vote",
    "talk": "While they talk",
    "moved": "After the second vote",
    "compare": "With both roads side by side",
    "closing": "At the end",
}


def facilitator_notes(cases: Iterable[TrainingCase], words: Mapping[str, str] = NONE) -> str:
    """Return a document for whoever leads a session with these cases; it is not for the room."""
    blocks = ["# For whoever leads the session", "Keep this to yourself: it says where the roads lead."]
    blocks += ["## Say at the beginning", bullets(map(for_markdown, RULES))]
    blocks += ["## At any case", bullets(_prompts())]
    for case in cases:
        blocks += _case(case, Walk(case.tree, words=words))
    return "\n\n".join(blocks) + "\n"


def _prompts() -> Iterator[str]:
    for stage, lines in PROMPTS.items():
        wait = f" ({SECONDS[stage]} seconds)" if stage in SECONDS else ""
        yield f"{TITLES[stage]}{wait}: {' '.join(map(for_markdown, lines))}"
    yield f"Where a road ends in talk: {for_markdown(NO_ANSWER)}"


def _case(case: TrainingCase, walk: Walk) -> Iterator[str]:
    scenario = case.scenario
    yield f"## {for_markdown(walk.filled(case.title))} ({case.ref.tree}, level {case.level})"
    yield walk.filled(scenario.story or "").strip()
    lines = [f"Likely road: {_road(scenario, walk)}"]
    if scenario.split:
        lines.append(f"Groups divide at: {for_markdown(walk.filled(case.tree.questions[scenario.split].ask))}")
    if scenario.other is not None:
        lines.append(f"The other road: {_road(scenario.other, walk)}")
    yield bullets(lines)
    if scenario.discuss:
        yield bullets(for_markdown(walk.filled(line)) for line in scenario.discuss)


def _road(road: OtherRoad, walk: Walk) -> str:
    replayed = Walk.replay(walk.tree, road.answers, words=walk.words)
    steps = " → ".join(for_markdown(replayed.said(step)) for step in replayed.steps)
    end = replayed.recommendation
    if end is None:
        return steps
    return f"{steps} → {SIGNS[end.verdict]}: {for_markdown(end.headline)}"
