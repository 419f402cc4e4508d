// Small multiples by theatre: bands of many histories, the dashed baseline, this history, and the record as points.

import * as chart from "./chart.js";
import { TALL, made } from "./chartframe.js";
import { changing, key, verdicts } from "./chartkey.js";
import { oneStop } from "./cursor.js";
import { put, s } from "./dom.js";
import { view } from "./state.js";

const WIDE = 200;

// A chart out of sight follows when so many milliseconds have passed without another month.
const REST = 250;

let parts = [];
let resting = 0;

const sight = new IntersectionObserver((seen) => {
  const now = new Map(seen.map((one) => [one.target, one.isIntersecting]));
  const changed = parts.filter((part) => now.has(part.group));
  for (const part of changed) part.hidden = !now.get(part.group);
  if (changed.some((part) => !part.hidden)) month();
});

export const draw = (panel) => (panel.querySelector("svg.charts") ? month() : build(panel));

// Charts taken off the panel are drawn no more: by the time their turn comes another scenario may be shown.
export const clear = () => {
  clearTimeout(resting);
  sight.disconnect();
  parts = [];
};

const month = () => {
  const show = (part) => chart.month(part, changing());
  parts.filter((part) => !part.hidden).forEach(show);
  clearTimeout(resting);
  resting = setTimeout(() => parts.filter((part) => part.hidden).forEach(show), REST);
};

const bands = () => {
  const reach = changing() ? chart.reachOf(parts) : 0;
  parts.forEach((part) => (reach ? chart.change(part, reach) : chart.level(part)));
  parts.forEach((part) => chart.month(part, changing()));
};

const build = (panel) => {
  const { charts } = view.setup;
  const wide = Math.max(WIDE, panel.clientWidth - 12);
  const columns = Math.max(1, Math.floor(wide / WIDE));
  const svg = s("svg", {
    class: "charts",
    role: "group",
    "aria-label": "Outcomes by theatre: arrow keys read month by month, and go from chart to chart",
  });
  clear();
  let y = 0;
  for (const theatre of new Set(charts.map((one) => one.theatre))) {
    svg.append(s("text", { class: "theatre", x: 2, y: y + 13 }, theatre));
    const own = charts.filter((one) => one.theatre === theatre);
    own.forEach((one, i) => svg.append(placed(one, i, columns, wide / columns, y + 19)));
    y += 19 + Math.ceil(own.length / columns) * (TALL + 6);
  }
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${wide} ${y}`, width: wide, height: y }))
    svg.setAttribute(name, value);
  // Charts of the same thing in several theatres are compared, so they reach equally far.
  for (const part of parts) part.kin = parts.filter(({ chart: { title } }) => title === part.chart.title);
  put(panel, key(), verdicts(), oneStop(svg));
  parts.forEach((part) => sight.observe(part.group));
  bands();
};

const placed = (declared, i, columns, width, top) => {
  const part = made(declared, width - 8);
  const y = top + Math.floor(i / columns) * (TALL + 6);
  part.group.setAttribute("transform", `translate(${(i % columns) * width + 2},${y})`);
  parts.push(part);
  return part.group;
};

// New bands, or another measure: the lines, and the words about them.
export const renew = (panel) => {
  if (!panel.querySelector("svg.charts")) return build(panel);
  const open = panel.querySelector(".verdicts[open]");
  panel.querySelector(".verdicts")?.remove();
  panel.querySelector(".key").replaceWith(key());
  panel.querySelector(".key").after(verdicts());
  if (open && panel.querySelector(".verdicts")) panel.querySelector(".verdicts").open = true;
  return bands();
};
