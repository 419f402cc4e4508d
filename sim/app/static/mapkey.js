// What stands below the map: the kinds of orders, shown or hidden, and what its colours mean.

import { redraw } from "./actions.js";
import { gradient } from "./colours.js";
import { h, id, put, s, theme } from "./dom.js";
import { view } from "./state.js";
import { number, spaced } from "./words.js";

const SIDES = [
  ["partners", "the partners"],
  ["coalition", "defender and allies"],
  ["between", "in between"],
];

let drawn = null;

export const build = () => {
  drawn = null;
  const homes = [...new Set(view.setup.actors.map((actor) => actor.home))].filter((home) => home !== "global");
  put(
    id("zoom"),
    h("option", { value: "" }, "whole disc"),
    homes.map((home) => h("option", { value: home, selected: home === view.zoom }, spaced(home))),
  );
  const kinds = view.setup.kinds.map(toggle);
  put(
    id("legend"),
    h("div", { class: "kinds", role: "group", "aria-label": "Kinds of orders shown" }, kinds),
    h("div", { id: "scale" }),
  );
};

const toggle = (kind, k) => {
  const pressed = () => String(!view.hidden.has(k));
  const flip = (event) => {
    if (!view.hidden.delete(k)) view.hidden.add(k);
    event.currentTarget.setAttribute("aria-pressed", pressed());
    redraw();
  };
  const stroke = { "stroke-width": kind.loud ? 2 : 1.1, "stroke-dasharray": kind.dash || null };
  const line = s("line", { class: `arc k${k}`, x1: 0, x2: 14, y1: 2, y2: 2, ...stroke });
  return h(
    "button",
    { type: "button", class: "kind", "aria-pressed": pressed(), title: "Show or hide", onclick: flip },
    s("svg", { viewBox: "0 0 14 4", class: "sample", "aria-hidden": "true" }, line),
    kind.label,
  );
};

// What the colours mean: the sides, or a variable from the lowest to the highest of its scale.
export const draw = (scale) => {
  const key = [view.colour, scale && scale[1], theme()].join();
  if (drawn === key) return;
  drawn = key;
  put(id("scale"), scale ? variable(scale) : SIDES.map(side));
};

const side = ([name, said]) => h("span", { class: "sidekey" }, h("i", { class: `swatch ${name}` }), said);

const variable = ([low, high]) => {
  const { meaning, unit } = view.setup.variables[view.colour];
  return [
    h("span", {}, `${meaning}: ${number(low)}`),
    h("span", { class: "gradient", style: `background:${gradient(theme())}` }),
    h("span", {}, `${number(high)} ${unit}`),
  ];
};
