// Pairs: any variable of pairs as a matrix, row toward column.

import { choose, redraw } from "./actions.js";
import { inkOn, ramp } from "./colours.js";
import { h, put, s, theme } from "./dom.js";
import { grid } from "./grid.js";
import { choice } from "./pieces.js";
import { frame, view } from "./state.js";
import { number } from "./words.js";

const [SIDE, TALL, LEFT, TOP] = [44, 20, 96, 20];

let name = "";
let cells = [];

export const draw = (panel) => {
  const { actors, variables } = view.setup;
  const quantity = variables[view.pair];
  const values = frame().pairs[view.pair];
  const bounded = quantity.high <= 1;
  const low = bounded ? quantity.low : Math.min(0, ...values);
  const high = bounded ? quantity.high : Math.max(1, ...values);
  if (name !== view.pair || !panel.querySelector("svg.matrix")) build(panel, quantity);
  for (const { shown, rect, text, i, j } of cells) {
    const value = values[i * actors.length + j];
    const share = (value - low) / (high - low || 1);
    rect.style.fill = ramp(share, theme());
    text.textContent = value ? number(value) : "";
    text.style.fill = inkOn(share, theme());
    const said = `${quantity.label}, ${actors[i].title} toward ${actors[j].title}: ${number(value)}`;
    shown.setAttribute("aria-label", said);
    shown.dataset.tip = said;
  }
};

const build = (panel, quantity) => {
  name = view.pair;
  cells = [];
  const variables = Object.entries(view.setup.variables).filter(([, one]) => one.of === "pair");
  const options = variables.map(([key, one]) => [key, one.label]);
  const chosen = (value) => {
    view.pair = value;
    redraw();
  };
  const select = choice({ "aria-label": "Variable of pairs" }, options, view.pair, chosen);
  const said = h("p", {}, `${quantity.meaning} (${quantity.unit}); row toward column.`);
  put(panel, h("div", { class: "whohead" }, select, said), matrix(quantity));
};

const matrix = (quantity) => {
  const { actors, map } = view.setup;
  const n = actors.length;
  const row = (spot, i) =>
    s("text", { class: "head", x: LEFT - 5, y: TOP + i * TALL + 14, "text-anchor": "end" }, spot.label);
  const column = (actor, j) => {
    const place = { x: LEFT + (j + 0.5) * SIDE, y: TOP - 6, "text-anchor": "middle" };
    return s("text", { class: "head", ...place }, actor.name, s("title", {}, actor.title));
  };
  const toward = (i) => actors.map((_, j) => (i === j ? null : cell(i, j)));
  const drawn = s(
    "svg",
    {
      class: "matrix",
      role: "group",
      "aria-label": `${quantity.label} from each actor toward each other`,
      viewBox: `0 0 ${LEFT + n * SIDE} ${TOP + n * TALL}`,
    },
    map.spots.map(row),
    actors.map(column),
    actors.map((_, i) => s("g", { class: "row" }, toward(i))),
  );
  return grid(drawn, ".pair");
};

const cell = (i, j) => {
  const [x, y] = [LEFT + j * SIDE, TOP + i * TALL];
  const rect = s("rect", { x, y, width: SIDE - 1, height: TALL - 1 });
  const text = s("text", { class: "cell", x: x + SIDE / 2, y: y + 14, "text-anchor": "middle" });
  const chosen = () => choose(i, -1);
  const onkeydown = (event) => event.key === "Enter" && chosen();
  const shown = s("g", { class: "pair", role: "button", onclick: chosen, onkeydown }, rect, text);
  cells.push({ shown, rect, text, i, j });
  return shown;
};
