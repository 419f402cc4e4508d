// A cursor on a chart: the pointer or the arrow keys move it from place to place, and what stands there is read out.

import { s } from "./dom.js";
import * as tip from "./tip.js";

const nearest = (places, x) =>
  places.reduce((best, place, i) => (Math.abs(place - x) < Math.abs(places[best] - x) ? i : best), 0);

// To the next chart of the same group, which is one stop for Tab.
const beside = (node, way) => {
  const all = [...node.closest("[data-charts]").querySelectorAll(".cursored")];
  all[(all.indexOf(node) + way + all.length) % all.length].focus();
};

// A group of charts is one stop for Tab: the one that had the focus last, or the first.
export const oneStop = (group) => {
  group.dataset.charts = "";
  group.querySelectorAll(".cursored").forEach((one, i) => one.setAttribute("tabindex", i ? -1 : 0));
  return group;
};

// `places` are the x of what can be read, `box` where they lie, `said` gives the lines for one of them, `start` says
// which one is read first.
export const cursor = (node, { label, places, box, said, start }) => {
  const { x, y, width, height } = box;
  const line = s("line", { class: "cursorline", y1: y, y2: y + height, visibility: "hidden" });
  node.append(line, s("rect", { class: "focusframe", x, y, width, height }));
  node.classList.add("cursored");
  let at = -1;
  const facts = { role: "slider", tabindex: -1, "aria-label": label, "aria-readonly": "true", "aria-valuemin": 0 };
  Object.entries({ ...facts, "aria-valuemax": places.length - 1, "aria-valuenow": 0 }).forEach(([name, value]) =>
    node.setAttribute(name, value),
  );
  const put = (i) => {
    at = Math.max(0, Math.min(i, places.length - 1));
    const lines = said(at);
    line.setAttribute("x1", places[at]);
    line.setAttribute("x2", places[at]);
    line.setAttribute("visibility", "visible");
    node.setAttribute("aria-valuenow", at);
    node.setAttribute("aria-valuetext", lines.join("; "));
    return lines;
  };
  const byKeys = (i) => tip.showAt(put(i), line);
  const leave = () => {
    line.setAttribute("visibility", "hidden");
    tip.hide();
  };
  const keys = {
    ArrowRight: () => byKeys(at + 1),
    ArrowLeft: () => byKeys(at - 1),
    Home: () => byKeys(0),
    End: () => byKeys(places.length - 1),
    ArrowDown: () => beside(node, 1),
    ArrowUp: () => beside(node, -1),
  };
  node.addEventListener("pointermove", (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(node.getScreenCTM().inverse());
    tip.show(put(nearest(places, place.x)), event.clientX, event.clientY);
  });
  node.addEventListener("pointerleave", leave);
  node.addEventListener("blur", leave);
  node.addEventListener("focus", () => {
    node
      .closest("[data-charts]")
      .querySelectorAll(".cursored")
      .forEach((one) => one.setAttribute("tabindex", -1));
    node.setAttribute("tabindex", 0);
    // A click has put it where the pointer is.
    if (node.matches(":focus-visible")) byKeys(at < 0 ? start() : at);
  });
  node.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  return node;
};
