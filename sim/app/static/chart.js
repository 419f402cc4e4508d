// One chart: its frame and texts once, its lines with new bands, its course month by month.

import { area, line, spanOf, summed } from "./curves.js";
import { put, s } from "./dom.js";
import { lastTurn, view } from "./state.js";
import { supported } from "./marks.js";
import { few, number } from "./words.js";

export const TALL = 116;
const [TOP, FOOT, LEFT, RIGHT] = [38, 14, 4, 6];
// Share of the spread between histories that a chart of differences reaches to at least.
const SMALL = 0.1;
const HIGH = TALL - TOP - FOOT;
const LINES = ["far", "near", "yourfar", "yournear", "median base", "median your", "own"];

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
    points: s("g", { class: "points" }),
    now: s("line", { class: "now", y1: TOP, y2: TOP + HIGH }),
    value: s("text", { class: "value", x: LEFT, y: 33 }),
    high: s("text", { class: "tick", x: LEFT, y: TOP + 7 }),
    low: s("text", { class: "tick", x: LEFT, y: TOP + HIGH - 2 }),
  };
  const { own, ...bands } = lines;
  const { points, now, value, high, low } = part;
  const drawn = [value, unit(chart), ...Object.values(bands), points, own, now, high, low, years(x)];
  part.group = s("g", { class: "chart" }, backdrop(chart, x), ...drawn);
  return part;
};

const backdrop = (chart, x) => {
  const start = x(view.setup.projection);
  const area = { y: TOP, height: HIGH };
  return [
    s("title", {}, `${chart.title}: ${chart.meaning} (${chart.unit})`),
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

const trace = (path, d) => path.setAttribute("d", d);

// The run's own values, summed as the bands are.
const own = ({ column, months }) =>
  summed(
    view.frames.map((frame) => frame.series[column]),
    months,
  );

// The paired difference over time, and the dashed line where there is none.
export const change = (part) => {
  const { first, changes } = view.bands;
  const [low, mean, high] = changes[part.chart.column];
  const [most, least] = [Math.max(...high, 0), Math.min(...low, 0)];
  // What is small beside the spread between histories is drawn small.
  const base = view.baseline ? view.baseline.bands[part.chart.column] : [[0]];
  const spread = Math.max(...base[base.length - 1]) - Math.min(...base[0]);
  const reach = Math.max(most, -least, SMALL * spread);
  part.y = (value) => TOP + HIGH * (reach ? (reach - value) / (2 * reach) : 0.5);
  Object.values(part.lines).forEach((path) => trace(path, ""));
  trace(part.lines.yournear, area(part, low, high, first));
  trace(part.lines.your, line(part, mean, first));
  trace(part.lines.base, `M${part.x(0)},${part.y(0)}L${part.x(lastTurn())},${part.y(0)}`);
  part.high.textContent = reach ? few(reach) : "";
  part.low.textContent = reach ? few(-reach) : "";
  put(part.points);
};

// Bands of many histories without and with the plan, and the record.
export const level = (part) => {
  const { column, points } = part.chart;
  const base = view.baseline ? view.baseline.bands[column] : null;
  const your = view.bands && view.bands.first !== null ? view.bands.bands[column] : null;
  stretch(part, base, your);
  const { far, near, yourfar, yournear } = part.lines;
  band(part, base, 0, [far, near, part.lines.base]);
  band(part, your, your ? view.bands.first : 0, [yourfar, yournear, part.lines.your]);
  put(
    part.points,
    points.flatMap((point) => recorded(part, point)),
  );
};

// The 90 % and the 50 % band about the median, or the mean alone where histories say yes or no.
const band = (part, rows, from, [far, near, middle]) => {
  const whole = rows && rows.length > 1;
  trace(far, whole ? area(part, rows[0], rows[4], from) : "");
  trace(near, whole ? area(part, rows[1], rows[3], from) : "");
  trace(middle, rows ? line(part, rows[whole ? 2 : 0], from) : "");
};

// The chart reaches over all bands, the record, and this history where it is no yes or no.
const stretch = (part, base, your) => {
  const { chart } = part;
  const outer = [base, your].filter(Boolean).flatMap((rows) => [...rows[0], ...rows[rows.length - 1]]);
  const record = chart.points.flatMap((point) => point.slice(1).filter((value) => value !== null));
  const shown = [...outer, ...(chart.binary ? [] : own(chart)), ...record];
  const [low, high] = spanOf(shown, [chart.low, Math.min(chart.high, 1)]);
  part.y = (value) => TOP + HIGH * (1 - (value - low) / (high - low));
  part.span = [low, high];
  part.high.textContent = number(high);
  part.low.textContent = number(low);
};

// A recorded figure as a point between its whiskers, or as a bound where only that is known.
const recorded = (part, [turn, low, value, high]) => {
  const x = part.x(turn);
  const [top, bottom] = [high ?? value, low ?? value ?? high];
  const whisker = { class: "whisker", x1: x, x2: x, y1: part.y(top), y2: part.y(bottom) };
  const marks = low !== null || high !== null ? [s("line", whisker)] : [];
  if (value !== null) return [...marks, s("circle", { class: "point", cx: x, cy: part.y(value), r: 1.5 })];
  return [...marks, s("path", { class: "bound", d: `M${x - 2},${part.y(high ?? low)}h4` })];
};

// The month shown: where it stands, and its value or difference in words.
export const month = (part, changing) => {
  const x = part.x(view.now);
  part.now.setAttribute("x1", x);
  part.now.setAttribute("x2", x);
  part.value.textContent = changing ? gap(part) : course(part);
};

// This history up to the month shown, and its value in words.
const course = (part) => {
  const { chart, span } = part;
  const past = own(chart).slice(0, view.now + 1);
  const value = past[view.now];
  if (chart.binary) {
    trace(part.lines.own, "");
    return value === undefined ? "" : value ? "yes" : "no";
  }
  if (past.some((one) => one < span[0] || one > span[1])) level(part);
  trace(part.lines.own, past.length ? line(part, past, 0) : "");
  return value === undefined ? "" : number(value);
};

const gap = (part) => {
  const { first, changes } = view.bands;
  const [low, mean, high] = changes[part.chart.column].map((row) => row[view.now - first]);
  if (mean === undefined) return "";
  const said = supported(mean, low, high, true);
  return said === "0" || low * high <= 0 ? "no clear difference" : said;
};
