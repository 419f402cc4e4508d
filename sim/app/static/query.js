// The part of a link that restores the view: written from it, and read with a word for whatever is not understood.

import { BESIDE, PLAYED } from "./links.js";
import { SCREENS, TABS } from "./state.js";

const USUAL = { tab: "outcomes", colour: "side", zoom: "", pair: "hostility", measure: "level", hide: "" };

const orderOf = ({ slots, actors }, i) => [slots[i].action, actors[slots[i].target].name, slots[i].relation].join(".");

// The link to a view: what is played, the month, what is selected, and what is not shown as usual.
export const written = (view) => {
  const { setup, plan, now, goal, actor, slot, screen, tab, colour, zoom, pair, measure, hidden } = view;
  const params = new URLSearchParams(plan.link);
  if (screen !== "world") params.set("screen", screen);
  params.set("month", setup.months[now < 0 ? Math.max(goal, 0) : now]);
  if (actor >= 0) params.set("actor", setup.actors[actor].name);
  if (slot >= 0) params.set("order", orderOf(setup, slot));
  const shown = { tab, colour, zoom, pair, measure, hide: [...hidden].sort().join("-") };
  for (const [name, value] of Object.entries(shown)) if (value !== USUAL[name]) params.set(name, value);
  return `?${params}`;
};

const at = (name, place) => (place < 0 ? undefined : { [name]: place });
const isOf = ({ variables }, name, of) => (variables[name] || {}).of === of;

// For each key of a link what it says of the view, or undefined where that is not understood.
const KEYS = {
  screen: (screen) => (SCREENS.some(([name]) => name === screen) ? { screen } : undefined),
  month: (said, { months }) => (months.includes(said) ? { turn: months.indexOf(said) } : undefined),
  actor: (said, { actors }) =>
    at(
      "actor",
      actors.findIndex((one) => one.name === said),
    ),
  order: (said, setup, { actor }) =>
    at(
      "slot",
      setup.slots.findIndex((one, i) => one.actor === actor && orderOf(setup, i) === said),
    ),
  tab: (tab) => (TABS.some(([name]) => name === tab) ? { tab } : undefined),
  colour: (colour, setup) => (colour === "side" || isOf(setup, colour, "actor") ? { colour } : undefined),
  zoom: (zoom, { actors }) => (actors.some((one) => one.home === zoom) ? { zoom } : undefined),
  pair: (pair, setup) => (isOf(setup, pair, "pair") ? { pair } : undefined),
  measure: (measure) => (["level", "change"].includes(measure) ? { measure } : undefined),
  hide: (said) => (/^\d+(-\d+)*$/.test(said) ? { hidden: new Set(said.split("-").map(Number)) } : undefined),
};

// What a link says: the turn to open at, what of the view it sets, and notices of what was ignored.
export const read = (query, setup, link) => {
  const params = new URLSearchParams(query);
  // A link to a month, an actor or a panel is one to the world.
  const screen = Object.keys(KEYS).some((name) => params.has(name)) ? "world" : "answer";
  const [chosen, notices] = [{ turn: setup.projection - 1, actor: -1, screen }, []];
  for (const [name, reading] of Object.entries(KEYS)) {
    const said = params.get(name);
    if (said === null) continue;
    const found = reading(said, setup, chosen);
    if (found) Object.assign(chosen, found);
    else notices.push(`“${name}=${said.slice(0, 40)}” in the link was ignored.`);
  }
  const levers = setup.levers.map((one) => one.name);
  const known = PLAYED.concat(BESIDE, levers, Object.keys(KEYS), Object.keys(link));
  for (const name of params.keys())
    if (!known.includes(name)) notices.push(`“${name.slice(0, 40)}” in the link is not known and was ignored.`);
  const { turn, ...view } = chosen;
  return { turn, view, notices };
};
