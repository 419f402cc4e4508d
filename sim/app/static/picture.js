// A part of the page as a picture, SVG or PNG, drawn from what stands on the screen.

import { labels } from "./chosen.js";
import { h, s } from "./dom.js";
import { frame, view } from "./state.js";
import { month } from "./words.js";

const KEPT = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "fill-opacity",
  "font-size",
  "font-family",
  "font-weight",
  "text-anchor",
  "paint-order",
  "overflow",
];
const ABOVE = 44;

// The picture of a node, as a blob.
export const picture = async (node, name, kind) => {
  const text = drawn(node, name);
  if (kind === "svg") return new Blob([text], { type: "image/svg+xml" });
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = h("canvas", { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
};

// The whole node, also what one would have to scroll to, below two lines that say what it is.
const drawn = (node, name) => {
  const { height: tall, overflow } = node.style;
  Object.assign(node.style, { height: "auto", overflow: "visible" });
  const origin = node.getBoundingClientRect();
  const { width } = origin;
  const height = Math.max(origin.height, node.scrollHeight) + ABOVE + 4;
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  const line = (y, said) => s("text", { x: 8, y, fill: color, "font-size": "12px", "font-family": fontFamily }, said);
  const svg = s(
    "svg",
    { viewBox: `0 ${-ABOVE} ${width} ${height}`, width, height },
    s("rect", { y: -ABOVE, width, height, fill: backgroundColor }),
    line(-26, `${view.setup.title} · ${name} · ${month(frame().month)}`),
    line(-9, which()),
  );
  walk(node, origin, svg);
  Object.assign(node.style, { height: tall, overflow });
  return new XMLSerializer().serializeToString(svg);
};

// What a picture must say to be quoted: which history, whose parameters, which levers.
const which = () => {
  const { link } = view.plan;
  const source = `Entente, scenario ${link.scenario}, seed ${link.seed}, history ${link.replicate}`;
  return [source, `parameters: ${link.parameters}`, labels(view.plan) || "nothing done"].join(" · ");
};

const walk = (node, origin, target) => {
  if (node.nodeType === Node.TEXT_NODE) return written(node, origin, target);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  if (style.display === "none" || !box.width || node.matches(".unseen, .handon")) return;
  const place = { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height };
  if (node.tagName === "svg") return target.append(styled(node, place));
  if (style.backgroundColor !== "rgba(0, 0, 0, 0)")
    target.append(s("rect", { ...place, rx: parseFloat(style.borderRadius) || 0, fill: style.backgroundColor }));
  if (node.tagName === "SELECT") return target.append(selected(node, place, style));
  if (node.tagName === "DETAILS" && !node.open) return walk(node.querySelector("summary"), origin, target);
  node.childNodes.forEach((child) => walk(child, origin, target));
};

const lettering = ({ color, fontSize, fontFamily }) => ({
  fill: color,
  "font-size": fontSize,
  "font-family": fontFamily,
});

const selected = (node, { x, y, height }, style) =>
  s("text", { x: x + 8, y: y + height / 2 + 5, ...lettering(style) }, node.selectedOptions[0].text);

// A drawing with its style written into it, so that it needs no style sheet.
const styled = (node, place) => {
  const copy = node.cloneNode(true);
  const pairs = [[node, copy]];
  while (pairs.length) {
    const [from, to] = pairs.pop();
    const style = getComputedStyle(from);
    for (const name of KEPT) to.setAttribute(name, style.getPropertyValue(name));
    to.removeAttribute("class");
    to.removeAttribute("style");
    [...from.children].forEach((child, i) => pairs.push([child, to.children[i]]));
    if (style.display === "none" && !["title", "defs"].includes(from.tagName)) to.setAttribute("display", "none");
  }
  copy.querySelectorAll("[display=none]").forEach((hidden) => hidden.remove());
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value);
  return copy;
};

// Text becomes real SVG text: every line where the browser has set it.
const written = (node, origin, target) => {
  const style = getComputedStyle(node.parentElement);
  const range = document.createRange();
  const rise = parseFloat(style.fontSize) * 0.92;
  let [line, top, left] = ["", null, 0];
  const flush = () => {
    if (!line.trim()) return;
    const place = { x: left - origin.left, y: top - origin.top + rise };
    target.append(s("text", { ...place, ...lettering(style), "font-weight": style.fontWeight }, line));
  };
  for (let i = 0; i < node.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    if (!box.width) {
      line += node.data[i] === "\n" ? " " : "";
      continue;
    }
    if (top === null || Math.abs(box.top - top) > 3) {
      flush();
      [line, top, left] = ["", box.top, box.left];
    }
    line += node.data[i];
  }
  flush();
};
