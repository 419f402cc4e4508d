// One cell opened: what is done and what arrives, link by link, over many histories, and one history that shows it.

import { done, links } from "./dose_stage.js";
import { h, id, put } from "./dom.js";
import { histogram } from "./histogram.js";
import { amount, sentence } from "./marks.js";
import { view } from "./state.js";
import { month, number } from "./words.js";

// Open the chain of an action and an outcome; the histories are played meanwhile.
export const ask = (action, outcome) => {
  view.asked = { action, outcome, example: null };
  draw();
  const box = id("chain");
  if (!box.open) box.showModal();
  box.scrollTop = 0;
  view.source.example(action, outcome);
};

// An example has come: it belongs here if it is still what is asked.
export const shown = (example) => {
  const { asked } = view;
  if (!asked || asked.action !== example.action || asked.outcome !== example.outcome) return;
  asked.example = example;
  draw();
};

const draw = () => {
  const { action, outcome, example } = view.asked;
  const { columns, cells, stages, chains } = view.answer;
  const place = columns.findIndex((one) => one.outcome === outcome);
  const [column, lever] = [columns[place], view.setup.levers.find((one) => one.name === action)];
  put(
    id("chainbody"),
    h("h2", { id: "chainhead" }, `${lever.label} → ${column.group}: ${column.label}`),
    h("p", { class: "strongline" }, sentence(cells[action][place], column), " ", without(cells[action][place], column)),
    h("p", { class: "faded" }, theories(cells[action][place])),
    h("h3", {}, "1 · What is done, and what arrives"),
    done(lever, stages[action]),
    h("h3", {}, "2 · Link by link"),
    links(chains[action] || []),
    h("h3", {}, "3 · Over many histories"),
    example
      ? histories(example, column)
      : h("p", { class: "faded", role: "status" }, "The histories are being played …"),
    h("h3", {}, "4 · One history that shows it"),
    example ? one(example, column) : h("p", { class: "faded" }, "…"),
  );
};

const scaled = (value, { share }) => `${number(share ? 100 * value : value)}${share ? " %" : ""}`;

const without = (cell, column) =>
  cell.without === null ? "" : `Without it: ${scaled(cell.without, column)} ${column.share ? "" : column.unit}.`;

const theories = ({ theories }) => (theories ? `Under rival theories: ${theories}.` : "");

const histories = (example, column) => {
  const { counts, mean } = example;
  const of = counts.reduce((sum, one) => sum + one, 0);
  const told = amount({ difference: mean, low: null, high: null }, column);
  return h(
    "div",
    {},
    histogram(example, column),
    h(
      "p",
      { class: "faded" },
      `Each of ${of} histories with the action less the same history without it; the mean is ${told}. `,
      "Played now with the same parameter sets, their past simulated too.",
    ),
  );
};

const one = (example, column) => {
  const { replicate, without: before, under, action } = example;
  const link = new URLSearchParams(view.plan.link);
  for (const { name } of view.setup.levers) link.delete(name);
  link.set("replicate", replicate);
  link.set(action, `${view.setup.projection}:1`);
  link.set("screen", "world");
  link.set("month", view.setup.months[Math.min(view.setup.projection + 24, view.setup.months.length - 1)]);
  const jump = () => {
    id("chain").close();
    view.source.open(`?${link}`);
  };
  return h(
    "p",
    {},
    `History no. ${replicate} is nearest to the mean: ${scaled(before, column)} without, `,
    `${scaled(under, column)} with. `,
    h("button", { type: "button", class: "strong", id: "watch-example", onclick: jump }, "Watch this history"),
    h("span", { class: "faded" }, ` (the action begins in ${month(example.month)})`),
  );
};
