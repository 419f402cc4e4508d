// Lines at the top, until they are dismissed.

import { h, id, put } from "./dom.js";

const said = new Map();

const draw = () => put(id("notices"), [...said].map(line));

const line = ([key, text]) => {
  const dismiss = () => {
    said.delete(key);
    draw();
  };
  return h("p", {}, text, " ", h("button", { type: "button", class: "quiet", onclick: dismiss }, "Dismiss"));
};

// Say something; what is said again under the same key stands there once.
export const notice = (text, key = text) => {
  said.set(key, text);
  draw();
};

export const forget = () => {
  said.clear();
  draw();
};
