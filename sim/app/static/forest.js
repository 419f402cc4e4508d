// Outcomes as rows, choices as columns: each difference as a mark, an interval on one scale for all, and a chance.

import { h, s } from "./dom.js";
import { grid } from "./grid.js";
import { amount, glyphs, markOf, sentence, supported, surely, unitOf } from "./marks.js";
import { view } from "./state.js";

// The scale: smallest differences of interest to either side; what lies beyond is drawn at the end.
const REACH = 6;
const WIDE = 120;

const x = (times) => WIDE / 2 + ((WIDE / 2 - 6) * Math.max(-REACH, Math.min(REACH, times))) / REACH;

// A difference on that scale: its interval as a line, its mean as a dot.
export const interval = ({ low, high, difference }, { least }) => {
  if (difference === null || !least) return "";
  const mark = { cx: x(difference / least), cy: 8, r: 3.2, class: "forestdot" };
  return s(
    "svg",
    { class: "forestbar", viewBox: `0 0 ${WIDE} 16`, "aria-hidden": "true" },
    s("rect", { class: "matters", x: x(-1), width: x(1) - x(-1), y: 0, height: 16 }),
    s("line", { class: "zero", x1: x(0), x2: x(0), y1: 0, y2: 16 }),
    low === null ? "" : s("line", { class: "reachline", x1: x(low / least), x2: x(high / least), y1: 8, y2: 8 }),
    s("circle", mark),
  );
};

const WISH = { 1: " ✓", "-1": " ✗", 0: "" };

const cell = (found, column) => {
  if (!found) return h("td", {}, "…");
  const mark = markOf(found, column);
  const tone = { 1: "good", "-1": "bad", 0: "" }[mark.good];
  const said = { moves: amount(found, column), open: "open", none: "no difference", unknown: "–" }[mark.kind];
  const sure = mark.chance === null ? "" : `${surely(mark.chance)}${WISH[mark.good]}`;
  return h(
    "td",
    { class: `forestcell mark-${mark.kind} ${tone}`, "data-tip": tipOf(found, column) },
    h("span", { class: "glyph", "aria-hidden": "true" }, glyphs(mark)),
    interval(found, column),
    h("span", { class: "much" }, said),
    h("span", { class: "chance" }, sure),
  );
};

// What a cell says when it is looked at: the sentence, and the ends of the interval.
const tipOf = (found, column) => {
  const ends = [found.low, found.high].map((end) => (end === null ? null : (column.share ? 100 : 1) * end));
  const range = ends.map((end) => supported(end, null, null, true)).join(" to ");
  const lines = [column.label, sentence(found, column)];
  return [...lines, ...(ends[0] === null ? [] : [`95 % interval of the mean: ${range}`])].join("\n");
};

// A table of choices, each a name and its cells in the order of the answer's columns.
export const forest = (choices) => {
  const { columns } = view.answer;
  const row = (column, i) => {
    const first = columns.findIndex((one) => one.group === column.group) === i;
    return [
      first
        ? h("tr", { class: "groupline" }, h("th", { scope: "rowgroup", colspan: choices.length + 1 }, column.group))
        : "",
      h(
        "tr",
        {},
        h(
          "th",
          { scope: "row", title: column.meaning },
          column.label,
          h("span", { class: "faded" }, ` (${unitOf(column)})`),
        ),
        choices.map(([, cells]) => cell(cells && cells[i], column)),
      ),
    ];
  };
  const heads = choices.map(([name]) => h("th", { scope: "col" }, name));
  return h(
    "div",
    { class: "wide" },
    grid(
      h(
        "table",
        { class: "forest" },
        h("caption", { class: "unseen" }, "Differences, one scale for all"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Outcome"), heads)),
        h("tbody", {}, columns.flatMap(row).filter(Boolean)),
      ),
      "td[data-tip]",
    ),
    h(
      "p",
      { class: "faded note" },
      "Line: 95 % interval of the mean; dot: the mean; shaded: less than the smallest difference that matters. ",
      `All on one scale, ${REACH} such differences to either side. The per cent: how sure that is.`,
    ),
  );
};
