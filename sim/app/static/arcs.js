// The orders of the month as arcs: shown or hidden, wide or thin, pointed at, and walked along by keyboard.

import { choose } from "./actions.js";
import { dashes } from "./colours.js";
import { h, id, put, s } from "./dom.js";
import { nearest, pointsOf, widthOf } from "./geometry.js";
import { sentenceOf } from "./orders.js";
import { frame, view } from "./state.js";
import { chance, number } from "./words.js";

let arcs = [];
let z = 1;
let rover = -1;

// All arcs of a scenario, none of them shown yet; `scale` keeps them the same size when one comes closer.
export const build = (scale) => {
  const { slots, map } = view.setup;
  [z, rover] = [scale, -1];
  arcs = slots.map((slot, i) => (map.paths[i] ? arc(slot, i, map.paths[i]) : null));
  return s(
    "g",
    {
      class: "arcs",
      onclick: (event) => select(pointedAt(event)),
      onpointermove: (event) => say(pointedAt(event)),
      onpointerleave: () => say(-1),
    },
    arcs.map((one) => one && one.group),
  );
};

// The heads of the arrows, one a kind.
export const heads = (scale) =>
  view.setup.kinds.map((kind, k) => {
    const side = scale * (kind.loud ? 3.2 : 2.6);
    const size = { markerWidth: side, markerHeight: side, markerUnits: "userSpaceOnUse", orient: "auto" };
    const head = s("path", { class: `k${k} head`, d: "M0,0L6,3L0,6Z" });
    return s("marker", { id: `head${k}`, viewBox: "0 0 6 6", refX: 4.5, refY: 3, ...size }, head);
  });

const arc = (slot, i, d) => {
  const dash = dashes(view.setup.kinds[slot.kind].dash, z);
  const head = `url(#head${slot.kind})`;
  const line = s("path", { class: `arc k${slot.kind}`, d, "stroke-dasharray": dash, "marker-end": head });
  const reach = s("path", { class: "reach", d, "data-slot": i, "stroke-width": 3 * z });
  const group = s(
    "g",
    {
      class: "given",
      style: "display:none",
      role: "button",
      tabindex: -1,
      "aria-label": `${view.setup.actors[slot.actor].title} ${slot.fact}`,
      "data-order": i,
      onkeydown: (event) => walk(event, i),
      onfocus: (event) => event.currentTarget.matches(":focus-visible") && say(i),
      onblur: () => say(-1),
    },
    reach,
    line,
  );
  return { group, line, points: pointsOf(d), width: 0, shown: false };
};

const select = (i) => choose(view.setup.slots[i].actor, i);

const pointedAt = (event) => {
  const onto = event.currentTarget.getScreenCTM().inverse();
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(onto);
  return nearest(arcs, x, y);
};

// Faint is what neither is nor touches what is chosen.
const faint = (i) => {
  const { slot, actor, setup } = view;
  if (slot >= 0) return i !== slot;
  return actor >= 0 && setup.slots[i].actor !== actor && setup.slots[i].target !== actor;
};

export const draw = (month) => {
  const { slots, kinds } = view.setup;
  arcs.forEach((one, i) => {
    if (!one) return;
    const { kind, action } = slots[i];
    const shown = month.issued[i] === 1 && !view.hidden.has(kind);
    if (shown !== one.shown) one.group.style.display = shown ? "" : "none";
    one.shown = shown;
    if (!shown) return;
    const width = z * widthOf(action, kinds[kind].loud, month.sizes[i]) * (view.slot === i ? 1.8 : 1);
    if (width !== one.width) one.line.style.strokeWidth = width;
    one.width = width;
    one.group.classList.toggle("faint", faint(i));
  });
  rove();
};

// One arc at a time can be reached with Tab; up and down go on to the others of the month.
const rove = (wanted = rover) => {
  const old = arcs[rover];
  const next = arcs[wanted] && arcs[wanted].shown ? wanted : arcs.findIndex((one) => one && one.shown);
  const held = old && document.activeElement === old.group;
  if (old) old.group.setAttribute("tabindex", -1);
  rover = next;
  if (next < 0) return;
  arcs[next].group.setAttribute("tabindex", 0);
  if (held && arcs[next] !== old) arcs[next].group.focus();
};

const walk = (event, i) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = event.key === "Enter" || event.key === " ";
  if (!way && !chosen) return;
  event.preventDefault();
  event.stopPropagation();
  if (chosen) return select(i);
  const shown = arcs.flatMap((one, k) => (one && one.shown ? [k] : []));
  rove(shown[(shown.indexOf(i) + way + shown.length) % shown.length]);
};

// The line below the map: which order is meant, how large it is and how likely it was.
const say = (i) => {
  const month = frame();
  if (i < 0 || !month) return put(id("hover"), "");
  const size = month.sizes[i];
  const amount = size === undefined ? "" : `, ${number(size)} ${view.setup.slots[i].unit}`;
  const said = `${sentenceOf(view.setup, i)}${amount} (probability ${chance(month.probability[i])})`;
  return put(id("hover"), h("span", {}, said));
};
