// The disc: land once, then each month only what changes (fills, widths, what is shown).
"use strict";
E.map = { parts: null, z: 1, rover: -1 };

// The whole disc, or the part of it where the actors of one theatre stand; z keeps marks and letters the same size.
E.map.box = () => {
  const { view } = E, { setup } = view, R = setup.map.radius;
  const inside = setup.actors.flatMap((actor, i) => (actor.home === view.zoom ? [setup.map.spots[i]] : []));
  if (!inside.length) { E.map.z = 1; return [-R - 6, -R - 4, 2 * R + 12, 2 * R + 8]; }
  const [xs, ys] = [inside.map((spot) => spot.x), inside.map((spot) => spot.y)];
  const side = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) + 24;
  E.map.z = side / (2 * R);
  return [(Math.min(...xs) + Math.max(...xs) - side) / 2, (Math.min(...ys) + Math.max(...ys) - side) / 2, side, side];
};

E.map.build = () => {
  const { setup } = E.view;
  const drawn = setup.map;
  const R = drawn.radius, box = E.map.box(), z = E.map.z;
  const land = setup.actors.map((actor, i) => E.s("path", { class: "land", d: drawn.spots[i].land, onclick: () => E.view.choose(i, -1) }));
  const arcs = setup.slots.map((slot, i) => drawn.paths[i] ? E.map.arc(slot, i) : null);
  const marks = setup.actors.map((actor, i) => E.map.mark(actor, i));
  const disputes = E.s("g", { class: "disputes" });
  // Two layers: what hardly ever changes below, so that the browser paints it once, and the month above.
  const layer = (name, said) => E.s("svg", { viewBox: box.join(" "), class: `mapsvg ${name}`, role: said ? "group" : null, "aria-label": said, "aria-hidden": said ? null : "true" });
  const below = layer("below"), above = layer("above", "Polar map");
  below.append(
    E.s("defs", {},
      E.s("clipPath", { id: "disc" }, E.s("circle", { r: R })),
      E.s("pattern", { id: "hatch", width: 2, height: 2, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, E.s("rect", { class: "hatchbase", width: 2, height: 2 }), E.s("line", { class: "hatchline", y2: 2 }))),
    E.s("circle", { class: "sea", r: R }),
    E.s("g", { "clip-path": "url(#disc)" },
      drawn.circles.map((r) => E.s("circle", { class: "grid", r })),
      E.s("path", { class: "nobody", d: drawn.land }), land,
      drawn.disputed.map((part) => E.s("path", { class: "disputed", d: part.path }, E.s("title", {}, `${part.name}: disputed, coloured for nobody`))),
      E.s("path", { class: "borders", d: drawn.borders })),
    E.s("circle", { class: "rim", r: R }));
  above.append(
    E.s("defs", {}, setup.kinds.map((kind, k) => E.s("marker", { id: `head${k}`, viewBox: "0 0 6 6", refX: 4.5, refY: 3, markerWidth: z * (kind.loud ? 3.2 : 2.6), markerHeight: z * (kind.loud ? 3.2 : 2.6), markerUnits: "userSpaceOnUse", orient: "auto" }, E.s("path", { class: `k${k} head`, d: "M0,0L6,3L0,6Z" })))),
    E.s("g", { class: "arcs", onclick: E.map.clicked, onpointermove: (event) => E.map.say(E.map.nearest(event)), onpointerleave: () => E.map.say(-1) }, arcs.map((arc) => arc && arc.group)), disputes, ...marks.map((mark) => mark.group));
  E.map.parts = { land, arcs, marks, disputes };
  E.map.rover = -1;
  E.put(E.id("map"), below, above);
  E.map.legend();
};

E.map.arc = (slot, number) => {
  const d = E.view.setup.map.paths[number];
  const kind = E.view.setup.kinds[slot.kind];
  const line = E.s("path", { class: `arc k${slot.kind}`, d, "stroke-dasharray": kind.dash.split(" ").map((part) => part && part * E.map.z).join(" ") || null, "marker-end": `url(#head${slot.kind})` });
  const reach = E.s("path", { class: "reach", d, "data-slot": number, "stroke-width": 3 * E.map.z });
  const said = `${E.view.setup.actors[slot.actor].title} ${slot.fact}`;
  const group = E.s("g", { class: "given", style: "display:none", role: "button", tabindex: -1, "aria-label": said, "data-order": number, onkeydown: (event) => E.map.rove(event, number), onfocus: (event) => event.currentTarget.matches(":focus-visible") && E.map.say(number), onblur: () => E.map.say(-1) }, reach, line);
  const points = d.slice(1).split("L").map((point) => point.split(",").map(Number));
  return { group, line, points, width: 0, shown: false };
};

// Arcs lie close together: meant is the one whose stroke is nearest, so that a thick one is not lost under thin ones.
E.map.nearest = (event) => {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(E.map.parts.disputes.getScreenCTM().inverse());
  let [found, least] = [-1, Infinity];
  E.map.parts.arcs.forEach((arc, i) => {
    if (!arc || !arc.shown) return;
    const far = E.map.far(arc.points, x, y) - arc.width / 2;
    if (far < least) [found, least] = [i, far];
  });
  return found;
};
E.map.far = (points, x, y) => Math.min(...points.slice(1).map(([bx, by], i) => {
  const [ax, ay] = points[i], [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}));
E.map.clicked = (event) => {
  const number = E.map.nearest(event);
  E.view.choose(E.view.setup.slots[number].actor, number);
};

E.map.mark = (actor, i) => {
  const spot = E.view.setup.map.spots[i], z = E.map.z, away = spot.left ? -3.2 * z : 3.2 * z;
  const text = E.s("text", { class: "name", x: spot.x + away, y: spot.y + 1.4 * z, "font-size": 4.3 * z, "stroke-width": z, "text-anchor": spot.left ? "end" : "start" }, spot.label);
  const hits = E.s("circle", { class: "hits", cx: spot.x, cy: spot.y, r: 4.2 * z });
  const dot = E.s("circle", { class: `dot ${actor.side}`, cx: spot.x, cy: spot.y, r: 2 * z, "stroke-width": 0.6 * z });
  const choose = () => E.view.choose(i, -1);
  const group = E.s("g", { class: "mark", tabindex: 0, role: "button", "aria-label": `${actor.title}, ${actor.role}`, onclick: choose, onkeydown: (event) => { if (event.key === "Enter") choose(); } }, hits, dot, text, E.s("title", {}, `${actor.title}: ${actor.role}${spot.beyond ? " (beyond the rim)" : ""}`));
  return { group, dot };
};

E.map.width = (number, frame) => {
  const slot = E.view.setup.slots[number];
  const size = frame.sizes[number];
  if (!E.view.setup.kinds[slot.kind].loud) return 0.55;
  const most = { supply_munitions: 200, send_troops: 6, send_aid: 3, transfer_technology: 0.02 }[slot.action] || 1;
  return 0.7 + 1.7 * Math.sqrt(Math.min(1, (size === undefined ? most / 4 : size) / most));
};

E.map.draw = (frame) => {
  const { view } = E, parts = E.map.parts;
  parts.arcs.forEach((arc, i) => {
    if (!arc) return;
    const shown = frame.given[i] === 1 && !view.hidden.has(view.setup.slots[i].kind);
    if (shown !== arc.shown) arc.group.style.display = shown ? "" : "none";
    arc.shown = shown;
    if (!shown) return;
    const width = E.map.z * E.map.width(i, frame) * (view.slot === i ? 1.8 : 1);
    if (width !== arc.width) arc.line.style.strokeWidth = width;
    arc.width = width;
    const faint = view.slot >= 0 ? i !== view.slot : view.actor >= 0 && view.setup.slots[i].actor !== view.actor && view.setup.slots[i].target !== view.actor;
    arc.group.classList.toggle("faint", faint);
  });
  E.map.roving();
  E.map.colours(frame);
  parts.marks.forEach((mark, i) => mark.group.classList.toggle("chosen", i === view.actor));
  E.put(parts.disputes, frame.disputes.map((dispute) => E.map.dispute(dispute)));
  E.put(E.id("mapmonth"), E.month(frame.month));
  const projected = frame.turn >= view.setup.projection;
  E.put(E.id("era"), projected ? "projection" : "history");
  E.id("era").className = projected ? "era projected" : "era";
};

// One arc at a time can be reached with Tab; up and down go on to the others of the month.
E.map.roving = (wanted = E.map.rover) => {
  const { arcs } = E.map.parts, old = arcs[E.map.rover], next = arcs[wanted] && arcs[wanted].shown ? wanted : arcs.findIndex((arc) => arc && arc.shown);
  const held = old && document.activeElement === old.group;
  if (old) old.group.setAttribute("tabindex", -1);
  E.map.rover = next;
  if (next < 0) return;
  arcs[next].group.setAttribute("tabindex", 0);
  if (held && arcs[next] !== old) arcs[next].group.focus();
};
E.map.rove = (event, number) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key], chosen = event.key === "Enter" || event.key === " ";
  if (!way && !chosen) return;
  event.preventDefault();
  event.stopPropagation();
  if (chosen) return E.view.choose(E.view.setup.slots[number].actor, number);
  const shown = E.map.parts.arcs.flatMap((arc, i) => (arc && arc.shown ? [i] : []));
  E.map.roving(shown[(shown.indexOf(number) + way + shown.length) % shown.length]);
};

E.map.scale = () => {
  const { view } = E;
  const quantity = view.setup.variables[view.colour];
  if (!quantity) return null;
  if (quantity.high <= 1) return [quantity.low, quantity.high];
  const all = view.frames.flatMap((frame) => frame.actors[view.colour]);
  return [0, Math.max(1e-9, ...all)];
};

E.map.colours = (frame) => {
  const { view } = E, scale = E.map.scale();
  E.map.parts.land.forEach((path, i) => {
    path.setAttribute("class", scale ? "land" : `land ${view.setup.actors[i].side}`);
    path.style.fill = path.style.stroke = scale ? E.ramp((frame.actors[view.colour][i] - scale[0]) / (scale[1] - scale[0])) : "";
  });
  E.map.scaleLegend(scale);
};

E.map.dispute = ([i, j, rung]) => {
  const [a, b] = [E.view.setup.map.spots[i], E.view.setup.map.spots[j]];
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const points = Array.from({ length: 16 }, (_, k) => {
    const r = E.map.z * (k % 2 ? 1.3 : 3) * (0.7 + 0.15 * rung), angle = (k * Math.PI) / 8;
    return `${(x + r * Math.sin(angle)).toFixed(1)},${(y - r * Math.cos(angle)).toFixed(1)}`;
  });
  const names = [i, j].map((k) => E.view.setup.actors[k].title).join(" and ");
  return E.s("polygon", { class: `dispute rung${rung}`, points: points.join(" ") }, E.s("title", {}, `Dispute between ${names}, level ${rung} of 5`));
};

E.map.say = (number) => {
  const { view } = E, frame = view.frame();
  if (number < 0 || !frame) return E.put(E.id("hover"), "");
  const slot = view.setup.slots[number], size = frame.sizes[number];
  const amount = size === undefined ? "" : `, ${E.number(size)} ${slot.unit}`;
  const actor = view.setup.actors[slot.actor].called;
  E.put(E.id("hover"), E.h("span", {}, `${actor[0].toUpperCase()}${actor.slice(1)} ${slot.fact}${amount} (probability ${E.chance(frame.probability[number])})`));
};

E.map.legend = () => {
  E.map.legendKey = null;
  const { view } = E;
  const kinds = view.setup.kinds.map((kind, k) => E.h("button", { type: "button", class: "kind", "aria-pressed": String(!view.hidden.has(k)), title: "Show or hide",
    onclick: (event) => { view.hidden.delete(k) || view.hidden.add(k); event.currentTarget.setAttribute("aria-pressed", String(!view.hidden.has(k))); view.redraw(); } },
    E.s("svg", { viewBox: "0 0 14 4", class: "sample", "aria-hidden": "true" }, E.s("line", { class: `arc k${k}`, x1: 0, x2: 14, y1: 2, y2: 2, "stroke-width": kind.loud ? 2 : 1.1, "stroke-dasharray": kind.dash || null })), kind.label));
  const zooms = [...new Set(view.setup.actors.map((actor) => actor.home))].filter((home) => home !== "global");
  E.put(E.id("zoom"), E.h("option", { value: "" }, "whole disc"), zooms.map((home) => E.h("option", { value: home, selected: home === view.zoom }, home.replaceAll("_", " "))));
  E.put(E.id("legend"), E.h("div", { class: "kinds", role: "group", "aria-label": "Kinds of orders shown" }, kinds), E.h("div", { id: "scale" }));
};

E.map.scaleLegend = (scale) => {
  const key = [E.view.colour, scale && scale[1], E.theme()].join();
  if (E.map.legendKey === key) return;
  E.map.legendKey = key;
  const sides = [["partners", "the partners"], ["coalition", "defender and allies"], ["between", "in between"]];
  const quantity = E.view.setup.variables[E.view.colour];
  E.put(E.id("scale"), scale
    ? [E.h("span", {}, `${quantity.meaning}: ${E.number(scale[0])}`), E.h("span", { class: "gradient", style: `background:linear-gradient(90deg,${[0, 0.25, 0.5, 0.75, 1].map(E.ramp).join(",")})` }), E.h("span", {}, `${E.number(scale[1])} ${quantity.unit}`)]
    : sides.map(([side, said]) => E.h("span", { class: "sidekey" }, E.h("i", { class: `swatch ${side}` }), said)));
};
