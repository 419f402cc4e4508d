// What each mechanism did to each variable of an actor, its pairs included.

import { h } from "./dom.js";
import { movesOf } from "./orders.js";
import { bar } from "./pieces.js";
import { view } from "./state.js";
import { number } from "./words.js";

export const moved = (frame) => {
  const rows = movesOf(view.setup, frame, view.actor);
  if (!rows.length) return h("p", {}, "Nothing.");
  const heads = ["variable", "after", "by mechanism"].map((said) => h("th", { scope: "col" }, said));
  return h("table", { class: "moved" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows.map(line)));
};

const line = ({ variable, other, parts, after, most }) => {
  const { actors, variables } = view.setup;
  const { label, meaning, unit } = variables[variable];
  const toward = other < 0 ? "" : ` toward ${actors[other].called}`;
  return h(
    "tr",
    {},
    h("th", { scope: "row", title: `${meaning} (${unit})` }, label, toward),
    h("td", { class: "num" }, number(after)),
    h(
      "td",
      {},
      parts.map(([mechanism, by]) => move(mechanism, by, most)),
    ),
  );
};

const move = (mechanism, by, most) => {
  const { name, meaning } = view.setup.mechanisms[mechanism];
  return h("div", { class: "move", title: meaning }, h("span", {}, name), bar(by, most));
};
