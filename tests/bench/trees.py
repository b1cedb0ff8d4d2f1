"""Large trees for benchmarks: as long as the shipped ones' questions are, and as many as wanted."""

from __future__ import annotations

WORDS = (
    "Would you say it aloud in your reception area, with {{manager}} and a reporter listening, number {n}?",
    "Nothing online is said under the breath, so test it at full volume; what you would not say there, do not post.",
    "The point, yes; these words, no: they are too hot for number {n}",
    "Yes, and I have stopped to think about it for a minute",
    "No, and that is enough for me to stop here",
)


def chain(questions):
    """Return the text of a tree of so many questions, one after the other, with three answers each."""
    parts = ['format = 1\n\n[tree]\ntitle = "A long one"\nstart = "q0"\nreview-by = 2030-01-01\n']
    for n in range(questions):
        onward = f"q{n + 1}" if n + 1 < questions else "done"
        parts.append(
            f"\n[question.q{n}]\n"
            f'ask = "{WORDS[0].format(n=n)}"\nwhy = "{WORDS[1]}"\n'
            "answers = [\n"
            f'  {{ id = "words", text = "{WORDS[2].format(n=n)}", goto = "{onward}" }},\n'
            f'  {{ id = "yes", text = "{WORDS[3]}", goto = "{onward}" }},\n'
            f'  {{ id = "no", text = "{WORDS[4]}", goto = "talk" }},\n'
            "]\n"
        )
    parts.append(
        '\n[outcome.done]\nverdict = "go"\nheadline = "Go ahead."\nreason = "It stands."\nnext = ["Post it."]\n'
    )
    parts.append('\n[outcome.talk]\nverdict = "talk"\nheadline = "Talk."\nreason = "Ask."\nnext = ["Ask {buddy}."]\n')
    return "".join(parts)
