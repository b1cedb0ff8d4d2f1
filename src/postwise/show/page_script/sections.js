/* What the end of a walk has to say: sections of items, made once, shown on the page and copied as text. A text may be
   nodes (page_table.py); an item may have an address, a phone, words behind it (aside), a verdict, items under it. */

const SIGNS = { go: "●", info: "·", act: "▶", adapt: "◐", pause: "◷", talk: "◇", raise: "▲", leave: "○", stop: "■" };
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;
const NOT_ASKED = "The questions left were not asked: every answer to them leads to the same end.";
const NOT_HEARD = "The questions left were not asked: all answers to them lead to the same end, but change what is "
  + "said here.";
const IDLE = "(led to the same ending)";

const filled = (leg, said) => text(leg.table, said, asked(leg));
const title = (leg) => filled(leg, leg.table.tree.title);
const askOf = (leg, id) => filled(leg, leg.table.questions[id].ask);
const source = ({ table }) => {
  const [name, version] = [table.tree.title, table.tree.version].map((said) => text(table, said));
  return version ? `${name}, version ${version}` : name;
};

// What an end says; where somebody may not be safe, what there is to do and whom to turn to, and nothing else.
function sections(leg, elsewhere = {}) {
  const told = advice(leg), isReached = (one) => one.phone || one.url.startsWith("mailto:");
  const contact = (one) => ({ text: one.title || one.phone || one.url, url: one.url, phone: one.phone });
  const todo = [
    { title: "Next", form: "steps", todo: true, items: told.next.map((one) => ({ text: one })) },
    { title: "Whom to turn to", todo: true, items: told.see.filter(isReached).map(contact) },
    { title: "See", todo: true, items: told.see.filter((one) => !isReached(one)).map(contact) },
    { title: "Go on", items: goOnItems(leg, told.tree, elsewhere) },
    { title: "Keep in mind", items: told.notes.map((one) => ({ text: one })) },
  ];
  return [...todo, ...(told.urgent ? [] : explained(leg))].filter((section) => section.items.length);
}

function explained(leg) {
  return [
    { title: "What decided it", items: decidedItems(leg) },
    { title: "Worth settling", items: settleItems(leg) },
    { title: "What would change this", items: [...fewestItems(leg), ...changeItems(leg)] },
    { title: "Sources", items: sourceItems(leg) },
  ];
}

// The tree to go on in by its title, or by its id where nobody knows that.
function goOnItems({ trees }, id, elsewhere) {
  const table = trees.find((one) => one.tree.id === id);
  const name = table ? text(table, table.tree.title) : at(elsewhere, id) ?? id;
  return id === null ? [] : [{ text: `In the tree “${name}”.` }];
}

function decidedItems(leg) {
  const by = decided(leg);
  const early = leg.early ? [{ text: hangingOn(back(leg), leg.early).length ? NOT_HEARD : NOT_ASKED }] : [];
  return [...decidedBy(leg, by), ...early];
}

function decidedBy(leg, by) {
  if (by === null) return [];
  if (!by.length) return [{ text: "Nothing that was answered: every road through this tree ends here." }];
  const isEvery = by.length === leg.path.length && by.length > 2;
  if (isEvery) return [{ text: "Every answer: another could have led elsewhere." }];
  const steps = leg.path.filter((one) => by.includes(one.question));
  return steps.map((one) => toAsk(leg, one.question, inStep(leg, one)));
}

// An answer in words; of Not sure, that it was that, and what it goes by for now.
function inStep({ table }, { question: id, answer: given, unsure }) {
  return (unsure ? "Not sure; for now: " : "") + inWords(table, id, given);
}

const toAsk = (leg, id, words, before = "") => ({ text: `${before}“${words}”`, aside: `to “${askOf(leg, id)}”` });

// Where another answer leads, in words.
function leadsTo(leg, question, lead) {
  if (lead.outcomes.length > 1) return `${joined(lead.verdicts, "or")}, by what you answer then`;
  const { headline } = leg.table.outcomes[lead.outcomes[0]], plainly = typeof headline === "string";
  const words = plainly ? headline : text(leg.table, headline, asked(give(leg, question, lead.answer)));
  return `${lead.verdicts[0]}: ${words}`;
}

function changeItems(leg) {
  const groups = new Map();
  for (const change of changes(leg)) {
    const leads = leadsTo(leg, change.question, change);
    if (!groups.has(leads)) groups.set(leads, { text: leads, verdict: change.verdicts[0], under: [] });
    groups.get(leads).under.push(otherAnswer(leg, change));
  }
  return [...groups.values()];
}

function otherAnswer({ table, ...leg }, { question: id, answer: other, item }) {
  const option = item === null ? undefined : table.questions[id].answers.find((one) => one.id === item);
  if (!option) return toAsk({ table, ...leg }, id, inWords(table, id, other));
  const words = `“${text(table, option.text)}” ${other.includes(item) ? "ticked" : "not ticked"}`;
  return { text: words, aside: `at “${askOf({ table, ...leg }, id)}”` };
}

function fewestItems(leg) {
  const least = fewest(leg), words = ({ question, answer }) => inWords(leg.table, question, answer);
  if (!least || !least.changes.length) return [];
  const deciding = least.fresh.filter((turn) => leg.table.questions[turn.question].type !== "text");
  const under = [...least.changes.map((turn) => toAsk(leg, turn.question, words(turn))),
    ...deciding.map((turn) => toAsk(leg, turn.question, words(turn), "then "))];
  return [{ text: `Fewest changes to ${least.verdict}: ${numberWord(least.changes.length)}`, under }];
}

function settleItems(leg) {
  const words = (id, lead) => `“${inWords(leg.table, id, lead.answer)}” leads to ${leadsTo(leg, id, lead)}`;
  const leads = ({ question: id, answers }) => answers.map((lead) => ({ text: words(id, lead) }));
  return settle(leg).map((doubt) => ({ text: askOf(leg, doubt.question), under: leads(doubt) }));
}

function sourceItems(leg) {
  const { table } = leg, local = table.overlays.length ? [{ text: `With the words of ${joined(table.overlays)}` }] : [];
  const links = (table.tree.sources ?? []).map((one) => ({ text: filled(leg, one.title) || one.url, url: one.url }));
  return [...local, ...links];
}

// The questions answered, a section for each tree; items are about a step of a leg, so that it can be changed.
function road(leg) {
  const by = ended(leg) ? decided(leg) : null, heard = ended(leg) ? leg.table.heard[node(leg)] : [];
  return legs(leg).filter((one) => own(one).length).map((one) => ({
    title: leg.previous ? title(one) : "", leg: one,
    items: own(one).map((step) => {
      const isIdle = one === leg && by !== null && ![...by, ...heard].includes(step.question);
      const words = inStep(one, step);
      return { text: askOf(one, step.question), step, under: [{ text: words, aside: isIdle ? IDLE : "" }] };
    }),
  }));
}

function rung(phone) {
  const digits = (phone.startsWith("+") ? phone.replace("(0)", "") : phone).replace(/[^0-9]/g, "");
  return `tel:${phone.startsWith("+") ? "+" : ""}${digits}`;
}

// All of it as plain text, which can be put anywhere; `elsewhere` are the titles of trees that are not here.
function asText(leg, elsewhere = {}) {
  const { verdict, headline, reason, urgent } = advice(leg);
  const opening = `${verdict[0].toUpperCase()}${verdict.slice(1)}: ${headline}`;
  const titled = (one) => ({ ...one, title: `How you got here${one.title ? `: ${one.title}` : ""}` });
  const every = [...sections(leg, elsewhere), ...(urgent ? [] : road(leg).map(titled))];
  const parts = every.map((section) => [section.title, ...section.items.flatMap((item, place) =>
    itemLines(item, "  ", section.form === "steps" ? `${place + 1}. ` : "- "))].join("\n"));
  return `${[[opening, source(leg)].join("\n"), ...(reason.length ? [plain(reason)] : []), ...parts].join("\n\n")}\n`;
}

function itemLines(item, indent, bullet) {
  const details = [item.phone, item.url].filter((one) => one && one !== item.text).join(", ");
  const text_ = plain(item.text, indent + " ".repeat(bullet.length)).trimStart();
  const words = item.aside ? `${text_} ${item.aside}` : text_;
  const under = item.under ?? [], inner = under.length > 1 ? "- " : "";
  return [`${indent}${bullet}${details ? `${words}: ${details}` : words}`,
    ...under.flatMap((one) => itemLines(one, indent + " ".repeat(bullet.length), inner))];
}
