// What would turn the conclusion: the parameters and the theories on which effects hang.

import { leverLabels } from "./chosen.js";
import { h } from "./dom.js";
import { supported, unitOf } from "./marks.js";
import { view } from "./state.js";
import { percent, spaced } from "./words.js";

const MOST = 24;

// Those of a study of sensitivity where there is one, else those of the sweep.
const known = () => {
  const [swept, studied] = [view.mixes || { drivers: [], rivals: [] }, view.studies?.drivers || []];
  return { drivers: studied.length ? studied : swept.drivers, rivals: swept.rivals };
};

export const turns = () => {
  const { drivers, rivals } = known();
  const turning = drivers.filter((one) => one.turns);
  const others = drivers.filter((one) => !one.turns);
  return h(
    "section",
    { class: "box part", "aria-label": "What turns the conclusion" },
    h("h2", {}, "What turns the conclusion"),
    h("h3", {}, "Assumptions with which an effect changes its sign or its size beyond what matters"),
    turning.length + others.length
      ? h("ul", { class: "turns" }, [...turning, ...others].slice(0, MOST).map(driver))
      : h(
          "p",
          { class: "faded" },
          view.mixes ? "No single parameter turns one, as far as this many sets can tell." : none(),
        ),
    h("h3", {}, "Rival theories under which an effect reads otherwise"),
    rivals.length
      ? h("ul", { class: "turns" }, rivals.map(rival))
      : h("p", { class: "faded" }, "None was played, or none changes a reading: entente sweep --theories plays them."),
  );
};

const none = () => [
  "This needs a finished study: run ",
  h("code", {}, "entente sweep --theories"),
  " or, for every parameter at once, ",
  h("code", {}, "entente study sensitivity"),
  ".",
];

const named = ({ action, outcome }) => {
  const column = view.answer.columns.find((one) => one.outcome === outcome);
  const label = leverLabels()[action] || "All recommended actions";
  return [label, column];
};

const driver = (one) => {
  const [label, column] = named(one);
  const times = column.share ? 100 : 1;
  const said = (value) => supported(times * value, null, null, true);
  return h(
    "li",
    { "data-tip": `Declared as ${one.parameter}` },
    h("b", {}, `${label}, ${column.label.toLowerCase()}`),
    ` hangs on ${one.meaning || spaced(one.parameter)}${one.contested ? " (literature disagrees)" : ""}: `,
    `${said(one.at_lowest)} ${unitOf(column)} where that is lowest, ${said(one.at_highest)} where it is highest`,
    one.share === null
      ? "."
      : `; it has a part in ${percent(Math.min(1, Math.max(0, one.share)))} of the spread of the effect.`,
  );
};

const THEORY = (name) => (name === "default" ? "as the model usually has it" : spaced(name.replace("=", ": ")));

const rival = (one) => {
  const [label, column] = named(one);
  const usual = one.readings.default || "";
  const other = Object.entries(one.readings).filter(([name, reading]) => name !== "default" && reading !== usual);
  return h(
    "li",
    {},
    h("b", {}, `${label}, ${column.label.toLowerCase()}`),
    ` (${one.verdict}): ${usual} ${THEORY("default")}; `,
    other.map(([name, reading]) => `${reading} under ${THEORY(name)}`).join("; "),
    ".",
  );
};
