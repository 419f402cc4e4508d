// Doses: each action in its own unit, when it begins, how likely it is kept, what arrives, and what the whole changes.

import { enter } from "./actions.js";
import { arrivedOf } from "./arrived.js";
import { labels, progressOfBands } from "./chosen.js";
import { h, id, put } from "./dom.js";
import { forest } from "./forest.js";
import { withLevers } from "./links.js";
import { PRESETS, stepsOf, written } from "./presets.js";
import { frame, lastTurn, view } from "./state.js";
import { month, number, percent } from "./words.js";

let rows = [];

export const build = () => {
  rows = view.setup.levers.map(card);
  const take = (steps) => view.source.plan(withLevers(view, written(steps(view.setup))));
  const preset = ([name, steps]) => h("button", { type: "button", onclick: () => take(steps) }, name);
  put(
    id("doses"),
    h("h2", { class: "question" }, "What is done, how much of it, and from when?"),
    h(
      "div",
      { class: "presets", role: "group", "aria-label": "Ready-made choices" },
      PRESETS.map(preset),
      h("button", { type: "button", class: "quiet", onclick: () => view.source.clear() }, "Nothing"),
      h("button", { type: "button", class: "quiet", onclick: () => history.back() }, "↶ Undo"),
      h("button", { type: "button", class: "quiet", onclick: () => history.forward() }, "↷ Redo"),
    ),
    h(
      "div",
      { class: "dosegrid" },
      h(
        "div",
        { class: "cards" },
        rows.map((row) => row.shown),
      ),
      h("section", { id: "chosen", class: "box", "aria-label": "What this changes", role: "status" }),
    ),
  );
};

const card = (lever) => {
  const { name, label, meaning, said, passage, source, dose, dose_unit: unit, high, promises } = lever;
  const row = { lever };
  const set = (value) => {
    const [first] = stepsOf(view.plan, name);
    view.source.lever(name, first ? first[0] : Number(row.start.value), Math.min(high, Math.max(0, value / dose)));
  };
  // An amount that was set a moment ago is still on its way, before this month: the server hears both in their order.
  const begin = () =>
    (stepsOf(view.plan, name).length || Number(row.amount.value)) && view.source.start(name, Number(row.start.value));
  const attributes = { min: 0, max: high * dose, disabled: !view.source.live };
  row.amount = h("input", {
    id: `dose-${name}`,
    type: "number",
    step: "any",
    ...attributes,
    onchange: () => set(Number(row.amount.value)),
  });
  row.slider = h("input", {
    type: "range",
    step: dose / 20,
    ...attributes,
    "aria-label": `${label}, ${unit}`,
    oninput: () => set(Number(row.slider.value)),
  });
  row.start = h(
    "select",
    { "aria-label": `${label}: starting month`, onchange: begin },
    view.setup.months
      .slice(view.setup.projection)
      .map((one, i) => h("option", { value: i + view.setup.projection }, month(one))),
  );
  row.start.value = view.setup.projection;
  row.arrived = h("div", { class: "arrived" });
  const [chances, ramps] = [promises.map((one) => one.chance), promises.map((one) => one.ramp)];
  row.shown = h(
    "section",
    { class: "box card" },
    h("label", { class: "cardname", for: row.amount.id }, label),
    h("p", { class: "faded" }, `${meaning}.`),
    h("div", { class: "doserow" }, row.amount, h("span", {}, unit)),
    row.slider,
    h(
      "div",
      { class: "doserow faded" },
      "from ",
      row.start,
      ` grows over ${range(ramps, number)} months, kept in ${range(chances, percent)} of months`,
    ),
    row.arrived,
    h(
      "details",
      { class: "faded" },
      h("summary", {}, "Source, and every promise"),
      h("p", {}, `${dose.toLocaleString("en")} ${unit}: ${source}`),
      h("p", {}, `Passage ${passage}: ${said}`),
      h("ul", {}, promises.map(promise)),
    ),
  );
  return row;
};

const range = (values, said) => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? said(low) : `${said(low)} to ${said(high)}`;
};

const promise = ({ who, action, toward, amount, unit, ramp, chance, source }) =>
  h(
    "li",
    {},
    `${who}: ${action}${toward ? ` → ${toward}` : ""}, ${amount.toLocaleString("en")} ${unit} a month at the dose, `,
    `grown over ${ramp} months, kept in ${percent(chance)}. ${source}`,
  );

export const draw = () => {
  if (!rows.length || rows[0].lever !== view.setup.levers[0]) build();
  for (const row of rows) refresh(row);
  put(id("chosen"), chosen());
};

const refresh = ({ lever, amount, slider, start, arrived }) => {
  const steps = stepsOf(view.plan, lever.name);
  const dose = (steps.length ? steps[steps.length - 1][2] : 0) * lever.dose;
  slider.setAttribute("aria-valuetext", `${number(dose)} ${lever.dose_unit}`);
  // What was just chosen stays as it was put until the plan that answers it has come.
  if (!view.source.busy) {
    if (document.activeElement !== slider) slider.value = dose;
    if (document.activeElement !== amount) amount.value = Number(dose.toPrecision(4));
    if (document.activeElement !== start && steps.length) start.value = Math.max(steps[0][0], view.setup.projection);
  }
  put(arrived, dose ? arrivedOf(lever.name) : "");
};

const chosen = () => {
  const { plan, bands, answer } = view;
  if (plan.first === null || !answer)
    return h(
      "p",
      { class: "faded" },
      "Choose a dose or one of the ready-made choices: what it changes stands here, and what arrives on each card.",
    );
  const span = `${month(view.setup.months[plan.first])} to ${month(view.setup.months[lastTurn()])}`;
  const head = h("h3", {}, `What this changes, ${span}`);
  if (!bands || bands.first === null || view.waiting) return [head, h("p", { class: "faded" }, progressOfBands())];
  return [
    head,
    h("p", { class: "faded" }, labels(plan)),
    forest([["this choice", bands.cells]]),
    frame() ? toWorld() : "",
  ];
};

// Choices kept stand first on the screen that compares; the oldest goes when there are more than three.
const keep = () => {
  const { plan, bands } = view;
  view.pinned = [
    ...view.pinned.filter(({ name }) => name !== labels(plan)),
    { name: labels(plan), cells: bands.cells },
  ];
  view.pinned = view.pinned.slice(-3);
  enter("compare");
};

const toWorld = () =>
  h(
    "p",
    {},
    h("button", { type: "button", onclick: () => id("screen-world").click() }, "Watch it in the world"),
    " ",
    h("button", { type: "button", id: "keep", onclick: keep }, "Keep for comparing"),
  );
