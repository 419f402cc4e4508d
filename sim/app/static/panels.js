// Pairs, story and measured effects.
"use strict";
E.pairs = { name: "", cells: [] };

E.pairs.draw = (panel) => {
  const { view } = E, { actors } = view.setup, frame = view.frame();
  const values = frame.pairs[view.pair], quantity = view.setup.variables[view.pair];
  const [low, high] = quantity.high <= 1 ? [quantity.low, quantity.high] : [Math.min(0, ...values), Math.max(1, ...values)];
  if (E.pairs.name !== view.pair || !panel.querySelector("svg.matrix")) E.pairs.build(panel, quantity);
  E.pairs.cells.forEach(({ rect, text, title, i, j }) => {
    const value = values[i * actors.length + j], share = (value - low) / (high - low || 1);
    rect.style.fill = E.ramp(share);
    text.textContent = value ? E.number(value) : "";
    text.style.fill = E.inkOn(share);
    title.textContent = `${quantity.label}, ${actors[i].title} toward ${actors[j].title}: ${E.number(value)}`;
  });
};

E.pairs.build = (panel, quantity) => {
  const { view } = E, { actors } = view.setup;
  const side = 44, tall = 20, left = 96, top = 20, n = actors.length;
  const names = actors.map((actor, i) => view.setup.map.spots[i].label);
  E.pairs.name = view.pair;
  E.pairs.cells = [];
  const cell = (i, j) => {
    const [x, y] = [left + j * side, top + i * tall];
    const title = E.s("title"), rect = E.s("rect", { x, y, width: side - 1, height: tall - 1 });
    const text = E.s("text", { class: "cell", x: x + side / 2, y: y + 14, "text-anchor": "middle" });
    E.pairs.cells.push({ rect, text, title, i, j });
    return E.s("g", { class: "pair", onclick: () => view.choose(i, -1) }, rect, text, title);
  };
  const svg = E.s("svg", { class: "matrix", role: "img", "aria-label": `${quantity.label} from each actor toward each other`, viewBox: `0 0 ${left + n * side} ${top + n * tall}` },
    names.map((name, i) => E.s("text", { class: "head", x: left - 5, y: top + i * tall + 14, "text-anchor": "end" }, name)),
    actors.map((actor, j) => E.s("text", { class: "head", x: left + (j + 0.5) * side, y: top - 6, "text-anchor": "middle" }, actor.name, E.s("title", {}, actor.title))),
    actors.flatMap((actor, i) => actors.map((other, j) => (i === j ? null : cell(i, j)))));
  const choices = Object.values(view.setup.variables).filter((one) => one.of === "pair");
  const choice = E.h("select", { "aria-label": "Variable of pairs", onchange: (event) => { view.pair = event.target.value; view.redraw(); } }, choices.map((one) => E.h("option", { value: one.name, selected: one.name === view.pair }, one.label)));
  E.put(panel, E.h("div", { class: "whohead" }, choice, E.h("p", {}, `${quantity.meaning} (${quantity.unit}); row toward column.`)), svg);
};

E.story = {};
E.story.draw = (panel) => {
  const { view } = E, filter = view.filter;
  const wanted = (event) => event.weight <= (filter.all ? 3 : 2) && (filter.actor < 0 || `${event.actor} ${event.other}`.split(" ").includes(view.setup.actors[filter.actor].name))
    && (!filter.kind || event.kind === filter.kind || String(E.kindOf(event)) === filter.kind);
  const key = [view.now, JSON.stringify(filter)].join();
  if (panel.dataset.story === key && E.story.frame === view.frame() && panel.querySelector(".filters")) return;
  E.story.frame = view.frame();
  if (!panel.querySelector(".filters")) E.put(panel, E.story.filters(), E.h("div", { class: "log" }));
  panel.dataset.story = key;
  const months = view.frames.slice(0, view.now + 1).reverse();
  const blocks = [];
  let lines = 0;
  for (const frame of months) {
    const events = frame.story.filter(wanted);
    if (!events.length && frame.turn !== view.now) continue;
    blocks.push(E.h("h3", {}, E.h("button", { type: "button", class: "link", onclick: () => view.go(frame.turn) }, E.month(frame.month))), E.h("ul", {}, events.length ? events.map(E.story.line) : E.h("li", { class: "faded" }, "Nothing of note.")));
    lines += events.length + 1;
    if (lines > 120) { blocks.push(E.h("p", { class: "faded" }, "Earlier months are left out here; scrub back to read them.")); break; }
  }
  E.put(panel.querySelector(".log"), blocks);
};

E.story.line = (event) => {
  const kind = E.kindOf(event), slot = E.slotOf(event);
  const bullet = E.h("i", { class: kind >= 0 ? `bullet k${kind}` : `bullet ${event.kind}` });
  const said = slot >= 0 ? E.h("button", { type: "button", class: "link", title: "See why", onclick: () => { E.view.go(event.turn); E.view.choose(E.view.setup.slots[slot].actor, slot); } }, event.sentence) : event.sentence;
  return E.h("li", { class: event.weight === 1 ? "headline" : "" }, bullet, said);
};

E.story.filters = () => {
  const { view } = E, filter = view.filter;
  const others = [["calendar", "dated events"], ["dispute", "disputes"], ["treaty", "treaties"], ["lever", "your moves"], ["digest", "years in figures"]];
  const kinds = E.h("select", { "aria-label": "Kind of event", onchange: (event) => { filter.kind = event.target.value; view.redraw(); } },
    E.h("option", { value: "" }, "all kinds"), view.setup.kinds.map((kind, k) => E.h("option", { value: k }, kind.label)), others.map(([value, said]) => E.h("option", { value }, said)));
  kinds.value = filter.kind;
  return E.h("div", { class: "whohead filters" }, E.actorChoice(filter.actor, "all actors", (i) => { filter.actor = i; view.redraw(); }, "Actor in the story"), kinds,
    E.h("label", {}, E.h("input", { type: "checkbox", checked: filter.all, onchange: (event) => { filter.all = event.target.checked; view.redraw(); } }), " routine too"));
};

// The effects that a finished sweep measured, where the server was given its folder.
E.effects = { rows: [], kind: "main", mix: "", all: false };
E.effects.draw = (panel) => {
  const { rows, kind, mix, all } = E.effects;
  const ofKind = rows.filter((row) => row.kind === kind), mixes = [...new Set(ofKind.map((row) => row.mix))];
  const clear = (row) => Number(row.low_corrected * row.high_corrected > 0);
  const shown = ofKind.filter((row) => (!mix || row.mix === mix) && (all || row.headline === "yes"))
    .map((row, place) => ({ row, place })).sort((a, b) => clear(b.row) - clear(a.row) || a.place - b.place).map((one) => one.row);
  const seen = shown.filter(clear).length;
  E.put(panel, E.effects.filters(panel, [...new Set(rows.map((row) => row.kind))], mixes),
    E.h("p", { class: "faded" }, `${seen} of ${shown.length} paired differences have a 95 % interval, corrected for all comparisons of their family, that leaves out zero; they come first.`),
    E.h("table", { class: "moved effects" }, E.h("thead", {}, E.h("tr", {}, ["mix", "outcome", "difference", "", "95 % interval", "without", "enough"].map((name) => E.h("th", { scope: "col" }, name || E.h("span", { class: "unseen" }, "interval as a bar"))))),
      E.h("tbody", {}, shown.slice(0, 400).map(E.effects.row))));
};

E.effects.filters = (panel, kinds, mixes) => {
  const change = (name, value) => { E.effects[name] = value; E.effects.draw(panel); E.id(`effects-${name}`).focus(); };
  const choice = (name, said, options) => E.h("select", { id: `effects-${name}`, "aria-label": said, onchange: (event) => change(name, event.target.value) }, options.map(([value, text]) => E.h("option", { value, selected: value === E.effects[name] }, text)));
  const words = (name) => name.replaceAll("_", " ");
  return E.h("div", { class: "whohead" },
    E.h("select", { id: "effects-kind", "aria-label": "Kind of effect", onchange: (event) => { E.effects.mix = ""; change("kind", event.target.value); } }, kinds.map((name) => E.h("option", { value: name, selected: name === E.effects.kind }, name))),
    choice("mix", "Action or mix", [["", "every action or mix"], ...mixes.map((name) => [name, words(name)])]),
    E.h("label", {}, E.h("input", { id: "effects-all", type: "checkbox", checked: E.effects.all, onchange: (event) => change("all", event.target.checked) }), " not only headline outcomes"));
};

E.effects.row = (row) => {
  const words = (name) => name.replaceAll("_", " "), clear = row.low_corrected * row.high_corrected > 0;
  const known = row.low_corrected !== null;
  return E.h("tr", { class: clear ? "" : "unclear" }, E.h("td", {}, words(row.mix)), E.h("td", {}, words(row.outcome), E.h("span", { class: "faded" }, ` (${row.unit})`)), E.h("td", { class: "num" }, E.few(row.difference)), E.h("td", {}, known ? E.effects.bar(row) : ""),
    E.h("td", { class: "num" }, known ? `${E.few(row.low_corrected)} to ${E.few(row.high_corrected)}` : "too few replicates"), E.h("td", { class: "num" }, E.number(row.baseline_mean)), E.h("td", {}, row.enough));
};
E.effects.bar = ({ low_corrected: low, high_corrected: high, difference }) => {
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1, x = (value) => 40 + (38 * value) / most;
  return E.s("svg", { class: "bar2 forest", viewBox: "0 0 80 14", "aria-hidden": "true" }, E.s("line", { class: "zero", x1: 40, x2: 40, y1: 0, y2: 14 }),
    E.s("line", { class: "reachline", x1: x(low), x2: x(high), y1: 7, y2: 7 }), E.s("circle", { class: "bargrey", cx: x(difference), cy: 7, r: 3 }));
};
