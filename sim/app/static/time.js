// Time: buttons, the scrubber, and the marks above it.

import { attr, h, id, put, text } from "./dom.js";
import { kindOf } from "./orders.js";
import { frame, lastTurn, view } from "./state.js";
import { month } from "./words.js";

// The plan whose marks are drawn, and of how many months.
let drawn = { plan: null, months: 0 };

const share = (turn) => `${(100 * turn) / lastTurn()}%`;
const label = (text, turn, kind) => h("span", { class: kind, style: `left:${share(turn)}` }, text);

export const build = () => {
  const { months, projection } = view.setup;
  drawn = { plan: null, months: 0 };
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
  attr(id("scrubber"), "aria-valuetext", shown);
  text(id("when"), shown);
  if (drawn.plan !== view.plan) {
    drawn = { plan: view.plan, months: 0 };
    put(id("marks"), fork());
  }
  const fresh = view.frames.slice(drawn.months).flatMap((one) => one.story.filter(marked));
  id("marks").append(...fresh.map(mark));
  drawn.months = view.frames.length;
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
