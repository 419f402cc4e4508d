// One curve of an answer to an action: mean, intervals, what matters, and a cursor that reads its points.

import { cursor } from "./cursor.js";
import { ticksOf } from "./curves.js";
import { s } from "./dom.js";
import { amount, supported, unitOf } from "./marks.js";
import { view } from "./state.js";
import { month, number } from "./words.js";

const [WIDE, TALL, LEFT, RIGHT, TOP, FOOT] = [270, 170, 46, 12, 36, 34];

// Where a point lies, in words: an amount in the action's own unit, or a month.
const placed = (kind, lever, at, short) => {
  if (kind === "dose") return short ? number(at) : `${number(at)} ${lever.dose_unit}`;
  return short ? month(view.setup.months[at]) : `from ${month(view.setup.months[at])}`;
};

// A curve of an outcome, which reaches so many smallest differences of interest to either side.
export const panel = ({ column, points }, kind, lever, reach) => {
  const [first, last] = [points[0].at, points[points.length - 1].at];
  const times = column.share ? 100 : 1;
  const x = (at) => LEFT + ((WIDE - LEFT - RIGHT) * (at - first)) / (last - first || 1);
  const y = (value) => {
    const share = Math.max(-reach, Math.min(reach, (value || 0) / column.least)) / reach;
    return TOP + ((TALL - TOP - FOOT) * (1 - share)) / 2;
  };
  const area = (low, high) => {
    const along = (name) => points.map((one) => `${x(one.at).toFixed(1)},${y(one[name]).toFixed(1)}`);
    return `M${along(high).join("L")}L${along(low).reverse().join("L")}Z`;
  };
  const line = `M${points.map((one) => `${x(one.at).toFixed(1)},${y(one.difference).toFixed(1)}`).join("L")}`;
  const tick = (value) =>
    s("text", { class: "tick", x: LEFT - 4, y: y(value / times) + 3, "text-anchor": "end" }, number(value, true));
  const below = (at, anchor) =>
    s("text", { class: "tick", x: x(at), y: TALL - FOOT + 13, "text-anchor": anchor }, placed(kind, lever, at, true));
  const end = reach * column.least;
  const box = { x: LEFT, y: TOP, width: WIDE - LEFT - RIGHT, height: TALL - TOP - FOOT };
  const drawn = s(
    "g",
    {},
    s("rect", { class: "matters", ...box, y: y(column.least), height: y(-column.least) - y(column.least) }),
    points.every((one) => one.low90 !== null) ? s("path", { class: "yourfar", d: area("low90", "high90") }) : "",
    s("path", { class: "yournear", d: area("low", "high") }),
    s("line", { class: "zero", x1: LEFT, x2: WIDE - RIGHT, y1: y(0), y2: y(0) }),
    s("path", { class: "median your", d: line }),
    points.map((one) => s("circle", { class: "forestdot", cx: x(one.at), cy: y(one.difference), r: 3 })),
  );
  return s(
    "svg",
    { class: "curve", viewBox: `0 0 ${WIDE} ${TALL}`, role: "group", "aria-label": column.label },
    s("text", { class: "charttitle", x: 2, y: 12 }, column.label),
    s("text", { class: "unit", x: 2, y: 25 }, unitOf(column)),
    cursor(drawn, {
      label: `${column.label}, by ${kind === "dose" ? "dose" : "month in which it begins"}`,
      places: points.map((one) => x(one.at)),
      box,
      said: (i) => reading(points[i], column, placed(kind, lever, points[i].at)),
      start: () =>
        Math.max(
          0,
          points.findIndex((one) => kind === "timing" || one.at === lever.dose),
        ),
    }),
    ticksOf(-times * end, times * end, 4).map(tick),
    below(first, "start"),
    kind === "dose" && lever.dose < 0.8 * last ? below(lever.dose, "middle") : "",
    below(last, "end"),
    s(
      "text",
      { class: "tick", x: (LEFT + WIDE) / 2, y: TALL - 5, "text-anchor": "middle" },
      kind === "dose" ? lever.dose_unit : "month in which it begins",
    ),
  );
};

const reading = (one, column, where) => {
  const said = (value) => supported((column.share ? 100 : 1) * value, null, null, true);
  const range = (name, low, high) => (low === null ? [] : [`${name} ${said(low)} to ${said(high)}`]);
  return [
    column.label,
    `${where}: ${amount(one, column)} ${unitOf(column)}`,
    ...range("95 % interval", one.low, one.high),
    ...range("90 % of parameter sets", one.low90, one.high90),
  ];
};
