// Compare: choices side by side on one scale, dose and response, every mix by an own weighting, what turns it.

import { handOn } from "./brief.js";
import { leverLabels } from "./chosen.js";
import { h, id, put } from "./dom.js";
import { forest } from "./forest.js";
import { heat } from "./heat.js";
import { choice } from "./pieces.js";
import { responses } from "./responses.js";
import { turns } from "./turns.js";
import { view } from "./state.js";

// What stands side by side, by key.
export const shown = { chosen: ["", "", ""] };

const MOST = 3;

// All that can be chosen: a key, a name and its cells.
const known = () => {
  const { answer, mixes, pinned, setup } = view;
  const names = leverLabels();
  const fixed = pinned.map(({ name, cells }, i) => [`pin${i}`, name, cells]);
  const alone = (name) => mixes?.mixes.find((mix) => mix.name === name)?.cells || answer.cells[name];
  const single = answer.actions.map((name) => [name, names[name], alone(name)]).filter(([, , cells]) => cells);
  const several = (mixes ? mixes.mixes : []).filter(({ actions }) => actions.length > 1);
  const every = setup.levers.filter((one) => one.recommended).length;
  const many = several.map(({ name, actions, cells }) => [
    name,
    actions.length === every ? "All recommended actions" : actions.map((one) => names[one]).join(" + "),
    cells,
  ]);
  return [...fixed, ...single, ...many];
};

export const draw = () => {
  if (!view.answer || !view.setup) return put(id("compare"), h("p", { class: "faded" }, "The answer is on its way …"));
  const mixes = view.mixes ? heat() : unswept();
  return put(id("compare"), sides(), responses("dose"), responses("timing"), mixes, turns());
};

const unswept = () =>
  h(
    "section",
    { class: "box part", "aria-label": "Every mix" },
    h("h2", {}, "Every mix"),
    h(
      "p",
      { class: "faded" },
      "All mixes with their scores and regret need a finished sweep: run ",
      h("code", {}, "entente sweep --theories"),
      ", then ",
      h("code", {}, "entente watch"),
      ".",
    ),
  );

const sides = () => {
  const options = known();
  const usual = options.slice(0, 2).map(([key]) => key);
  const keys = shown.chosen.some(Boolean) ? shown.chosen : [...usual, ""];
  const pick = (i) => (key) => {
    shown.chosen = keys.map((one, k) => (k === i ? key : one));
    draw();
  };
  const one = (key, i) =>
    choice(
      { id: `side${i}`, "aria-label": `Choice ${i + 1}` },
      [["", "–"], ...options.map(([name, said]) => [name, said])],
      key,
      pick(i),
    );
  const columns = keys.flatMap((key) => {
    const found = options.find(([name]) => name === key);
    return found ? [[found[1], found[2]]] : [];
  });
  return h(
    "section",
    { class: "box part", "aria-label": "Side by side" },
    h("h2", {}, "Side by side"),
    h(
      "p",
      { class: "faded" },
      "Each against doing nothing. A choice of your own doses is kept here with “Keep for comparing” under Doses.",
    ),
    h("div", { class: "presets" }, keys.slice(0, MOST).map(one)),
    columns.length ? forest(columns) : h("p", { class: "faded" }, "Choose one to three of them."),
    columns.length
      ? handOn(
          "comparison",
          "choices side by side",
          () => id("compare").firstChild,
          () => columns,
        )
      : "",
  );
};
