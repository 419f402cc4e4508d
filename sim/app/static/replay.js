// The one-file replay: everything is already here, and the levers show what was chosen.

import { enter } from "./actions.js";
import { id } from "./dom.js";
import { begin } from "./page.js";
import { view } from "./state.js";
import { wire } from "./wiring.js";

const { setup, plan, frames, was, baseline, bands, query } = JSON.parse(id("replay").textContent);
const nothing = () => {};

document.body.classList.add("replay");
view.source = {
  live: false,
  lost: false,
  busy: false,
  more: async () => false,
  lever: nothing,
  start: nothing,
  clear: nothing,
  open: nothing,
  example: nothing,
  curve: nothing,
  plan: nothing,
};
Object.assign(view, { frames, was, baseline, bands });
wire();
begin(setup, plan, location.search || query);
enter("world");
