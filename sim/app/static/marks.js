// How a difference is told: its direction, its size against what matters, how sure it is, and no digit too many.

import { capital } from "./words.js";

const [SURE, LIKELY] = [0.9, 2 / 3];

const minus = (said) => said.replace("-", "−");

// A number as far as its interval supports it: to the first digit of half the interval's width.
export const supported = (value, low, high, signed) => {
  const half = low === null || high === null ? 0 : (high - low) / 2;
  const size = Math.abs(value);
  // Two digits are what one reads, and the interval may support fewer.
  const place = Math.floor(Math.log10(Math.max(half, size / 10) || 1));
  const step = 10 ** place;
  const told = Math.round(value / step) * step;
  if (!told) return "0";
  const digits = Math.max(0, -place);
  const said = told.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (signed && told > 0 ? "+" : "") + minus(said);
};

// What a cell says: `way` 1 for more, -1 for less, 0 for none; `sure` 2 from nine in ten on, 1 from two in three on;
// `size` in smallest differences of interest, 1 to 3 of them; `good` 1 as the brief wishes, -1 against it.
export const markOf = (cell, column) => {
  const { above, below, difference, reading } = cell;
  const nothing = { way: 0, sure: 0, size: 0, good: 0, chance: null };
  if (above === null || difference === null) return { ...nothing, kind: "unknown" };
  if (reading.startsWith("no ")) return { ...nothing, kind: "none", chance: 1 - above - below };
  const way = above >= below ? 1 : -1;
  const chance = Math.max(above, below);
  const sure = chance >= SURE ? 2 : chance >= LIKELY ? 1 : 0;
  const times = Math.abs(difference) / (column.least || Infinity);
  const size = times >= 5 ? 3 : times >= 2 ? 2 : 1;
  const wished = { less: -1, more: 1 }[column.wish] || 0;
  const kind = sure ? "moves" : "open";
  return { kind, way, sure, size, chance, good: sure && wished ? way * wished : 0 };
};

// Triangles: up for more, down for less, filled where it is sure, hollow where it is likely.
export const glyphs = ({ kind, way, sure, size }) => {
  if (kind === "none") return "=";
  if (kind === "unknown") return "·";
  if (kind === "open") return "?";
  return (way > 0 ? "△▲" : "▽▼")[sure - 1].repeat(size);
};

export const unitOf = ({ share, unit }) => (share ? "points" : unit);

// The difference with its unit: percentage points where the outcome is a share.
export const amount = (cell, column, signed = true) => {
  const times = column.share ? 100 : 1;
  const ends = [cell.low, cell.high].map((end) => (end === null ? null : times * end));
  return supported(times * cell.difference, ...ends, signed);
};

export const shortUnit = (column) => (column.share ? "points" : "");

const TOLD = { 2: "very likely", 1: "likely" };

// A cell in a sentence, for who reads it out and for the head of its chain.
export const sentence = (cell, column) => {
  const mark = markOf(cell, column);
  const least = `${supported(column.share ? 100 * column.least : column.least, null, null)} ${unitOf(column)}`;
  if (mark.kind === "unknown") return "It was not measured.";
  const sure = surely(mark.chance);
  if (mark.kind === "none") return `No difference that matters (${sure} sure that it is less than ${least}).`;
  const much = `${amount(cell, column)} ${unitOf(column)}`;
  const more = mark.way > 0 ? "more" : "less";
  if (mark.kind === "open")
    return `Open: the best guess is ${much}, and only ${sure} speaks for ${least} ${more} at least.`;
  const wish = { 1: ", as the brief wishes", "-1": ", against what the brief wishes", 0: "" }[mark.good];
  return `${capital(TOLD[mark.sure])} ${more}: ${much}, ${sure} sure that it is more than ${least}${wish}.`;
};

const COST = "outlay_a_year";
// How large a difference is against the smallest that matters.
export const strength = ({ cell, column }) => Math.abs(cell.difference) / (column.least || Infinity);

// Every cell that moves, with its action and column, the strongest against what matters first.
const moving = ({ actions, columns, cells }) =>
  actions
    .flatMap((action) => (cells[action] || []).map((cell, i) => ({ action, cell, column: columns[i] })))
    .filter(({ cell, column }) => markOf(cell, column).kind === "moves")
    .sort((a, b) => strength(b) - strength(a));

export const surely = (chance) => (chance > 0.99 ? "> 99 %" : `${Math.round(100 * chance)} %`);

const small = (label) => (/^[A-Z][a-z ]/.test(label) ? label[0].toLowerCase() + label.slice(1) : label);

const named = ({ action, cell, column }, labels) => {
  const { label, outcome } = column;
  const what = outcome === COST ? "" : `${small(label)} `;
  const whose = labels[action] ? `${labels[action]}: ` : "";
  return `${whose}${what}${amount(cell, column)} ${unitOf(column)} (${surely(markOf(cell, column).chance)})`;
};

// The answer in sentences: what changes most, what costs most, what nothing moves.
export const summary = (answer, labels) => {
  const all = moving(answer);
  const ends = all.filter(({ column }) => column.outcome !== COST);
  const costs = all.filter(({ column }) => column.outcome === COST);
  const moved = new Set(ends.map(({ column }) => column.group));
  const still = [...new Set(answer.columns.map(({ group }) => group))].filter(
    (group) => group !== "Cost" && !moved.has(group),
  );
  return [
    ends.length
      ? [
          "Changes most",
          ends
            .slice(0, 3)
            .map((one) => named(one, labels))
            .join("; "),
        ]
      : ["Changes most", "nothing is likely to change beyond what matters"],
    costs.length ? ["Costs most", costs.map((one) => named(one, labels)).join("; ")] : null,
    still.length ? ["Not likely moved", still.join("; ")] : null,
  ].filter(Boolean);
};
