// Every mix as a row, every outcome as a column; sorted by a column, or by a weighting of one's own, with regret.

import { leverLabels } from "./chosen.js";
import { inkOn, ramp } from "./colours.js";
import { h, id, theme } from "./dom.js";
import { grid } from "./grid.js";
import { glyphs, markOf, sentence } from "./marks.js";
import { choice } from "./pieces.js";
import { view } from "./state.js";
import { ordered, ranked } from "./weigh.js";
import { number, spaced } from "./words.js";

// Weights by outcome, and what the rows are sorted by: "score", "regret" or the place of a column.
export const wanted = { name: "", weights: {}, sort: "score" };

const FULL = 5;
const OWN = "own";

const weightsOf = () => {
  const { weightings } = view.mixes;
  if (wanted.name) return wanted.weights;
  Object.assign(wanted, { name: weightings[0].name, weights: { ...weightings[0].weights } });
  return wanted.weights;
};

const redraw = () => {
  const focused = document.activeElement && document.activeElement.id;
  id("heat").replaceWith(heat());
  if (focused) id(focused)?.focus();
};

export const heat = () => {
  const { mixes, outcomes } = view.mixes;
  const weights = weightsOf();
  const found = ranked(
    view.mixes,
    outcomes.map((name) => weights[name] || 0),
  );
  const rows = [...mixes, { name: "baseline", actions: [], cells: null }];
  const sorts = {
    score: () => found.map((one) => one.score),
    regret: () => found.map((one) => -one.regret),
  };
  const by = sorts[wanted.sort] || (() => rows.map(({ cells }) => (cells ? cells[wanted.sort].difference || 0 : 0)));
  return h(
    "section",
    { class: "box part", id: "heat", "aria-label": "Every mix" },
    h("h2", {}, `Every mix: ${rows.length}, sorted by ${sortedBy()}`),
    weighting(),
    table(
      ordered(by()).map((i) => rows[i]),
      ordered(by()).map((i) => found[i]),
    ),
    h(
      "p",
      { class: "faded note" },
      "Cells: difference to doing nothing in smallest differences that matter; empty below half of one. ",
      "Score: their weighed sum. ",
      "Regret: by how much the best mix under each parameter set would have been better, on the average over sets.",
    ),
  );
};

const sortedBy = () => {
  const column = view.answer.columns[wanted.sort];
  return column ? `${column.label.toLowerCase()}, most first` : `${wanted.sort} under the weighting below`;
};

const weighting = () => {
  const { weightings, outcomes } = view.mixes;
  const options = [...weightings.map(({ name, title }) => [name, title]), [OWN, "My own"]];
  const chosen = weightings.find(({ name }) => name === wanted.name);
  const pick = (name) => {
    const found = weightings.find((one) => one.name === name);
    Object.assign(wanted, { name, weights: found ? { ...found.weights } : { ...wanted.weights } });
    redraw();
  };
  return h(
    "div",
    {},
    h("div", { class: "presets" }, choice({ id: "weighting", "aria-label": "Weighting" }, options, wanted.name, pick)),
    h("p", { class: "faded" }, chosen ? chosen.reason : "Weights of your own: what one smallest difference is worth."),
    h(
      "details",
      { open: wanted.name === OWN },
      h("summary", {}, "Weights"),
      h("div", { class: "weights" }, outcomes.map(weight)),
    ),
  );
};

const titleOf = (outcome) => {
  const column = view.answer.columns.find((one) => one.outcome === outcome);
  return column ? column.label : spaced(outcome.replace(/_mean|_a_year/, ""));
};

const weight = (outcome) => {
  const change = (event) => {
    wanted.weights[outcome] = Number(event.target.value) || 0;
    wanted.name = OWN;
    redraw();
  };
  return h(
    "label",
    {},
    h("input", {
      id: `weight-${outcome}`,
      type: "number",
      step: 0.1,
      min: -10,
      max: 10,
      value: wanted.weights[outcome] || 0,
      onchange: change,
    }),
    ` ${titleOf(outcome)}`,
  );
};

const table = (rows, found) => {
  const { columns } = view.answer;
  const sort = (name, said, title) => {
    const onclick = () => {
      wanted.sort = name;
      redraw();
    };
    const by = wanted.sort === name;
    return h(
      "th",
      { scope: "col", title, "aria-sort": by ? "descending" : null },
      h("button", { type: "button", class: "link", id: `sort-${name}`, onclick }, said, by ? " ▾" : ""),
    );
  };
  return h(
    "div",
    { class: "wide" },
    grid(
      h(
        "table",
        { class: "heat" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, h("span", { class: "unseen" }, "Mix")),
            mixed().map((name) => h("th", { scope: "col", class: "part-of" }, leverLabels()[name])),
            sort("score", "Score"),
            sort("regret", "Regret"),
            columns.map((column, i) => sort(i, column.label, `${column.group}: ${column.meaning}`)),
          ),
        ),
        h(
          "tbody",
          {},
          rows.map((row, i) => line(row, found[i])),
        ),
      ),
      "td[data-tip]",
    ),
  );
};

const mixed = () => view.setup.levers.filter((one) => one.recommended).map(({ name }) => name);

const line = ({ actions, cells }, { score, regret }) => {
  const names = leverLabels();
  const said = actions.length ? actions.map((name) => names[name]).join(" + ") : "Nothing";
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("span", { class: "unseen" }, said)),
    mixed().map((name) =>
      h("td", { class: "part-of", "aria-hidden": "true", title: said }, actions.includes(name) ? "●" : "·"),
    ),
    h("td", { class: "num" }, number(score, true)),
    h("td", { class: "num" }, number(regret)),
    view.answer.columns.map((column, i) => (cells ? cell(cells[i], column) : h("td", {}))),
  );
};

const tipOf = (found, column) => `${column.group}: ${column.label}\n${sentence(found, column)}`;

const tenths = (value) => `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`;

const cell = (found, column) => {
  const times = found.difference / (column.least || Infinity);
  if (Math.abs(times) < 0.5) return h("td", { "data-tip": tipOf(found, column) });
  const share = Math.min(1, Math.abs(times) / FULL);
  const mark = markOf(found, column);
  const glyph = glyphs({ ...mark, size: 1 });
  const style = `background:${ramp(share, theme())};color:${inkOn(share, theme())}`;
  return h(
    "td",
    { class: "num", style, "data-tip": tipOf(found, column) },
    `${glyph === "=" ? "" : glyph} ${tenths(times)}`,
  );
};
