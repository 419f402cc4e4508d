// The frame of one chart: its texts, its axis, the record, and a cursor that reads what stands at a month.

import { ticksOf } from "./curves.js";
import { cursor } from "./cursor.js";
import { put, s } from "./dom.js";
import { lastTurn, view } from "./state.js";
import { number } from "./words.js";

export const TALL = 116;
export const TOP = 38;
const [FOOT, LEFT, RIGHT, TICKS] = [14, 4, 6, 3];
export const HIGH = TALL - TOP - FOOT;
// Ticks so near to each other that the upper one is not told at the top.
const NEAR = 22;
// From so many figures on the record is drawn as small dots.
const DENSE = 12;
const LINES = ["far", "near", "yourfar", "yournear", "median base", "median your", "was", "own"];

// The parts of a chart that change, and `x` and `y`, which give the place of a turn and of a value.
export const made = (chart, width) => {
  const x = (turn) => LEFT + ((width - LEFT - RIGHT) * turn) / lastTurn();
  const lines = Object.fromEntries(LINES.map((name) => [name.split(" ").at(-1), s("path", { class: name })]));
  const part = {
    chart,
    x,
    y: null,
    span: null,
    lines,
    kin: [],
    matters: s("rect", { class: "matters", x: LEFT, width: width - LEFT - RIGHT, height: 0 }),
    ticks: s("g", {}),
    points: s("g", { class: "points" }),
    record: s("text", { class: "unit", x: width - RIGHT, y: 33, "text-anchor": "end" }),
    now: s("line", { class: "now", y1: TOP, y2: TOP + HIGH }),
    value: s("text", { class: "value", x: LEFT, y: 33 }),
  };
  const { own, ...bands } = lines;
  const { matters, points, record, now, value, ticks } = part;
  const drawn = [value, unit(chart), record, matters, ...Object.values(bands), points, own, now, ticks, years(x)];
  part.group = s("g", { class: "chart" }, backdrop(chart, x), ...drawn);
  cursor(part.group, {
    label: `${chart.title} (${chart.unit}): ${chart.meaning}`,
    places: view.setup.months.map((_, turn) => x(turn)),
    box: { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: HIGH },
    said: (turn) => part.read(turn),
    start: () => view.now,
  });
  return part;
};

const backdrop = (chart, x) => {
  const start = x(view.setup.projection);
  const area = { y: TOP, height: HIGH };
  return [
    s("rect", { class: "past", x: LEFT, width: start - LEFT, ...area }),
    s("rect", { class: "future", x: start, width: x(lastTurn()) - start, ...area }),
    s("text", { class: "charttitle", x: LEFT, y: 10 }, chart.title),
  ];
};

const unit = (chart) => s("text", { class: "unit", x: LEFT, y: 20 }, chart.unit);

// Every other year at its January.
const years = (x) =>
  view.setup.months.flatMap((month, turn) =>
    month.endsWith("-01") && Number(month.slice(0, 4)) % 2
      ? [s("text", { class: "tick", x: x(turn), y: TALL - 3, "text-anchor": "middle" }, month.slice(0, 4))]
      : [],
  );

// Round numbers at the left, above their lines; one at the top stands below, or not at all where the next one is near.
export const axis = (part, low, high, signed) => {
  const marked = ticksOf(low, high, signed ? TICKS + 1 : TICKS).map((value) => [value, part.y(value)]);
  const [from, to] = [part.x(0), part.x(lastTurn())];
  put(
    part.ticks,
    s("path", { class: "gridline", d: marked.map(([, y]) => `M${from},${y}H${to}`).join("") }),
    marked.map(([value, y], i) => {
      const high = y < TOP + 10;
      if (high && i && marked[i - 1][1] - y < NEAR) return "";
      return s("text", { class: "tick", x: LEFT + 1, y: high ? y + 9 : y - 2 }, number(value, signed));
    }),
  );
};

// A recorded figure as a mark between its whiskers, or as a bound where only that is known.
export const recorded = (part, [turn, low, value, high]) => {
  const x = part.x(turn);
  const [top, bottom] = [high ?? value, low ?? value ?? high];
  const whisker = { class: "whisker", x1: x, x2: x, y1: part.y(top), y2: part.y(bottom) };
  const marks = (low !== null || high !== null) && top !== bottom ? [s("line", whisker)] : [];
  if (value === null) return [...marks, s("path", { class: "bound", d: `M${x - 2.5},${part.y(high ?? low)}h5` })];
  const y = part.y(value);
  if (part.chart.points.length >= DENSE) return [...marks, s("circle", { class: "point dense", cx: x, cy: y, r: 1.2 })];
  return [...marks, s("path", { class: "point", d: `M${x},${y - 3.4}l3.4,3.4l-3.4,3.4l-3.4,-3.4Z` })];
};
