// What each mechanism did to each variable of an actor, its pairs included.

import { h, id } from "./dom.js";
import { movesOf } from "./orders.js";
import { bar } from "./pieces.js";
import { frame, view } from "./state.js";
import { number } from "./words.js";

// Each month is asked for once, when somebody asks why.
const asked = new WeakSet();
const ask = (frame) => {
  if (!asked.has(frame)) view.source.moved(frame.turn);
  asked.add(frame);
  return h("p", { class: "faded", id: "movedasked" }, "It is being worked out …");
};

// What was asked for has come: nothing else of the panel changes.
export const came = ({ turn, moved: found }) => {
  if (view.frames[turn]) view.frames[turn].moved = found;
  if (turn === view.now) id("movedasked")?.replaceWith(moved(frame()));
};

export const moved = (frame) => {
  if (!frame.moved) return ask(frame);
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
