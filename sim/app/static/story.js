// The story: what happened up to the month shown, the newest first, by actor and kind.

import { choose, go, redraw } from "./actions.js";
import { h, put } from "./dom.js";
import { kindOf, slotOf } from "./orders.js";
import { actorChoice, choice, link } from "./pieces.js";
import { frame, view } from "./state.js";
import { month } from "./words.js";

const MOST = 120;
const OTHERS = [
  ["calendar", "dated events"],
  ["dispute", "disputes"],
  ["treaty", "treaties"],
  ["lever", "your moves"],
  ["digest", "years in figures"],
];

let drawn = null;

export const draw = (panel) => {
  const key = [view.now, JSON.stringify(view.filter)].join();
  const there = panel.querySelector(".filters");
  if (there && drawn && drawn.key === key && drawn.frame === frame()) return;
  drawn = { key, frame: frame() };
  if (!there) put(panel, filters(), h("div", { class: "log" }));
  put(panel.querySelector(".log"), blocks());
};

const wanted = (event) => {
  const { actor, kind, all } = view.filter;
  if (event.weight > (all ? 3 : 2)) return false;
  const names = `${event.actor} ${event.other}`.split(" ");
  if (actor >= 0 && !names.includes(view.setup.actors[actor].name)) return false;
  return !kind || event.kind === kind || String(kindOf(view.setup, event)) === kind;
};

const blocks = () => {
  const found = [];
  let lines = 0;
  for (const one of view.frames.slice(0, view.now + 1).reverse()) {
    const events = one.story.filter(wanted);
    if (!events.length && one.turn !== view.now) continue;
    const nothing = h("li", { class: "faded" }, "Nothing of note.");
    const head = link(() => go(one.turn), {}, month(one.month));
    found.push(h("h3", {}, head), h("ul", {}, events.length ? events.map(line) : nothing));
    lines += events.length + 1;
    if (lines > MOST)
      return [...found, h("p", { class: "faded" }, "Earlier months are left out here; scrub back to read them.")];
  }
  return found;
};

const line = (event) => {
  const [kind, slot] = [kindOf(view.setup, event), slotOf(view.setup, event)];
  const reasons = () => {
    go(event.turn);
    choose(view.setup.slots[slot].actor, slot);
  };
  const said = slot >= 0 ? link(reasons, { title: "See why" }, event.sentence) : event.sentence;
  const bullet = h("i", { class: kind >= 0 ? `bullet k${kind}` : `bullet ${event.kind}` });
  return h("li", { class: event.weight === 1 ? "headline" : "" }, bullet, said);
};

const filters = () => {
  const { filter } = view;
  const change = (name) => (value) => {
    filter[name] = value;
    redraw();
  };
  const kinds = [["", "all kinds"], ...view.setup.kinds.map((kind, k) => [k, kind.label]), ...OTHERS];
  const all = (event) => change("all")(event.target.checked);
  return h(
    "div",
    { class: "whohead filters" },
    actorChoice(filter.actor, "all actors", change("actor"), "Actor in the story"),
    choice({ "aria-label": "Kind of event" }, kinds, filter.kind, change("kind")),
    h("label", {}, h("input", { type: "checkbox", checked: filter.all, onchange: all }), " routine too"),
  );
};
