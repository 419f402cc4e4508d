// The form for an order by hand: who does what toward whom, how much, from when and until when.

import { h, id, put } from "./dom.js";
import { withOrder } from "./links.js";
import { hintOf, orderWritten, ownActions, problemOf, targetsOf } from "./orderings.js";
import { choice } from "./pieces.js";
import { lastTurn, view } from "./state.js";
import { month } from "./words.js";

// What stands in the form; a month that was not chosen is the one after the month shown.
let form = null;

const EMPTY = { actor: 0, action: "", target: -1, amount: "", never: false, first: -1, last: -1 };

// The order chosen on the map or under Why is the one to begin with.
const begin = () => {
  const { scenario } = view.plan.link;
  if (form && form.scenario === scenario) return;
  const { actor, action, target } = view.setup.slots[view.slot] || EMPTY;
  form = { ...EMPTY, scenario, actor, action, target };
};

const actionNamed = (name) => view.setup.actions.find((one) => one.name === name);

// Whatever is not chosen, or cannot be, is what comes first.
const settle = () => {
  const { setup } = view;
  if (!form.action) form.action = setup.actions.find(({ name }) => ownActions(setup, form.actor).has(name)).name;
  const targets = targetsOf(setup, form);
  if (!targets.includes(form.target)) [form.target] = targets;
  if (form.amount === "") form.amount = actionNamed(form.action).usual;
};

const firstMonth = () => (form.first < 0 ? Math.min(view.now + 1, lastTurn()) : form.first);

const ordered = () => {
  const { actor, action, target, never, amount, last } = form;
  const much = never ? null : Number(amount);
  return { actor, action, target, amount: much, first: firstMonth(), last: last < 0 ? null : last };
};

// A choice on which others hang sets the form anew, and keeps the focus.
const again = (change) => {
  Object.assign(form, change);
  const focused = document.activeElement.id;
  document.querySelector(".ordering").replaceWith(fields());
  refresh();
  id(focused)?.focus();
};

const set = (change) => {
  Object.assign(form, change);
  refresh();
};

const field = (said, part) => h("label", {}, h("span", {}, said), part);

export const fields = () => {
  begin();
  settle();
  const { actors, months } = view.setup;
  const spans = months.map((one, turn) => [turn, month(one)]);
  const titles = actors.map((one, i) => [i, one.title]);
  const targets = targetsOf(view.setup, form).map((i) => [i, i === form.actor ? "nobody" : actors[i].title]);
  const who = choice({ id: "order-who" }, titles, form.actor, (value) => again({ actor: Number(value), target: -1 }));
  const whom = choice({ id: "order-whom" }, targets, form.target, (value) => set({ target: Number(value) }));
  const from = choice({ id: "order-from" }, spans, firstMonth(), (value) => set({ first: Number(value) }));
  const until = choice({ id: "order-until" }, [[-1, "the end"], ...spans], form.last, (value) =>
    set({ last: Number(value) }),
  );
  return h(
    "form",
    { class: "ordering", novalidate: true, onsubmit: submitted },
    field("who", who),
    field("does what", what()),
    field("toward", whom),
    field(`${actionNamed(form.action).unit} a month`, amount()),
    h("label", { class: "check" }, never(), " rule it out instead"),
    field("from", from),
    field("until", until),
    h("button", { type: "submit", class: "strong", id: "order-it" }, "Order it"),
    h("p", { id: "order-hint", class: "faded" }),
    h("p", { id: "order-problem", role: "alert" }),
  );
};

const amount = () =>
  h("input", {
    id: "order-amount",
    type: "number",
    min: 0,
    step: "any",
    disabled: form.never,
    value: form.amount,
    "aria-describedby": "order-problem",
    oninput: (event) => set({ amount: event.target.value }),
  });

const never = () =>
  h("input", {
    id: "order-never",
    type: "checkbox",
    checked: form.never,
    onchange: (event) => again({ never: event.target.checked }),
  });

// What an actor does by itself stands apart from what it would never do.
const what = () => {
  const own = ownActions(view.setup, form.actor);
  const group = (label, actions) => {
    const option = ({ name, deed }) => h("option", { value: name, selected: name === form.action }, deed);
    return actions.length ? h("optgroup", { label }, actions.map(option)) : "";
  };
  return h(
    "select",
    { id: "order-what", onchange: (event) => again({ action: event.target.value, target: -1, amount: "" }) },
    group(
      "It may do so by itself",
      view.setup.actions.filter(({ name }) => own.has(name)),
    ),
    group(
      "Only by your order",
      view.setup.actions.filter(({ name }) => !own.has(name)),
    ),
  );
};

const submitted = (event) => {
  event.preventDefault();
  const problem = problemOf(view, ordered());
  put(id("order-problem"), problem);
  if (!problem) view.source.plan(withOrder(view.plan.link, orderWritten(view.setup, ordered())));
};

// What is said below the form follows the month shown and what is chosen.
export const refresh = () => {
  if (document.activeElement !== id("order-from")) id("order-from").value = firstMonth();
  put(id("order-hint"), hintOf(view, ordered()));
  if (id("order-problem").textContent) put(id("order-problem"), problemOf(view, ordered()));
};
