// Levers: an intensity and a starting month each, and what they changed in one line.

import { attr, h, id, put, text } from "./dom.js";
import { summary } from "./marks.js";
import * as presets from "./presets.js";
import { lastTurn, view } from "./state.js";
import { month, number } from "./words.js";

const STEP = 0.05;

// What an intensity comes to in the action's own unit.
export const doseOf = ({ dose }, intensity) => number(dose * intensity);

const CHOICE = "choice";

let rows = [];

export const build = () => {
  rows = view.setup.levers.map(made);
  put(
    id("leverrows"),
    rows.map((row) => row.shown),
  );
};

const made = (lever) => {
  const { setup, source } = view;
  const row = { lever, value: h("output", {}), wanted: setup.projection };
  const { low, high, said, passage, meaning, label, source: cited, dose_unit: unit } = lever;
  row.slider = h("input", {
    id: `lever-${lever.name}`,
    type: "range",
    min: low,
    max: high,
    step: STEP,
    value: low,
    disabled: !source.live,
    title: `${meaning}. ${said} (passage ${passage}). ${cited}`,
    oninput: () => moved(row),
  });
  row.start = h(
    "select",
    { "aria-label": `${label}: starting month`, disabled: !source.live, onchange: () => started(row) },
    setup.months.map((one, turn) => h("option", { value: turn }, month(one))),
  );
  row.shown = h(
    "div",
    { class: "lever" },
    h("label", { for: row.slider.id }, label),
    h("div", { class: "slide" }, row.slider, row.value),
    h("span", { class: "from" }, `${unit}, from `, row.start),
  );
  return row;
};

const started = (row) => {
  row.wanted = Number(row.start.value);
  view.source.start(row.lever.name, row.wanted);
};

const stepsOf = ({ name }) => presets.stepsOf(view.plan, name);

// The past stays: a lever acts from the month after the one shown, or later if it is set to start later.
const moved = ({ lever, slider, start, value }) => {
  const [first] = stepsOf(lever);
  const next = view.now < lastTurn() ? view.now + 1 : 0;
  const turn = first && first[0] <= view.now ? next : Math.max(Number(start.value), next);
  value.textContent = doseOf(lever, Number(slider.value));
  view.source.lever(lever.name, Math.min(turn, lastTurn()), Number(slider.value));
};

const hold = (control, value) => {
  if (Number(control.value) !== value) control.value = value;
};

export const draw = () => {
  const next = Math.min(view.now + 1, lastTurn());
  for (const { lever, slider, start, value, wanted } of rows) {
    const steps = stepsOf(lever);
    const set = steps.length ? steps[steps.length - 1][2] : 0;
    if (!view.source.busy && document.activeElement !== slider) hold(slider, set);
    text(value, doseOf(lever, Number(slider.value)));
    attr(slider, "aria-valuetext", `${value.textContent} ${lever.dose_unit}`);
    // At the last month there is no later one to begin in: a new action then begins where the projection does.
    const begins = view.now < lastTurn() ? Math.max(wanted, next) : wanted;
    if (document.activeElement !== start) hold(start, steps.length ? steps[0][0] : begins);
  }
  id("clear").disabled = !view.plan.steps.length && !view.plan.orders.length;
};

export const verdict = () => put(id("verdict"), words());

const words = () => {
  const { plan, bands, waiting } = view;
  if (plan.first === null) return "Move one, and see at once what it changes over many histories.";
  if (!bands || waiting) return "Playing the histories …";
  if (!view.answer) return "";
  const { columns } = view.answer;
  const choice = { actions: [CHOICE], columns, cells: { [CHOICE]: bands.cells } };
  return summary(choice, { [CHOICE]: "" }).flatMap(([head, text]) => [h("b", {}, `${head}: `), `${text}. `]);
};
