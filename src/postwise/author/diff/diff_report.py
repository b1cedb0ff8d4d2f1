"""A comparison as people read it, in lines or as a comment for a pull request: the same sections from the same list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from postwise.author.diff.changed_keys import WHOLE, ChangedKey, all_keys
from postwise.author.diff.list_entries import ListEntry
from postwise.author.diff.names_told import NamesTold
from postwise.author.diff.paired_states import REFUSED, AdviceChange, Parting
from postwise.author.diff.promise_changes import PromiseChange, added, lost
from postwise.author.diff.report_line import Line, for_comment
from postwise.author.diff.rights_told import is_right, right_lines
from postwise.author.diff.tree_diff import TreeDiff
from postwise.author.rules.locations import answers_words
from postwise.logic.claims import Breach, judged
from postwise.logic.counting import Analysis
from postwise.logic.search import TooLarge
from postwise.once import once
from postwise.text import counted, for_markdown, in_digits, joined, number_word, plural
from postwise.tree.model import Question, Tree
from postwise.tree.problems import listing
from postwise.tree.promises import Promise
from postwise.tree.toml_writer import toml_value

EXAMPLES = 3
"""So many examples of one change are told, unless all are asked for."""
NAMES = 40
"""So many names are told at once."""
TOLD_AS_WORDS = frozenset({"dissent"})
"""What of a promise is told among the words."""
TOO_LARGE = "The trees are too large to look at as a whole, so more may have changed."
CALLED = {"questions": "question", "outcomes": "ending", "promises": "promise"}


class ReportPart(NamedTuple):
    """A part of the report."""

    title: str
    lines: list[Line]


class DiffReport:
    """What a comparison says; with `everything`, an example of each way in which a recommendation is another now."""

    def __init__(self, diff: TreeDiff, *, everything: bool = False) -> None:
        self.diff = diff
        self.everything = everything

    def as_lines(self) -> list[str]:
        """Return the report in lines: what now ends elsewhere first, names next, words last."""
        lines = [one.sentence for one in self.diff.lost]  # nobody is to sign off a change and miss these
        for title, said in self.sections():
            lines += [*([""] if lines else []), title, *(f"{'  ' * line.depth}{line.text}" for line in said)]
        if not self.diff.complete:
            lines += ["", TOO_LARGE]
        return lines or ["Nothing has changed."]

    def as_markdown(self) -> list[str]:
        """Return the report as a comment for a pull request, from which alone the change can be judged."""
        diff = self.diff
        promised = [*(for_comment(one.sentence) for one in diff.lost), *self._promises_kept()]
        lines = [f"## {for_comment(diff.new.about.title)}: {self.in_short()}"]
        lines += ["", " ".join(promised)] if promised else []
        for title, said in self.sections():
            lines += ["", f"### {title}", ""] if said else []
            lines += [f"{'  ' * (line.depth - 1)}- {for_comment(line.text)}" for line in said]
        return lines

    def in_short(self) -> str:
        """Return in a sentence how much is another now."""
        walks, in_all = sum(self.diff.found.walks.values()), self.diff.found.in_all
        if not self.diff.complete:
            return TOO_LARGE
        if not self.diff.changed and not self.sections():
            return "Nothing has changed."
        if walks:
            return f"{_share(walks, in_all)} now {'ends' if walks == 1 else 'end'} elsewhere{self._walks_now()}."
        verdicts, unsure = len(self.diff.verdicts), len(self.diff.found.not_sure)
        named = (
            [f"{counted(verdicts, 'ending')} {'has' if verdicts == 1 else 'have'} another verdict"] if verdicts else []
        )
        named += [f"Not sure comes to something else at {counted(unsure, 'question')}"] if unsure else []
        named += self._promises_in_short()
        return f"no answer leads elsewhere, but {joined(named) if named else 'something else has changed'}."

    def _promises_in_short(self) -> Iterator[str]:
        lost = self.diff.lost
        gone = sum("gone" in one.how for one in lost)
        other = len(lost) - gone - sum("carried" in one.how for one in lost)
        for number, word in ((gone, "gone"), (other, "not as it was")):
            if number:
                yield f"{counted(number, 'promise')} {'is' if number == 1 else 'are'} {word}"

    def _walks_now(self) -> str:
        """Return how many walks there are now, if there are more or fewer; empty if nobody can say."""
        old, new = self.diff.walks if self.diff.complete else (None, None)
        if old is None or new is None or old == new:
            return ""
        if self.diff.found.walks and self.diff.found.in_all == old:
            return f"; there {'is' if new == 1 else 'are'} {in_digits(new)} now"
        return f"; the old version alone has {in_digits(old)}, the new one {in_digits(new)}"

    def _promises_kept(self) -> Iterator[str]:
        """Yield how many promises of the new version hold, and who has signed them."""
        promises = self.diff.new.promises
        if promises and self._broken is None:
            yield "The tree is too large to say whether its promises hold."
        elif promises:
            kept = {name: one for name, one in promises.items() if name not in (self._broken or ())}
            roles = {
                name: {sign.role for sign in one.signed}.difference(self.diff.outdated.get(name, ()))
                for name, one in kept.items()
            }
            names = joined(
                f"*{for_markdown(name)}* signed by {number_word(len(who))}" for name, who in roles.items() if who
            )
            holds = "holds" if len(kept) == 1 else "hold"
            broken = joined(f"*{for_markdown(name)}*" for name in self._broken or ())
            astray = f", and {broken} {'does' if len(promises) - len(kept) == 1 else 'do'} not" if broken else ""
            said = f"{len(kept)} of {counted(len(promises), 'promise')} {holds}{', ' if names else ''}{names}"
            yield f"{said}{astray}."

    @once
    def _broken(self) -> dict[str, Breach] | None:
        """The promises that the new version does not keep, each with a walk; None if it is too large to say."""
        return _not_kept(self.diff.analyses[1])

    def _broken_now(self) -> dict[str, Breach]:
        """Return the promises that the new version does not keep, and the old one did or did not give."""
        if self.diff.old.fingerprint == self.diff.new.fingerprint or not self._broken:
            return {}
        before = {self.diff.match.promises.get(name, name) for name in _not_kept(self.diff.analyses[0]) or ()}
        return {name: breach for name, breach in self._broken.items() if name not in before}

    def sections(self) -> list[ReportPart]:
        """Return the parts that there are."""
        diff = self.diff
        walks, in_all = sum(diff.found.walks.values()), diff.found.in_all
        counted_walks = f": {_share(walks, in_all)}{self._walks_now()}" if diff.complete else ""
        verdicts = [Line(1, f"{name}: {old} → {new}") for name, (old, new) in diff.verdicts.items()]
        rights = [list(right_lines(diff.settings, section)) for section in ("outcome", "question")]
        sections = (
            ReportPart(f"Answers that now lead elsewhere{counted_walks}", list(self._change_lines())),
            ReportPart("What Not sure takes", list(self._not_sure_lines())),
            ReportPart("Endings with another verdict", verdicts),
            ReportPart(
                "Endings that say something else", [*self._note_lines(), *right_lines(diff.settings, "outcome")]
            ),
            ReportPart("Questions and answers that touch a right, or do so no longer", rights[1]),
            ReportPart("Scenarios touched", list(self._scenario_lines())),
            ReportPart("Promises", list(self._promise_lines())),
            ReportPart("Names", list(self._name_lines())),
            ReportPart("Settings", [line for one in self._other_settings() for line in self._setting(one, 1)]),
            ReportPart("Words", list(self._word_lines())),
            ReportPart("What these names stand for", list(self._legend())),
        )
        return [section for section in sections if section.lines]

    # Where walks lead

    def _change_lines(self) -> Iterator[Line]:
        for place, changes in self.diff.groups.items():
            walks = sum(self.diff.found.walks.get(change, 0) for change in changes)
            number = f" {in_digits(walks, 'walk')}." if self.diff.complete else ""
            yield Line(1, f"{_parting_words([change.parting for change in changes])}{number}")
            for setting in self.diff.settings:
                if setting.at.startswith(f"{place}.") and place.startswith("branch."):
                    yield from self._setting(setting, 2)
            if not self.everything and len(changes) > EXAMPLES:
                yield from self._rows(changes)
            for change in self._examples(changes):
                example = answers_words(dict(self.diff.changes[change])) or "no answer at all"
                yield Line(2, f"{change.was} → {_end(change.now)}, for example {example}")

    def _examples(self, changes: list[AdviceChange]) -> list[AdviceChange]:
        """Return the changes of which an example is given: one of each pair of endings, or the first of them."""
        each = {(change.was, change.now): change for change in reversed(changes)}
        pairs = [change for change in changes if each[change.was, change.now] is change]
        return pairs if self.everything else pairs[:EXAMPLES]

    def _legend(self) -> Iterator[Line]:
        told = (change for group in self.diff.groups.values() for change in self._examples(group))
        yield from (Line(*line) for line in NamesTold(self.diff, told, self._broken_now()))

    def _rows(self, changes: list[AdviceChange]) -> Iterator[Line]:
        """Yield how many walks go from which endings to which, by whichever are fewer."""
        by_new = len({change.now for change in changes}) <= len({change.was for change in changes})
        rows: dict[str, list[AdviceChange]] = {}
        for change in changes:
            rows.setdefault(change.now if by_new else change.was, []).append(change)
        for name, among in rows.items():
            others = dict.fromkeys(change.was if by_new else change.now for change in among)
            there = _some(map(_end, others))
            walks = sum(self.diff.found.walks.get(change, 0) for change in among)
            number = f": {in_digits(walks, 'walk')}" if self.diff.complete else ""
            yield Line(2, f"{there} → {_end(name)}{number}" if by_new else f"{name} → {there}{number}")

    def _not_sure_lines(self) -> Iterator[Line]:
        for change, answers in self.diff.found.not_sure.items():
            example = f", for example after {answers_words(dict(answers))}" if answers else ""
            yield Line(1, f'{change.question}: "{change.old}" → "{change.new}"{self._onward(change)}{example}')

    def _onward(self, change: tuple[str, str, str]) -> str:
        question, old, new = change
        was = next((name for name, now in self.diff.match.questions.items() if now == question), question)
        ids = {now: before for before, now in self.diff.match.answer_ids(was).items()}
        before = self.diff.old.questions[was].by_id[ids.get(old, old)].goto
        now = self.diff.new.questions[question].by_id[new].goto
        return "" if before == now else f" ({before} followed, and {now} does now)"

    def _note_lines(self) -> Iterator[Line]:
        for change in self.diff.notes:
            now = "is said now, and was not" if change.shown else "was said, and is not now"
            example = answers_words(dict(change.example)) or "no answer at all"
            yield Line(1, f"{change.outcome}: {change.note} {now}, for example {example}")

    def _scenario_lines(self) -> Iterator[Line]:
        lost = [scenario for scenario in self.diff.scenarios if scenario.new is None]
        together = len(lost) > EXAMPLES and not self.everything
        for one in self.diff.scenarios:
            if one.new is not None or not together:
                yield Line(1, f"{one.id}: {one.old or 'no ending'} → {one.new or 'no ending'}")
        if together:
            yield Line(1, f"Without an ending now, {len(lost)}: {listing((one.id for one in lost), NAMES)}")
        for name, why in self.diff.astray.items():
            yield Line(1, f"{name} does not fit any more, and has to be mended or taken out: {why}")

    # Names

    def _name_lines(self) -> Iterator[Line]:
        for kind in ("questions", "outcomes"):
            yield from self._names_of(kind)
        added, gone = self.diff.answers
        for name in added[:NAMES]:
            question, _, answer = name.partition(".")
            yield Line(1, f'New answer: "{name}", {self._answer_said(question, answer)}')
        if len(added) > NAMES:
            yield Line(1, f"and {counted(len(added) - NAMES, 'more new answer')}")
        if gone:
            yield Line(1, f"Gone {plural(len(gone), 'answer')}: {listing(gone, NAMES)}")
        for (question, now), was in self.diff.renamed_answers.items():
            yield Line(1, f'Renamed answer: "{question}.{was}" is now "{question}.{now}"')
        if self._walks_now() and not self.diff.found.walks:  # else it is said with those that end elsewhere
            old, new = self.diff.walks
            yield Line(1, f"Walks: {in_digits(new or 0)}, where there were {in_digits(old or 0)}")

    def _answer_said(self, question_id: str, answer_id: str) -> str:
        question = self.diff.new.questions[question_id]
        one = question.by_id[answer_id]
        marked = [f"marked {key}" for key in ("unsure", "rights") if getattr(one, key)]
        note = [f"noting “{one.note}”"] if one.note else []
        leads = [] if one.goto is None or not question.picks_one else [f"leads to {one.goto}"]
        return ", ".join((f"“{one.text}”", *_standing(question, answer_id), *leads, *marked, *note))

    def _names_of(self, kind: str) -> Iterator[Line]:
        match, word = self.diff.match, CALLED[kind]
        for name in match.added(kind):
            yield Line(1, f'New {word}: "{name}"')
            yield from self._keys_of(kind.removesuffix("s"), name)
            if kind == "promises" and name in self.diff.outdated:
                yield Line(2, f"Signed before it stood here, and not since: {joined(self.diff.outdated[name])}")
        gone = match.gone(kind)
        if kind == "promises":
            for name in gone:
                yield Line(1, f'Gone promise: "{name}"')
                yield from _promised(self.diff.old.promises[name])
        elif gone:
            yield Line(1, f"Gone {plural(len(gone), word)}: {listing(gone, NAMES)}")
        for before, after in match.renamed(kind).items():
            yield Line(1, f'Renamed {word}: "{before}" is now "{after}"')

    def _keys_of(self, section: str, name: str) -> Iterator[Line]:
        for key, said in all_keys(self.diff.new, section, name).items():
            yield Line(2, f"{key} = {said}")

    def _promise_lines(self) -> Iterator[Line]:
        for name, breach in self._broken_now().items():
            yield Line(1, f'Not kept on every walk: "{name}". {self.diff.new.promises[name].text}')
            yield Line(2, f"{breach.outcome}, for example {answers_words(dict(breach.answers)) or 'no answer at all'}")
        yield from self._names_of("promises")
        for change in self.diff.promises:
            if change.weaker:
                yield Line(1, f'Weaker: "{change.id}". {" ".join(_weaker_words(self.diff.new, change))}')
            if change.unsigned:
                yield Line(1, f'Signed by fewer: "{change.id}", no longer by {listing(change.unsigned, NAMES)}')
            if change.reworded:
                yield Line(1, f'In other words: "{change.id}"')
            if change.other:
                yield Line(1, f'Changed: "{change.id}", in {listing(change.other, NAMES)}')
            yield from _promised(change.new, change.outdated)
            if change.reworded:
                yield Line(2, f"Before: “{change.old.text}”")
            old, new = change.old.as_data(), change.new.as_data()
            for key in (*(key for key in change.weaker if key == "when"), *change.other):
                if key not in TOLD_AS_WORDS:
                    said = ["left out" if side.get(key) is None else toml_value(side[key]) for side in (old, new)]
                    yield Line(2, f"{key}: {said[0]} → {said[1]}")

    # Keys and words

    def _other_settings(self) -> Iterator[ChangedKey]:
        """Yield the settings that are not told with a branch that leads elsewhere, with *Not sure* or as rights."""
        branches = tuple(f"{place}." for place in self.diff.groups if place.startswith("branch."))
        asked = tuple(f"question.{change.question}." for change in self.diff.found.not_sure)
        for one in self.diff.settings:
            unsure = one.at.startswith(asked) and one.at.endswith(".unsure")
            if not one.at.startswith(branches) and not unsure and not is_right(one):
                yield one

    def _setting(self, one: ChangedKey, depth: int) -> Iterator[Line]:
        edit = "gone" if one.new is None else "new"
        if one.moved:
            yield Line(depth, f"{one.called}: {'; '.join(map(_moved_words, one.moved))}")
        elif isinstance(one.path[-1], ListEntry) and None in (one.old, one.new):
            yield Line(depth, f"{one.called}: {edit} is {one.old or one.new}")
        elif len(one.path) == 2 and one.path[0] not in WHOLE:
            yield Line(depth, f"{one.called} is {edit}")
            if one.new is not None:
                yield from self._keys_of(str(one.path[0]), str(one.path[1]))
        else:
            yield Line(depth, f"{one.called}: {one.old or 'left out'} → {one.new or 'left out'}")

    def _word_lines(self) -> Iterator[Line]:
        answers = tuple(f"question.{name.replace('.', '.answers.')}." for name in self.diff.answers[0])
        for change in self.diff.words:
            if change.at.startswith(answers):
                continue
            yield Line(1, change.called)
            for sign, text in (("-", change.old), ("+", change.new)):
                yield from (Line(2, f"{sign} {line}") for line in (text.splitlines() if text else ()))


def _not_kept(analysis: Analysis) -> dict[str, Breach] | None:
    try:
        broken = {name: judged(analysis, one).broken for name, one in analysis.tree.promises.items()}
    except TooLarge:
        return None
    return {name: next(iter(claims.values())) for name, claims in broken.items() if claims}


def _promised(promise: Promise, outdated: Collection[str] = ()) -> Iterator[Line]:
    """Yield what a promise says to people, whose wish it is and who has signed it; `outdated` signed it as it was."""
    yield Line(2, f"“{promise.text}”")
    if promise.roles:
        yield Line(2, f"For: {joined(promise.roles)}")
    signed = [one.role for one in promise.signed if one.role not in outdated]
    if signed:
        yield Line(2, f"Signed by: {joined(signed)}")
    if outdated:
        yield Line(2, f"Signed as it was, and not since: {joined(outdated)}")


def _standing(question: Question, answer_id: str) -> Iterator[str]:
    """Yield where an answer stands, unless it is the last."""
    ids = list(question.by_id)
    place = ids.index(answer_id)
    if place < len(ids) - 1:
        yield f'standing behind "{ids[place - 1]}"' if place else "standing first"


def _share(walks: int, in_all: int) -> str:
    return f"{in_digits(walks)} of {in_digits(in_all, 'walk')}"


def _some(names: Iterable[str]) -> str:
    first = list(names)
    shown = first if len(first) <= EXAMPLES + 1 else first[:EXAMPLES]
    more = len(first) - len(shown)
    return ", ".join(shown) + (f" and {more} others" if more else "")


def _end(name: str) -> str:
    return "no ending" if name == REFUSED else name


def _moved_words(moved: tuple[str, str | None]) -> str:
    name, before = moved
    return f"{name} now stands {'first' if before is None else f'behind {before}'}"


def _parting_words(partings: list[Parting]) -> str:
    """Return where roads part, in a sentence; all of them at one key or branch."""
    first = partings[0]
    if first.branch is not None:
        after = f"At the branch {first.branch}"
    else:
        after = "From the start" if first.question is None else f"After {first.question}"
    if first.branch is None and first.answer is not None and len({one.answer for one in partings}) == 1:
        after += f' = "{first.answer}"'
    if first.now == REFUSED:
        return f"{after}: this answer is not taken any more ({first.was} followed)."
    if len({one[-2:] for one in partings}) > 1:
        return f"{after}: what follows is another now."
    return f"{after}: {first.now} follows, where {first.was} did."


def _weaker_words(tree: Tree, change: PromiseChange) -> Iterator[str]:
    """Yield a sentence on each key by which a promise is weaker."""
    for key in change.weaker:
        match key:
            case "when":
                yield "Fewer walks come under it."
            case "at-most":
                now = change.new.at_most
                yield f"at-most is {now}, and was {change.old.at_most}." if now else "at-most is gone."
            case "only":
                more = listing(added(tree, change.old, change.new), NAMES)
                yield f"only allows {more} as well." if more else "only is gone."
            case _:
                yield f"{key} has lost {listing(lost(tree, change.old, change.new, key), NAMES)}."
