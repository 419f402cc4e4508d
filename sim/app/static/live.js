// The live page: months come over a socket, one request at a time, each asked for when the last is drawn.

import { go, pause } from "./actions.js";
import * as chain from "./chain.js";
import { id } from "./dom.js";
import * as finished from "./finished.js";
import { verdict } from "./levers.js";
import * as moved from "./moved.js";
import { forget, notice } from "./notices.js";
import { begin, ready, redeclare } from "./page.js";
import * as responses from "./responses.js";
import { listen, tell, view } from "./state.js";
import * as take from "./take.js";
import { wire } from "./wiring.js";

// Milliseconds from a lever moved to its bands, for who measures.
export const bandTimes = [];

const waiters = [];
// How many requests for months are not answered yet, and until which month they reach.
let [underway, asked] = [0, -1];
export const queued = new Map();
let socket = null;
let query = "";
// The number of the newest opening, by which the setup that answers it is known.
let newest = 0;

export const source = {
  live: true,
  lost: false,
  busy: false,
  // From asking for a history until its setup has come: what arrives meanwhile is of another one.
  opening: false,
  open: (link) => {
    pause();
    ready(false);
    query = link;
    queued.clear();
    source.busy = false;
    view.baseline = view.bands = null;
    newest += 1;
    say({ do: "open", query, number: newest });
    source.opening = true;
  },
  more: (until) =>
    new Promise((done) => {
      if (source.lost || source.opening) return done(false);
      waiters.push(done);
      if (until <= asked) return undefined;
      [underway, asked] = [underway + 1, until];
      return say({ do: "frames", until });
    }),
  lever: (lever, turn, value) => change({ do: "lever", lever, turn, value }),
  start: (lever, turn) => change({ do: "start", lever, turn }),
  clear: () => change({ do: "clear" }),
  plan: (plan) => change({ do: "plan", plan }),
  answer: () => say({ do: "answer" }),
  moved: (turn) => say({ do: "moved", turn }),
  curve: (kind, action) => say({ do: "curve", kind, action }),
  example: (action, outcome) => say({ do: "example", action, outcome }),
};

const say = (message) => {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (message.do === "open" || !source.opening) socket.send(JSON.stringify(message));
};

const answered = (came) => {
  underway = came ? underway - 1 : 0;
  if (underway <= 0) [underway, asked] = [0, -1];
  waiters.splice(0).forEach((done) => done(came));
};

const settled = () => {
  view.waiting = null;
  document.body.classList.remove("stale");
};

// While a lever is dragged only its newest place is sent, and only when the server has answered the last.
const change = (message) => {
  if (source.opening) return undefined;
  view.waiting = performance.now();
  document.body.classList.add("stale");
  if (message.do === "clear" || message.do === "plan") queued.clear();
  if (source.busy) return queued.set(message.do + message.lever, message);
  source.busy = true;
  return say(message);
};

// What arrives is counted when nothing has been moved for a while: it takes longer than the bands.
let counting = 0;
const count = () => {
  clearTimeout(counting);
  counting = setTimeout(() => {
    if (view.screen === "doses" && view.plan.first !== null && !view.arrivals && !view.waiting) say({ do: "arrivals" });
  }, 700);
};

const next = () => {
  const [[name, message] = []] = queued;
  queued.delete(name);
  return message;
};

const heard = {
  setup: ({ setup, plan, was, notices }) => {
    source.opening = false;
    Object.assign(view, { baseline: null, bands: null, arrivals: null, answer: null, mixes: null });
    Object.assign(view, { studies: null, pinned: [], curves: {} });
    view.was = was && { frames: [], slots: was.slots || setup.slots };
    settled();
    forget();
    notices.forEach((text) => notice(text));
    begin(setup, plan, query);
    finished.answer(plan.link);
  },
  frames: ({ frames, was }) => {
    for (const one of frames) if (one.turn === view.frames.length) view.frames.push(one);
    for (const one of was) if (view.was && one.turn === view.was.frames.length) view.was.frames.push(one);
    answered(true);
  },
  plan: ({ kept, plan, settled: done, was, setup }) => {
    if (was) view.was = { frames: view.frames.slice(0, was.frames), slots: was.slots || view.setup.slots };
    if (!plan.branch) view.was = null;
    if (setup) redeclare(setup);
    Object.assign(view, { plan, arrivals: null });
    take.menu();
    view.frames.length = Math.min(view.frames.length, kept);
    view.now = Math.min(view.now, kept - 1);
    source.busy = false;
    const message = next();
    if (message) change(message);
    else if (done) settled();
    verdict();
    go(view.goal);
  },
  baseline: (message) => {
    view.baseline = message;
    tell("bands");
  },
  bands: (message) => {
    if (view.waiting) bandTimes.push(performance.now() - view.waiting);
    view.bands = message;
    settled();
    tell("bands");
    count();
  },
  arrivals: ({ rows }) => {
    view.arrivals = rows;
    tell("answer");
  },
  moved: (message) => moved.came(message),
  played: ({ action, cells }) => {
    if (view.answer) view.answer.cells[action] = cells;
    tell("answer");
  },
  example: (message) => chain.shown(message),
  curve: (message) => responses.came(message),
  notice: ({ text }) => {
    source.busy = false;
    settled();
    pause();
    answered(false);
    notice(text);
  },
};

const late = ({ do: kind, number }) => source.opening && kind !== "notice" && (kind !== "setup" || number !== newest);

const lost = () => {
  source.lost = true;
  answered(false);
  ready(true);
  id("levers").inert = true;
  const kept = "What was played can still be looked at; reload the page to go on.";
  notice(`The connection to the server is lost. ${kept}`, "lost");
};

const connect = () => {
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`);
  socket.onopen = () => source.open(location.search);
  socket.onclose = lost;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (!late(message)) heard[message.do](message);
    else if (message.do === "frames") answered(false);
  };
};

view.source = source;
listen("screen", count);
listen("tab", finished.measured);
listen("screen", () => view.screen === "compare" && finished.mixes());
wire();
connect();
