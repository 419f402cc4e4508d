// Why: the orders of one actor, given and withheld, with their reasons; and what moved its variables.
"use strict";
E.why = {};

E.why.draw = (panel) => {
  const { view } = E, frame = view.frame();
  if (view.actor < 0) return E.put(panel, E.why.prompt(frame));
  const actor = view.setup.actors[view.actor];
  const numbers = view.setup.slots.map((slot, i) => i).filter((i) => view.setup.slots[i].actor === view.actor);
  const rank = (i) => (i === view.slot ? -1 : frame.given[i] ? 0 : frame.probability[i] > 0 ? 1 : 2);
  numbers.sort((a, b) => rank(a) - rank(b) || frame.probability[b] - frame.probability[a]);
  const given = numbers.filter((i) => frame.given[i]).length;
  E.put(panel,
    E.h("div", { class: "whohead" }, E.actorChoice(view.actor, "Choose an actor", (i) => view.choose(i, -1), "Actor"),
      E.h("p", {}, E.h("b", {}, `${actor.title}, ${actor.role}. `), actor.doctrine)),
    E.h("h3", {}, `Orders of ${E.month(frame.month)}: ${given} given, ${numbers.length - given} withheld`),
    E.h("div", { class: "orders" }, numbers.map((i) => E.why.order(frame, i))),
    E.h("h3", {}, `What moved its variables in ${E.month(frame.month)}`),
    E.why.moved(frame));
};

E.why.prompt = (frame) => {
  const { slots, kinds } = E.view.setup;
  const given = slots.map((slot, i) => i).filter((i) => frame.given[i]).sort((a, b) => slots[a].kind - slots[b].kind);
  return [E.h("div", { class: "whohead" }, E.actorChoice(-1, "Choose an actor", (i) => E.view.choose(i, -1), "Actor"), E.h("p", {}, "or an arc or actor on the map, or one of the orders of this month:")),
    E.h("ul", { class: "today" }, given.map((i) => E.h("li", {}, E.h("button", { type: "button", class: "link", onclick: () => E.view.choose(slots[i].actor, i) },
      E.h("i", { class: `bullet k${slots[i].kind}` }), E.why.sentence(i)), E.h("span", { class: "faded" }, ` ${kinds[slots[i].kind].label}`))))];
};
E.why.sentence = (i) => {
  const { slots, actors } = E.view.setup;
  const said = `${actors[slots[i].actor].called} ${slots[i].fact}`;
  return said[0].toUpperCase() + said.slice(1);
};

// One order: a line that says what came of it, and below it the sum that led there.
E.why.order = (frame, i) => {
  const slot = E.view.setup.slots[i], given = frame.given[i] === 1, blocked = frame.blocked[i] !== undefined;
  const size = frame.sizes[i];
  const said = blocked ? "not possible" : given ? "given" : "withheld";
  const odds = blocked ? "" : `draw ${E.chance(frame.draw[i])} ${given ? "below" : "above"} probability ${E.chance(frame.probability[i])}`;
  const body = E.h("div", { class: "sum" });
  const details = E.h("details", { class: `order ${said.replace(" ", "")}`, open: i === E.view.slot, id: `order${i}` },
    E.h("summary", {}, E.h("i", { class: `bullet k${slot.kind}${given ? "" : " hollow"}` }),
      E.h("span", { class: "deed" }, slot.deed, size === undefined ? "" : ` (${E.number(size)} ${slot.unit})`),
      blocked ? "" : E.why.dial(frame.probability[i], frame.draw[i]),
      E.h("span", { class: "outcome" }, E.h("b", {}, said), odds ? `: ${odds}` : "")),
    body);
  const fill = () => { if (details.open && !body.childElementCount) E.put(body, E.why.sum(frame, i)); };
  details.addEventListener("toggle", fill);
  fill();
  return details;
};

E.why.dial = (probability, draw) => E.s("svg", { class: "dial", viewBox: "0 0 60 10", role: "img", "aria-label": `Given if the draw ${E.chance(draw)} lies below ${E.chance(probability)}` },
  E.s("rect", { class: "dialback", width: 60, height: 6, y: 2, rx: 1 }), E.s("rect", { class: "dialfill", width: 60 * probability, height: 6, y: 2, rx: 1 }), E.s("line", { class: "dialdraw", x1: 60 * draw, x2: 60 * draw, y1: 0, y2: 10 }));

E.why.sum = (frame, i) => {
  const { setup } = E.view, slot = setup.slots[i];
  const reasons = setup.contributions.flatMap(([number, reason], k) => (number === i ? [{ ...setup.reasons[reason], adds: frame.reasons[k] }] : []));
  reasons.sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds));
  const most = Math.max(1, Math.abs(slot.base), ...reasons.map((one) => Math.abs(one.adds)));
  const rows = [{ name: "base rate", doctrine: slot.base_why, source: slot.base_source, adds: slot.base, base: true }, ...reasons];
  const blocked = frame.blocked[i];
  const total = frame.log_odds[i];
  return [
    blocked && blocked.length ? E.h("p", { class: "blocked" }, `Not possible this month; not met: ${blocked.join(", ").replaceAll("_", " ")}.`) : "",
    E.h("div", { class: "reasons" }, rows.map((one) => E.why.reason(one, most))),
    E.h("p", { class: "total" }, `Sum ${E.number(total, true)} log-odds, times rationality ${E.number(setup.rationality)}: probability ${E.chance(1 / (1 + Math.exp(-setup.rationality * total)))}. `,
      frame.probability[i] ? `The draw was ${E.chance(frame.draw[i])}, ${frame.given[i] ? "below it, so the order was given" : "not below it, so the order was withheld"}.` : "What is not possible is never ordered."),
  ];
};

E.why.reason = (one, most) => E.h("div", { class: one.adds ? "reason" : "reason none" },
  E.h("div", { class: "whytext" }, E.h("b", {}, one.name), " ", E.h("span", {}, one.doctrine), " ", E.passage(one.source)),
  E.why.bar(one.adds, most, one.base));

E.why.bar = (value, most, base) => {
  const reach = 58 * Math.min(1, Math.abs(value) / most);
  return E.s("svg", { class: "bar2", viewBox: "0 0 160 14", role: "img", "aria-label": `${E.number(value, true)}` },
    E.s("line", { class: "zero", x1: 62, x2: 62, y1: 0, y2: 14 }),
    E.s("rect", { class: base ? "bargrey" : value > 0 ? "barfor" : "baragainst", x: value > 0 ? 62 : 62 - reach, y: 3, width: reach, height: 8 }),
    E.s("text", { class: "barvalue", x: 158, y: 11, "text-anchor": "end" }, E.number(value, true)));
};

// What each mechanism did to each variable of the actor, its pairs included.
E.why.moved = (frame) => {
  const { setup, actor } = E.view;
  const rows = new Map();
  for (const [mechanism, variable, who, other, by] of frame.moved) {
    if (who !== actor) continue;
    const key = `${variable}:${other}`;
    if (!rows.has(key)) rows.set(key, { variable: setup.movable[variable], other, parts: [] });
    rows.get(key).parts.push([mechanism, by]);
  }
  const size = (row) => Math.max(...row.parts.map(([, by]) => Math.abs(by))) / (E.why.span(row.variable) || 1);
  const sorted = [...rows.values()].sort((a, b) => (a.other >= 0) - (b.other >= 0) || size(b) - size(a));
  if (!sorted.length) return E.h("p", {}, "Nothing.");
  const row = (one) => {
    const quantity = setup.variables[one.variable];
    const after = one.other < 0 ? frame.actors[one.variable][actor] : frame.pairs[one.variable][actor * setup.actors.length + one.other];
    const most = Math.max(...one.parts.map(([, by]) => Math.abs(by)));
    const moves = one.parts.map(([mechanism, by]) => E.h("div", { class: "move", title: setup.mechanisms[mechanism].meaning }, E.h("span", {}, setup.mechanisms[mechanism].name), E.why.bar(by, most)));
    return E.h("tr", {}, E.h("th", { scope: "row", title: `${quantity.meaning} (${quantity.unit})` }, quantity.label, one.other < 0 ? "" : ` toward ${setup.actors[one.other].called}`), E.h("td", { class: "num" }, E.number(after)), E.h("td", {}, moves));
  };
  return E.h("table", { class: "moved" }, E.h("thead", {}, E.h("tr", {}, ["variable", "after", "by mechanism"].map((said) => E.h("th", { scope: "col" }, said)))), E.h("tbody", {}, sorted.map(row)));
};
E.why.span = (name) => {
  const quantity = E.view.setup.variables[name];
  return Math.min(quantity.high - quantity.low, Math.max(1, ...E.view.frame().actors[name] || [1]));
};
