// The disc: land once, then each month only what changes (fills, widths, what is shown).

import { choose } from "./actions.js";
import * as arcs from "./arcs.js";
import { ramp } from "./colours.js";
import { scaleOf } from "./curves.js";
import { attr, id, put, s, text, theme } from "./dom.js";
import { boxOf, star } from "./geometry.js";
import * as mapkey from "./mapkey.js";
import { view } from "./state.js";
import { month } from "./words.js";

let z = 1;
let parts = null;

// Two layers: what hardly ever changes below, so that the browser paints it once, and the month above.
export const build = () => {
  const { actors, map } = view.setup;
  const shown = boxOf(
    map.spots.filter((_, i) => actors[i].home === view.zoom),
    map.radius,
  );
  z = shown.z;
  parts = { land: actors.map(land), marks: actors.map(mark), disputes: s("g", { class: "disputes" }) };
  const viewBox = shown.box.join(" ");
  const below = s("svg", { viewBox, class: "mapsvg below", "aria-hidden": "true" }, ground(map, parts.land));
  const above = s(
    "svg",
    { viewBox, class: "mapsvg above", role: "group", "aria-label": "Polar map" },
    s("defs", {}, arcs.heads(z)),
    arcs.build(z),
    parts.disputes,
    parts.marks.map((one) => one.group),
  );
  put(id("map"), below, above);
  mapkey.build();
};

const land = (actor, i) => s("path", { class: "land", d: view.setup.map.spots[i].land, onclick: () => choose(i, -1) });

const ground = (map, lands) => {
  const R = map.radius;
  const unclaimed = ({ name, path }) =>
    s("path", { class: "disputed", d: path }, s("title", {}, `${name}: disputed, coloured for nobody`));
  return [
    s("defs", {}, s("clipPath", { id: "disc" }, s("circle", { r: R })), hatching()),
    s("circle", { class: "sea", r: R }),
    s(
      "g",
      { "clip-path": "url(#disc)" },
      map.circles.map((r) => s("circle", { class: "grid", r })),
      s("path", { class: "nobody", d: map.land }),
      lands,
      map.disputed.map(unclaimed),
      s("path", { class: "borders", d: map.borders }),
    ),
    s("circle", { class: "rim", r: R }),
  ];
};

const hatching = () =>
  s(
    "pattern",
    { id: "hatch", width: 2, height: 2, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    s("rect", { class: "hatchbase", width: 2, height: 2 }),
    s("line", { class: "hatchline", y2: 2 }),
  );

const mark = (actor, i) => {
  const { x, y, left, label, beyond } = view.setup.map.spots[i];
  const [cx, cy] = [x, y];
  const place = { x: x + (left ? -3.2 : 3.2) * z, y: y + 1.4 * z, "text-anchor": left ? "end" : "start" };
  const dot = s("circle", { class: `dot ${actor.side}`, cx, cy, r: 2 * z, "stroke-width": 0.6 * z });
  const group = s(
    "g",
    {
      class: "mark",
      tabindex: 0,
      role: "button",
      "aria-label": `${actor.title}, ${actor.role}`,
      onclick: () => choose(i, -1),
      onkeydown: (event) => event.key === "Enter" && choose(i, -1),
    },
    s("circle", { class: "hits", cx, cy, r: 4.2 * z }),
    dot,
    s("text", { class: "name", ...place, "font-size": 4.3 * z, "stroke-width": z }, label),
    s("title", {}, `${actor.title}: ${actor.role}${beyond ? " (beyond the rim)" : ""}`),
  );
  return { group, dot };
};

export const draw = (frame) => {
  arcs.draw(frame);
  colour(frame);
  parts.marks.forEach((one, i) => one.group.classList.toggle("chosen", i === view.actor));
  disputes(frame);
  text(id("mapmonth"), month(frame.month));
  const projected = frame.turn >= view.setup.projection;
  text(id("era"), projected ? "projection" : "history");
  attr(id("era"), "class", projected ? "era projected" : "era");
};

const colour = (frame) => {
  const quantity = view.setup.variables[view.colour];
  const scale = scaleOf(quantity, quantity ? view.frames.flatMap((one) => one.actors[view.colour]) : []);
  const share = (i) => (frame.actors[view.colour][i] - scale[0]) / (scale[1] - scale[0]);
  parts.land.forEach((path, i) => {
    attr(path, "class", scale ? "land" : `land ${view.setup.actors[i].side}`);
    const colour = scale ? ramp(share(i), theme()) : "";
    attr(path, "style", colour && `fill:${colour};stroke:${colour}`);
  });
  mapkey.draw(scale);
};

const disputes = (frame) => {
  const said = frame.disputes.join();
  if (parts.said !== said) put(parts.disputes, frame.disputes.map(dispute));
  parts.said = said;
};

const dispute = ([i, j, rung]) => {
  const { actors, map } = view.setup;
  const said = `Dispute between ${actors[i].title} and ${actors[j].title}, level ${rung} of 5`;
  const points = star(map.spots[i], map.spots[j], rung, z);
  return s("polygon", { class: `dispute rung${rung}`, points }, s("title", {}, said));
};
