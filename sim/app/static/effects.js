// The effects that a finished sweep measured, in plain names; those that matter first.

import { leverLabels } from "./chosen.js";
import { h, id, put } from "./dom.js";
import { interval } from "./forest.js";
import { grid } from "./grid.js";
import { amount, glyphs, markOf, sentence, strength, surely, unitOf } from "./marks.js";
import { choice } from "./pieces.js";
import { view } from "./state.js";
import { number } from "./words.js";

// All rows, the outcomes they are about and of which scenario, and which of them are shown.
export const shown = { rows: [], columns: {}, of: "", kind: "main", mix: "", all: false, declared: false };

const MOST = 200;
const KINDS = {
  main: "one action, whatever the others do",
  mix: "a mix, less doing nothing",
  interaction: "two actions together, beyond their sum",
  other: "an action beside the mixes",
};
const HEADS = ["Action", "Outcome", "Difference", "Interval", "How sure", "Without"];
const ORDER = ["moves", "open", "none", "unknown"];

export const heard = ({ columns, rows }, of) =>
  Object.assign(shown, { rows, of, mix: "", columns: Object.fromEntries(columns.map((one) => [one.outcome, one])) });

// The rows chosen: what moves most against what matters first, what nothing moves last.
const chosen = () => {
  const { rows, kind, mix, all, columns } = shown;
  return rows
    .filter((row) => row.kind === kind && (!mix || row.mix === mix) && (all || row.headline))
    .map((row) => ({ ...row, column: columns[row.outcome], mark: markOf(row.cell, columns[row.outcome]) }))
    .sort((a, b) => ORDER.indexOf(a.mark.kind) - ORDER.indexOf(b.mark.kind) || strength(b) - strength(a));
};

const moved = ({ cell }) => cell.difference !== null && cell.difference !== 0;

export const draw = (panel) => {
  if (shown.of !== view.plan.link.scenario)
    return put(panel, h("p", { class: "faded" }, "The effects are on their way …"));
  return shown.rows.length ? table(panel) : put(panel, empty());
};

const empty = () =>
  h(
    "p",
    {},
    "Every effect of a finished sweep stands here. There is none yet: run ",
    h("code", {}, "entente sweep --theories"),
    " and open the page anew, or name its folder with ",
    h("code", {}, "entente watch --results FOLDER"),
    ".",
  );

const table = (panel) => {
  const found = chosen();
  const told = found.filter(moved);
  const [sure, still] = [told.filter(({ mark }) => mark.kind === "moves").length, found.length - told.length];
  put(
    panel,
    filters(panel),
    h(
      "p",
      { class: "faded" },
      sure ? `${sure} of ${found.length} likely matter and come first` : `None of ${found.length} likely matters`,
      still ? `; ${still} on which nothing differs in any history are left out` : "",
      ". Intervals (95 %) hold for all comparisons of their kind at once.",
    ),
    grid(
      h(
        "table",
        { class: "moved effects" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            HEADS.map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h("tbody", {}, told.slice(0, MOST).map(line)),
      ),
      "td[data-tip]",
    ),
    told.length > MOST ? h("p", { class: "faded" }, `The first ${MOST} of ${told.length}.`) : "",
  );
};

const mixNamed = (mix) => {
  if (shown.declared) return mix;
  const names = leverLabels();
  const word = (name) => names[name] || { everything: "All recommended actions" }[name] || name.replaceAll("_", " ");
  return mix
    .split(" x ")
    .map((side) => side.split("+").map(word).join(" + "))
    .join(" × ");
};

const filters = (panel) => {
  const { rows, kind, mix } = shown;
  const kinds = Object.keys(KINDS).filter((name) => rows.some((row) => row.kind === name));
  const mixes = [...new Set(rows.filter((row) => row.kind === kind).map((row) => row.mix))];
  const change = (name, values) => {
    Object.assign(shown, values);
    draw(panel);
    id(`effects-${name}`).focus();
  };
  const one = (name, said, options, selected, values) =>
    choice({ id: `effects-${name}`, "aria-label": said }, options, selected, (value) => change(name, values(value)));
  const box = (name, said) => {
    const flip = (event) => change(name, { [name]: event.target.checked });
    return h(
      "label",
      {},
      h("input", { id: `effects-${name}`, type: "checkbox", checked: shown[name], onchange: flip }),
      ` ${said}`,
    );
  };
  const plain = mixes.map((name) => [name, mixNamed(name)]);
  return h(
    "div",
    { class: "whohead" },
    one(
      "kind",
      "Kind of effect",
      kinds.map((name) => [name, KINDS[name]]),
      kind,
      (value) => ({ kind: value, mix: "" }),
    ),
    one("mix", "Action or mix", [["", "every action or mix"], ...plain], mix, (value) => ({ mix: value })),
    box("all", "all outcomes, not only the main ones"),
    box("declared", "declared names"),
  );
};

const line = ({ mix, outcome, cell, column, mark }) => {
  const times = column.share ? 100 : 1;
  const said = { moves: amount(cell, column), open: "open", none: "no difference that matters", unknown: "–" }[
    mark.kind
  ];
  return h(
    "tr",
    { class: mark.kind === "moves" ? "" : "unclear" },
    h("td", {}, mixNamed(mix)),
    h(
      "td",
      { "data-tip": `${column.meaning}\n${outcome}` },
      shown.declared ? outcome : `${column.group}: ${column.label}`,
      h("span", { class: "faded" }, ` (${unitOf(column)})`),
    ),
    h("td", { class: "num", "data-tip": sentence(cell, column) }, `${glyphs(mark)} ${said}`),
    h("td", {}, interval(cell, column)),
    h("td", { class: "num" }, mark.chance === null ? "" : surely(mark.chance)),
    h("td", { class: "num" }, cell.without === null ? "" : number(times * cell.without)),
  );
};
