"""What is run for the net: every command, format and option, over every shipped tree and the test data.

Commands and formats stand here in full and are not asked of the program: one that went missing would not be missed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

import golden_walks
from golden_run import ROOT

FORMATS = {
    "run": ("text", "markdown", "json", "html", "brief"),
    "list": ("text", "json", "ids"),
    "check": ("text", "json", "github"),
    "test": ("text", "json"),
    "show": ("outline", "markdown", "mermaid", "dot", "svg", "html", "json", "handout", "table", "page"),
    "overlay": (),
    "new": (),
    "diff": ("text", "json", "markdown"),
    "schema": (),
    "records": ("text", "json"),
    "preview": (),
    "train": (),
    "debrief": ("markdown", "json", "csv"),
    "config": (),
    "completion": (),
}
"""The formats of every command, as ``--format`` takes them."""
PACKED = ("svg", "html", "json", "markdown", "table")
"""Of a whole tree long, and never read line by line, so they are kept packed."""
TEMPLATES = ("pause-for-thought", "yes-no", "decision-table", "scored", "blank")
SHELLS = ("bash", "zsh", "fish", "powershell", "tcsh")
FOREVER = ROOT / "tests" / "data" / "forever"
SHIPPED = tuple(
    path.stem for path in sorted((ROOT / "trees").glob("*.toml")) if "\n[overlay]" not in path.read_text("utf-8")
)
VALID = tuple(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests" / "data" / "valid").glob("*.toml")))
INVALID = tuple(
    path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests" / "data" / "invalid").glob("*.toml"))
)
ORGANISATION = """[profile]
organisation = "the Harbour Trust"
manager = "Ana"
buddy = "{manager}"
comms = "the press desk"
nobody = "unknown word"

[library]
trees = ["ours"]
"""


class Step(NamedTuple):
    """One command line."""

    argv: tuple[str, ...]
    typed: str | bytes = ""
    inside: bool = False
    """Whether it is run in the folder to work in, not in the root of the repository."""
    edits: tuple[tuple[str, str, str], ...] = ()
    """What is changed beforehand in files of the folder to work in: the file, a text in it, and what takes its place."""


class Group(NamedTuple):
    """Command lines that share a scratch place, one after the other, and a file of what they said."""

    steps: Iterable[Step]
    files: dict = {}  # noqa: RUF012 - never changed
    """What is put into the scratch place at first, by name."""
    packed: bool = False


def step(*argv: str, **more) -> Step:
    return Step(argv, **more)


def formats(command: str, *argv: str, only: Iterable[str] = (), **more) -> list[Step]:
    """Return a step for each format of a command, or for `only` some."""
    chosen = [form for form in FORMATS[command] if not only or form in only]
    return [step(command, *argv, "--format", form, **more) for form in chosen]


def answers_of(walk: golden_walks.Walk) -> list[str]:
    return [word for answer in walk["answers"] for word in ("--answer", answer)]


def some_walks(tree: str) -> list[golden_walks.Walk]:
    """Return two random walks of a tree, with a road apart."""
    walks = golden_walks.kept(tree)
    return [walks[0], walks[len(walks) // 2]]


# Help


def helped() -> Group:
    wrong = [
        ("nix",),
        ("shwo",),
        ("--nix",),
        ("run",),
        ("run", "pause-for-thought", "--anwser", "a=b"),
        ("records", "lst"),
    ]
    steps = [step(), step("--help"), step("-h"), step("--version")]
    steps += [step(command, "--help") for command in FORMATS]
    steps += [step(command, "--format", "nix") for command in FORMATS]
    return Group([*steps, *(step(*argv) for argv in wrong)])


# Walks


def run_tree(tree: str) -> Group:
    """Return the recommendations of two walks in every format, and a walk in lines with all that can be typed."""
    named = golden_walks.trees()[tree]
    first, other = some_walks(tree)
    steps = formats("run", named, *answers_of(first))
    steps += formats("run", named, *answers_of(other), only=("text", "brief"))
    lines = [{"": "0", "?": "u"}.get(said, said) for said in (one.partition("=")[2] for one in other["answers"])]
    half = answers_of(first)[: len(first["answers"]) // 2 * 2]
    steps += [
        step("run", named, *answers_of(first), "--all"),
        step("run", named, "--plain", typed="".join(f"{line}\n" for line in lines)),
        step("run", named, "--plain", typed="".join(f"w\n{line}\nb\n{line}\n" for line in lines) + "y\n" + "1\n" * 12),
        step("run", named, "--plain", typed="nix\n99\n\nu\n2\nb\nb\n1\nu\nq\n"),
        *formats("run", named, *half, only=("text", "json")),
        step("run", named, "--resume", first["result"]["code"]),
    ]
    return Group(steps)


def some(share: int) -> list[str]:
    """Return one in `share` of the invalid files, each chosen by its own name, so that a new file moves no other."""
    return [path for path in INVALID if zlib.crc32(path.encode()) % share == 0]


def run_invalid() -> Group:
    return Group([step("run", path) for path in some(3)])


def run_anything() -> Group:
    """Return what stands beside the walks themselves: drafts, codes, answers and files that are wrong."""
    tree, data = "pause-for-thought", "tests/data/valid/every-type.toml"
    code = golden_walks.kept(tree)[0]["result"]["code"]
    swapped = f"{code[:-3]}{code[-2]}{code[-3]}{code[-1]}"
    spaced = " ".join((code[:6].lower(), code[6:12], code[12:]))
    done = answers_of(golden_walks.kept(tree)[0])
    asked = ("nix=no", "implications", "implications=nix", "implications=n", "implications=", "implcations=no")
    everyday = (
        "day=2026-13-01",
        "day=1999-01-01",
        "visitors=-1",
        "visitors=1.5",
        "visitors=x",
        "offered=food,nix",
        "offered=food,food",
    )
    codes = (
        "nix",
        "",
        code[:-1],
        swapped,
        f"{code}0",
        "P1RETMD0WFGSXCW7QA6DY014",
        "P18AAW1VNE3XMTM6604F",
        code.replace("P", "Q", 1),
    )
    steps = [
        step("run", tree, "--draft", "@/draft.txt"),
        step("run", tree, "--draft", "-", typed="A draft\twith \x1b[31mcolour\x1b[0m.\n"),
        step("run", tree, "--draft", "@/draft.txt", *done),
        step("run", tree, "--draft", "@/latin.txt"),
        step("run", tree, "--draft", "@/nix.txt"),
        *(step("run", tree, "--answer", answer) for answer in asked),
        *(step("run", data, "--answer", answer) for answer in everyday),
        step("run", tree, "--answer", "moment=yes"),
        step("run", tree, "--answer", "implications=me", "--answer", "implications=no", "--format", "json"),
        *(step("run", tree, "--resume", one) for one in codes),
        step("run", tree, "--resume", spaced, "--format", "json"),
        *(step("run", name) for name in ("nix", "before-you-pots", "trees", "trees/nix.toml", "README.md")),
        *(step("run", tree, *done, "--format", form, "--output", f"@/result.{form}") for form in ("text", "json")),
        step("run", tree, *done, "--output", "@/nix/result.txt"),
        step("run", tree, *done, "--output", "-"),
        step("run", "trees/pause-for-thought.toml", *done),
    ]
    files = {"work/draft.txt": "\ufeffCome and see us.\r\nFrom nine o’clock.\n", "work/latin.txt": b"caf\xe9\n"}
    return Group(steps, files)


# Trees as they are


def show_tree(tree: str, *, packed: bool) -> Group:
    """Return a tree in every format, bare and with a road marked; a page is held to what it does, and not to its bytes."""
    named = golden_walks.trees()[tree]
    forms = [form for form in FORMATS["show"] if (form in PACKED) is packed and form != "page"]
    marked = ["html"] if packed else ["outline", "mermaid", "dot"]
    road = answers_of(some_walks(tree)[1])
    return Group([*formats("show", named, only=forms), *formats("show", named, *road, only=marked)], packed=packed)


def show_anything() -> Group:
    tree, road = "pause-for-thought", answers_of(some_walks("pause-for-thought")[0])
    steps = [
        *formats("show", tree, *road, only=("markdown", "json", "handout")),
        *(step("show", path) for path in some(6)),
        step("show", "nix"),
        step("show", "pause-for-thuoght"),
        step("show", tree, "--answer", "nix=no"),
        step("show", tree, "--answer", "reception=nix"),
        step("show", tree, "--answer", "reception=yes"),
        step("show", tree, "--output", "@/outline.txt"),
        step("show", tree, "--format", "svg", "--output", "@/tree.svg"),
        step("show", tree, "respond-or-leave"),
        step("show", tree, "--format", "page", "--language", "cy"),
        step("show", tree, "--format", "page", "--language", "Welsh!"),
        step("show", tree, "--output", "@/nix/outline.txt"),
    ]
    return Group(steps)


def listed() -> Group:
    return Group([*formats("list"), step("list"), *formats("list", inside=True)])


def checked() -> Group:
    steps = [
        step("check"),
        step("check", "trees/", "--format", "json", "--strict"),
        *formats("check", *VALID),
        *formats("check", "tests/data/invalid/overdue-review.toml", "--strict"),
        step("check", "nix"),
        step("check", "README.md"),
        step("check", "trees", "tests/data/valid", "pause-for-thought"),
        step("check", "trees/can-i-tow.toml", "tests/data/invalid/cycle.toml", "--strict"),
        step("check", "@/", inside=True),
        step("check", "pause-for-thought", inside=True),
    ]
    return Group(steps)


def checked_invalid() -> Group:
    """Return what the check says of every faulty file by itself, and for programs of the whole folder at once."""
    whole = formats("check", "tests/data/invalid", only=("json", "github"))
    return Group([*(step("check", path) for path in INVALID), *whole])


def tested() -> Group:
    missing = ["test", "@/pause-for-thought.toml", "--write-missing"]
    fewer = ("pause-for-thought.toml", "[scenario.", "[scenario.first-")
    wrong = ("pause-for-thought.toml", 'reception = "yes"', 'reception = "no"')
    steps = [
        *formats("test"),
        *formats("test", *VALID),
        step("test", "tests/data/invalid"),
        step("test", "can-i-tow", "pause-for-thought"),
        step("test", "nix"),
        step("test", "--write-missing"),
        step("test", "pause-for-thought", "--write-missing"),
        step(*missing),
        step("test", "@/pause-for-thought.toml", edits=(fewer, wrong)),
        step("test", "@/untested-outcome.toml", "--write-missing"),
        step("test", "@/untested-outcome.toml"),
    ]
    files = {
        "work/pause-for-thought.toml": ROOT / "trees" / "pause-for-thought.toml",
        "work/untested-outcome.toml": ROOT / "tests" / "data" / "invalid" / "untested-outcome.toml",
    }
    return Group(steps, files)


# Writing trees


def made_new() -> Group:
    steps = [step("new", f"a-{name}", "--template", name, inside=True) for name in TEMPLATES]
    steps += [
        step(*argv, f"a-{name}.toml", inside=True) for name in TEMPLATES for argv in (("check", "--strict"), ("test",))
    ]
    steps += [
        step("new", "plain", inside=True),
        step("new", "plain", inside=True),
        step("new", "x", "--template", "nix", inside=True),
        step("new", "x", "--template", "yes-nos", inside=True),
        step("new", "Not an id", inside=True),
        step("overlay", "pause-for-thought", inside=True),
        step("overlay", "pause-for-thought", "--place", "fr", "--output", "@/fr.toml", inside=True),
        step("overlay", "nix", inside=True),
        step("new", "9", inside=True),
        step("new", "nix/there", inside=True),
        step("new", "@/whole-path.toml"),
    ]
    return Group(steps)


TEMPLATE_EDITS = {
    "pause-for-thought": ('goto = "go-ahead" }', 'goto = "ask-somebody" }'),
    "yes-no": ('no  = "ask-first"', 'no  = "check-first"'),
    "decision-table": ('"names",  "refuse"', '"names",  "ask-owner"'),
    "scored": ("risk = { min = 4 }", "risk = { min = 3 }"),
    "blank": ('"Go ahead."', '"Go."'),
}
CHANGES = {
    "pause-for-thought": ('"No",              goto = "let-it-go"', '"No",              goto = "sleep-on-it"'),
    "can-i-tow": ("min = 751", "min = 701"),
    "drinking-score": (
        '[{ max = 4 },            "lower risk"],\n  [{ min = 5,',
        '[{ max = 3 }, "lower risk"],\n  [{ min = 4,',
    ),
    "choose-a-licence": ("Which licence for our software?", "Which licence?"),
    "before-you-post": (
        '  { id = "near", text = "Near it',
        '  { id = "mid", text = "Between", goto = "stance" },\n  { id = "near", text = "Near it',
    ),
}
"""A small change to each template and to some shipped trees: where an answer leads, a bound, a word, one answer more."""


def edited(name: str, change: tuple[str, str], steps: list[Step]) -> list[Step]:
    """Return steps before which a file of the folder to work in is changed."""
    first, *others = steps
    return [first._replace(edits=((name, *change),)), *others]


def compared() -> Group:
    """Return the differences of templates and shipped trees from edited copies, and of trees that are others."""
    steps = [step("new", f"a-{name}", "--template", name, inside=True) for name in TEMPLATES]
    steps += [step("new", f"b-{name}", "--template", name, inside=True) for name in TEMPLATES]
    for name in TEMPLATES:
        old, new = f"@/a-{name}.toml", f"@/b-{name}.toml"
        steps += [step("diff", old, new), *edited(f"b-{name}.toml", TEMPLATE_EDITS[name], formats("diff", old, new))]
    for tree, change in CHANGES.items():
        steps += edited(f"{tree}.toml", change, formats("diff", tree, f"@/{tree}.toml"))
    steps += [step("diff", tree, f"trees/{tree}.toml") for tree in SHIPPED[:2]]
    steps += [
        step("diff", "pause-for-thought", "before-you-post"),
        *formats("diff", *VALID[:2]),
        step("diff", *VALID[:2], "--all"),
        step("diff", *VALID[:2], "--against", "HEAD"),
        step("diff", VALID[0]),
        step("diff", "nix", "pause-for-thought"),
        step("diff", "pause-for-thought", "tests/data/invalid/cycle.toml"),
    ]
    return Group(steps, {f"work/{tree}.toml": ROOT / "trees" / f"{tree}.toml" for tree in CHANGES})


# Records, sessions and settings


def recorded() -> Group:
    """Return what is done with saved walks, from a file of records as it was written once."""
    steps = [
        *formats("records", "list"),
        *(step("records", "show", number) for number in ("1", "2", "3", "4", "9")),
        *(step("records", what) for what in ("show", "replay", "delete", "export")),
        *(step("records", "export", number) for number in ("1", "2", "4", "9")),
        step("records", "export", "2", "--output", "@/record.json"),
        step("records", "show", "2", "--output", "@/record.txt"),
        *(step("records", "replay", number) for number in ("1", "2", "3", "4", "9")),
        *(step("run", "--record", number) for number in ("1", "2", "3", "4", "9", "x")),
        step("run", "before-you-post", "--record", "4"),
        step("records", "show", "x"),
        step("records", "delete", "9"),
        step("records", "delete", "2"),
        step("records", "show", "2"),
        *formats("records", "list"),
    ]
    return Group(steps, {"home/data/records.sqlite3": FOREVER / "records.sqlite3"})


def none_recorded() -> Group:
    whats = ("show", "replay", "delete", "export")
    return Group([*formats("records", "list"), *(step("records", what, "1") for what in whats)])


def records_damaged() -> Group:
    return Group(
        [step("records", "list"), step("records", "show", "1")], {"home/data/records.sqlite3": "nothing of the kind\n"}
    )


def previewed() -> Group:
    steps = [
        step("preview", "trees/can-i-tow.toml"),
        step("preview", "pause-for-thought"),
        step("preview", "tests/data/invalid/cycle.toml"),
        step("preview", "nix.toml"),
        step("preview", "trees"),
        step("preview"),
        step("preview", "trees/can-i-tow.toml", "--plain", "--debrief", "tests/data/forever/training.session"),
        step("preview", "trees/can-i-tow.toml", "--debrief", "tests/data/forever/training.session"),
        step("preview", "trees/can-i-tow.toml", "--debrief", "README.md"),
    ]
    return Group(steps)


def trained() -> Group:
    """Return what training says without a terminal: the crib, cases alone, and a session taken up again in lines."""
    session = "@/whole.session"
    steps = [
        *(step("train", tree, "--crib") for tree in SHIPPED),
        step("train", "pause-for-thought", "--solo", "--plain", typed="1\nw\n2\nn\n"),
        step("train", *VALID, "--crib"),
        step("train", "before-you-post", "--crib", "--case", "dog-food-two", "--case", "dog-food-one"),
        step("train", "bad-news-day", "can-i-tow", "--crib", "--case", "the-coach"),
        step("train", "--crib", "--case", "the-caoch"),
        step("train", "nix", "--crib"),
        step("train", "tests/data/invalid/cycle.toml", "--crib"),
        step("train"),
        step("train", "before-you-post"),
        *(step("train", option) for option in ("--solo", "--write", "--resume", "--desk")),
        step("train", "before-you-post", "--solo", "--debrief", session),
        step("train", "--resume", session),
        step("train", "before-you-post", "--rehearse"),
        step("train", "--desk", session),
    ]
    return Group(steps, {"work/whole.session": (FOREVER / "training.session").read_bytes()})


def debriefed() -> Group:
    """Return what one session said, and several, as files of every kind: sessions, debriefs, and what is neither."""
    session, kept = "tests/data/forever/training.session", "@/debrief.json"
    steps = [
        *formats("debrief", session, only=("markdown", "csv")),
        step("debrief", session, "--format", "json", "--output", kept),
        step("debrief", kept),
        *formats("debrief", session, kept),
        step("debrief", session, "README.md", "@/cut.session"),
        step("debrief", "@/begun.session"),
        *(step("debrief", name) for name in ("README.md", "nix.session", "trees")),
        step("debrief", "README.md", "nix.session"),
        *(step("debrief", session, "--apply", f"trees/{tree}.toml") for tree in ("can-i-tow", "before-you-post")),
        step("debrief", session, "--apply", "can-i-two"),
        step("debrief", session, "--apply", "trees/can-i-tow.toml", "--format", "json"),
        step("debrief", "README.md", "--apply", "trees/can-i-tow.toml"),
    ]
    whole = (FOREVER / "training.session").read_bytes()
    lines = whole.splitlines(keepends=True)
    files = {"work/cut.session": whole[: len(whole) - 1000], "work/begun.session": b"".join(lines[:1])}
    return Group(steps, files)


def configured() -> Group:
    """Return where words come from without a file of them, while one is written, and from there on."""
    names = 'the Harbour Trust\nAna\n\nwhoever "minds" it\n\nie\n'
    steps = [
        step("config", "path", inside=True),
        step("config", "show", inside=True),
        step("config", "keys", inside=True),
        step("config", "init", inside=True),
        step("config", "init", inside=True, typed="the Harbour Trust\n"),
        step("config", "init", inside=True, typed=names),
        step("config", "init", inside=True, typed=names),
        step("config", "path", inside=True),
        step("config", "show", inside=True),
        step("config", "nix"),
    ]
    return Group(steps)


def organised() -> Group:
    """Return what an organisation sees with words and trees of its own, some of them faulty."""
    tree, road = "pause-for-thought", ("--answer", "implications=me", "--answer", "worth-it=later")
    inside = [
        *formats("list"),
        step(),
        step("config", "show"),
        step("config", "path"),
        *formats("run", tree, *road, only=("text", "json", "brief")),
        step("run", tree, "--plain", typed="1\nw\n2\n"),
        *formats("show", "under-fire", only=("outline", "handout")),
        step("check"),
        *formats("test", only=("text",)),
        step("run", "can-i-tow"),
        step("run", "cycle"),
        step("new", "ours/another"),
        step("list"),
        step("train", "under-fire", "--crib"),
    ]
    data = ROOT / "tests" / "data"
    files = {
        "work/postwise.toml": ORGANISATION,
        "work/ours/can-i-tow.toml": data / "valid" / "every-type.toml",
        "work/ours/cycle.toml": data / "invalid" / "cycle.toml",
    }
    return Group([one._replace(inside=True) for one in inside], files)


def settings_faulty() -> Group:
    argvs = (
        ("config", "show"),
        ("config", "path"),
        ("list",),
        ("run", "pause-for-thought"),
        ("check", "pause-for-thought"),
    )
    return Group(
        [Step(argv, inside=True) for argv in argvs], {"work/postwise.toml": "[profile]\nmanager = 3\n[libary]\nx = "}
    )


def keys_faulty() -> Group:
    """Return what is said to a person whose keys cannot all be used."""
    keys = 'why = "F2"\nbakc = "x"\nsave = ["v", "1"]\ncopy = 3\ndraft = "u"\nnot-sure = "ctrl+m"\nmap = "y"\n'
    steps = [step("list"), step("config", "keys"), step("run", "pause-for-thought")]
    return Group(steps, {"home/xdg_config_home/postwise/postwise.toml": f"[keys]\n{keys}"})


def completed() -> Group:
    asked = (
        ("answers=implications=", "run", "pause-for-thought", "--answer"),
        ("answers=i", "run", "pause-for-thought", "--answer"),
    )
    values = (
        step("completion", "--values", *words) for words in (*asked, ("trees=pause", "run"), ("templates=", "new"))
    )
    return Group([*(step("completion", shell) for shell in (*SHELLS, "csh")), step("completion"), *values])


GROUPS: dict[str, Callable[[], Group]] = {
    "help": helped,
    "list": listed,
    "check": checked,
    "check-invalid": checked_invalid,
    "test": tested,
    "run": run_anything,
    "run-invalid": run_invalid,
    **{f"run-{name}": partial(run_tree, name) for name in golden_walks.trees()},
    "show": show_anything,
    **{f"show-{name}": partial(show_tree, name, packed=False) for name in golden_walks.trees()},
    **{f"packed-{name}": partial(show_tree, name, packed=True) for name in golden_walks.trees()},
    "new": made_new,
    "diff": compared,
    "schema": lambda: Group([step("schema")]),
    "records": recorded,
    "records-none": none_recorded,
    "records-damaged": records_damaged,
    "preview": previewed,
    "train": trained,
    "debrief": debriefed,
    "config": configured,
    "organisation": organised,
    "settings-faulty": settings_faulty,
    "keys-faulty": keys_faulty,
    "completion": completed,
}
"""What is run, by the name of the file that keeps what was said."""
