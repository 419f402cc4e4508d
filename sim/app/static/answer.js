// The first screen: actions as rows, the outcomes that matter as columns, each cell a mark that opens its chain.

import { handOn } from "./brief.js";
import { ask } from "./chain.js";
import { leverLabels } from "./chosen.js";
import { h, id, put } from "./dom.js";
import { grid } from "./grid.js";
import { amount, glyphs, markOf, sentence, shortUnit, summary, surely } from "./marks.js";
import { view } from "./state.js";
import { month } from "./words.js";

const leverOf = (name) => view.setup.levers.find((lever) => lever.name === name);

export const draw = () => {
  const screen = id("answer");
  if (!view.answer || !view.setup) return put(screen, h("p", { class: "faded" }, "The answer is on its way …"));
  const { question } = view.answer;
  return put(
    screen,
    h("h2", { class: "question" }, question),
    said(),
    h("div", { class: "answerbox" }, grid(table(), ".cell button")),
    key(),
    h("p", { class: "origin faded" }, origin()),
    handOn("answer", "what each action changes", () => id("answer"), rows),
  );
};

const rows = () => {
  const { actions, cells } = view.answer;
  return actions.filter((name) => cells[name]).map((name) => [name, cells[name]]);
};

const said = () => {
  const told = progress() || summary(view.answer, leverLabels());
  const rows = told.flatMap(([head, text]) => [h("dt", {}, head), h("dd", {}, text)]);
  return h("div", { role: "status" }, h("dl", { class: "summary" }, rows));
};

// How far the playing is, or nothing once every row is there.
const progress = () => {
  const { actions, cells } = view.answer;
  const done = actions.filter((action) => cells[action]).length;
  return done === actions.length || view.answer.origin.kind === "sweep"
    ? null
    : [["Being played", `${done} of ${actions.length} actions, over ${view.answer.origin.replicates} histories each`]];
};

const table = () => {
  const { columns, actions } = view.answer;
  const groups = [...new Set(columns.map((column) => column.group))];
  const group = (name) =>
    h("th", { scope: "colgroup", colspan: columns.filter((one) => one.group === name).length, class: "group" }, name);
  const head = (column) =>
    h(
      "th",
      {
        scope: "col",
        "data-tip": `${column.meaning}\n${column.unit}; declared as ${column.outcome}`,
        class: first(column),
      },
      column.label,
    );
  return h(
    "table",
    { class: "answers" },
    h("caption", { class: "unseen" }, "What each action changes"),
    h(
      "thead",
      {},
      h("tr", {}, h("td", {}), groups.map(group)),
      h("tr", {}, h("th", { scope: "col" }, "Action, at its dose"), columns.map(head)),
    ),
    h("tbody", {}, actions.map(row)),
  );
};

const first = (column) => {
  const { columns } = view.answer;
  return columns.find((one) => one.group === column.group) === column ? "first" : "";
};

const row = (action) => {
  const { label, dose, dose_unit: unit, meaning, source, recommended } = leverOf(action);
  const { columns, cells } = view.answer;
  const amountOf = `${dose.toLocaleString("en")} ${unit}${recommended ? "" : "; not in the brief"}`;
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row", "data-tip": `${meaning}\n${source}` },
      h("span", { class: "rowname" }, label),
      h("span", { class: "faded dose" }, amountOf),
      h("span", { class: "narrowonly faded" }, still(action)),
    ),
    columns.map((column, i) => cell(action, column, cells[action] ? cells[action][i] : null)),
  );
};

// On a narrow screen what no action moves is said in a line.
const still = (action) => {
  const { columns, cells } = view.answer;
  const none = columns.filter((column, i) => cells[action] && markOf(cells[action][i], column).kind === "none");
  return none.length ? `= no difference that matters: ${none.map(({ label }) => label).join(", ")}` : "";
};

const WISH = { 1: " ✓", "-1": " ✗", 0: "" };

const cell = (action, column, found) => {
  if (!found) return h("td", { class: `cell ${first(column)}` }, h("span", { class: "faded" }, "…"));
  const mark = markOf(found, column);
  const tone = { 1: "good", "-1": "bad", 0: "" }[mark.good];
  const label = `${leverLabels()[action]}, ${column.group}, ${column.label}: ${sentence(found, column)}`;
  const numbers = mark.kind === "moves" ? `${amount(found, column)}${shortUnit(column) ? " pts" : ""}` : "";
  const leans = { 1: "▲", "-1": "▼" }[mark.way];
  const sure = { moves: `${surely(mark.chance)}${WISH[mark.good]}`, open: `${leans} ${surely(mark.chance)}` }[
    mark.kind
  ];
  return h(
    "td",
    { class: `cell ${first(column)} is-${mark.kind}`, "data-label": `${column.group}: ${column.label}` },
    h(
      "button",
      {
        type: "button",
        class: `mark-${mark.kind} sure${mark.sure} ${tone}`,
        "aria-label": label,
        "data-tip": `${column.label}\n${sentence(found, column)}`,
        onclick: () => ask(action, column.outcome),
      },
      h("span", { class: "glyph", "aria-hidden": "true" }, glyphs(mark)),
      numbers ? h("span", { class: "much", "aria-hidden": "true" }, numbers) : "",
      sure ? h("span", { class: "chance", "aria-hidden": "true" }, sure) : "",
    ),
  );
};

const KEY = [
  ["▲ ▼", "more, less: one for the smallest difference that matters, two for twice, three for five times"],
  ["▲ △", "filled: 90 % sure or more that it matters; hollow: two in three or more"],
  ["?", "open: the model cannot say; below it what speaks most for a difference that matters"],
  ["=", "90 % sure that no difference matters"],
  ["✓ ✗", "as the brief wishes, against it"],
];

const key = () =>
  h(
    "ul",
    { class: "answerkey" },
    KEY.map(([mark, text]) => h("li", {}, h("b", {}, mark), ` ${text}`)),
    h("li", {}, h("b", {}, "↵"), " choose a cell for what is done, link by link, many histories, and one to watch"),
  );

const origin = () => {
  const { kind, name, replicates, parameters, theories, months, stale } = view.answer.origin;
  const span = `${month(months[0])} to ${month(months[1])}`;
  if (kind === "played")
    return [
      `Played now: each action alone, ${replicates} paired histories, ${span}. `,
      "A sweep (entente sweep --theories) tells more: rival theories, doses, every mix.",
    ];
  const rivals = theories.length ? `, and under ${theories.length - 1} rival theories` : "";
  return [
    `From the finished sweep “${name}”: ${replicates} paired histories of each mix, parameters ${parameters}`,
    `${rivals}, ${span}. An action is averaged over every setting of the others; talks stand alone.`,
    stale ? " The sweep was made by another state of the model: make it anew with entente sweep --theories." : "",
  ];
};
