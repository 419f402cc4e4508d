// Orders by hand: a form for one, the list of those that stand, and how they are taken away.

import { h, id, put, refill } from "./dom.js";
import { withoutOrder } from "./links.js";
import { fields, refresh } from "./orderform.js";
import { cameOf, orderTold } from "./orderings.js";
import { view } from "./state.js";

const INTRO = "What anyone does, month by month: in this history and in the many behind the bands.";

export const draw = (panel) => {
  if (!panel.querySelector(".byhand")) build(panel);
  if (view.source.live) refresh();
  refill(id("ordered"), standing());
  put(id("taken"), files());
};

const build = (panel) => {
  const { live } = view.source;
  const form = live ? [h("h3", {}, "Order something by hand"), h("p", { class: "faded" }, INTRO), fields()] : "";
  put(panel, h("div", { class: "byhand" }, h("div", { id: "ordered" }), form, h("div", { id: "taken" })));
};

const standing = () => {
  const { orders } = view.plan;
  if (!orders.length) return view.source.live ? "" : "Nothing is ordered by hand.";
  return h("ul", { class: "standing", "aria-label": "What is ordered by hand" }, orders.map(line));
};

const line = (order, i) => {
  const said = orderTold(view.setup, order);
  const came = cameOf(view.setup, view.frames.slice(0, view.now + 1), order);
  const remove = () => {
    view.source.plan(withoutOrder(view.plan.link, order.link));
    id("order-it").focus();
  };
  const button = h(
    "button",
    { type: "button", id: `remove-${i}`, class: "quiet", "aria-label": `Remove: ${said}`, onclick: remove },
    "Remove",
  );
  return h("li", {}, h("span", {}, said, h("span", { class: "faded" }, ` ${came}`)), view.source.live ? button : "");
};

// The files that the command line plays, and the line that plays them.
const files = () => {
  const { orders, steps, link, command } = view.plan;
  if (!view.source.live || !(orders.length || steps.length)) return "";
  const file = (name, said) =>
    h("a", { id: name.replace(".", "-"), href: `${name}?${new URLSearchParams(link)}`, download: "" }, said);
  return h(
    "div",
    { class: "files" },
    h("h3", {}, "Take it to the command line"),
    h(
      "p",
      {},
      orders.length ? file("orders.toml", "Orders as a script (TOML)") : "",
      steps.length ? file("levers.toml", "Levers as a pathway (TOML)") : "",
    ),
    h(
      "p",
      { class: "faded" },
      "Saved as ",
      orders.length ? h("code", {}, "orders.toml") : "",
      orders.length && steps.length ? " and " : "",
      steps.length ? h("code", {}, "levers.toml") : "",
      ", this plays the same history:",
    ),
    h("code", { class: "command" }, command),
  );
};
