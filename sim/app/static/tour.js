// A tour of five steps for who sees the page for the first time: skippable, by keyboard too, and never forced.

import { enter } from "./actions.js";
import { h, id, put } from "./dom.js";
import { view } from "./state.js";

const STEPS = [
  [
    "answer",
    ".answers",
    "Each row is an action, each column an outcome that matters. Filled marks are sure, hollow ones likely.",
  ],
  [
    "answer",
    ".answers .cell button",
    "Enter or a click on a cell opens what was done, link by link, many histories, and one to watch.",
  ],
  ["doses", ".cards", "Here an action has a dose in its own unit, a month in which it begins, and what of it arrives."],
  [
    "compare",
    "#compare .part",
    "Choices stand side by side on one scale; below are all mixes by your own weights, and what turns them.",
  ],
  ["world", "#map", "The world behind it: play a history, choose an arc to see why an order was given."],
];

let at = -1;

const marked = () => document.querySelector(".toured");

const show = (step) => {
  marked()?.classList.remove("toured");
  at = step;
  const box = id("tour");
  if (step < 0 || step >= STEPS.length) return box.close();
  const [screen, where, said] = STEPS[step];
  if (view.screen !== screen) enter(screen);
  document.querySelector(where)?.classList.add("toured");
  put(
    id("tourbody"),
    h("h2", { id: "tourhead" }, `${step + 1} of ${STEPS.length}`),
    h("p", {}, said),
    h(
      "div",
      { class: "presets" },
      h(
        "button",
        { type: "button", id: "tournext", class: "strong", onclick: () => show(at + 1) },
        step === STEPS.length - 1 ? "Done" : "Next",
      ),
      step ? h("button", { type: "button", onclick: () => show(at - 1) }, "Back") : "",
      h("button", { type: "button", class: "quiet", onclick: () => show(-1) }, "Skip the tour"),
    ),
  );
  if (!box.open) box.show();
  return id("tournext").focus();
};

const key = (event) => {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") show(-1);
  else if (way && at + way >= 0) show(at + way);
  else return;
  event.preventDefault();
  event.stopPropagation();
};

export const wire = () => {
  id("tour").addEventListener("keydown", key);
  id("tourstart").addEventListener("click", () => {
    id("helpbox").close();
    show(0);
  });
};
