/* The page: it shows where a walk stands and hears what is done. Nothing is stored, nothing is sent;
   what comes from a tree is put in as text, never as HTML. */

const UNSURE = "?", NONE = "!none";
const page = { data: null, trees: [], lang: "", leg: null, again: null, past: [], place: 0, hash: "" };
const byId = (id) => document.getElementById(id);
const isBegun = (leg) => legs(leg).some((one) => own(one).length);

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, said] of Object.entries(attributes)) {
    if (typeof said === "function") made.addEventListener(name, said);
    else if (said !== false && said !== undefined && said !== "") made.setAttribute(name, said === true ? "" : said);
  }
  made.append(...children.flat(2).filter((child) => child !== ""));
  return made;
}

const button = (words, click, style = "") => el("button", { type: "button", class: style, click }, words);
const quiet = (...words) => el("span", { class: "quiet" }, words);

// Texts of the tree, in its language

function said(words, lang = page.lang) {
  const made = [words].flat().flatMap(nodeOf);
  return lang ? [el("span", { lang }, made)] : made;
}

// No line ends within a number, as in one to ring or in thousands; where it is copied it is as it was written.
const IN_ONE = /(\+?\(?\d[\d()-]*(?: \(?\d[\d()-]*)+)/;
const inOne = (words) => words.split(IN_ONE).map((part, place) =>
  (place % 2 ? el("span", { class: "whole" }, part) : part));

function nodeOf(one) {
  if (typeof one === "string") return inOne(one);
  const inside = one.in.flatMap(nodeOf);
  if (one.tag === "a") return linked(inside, one.href);
  if (/^h\d$/.test(one.tag)) return el("h4", {}, inside);
  const isKnown = /^(p|em|strong|code|pre|ul|ol|li|blockquote|br|hr)$/.test(one.tag);
  return el(isKnown ? one.tag : "span", { start: one.start }, inside);
}

function linked(inside, href) {
  return ADDRESS.test(href) ? el("a", { href }, inside) : el("span", {}, inside, ` (${href})`);
}

function block(words, lang = page.lang) {
  const isBlock = (one) => one.tag && !/^(em|strong|code|a|br)$/.test(one.tag);
  return words.length ? el([...words].some(isBlock) ? "div" : "p", {}, said(words, lang)) : "";
}

function itemNodes(item) {
  let inside = said(item.text);
  if (item.url) inside = [linked(inside, item.url)];
  if (item.phone) {
    const number = el("a", { href: rung(item.phone), class: "whole" }, item.phone);
    inside = item.phone === item.text ? [number] : [...inside, ": ", number];
  }
  const aside = item.aside ? [" ", quiet(said(item.aside))] : [];
  return [item.verdict ? sign(item.verdict) : "", ...inside, ...aside];
}

const sign = (verdict) => el("span", { "aria-hidden": "true", class: `v-${verdict}` }, `${SIGNS[verdict]} `);
const itemOf = (item) => el("li", {}, itemNodes(item), item.under?.length ? el("ul", {}, item.under.map(itemOf)) : "");

function sectionOf(section) {
  const list = el("ul", { class: section.form === "steps" ? "todo" : "" }, section.items.map(itemOf));
  return el("section", {}, el("h3", {}, section.title), list);
}

// What is done

function show(leg, { again = null, told = "" } = {}) {
  page.past[page.place] = { leg: page.leg, again: page.again };
  page.place += 1;
  page.past.length = page.place;
  try { history.pushState({ place: page.place }, ""); } catch { /* a page within another may have no history */ }
  put(leg, again, told);
}

function put(leg, again, told = "") {
  Object.assign(page, { leg, again });
  draw(told);
  byId("heading").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function answer(raw) {
  const [leg, id] = page.again ?? [page.leg, node(page.leg)], now = changed(page.leg, leg.t, id, raw);
  show(now, { told: page.again ? toldOfChange(page.leg, now, id) : "" });
}

function toldOfChange(before, now, id) {
  if (now.t !== before.t) return `Changed. What you answered in “${title(before)}” is kept, if you come there again.`;
  const there = (old) => legs(now).find((one) => one.t === old.t), other = (name) => name !== id;
  const pairs = legs(before).filter(there).map((old) => ({ old, ...changedFrom(there(old), old) }));
  const others = pairs.flatMap(({ kept }) => kept.filter(other)).length;
  const still = others === 1 ? "One other answer is kept." : others ? `${others} other answers are kept.` : "";
  const gone = pairs.flatMap(({ old, dropped }) => dropped.filter(other).map((name) => `“${askOf(old, name)}”`));
  return ["Changed.", still, gone.length ? `Not asked any more: ${gone.join(" ")}` : ""].filter(Boolean).join(" ");
}

// Opens the walk of a code; returns what is wrong with it, if anything is.
function openCode(typed) {
  const found = resumed(page.trees, typed);
  if (found.wrong) return found.wrong;
  const some = `${found.kept.length} of ${found.kept.length + found.lost} answers still stand.`;
  const stands = found.lost ? some : "Every answer in it still stands.";
  const told = found.same ? "Opened where it was left." : `The tree has changed since this code was made. ${stands}`;
  show(found.leg, { told });
  return "";
}

function startAgain() {
  if (confirm("Start again, and forget these answers?")) show(page.trees.length > 1 ? null : start(page.trees, 0));
}

function relaid(leg, trees) {
  if (!leg) return null;
  const held = { given: ownMap(leg), waiting: leg.waiting, remembered: leg.remembered };
  return { ...walked(trees, leg.t, held, relaid(leg.previous, trees), leg.beyond), early: leg.early };
}

function inOtherWords(place) {
  Object.assign(page, { trees: page.data.words[place].trees, past: [] });
  const leg = relaid(page.leg, page.trees), asking = page.again && legs(leg).find((one) => one.t === page.again[0].t);
  Object.assign(page, { leg, again: asking ? [asking, page.again[1]] : null });
  draw("");
}

async function copy(words, status) {
  try {
    await navigator.clipboard.writeText(words);
    status.textContent = "Copied.";
  } catch {
    const field = el("textarea", { readonly: true, rows: 8, "aria-label": "The text to copy" }, words);
    status.after(field);
    field.select();
    status.textContent = "This browser does not let a page copy. The text is marked: copy it from here.";
  }
}

function copying(words, label) {
  const status = el("span", { role: "status" });
  return [button(label, () => copy(words(), status)), " ", status];
}

// What is shown

function draw(told) {
  const { leg, again } = page, [asked_, id] = again ?? [leg, leg && node(leg)];
  page.lang = leg ? asked_.table.lang : "";
  const name = leg ? title(asked_) : page.data.title;
  const view = !leg ? choosing() : again || !ended(leg) ? asking(asked_, id) : ending(leg);
  byId("title").replaceChildren(...said(name));
  byId("page").replaceChildren(...view.filter((one) => one !== ""));
  byId("about").replaceChildren(...about(leg ? [leg.table] : page.trees));
  document.title = `${byId("heading").textContent} (${name})`;
  byId("told").textContent = told;
}

const heading = (words) => el("h2", { id: "heading", tabindex: -1 }, words);

function choosing() {
  const named = (table) => said(text(table, table.tree.title), table.lang);
  const choice = (table, t) => el("li", {}, button(named(table), () => show(start(page.trees, t)), "tree"),
    block(text(table, table.tree.summary), table.lang));
  return [heading("What is it about?"), el("ul", { class: "trees" }, page.trees.map(choice)), codes(null)];
}

function asking(leg, id) {
  const told = question(leg, id), { again } = page, step = leg.path.find((one) => one.question === id);
  const begins = !again && !leg.previous && !isBegun(leg), before = again ? step : leg.remembered.get(id);
  const why = el("details", {}, el("summary", {}, "Why we ask"), block(told.why));
  const left = "You are changing an earlier answer. The others stay, as far as their questions still come up.";
  const asides = [block(told.help), ...told.notes.map((one) => el("div", { class: "note" }, block(one)))];
  const submit = (event) => { event.preventDefault(); send(leg, told, event.target); };
  const form = el("form", { novalidate: true, submit },
    again ? el("p", { class: "told" }, left) : el("p", { class: "source" }, counted(leg)),
    el("fieldset", { "aria-describedby": "asides error" }, el("legend", {}, heading(said(told.ask))),
      el("div", { id: "asides" }, asides), told.why.length ? why : "", fields(told, before)),
    el("p", { id: "error", class: "error", role: "alert" }),
    el("p", { class: "acts" }, el("button", { type: "submit", class: "main" }, "Continue"), " ",
      again ? button("Leave it as it was", () => show(page.leg)) : backButton(leg)));
  const summary = begins ? block(text(leg.table, leg.table.tree.summary)) : "";
  return [summary, again ? "" : clear(leg), form, trail(page.leg), codes(page.leg)];
}

// That the ending is certain; its words, and the way there, only if they are, too.
function clear(leg) {
  const id = decidedAlready(leg), end = at(leg.table.outcomes, id);
  if (!end) return "";
  const more = `${end.verdict}. Your next answers add to what it says.`, goTo = () => show(toItsEnd(leg));
  const there = ["“", ...said(filled(leg, end.headline)), "” ", button("Go to it", goTo)];
  return el("p", { class: "told" }, "The ending is clear: ", endAtHand(leg) === null ? more : there);
}

function backButton(leg) {
  const isFirst = !isBegun(leg) && !leg.previous;
  return isFirst && page.trees.length < 2 ? "" : button("Back", () => show(isFirst ? null : back(leg)));
}

function counted(leg) {
  const [few, most] = ahead(leg).map((one) => one - 1), number = `Question ${own(leg).length + 1}`;
  if (!most) return `${number}, the last one`;
  if (few === most) return `${number}, ${most} more after it`;
  return few ? `${number}, ${few} to ${most} more after it` : `${number}, at most ${most} more after it`;
}

function fields(told, before) {
  if (told.type === "checklist") {
    const isOn = (id) => before && (id === NONE ? !before.answer.length : before.answer.includes(id));
    const boxes = [...told.answers, { id: NONE, text: told.none }];
    return boxes.map((one) => choice("checkbox", one, isOn(one.id), (event) => alone(event.target)));
  }
  if (told.answers.length) {
    const isOn = (id) => before && id === (before.unsure ? UNSURE : before.answer);
    const radios = told.answers.map((one) => choice("radio", one, isOn(one.id)));
    return [...radios, choice("radio", { id: UNSURE, text: "Not sure" }, isOn(UNSURE))];
  }
  return typing(told, before?.answer ?? "");
}

function choice(type, { id, text: words }, isOn, change = () => {}) {
  const box = el("input", { type, name: "answer", value: id, checked: Boolean(isOn), change });
  return el("label", { class: "answer" }, box, el("span", {}, id === UNSURE ? words : said(words)));
}

// Of a list, nothing applies or something does.
function alone(box) {
  const others = [...box.form.elements.answer].filter((one) => one !== box && box.checked);
  for (const one of others) if (box.value === NONE || one.value === NONE) one.checked = false;
}

function typing(told, before) {
  const named = { name: "answer", id: "field", "aria-labelledby": "heading", "aria-describedby": "hint error" };
  const hint = el("p", { id: "hint", class: "quiet" }, wanted(told));
  if (told.type === "text") return [hint, el("textarea", { ...named, rows: 4 }, before)];
  const number = { type: "text", inputmode: "decimal", autocomplete: "off" };
  const kind = told.type === "number" ? number : { type: "date", min: told.min, max: told.max };
  const unit = told.unit ? [" ", said(told.unit)] : [];
  return [hint, el("p", {}, el("input", { ...named, ...kind, value: String(before) }), unit)];
}

function wanted(told) {
  if (told.type === "text") return "A line to think with. It decides nothing, and stays on this page.";
  const kind = told.type === "date" ? "A date" : told.step === 1 ? "A whole number" : "A number";
  const low = told.min === undefined ? "" : ` from ${spoken(told.min)}`;
  const high = told.max === undefined ? "" : ` ${low ? "to" : "up to"} ${spoken(told.max)}`;
  return `${kind}${told.unit ? ` of ${told.unit}` : ""}${low}${high}`;
}

// A number as people write it: 12,000 and 12 000 too.
function typedNumber(typed) {
  const [, first, rest = "", end = ""] = /^([+-]?\d{1,3})((?:[,\s]\d{3})+)(\.\d+)?$/.exec(typed.trim()) ?? [];
  const bare = first ? first + rest.replace(/[,\s]/g, "") + end : typed.trim();
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(bare) ? Number(bare) : undefined;
}

function send(leg, told, form) {
  const given = new FormData(form).getAll("answer").map(String), [first] = given;
  const wrong = (words) => {
    byId("error").textContent = words;
    byId("field")?.setAttribute("aria-invalid", "true");
    (byId("field") ?? form.elements.answer[0]).focus();
  };
  if (told.type === "text") return answer(first);
  if (told.type === "checklist" && !first) return wrong(`Tick what applies, or “${told.none}”.`);
  if (told.type === "checklist") return answer(given.includes(NONE) ? [] : given.sort());
  if (!first) return wrong(told.answers.length ? "Choose one of the answers, or Not sure." : "There is no answer yet.");
  if (told.answers.length) return answer(first === UNSURE ? undefined : first);
  const raw = read(leg.table, told.id, told.type === "number" ? typedNumber(first) : first);
  return raw === undefined ? wrong(`That does not fit. Wanted is ${wanted(told).replace(/^A/, "a")}.`) : answer(raw);
}

function trail(leg) {
  const change = (one, item) => button(["Change", el("span", { class: "unseen" }, " the answer to ", said(item.text))],
    () => show(page.leg, { again: [one.leg, item.step.question] }), "change");
  const row = (one) => (item) => el("div", {}, el("dt", {}, said(item.text)),
    el("dd", {}, itemNodes(item.under[0]), " ", change(one, item)));
  const named = (one) => (one.title ? el("h4", {}, said(one.title)) : "");
  const parts = road(leg).map((one) => [named(one), el("dl", {}, one.items.map(row(one)))]);
  const name = ended(leg) ? "How you got here" : "Your answers so far";
  return parts.length ? el("section", { class: "trail" }, el("h3", {}, name), parts) : "";
}

function ending(leg) {
  const told = advice(leg);
  const made = sections(leg).filter((one) => one.title !== "Go on"), todo = made.filter((one) => one.todo);
  const rest = made.filter((one) => !one.todo);
  const words = () => asText(leg, page.data.elsewhere);
  const acts = [button("Print", () => print()), " ", copying(words, "Copy as text"), " "].flat();
  if (isBegun(leg)) acts.push(backButton(leg), " ", button("Start again", startAgain));
  const verdict = el("p", { class: `verdict v-${told.verdict}` }, sign(told.verdict), told.verdict);
  const parts = [verdict, heading(said(told.headline)), el("p", { class: "source" }, said(source(leg))),
    block(told.reason), ...todo.map(sectionOf), onward(leg, told.tree), ...rest.map(sectionOf)];
  const done = el("p", { class: "acts" }, acts);
  return told.urgent ? [...parts, done] : [...parts, trail(leg), done, codes(leg)];
}

function onward(leg, id) {
  if (id === null) return "";
  const t = page.trees.findIndex((table) => table.tree.id === id), isBeen = legs(leg).some((one) => one.t === t);
  const table = page.trees[t], elsewhere = at(page.data.elsewhere, id) ?? id;
  const name = table ? said(text(table, table.tree.title), table.lang) : elsewhere;
  const away = ["In another tree, “", name, "”, which is not on this page. Ask for it where you had this page from."];
  const here = isBeen ? ["In “", name, "”, where you have been already."]
    : button(["Go on: ", name], () => show(goOn(leg, t)), "main");
  return el("section", {}, el("h3", {}, "Go on"), el("p", {}, table ? here : away));
}

// Codes

function codes(leg) {
  const error = el("p", { class: "error", role: "alert", id: "slip" });
  const field = el("input", { name: "code", id: "code", autocomplete: "off", "aria-describedby": "slip" });
  const submit = (event) => {
    event.preventDefault();
    error.textContent = openCode(field.value);
    if (error.textContent) field.focus();
  };
  const label = el("label", { for: "code" }, "Open a walk by its code");
  const form = el("form", { novalidate: true, submit }, el("p", {}, label, " ", field), error,
    el("p", { class: "acts" }, el("button", { type: "submit" }, "Open")));
  const begun = leg && isBegun(leg) ? ownCodes(leg) : [];
  return el("details", { class: "codes" }, el("summary", {}, "Go on later, or elsewhere"), begun, form);
}

function ownCodes(leg) {
  const isText = (one) => (step) => one.table.questions[step.question].type === "text";
  const isWritten = legs(leg).some((one) => own(one).some(isText(one)));
  const unsaid = isWritten ? " What you wrote in your own words is not in a code." : "";
  const holds = "A code holds your answers. It opens on this page, on a copy of it, and in the program postwise.";
  const each = legs(leg).map((one) => {
    const code = codeOf(one), link = el("a", { href: `#${code}` }, "This page at this place");
    const name = leg.previous ? el("h4", {}, said(title(one))) : "";
    const acts = el("p", { class: "acts" }, copying(() => code, "Copy the code"), " ", link);
    return [name, el("p", {}, el("code", {}, code)), acts];
  });
  const anew = ended(leg) ? "" : el("p", {}, button("Start again", startAgain));
  return [el("p", {}, holds + unsaid), ...each.flat(), anew];
}

// What the page holds

function about(tables) {
  const today = new Date().toISOString().slice(0, 10);
  return tables.map((table) => {
    const { reviewed, "review-by": due } = table.tree, isLate = due < today;
    const looked = reviewed ? ` Last looked at on ${spoken(reviewed)}.` : "";
    const late = ` It should have been looked at again by ${spoken(due ?? today)}: ask whether there is a newer page.`;
    const again = isLate ? late : due ? ` To be looked at again by ${spoken(due)}.` : "";
    const name = said(source({ table }), table.lang);
    return el("p", { class: isLate ? "late" : "" }, "This page holds “", name, `”.${looked}${again}`);
  });
}

function choices({ words }) {
  const change = (event) => inOtherWords(Number(event.target.value));
  const options = words.map((one, place) => el("option", { value: String(place) }, one.title));
  const pick = [el("label", { for: "words" }, "In the words of"), " ", el("select", { id: "words", change }, options)];
  byId("choices").append(...(words.length > 1 ? pick : []));
}

function begin() {
  const data = JSON.parse(byId("trees").textContent), [first, ...others] = data.words;
  for (const words of others) words.trees = words.trees.map((table, t) => ({ ...first.trees[t], ...table }));
  Object.assign(page, { data, trees: first.trees, leg: first.trees.length > 1 ? null : start(first.trees, 0) });
  choices(data);
  const opens = data.opens ? resumed(first.trees, data.opens) : {};
  if (opens.leg) page.leg = opens.leg;
  draw("");
  const openHash = () => {
    page.hash = location.hash;
    const wrong = page.hash.length > 1 ? openCode(page.hash.slice(1)) : "";
    if (wrong) byId("told").textContent = wrong;
  };
  addEventListener("hashchange", openHash);
  addEventListener("popstate", ({ state }) => {
    if (location.hash !== page.hash) return; // another code: what follows opens it
    page.past[page.place] = { leg: page.leg, again: page.again };
    page.place = state?.place ?? 0;
    const before = page.past[page.place];
    if (before) put(before.leg, before.again);
  });
  addEventListener("beforeunload", (event) => {
    if (page.leg && isBegun(page.leg) && !ended(page.leg)) event.preventDefault();
  });
  openHash();
}

if (typeof document !== "undefined") begin();
