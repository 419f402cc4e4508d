// Take away: any panel as SVG or PNG, drawn from what stands on the screen.
"use strict";
E.take = {};

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "fill-opacity", "font-size", "font-family", "font-weight", "text-anchor", "paint-order", "overflow"];

E.take.styled = (node) => {
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
  return copy;
};

// A panel of text becomes real SVG text: every line where the browser has set it.
E.take.text = (node, origin, target) => {
  const style = getComputedStyle(node.parentElement), range = document.createRange();
  let line = "", top = null, left = 0;
  const flush = () => { if (line.trim()) target.append(E.s("text", { x: left - origin.left, y: top - origin.top + parseFloat(style.fontSize) * 0.92, fill: style.color, "font-size": style.fontSize, "font-family": style.fontFamily, "font-weight": style.fontWeight }, line)); };
  for (let i = 0; i < node.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    if (!box.width) { line += node.data[i] === "\n" ? " " : ""; continue; }
    if (top === null || Math.abs(box.top - top) > 3) { flush(); line = ""; top = box.top; left = box.left; }
    line += node.data[i];
  }
  flush();
};

E.take.walk = (node, origin, target) => {
  if (node.nodeType === 3) return E.take.text(node, origin, target);
  if (node.nodeType !== 1) return undefined;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  if (style.display === "none" || !box.width) return undefined;
  if (node.tagName === "svg") {
    const copy = E.take.styled(node);
    for (const [name, value] of [["x", box.left - origin.left], ["y", box.top - origin.top], ["width", box.width], ["height", box.height]]) copy.setAttribute(name, value);
    return target.append(copy);
  }
  if (style.backgroundColor !== "rgba(0, 0, 0, 0)") target.append(E.s("rect", { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height, rx: parseFloat(style.borderRadius) || 0, fill: style.backgroundColor }));
  if (node.tagName === "SELECT") return target.append(E.s("text", { x: box.left - origin.left + 8, y: box.top - origin.top + box.height / 2 + 5, fill: style.color, "font-size": style.fontSize, "font-family": style.fontFamily }, node.selectedOptions[0].text));
  if (node.tagName === "DETAILS" && !node.open) return E.take.walk(node.querySelector("summary"), origin, target);
  return [...node.childNodes].forEach((child) => E.take.walk(child, origin, target));
};

// What a picture must say to be quoted: which history, whose parameters, which levers.
E.take.which = () => {
  const { link, steps } = E.view.plan, levers = [...new Set(steps.map((step) => step[1]))].map((name) => `${name} ${link[name]}`);
  return [`seed ${link.seed}, history ${link.replicate}`, `parameters: ${link.parameters}`, ...levers].join(" · ");
};

E.take.svg = (name) => {
  const node = name === "map" ? E.id("mapbox") : E.id("panel");
  const kept = [node.style.height, node.style.overflow];
  node.style.height = "auto";
  node.style.overflow = "visible";
  const origin = node.getBoundingClientRect(), above = 44, height = Math.max(origin.height, node.scrollHeight) + above + 4;
  const svg = E.s("svg", { viewBox: `0 ${-above} ${origin.width} ${height}`, width: origin.width, height });
  const ink = getComputedStyle(document.body), line = (y, said) => E.s("text", { x: 8, y, fill: ink.color, "font-size": "12px", "font-family": ink.fontFamily }, said);
  svg.append(E.s("rect", { y: -above, width: origin.width, height, fill: ink.backgroundColor }),
    line(-26, `${E.view.setup.title} · ${name} · ${E.month(E.view.frame().month)}`), line(-9, E.take.which()));
  E.take.walk(node, origin, svg);
  [node.style.height, node.style.overflow] = kept;
  return new XMLSerializer().serializeToString(svg);
};

E.take.save = (blob, file) => {
  const link = E.h("a", { href: URL.createObjectURL(blob), download: file });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

E.take.picture = async (name, kind) => {
  const text = E.take.svg(name), file = `${E.view.plan.link.scenario}-${name}-${E.view.frame().month}.${kind}`;
  if (kind === "svg") return E.take.save(new Blob([text], { type: "image/svg+xml" }), file);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = E.h("canvas", { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toBlob((blob) => E.take.save(blob, file), "image/png");
};

E.take.menu = () => {
  const { view } = E, link = new URLSearchParams(view.plan.link).toString();
  const files = view.source.live ? [["run.csv", "This run, month by month (CSV)"], ["orders.csv", "All orders with reasons (CSV)"], ["replay.html", "Replay in one file (HTML)"]] : [];
  const pictures = [["map", "Map"], ["panel", "This panel"]].flatMap(([part, said]) => ["svg", "png"].map((kind) => E.h("button", { type: "button", id: `${part}-${kind}`, onclick: () => E.take.picture(part === "map" ? "map" : view.tab, kind) }, `${said} (${kind.toUpperCase()})`)));
  E.put(E.id("takemenu"), files.map(([path, said]) => E.h("a", { href: path === "replay.html" ? path + E.link.text() : `${path}?${link}`, download: "", id: path.replace(".", "-") }, said)), pictures);
};
