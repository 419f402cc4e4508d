// Small multiples: bands of many histories, the dashed baseline, this history, and the record as points.
"use strict";
E.charts = { parts: [], size: null };

const WIDE = 178, TALL = 104, TOP = 27, FOOT = 14, LEFT = 4, RIGHT = 6;

E.charts.build = (panel) => {
  const { setup } = E.view;
  const columns = Math.max(1, Math.floor((panel.clientWidth - 12) / WIDE));
  const width = (panel.clientWidth - 12) / columns;
  E.charts.parts = [];
  const svg = E.s("svg", { class: "charts", role: "img", "aria-label": "Outcomes by theatre, this history against bands of many" });
  let y = 0;
  for (const theatre of [...new Set(setup.charts.map((chart) => chart.theatre))]) {
    svg.append(E.s("text", { class: "theatre", x: 2, y: y + 13 }, theatre));
    y += 19;
    setup.charts.filter((chart) => chart.theatre === theatre).forEach((chart, i, all) => {
      const part = E.charts.one(chart, width - 8);
      part.group.setAttribute("transform", `translate(${(i % columns) * width + 2},${y})`);
      svg.append(part.group);
      E.charts.parts.push(part);
      if (i % columns === columns - 1 || i === all.length - 1) y += TALL + 6;
    });
  }
  svg.setAttribute("viewBox", `0 0 ${panel.clientWidth - 12} ${y}`);
  svg.setAttribute("width", panel.clientWidth - 12);
  svg.setAttribute("height", y);
  E.put(panel, E.charts.key(), E.charts.verdicts(), svg);
  E.charts.bands();
};

// Shown are the levels of both courses, or the paired difference between them.
E.charts.changing = () => E.view.measure === "change" && E.view.bands !== null && E.view.bands.from !== null;
E.charts.measures = () => {
  const one = (name, said) => E.h("button", { type: "button", id: `measure-${name}`, "aria-pressed": String((name === "change") === E.charts.changing()), onclick: () => E.charts.measure(name) }, said);
  return E.h("span", { class: "measures", role: "group", "aria-label": "What the charts show" }, one("level", "Levels"), one("change", "Difference"));
};
E.charts.measure = (name) => {
  E.view.measure = name;
  E.view.drawBands();
  E.id(`measure-${name}`).focus();
  E.link.write();
};

E.charts.key = () => E.charts.changing()
  ? E.h("div", { class: "key" }, E.charts.measures(),
    E.h("span", {}, E.h("i", { class: "yourarea" }), "your choice less no action, history by history: mean, 95 % interval"),
    E.h("span", {}, E.h("i", { class: "baseline" }), "no difference"))
  : E.h("div", { class: "key" }, E.view.plan.first === null ? null : E.charts.measures(),
    E.h("span", {}, E.h("i", { class: "ownline" }), "this history"),
    E.h("span", {}, E.h("i", { class: "basearea" }), E.h("i", { class: "baseline" }), "many histories without action: median, 50 % and 90 %"),
    E.view.plan.first === null ? null : E.h("span", {}, E.h("i", { class: "yourarea" }), "the same under your choice"),
    E.h("span", {}, E.h("i", { class: "record" }), "on record"));

E.charts.verdicts = () => {
  const found = E.view.bands ? E.view.bands.differences : [];
  if (!found.length) return "";
  const clear = found.filter((one) => one.clear);
  const item = (one) => E.h("li", { title: one.meaning, class: one.clear ? "" : "unclear" }, one.words);
  return E.h("details", { class: "verdicts" }, E.h("summary", {}, `What your choice changes: ${clear.length} of ${found.length} outcomes differ clearly, over ${E.view.baseline.replicates} paired histories`), E.h("ul", {}, found.map(item)));
};

E.charts.one = (chart, width) => {
  const last = E.view.setup.months.length - 1;
  const w = width - LEFT - RIGHT, h = TALL - TOP - FOOT;
  const x = (turn) => LEFT + (w * turn) / last;
  const line = (kind) => E.s("path", { class: kind });
  const parts = { far: line("far"), near: line("near"), base: line("median base"), yourfar: line("yourfar"), yournear: line("yournear"), your: line("median your"), own: line("own") };
  const now = E.s("line", { class: "now", y1: TOP, y2: TOP + h });
  const value = E.s("text", { class: "value", x: width - RIGHT, y: 10, "text-anchor": "end" });
  const [high, low] = [TOP - 2, TOP + h + 1].map((y) => E.s("text", { class: "tick", x: LEFT, y: y === TOP - 2 ? TOP + 7 : TOP + h - 2 }));
  const points = E.s("g", { class: "points" });
  const start = E.view.setup.projection;
  const years = E.view.setup.months.flatMap((month, turn) => month.endsWith("-01") && (Number(month.slice(0, 4)) % 2) ? [E.s("text", { class: "tick", x: x(turn), y: TALL - 3, "text-anchor": "middle" }, month.slice(0, 4))] : []);
  const group = E.s("g", { class: "chart" },
    E.s("title", {}, `${chart.title}: ${chart.meaning} (${chart.unit})`),
    E.s("rect", { class: "past", x: LEFT, y: TOP, width: x(start) - LEFT, height: h }),
    E.s("rect", { class: "future", x: x(start), y: TOP, width: x(last) - x(start), height: h }),
    E.s("text", { class: "charttitle", x: LEFT, y: 10 }, chart.title), value,
    E.s("text", { class: "unit", x: LEFT, y: 20 }, chart.unit),
    parts.far, parts.near, parts.yourfar, parts.yournear, parts.base, parts.your, points, parts.own, now, high, low, years);
  return { chart, group, parts, now, value, high, low, points, x, h, scale: null };
};

E.charts.area = (part, low, high, from) => {
  const go = (values) => values.map((value, i) => `${part.x(i + from).toFixed(1)},${part.y(value).toFixed(1)}`);
  return `M${go(high).join("L")}L${go(low).reverse().join("L")}Z`;
};
E.charts.line = (part, values, from) => `M${values.map((value, i) => `${part.x(i + from).toFixed(1)},${part.y(value).toFixed(1)}`).join("L")}`;

// The run's own values, summed as the bands are.
E.charts.own = (chart) => {
  const all = E.view.frames.map((frame) => frame.series[chart.column]);
  if (chart.months === 1) return all;
  let sum = 0;
  return all.map((value, turn) => {
    sum += value;
    if (chart.months && turn >= chart.months) sum -= all[turn - chart.months];
    return sum;
  });
};

E.charts.bands = () => {
  const { view } = E;
  E.charts.parts.forEach(E.charts.changing() ? E.charts.change : E.charts.level);
  E.charts.draw();
};

// The paired difference over time, and the dashed line where there is none.
E.charts.change = (part) => {
  const { view } = E, [low, mean, high] = view.bands.changes[part.chart.column], last = view.setup.months.length - 1;
  const most = Math.max(...high, 0), least = Math.min(...low, 0), reach = most - least;
  part.y = (value) => TOP + part.h * (reach ? (most - value) / reach : 0.5);
  Object.values(part.parts).forEach((path) => path.setAttribute("d", ""));
  part.parts.yournear.setAttribute("d", E.charts.area(part, low, high, view.bands.from));
  part.parts.your.setAttribute("d", E.charts.line(part, mean, view.bands.from));
  part.parts.base.setAttribute("d", `M${part.x(0)},${part.y(0)}L${part.x(last)},${part.y(0)}`);
  part.high.textContent = reach ? E.few(most) : "";
  part.low.textContent = reach ? E.few(least) : "";
  E.put(part.points);
};

E.charts.level = (part) => {
  const { view } = E;
  const base = view.baseline ? view.baseline.bands[part.chart.column] : null;
  const your = view.bands && view.bands.from !== null ? view.bands.bands[part.chart.column] : null;
  E.charts.range(part, base, your);
  const [far, near, median] = [[0, 4], [1, 3], 2];
  const draw = (bands, from, names) => {
    const yes = bands && bands.length === 1;
    part.parts[names[0]].setAttribute("d", bands && !yes ? E.charts.area(part, bands[far[0]], bands[far[1]], from) : "");
    part.parts[names[1]].setAttribute("d", bands && !yes ? E.charts.area(part, bands[near[0]], bands[near[1]], from) : "");
    part.parts[names[2]].setAttribute("d", bands ? E.charts.line(part, bands[yes ? 0 : median], from) : "");
  };
  draw(base, 0, ["far", "near", "base"]);
  draw(your, your ? view.bands.from : 0, ["yourfar", "yournear", "your"]);
  E.put(part.points, part.chart.points.flatMap((point) => E.charts.point(part, point)));
};

E.charts.range = (part, base, your) => {
  const chart = part.chart;
  const all = [base, your].filter(Boolean).flatMap((bands) => [...bands[0], ...bands[bands.length - 1]])
    .concat(chart.binary ? [] : E.charts.own(chart), chart.points.flatMap((point) => point.slice(1).filter((value) => value !== null)));
  let low = Math.min(...all), high = Math.max(...all);
  if (!all.length) [low, high] = [chart.low, Math.min(chart.high, 1)];
  if (low >= 0 && low < 0.5 * high) low = 0;
  if (high - low < 0.02) high = low + 0.02;
  part.y = (value) => TOP + part.h * (1 - (value - low) / (high - low));
  part.span = [low, high];
  part.high.textContent = E.number(high);
  part.low.textContent = E.number(low);
};

E.charts.point = (part, [turn, low, value, high]) => {
  const x = part.x(turn), marks = [];
  if (low !== null || high !== null) {
    const [top, bottom] = [part.y(high === null ? value : high), part.y(low === null ? (value === null ? high : value) : low)];
    marks.push(E.s("line", { class: "whisker", x1: x, x2: x, y1: top, y2: bottom }));
  }
  const single = value === null ? E.s("path", { class: "bound", d: `M${x - 2},${part.y(high === null ? low : high)}h4` }) : E.s("circle", { class: "point", cx: x, cy: part.y(value), r: 1.5 });
  return [...marks, single];
};

E.charts.draw = () => {
  const { view } = E, changing = E.charts.changing();
  for (const part of E.charts.parts) {
    const x = part.x(view.now);
    part.now.setAttribute("x1", x);
    part.now.setAttribute("x2", x);
    part.value.setAttribute("y", changing ? 20 : 10);
    part.value.textContent = changing ? E.charts.gap(part) : E.charts.course(part);
  }
};

// This history up to the month shown, and its value in words.
E.charts.course = (part) => {
  const own = E.charts.own(part.chart).slice(0, E.view.now + 1), value = own[E.view.now];
  if (!part.chart.binary && own.some((one) => one < part.span[0] || one > part.span[1])) E.charts.level(part);
  part.parts.own.setAttribute("d", own.length && !part.chart.binary ? E.charts.line(part, own, 0) : "");
  if (value === undefined) return "";
  return part.chart.binary ? (value ? "yes" : "no") : E.number(value);
};
E.charts.gap = (part) => {
  const { from, changes } = E.view.bands, mean = changes[part.chart.column][1][E.view.now - from];
  return mean === undefined ? "" : E.few(mean);
};
