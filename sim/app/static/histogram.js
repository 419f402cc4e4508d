// A distribution of differences as bars, with no difference as a line and the mean as a mark.

import { cursor, oneStop } from "./cursor.js";
import { s } from "./dom.js";
import { number } from "./words.js";

const [WIDE, TALL, FOOT, TOP] = [560, 132, 30, 16];

export const histogram = ({ edges, counts, mean }, column) => {
  const times = column.share ? 100 : 1;
  const [low, high, most] = [edges[0], edges[edges.length - 1], Math.max(...counts, 1)];
  const x = (value) => 8 + ((WIDE - 16) * (value - low)) / (high - low || 1);
  const y = (count) => TALL - FOOT - ((TALL - FOOT - TOP) * count) / most;
  const bar = (count, i) => {
    const [from, to] = [x(edges[i]), x(edges[i + 1])];
    const width = Math.max(to - from - 1, 0.5);
    return s("rect", { class: "histbar", x: from + 0.5, y: y(count), width, height: TALL - FOOT - y(count) });
  };
  const said = (i) => [
    `${number(times * edges[i], true)} to ${number(times * edges[i + 1], true)} ${unit}`,
    `${counts[i]} of ${counts.reduce((sum, one) => sum + one, 0)} histories`,
    `mean of all ${number(times * mean, true)}`,
  ];
  const bars = () =>
    cursor(s("g", {}, counts.map(bar)), {
      label: `Differences of histories, ${unit}`,
      places: counts.map((_, i) => (x(edges[i]) + x(edges[i + 1])) / 2),
      box: { x: 8, y: TOP, width: WIDE - 16, height: TALL - FOOT - TOP },
      said,
      start: () => counts.indexOf(Math.max(...counts)),
    });
  const unit = column.share ? "percentage points" : column.unit;
  const tick = (value, anchor) =>
    s("text", { class: "tick", x: x(value), y: TALL - FOOT + 12, "text-anchor": anchor }, number(times * value, true));
  const far = (value) => Math.abs(x(value) - x(0)) > 50;
  const drawn = s(
    "svg",
    { class: "hist", viewBox: `0 0 ${WIDE} ${TALL}`, role: "group", "aria-label": "Distribution over histories" },
    bars(),
    s("line", { class: "zero", x1: x(0), x2: x(0), y1: TOP - 4, y2: TALL - FOOT }),
    s("path", { class: "meanmark", d: `M${x(mean)},${TOP + 4}l-5,-9h10Z` }),
    far(low) ? tick(low, "start") : "",
    tick(0, "middle"),
    far(high) ? tick(high, "end") : "",
    s(
      "text",
      { class: "tick", x: WIDE / 2, y: TALL - 4, "text-anchor": "middle" },
      `difference, ${unit}: histories in each bin`,
    ),
  );
  return oneStop(drawn);
};
