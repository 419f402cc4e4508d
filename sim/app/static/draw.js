// What all drawings share: elements, numbers, colours.
"use strict";
const E = {};

E.make = (space, tag, attributes, children) => {
  const node = space ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
};
E.h = (tag, attributes, ...children) => E.make(false, tag, attributes, children);
E.s = (tag, attributes, ...children) => E.make(true, tag, attributes, children);
E.id = (name) => document.getElementById(name);
E.put = (node, ...children) => node.replaceChildren(...children.flat());

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
E.month = (label) => `${MONTHS[Number(label.slice(5)) - 1]} ${label.slice(0, 4)}`;

E.number = (value, signed) => {
  const size = Math.abs(value);
  const digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : 2;
  if (Number(value.toFixed(digits)) === 0) return "0";
  const said = value.toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: digits });
  return (signed && value > 0 ? "+" : "") + said.replace("-", "−");
};

// A difference, with the two digits that count.
E.few = (value) => value === null ? "" : (value > 0 ? "+" : "") + Number(value.toPrecision(2)).toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−");

// A probability or a draw: more digits where two would say 0 or 1.
E.chance = (value) => value.toFixed(value > 0 && value < 1 && (value < 0.01 || value > 0.99) ? 4 : 2);

// One hue from pale to strong: it reads the same to colour-blind eyes, and it flips with the theme.
const RAMPS = { light: [[233, 228, 214], [142, 178, 205], [16, 66, 120]], dark: [[50, 54, 62], [86, 128, 160], [240, 228, 160]] };
E.theme = () => document.documentElement.dataset.theme || "light";
E.ramp = (share) => {
  const stops = RAMPS[E.theme()];
  const at = Math.max(0, Math.min(1, share)) * 2;
  const [low, high] = at < 1 ? [stops[0], stops[1]] : [stops[1], stops[2]];
  const mixed = low.map((value, i) => Math.round(value + (high[i] - value) * (at - (at < 1 ? 0 : 1))));
  return `rgb(${mixed.join(",")})`;
};
E.inkOn = (share) => ((share > 0.55) === (E.theme() === "light") ? "#fff" : "#1d2127");

// Resolves when what was last drawn stands on the screen: the next month is asked for only then.
E.painted = () => new Promise((done) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { channel.port1.close(); done(); };
  channel.port2.postMessage(0);
}));
E.wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// A passage of the brief as a button that unfolds what it says, in place.
E.passage = (key) => {
  const passage = E.view.setup.passages[key];
  if (!passage) return E.h("span", { class: "cite" }, E.view.setup.works[key] || key);
  const said = E.h("span", { class: "said", hidden: true }, `Passage ${key} (${passage.section}): ${passage.paraphrase}`);
  const button = E.h("button", { type: "button", class: "cite", "aria-expanded": "false", title: `What passage ${key} of the brief says` }, key);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    said.hidden = !said.hidden;
    button.setAttribute("aria-expanded", String(!said.hidden));
  });
  return E.h("span", { class: "passage" }, button, said);
};
E.actorChoice = (chosen, everyone, onchange, label) => E.h("select", { "aria-label": label, onchange: (e) => onchange(Number(e.target.value)) },
  E.h("option", { value: -1, selected: chosen < 0 }, everyone),
  E.view.setup.actors.map((actor, i) => E.h("option", { value: i, selected: i === chosen }, actor.title)));
E.kindOf = (event) => {
  const slot = E.view.setup.slots.find((one) => one.action === event.kind);
  return slot ? slot.kind : -1;
};
E.slotOf = (event) => {
  const { slots, actors } = E.view.setup;
  const givers = event.actor.split(" ");
  return slots.findIndex((one) => one.action === event.kind && givers.includes(actors[one.actor].name)
    && (event.other ? actors[one.target].name === event.other : one.actor === one.target));
};
