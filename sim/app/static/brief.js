// What can be handed on of an answer or a comparison: a page of its own, a table, a picture.

import { h } from "./dom.js";
import { picture } from "./picture.js";
import { save } from "./saved.js";
import { csvOf } from "./tables.js";
import { view } from "./state.js";

const LEFT_OUT = "select, .handon, .note button, details:not([open]) > :not(summary)";

// A copy that needs no page around it: buttons are text, choices are what was chosen.
const plainCopy = (node) => {
  const copy = node.cloneNode(true);
  copy.querySelectorAll(LEFT_OUT).forEach((one) => one.remove());
  copy.querySelectorAll("[data-tip]").forEach((one) => one.setAttribute("title", one.dataset.tip));
  copy.querySelectorAll("button").forEach((button) => {
    button.replaceWith(h("span", { class: `${button.className} unbutton` }, ...button.childNodes));
  });
  return copy;
};

const escaped = (said) => said.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

// On paper the style sheet's own rules for printing hold.
const BODY = "body { display: block; max-width: 1180px; margin: 0 auto; padding: 24px; }";
const STYLE = `@media screen { html, body { height: auto; } ${BODY} }`;

const html = async (node, title) => {
  const css = await (await fetch("static/page.css")).text();
  const { origin } = view.answer;
  const how = origin.kind === "sweep" ? `Sweep ${origin.name}` : "Played on the page";
  const made = `Entente, ${view.setup.title}. ${how}, `;
  const runs = `${origin.replicates} paired histories, parameters ${origin.parameters}. A model, not a forecast.`;
  const doses = view.setup.levers.map(({ label, dose, dose_unit: unit, source }) =>
    escaped(`${label}: ${dose.toLocaleString("en")} ${unit} (${source})`),
  );
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>`,
    `<style>${css} ${STYLE}</style></head><body><h1>${escaped(`${view.setup.title}: ${title}`)}</h1>`,
    `<p class="faded">View: ${escaped(location.search)}</p>`,
    plainCopy(node).outerHTML.replace(/<section/, '<section style="display:block"'),
    `<h3>Doses</h3><ul>${doses.map((one) => `<li>${one}</li>`).join("")}</ul>`,
    `<p class="faded">${escaped(made + runs)}</p></body></html>`,
  ].join("\n");
};

// Buttons that hand on a part of the page; `choices` gives names and cells for the table.
export const handOn = (name, title, nodeOf, choices) => {
  const file = (kind) => `${view.plan.link.scenario}-${name}.${kind}`;
  const page = async () => save(new Blob([await html(nodeOf(), title)], { type: "text/html" }), file("html"));
  const table = () => save(new Blob([csvOf(view.answer.columns, choices())], { type: "text/csv" }), file("csv"));
  const image = (kind) => async () => save(await picture(nodeOf(), title, kind), file(kind));
  const button = (said, onclick) => h("button", { type: "button", class: "quiet", onclick }, said);
  return h(
    "div",
    { class: "handon", role: "group", "aria-label": "Hand on" },
    h("span", { class: "faded" }, "Hand on: "),
    button("one-page brief (HTML)", page),
    button("table (CSV)", table),
    button("picture (SVG)", image("svg")),
    button("picture (PNG)", image("png")),
  );
};
