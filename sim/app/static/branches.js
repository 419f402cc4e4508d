// Branches: two courses of the same history, what is done in each, and what differs in the month shown.

import { labels, partsOf } from "./chosen.js";
import { apart, differences, matters, ordersApart, said } from "./courses.js";
import { h, refill } from "./dom.js";
import { backOf, branched, unbranched } from "./links.js";
import { sentenceOf } from "./orders.js";
import { open } from "./actions.js";
import { view } from "./state.js";
import { capital, month, number } from "./words.js";

// From the month shown on another course; what is played and done so far is kept beside it.
export const branch = () => {
  view.source.plan(branched(view.plan.link, view.setup.months[view.now]));
  open("branches");
};

// What the two courses are called: what only one of them has.
export const names = () => {
  const [was, now] = [partsOf(view.plan.branch), partsOf(view.plan)];
  const [less, more] = [apart(was, now), apart(now, was)];
  const without = less.length ? `without: ${less.join("; ")}` : "nothing changed yet";
  return {
    was: less.length ? `as it was, with: ${less.join("; ")}` : "as it was",
    now: more.length ? `with: ${more.join("; ")}` : without,
  };
};

export const draw = (panel) => refill(panel, view.plan.branch ? compared() : offer());

const here = (said) => h("button", { type: "button", id: "branch-here", onclick: branch }, said);

const offer = () => [
  h("h3", {}, "Another course from here"),
  h(
    "p",
    {},
    "Branch at any month: the history so far stays as it was, with its actions and orders. What you change from then ",
    "on is the other course; the charts show both. Both have the same luck: what differs comes from what you chose.",
  ),
  view.source.live ? here(`Branch here, in ${month(view.setup.months[view.now])}`) : "",
];

const compared = () => {
  const { plan, setup, now } = view;
  const { seed, replicate } = plan.link;
  const { turn, parts } = plan.branch;
  const called = names();
  const luck = `Both have the same luck (seed ${seed}, history ${replicate}): what differs comes from the choice.`;
  const course = (mark, name, done) => h("li", {}, h("i", { class: mark }), h("b", {}, name), done);
  return [
    h("h3", {}, `Two courses, branched in ${month(setup.months[turn])}`),
    h(
      "ul",
      { class: "standing courses" },
      course("wasline", "As it was", `: ${labels(plan.branch) || "nothing done"}`),
      course("ownline", capital(called.now), ""),
    ),
    h("p", { class: "faded" }, luck),
    buttons(),
    ...(parts === null
      ? [h("p", {}, "Nothing was changed yet: move an action or order something.")]
      : differing(parts, now)),
  ];
};

const buttons = () =>
  view.source.live
    ? h(
        "p",
        { class: "presets" },
        h(
          "button",
          { type: "button", id: "branch-back", onclick: () => view.source.plan(backOf(view.plan.link)) },
          "Back to as it was",
        ),
        h(
          "button",
          { type: "button", id: "branch-keep", onclick: () => view.source.plan(unbranched(view.plan.link)) },
          "Keep only the new course",
        ),
        here("Branch anew here"),
      )
    : "";

const NO_CHART = "No chart shows a difference.";

const differing = (parts, now) => {
  const shown = month(view.setup.months[now]);
  if (now < parts)
    return [h("p", {}, `In ${shown} both are the same; they can differ from ${month(view.setup.months[parts])} on.`)];
  if (!view.was || view.was.frames.length <= now)
    return [h("p", { class: "faded" }, "The other course is being played …")];
  const { charts } = view.setup;
  const found = differences(charts, view.was.frames, view.frames, now);
  const rows = found.filter(matters);
  const small = found.filter((row) => !matters(row)).map(({ chart }) => chart.title);
  return [
    h("h3", {}, `What differs in ${shown}`),
    rows.length
      ? h(
          "ul",
          { class: "apart" },
          rows.map((row) => h("li", { title: row.chart.meaning }, said(row))),
        )
      : "",
    h(
      "p",
      { class: "faded" },
      small.length ? `Less than matters: ${small.join(", ")}. ` : "",
      found.length ? `${charts.length - found.length} of ${charts.length} charts show no difference.` : NO_CHART,
    ),
    ...orders(shown),
  ];
};

const orders = (shown) => {
  const { setup, frames, was, now } = view;
  const found = ordersApart(was, { slots: setup.slots, frames }, now);
  const told = (slot) => sentenceOf({ slots: [slot], actors: setup.actors }, 0);
  const sized = ({ slot, before, size }) => `${told(slot)}: ${number(size)} ${slot.unit}, as it was ${number(before)}`;
  const list = (head, rows) =>
    rows.length
      ? [
          h("h4", {}, head),
          h(
            "ul",
            { class: "apart" },
            rows.map((row) => h("li", {}, row)),
          ),
        ]
      : [];
  const lists = [
    ...list("Only as it was", found.was.map(told)),
    ...list("Only in the new course", found.now.map(told)),
    ...list("In both, of another size", found.resized.map(sized)),
  ];
  return [
    h("h3", {}, `Orders of ${shown} that differ`),
    ...(lists.length ? lists : [h("p", { class: "faded" }, "None.")]),
  ];
};
