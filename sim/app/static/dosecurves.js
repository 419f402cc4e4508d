// How outcomes answer to the dose of one action alone: small multiples on one scale of what matters.

import { h, s } from "./dom.js";
import { supported, unitOf } from "./marks.js";
import { view } from "./state.js";
import { number } from "./words.js";

const [WIDE, TALL, LEFT, RIGHT, TOP, FOOT] = [270, 170, 46, 12, 36, 34];

// Cost grows with the dose for certain, and would make all else look flat.
const COST = "outlay_a_year";

const curvesOf = (action) =>
  view.mixes.curves[action].map(({ outcome, points }) => ({
    column: view.answer.columns.find((one) => one.outcome === outcome),
    points: points.map(([dose, difference, low, high, low90, high90]) => ({
      dose,
      difference,
      low,
      high,
      low90,
      high90,
    })),
  }));

const beyond = ({ column, points }) =>
  points.some(({ low90, high90 }) => Math.max(Math.abs(low90 || 0), Math.abs(high90 || 0)) >= column.least);

export const dosecurves = (action) => {
  const lever = view.setup.levers.find((one) => one.name === action);
  const all = curvesOf(action);
  const [moving, still] = [all.filter(beyond), all.filter((one) => !beyond(one))];
  // One scale for all panels: the furthest that any reaches, in smallest differences of interest.
  const reach = Math.max(
    1.5,
    ...moving
      .filter(({ column }) => column.outcome !== COST)
      .flatMap(({ column, points }) =>
        points.flatMap(({ low90, high90, difference }) =>
          [low90, high90, difference].map((one) => Math.abs(one || 0) / column.least),
        ),
      ),
  );
  return h(
    "div",
    {},
    h(
      "div",
      { class: "curves" },
      moving.map((one) => panel(one, lever, Math.min(reach, 8))),
    ),
    h(
      "p",
      { class: "faded note" },
      "Line: mean difference to doing nothing; dark: its 95 % interval; pale: 90 % of parameter sets; ",
      "grey: less than what matters. ",
      "All panels reach equally far, counted in smallest differences that matter. ",
      still.length ? `At no dose beyond what matters: ${still.map(({ column }) => column.label).join(", ")}.` : "",
    ),
  );
};

const panel = ({ column, points }, lever, reach) => {
  const most = points[points.length - 1].dose || 1;
  const times = column.share ? 100 : 1;
  const x = (dose) => LEFT + ((WIDE - LEFT - RIGHT) * dose) / most;
  const y = (value) => {
    const share = Math.max(-reach, Math.min(reach, (value || 0) / column.least)) / reach;
    return TOP + ((TALL - TOP - FOOT) * (1 - share)) / 2;
  };
  const area = (low, high) => {
    const along = (name) => points.map((one) => `${x(one.dose).toFixed(1)},${y(one[name]).toFixed(1)}`);
    return `M${along(high).join("L")}L${along(low).reverse().join("L")}Z`;
  };
  const line = `M${points.map((one) => `${x(one.dose).toFixed(1)},${y(one.difference).toFixed(1)}`).join("L")}`;
  const tick = (value) =>
    s("text", { class: "tick", x: LEFT - 4, y: y(value) + 3, "text-anchor": "end" }, number(times * value, true));
  const end = reach * column.least;
  const marks = points.map((one) => dot(one, column, lever, times, x, y));
  return s(
    "svg",
    { class: "curve", viewBox: `0 0 ${WIDE} ${TALL}`, role: "img", "aria-label": `${column.label} by dose` },
    s("text", { class: "charttitle", x: 2, y: 12 }, column.label),
    s("text", { class: "unit", x: 2, y: 25 }, unitOf(column)),
    s("rect", {
      class: "matters",
      x: LEFT,
      width: WIDE - LEFT - RIGHT,
      y: y(column.least),
      height: y(-column.least) - y(column.least),
    }),
    s("path", { class: "yourfar", d: area("low90", "high90") }),
    s("path", { class: "yournear", d: area("low", "high") }),
    s("line", { class: "zero", x1: LEFT, x2: WIDE - RIGHT, y1: y(0), y2: y(0) }),
    s("path", { class: "median your", d: line }),
    marks,
    tick(end),
    tick(0),
    tick(-end),
    s("text", { class: "tick", x: x(lever.dose), y: TALL - FOOT + 13, "text-anchor": "middle" }, number(lever.dose)),
    s("text", { class: "tick", x: x(most), y: TALL - FOOT + 13, "text-anchor": "end" }, number(most)),
    s("text", { class: "tick", x: (LEFT + WIDE) / 2, y: TALL - 5, "text-anchor": "middle" }, lever.dose_unit),
  );
};

const dot = (one, column, lever, times, x, y) => {
  const scaled = [one.difference, one.low, one.high].map((value) => (value === null ? null : times * value));
  const interval = one.low === null ? "" : `, 95 % interval ${number(scaled[1], true)} to ${number(scaled[2], true)}`;
  const said = `${number(one.dose)} ${lever.dose_unit}: ${supported(...scaled, true)} ${unitOf(column)}${interval}`;
  return s(
    "circle",
    {
      class: "forestdot",
      cx: x(one.dose),
      cy: y(one.difference),
      r: 3.5,
      tabindex: 0,
      role: "img",
      "aria-label": said,
    },
    s("title", {}, said),
  );
};
