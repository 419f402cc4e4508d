// The link in the address bar: it follows the view, and restores it.

import { BESIDE, PLAYED } from "./links.js";
import { notice } from "./notices.js";
import { read, written } from "./query.js";
import { frame, view } from "./state.js";
import * as take from "./take.js";

let timer = 0;
let started = false;
let holding = false;

// What of a link is a step of its own in the browser's history: the screen, which history, and the choice.
const step = (query) => {
  const params = new URLSearchParams(query);
  const own = [...params.keys()].some((name) => name === "month");
  const names = PLAYED.concat(
    BESIDE,
    view.setup.levers.map(({ name }) => name),
  );
  return JSON.stringify([own && params.get("screen"), ...names.map((name) => params.get(name))]);
};

// The first address is there at once, so that a step back from the first choice leads to it. Then it follows a moment
// later, so that playing does not rewrite it month by month.
export const write = () => {
  if (!view.source.live || !frame()) return;
  clearTimeout(timer);
  if (!started) {
    started = true;
    history.replaceState(null, "", written(view));
    return take.menu();
  }
  const same = () => step(written(view)) === step(location.search);
  // What the browser went back to may still be on its way.
  holding = holding && !same();
  timer = setTimeout(() => {
    if (!frame() || holding) return;
    const query = written(view);
    history[same() ? "replaceState" : "pushState"](null, "", query);
    take.menu();
  }, 200);
};

// Take over what a link says of the view; what is wrong in it is said and ignored. Gives the turn to open at.
export const restore = (query) => {
  const found = read(query, view.setup, view.plan.link);
  Object.assign(view, found.view);
  found.notices.forEach((said) => notice(said));
  return found.turn;
};

// Back and forward: the same history under another choice or on another screen, or another history altogether.
export const back = () => {
  if (!view.source.live || !view.setup) return false;
  const [said, { link }] = [new URLSearchParams(location.search), view.plan];
  holding = true;
  const same = !view.source.opening && PLAYED.every((name) => said.get(name) === link[name]);
  if (!same) return view.source.open(location.search);
  restore(location.search);
  const own = BESIDE.concat(view.setup.levers.map(({ name }) => name)).filter((name) => said.has(name));
  view.source.plan(new URLSearchParams(own.map((name) => [name, said.get(name)])).toString());
  return true;
};

// The same view of another history.
export const reopen = (name, value) => {
  const link = new URLSearchParams(written(view));
  link.set(name, value);
  view.source.open(link.toString());
};
