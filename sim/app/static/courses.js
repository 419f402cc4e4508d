// Two courses of one history under the same luck: where they differ, in words and in orders.

import { summed } from "./curves.js";

export const valuesOf = (frames, { column, months }) =>
  summed(
    frames.map((frame) => frame.series[column]),
    months,
  );

// Below this share of a chart's spread nobody can see a difference.
const SEEN = 0.002;

// Of each chart its value in both courses at a month; what differs most beside its spread comes first.
export const differences = (charts, was, now, turn) => {
  const rows = charts.map((chart) => {
    const both = [valuesOf(was, chart), valuesOf(now, chart)];
    const [before, value] = both.map((values) => values[turn]);
    const known = both.flat();
    const spread = Math.max(...known) - Math.min(...known);
    return { chart, before, value, share: spread ? Math.abs(value - before) / spread : 0 };
  });
  return rows.filter((one) => one.share > SEEN).sort((a, b) => b.share - a.share);
};

// Whether a difference is as large as the smallest that matters, where one is declared.
export const matters = ({ chart: { least }, before, value }) => !least || Math.abs(value - before) >= least;

const yes = (value) => (value ? "yes" : "no");

// A difference in a sentence, with its unit.
export const said = ({ chart, before, value }) => {
  if (chart.binary) return `${chart.title}: ${yes(value)}; as it was ${yes(before)}`;
  const gap = Math.abs(value - before);
  // As many digits as two of the difference need, so that it is the difference of what stands beside it.
  const digits = Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(gap))));
  const told = (one) => one.toLocaleString("en", { maximumFractionDigits: digits }).replace("-", "−");
  const than = `${told(gap)} ${value > before ? "more" : "less"} than as it was (${told(before)})`;
  return `${chart.title}: ${told(value)} ${chart.unit}, ${than}`;
};

const keyOf = ({ actor, action, target, relation }) => [actor, action, target, relation].join();

const given = (slots, frame) =>
  new Map(slots.flatMap((slot, i) => (frame.issued[i] ? [[keyOf(slot), { slot, size: frame.sizes[i] }]] : [])));

// The orders of a month that only one of two courses has, and those that both have, but not alike in size.
export const ordersApart = (was, now, turn) => {
  const [before, after] = [given(was.slots, was.frames[turn]), given(now.slots, now.frames[turn])];
  const only = (one, other) => [...one].filter(([key]) => !other.has(key)).map(([, found]) => found.slot);
  const both = [...after].filter(([key, { size }]) => before.has(key) && before.get(key).size !== size);
  const resized = both.map(([key, { slot, size }]) => ({ slot, before: before.get(key).size, size }));
  return { was: only(before, after), now: only(after, before), resized };
};

// What a plan says that another does not.
export const apart = (parts, others) => parts.filter((one) => !others.includes(one));
