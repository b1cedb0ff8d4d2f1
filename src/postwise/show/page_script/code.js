/* A walk as a short line of letters and digits, the same as the program's: share_code.py says what it is made of. The
   hashes of the answers stand in the page. What was typed as a text is not in a code, only that there was one. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTER = { ...Object.fromEntries([...ALPHABET].map((letter, place) => [letter, place])), O: 0, I: 1, L: 1 };
const WIDTHS = [15, 20, 30, 40];
const MARKED = ["checklist", "number", "date", "text"];
const IN_IDS = "-abcdefghijklmnopqrstuvwxyz0123456789";
const UNSEEN = /[\s\-\u2010\u2011\u2013\u2014\u200b\u2060\ufeff]/g;
const BEFORE_1970 = 719163, A_DAY = 86400000;

const bits = (number, width) => (width ? BigInt(number).toString(2).padStart(width, "0") : "");
const remainder = (letters) => [...letters].reduce((rest, letter) => (rest * 32 + LETTER[letter]) % 1019, 0);
const digitsOf = (table) => table.tree.fingerprint.replace("sha256:", "").slice(0, 5).padEnd(5, "0");
const roomOf = (length, isPlain) => (isPlain && length ? (37n ** BigInt(length) - 1n).toString(2).length : 8 * length);
const picksOne = (told) => told.type === "choice" || told.type === "yes-no";
const hashed = (hash, width) => BigInt(`0x${hash}`) >> BigInt(64 - width);

function countBits(number) {
  const low = BigInt(number) & 15n, rest = BigInt(number) >> 4n;
  return (rest ? "1" : "0") + bits(low, 4) + (rest ? countBits(rest) : "");
}

function idBits(id) {
  const isPlain = [...id].every((letter) => IN_IDS.includes(letter)), escaped = encodeURIComponent(id);
  const bytes = [...escaped.matchAll(/%(..)|./g)];
  const raw = bytes.map(([letter, hex]) => (hex ? parseInt(hex, 16) : letter.charCodeAt(0)));
  const [base, digits] = isPlain ? [37n, [...id].map((one) => IN_IDS.indexOf(one))] : [256n, raw];
  const number = digits.reduce((sum, digit) => sum * base + BigInt(digit), 0n);
  return `${isPlain ? 0 : 1}${countBits(raw.length)}${bits(number, roomOf(raw.length, isPlain))}`;
}

function answerBits(table, question, answer) {
  const told = table.questions[question];
  if (told.type === "checklist") {
    const items = told.answers.map((one) => one.id).sort();
    return countBits(items.length) + items.map((item) => (answer.includes(item) ? 1 : 0)).join("");
  }
  if (told.type === "date") return bits(Date.parse(`${answer}T00:00:00Z`) / A_DAY + BEFORE_1970, 22);
  if (told.type !== "number") return "";
  const { size, power } = fraction(answer), sign = size < 0n ? 1 : 0, digits = countBits(size < 0n ? -size : size);
  if (Number.isInteger(answer)) return `0${sign}${digits}`;
  return `1${sign}${digits}${power < 0 ? 1 : 0}${countBits(Math.abs(power))}`;
}

function markBits(table, { question, answer, unsure }, width) {
  const told = table.questions[question], hashes = table.hashes[question];
  if (picksOne(told)) return `0${unsure ? 1 : 0}${bits(hashed(hashes[answer], width), width)}`;
  const kind = bits(MARKED.indexOf(told.type), 2);
  return `1${kind}${bits(hashed(hashes, width), width)}${answerBits(table, question, answer)}`;
}

function encoded(table, steps, width) {
  let row = bits(WIDTHS.indexOf(width), 2) + idBits(table.tree.id) + bits(`0x${digitsOf(table)}`, 20);
  row += steps.map((step) => markBits(table, step, width)).join("");
  row += "0".repeat((5 - (row.length % 5)) % 5);
  const letters = `P${row.match(/.{5}/g).map((five) => ALPHABET[parseInt(five, 2)]).join("")}`;
  const check = (1019 - remainder(`${letters}00`)) % 1019;
  return letters + ALPHABET[check >> 5] + ALPHABET[check & 31];
}

// The code of a walk, finished or not: with as short hashes as lead back to it.
function codeOf(leg) {
  const { table } = leg, kept = coming(leg).map((question) => ({ question, ...leg.waiting.get(question) }));
  const steps = [...leg.path, ...kept], told = (some) => some.map(({ question, answer, unsure }) =>
    [question, table.questions[question].type === "text" ? "" : answer, Boolean(unsure)]);
  for (const width of WIDTHS) {
    const code = encoded(table, steps, width), given = recognised(table, decode(code));
    if (width === 40 || same(told(walked([table], 0, { ...NOTHING, given }).path), told(steps))) return code;
  }
}

// Reading one

class BitReader {
  constructor(row) { this.row = row; this.place = 0; }
  get left() { return this.row.length - this.place; }
  big(width) {
    if (width > this.left) throw new RangeError("The bits end in the middle of a number.");
    this.place += width;
    return width ? BigInt(`0b${this.row.slice(this.place - width, this.place)}`) : 0n;
  }
  take(width) { return Number(this.big(width)); }
  count() {
    const more = this.take(1), low = this.big(4);
    return more ? low + (this.count() << 4n) : low;
  }
}

function readId(reader) {
  const isPlain = !reader.take(1), length = Number(reader.count()), base = isPlain ? 37n : 256n, digits = [];
  if (length > 255) throw new RangeError("No file has so long a name.");
  let number = reader.big(roomOf(length, isPlain));
  for (let place = 0; place < length; place += 1, number /= base) digits.unshift(Number(number % base));
  if (isPlain) return digits.map((one) => IN_IDS[one]).join("");
  return decodeURIComponent(digits.map((one) => `%${one.toString(16).padStart(2, "0")}`).join(""));
}

function readNumber(reader) {
  const isWhole = !reader.take(1), sign = reader.take(1) ? "-" : "", size = reader.count();
  return isWhole ? Number(sign + size) : Number(`${sign}${size}e${reader.take(1) ? "-" : ""}${reader.count()}`);
}

function readMark(reader, width) {
  if (!reader.take(1)) {
    const unsure = reader.take(1) === 1;
    return { kind: "choice", hash: reader.big(width), unsure };
  }
  const kind = MARKED[reader.take(2)], mark = { kind, hash: reader.big(width), unsure: false, answer: "" };
  if (kind === "number") mark.answer = readNumber(reader);
  if (kind === "date") {
    const day = reader.take(22);
    if (day < 1 || day > 3652059) throw new RangeError("There is no such day.");
    mark.answer = new Date((day - BEFORE_1970) * A_DAY).toISOString().slice(0, 10);
  }
  if (kind === "checklist") mark.answer = Array.from({ length: Number(reader.count()) }, () => reader.take(1) === 1);
  return mark;
}

// What a code says: {id, fingerprint, width, marks}; {wrong}, a sentence, if it is none or was mistyped.
function decode(typed) {
  const letters = typed.replace(UNSEEN, "").toUpperCase();
  if (letters.length < 9 || !/^P[0-9A-Z]+$/.test(letters)) {
    return { wrong: "That is not a walk code. A code begins with P and is made of letters and digits alone." };
  }
  if ([...letters].some((letter) => !(letter in LETTER)) || remainder(letters)) {
    return { wrong: "That code has a slip in it: a character is wrong, missing or too many. Copy it once more." };
  }
  try {
    const reader = new BitReader([...letters.slice(1, -2)].map((letter) => bits(LETTER[letter], 5)).join(""));
    const width = WIDTHS[reader.take(2)], id = readId(reader), marks = [];
    const fingerprint = reader.take(20).toString(16).padStart(5, "0");
    while (reader.left >= 5) marks.push(readMark(reader, width));
    if (reader.big(reader.left)) throw new RangeError("The bits that fill up the last letter say something.");
    return { id, fingerprint, width, marks };
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof URIError)) throw error;
    return { wrong: "That is not a walk code, though it looks like one. Copy it once more." };
  }
}

// The answers that marks say in a tree, which may be another version of theirs, by question.
function recognised(table, { width, marks }) {
  const given = new Map(), known = new Map();
  for (const mark of [...marks].reverse()) known.set(`${mark.kind} ${mark.hash}`, mark);
  for (const [question, told] of Object.entries(table.questions)) {
    const hashes = table.hashes[question], ids = (told.answers ?? []).map((one) => one.id);
    const mark = picksOne(told)
      ? ids.map((id) => ({ ...known.get(`choice ${hashed(hashes[id], width)}`), answer: id })).find((one) => one.kind)
      : known.get(`${told.type} ${hashed(hashes, width)}`);
    const items = told.type === "checklist" && mark?.answer.length === ids.length
      ? ids.sort().filter((_, place) => mark.answer[place]) : mark?.answer;
    const answer = mark && read(table, question, items);
    if (answer !== undefined) given.set(question, { answer, unsure: mark.unsure });
  }
  return given;
}

// What a code makes of one of some trees: {leg, same, kept, lost}; {wrong} if it is none, or its tree is not here.
function resumed(trees, typed) {
  const decoded = decode(typed), t = trees.findIndex((table) => table.tree.id === decoded.id);
  if (decoded.wrong) return decoded;
  if (t < 0) return { wrong: `That code is of the tree “${decoded.id}”, which is not on this page.` };
  const given = recognised(trees[t], decoded), leg = walked(trees, t, { ...NOTHING, given });
  const kept = [...asked(leg).keys(), ...coming(leg)].filter((question) => given.has(question));
  const lost = Math.max(0, decoded.marks.length - kept.length);
  return { leg, same: decoded.fingerprint === digitsOf(trees[t]), kept, lost };
}
