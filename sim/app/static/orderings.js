// Orders by hand in words: what is ordered, what came of it, and what cannot be.

import { month, number, percent, spaced } from "./words.js";

export const MOST = 20;
const LARGEST = 1e6;

// How much a month: a size in the unit of the action, or how often.
export const muchOf = ({ unit, sized }, amount) => {
  if (amount === null) return "ruled out";
  if (sized || amount > 1) return `${number(amount)} ${unit} a month`;
  return amount === 1 ? "every month" : `in ${percent(amount)} of months`;
};

export const spanOf = (months, first, last) => {
  if (last === null || last === months.length - 1) return `from ${month(months[first])} on`;
  return first === last ? `in ${month(months[first])}` : `${month(months[first])} to ${month(months[last])}`;
};

const actionOf = ({ actions }, name) => actions.find((one) => one.name === name);

// An order as a line: who does what toward whom, how much, when.
export const orderTold = (setup, { action, words, amount, first, last }) =>
  `${words}, ${muchOf(actionOf(setup, action), amount)}, ${spanOf(setup.months, first, last)}`;

// What an actor may do by its own reasons.
export const ownActions = ({ slots, contributions }, actor) => {
  const reasoned = new Set(contributions.map(([slot]) => slot));
  return new Set(slots.filter((slot, i) => slot.actor === actor && reasoned.has(i)).map((slot) => slot.action));
};

// Toward whom an action can be, those first toward whom the actor may do it by itself; oneself stands for nobody.
export const targetsOf = ({ slots, actors, actions }, { actor, action }) => {
  const { alone, addressed } = actionOf({ actions }, action);
  const others = addressed ? actors.map((_, i) => i).filter((i) => i !== actor) : [];
  const all = [...others, ...(alone ? [actor] : [])];
  const own = slots.filter((one) => one.actor === actor && one.action === action).map(({ target }) => target);
  return [...new Set([...own.filter((i) => all.includes(i)), ...all])];
};

// The possible order that one by hand is an order of, or -1.
export const slotFor = ({ slots }, { actor, action, target }) =>
  slots.findIndex((one) => one.actor === actor && one.action === action && one.target === target);

// What is not met in the months in which an order was not possible.
const unmet = (frames, slot) => [...new Set(frames.flatMap((one) => one.blocked[slot] || []))].map(spaced).join(", ");

// What came of an order in the months shown so far.
export const cameOf = (setup, frames, order) => {
  const slot = slotFor(setup, order);
  const months = frames.slice(order.first, order.last === null ? undefined : order.last + 1);
  if (slot < 0 || !months.length) return "not begun in the months shown";
  const given = months.filter((one) => one.issued[slot]).length;
  const barred = months.filter((one) => one.blocked[slot]);
  if (barred.length === months.length) return `cannot be done in any month shown; not met: ${unmet(barred, slot)}`;
  const held = barred.length ? `; not possible in ${barred.length}, not met: ${unmet(barred, slot)}` : "";
  return `given in ${given} of ${months.length} months shown${held}`;
};

// The order of a form as it stands in a link.
export const orderWritten = ({ actors }, { actor, action, target, amount, first, last }) => {
  const parts = [actors[actor].name, action, target === actor ? "" : actors[target].name, amount ?? "never", first];
  return [...parts, ...(last === null ? [] : [last])].join(":");
};

// Why an order cannot be, in a sentence; empty where it can.
export const problemOf = ({ setup, plan }, order) => {
  const { amount, first, last } = order;
  const { unit } = actionOf(setup, order.action);
  if (plan.orders.length >= MOST) return `No more than ${MOST} orders can stand at once: remove one first.`;
  if (amount !== null && !(amount > 0 && amount <= LARGEST))
    return `Say how much: a number above 0 and up to a million, in ${unit} a month. Or rule the order out.`;
  if (last !== null && last < first)
    return `It would end before it begins: ${month(setup.months[last])} lies before ${month(setup.months[first])}.`;
  if (plan.orders.some((one) => one.link === orderWritten(setup, order))) return "This is ordered already.";
  return "";
};

// What one should know before ordering this: whether the actor would ever do so, and whether it can this month.
export const hintOf = ({ setup, frames, now }, order) => {
  const slot = slotFor(setup, order);
  const { title } = setup.actors[order.actor];
  if (slot < 0 || !setup.contributions.some(([one]) => one === slot))
    return `${title} has no reasons of its own for this: it happens only because you order it.`;
  const unmetNow = frames[now] && frames[now].blocked[slot];
  if (!unmetNow) return "";
  const said = unmetNow.map(spaced).join(", ");
  return `Not possible in ${month(setup.months[now])}, not met: ${said}. It is done in the months in which it can be.`;
};
