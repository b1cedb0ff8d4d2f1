"use strict";
/* A walk in a browser, by looking up: tree_table.py says how a table is followed, page_table.py what is added to it.
   Here, in what_if.js and in code.js are values alone: nothing knows of a page, and the tests run them without one. */

const VERDICTS = ["go", "info", "act", "adapt", "pause", "talk", "raise", "leave", "stop"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const MOST = 200000; // so many rows are looked at to say one thing: nobody waits for it
const at = (things, key) => (Object.hasOwn(things, key) ? things[key] : undefined);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Following a table

const isFor = (entry, answer) => (!("answer" in entry) || answer === entry.answer)
  && (!("from" in entry) || answer >= entry.from) && (!("above" in entry) || answer > entry.above)
  && (!("below" in entry) || answer < entry.below) && (!("up-to" in entry) || answer <= entry["up-to"]);

function follow(rows, entries, to, answer) {
  let number = entries.find((entry) => isFor(entry, answer))[to];
  while ("item" in rows[number]) number = rows[number][answer.includes(rows[number].item) ? "ticked" : "unticked"];
  return number;
}

const after = (table, state, answer) => follow(table.states, table.states[state].to, "state", answer);

function look(table, number, asked) {
  let row = table.diagrams[number];
  while (!("is" in row)) {
    const known = asked.has(row.question);
    row = table.diagrams[known ? follow(table.diagrams, row.to, "diagram", asked.get(row.question)) : row.never];
  }
  return row.is;
}

function total(told, asked) {
  let points = 0;
  for (const [question, answer] of asked) {
    const row = at(told.sum, question) ?? {};
    const chosen = Array.isArray(answer) && !answer.length ? ["none"] : [answer].flat();
    for (const one of chosen) points += at(row, one) ?? 0;
  }
  return points / (told.over ?? 1);
}

const value = (table, id, asked) => {
  const told = table.values[id];
  return told.sum ? total(told, asked) : look(table, told.diagram, asked);
};
const shown = (table, things, asked) => (things ?? []).filter((one) => !("if" in one) || look(table, one.if, asked));

// Texts: a text is a string, pieces to be joined, or {md}: nodes of a page, made from Markdown beforehand

const joined = (words, last = "and") => words.length > 1
  ? `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}` : words.join("");
const numberWord = (number) => NUMBERS[number] ?? String(number);

function spoken(answer) {
  if (typeof answer === "string") {
    const [year, month, day] = answer.split("-");
    return `${Number(day)} ${MONTHS[month - 1]} ${year}`;
  }
  if (Number.isInteger(answer)) return String(BigInt(answer));
  return Math.abs(answer) < 1e-4 ? answer.toExponential().replace(/e-(\d)$/, "e-0$1") : String(answer);
}

function inWords(table, id, answer, join = (words) => words.join("; ")) {
  const told = table.questions[id];
  if (told.type === "text") return answer;
  if (told.type === "date") return spoken(answer);
  if (told.type === "number") return told.unit ? `${spoken(answer)} ${text(table, told.unit)}` : spoken(answer);
  const chosen = told.answers.filter((one) => (Array.isArray(answer) ? answer.includes(one.id) : one.id === answer));
  const none = told.none === undefined ? "" : text(table, told.none);
  return chosen.length ? join(chosen.map((one) => text(table, one.text))) : none;
}

function piece(table, said, asked) {
  if (typeof said === "string") return said;
  if ("value" in said) {
    const told = table.values[said.value];
    return told.sum ? spoken(total(told, asked)) : look(table, told.words, asked);
  }
  const silent = !asked.has(said.answer) || table.questions[said.answer].type === "text";
  return silent ? "…" : inWords(table, said.answer, asked.get(said.answer), joined);
}

function text(table, said, asked = new Map()) {
  if (said === undefined || typeof said === "string") return said ?? "";
  if (said.md) return said.md.map((node) => filledNode(table, node, asked));
  return said.map((one) => piece(table, one, asked)).join("");
}

function filledNode(table, node, asked) {
  if (!node.tag) return piece(table, node, asked);
  const filled = { ...node, in: node.in.map((inner) => filledNode(table, inner, asked)) };
  return "href" in node ? { ...filled, href: text(table, node.href, asked) } : filled;
}

// A text in plain lines, one for each paragraph or item: so it is copied, and put into a sentence.
function plain(said, indent = "", lead = "") {
  if (typeof said === "string") return lead + said;
  const lines = [], flow = (nodes) => nodes.map((one) => (typeof one === "string" ? one : flowed(one, flow))).join("");
  let next = indent + lead;
  const say = (line, exact) => {
    for (const one of line.split(exact ? "\n" : "\0")) lines.push(next + one), next = indent + " ".repeat(lead.length);
  };
  let loose = [];
  const close = (nodes = loose) => {
    const line = flow(nodes).replace(/[ \t\r\n]+/g, " ").replace(/ ?\0 ?/g, "\0").trim();
    if (line) say(line);
    loose = [];
  };
  for (const node of said) {
    if (typeof node === "string" || /^(em|strong|code|a|br)$/.test(node.tag)) { loose.push(node); continue; }
    close();
    if (/^(p|h\d)$/.test(node.tag)) close(node.in);
    else if (node.tag === "pre") say(flow(node.in).replace(/\n+$/, "").replace(/^/gm, "    "), true);
    else if (node.tag === "blockquote") lines.push(plain(node.in, `${next}  `));
    else if (/^[uo]l$/.test(node.tag)) {
      node.in.filter((one) => one.tag === "li").forEach((item, place) => {
        lines.push(plain(item.in, next, node.tag === "ul" ? "- " : `${(node.start ?? 1) + place}. `));
      });
    }
  }
  close();
  return lines.filter((line) => line.trim()).join("\n");
}

function flowed(node, flow) {
  if (node.tag === "br") return "\0";
  const words = flow(node.in);
  return node.tag === "a" && ![words, `mailto:${words}`].includes(node.href) ? `${words} (${node.href})` : words;
}

// Answers

function fraction(number) {
  const [, sign, whole, rest = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(number));
  return { size: BigInt(sign + whole + rest), power: Number(power) - rest.length };
}

function onGrid(told, number) {
  const [here, start, step] = [number, told.min ?? 0, told.step].map(fraction);
  const least = Math.min(here.power, start.power, step.power);
  const [a, b, c] = [here, start, step].map((one) => one.size * 10n ** BigInt(one.power - least));
  return (a - b) % c === 0n;
}

function isDay(raw) {
  const day = /^\d{4}-\d\d-\d\d$/.test(raw) && raw >= "0001" ? new Date(`${raw}T00:00:00Z`) : NaN;
  return !Number.isNaN(Number(day)) && day.toISOString().startsWith(raw);
}

// An answer as the question takes it; undefined if it does not.
function read(table, id, raw) {
  const told = at(table.questions, id), ids = (told?.answers ?? []).map((one) => one.id);
  const within = (one) => (told.min === undefined || one >= told.min) && (told.max === undefined || one <= told.max);
  switch (told?.type) {
    case "choice": case "yes-no": return ids.includes(raw) ? raw : undefined;
    case "checklist": {
      const all = Array.isArray(raw) && raw.every((one) => ids.includes(one));
      return all ? [...new Set(raw)].sort() : undefined;
    }
    case "number": {
      const sound = Number.isFinite(raw) && (!Number.isInteger(raw) || Number.isSafeInteger(raw));
      return sound && within(raw) && (told.step === undefined || onGrid(told, raw)) ? raw : undefined;
    }
    case "date": return typeof raw === "string" && isDay(raw) && within(raw) ? raw : undefined;
    case "text": return typeof raw === "string" ? raw : undefined;
    default: return undefined;
  }
}

// A walk: a leg for each tree, the last one first. What it holds are answers by their questions: {answer, unsure}.

const NOTHING = { given: new Map(), waiting: new Map(), remembered: new Map() };
const legs = (leg) => (leg ? [...legs(leg.previous), leg] : []);
const own = (leg) => leg.path.filter((step) => !step.carried);
const ownMap = (leg) => new Map(own(leg).map(({ question, answer, unsure }) => [question, { answer, unsure }]));
const asked = (leg) => new Map(leg.path.map((step) => [step.question, step.answer]));
const node = (leg) => leg.early ?? leg.table.states[leg.state].node;
const outcome = (leg) => at(leg.table.outcomes, node(leg));
const ended = (leg) => outcome(leg) !== undefined;
const answersOf = (some) => new Map(some.flatMap((leg) => own(leg).map((step) => [step.question, step.answer])));
const without = (map, key) => new Map([...map].filter(([name]) => name !== key));
const start = (trees, t) => walked(trees, t, NOTHING);

function walked(trees, t, held, previous = null, beyond = []) {
  const table = trees[t], path = [], passed = new Set();
  const steps = legs(previous).flatMap(own).filter((step) => read(table, step.question, step.answer) !== undefined);
  const brought = new Map(steps.map(({ question, answer, unsure }) => [question, { answer, unsure, carried: true }]));
  const all = new Map([...brought, ...held.waiting, ...held.given]);
  let state = table.start;
  for (let question = table.states[state].node; all.has(question) && !passed.has(question);) {
    path.push({ question, state, ...all.get(question) });
    passed.add(question);
    state = after(table, state, all.get(question).answer);
    question = table.states[state].node;
  }
  const here = new Set(path.filter((step) => !step.carried).map((step) => step.question));
  let waiting = new Map([...held.waiting, ...held.given].filter(([name]) => !here.has(name)));
  let remembered = held.remembered;
  if (at(table.outcomes, table.states[state].node)) {
    remembered = new Map([...remembered, ...waiting]);
    waiting = new Map();
  }
  const known = new Map([...brought, ...waiting].map(([name, step]) => [name, step.answer]));
  return { trees, t, table, path, state, waiting, remembered, known, previous, beyond };
}

function give(leg, question, answer, unsure = false) {
  const given = new Map([...ownMap(leg), [question, { answer, unsure }]]);
  const held = { given, waiting: leg.waiting, remembered: without(leg.remembered, question) };
  return walked(leg.trees, leg.t, held, leg.previous, leg.beyond);
}

// The walk at the end that every way on leads to, the questions left not asked; any answer changed asks them again.
const toItsEnd = (leg) => ({ ...leg, early: decidedAlready(leg) ?? undefined });

function back(leg) {
  if (leg.early) return { ...leg, early: undefined };
  const steps = [...ownMap(leg)], last = steps.pop();
  if (!last) return leg.previous ? comeBack(leg.previous, leg) : leg;
  const held = { given: new Map(steps), waiting: leg.waiting, remembered: new Map([...leg.remembered, last]) };
  return walked(leg.trees, leg.t, held, leg.previous, leg.beyond);
}

function comeBack(earlier, later) {
  const left = { t: later.t, given: ownMap(later), waiting: later.waiting, remembered: later.remembered };
  const any = left.given.size || left.waiting.size || left.remembered.size;
  const pieces = any ? [{ ...left, earlier: answersOf(legs(later.previous)) }] : [];
  return { ...earlier, beyond: [...pieces, ...later.beyond, ...earlier.beyond] };
}

// What was answered otherwise in an earlier tree since counts more: it was said later.
function newest(held, then, now) {
  const old = [...held.given].filter(([name]) => now.has(name) && !same(now.get(name), then.get(name)));
  const given = new Map([...held.given].filter(([name]) => !old.some(([gone]) => gone === name)));
  return { given, waiting: held.waiting, remembered: new Map([...held.remembered, ...old]) };
}

function goOn(leg, t) {
  const left = leg.beyond.find((one) => one.t === t);
  const held = left ? newest(left, left.earlier, answersOf(legs(leg))) : NOTHING;
  return walked(leg.trees, t, held, { ...leg, beyond: [] }, leg.beyond.filter((one) => one !== left));
}

// One answer given, anew or for the first time, in this tree or in one that led to it; undefined stands for Not sure.
function changed(leg, t, question, raw) {
  const here = leg.t === t && (asked(leg).has(question) || node(leg) === question);
  if (here || !leg.previous) {
    const now = raw === undefined ? give(leg, question, cautious(leg, question), true) : give(leg, question, raw);
    return leg.early && same([...ownMap(now)], [...ownMap(leg)]) ? leg : now;
  }
  const now = changed(leg.previous, t, question, raw), { early } = leg.previous;
  const earlier = early && decidedAlready(now) === early ? { ...now, early } : now;
  if (outcome(earlier)?.tree !== leg.table.tree.id) return comeBack(earlier, leg);
  const held = { given: ownMap(leg), waiting: leg.waiting, remembered: leg.remembered };
  const still = newest(held, answersOf(legs(leg.previous)), answersOf(legs(earlier)));
  return walked(leg.trees, leg.t, still, { ...earlier, beyond: [] }, [...earlier.beyond, ...leg.beyond]);
}

// Which answers of the walk before are kept, and which have fallen away.
function changedFrom(leg, before) {
  const given = new Map([...ownMap(before), ...before.waiting]), there = ownMap(leg), awaited = coming(leg);
  for (const name of awaited) there.set(name, leg.waiting.get(name));
  const still = (name) => there.has(name) && same(there.get(name).answer, given.get(name).answer);
  const kept = [...given.keys()].filter(still);
  return { kept, dropped: [...given.keys()].filter((name) => !there.has(name) && name !== node(leg)) };
}

// What is put to a person, every text filled

function question(leg, id = node(leg)) {
  const { table } = leg, told = table.questions[id], known = asked(leg), said = (some) => text(table, some, known);
  const answers = (told.answers ?? []).map((one) => ({ id: one.id, text: said(one.text) }));
  const notes = shown(table, told.notes, known).map((one) => said(one.text));
  const [ask, why, help, none, unit] = ["ask", "why", "help", "none", "unit"].map((key) => said(told[key]));
  const { type, min, max, step } = told;
  return { id, type, ask, why, help, notes, answers, none, unit, min, max, step };
}

// To keep in mind: the notes of the answers given, in the order of the walk, then the outcome's own; each once. Where
// somebody may not be safe, the outcome's own alone.
function notes(leg) {
  const heard = outcome(leg).urgent ? [] : legs(leg);
  const given = heard.flatMap((one) => own(one).flatMap((step) => {
    const chosen = [step.answer].flat(), options = one.table.questions[step.question].answers ?? [];
    const noted = options.filter((option) => option.note !== undefined && chosen.includes(option.id));
    return noted.map((option) => text(one.table, option.note, asked(one)));
  }));
  const added = shown(leg.table, outcome(leg).notes, asked(leg)).map((one) => text(leg.table, one.text, asked(leg)));
  const every = new Map([...given, ...added].map((one) => [JSON.stringify(one), one]));
  return [...every.values()];
}

function advice(leg) {
  const { table } = leg, end = outcome(leg), known = asked(leg), said = (some) => text(table, some, known);
  const contact = (one) => ({ title: said(one.title), url: said(one.url), phone: one.phone ?? "" });
  const see = shown(table, end.see, known).map(contact);
  return { id: node(leg), verdict: end.verdict, headline: said(end.headline), reason: said(end.reason),
    next: (end.next ?? []).map(said), notes: notes(leg), see, rights: end.rights ?? false, urgent: end.urgent ?? false,
    tree: end.tree ?? null };
}
