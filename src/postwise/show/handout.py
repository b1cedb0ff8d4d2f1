"""A tree on one printed page: what to ask oneself, how it can end, and whom to turn to, with names filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postwise.show.html_page import page
from postwise.show.markdown import html, in_one_line
from postwise.show.numbered_tree import NumberedNode, NumberedTree, OutgoingLine
from postwise.show.promise_words import signed_by
from postwise.text import command_line, for_html
from postwise.tree.human_texts import names_in, texts
from postwise.tree.model import VERDICTS, Verdict
from postwise.tree.placeholders import PEOPLE, spoken
from postwise.walk.recommendation import SIGNS

MEANINGS: Mapping[Verdict, str] = {
    "go": "do it",
    "info": "a plain result",
    "act": "something has to be done or mended now",
    "adapt": "do it, changed",
    "pause": "not yet",
    "talk": "no single right answer: talk it through",
    "raise": "take it to where it is protected",
    "leave": "let it go, without shame",
    "stop": "do not, for a reason that is named",
}
"""What each verdict means."""
ROLES: Mapping[str, str] = {
    "manager": "Line manager",
    "comms": "Accounts and press",
    "hr": "HR",
    "dpo": "Data protection",
    "speakup": "To raise a concern",
    "unionrep": "Union or staff rep",
    "buddy": "A second pair of eyes",
    "adviceline": "Free advice",
    "helpline": "At any hour",
    "regulator": "Regulator",
}
"""How the shipped profile words that name somebody are headed, in the order in which they stand on the page."""
FEW = 11
"""With no more questions than this there is room to say why each is asked."""
MANY = 22
PROMISES = 4
"""With no more promises than this, and few questions, there is room for what is promised."""
WALKABLE = 7
"""A tree of no more questions, and without branches, can be walked on paper: each answer says where it leads."""

STYLE = """
body{max-width:none;width:178mm;padding:1.5rem 0;font-size:10.5pt;line-height:1.38}
h1{font-size:1.75rem;margin:0 0 .2rem}h2{font-size:1rem;margin:0 0 .5rem;letter-spacing:.02em}
header{border-bottom:1.5px solid var(--ink);padding-bottom:.6rem;margin-bottom:.9rem}header p{margin:0}
.columns{display:grid;grid-template-columns:minmax(0,1.75fr) minmax(0,1fr);gap:9mm}
ol{list-style:none;margin:0;padding:0}
ol li{display:grid;grid-template-columns:1.1em 1fr;gap:.5em;margin:0 0 .55em;break-inside:avoid}
ol li::before{content:"";width:.75em;height:.75em;margin-top:.22em;border:1.3px solid var(--ink);border-radius:2.5px}
ol li.road::before{background:var(--accent);border-color:var(--accent)}
ol p,dd{margin:0}
.why{color:var(--quiet);font-size:.9em}.way{padding-left:1.2em}.said{color:var(--accent);font-weight:600}
aside section{background:var(--wash);border-radius:6px;padding:.7rem .85rem;margin-bottom:.8rem;break-inside:avoid}
dl{margin:0}dt{margin-top:.45rem;font-weight:600}dt:first-child{margin-top:0}
dd{border:0;padding:0}.blank{display:block;height:1.35em;border-bottom:1px dotted var(--quiet)}
footer{margin-top:.8rem;font-size:.85em}
.small{font-size:9.2pt}.small ol li{margin-bottom:.38em}
@page{size:A4;margin:14mm 16mm}
@media print{body{width:auto;padding:0}aside section{background:none;border:1px solid var(--rule)}}
"""


def handout(chart: NumberedTree) -> str:
    """Return the tree as a page for the wall or the table, in HTML that prints on one sheet of A4.

    Contacts come from the organisation's words; where it has named nobody, there is a line to write on. The questions
    on a walk's road are ticked, with what was answered.
    """
    about = chart.tree.about
    title = chart.fill(about.title)
    small = ' class="small"' if len(chart.tree.questions) > MANY else ""
    body = "\n".join(
        (
            f"<main{small}>\n<header>\n<h1>{for_html(title)}</h1>",
            f"<p>{for_html(chart.fill(about.summary or ''))}</p>\n</header>",
            '<div class="columns">\n<section>\n<h2>Ask yourself</h2>\n<ol>',
            *(_question(chart, node) for node in chart.nodes.values() if node.kind == "question"),
            "</ol>\n</section>\n<aside>",
            *_turned_to(chart),
            *_endings(chart),
            *_promises(chart),
            "</aside>\n</div>",
            f"<footer>{for_html(_foot(chart))}</footer>\n</main>",
        )
    )
    return page(title, body, STYLE)


def _question(chart: NumberedTree, node: NumberedNode) -> str:
    question = chart.tree.questions[node.id]
    parts = [f"<p>{for_html(node.title)}</p>"]
    if question.why and len(chart.tree.questions) <= FEW:
        parts.append(f'<p class="why">{for_html(in_one_line(chart.prose(question.why)))}</p>')
    walkable = len(chart.tree.questions) <= WALKABLE and not chart.tree.branches
    if walkable or chart.says_back:
        parts[0] = f"<p><b>{node.number}</b> {for_html(node.title)}</p>"
    if walkable:
        parts += [f'<p class="way">{for_html(_line(chart, line))}</p>' for line in node.lines]
    answer = next((line.text for line in node.lines if line.taken), "")
    if answer:
        parts.append(f'<p class="said">{for_html(answer)}</p>')
    ticked = ' class="road"' if any(line.taken for line in node.lines) else ""
    return f"<li{ticked}><div>{''.join(parts)}</div></li>"


def _line(chart: NumberedTree, line: OutgoingLine) -> str:
    target = chart.nodes[line.target]
    onward = target.called if target.verdict else f"go to {target.number}"
    return f"{line.text} → {onward}" if line.text else f"→ {onward}"


def _turned_to(chart: NumberedTree) -> Iterator[str]:
    used = names_in(chart.tree, texts(chart.tree)) & PEOPLE
    rung = _rung(chart)
    if not used and not rung:
        return
    yield "<section>\n<h2>Whom to turn to</h2>\n<dl>"
    for name, role in ROLES.items():
        if name in used:
            named = chart.words.get(name) or chart.tree.profile.get(name)
            contact = for_html(named) if named else '<span class="blank"></span>'
            yield f"<dt>{for_html(role)}</dt><dd>{contact}</dd>"
    yield from (f"<dt>{for_html(title)}</dt><dd>{for_html(phone)}</dd>" for title, phone in rung)
    yield "</dl>\n</section>"


def _rung(chart: NumberedTree) -> list[tuple[str, str]]:
    """Return whom any walk can be told to ring, whatever was answered, each with the number."""
    every = (contact for outcome in chart.tree.outcomes.values() for contact in outcome.see)
    rung = (chart.contact(contact) for contact in every if contact.phone and contact.condition is None)
    return list(dict.fromkeys((contact.title or "To ring", contact.phone) for contact in rung))


def _endings(chart: NumberedTree) -> Iterator[str]:
    shown = {outcome.verdict for outcome in chart.tree.outcomes.values()}
    yield "<section>\n<h2>How it can end</h2>\n<dl>"
    for verdict in VERDICTS:
        if verdict in shown:
            meanings = "".join(f"<dd>{for_html(meaning)}</dd>" for meaning in _means(chart, verdict))
            yield f'<dt class="v-{verdict}">{SIGNS[verdict]}</dt>{meanings}'
    yield "</dl>\n</section>"
    end = chart.nodes[chart.road.at] if chart.road is not None else None
    if end is not None and end.verdict:
        reason = html(chart.prose(chart.tree.outcomes[end.id].reason or ""))
        yield f'<section>\n<h2 class="v-{end.verdict}">{for_html(end.label)}</h2>\n{reason}\n</section>'


def _promises(chart: NumberedTree) -> Iterator[str]:
    """Yield what is promised, and who has signed it, where there is room for it."""
    promises = chart.tree.promises.values()
    if promises and len(promises) <= PROMISES and len(chart.tree.questions) <= FEW:
        yield "<section>\n<h2>What it promises</h2>"
        for promise in promises:
            who = f"Signed by {signed_by(chart, promise)}" if promise.signed else ""
            signed = f'<br /><span class="why">{for_html(who)}</span>' if who else ""
            yield f"<p>{for_html(chart.fill(promise.text))}{signed}</p>"
        yield "</section>"


def _means(chart: NumberedTree, verdict: Verdict) -> list[str]:
    """Return what a verdict means; in a tree of few endings, the headlines that go with it."""
    if len(chart.tree.outcomes) <= len(VERDICTS):
        return [node.title for node in chart.nodes.values() if node.verdict == verdict]
    meaning = MEANINGS[verdict]
    return [f"{meaning[:1].upper()}{meaning[1:]}."]


def _foot(chart: NumberedTree) -> str:
    about = chart.tree.about
    parts = [f"The whole walk, with reasons: {command_line('run', chart.tree.id)}"]
    if about.version:
        parts.append(f"version {chart.fill(about.version)}")
    if about.reviewed:
        parts.append(f"last looked at on {spoken(about.reviewed)}")
    return ", ".join(parts) + "."
