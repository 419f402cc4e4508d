// Take away: tables and the replay from the server, the map and the open panel as pictures.

import { h, id, put } from "./dom.js";
import { picture } from "./picture.js";
import { written } from "./query.js";
import { save } from "./saved.js";
import { frame, view } from "./state.js";

const FILES = [
  ["run.csv", "This run, month by month (CSV)"],
  ["possible_orders.csv", "All orders with reasons (CSV)"],
  ["replay.html", "Replay in one file (HTML)"],
];
const PICTURES = [
  ["map", "Map", "svg"],
  ["map", "Map", "png"],
  ["panel", "This panel", "svg"],
  ["panel", "This panel", "png"],
];

export const menu = () => put(id("takemenu"), view.source.live ? FILES.map(file) : [], PICTURES.map(image));

// Tables are those of the run, the replay opens as the view stands.
const file = ([path, said]) => {
  const query = path === "replay.html" ? written(view) : `?${new URLSearchParams(view.plan.link)}`;
  return h("a", { href: path + query, download: "", id: path.replace(".", "-") }, said);
};

const image = ([part, said, kind]) =>
  h(
    "button",
    { type: "button", id: `${part}-${kind}`, onclick: () => taken(part, kind) },
    `${said} (${kind.toUpperCase()})`,
  );

const taken = async (part, kind) => {
  const name = part === "map" ? "map" : view.tab;
  const file = `${view.plan.link.scenario}-${name}-${frame().month}.${kind}`;
  save(await picture(id(part === "map" ? "mapbox" : "panel"), name, kind), file);
};
