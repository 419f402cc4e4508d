// What is known of the orders and of what moved, read off the declarations and a frame.

import { capital } from "./words.js";

// The kind of order that an event of the story tells of, or -1.
export const kindOf = ({ slots }, event) => {
  const slot = slots.find((one) => one.action === event.kind);
  return slot ? slot.kind : -1;
};

// The order that an event of the story tells of, or -1.
export const slotOf = ({ slots, actors }, event) => {
  const givers = event.actor.split(" ");
  const toward = (slot) => (event.other ? actors[slot.target].name === event.other : slot.actor === slot.target);
  return slots.findIndex(
    (slot) => slot.action === event.kind && givers.includes(actors[slot.actor].name) && toward(slot),
  );
};

export const sentenceOf = ({ slots, actors }, i) => capital(`${actors[slots[i].actor].called} ${slots[i].fact}`);

// All orders of an actor: the chosen one first, then given, withheld, not possible, and the likeliest first.
export const ordersOf = ({ slots }, frame, actor, chosen) => {
  const rank = (i) => (i === chosen ? -1 : frame.issued[i] ? 0 : frame.probability[i] > 0 ? 1 : 2);
  const own = slots.flatMap((slot, i) => (slot.actor === actor ? [i] : []));
  return own.sort((a, b) => rank(a) - rank(b) || frame.probability[b] - frame.probability[a]);
};

// All orders given in a month, by kind.
export const givenIn = ({ slots }, frame) =>
  slots.flatMap((_, i) => (frame.issued[i] ? [i] : [])).sort((a, b) => slots[a].kind - slots[b].kind);

// What led to an order: its base rate, then each reason with what it added, the weightiest first.
export const reasonsOf = ({ slots, reasons, contributions }, frame, i) => {
  const slot = slots[i];
  const base = { name: "base rate", doctrine: slot.base_why, source: slot.base_source, adds: slot.base, base: true };
  const found = contributions.flatMap(([number, reason], k) =>
    number === i ? [{ ...reasons[reason], adds: frame.reasons[k] }] : [],
  );
  return [base, ...found.sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds))];
};

// The probability of an order from the sum of its reasons, were it possible.
export const probabilityOf = ({ rationality }, total) => 1 / (1 + Math.exp(-rationality * total));

const largest = (row) => Math.max(...row.parts.map(([, by]) => Math.abs(by)));

// By how much a variable can be said to move at most, so that moves of different variables can be compared.
const reach = ({ variables }, frame, name) => {
  const { low, high } = variables[name];
  return Math.min(high - low, Math.max(1, ...(frame.actors[name] || [1])));
};

// What moved the variables of an actor, its own first and the most moved first: variable, toward whom (or -1), value
// after, the largest of its moves, and mechanism and change of each.
export const movesOf = (setup, frame, actor) => {
  const rows = new Map();
  for (const [mechanism, variable, who, other, by] of frame.moved) {
    if (who !== actor) continue;
    const key = `${variable}:${other}`;
    if (!rows.has(key)) rows.set(key, { variable: setup.movable[variable], other, parts: [] });
    rows.get(key).parts.push([mechanism, by]);
  }
  const after = ({ variable, other }) =>
    other < 0 ? frame.actors[variable][actor] : frame.pairs[variable][actor * setup.actors.length + other];
  const found = [...rows.values()].map((row) => ({ ...row, after: after(row), most: largest(row) }));
  const size = (row) => row.most / (reach(setup, frame, row.variable) || 1);
  return found.sort((a, b) => (a.other >= 0) - (b.other >= 0) || size(b) - size(a));
};
