// What finished studies say: asked for when it is first wanted, and answered at once.

import * as effects from "./effects.js";
import * as panel from "./panel.js";
import { frame, tell, view } from "./state.js";

// The answer of a finished sweep, or else every action played now.
export const answer = async ({ scenario, seed, parameters }) => {
  const found = await fetch(`answer.json?${new URLSearchParams({ scenario, seed, parameters })}`);
  view.answer = await found.json();
  if (view.answer.origin.kind === "played") view.source.answer();
  tell("answer");
  if (view.screen === "compare") mixes();
  await measured();
};

const told = async (name) => (await fetch(`${name}.json?${new URLSearchParams(view.plan.link)}`)).json();

// Every mix of the sweep, and what other studies say, asked for when it is first wanted.
export const mixes = async () => {
  if (!view.answer || view.studies) return;
  Object.assign(view, { mixes: await told("compare"), studies: await told("studies") });
  tell("answer");
};

// Every effect, asked for when its panel is first opened.
export const measured = async () => {
  const { scenario } = view.plan.link;
  if (view.tab !== "effects" || effects.shown.of === scenario) return;
  effects.heard(await told("effects"), scenario);
  if (view.tab === "effects" && frame()) panel.draw();
};
