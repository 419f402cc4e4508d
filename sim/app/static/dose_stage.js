// What an action promises and what became of it, and the links of its chain, as tables.

import { supported } from "./marks.js";
import { h } from "./dom.js";
import { number, percent } from "./words.js";

const HEADS = [
  ["Order", ""],
  ["Unit", ""],
  ["Promised", "what the action promises, were every promise kept"],
  ["Kept", "of it what was adopted, kept and legal"],
  ["Without", "what goes out under the same order without the action"],
  ["Given", "what went out more than without"],
  ["Delivered", "what arrived more than without"],
  ["Crowded out", "how much less others delivered of the same"],
  ["At a ceiling", "share of kept months in which stock, transport, men or money allowed less"],
];

const figure = (said) => h("td", { class: "num" }, said);
const told = ([value, low, high]) => supported(value, low, high, true);
const interval = ([, low, high]) => (low === null ? "" : `95 % interval ${number(low, true)} to ${number(high, true)}`);
const ranged = (three) => h("td", { class: "num", title: interval(three), tabindex: 0 }, told(three));

export const done = (lever, stages) => {
  if (!stages || !stages.length) return promised(lever);
  const line = (one) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, `${one.who}: ${one.action}${one.toward ? ` → ${one.toward}` : ""}`),
      h("td", { class: "unitcell" }, one.unit),
      figure(number(one.promised)),
      figure(number(one.kept)),
      figure(number(one.without)),
      ranged(one.given),
      ranged(one.delivered),
      ranged(one.crowded_out),
      figure(one.at_ceiling === null ? "" : percent(one.at_ceiling)),
    );
  const head = ([name, title]) => h("th", { scope: "col", title }, name);
  return h(
    "div",
    { class: "wide", tabindex: 0, role: "group", "aria-label": "What is done, a month" },
    h(
      "table",
      { class: "moved stage" },
      h("thead", {}, h("tr", {}, HEADS.map(head))),
      h("tbody", {}, stages.map(line)),
    ),
  );
};

// Without a sweep only what is promised is known.
export const promised = (lever) =>
  h(
    "ul",
    { class: "promises" },
    lever.promises.map(({ who, action, toward, amount, unit, ramp, chance, source }) =>
      h(
        "li",
        { title: source, tabindex: 0 },
        `${who}: ${action}${toward ? ` → ${toward}` : ""}, ${number(amount)} ${unit} a month, `,
        `${ramp > 1 ? `grown over ${ramp} months, ` : ""}kept in ${percent(chance)} of months`,
      ),
    ),
  );

const VERDICTS = {
  alive: ["●", "moves as expected"],
  contested: ["◐", "moves; theory disagrees which way"],
  contrary: ["◑", "moves the other way"],
  unclear: ["○", "unclear"],
  dead: ["×", "hardly moves"],
  "not modelled": ["–", "not in the model"],
  "": ["·", "not measured here"],
};

export const links = (rows) => {
  if (!rows.length) return h("p", { class: "faded" }, "No chain is written down for this action in this scenario.");
  const item = (row) => {
    const [mark, meaning] = VERDICTS[row.verdict] || VERDICTS[""];
    const measured = row.at_low === null ? "" : ` ${number(row.at_low)} → ${number(row.at_high)} ${row.unit}`;
    return h(
      "li",
      { title: `${row.because}` },
      h("span", { class: "verdictmark", "aria-label": meaning }, mark),
      row.name,
      h("span", { class: "faded" }, measured),
    );
  };
  const chains = [...new Set(rows.map((row) => row.title))];
  const known = rows.some((row) => row.verdict);
  return h(
    "div",
    {},
    chains.map((title) =>
      h(
        "details",
        { open: chains.length === 1 },
        h("summary", {}, title),
        h("ol", { class: "links" }, rows.filter((row) => row.title === title).map(item)),
      ),
    ),
    h(
      "p",
      { class: "faded" },
      known
        ? [
            "Each link was forced from low to high, all else playing on: ● moves as expected, ",
            "◐ moves and theory disagrees which way, ○ unclear, × hardly moves.",
          ]
        : "Measure every link with entente trace --chain all --out results/chains; the figures then stand here.",
    ),
  );
};
