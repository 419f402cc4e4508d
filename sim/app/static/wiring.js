// Who listens to what: drawings to the news of the view, actions to buttons and keys.

import { choose, go, open, pause, play, redraw } from "./actions.js";
import * as answer from "./answer.js";
import * as address from "./address.js";
import { branch } from "./branches.js";
import { id, put, theme } from "./dom.js";
import * as compare from "./compare.js";
import * as doses from "./doses.js";
import * as levers from "./levers.js";
import * as map from "./map.js";
import * as panel from "./panel.js";
import { written } from "./query.js";
import { TABS, frame, listen, tell, view } from "./state.js";
import * as screens from "./screens.js";
import * as time from "./time.js";
import * as tip from "./tip.js";
import * as tour from "./tour.js";
import * as why from "./why.js";

const world = () => {
  map.draw(frame());
  time.draw();
  levers.draw();
  panel.draw();
};

const DRAWN = { answer: answer.draw, doses: doses.draw, compare: compare.draw };

const draw = () => {
  if (view.screen !== "world") DRAWN[view.screen]();
  else if (frame()) world();
};

// The screens beside the world follow news that the world has no use for.
const beside = () => {
  if (DRAWN[view.screen] && view.setup) DRAWN[view.screen]();
};

// Another screen: what was drawn while it was hidden had no width.
const entered = () => {
  screens.draw();
  panel.clear();
};

const hear = () => {
  listen("shown", draw);
  listen("screen", entered);
  listen("answer", beside);
  listen("answer", levers.verdict);
  listen("tab", panel.opened);
  listen("chosen", why.reveal);
  listen("bands", levers.verdict);
  listen("bands", panel.bands);
  listen("bands", beside);
  listen("playing", time.buttons);
  listen("link", address.write);
};

// Once, before anything is shown.
export const wire = () => {
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  hear();
  on("play", "click", play);
  step("reset", "click", () => 0);
  step("back", "click", () => view.now - 1);
  step("step", "click", () => view.now + 1);
  step("scrubber", "input", () => Number(id("scrubber").value));
  on("colour", "change", () => shown({ colour: id("colour").value }));
  on("zoom", "change", () => shown({ zoom: id("zoom").value }, map.build));
  on("clear", "click", () => view.source.clear());
  on("branch", "click", branch);
  on("scenario", "change", () => view.source.open(`?scenario=${id("scenario").value}`));
  on("parameters", "change", () => address.reopen("parameters", id("parameters").value));
  on("replicate", "change", another);
  on("help", "click", () => id("helpbox").showModal());
  on("theme", "click", flip);
  on("copy", "click", copy);
  document.addEventListener("keydown", key);
  addEventListener("popstate", () => {
    if (address.back()) tell("screen");
  });
  tour.wire();
  tip.wire();
  rewrap();
};

const on = (name, kind, work) => id(name).addEventListener(kind, work);
const step = (name, kind, turn) =>
  on(name, kind, () => {
    pause();
    go(turn());
  });

const shown = (change, before = () => {}) => {
  Object.assign(view, change);
  before();
  redraw();
};

const another = () => {
  const box = id("replicate");
  if (box.reportValidity() && box.value) address.reopen("replicate", box.value);
};

const flip = () => {
  document.documentElement.dataset.theme = theme() === "light" ? "dark" : "light";
  redraw();
};

const copy = async () => {
  const text = location.origin + location.pathname + written(view);
  const kept = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject();
  put(
    id("copy"),
    await kept.then(
      () => "Copied",
      () => "See address bar",
    ),
  );
  setTimeout(() => put(id("copy"), "Copy link"), 1500);
};

// Charts are set anew when the window's width changes.
const rewrap = () => {
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width || view.screen !== "world" || view.tab !== "outcomes" || !frame()) return;
    width = innerWidth;
    panel.clear();
    draw();
  });
};

const key = (event) => {
  const { target } = event;
  const slider = target.type === "range";
  const elsewhere = view.screen !== "world" || document.querySelector("dialog[open]");
  if (!frame() || event.ctrlKey || event.metaKey || event.altKey || elsewhere) return;
  if (event.key === "Escape") return leave();
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !slider) return;
  if (slider && /^(Arrow|Home|End|Page)/.test(event.key)) return;
  const work = meant(event.key, /^(BUTTON|SUMMARY|A)$/.test(target.tagName));
  if (!work) return;
  event.preventDefault();
  work();
};

const leave = () => {
  id("takeaway").open = false;
  choose(-1, -1);
};

// What a key does; space is left to what it presses.
const meant = (key, pressed) => {
  const keys = { ArrowRight: () => go(view.now + 1), ArrowLeft: () => go(view.now - 1), Home: () => go(0) };
  if (!pressed) keys[" "] = play;
  TABS.forEach(([name], i) => {
    if (id(`tab-${name}`)) keys[i + 1] = () => open(name);
  });
  return keys[key];
};
