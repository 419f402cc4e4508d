// A small box that says what lies under the pointer or has the focus: one for the whole page, above everything.

import { h, put } from "./dom.js";

let box = null;

const made = () => {
  box = h("div", { id: "tip", popover: "manual", "aria-hidden": "true" });
  document.body.append(box);
  return box;
};

// Show lines beside a place of the window; the first of several is the head.
export const show = (lines, x, y) => {
  const shown = box || made();
  put(
    shown,
    lines.map((line, i) => h(i || lines.length === 1 ? "div" : "b", {}, line)),
  );
  if (!shown.matches(":popover-open")) shown.showPopover();
  const { offsetWidth: wide, offsetHeight: tall } = shown;
  const above = y - tall - 12;
  const top = above >= 4 ? above : Math.min(y + 18, innerHeight - tall - 4);
  shown.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - wide - 4))}px`;
  shown.style.top = `${Math.max(4, top)}px`;
};

export const hide = () => {
  if (box && box.matches(":popover-open")) box.hidePopover();
};

// Beside the middle of an element, for who has no pointer.
export const showAt = (lines, node) => {
  const { left, top, width } = node.getBoundingClientRect();
  show(lines, left + width / 2, top);
};

// What has a text of its own to show says so in `data-tip`; charts with a cursor look after themselves.
const told = (event, shown) => {
  const { target } = event;
  if (!(target instanceof Element) || target.closest(".cursored")) return;
  const node = target.closest("[data-tip]");
  if (node) shown(node.dataset.tip.split("\n"), node);
  else hide();
};

export const wire = () => {
  document.addEventListener("pointerover", (event) =>
    told(event, (lines) => show(lines, event.clientX, event.clientY)),
  );
  document.addEventListener("focusin", (event) => told(event, showAt));
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", hide, true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
};
