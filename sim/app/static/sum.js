// One order: a line that says what came of it, and below it the sum that led there.

import { h, put, s } from "./dom.js";
import { probabilityOf, reasonsOf } from "./orders.js";
import { bar, passage } from "./pieces.js";
import { view } from "./state.js";
import { chance, number, spaced } from "./words.js";

export const order = (frame, i) => {
  const { kind, deed, unit } = view.setup.slots[i];
  const [given, blocked, size] = [frame.issued[i] === 1, frame.blocked[i] !== undefined, frame.sizes[i]];
  const said = blocked ? "not possible" : given ? "given" : "withheld";
  const body = h("div", { class: "sum" });
  const fill = () => {
    if (details.open && !body.childElementCount) put(body, sum(frame, i));
  };
  const details = h(
    "details",
    { class: `order ${said.replace(" ", "")}`, open: i === view.slot, id: `order${i}`, ontoggle: fill },
    h(
      "summary",
      {},
      h("i", { class: `bullet k${kind}${given ? "" : " hollow"}` }),
      h("span", { class: "deed" }, deed, size === undefined ? "" : ` (${number(size)} ${unit})`),
      blocked ? "" : dial(frame.probability[i], frame.draw[i]),
      h("span", { class: "outcome" }, h("b", {}, said), blocked ? "" : `: ${odds(frame, i)}`),
    ),
    body,
  );
  fill();
  return details;
};

// The chance of the promise by which an order was given that reasons alone would not have given.
const keptBy = ({ issued, draw, probability, promised }, i) =>
  issued[i] && draw[i] >= probability[i] ? promised[i] : undefined;

const odds = (frame, i) => {
  const { issued, draw, probability } = frame;
  const kept = keptBy(frame, i);
  if (kept !== undefined) return `promised, draw ${chance(draw[i])} below ${chance(kept)}`;
  return `draw ${chance(draw[i])} ${issued[i] ? "below" : "above"} probability ${chance(probability[i])}`;
};

const dial = (probability, draw) =>
  s(
    "svg",
    {
      class: "dial",
      viewBox: "0 0 60 10",
      role: "img",
      "aria-label": `Given if the draw ${chance(draw)} lies below ${chance(probability)}`,
    },
    s("rect", { class: "dialback", width: 60, height: 6, y: 2, rx: 1 }),
    s("rect", { class: "dialfill", width: 60 * probability, height: 6, y: 2, rx: 1 }),
    s("line", { class: "dialdraw", x1: 60 * draw, x2: 60 * draw, y1: 0, y2: 10 }),
  );

const sum = (frame, i) => {
  const rows = reasonsOf(view.setup, frame, i);
  const most = Math.max(1, ...rows.map((one) => Math.abs(one.adds)));
  const unmet = (frame.blocked[i] || []).map(spaced).join(", ");
  return [
    unmet ? h("p", { class: "blocked" }, `Not possible this month; not met: ${unmet}.`) : "",
    h(
      "div",
      { class: "reasons" },
      rows.map((one) => reason(one, most)),
    ),
    h("p", { class: "total" }, total(frame, i), outcome(frame, i)),
  ];
};

const total = (frame, i) => {
  const { setup } = view;
  const logOdds = frame.log_odds[i];
  const times = `times rationality ${number(setup.rationality)}`;
  return `Sum ${number(logOdds, true)} log-odds, ${times}: probability ${chance(probabilityOf(setup, logOdds))}. `;
};

const outcome = (frame, i) => {
  const { probability, draw, issued, blocked } = frame;
  const kept = keptBy(frame, i);
  if (kept !== undefined)
    return `It was promised: the draw was ${chance(draw[i])}, below ${chance(kept)}, the chance that it is kept.`;
  if (blocked[i]) return "What is not possible is never ordered.";
  if (!probability[i]) return "Reasons do not give this order this month.";
  const came = issued[i] ? "below it, so the order was given" : "not below it, so the order was withheld";
  return `The draw was ${chance(draw[i])}, ${came}.`;
};

const reason = ({ name, doctrine, source, adds, base }, most) =>
  h(
    "div",
    { class: adds ? "reason" : "reason none" },
    h("div", { class: "whytext" }, h("b", {}, name), " ", h("span", {}, doctrine), " ", passage(source)),
    bar(adds, most, base),
  );
