// What one can do with the view: choose, open a panel, step to a month, play.

import { id, painted, wait } from "./dom.js";
import { lastTurn, tell, view } from "./state.js";

export const redraw = () => {
  tell("shown");
  tell("link");
};

// Another screen: the answer, or the world behind it.
export const enter = (screen) => {
  if (screen !== "world") pause();
  view.screen = screen;
  tell("screen");
  redraw();
};

export const open = (tab) => {
  view.tab = tab;
  tell("tab");
  redraw();
};

// Choosing an actor or one of its orders opens the reasons.
export const choose = (actor, slot) => {
  Object.assign(view, { actor, slot });
  if (actor < 0) return redraw();
  open("why");
  return tell("chosen");
};

// Whether a month is still to be played, in this course or in the one beside it.
const lacks = (turn) => view.frames.length <= turn || (view.was !== null && view.was.frames.length <= turn);

export const go = async (turn) => {
  const wanted = Math.max(0, Math.min(turn, lastTurn()));
  view.goal = wanted;
  while (lacks(wanted) && view.goal === wanted) if (!(await view.source.more(wanted))) return;
  if (view.goal !== wanted) return;
  view.now = wanted;
  redraw();
};

// While a month is drawn the next ones are played: so many, that the server need not wait for the browser.
const AHEAD = 2;
const ahead = () => {
  const next = Math.min(view.now + AHEAD, lastTurn());
  if (view.playing && lacks(next)) view.source.more(next);
};

// Milliseconds from asking for a month to its pixels, for who measures.
export const took = [];

let run = null;

export const play = async () => {
  if (view.playing) return pause();
  const mine = {};
  run = mine;
  view.playing = true;
  tell("playing");
  if (view.now >= lastTurn()) await go(0);
  while (view.playing && run === mine && view.now < lastTurn()) {
    const begun = performance.now();
    await go(view.now + 1);
    ahead();
    await painted();
    took.push(performance.now() - begun);
    const rest = Number(id("speed").value) - (performance.now() - begun);
    if (rest > 0) await wait(rest);
    if (view.source.lost) break;
  }
  return run === mine ? pause() : undefined;
};

export const pause = () => {
  view.playing = false;
  tell("playing");
};
