// The page taken up: a scenario, a plan, and the view that a link restores.

import { go } from "./actions.js";
import * as address from "./address.js";
import { h, id, put } from "./dom.js";
import * as levers from "./levers.js";
import * as map from "./map.js";
import * as panel from "./panel.js";
import { frame, unfiltered, view } from "./state.js";
import * as screens from "./screens.js";
import * as take from "./take.js";
import * as time from "./time.js";

const SOURCES = { posterior: "fitted to the record", prior: "anywhere in their ranges", default: "as declared" };

// Take up a scenario, a plan and a link, and show the month that the link names.
export const begin = async (setup, plan, query) => {
  const frames = view.source.live ? [] : view.frames;
  Object.assign(view, { setup, plan, frames, now: -1, actor: -1, slot: -1, playing: false, filter: unfiltered() });
  if (!setup.actors.some((one) => one.home === view.zoom)) view.zoom = "";
  const turn = address.restore(query);
  head();
  map.build();
  time.build();
  levers.build();
  levers.verdict();
  panel.tabs();
  take.menu();
  panel.clear();
  screens.draw();
  await go(turn);
  ready(Boolean(frame()));
  document.body.dataset.ready = "yes";
};

// Other orders are possible: they stand under other numbers, and the one that was chosen is looked for.
export const redeclare = (setup) => {
  const chosen = view.setup.slots[view.slot];
  const same = (one) => ["actor", "action", "target", "relation"].every((name) => one[name] === chosen[name]);
  Object.assign(view, { setup, slot: chosen ? setup.slots.findIndex(same) : -1 });
  map.build();
  if (view.tab !== "orders") panel.clear();
};

// Title, and what can be chosen above and beside the map.
const head = () => {
  const { setup, plan, source } = view;
  const { scenario, seed, replicate, parameters } = plan.link;
  const history = `history ${replicate}, seed ${seed}, parameters ${SOURCES[parameters]}`;
  const replayed = `A replay of ${history}: it cannot be changed, and the levers show what was chosen.`;
  const variables = Object.entries(setup.variables).filter(([, one]) => one.of === "actor");
  document.title = `Entente: ${setup.title}`;
  put(id("title"), setup.title);
  put(id("summary"), source.live ? setup.summary : replayed);
  offer(
    "scenario",
    setup.scenarios.map((name) => [name, name]),
    scenario,
  );
  offer(
    "parameters",
    setup.sources.map((name) => [name, SOURCES[name]]),
    parameters,
  );
  offer("colour", [["side", "side"], ...variables.map(([name, one]) => [name, one.label])], view.colour);
  id("replicate").value = replicate;
};

const offer = (name, options, chosen) => {
  put(
    id(name),
    options.map(([value, said]) => h("option", { value }, said)),
  );
  id(name).value = chosen;
};

// Until the first month stands there is nothing to move: a lever would act from the wrong month.
export const ready = (yes) => {
  document.body.classList.toggle("loading", !yes);
  document.querySelectorAll("main, footer").forEach((part) => {
    part.inert = !yes;
  });
};
