// The panels and their tabs; one of them is shown.

import { open } from "./actions.js";
import * as branches from "./branches.js";
import * as byhand from "./byhand.js";
import * as charts from "./charts.js";
import { h, id, put } from "./dom.js";
import * as effects from "./effects.js";
import * as pairs from "./pairs.js";
import { TABS, frame, view } from "./state.js";
import * as story from "./story.js";
import * as why from "./why.js";

const PANELS = { outcomes: charts, why, story, pairs, effects, orders: byhand, branches };

export const draw = () => PANELS[view.tab].draw(id("panel"));

// Another panel starts from nothing, at its top.
export const opened = () => {
  clear();
  id("panel").scrollTop = 0;
  tabs();
};

export const clear = () => {
  charts.clear();
  put(id("panel"), "");
  id("panel").setAttribute("aria-labelledby", `tab-${view.tab}`);
};

// New bands change only the charts.
export const bands = () => {
  if (view.screen === "world" && view.tab === "outcomes" && frame()) charts.renew(id("panel"));
};

export const tabs = () => {
  const shown = TABS.filter(([name]) => name !== "effects" || view.source.live);
  const focused = document.activeElement && document.activeElement.getAttribute("role") === "tab";
  const beside = (i, event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.stopPropagation();
    open(shown[(i + way + shown.length) % shown.length][0]);
  };
  const one = ([name, said], i) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${name}`,
        "aria-selected": String(name === view.tab),
        "aria-controls": "panel",
        tabindex: name === view.tab ? 0 : -1,
        onclick: () => open(name),
        onkeydown: (event) => beside(i, event),
      },
      said,
    );
  put(id("tabs"), shown.map(one));
  if (focused) id(`tab-${view.tab}`).focus();
};
