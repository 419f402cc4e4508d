// What stands above the charts: what is shown, what its lines mean, and what the plan changes in words.

import { names } from "./branches.js";
import { h, id } from "./dom.js";
import { tell, view } from "./state.js";

// Shown are the levels of both courses, or the paired difference between them.
export const changing = () => view.measure === "change" && view.bands !== null && view.bands.first !== null;

const measure = (name) => {
  view.measure = name;
  tell("bands");
  id(`measure-${name}`).focus();
  tell("link");
};

const measures = () => {
  const one = (name, said, pressed) =>
    h(
      "button",
      { type: "button", id: `measure-${name}`, "aria-pressed": String(pressed), onclick: () => measure(name) },
      said,
    );
  return h(
    "span",
    { class: "measures", role: "group", "aria-label": "What the charts show" },
    one("level", "Levels", !changing()),
    one("change", "Difference", changing()),
  );
};

const entry = (said, ...marks) =>
  h(
    "span",
    {},
    marks.map((mark) => h("i", { class: mark })),
    said,
  );

// This history, and beside it the course from which it was branched, each by what only it has.
const histories = () => {
  if (!view.plan.branch) return [entry("this history", "ownline")];
  const { was, now } = names();
  return [entry(`this history, ${now}`, "ownline"), entry(`the same luck, ${was}`, "wasline")];
};

export const key = () => {
  const planned = view.plan.first !== null;
  const levels = [
    planned ? measures() : null,
    ...histories(),
    entry("many histories without action: median, 50 % and 90 %", "basearea", "baseline"),
    planned ? entry("the same under your choice", "yourarea") : null,
    entry("on record, with its range", "record"),
  ];
  const differences = () => [
    measures(),
    entry("your choice less no action, history by history: mean, 95 % interval", "yourarea"),
    entry("no difference", "baseline"),
    entry("less than matters; all charts reach equally far beyond, counted in it", "mattering"),
  ];
  return h("div", { class: "key" }, changing() ? differences() : levels);
};

export const verdicts = () => {
  const found = view.bands ? view.bands.differences : [];
  if (!found.length) return "";
  const clear = found.filter((one) => one.clear).length;
  const over = `over ${view.bands.replicates} paired histories`;
  const item = (one) => h("li", { title: one.meaning, class: one.clear ? "" : "unclear" }, one.words);
  return h(
    "details",
    { class: "verdicts" },
    h(
      "summary",
      {},
      `What your choice changes: ${clear} of ${found.length} outcomes differ clearly by what may matter, ${over}`,
    ),
    h("ul", {}, found.map(item)),
  );
};
