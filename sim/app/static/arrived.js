// What arrives of the promises of an action, once it is counted.

import { h } from "./dom.js";
import { view } from "./state.js";
import { number, percent } from "./words.js";

// Promised and delivered beside each other: a bar each, of the same scale.
export const arrivedOf = (name) => {
  const own = (view.arrivals || []).filter((one) => one.lever === name);
  if (!own.length) return h("p", { class: "faded" }, view.plan.first === null ? "" : "What arrives is being counted …");
  return own.map((one) => {
    const bar = (value, kind) =>
      h("span", { class: `flow ${kind}`, style: `width:${Math.max(1, Math.min(100, (100 * value) / one.promised))}%` });
    const line = (said, value, kind) =>
      h(
        "div",
        { class: "flowrow" },
        h("span", {}, said),
        h("span", { class: "track" }, bar(value, kind)),
        h("b", {}, number(value)),
      );
    const held = one.at_ceiling ? `; at a ceiling in ${percent(one.at_ceiling)} of months` : "";
    return h(
      "div",
      {},
      h("p", {}, `${one.who}: ${one.action}${one.toward ? ` → ${one.toward}` : ""}, ${one.unit} a month${held}`),
      line("promised", one.promised, "asked"),
      line("arrives more", one.delivered, "came"),
    );
  });
};
