// The link in the address bar: it follows the view, and restores it.

import { notice } from "./notices.js";
import { read, written } from "./query.js";
import { frame, view } from "./state.js";
import * as take from "./take.js";

let timer = 0;

// The address follows a moment later, so that playing does not rewrite it month by month.
export const write = () => {
  if (!view.source.live || !frame()) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!frame()) return;
    history.replaceState(null, "", written(view));
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

// The same view of another history.
export const reopen = (name, value) => {
  const link = new URLSearchParams(written(view));
  link.set(name, value);
  view.source.open(link.toString());
};
