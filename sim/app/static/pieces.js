// Small parts that several panels share.

import { h, s } from "./dom.js";
import { view } from "./state.js";
import { number } from "./words.js";

// A passage of the brief as a button that unfolds what it says, in place.
export const passage = (key) => {
  const { passages, works } = view.setup;
  if (!passages[key]) return h("span", { class: "cite" }, works[key] || key);
  const { section, paraphrase } = passages[key];
  const said = h("span", { class: "said", hidden: true }, `Passage ${key} (${section}): ${paraphrase}`);
  const unfold = (event) => {
    event.stopPropagation();
    said.hidden = !said.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!said.hidden));
  };
  const title = `What passage ${key} of the brief says`;
  const button = h("button", { type: "button", class: "cite", "aria-expanded": "false", title, onclick: unfold }, key);
  return h("span", { class: "passage" }, button, said);
};

// A list to choose from: pairs of value and word.
export const choice = (attributes, options, chosen, onchange) =>
  h(
    "select",
    { ...attributes, onchange: (event) => onchange(event.target.value) },
    options.map(([value, said]) => h("option", { value, selected: String(value) === String(chosen) }, said)),
  );

export const actorChoice = (chosen, everyone, onchange, label) => {
  const options = [[-1, everyone], ...view.setup.actors.map((actor, i) => [i, actor.title])];
  return choice({ "aria-label": label }, options, chosen, (value) => onchange(Number(value)));
};

export const link = (onclick, attributes, ...said) =>
  h("button", { type: "button", class: "link", onclick, ...attributes }, ...said);

// A value as a bar to the right or left of nothing, as long as its share of the most.
export const bar = (value, most, base) => {
  const reach = 58 * Math.min(1, Math.abs(value) / most);
  const kind = base ? "bargrey" : value > 0 ? "barfor" : "baragainst";
  return s(
    "svg",
    { class: "bar2", viewBox: "0 0 160 14", role: "img", "aria-label": number(value, true) },
    s("line", { class: "zero", x1: 62, x2: 62, y1: 0, y2: 14 }),
    s("rect", { class: kind, x: value > 0 ? 62 : 62 - reach, y: 3, width: reach, height: 8 }),
    s("text", { class: "barvalue", x: 158, y: 11, "text-anchor": "end" }, number(value, true)),
  );
};
