// Time: buttons, the scrubber, and the marks above it.

import { h, id, put } from "./dom.js";
import { kindOf } from "./orders.js";
import { frame, lastTurn, view } from "./state.js";
import { month } from "./words.js";

let drawn = null;

const share = (turn) => `${(100 * turn) / lastTurn()}%`;
const label = (text, turn, kind) => h("span", { class: kind, style: `left:${share(turn)}` }, text);

export const build = () => {
  const { months, projection } = view.setup;
  drawn = null;
  id("scrubber").max = lastTurn();
  id("time").style.setProperty("--projection", share(projection - 0.5));
  put(
    id("years"),
    months.flatMap((one, turn) => (one.endsWith("-01") ? [label(one.slice(0, 4), turn, "year")] : [])),
    label("history", projection / 2, "eraname"),
    label("projection", (projection + lastTurn()) / 2, "eraname"),
  );
};

export const draw = () => {
  const shown = month(frame().month);
  id("scrubber").value = view.now;
  id("scrubber").setAttribute("aria-valuetext", shown);
  id("when").textContent = shown;
  const key = [view.frames.length, JSON.stringify(view.plan)].join();
  if (drawn === key) return;
  drawn = key;
  put(id("marks"), view.frames.flatMap((one) => one.story.filter(marked)).map(mark), fork());
};

const marked = ({ weight, kind }) => weight === 1 && kind !== "digest" && kind !== "calendar";

const mark = (event) =>
  h("i", {
    class: event.kind === "lever" ? "lever" : `k${kindOf(view.setup, event)}`,
    style: `left:${share(event.turn)}`,
    title: `${month(event.month)}: ${event.sentence}`,
  });

// Where the course shown was branched from another.
const fork = () => {
  const { branch } = view.plan;
  if (!branch) return [];
  const title = `Branched in ${month(view.setup.months[branch.turn])}`;
  return [h("i", { class: "fork", style: `left:${share(branch.turn)}`, title })];
};

export const buttons = () => {
  id("play").textContent = view.playing ? "❚❚ Pause" : "▶ Play";
  id("play").setAttribute("aria-label", view.playing ? "Pause" : "Play");
};
