// How outcomes answer to one action alone, to its dose or to when it begins: small multiples on one scale.

import { leverLabels } from "./chosen.js";
import { oneStop } from "./cursor.js";
import { panel } from "./curvepanel.js";
import { h } from "./dom.js";
import { choice } from "./pieces.js";
import { tell, view } from "./state.js";

const [NEAREST, FURTHEST] = [1.5, 8];

// Cost grows with the dose for certain, and would make all else look flat.
const COST = "outlay_a_year";

const TITLES = { dose: "Dose and response", timing: "What a later beginning changes" };
const ABOUT = {
  dose: "Each action alone, from the month in which actions may begin.",
  timing: "Each action alone at its dose; outcomes are measured over the same months whenever it begins.",
};
const FINISHED = { dose: "entente sweep", timing: "entente study timing" };

// The action whose curves are shown, by kind.
export const shown = { dose: "", timing: "" };

const finished = (kind, action) =>
  kind === "dose" ? view.mixes?.curves[action] || [] : view.studies?.timing[action] || [];

// A point has come that was played: its cells, by where it lies.
export const came = ({ kind, action, at, cells, of }) => {
  const name = `${kind}.${action}`;
  const { points } = view.curves[name] || { points: [] };
  view.curves[name] = { of, points: [...points, [at, cells]] };
  tell("answer");
};

const played = (kind, action) => {
  const { points } = view.curves[`${kind}.${action}`];
  const nothing = kind === "dose" ? [[0, 0, 0, 0, null, null]] : [];
  return view.answer.columns.map(({ outcome }, i) => ({
    outcome,
    points: [
      ...nothing,
      ...points.map(([at, cells]) => [at, cells[i].difference, cells[i].low, cells[i].high, null, null]),
    ],
  }));
};

const told = (curves) =>
  curves.map(({ outcome, points }) => ({
    column: view.answer.columns.find((one) => one.outcome === outcome),
    points: points.map(([at, difference, low, high, low90, high90]) => {
      const inner = [low ?? difference, high ?? difference];
      return {
        at,
        difference: difference ?? 0,
        low,
        high,
        low90,
        high90,
        far: [low90 ?? inner[0], high90 ?? inner[1]],
      };
    }),
  }));

// The furthest that a curve reaches, in smallest differences of interest.
const furthest = ({ column, points }) =>
  Math.max(...points.flatMap(({ far, difference }) => [...far, difference].map((one) => Math.abs(one) / column.least)));

export const responses = (kind) => {
  const { actions } = view.answer;
  const picked = actions.find((name) => name === shown[kind]);
  const action = picked || actions.find((name) => finished(kind, name).length) || actions[0];
  const names = leverLabels();
  const pick = (name) => {
    shown[kind] = name;
    tell("answer");
  };
  const options = actions.map((name) => [name, names[name]]);
  const [made, mine] = [finished(kind, action), view.curves[`${kind}.${action}`]];
  const curves = made.length ? made : mine ? played(kind, action) : [];
  return h(
    "section",
    { class: "box part", "aria-label": TITLES[kind] },
    h("h2", {}, TITLES[kind]),
    h("p", { class: "faded" }, ABOUT[kind]),
    h(
      "div",
      { class: "presets" },
      choice({ id: `curve-${kind}`, "aria-label": `${TITLES[kind]}: action` }, options, action, pick),
      made.length ? "" : playing(kind, action, mine),
    ),
    curves.length && curves[0].points.length > 1 ? panels(kind, action, told(curves)) : "",
  );
};

const playing = (kind, action, mine) => {
  const play = () => {
    view.curves[`${kind}.${action}`] = { of: 0, points: [] };
    view.source.curve(kind, action);
    tell("answer");
  };
  if (mine && mine.points.length === mine.of && mine.of)
    return h("span", { class: "faded" }, `Played now over ${view.answer.origin.replicates} paired histories.`);
  if (mine) return h("span", { class: "faded", role: "status" }, `${mine.points.length} of ${mine.of || "…"} played`);
  return [
    h("button", { type: "button", id: `play-${kind}`, class: "strong", onclick: play }, "Play it now"),
    h("span", { class: "faded" }, "takes seconds; ", h("code", {}, FINISHED[kind]), " does it for all, with bands."),
  ];
};

const panels = (kind, action, all) => {
  const lever = view.setup.levers.find((one) => one.name === action);
  const far = (one) => furthest(one) >= 1;
  const [moving, still] = [all.filter(far), all.filter((one) => !far(one))];
  const reach = Math.max(NEAREST, ...moving.filter(({ column }) => column.outcome !== COST).map(furthest));
  const group = h(
    "div",
    { class: "curves" },
    moving.map((one) => panel(one, kind, lever, Math.min(reach, FURTHEST))),
  );
  return h(
    "div",
    {},
    oneStop(group),
    h(
      "p",
      { class: "faded note" },
      "Line: mean difference to doing nothing; dark: its 95 % interval; pale: 90 % of parameter sets; ",
      "grey: less than what matters. ",
      "All panels reach equally far, counted in smallest differences that matter. ",
      still.length ? `Nowhere beyond what matters: ${still.map(({ column }) => column.label).join(", ")}.` : "",
    ),
  );
};
