// The effects that a finished sweep measured, where the server was given its folder.

import { h, id, put, s } from "./dom.js";
import { choice } from "./pieces.js";
import { few, number, spaced } from "./words.js";

// All rows, and which of them are shown.
export const shown = { rows: [], kind: "main", mix: "", all: false };

const MOST = 400;
const COLUMNS = ["mix", "outcome", "difference", "", "95 % interval", "without", "enough"];

const isClear = (row) => row.low_corrected * row.high_corrected > 0;

// The rows chosen, the clear ones first.
const chosen = () => {
  const { rows, kind, mix, all } = shown;
  const found = rows.filter((row) => row.kind === kind && (!mix || row.mix === mix) && (all || row.headline === "yes"));
  return [...found.filter(isClear), ...found.filter((row) => !isClear(row))];
};

export const draw = (panel) => {
  const found = chosen();
  const interval = "have a 95 % interval, corrected for all comparisons of their family, that leaves out zero";
  const count = `${found.filter(isClear).length} of ${found.length} paired differences`;
  const head = (name) => h("th", { scope: "col" }, name || h("span", { class: "unseen" }, "interval as a bar"));
  put(
    panel,
    filters(panel),
    h("p", { class: "faded" }, `${count} ${interval}; they come first.`),
    h(
      "table",
      { class: "moved effects" },
      h("thead", {}, h("tr", {}, COLUMNS.map(head))),
      h("tbody", {}, found.slice(0, MOST).map(line)),
    ),
  );
};

const filters = (panel) => {
  const { rows, kind, mix, all } = shown;
  const kinds = [...new Set(rows.map((row) => row.kind))];
  const mixes = [...new Set(rows.filter((row) => row.kind === kind).map((row) => row.mix))];
  const change = (name, values) => {
    Object.assign(shown, values);
    draw(panel);
    id(`effects-${name}`).focus();
  };
  const one = (name, said, options, selected, values) =>
    choice({ id: `effects-${name}`, "aria-label": said }, options, selected, (value) => change(name, values(value)));
  const everything = (event) => change("all", { all: event.target.checked });
  return h(
    "div",
    { class: "whohead" },
    one(
      "kind",
      "Kind of effect",
      kinds.map((name) => [name, name]),
      kind,
      (value) => ({ kind: value, mix: "" }),
    ),
    one(
      "mix",
      "Action or mix",
      [["", "every action or mix"], ...mixes.map((name) => [name, spaced(name)])],
      mix,
      (value) => ({ mix: value }),
    ),
    h(
      "label",
      {},
      h("input", { id: "effects-all", type: "checkbox", checked: all, onchange: everything }),
      " not only headline outcomes",
    ),
  );
};

const line = (row) => {
  const { low_corrected: low, high_corrected: high } = row;
  const known = low !== null;
  const figure = (said) => h("td", { class: "num" }, said);
  return h(
    "tr",
    { class: isClear(row) ? "" : "unclear" },
    h("td", {}, spaced(row.mix)),
    h("td", {}, spaced(row.outcome), h("span", { class: "faded" }, ` (${row.unit})`)),
    figure(few(row.difference)),
    h("td", {}, known ? interval(row) : ""),
    figure(known ? `${few(low)} to ${few(high)}` : "too few replicates"),
    figure(number(row.baseline_mean)),
    h("td", {}, row.enough),
  );
};

const interval = ({ low_corrected: low, high_corrected: high, difference }) => {
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const x = (value) => 40 + (38 * value) / most;
  return s(
    "svg",
    { class: "bar2 forest", viewBox: "0 0 80 14", "aria-hidden": "true" },
    s("line", { class: "zero", x1: 40, x2: 40, y1: 0, y2: 14 }),
    s("line", { class: "reachline", x1: x(low), x2: x(high), y1: 7, y2: 7 }),
    s("circle", { class: "bargrey", cx: x(difference), cy: 7, r: 3 }),
  );
};
