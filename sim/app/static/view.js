// The page: what is chosen, what month is shown, and who draws it.
"use strict";
E.view = {
  setup: null, source: null, frames: [], plan: { steps: [], first: null, link: {} }, baseline: null, bands: null,
  now: -1, actor: -1, slot: -1, colour: "side", zoom: "", tab: "outcomes", measure: "level", pair: "hostility", hidden: new Set(),
  filter: { actor: -1, kind: "", all: false }, playing: false, notices: new Map(),
  frame: () => E.view.frames[E.view.now],
};
const SOURCES = { posterior: "fitted to the record", prior: "anywhere in their ranges", default: "as declared" };
const TABS = [["outcomes", "Outcomes"], ["why", "Why"], ["story", "Story"], ["pairs", "Pairs"], ["effects", "Effects"]];

E.view.draw = () => {
  if (!E.view.frame()) return;
  const { view } = E;
  E.map.draw(view.frame());
  E.time.draw();
  E.view.panel();
};
E.view.redraw = () => { E.view.draw(); E.link.write(); };

E.view.panel = () => {
  const panel = E.id("panel"), { tab } = E.view;
  if (tab === "outcomes") (panel.querySelector("svg.charts") ? E.charts.draw : () => E.charts.build(panel))();
  else ({ why: E.why, story: E.story, pairs: E.pairs, effects: E.effects })[tab].draw(panel);
};

E.view.open = (tab) => {
  E.view.tab = tab;
  const panel = E.id("panel");
  E.put(panel, "");
  delete panel.dataset.story;
  E.pairs.name = "";
  panel.setAttribute("aria-labelledby", `tab-${tab}`);
  panel.scrollTop = 0;
  E.view.tabs();
  E.view.redraw();
};

E.view.tabs = () => {
  const shown = TABS.filter(([name]) => name !== "effects" || E.effects.rows.length);
  const focused = document.activeElement && document.activeElement.getAttribute("role") === "tab";
  E.put(E.id("tabs"), shown.map(([name, said], i) => E.h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === E.view.tab), "aria-controls": "panel", tabindex: name === E.view.tab ? 0 : -1, onclick: () => E.view.open(name),
    onkeydown: (event) => { const go = { ArrowRight: 1, ArrowLeft: -1 }[event.key]; if (go) { event.stopPropagation(); E.view.open(shown[(i + go + shown.length) % shown.length][0]); } } }, said)));
  if (focused) E.id(`tab-${E.view.tab}`).focus();
};

// Choosing an actor or one of its orders opens the reasons.
E.view.choose = (actor, slot) => {
  Object.assign(E.view, { actor, slot });
  if (actor >= 0) {
    E.view.open("why");
    const order = E.id(`order${slot}`);
    if (order) order.scrollIntoView({ block: "nearest" });
  } else E.view.redraw();
};

E.view.go = async (turn) => {
  const { view } = E;
  const wanted = Math.max(0, Math.min(turn, view.setup.months.length - 1));
  view.goal = wanted;
  while (view.frames.length <= wanted && view.goal === wanted) if (!(await view.source.more(wanted))) return;
  if (view.goal !== wanted) return;
  view.now = wanted;
  view.draw();
  E.link.write();
};

E.view.play = async () => {
  const { view } = E, last = view.setup.months.length - 1;
  if (view.playing) return E.view.pause();
  const run = {};
  Object.assign(view, { playing: true, run });
  E.time.buttons();
  if (view.now >= last) await view.go(0);
  while (view.playing && view.run === run && view.now < last) {
    const begun = performance.now();
    await view.go(view.now + 1);
    await E.painted();
    E.time.took.push(performance.now() - begun);
    const rest = Number(E.id("speed").value) - (performance.now() - begun);
    if (rest > 0) await E.wait(rest);
    if (view.source.lost) break;
  }
  return view.run === run ? E.view.pause() : undefined;
};
E.view.pause = () => { E.view.playing = false; E.time.buttons(); };

// New bands: the charts, and the words about them.
E.view.drawBands = () => {
  E.levers.verdict();
  if (E.view.tab !== "outcomes" || !E.view.frame()) return;
  const panel = E.id("panel");
  if (!panel.querySelector("svg.charts")) return E.charts.build(panel);
  const open = panel.querySelector(".verdicts[open]");
  panel.querySelector(".verdicts")?.remove();
  panel.querySelector(".key").replaceWith(E.charts.key());
  panel.querySelector(".key").after(E.charts.verdicts());
  if (open && panel.querySelector(".verdicts")) panel.querySelector(".verdicts").open = true;
  E.charts.bands();
};

E.view.notice = (text, key = text) => {
  E.view.notices.set(key, text);
  const close = (name) => { E.view.notices.delete(name); E.view.notify(); };
  E.view.notify = () => E.put(E.id("notices"), [...E.view.notices].map(([name, said]) => E.h("p", {}, said, " ", E.h("button", { type: "button", class: "quiet", onclick: () => close(name) }, "Dismiss"))));
  E.view.notify();
};

// Time: buttons, the scrubber, and the marks above it.
E.time = { took: [] };
E.time.build = () => {
  const { setup } = E.view, last = setup.months.length - 1;
  E.time.key = null;
  const scrubber = E.id("scrubber"), share = (turn) => `${(100 * turn) / last}%`;
  scrubber.max = last;
  E.id("time").style.setProperty("--projection", share(setup.projection - 0.5));
  const label = (text, turn, kind) => E.h("span", { class: kind, style: `left:${share(turn)}` }, text);
  E.put(E.id("years"), setup.months.flatMap((month, turn) => month.endsWith("-01") ? [label(month.slice(0, 4), turn, "year")] : []), label("history", setup.projection / 2, "eraname"), label("projection", (setup.projection + last) / 2, "eraname"));
};
E.time.draw = () => {
  const { view } = E, scrubber = E.id("scrubber"), frame = view.frame(), last = view.setup.months.length - 1;
  scrubber.value = view.now;
  scrubber.setAttribute("aria-valuetext", E.month(frame.month));
  E.id("when").textContent = E.month(frame.month);
  const key = [view.frames.length, JSON.stringify(view.plan.steps)].join();
  if (E.time.key !== key) {
    E.time.key = key;
    const marks = view.frames.flatMap((one) => one.story.filter((event) => event.weight === 1 && event.kind !== "digest" && event.kind !== "calendar"));
    E.put(E.id("marks"), marks.map((event) => E.h("i", { class: event.kind === "lever" ? "lever" : `k${E.kindOf(event)}`, style: `left:${(100 * event.turn) / last}%`, title: `${E.month(event.month)}: ${event.sentence}` })));
  }
  E.levers.draw();
};
E.time.buttons = () => {
  E.id("play").textContent = E.view.playing ? "❚❚ Pause" : "▶ Play";
  E.id("play").setAttribute("aria-label", E.view.playing ? "Pause" : "Play");
};

// Levers: an intensity and a starting month each.
E.levers = { rows: [] };
E.levers.build = () => {
  const { setup, source } = E.view;
  E.levers.rows = setup.levers.map((lever) => {
    const value = E.h("output", {}), id = `lever-${lever.name}`;
    const slider = E.h("input", { id, type: "range", min: lever.low, max: lever.high, step: (lever.high - lever.low) / 20, value: lever.low, disabled: !source.live, title: `${lever.said} (passage ${lever.passage}). ${lever.meaning}`, oninput: () => E.levers.moved(lever, Number(slider.value)) });
    const start = E.h("select", { "aria-label": `${lever.label}: starting month`, disabled: !source.live, onchange: () => { row.wanted = Number(start.value); source.start(lever.name, row.wanted); } }, setup.months.map((month, turn) => E.h("option", { value: turn }, E.month(month))));
    const shown = E.h("div", { class: "lever" }, E.h("label", { for: id }, lever.label), E.h("div", { class: "slide" }, slider, value), E.h("span", { class: "from" }, "from ", start));
    const row = { lever, slider, start, value, shown, wanted: setup.projection };
    return row;
  });
  E.put(E.id("leverrows"), E.levers.rows.map((one) => one.shown));
};
E.levers.moved = (lever, value) => {
  const { view } = E, acts = view.plan.steps.filter((step) => step[1] === lever.name);
  const chosen = E.levers.rows.find((one) => one.lever === lever);
  // The past stays: a lever acts from the month after the one shown, or later if it is set to start later.
  const begun = acts.length && acts[0][0] <= view.now;
  const turn = begun ? view.now + 1 : Math.max(Number(chosen.start.value), view.now + 1);
  chosen.value.textContent = `${Math.round(100 * value)} %`;
  view.source.lever(lever.name, Math.min(turn, view.setup.months.length - 1), value);
};
E.levers.draw = () => {
  const { view } = E;
  const next = Math.min(view.now + 1, view.setup.months.length - 1);
  for (const { lever, slider, start, value, wanted } of E.levers.rows) {
    const steps = view.plan.steps.filter((step) => step[1] === lever.name);
    const set = steps.length ? steps[steps.length - 1][2] : 0;
    if (!view.source.busy && document.activeElement !== slider) slider.value = set;
    value.textContent = `${Math.round(100 * Number(slider.value))} %`;
    slider.setAttribute("aria-valuetext", value.textContent);
    if (document.activeElement !== start) start.value = steps.length ? steps[0][0] : Math.max(wanted, next);
  }
  E.id("clear").disabled = !view.plan.steps.length;
};
E.levers.verdict = () => {
  const { view } = E, found = view.bands ? view.bands.differences : [];
  if (view.plan.first === null) return E.put(E.id("verdict"), "Move one, and see at once what it changes over many histories.");
  if (!view.bands || view.waiting) return E.put(E.id("verdict"), "Playing the histories …");
  const seen = found.filter((one) => one.clear), told = seen.filter((one) => one.headline).slice(0, 3);
  const size = told.length && told[0].strength >= 0.1 ? "most changed" : "changed, but little";
  const more = `${seen.length - told.length} more outcomes differ clearly.`;
  if (!seen.length) return E.put(E.id("verdict"), "No outcome differs clearly from doing nothing.");
  return E.put(E.id("verdict"), told.length ? [E.h("b", {}, `Headline outcomes ${size} (95 % interval): `), `${told.map((one) => one.short).join("; ")}. `] : "No headline outcome differs clearly. ", E.h("span", { class: "faded" }, more));
};

// The link restores the view; what is wrong in it is said and ignored.
E.link = {};
E.link.text = () => {
  const { view } = E, params = new URLSearchParams(view.plan.link), { slots, actors } = view.setup;
  params.set("month", view.setup.months[view.now < 0 ? Math.max(view.goal, 0) : view.now]);
  if (view.actor >= 0) params.set("actor", actors[view.actor].name);
  if (view.slot >= 0) params.set("order", [slots[view.slot].action, actors[slots[view.slot].target].name, slots[view.slot].relation].join("."));
  const extras = { tab: [view.tab, "outcomes"], colour: [view.colour, "side"], zoom: [view.zoom, ""], pair: [view.pair, "hostility"], measure: [view.measure, "level"], hide: [[...view.hidden].sort().join("-"), ""] };
  for (const [name, [value, usual]] of Object.entries(extras)) if (value !== usual) params.set(name, value);
  return `?${params}`;
};
E.link.write = () => {
  const { view } = E;
  if (!view.source.live || !view.frame()) return;
  clearTimeout(E.link.timer);
  E.link.timer = setTimeout(() => { if (!view.frame()) return; history.replaceState(null, "", E.link.text()); E.take.menu(); }, 200);
};
E.link.read = (query) => {
  const { view } = E, { setup } = view, params = new URLSearchParams(query);
  const take = (name, known, set) => {
    const said = params.get(name);
    if (said === null) return;
    if (known(said)) set(said); else view.notice(`“${name}=${said.slice(0, 40)}” in the link was ignored.`);
  };
  let turn = setup.projection - 1;
  take("month", (said) => setup.months.includes(said), (said) => { turn = setup.months.indexOf(said); });
  take("actor", (said) => setup.actors.some((one) => one.name === said), (said) => { view.actor = setup.actors.findIndex((one) => one.name === said); });
  const order = (said) => setup.slots.findIndex((slot) => slot.actor === view.actor && [slot.action, setup.actors[slot.target].name, slot.relation].join(".") === said);
  take("order", (said) => order(said) >= 0, (said) => { view.slot = order(said); });
  take("tab", (said) => TABS.some(([name]) => name === said), (said) => { view.tab = said; });
  take("colour", (said) => said === "side" || (setup.variables[said] || {}).of === "actor", (said) => { view.colour = said; });
  take("zoom", (said) => setup.actors.some((one) => one.home === said), (said) => { view.zoom = said; });
  take("pair", (said) => (setup.variables[said] || {}).of === "pair", (said) => { view.pair = said; });
  take("measure", (said) => ["level", "change"].includes(said), (said) => { view.measure = said; });
  take("hide", (said) => /^\d+(-\d+)*$/.test(said), (said) => { view.hidden = new Set(said.split("-").map(Number)); });
  const known = ["month", "actor", "order", "tab", "colour", "zoom", "pair", "measure", "hide", "scenario", "seed", "replicate", "parameters", ...Object.keys(view.plan.link), ...setup.levers.map((one) => one.name)];
  for (const name of params.keys()) if (!known.includes(name)) view.notice(`“${name.slice(0, 40)}” in the link is not known and was ignored.`);
  return turn;
};

E.view.begin = async (setup, plan, query) => {
  const { view } = E;
  Object.assign(view, { setup, plan, frames: view.source.live ? [] : view.frames, now: -1, actor: -1, slot: -1, playing: false, filter: { actor: -1, kind: "", all: false } });
  if (!setup.actors.some((one) => one.home === view.zoom)) view.zoom = "";
  document.title = `Entente: ${setup.title}`;
  E.put(E.id("title"), setup.title);
  const { seed, replicate, parameters } = plan.link;
  E.put(E.id("summary"), view.source.live ? setup.summary : `A replay of history ${replicate}, seed ${seed}, parameters ${SOURCES[parameters]}: it cannot be changed, and the levers show what was chosen.`);
  const turn = E.link.read(query);
  E.put(E.id("scenario"), setup.scenarios.map((name) => E.h("option", { value: name, selected: name === plan.link.scenario }, name)));
  E.put(E.id("parameters"), setup.sources.map((name) => E.h("option", { value: name, selected: name === plan.link.parameters }, SOURCES[name])));
  E.id("replicate").value = plan.link.replicate;
  const variables = Object.values(setup.variables).filter((one) => one.of === "actor");
  E.put(E.id("colour"), E.h("option", { value: "side" }, "side"), variables.map((one) => E.h("option", { value: one.name }, one.label)));
  E.id("colour").value = view.colour;
  E.map.build();
  E.time.build();
  E.levers.build();
  E.levers.verdict();
  E.view.tabs();
  E.take.menu();
  E.put(E.id("panel"), "");
  E.id("panel").setAttribute("aria-labelledby", `tab-${view.tab}`);
  await view.go(turn);
  view.ready(Boolean(view.frame()));
  document.body.dataset.ready = "yes";
};

// The same view of another history.
E.view.reopen = (name, value) => {
  const link = new URLSearchParams(E.link.text());
  link.set(name, value);
  E.view.source.open(link.toString());
};

// Until the first month stands there is nothing to move: a lever would act from the wrong month.
E.view.ready = (yes) => {
  document.body.classList.toggle("loading", !yes);
  document.querySelectorAll("main, footer").forEach((part) => { part.inert = !yes; });
};

E.view.wire = () => {
  const { view } = E, on = (name, kind, work) => E.id(name).addEventListener(kind, work);
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  on("play", "click", () => view.play());
  on("reset", "click", () => { view.pause(); view.go(0); });
  on("back", "click", () => { view.pause(); view.go(view.now - 1); });
  on("step", "click", () => { view.pause(); view.go(view.now + 1); });
  on("scrubber", "input", () => { view.pause(); view.go(Number(E.id("scrubber").value)); });
  on("colour", "change", () => { view.colour = E.id("colour").value; view.redraw(); });
  on("zoom", "change", () => { view.zoom = E.id("zoom").value; E.map.build(); view.redraw(); });
  on("clear", "click", () => view.source.clear());
  on("scenario", "change", () => view.source.open(`?scenario=${E.id("scenario").value}`));
  on("parameters", "change", () => E.view.reopen("parameters", E.id("parameters").value));
  on("replicate", "change", () => E.id("replicate").reportValidity() && E.id("replicate").value && E.view.reopen("replicate", E.id("replicate").value));
  on("help", "click", () => E.id("helpbox").showModal());
  on("theme", "click", () => { document.documentElement.dataset.theme = E.theme() === "light" ? "dark" : "light"; E.pairs.name = ""; view.redraw(); });
  on("copy", "click", async () => {
    E.put(E.id("copy"), await (navigator.clipboard ? navigator.clipboard.writeText(location.origin + location.pathname + E.link.text()) : Promise.reject()).then(() => "Copied", () => "See address bar"));
    setTimeout(() => E.put(E.id("copy"), "Copy link"), 1500);
  });
  document.addEventListener("keydown", E.view.key);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width && view.tab === "outcomes" && view.frame()) { width = innerWidth; E.put(E.id("panel"), ""); view.draw(); } });
};

E.view.key = (event) => {
  const { view } = E, slider = event.target.type === "range", typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !slider, pressed = /^(BUTTON|SUMMARY|A)$/.test(event.target.tagName);
  if (!view.frame() || event.ctrlKey || event.metaKey || event.altKey || E.id("helpbox").open) return;
  if (event.key === "Escape") { E.id("takeaway").open = false; return view.choose(-1, -1); }
  if (typing || (slider && /^(Arrow|Home|End|Page)/.test(event.key))) return undefined;
  const keys = { ArrowRight: () => view.go(view.now + 1), ArrowLeft: () => view.go(view.now - 1), Home: () => view.go(0) };
  if (event.key === " " && !pressed) keys[" "] = () => view.play();
  TABS.forEach(([name], i) => { if (E.id(`tab-${name}`)) keys[String(i + 1)] = () => view.open(name); });
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  return undefined;
};
