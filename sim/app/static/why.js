// Why: the orders of one actor, given and withheld, with their reasons; and what moved its variables.

import { choose } from "./actions.js";
import { h, id, put } from "./dom.js";
import { givenIn, ordersOf, sentenceOf } from "./orders.js";
import { moved } from "./moved.js";
import { actorChoice, link } from "./pieces.js";
import { frame, view } from "./state.js";
import { order } from "./sum.js";
import { month } from "./words.js";

export const draw = (panel) => put(panel, view.actor < 0 ? prompt(frame()) : reasons(frame()));

// The chosen order comes into view.
export const reveal = () => id(`order${view.slot}`)?.scrollIntoView({ block: "nearest" });

const head = (everyone, ...said) =>
  h(
    "div",
    { class: "whohead" },
    actorChoice(view.actor, everyone, (i) => choose(i, -1), "Actor"),
    h("p", {}, said),
  );

const reasons = (shown) => {
  const { title, role, doctrine } = view.setup.actors[view.actor];
  const orders = ordersOf(view.setup, shown, view.actor, view.slot);
  const given = orders.filter((i) => shown.issued[i]).length;
  const counted = `${given} given, ${orders.length - given} withheld`;
  return [
    head("Choose an actor", h("b", {}, `${title}, ${role}. `), doctrine),
    h("h3", {}, `Orders of ${month(shown.month)}: ${counted}`),
    h(
      "div",
      { class: "orders" },
      orders.map((i) => order(shown, i)),
    ),
    h("h3", {}, `What moved its variables in ${month(shown.month)}`),
    moved(shown),
  ];
};

const prompt = (shown) => [
  head("Choose an actor", "or an arc or actor on the map, or one of the orders of this month:"),
  h("ul", { class: "today" }, givenIn(view.setup, shown).map(line)),
];

const line = (i) => {
  const { slots, kinds } = view.setup;
  const { kind, actor } = slots[i];
  const bullet = h("i", { class: `bullet k${kind}` });
  const button = link(() => choose(actor, i), {}, bullet, sentenceOf(view.setup, i));
  return h("li", {}, button, h("span", { class: "faded" }, ` ${kinds[kind].label}`));
};
