// What finished studies say: asked for when it is first wanted, and answered at once.

import * as effects from "./effects.js";
import * as panel from "./panel.js";
import { frame, tell, view } from "./state.js";

// The link of the history that was opened last: what was asked for an earlier one comes too late.
let opened = null;

const told = async (name, link, take) => {
  const of = opened;
  const found = await (await fetch(`${name}.json?${new URLSearchParams(link)}`)).json();
  if (of === opened) await take(found);
};

// The answer of a finished sweep, or else every action played now.
export const answer = (link) => {
  opened = link;
  const { scenario, seed, parameters } = link;
  return told("answer", { scenario, seed, parameters }, (found) => {
    view.answer = found;
    if (found.origin.kind === "played") view.source.answer();
    tell("answer");
    if (view.screen === "compare") mixes();
    return measured();
  });
};

// Every mix of the sweep, and what other studies say, asked for when it is first wanted.
export const mixes = () => {
  if (!view.answer || view.studies) return undefined;
  const { link } = view.plan;
  return told("compare", link, (mixes) =>
    told("studies", link, (studies) => {
      Object.assign(view, { mixes, studies });
      tell("answer");
    }),
  );
};

// Every effect, asked for when its panel is first opened.
export const measured = () => {
  const { link } = view.plan;
  if (view.tab !== "effects" || effects.shown.of === link.scenario) return undefined;
  return told("effects", link, (found) => {
    effects.heard(found, link.scenario);
    if (view.tab === "effects" && frame()) panel.draw();
  });
};
