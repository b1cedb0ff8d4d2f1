/* What lies ahead of a walk, and what other answers would do to it, by the definitions of what_if.py, decided.py and
   fewest_changes.py. A table has no rings: everything is known of a row once it is known of those after it. */

class TooLarge extends Error {}

function search(onward, sumUp, budget) {
  const known = new Map();
  return (first) => {
    for (const open = [first]; open.length;) {
      const state = open.at(-1), later = onward(state), missing = later.filter((one) => !known.has(one));
      if (budget.left <= 0) throw new TooLarge();
      budget.left -= 1;
      if (missing.length) open.push(...missing);
      else { known.set(state, sumUp(state, later.map((one) => known.get(one)))); open.pop(); }
    }
    return known.get(first);
  };
}

function within(work, otherwise) {
  try { return work({ left: MOST }); } catch (error) { if (error instanceof TooLarge) return otherwise; throw error; }
}

function following(table, state) {
  const row = table.states[state];
  return "item" in row ? [row.ticked, row.unticked] : (row.to ?? []).map((entry) => entry.state);
}

function onwardWith(table, known) {
  return (state) => {
    const question = table.states[state].node;
    return known.has(question) ? [after(table, state, known.get(question))] : following(table, state);
  };
}

// The fewest and the most questions still to come, the open one counted.
function ahead(leg) {
  const { table, known } = leg, row = table.states[leg.state];
  if (ended(leg)) return [0, 0];
  if (!known.size) return row.ahead ?? [0, 0];
  return within((budget) => search(onwardWith(table, known), (state, later) => {
    const question = table.states[state].node, cost = question in table.questions && !known.has(question) ? 1 : 0;
    if (!later.length) return [0, 0];
    return [cost + Math.min(...later.map(([few]) => few)), cost + Math.max(...later.map(([, most]) => most))];
  }, budget)(leg.state), row.ahead);
}

// Answers given before whose questions can still come, whatever the open question is answered with.
const coming = (leg) => (leg.waiting.size ? canCome(leg, [...leg.waiting.keys()]) : []);

function canCome(leg, names) {
  const reached = new Set([leg.state]), onward = onwardWith(leg.table, leg.known);
  for (const state of reached) onward(state).forEach((one) => reached.add(one));
  const nodes = new Set([...reached].map((state) => leg.table.states[state].node));
  return names.filter((name) => nodes.has(name));
}

// The outcome that every way on leads to, if there is one, and no answer given before is still to be taken on the way.
function decidedAlready(leg) {
  const { table, known } = leg;
  if (ended(leg) || table.ranking.length === 1 || canCome(leg, [...known.keys()]).length) return null;
  return within((budget) => {
    const [only, ...others] = outcomesIn(table, reaching(table, known, budget)(leg.state));
    return others.length ? null : only;
  }, null);
}

// The questions that can still come and change what is said at an outcome.
function hangingOn(leg, id) {
  const given = asked(leg);
  return canCome(leg, leg.table.heard[id].filter((name) => !given.has(name)));
}

// The outcome that can be gone to with questions left: what is said there is known by now. An answer to come that adds
// to it is asked for, since it may be what protects whoever gives it.
function endAtHand(leg) {
  const id = decidedAlready(leg);
  return id === null || hangingOn(leg, id).length ? null : id;
}

// The answer that Not sure takes: the one marked, else the first on whose road the worst end is the most cautious.
function cautious(leg, question) {
  const { table, known } = leg, step = leg.path.find((one) => one.question === question);
  const state = step?.state ?? leg.state, marked = at(table.marked, question);
  if (marked || !known.size) return marked ?? table.states[state].unsure;
  return within((budget) => {
    const reach = reaching(table, known, budget), ids = table.questions[question].answers.map((one) => one.id);
    const worst = ids.map((id) => Math.max(...verdicts(table, reach(after(table, state, id)))));
    return ids[worst.indexOf(Math.max(...worst))];
  }, table.states[state].unsure);
}

// Which outcomes can be reached, as bits in the order of their verdicts, if known answers are given again

const outcomesIn = (table, bits) => table.ranking.filter((_, place) => (bits >> BigInt(place)) & 1n);
const rank = (table, id) => VERDICTS.indexOf(table.outcomes[id].verdict);
const verdicts = (table, bits) => [...new Set(outcomesIn(table, bits).map((id) => rank(table, id)))];
const union = (sets) => sets.reduce((one, other) => one | other, 0n);

function reaching(table, known, budget) {
  const bit = new Map(table.ranking.map((id, place) => [id, 1n << BigInt(place)]));
  return search(onwardWith(table, known), (state, later) => bit.get(table.states[state].node) ?? union(later), budget);
}

// What decided it: a smallest set of answers that fixes the outcome; null where the tree is too large to say.
function decided(leg) {
  const { table } = leg;
  return within((budget) => {
    const kept = new Map(), end = reaching(table, kept, budget)(leg.state);
    let reach = reaching(table, kept, budget);
    for (const { question, state, answer } of [...leg.path].reverse()) {
      if (union(following(table, state).map(reach)) === end) continue;
      kept.set(question, answer);
      reach = reaching(table, new Map(kept), budget);
    }
    return leg.path.filter((step) => kept.has(step.question)).map((step) => step.question);
  }, null);
}

// What would change it (what_if.py): single answers given otherwise, the kindest verdict first.

// The answers among those given that assert a right: nobody is invited to another, or to another to a fact.
function asserted(told, answer) {
  const chosen = Array.isArray(answer) ? answer : [answer];
  return (told.answers ?? []).filter((one) => one.rights && chosen.includes(one.id)).map((one) => one.id);
}

function* otherwise(table, { question, answer }) {
  const told = table.questions[question], rights = asserted(told, answer);
  if (told.fact || told.rights || told.type === "text") return;
  if (told.type === "checklist") {
    for (const { id } of told.answers) {
      const other = answer.includes(id) ? answer.filter((one) => one !== id) : [...answer, id].sort();
      if (!rights.includes(id)) yield { answer: other, item: id };
    }
    if (answer.length > 1 && !rights.length) yield { answer: [], item: null };
  } else if (!rights.length) {
    for (const other of kinds(table, question)) if (other !== answer) yield { answer: other, item: null };
  }
}
const kinds = (table, id) => at(table.kinds, id) ?? table.questions[id].answers.map((one) => one.id);

function changes(leg) {
  const { table } = leg;
  if (!ended(leg) || outcome(leg).rights) return [];
  return within((budget) => {
    const reach = reaching(table, asked(leg), budget), list = [];
    for (const step of leg.path) {
      for (const other of otherwise(table, step)) {
        const bits = reach(after(table, step.state, other.answer)), outcomes = outcomesIn(table, bits);
        if (same(outcomes, [node(leg)])) continue;
        list.push({ question: step.question, ...other, outcomes, ...kindness(table, bits) });
      }
    }
    const several = (one) => Number(one.outcomes.length > 1);
    return list.sort((a, b) => a.kindest - b.kindest || several(a) - several(b) || a.worst - b.worst);
  }, []);
}

function kindness(table, bits) {
  const places = verdicts(table, bits);
  return { verdicts: places.map((place) => VERDICTS[place]), kindest: places[0], worst: places.at(-1) };
}

// The unsure answers that are worth settling (what_if.py), the most telling first; beside a right, named alone.
function settle(leg) {
  const { table } = leg, doubts = leg.path.filter((step) => step.unsure);
  const unsure = new Map(doubts.map((step) => [step.question, [step.state]]));
  if (!ended(leg) || !unsure.size) return [];
  const known = asked(leg), open = new Map([...known].filter(([name]) => !unsure.has(name)));
  return within((budget) => {
    const kept = reaching(table, known, budget), free = reaching(table, open, budget), onward = onwardWith(table, open);
    const reached = new Set([table.start]);
    for (const state of reached) onward(state).forEach((one) => reached.add(one));
    const ends = (reach, states, id) => union(states.map((state) => reach(after(table, state, id))));
    const matters = (reach, ids, states) => states.some((state) =>
      new Set(ids.map((id) => String(verdicts(table, ends(reach, [state], id)))).filter((one) => one)).size > 1);
    const list = [];
    for (const [question, before] of unsure) {
      const states = [...reached].filter((state) => table.states[state].node === question);
      const ids = table.questions[question].answers.map((one) => one.id);
      if (!matters(kept, ids, before) && !matters(free, ids, states)) continue;
      const leads = ids.map((answer) => ({ answer, bits: ends(free, states, answer) })).filter((lead) => lead.bits);
      list.push({ question, answers: leads.map(({ answer, bits }) => ({ answer, outcomes: outcomesIn(table, bits),
        ...kindness(table, bits) })) });
    }
    const left = ({ answers }) => answers.reduce((sum, lead) => sum + lead.verdicts.length, 0) / answers.length;
    const every = (lead, key) => lead.answers.map((one) => one[key]);
    const apart = (lead) => Math.min(...every(lead, "kindest")) - Math.max(...every(lead, "worst"));
    list.sort((a, b) => left(a) - left(b) || apart(a) - apart(b));
    return outcome(leg).rights ? list.map((doubt) => ({ ...doubt, answers: [] })) : list;
  }, []);
}

// The fewest changed answers to a kinder verdict (fewest_changes.py): Dijkstra's search over changes, then new answers.

function ways(table, state) {
  const row = table.states[state], told = table.questions[row.node];
  if (told.type === "text") return [{ answer: "", state: row.to[0].state }];
  if (told.type !== "checklist") {
    const lowest = (one, other) => (one < other ? -1 : Number(one > other));
    const answers = told.answers ? kinds(table, row.node) : [...kinds(table, row.node)].sort(lowest);
    const every = answers.map((answer) => ({ answer, state: after(table, state, answer) }));
    const first = (way, place) => every.findIndex((one) => one.state === way.state) === place;
    return told.answers ? every : every.filter(first);
  }
  const ticks = new Map([[row.to[0].state, []]]), ends = [];
  for (const [number, ticked] of ticks) {
    const { item, ticked: on, unticked: off } = table.states[number];
    if (item === undefined) { ends.push({ answer: ticked, state: number }); continue; }
    if (!ticks.has(off)) ticks.set(off, ticked);
    if (!ticks.has(on)) ticks.set(on, [...ticked, item].sort());
  }
  return ends;
}

function fewest(leg) {
  const { table } = leg, end = outcome(leg), known = asked(leg);
  if (!end || end.rights) return null;
  const best = Math.min(...table.ranking.map((id) => rank(table, id)));
  let above = rank(table, node(leg)), found = null;
  return within((budget) => {
    const came = new Map();
    for (const state of nearest(table, known, came, budget)) {
      const { node: name } = table.states[state], place = at(table.outcomes, name) ? rank(table, name) : above;
      if (place < above) [found, above] = [state, place];
      if (above === best) break;
    }
    if (found === null) return null;
    const turns = [];
    for (let step = came.get(found); step; step = came.get(step.from)) turns.unshift(step);
    const [changes, fresh] = ["changed", "fresh"].map((key) => turns.filter((step) => step[key]));
    return { outcome: table.states[found].node, verdict: VERDICTS[above], changes, fresh };
  }, null);
}

// The states that answers can reach, those that need the fewest changes, and then the fewest new answers, first.
function* nearest(table, known, came, budget) {
  const waiting = new Map(), put = (state, changed, fresh, step) => {
    const key = changed * 1e6 + fresh;
    if (!waiting.has(key)) waiting.set(key, []);
    waiting.get(key).push({ state, changed, fresh, step });
  };
  put(table.start, 0, 0, null);
  while (waiting.size) {
    const key = Math.min(...waiting.keys()), next = waiting.get(key).shift();
    if (!waiting.get(key).length) waiting.delete(key);
    if (came.has(next.state)) continue;
    if (budget.left-- <= 0) throw new TooLarge();
    came.set(next.state, next.step);
    yield next.state;
    for (const { state, ...step } of stepsFrom(table, known, next.state)) {
      put(state, next.changed + step.changed, next.fresh + step.fresh, { from: next.state, ...step });
    }
  }
}

function* stepsFrom(table, known, state) {
  const question = table.states[state].node, told = at(table.questions, question), kept = known.get(question);
  if (!told) return;
  const isNew = kept === undefined;
  if (!isNew) yield { state: after(table, state, kept), question, answer: kept, changed: 0, fresh: 0 };
  if (!isNew && (told.fact || told.rights || asserted(told, kept).length)) return;
  for (const way of ways(table, state)) yield { ...way, question, changed: Number(!isNew), fresh: Number(isNew) };
}
