// The lines of one chart: bands of many histories, the difference between two courses, this history month by month.

import { HIGH, TOP, axis, recorded } from "./chartframe.js";
import { valuesOf } from "./courses.js";
import { area, line, spanOf } from "./curves.js";
import { attr, put, text } from "./dom.js";
import { changeAt, gapOf, levelAt } from "./reading.js";
import { lastTurn, view } from "./state.js";
import { number } from "./words.js";

// A chart of shares reaches so far at least: a few histories in a hundred are no mountain.
const RARE = 0.1;
// How far charts of differences reach, in smallest differences of interest.
const [NEAREST, FURTHEST] = [2, 8];
const trace = (path, d) => attr(path, "d", d);

// The run's own values, summed as the bands are, and those of the course from which it was branched.
const own = (chart) => valuesOf(view.frames, chart);
const was = (chart) => (view.was ? valuesOf(view.was.frames, chart) : []);

// How far the charts of differences reach: all equally far, counted in what matters of each.
export const reachOf = (parts) => {
  const { changes } = view.bands;
  const ends = parts.flatMap(({ chart: { column, least } }) =>
    least ? [changes[column][0], changes[column][2]].flatMap((row) => row.map((one) => Math.abs(one) / least)) : [],
  );
  return Math.max(NEAREST, Math.min(FURTHEST, Math.max(0, ...ends)));
};

// The paired difference over time, cut off where the chart ends, on a band of what does not matter.
export const change = (part, reach) => {
  const { first, changes } = view.bands;
  const { column, least } = part.chart;
  const [low, mean, high] = changes[column];
  const end = reach * least || Math.max(...high, ...low.map((one) => -one)) || 1;
  part.y = (value) => TOP + (HIGH * (1 - Math.max(-1, Math.min(1, value / end)))) / 2;
  part.read = (turn) => changeAt(part.chart, view.setup.months[turn], gapAt(part, turn));
  Object.values(part.lines).forEach((path) => trace(path, ""));
  trace(part.lines.yournear, area(part, low, high, first));
  trace(part.lines.your, line(part, mean, first));
  trace(part.lines.base, `M${part.x(0)},${part.y(0)}L${part.x(lastTurn())},${part.y(0)}`);
  part.matters.setAttribute("y", part.y(least));
  part.matters.setAttribute("height", part.y(-least) - part.y(least));
  axis(part, -end, end, true);
  put(part.points);
  put(part.record);
};

// Bands of many histories without and with the plan, and the record.
export const level = (part) => {
  const { column, points } = part.chart;
  const base = view.baseline ? view.baseline.bands[column] : null;
  const your = view.bands && view.bands.first !== null ? view.bands.bands[column] : null;
  stretch(part);
  part.read = (turn) =>
    levelAt(part.chart, turn, view.setup.months[turn], {
      own: own(part.chart)[turn],
      was: was(part.chart)[turn],
      base,
      your,
      first: view.bands ? view.bands.first : null,
    });
  part.matters.setAttribute("height", 0);
  const { far, near, yourfar, yournear } = part.lines;
  band(part, base, 0, [far, near, part.lines.base]);
  band(part, your, your ? view.bands.first : 0, [yourfar, yournear, part.lines.your]);
  put(
    part.points,
    points.flatMap((point) => recorded(part, point)),
  );
  put(part.record, points.length ? "◇ on record" : "");
};

// The 90 % and the 50 % band about the median, or the mean alone where histories say yes or no.
const band = (part, rows, from, [far, near, middle]) => {
  const whole = rows && rows.length > 1;
  trace(far, whole ? area(part, rows[0], rows[4], from) : "");
  trace(near, whole ? area(part, rows[1], rows[3], from) : "");
  trace(middle, rows ? line(part, rows[whole ? 2 : 0], from) : "");
};

// A chart reaches over all bands, the record, and this history where it is no yes or no; so do those of its kind.
const stretch = (part) => {
  const { chart, kin } = part;
  const [low, high] = spanOf(kin.flatMap(shown), [chart.low, Math.min(chart.high, 1)]);
  part.y = (value) => TOP + HIGH * (1 - (value - low) / (high - low));
  part.span = [low, high];
  axis(part, low, high, false);
};

const shown = ({ chart }) => {
  const { column, binary, points } = chart;
  const base = view.baseline ? view.baseline.bands[column] : null;
  const your = view.bands && view.bands.first !== null ? view.bands.bands[column] : null;
  const outer = [base, your].filter(Boolean).flatMap((rows) => [...rows[0], ...rows[rows.length - 1]]);
  const record = points.flatMap((point) => point.slice(1, 4).filter((value) => value !== null));
  return [...outer, ...(binary ? [0, RARE] : [...own(chart), ...was(chart)]), ...record];
};

// The month shown: where it stands, and its value or difference in words.
export const month = (part, changing) => {
  const x = part.x(view.now);
  part.now.setAttribute("x1", x);
  part.now.setAttribute("x2", x);
  text(part.value, changing ? gap(part) : course(part));
};

// This history up to the month shown, and its value in words.
const course = (part) => {
  const { chart, span } = part;
  const [past, before] = [own(chart), was(chart)].map((values) => values.slice(0, view.now + 1));
  const value = past[view.now];
  trace(part.lines.was, "");
  if (chart.binary) {
    trace(part.lines.own, "");
    return beside(value, before[view.now], (one) => (one ? "yes" : "no"));
  }
  if ([...past, ...before].some((one) => one < span[0] || one > span[1])) part.kin.forEach(level);
  trace(part.lines.was, before.length ? line(part, before, 0) : "");
  trace(part.lines.own, past.length ? line(part, past, 0) : "");
  return beside(value, before[view.now], number);
};

// A value in words, and what it was in the course from which this one was branched.
const beside = (value, before, words) => {
  if (value === undefined) return "";
  const known = before !== undefined && words(before) !== words(value);
  return known ? `${words(value)} (was ${words(before)})` : words(value);
};

const gapAt = (part, turn) => {
  const { first, changes } = view.bands;
  const ends = changes[part.chart.column].map((row) => row[turn - first]);
  return ends[1] === undefined ? null : ends;
};

const gap = (part) => {
  const ends = gapAt(part, view.now);
  return ends ? gapOf(ends, part.chart.least) : "";
};
