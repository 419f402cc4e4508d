// The live page: months come over a socket, one request at a time, each asked for when the last is drawn.
"use strict";
E.live = { live: true, lost: false, busy: false, waiters: [], queued: new Map() };

E.live.connect = () => {
  const { view } = E, source = E.live;
  view.source = source;
  source.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`);
  source.socket.onopen = () => source.open(location.search);
  source.socket.onmessage = (event) => { const message = JSON.parse(event.data); source.heard[message.do](message); };
  source.socket.onclose = () => {
    source.lost = true;
    source.waiters.splice(0).forEach((done) => done(false));
    view.ready(true);
    E.id("levers").inert = true;
    view.notice("The connection to the server is lost. What was played can still be looked at; reload the page to go on.", "lost");
  };
};
E.live.say = (message) => { if (E.live.socket.readyState === 1) E.live.socket.send(JSON.stringify(message)); };

E.live.open = (query) => {
  E.view.pause();
  E.view.ready(false);
  E.live.query = query;
  E.live.queued.clear();
  E.live.busy = false;
  E.view.baseline = E.view.bands = null;
  E.live.say({ do: "open", query });
};
E.live.more = (until) => new Promise((done) => {
  if (E.live.lost) return done(false);
  E.live.waiters.push(done);
  return E.live.say({ do: "frames", until });
});

// While a lever is dragged only its newest place is sent, and only when the server has answered the last.
E.live.settled = () => {
  E.view.waiting = null;
  document.body.classList.remove("stale");
};
E.live.change = (message) => {
  E.view.waiting = performance.now();
  document.body.classList.add("stale");
  if (message.do === "clear") E.live.queued.clear();
  if (E.live.busy) { E.live.queued.set(message.do + message.lever, message); return; }
  E.live.busy = true;
  E.live.say(message);
};
E.live.lever = (lever, turn, value) => E.live.change({ do: "lever", lever, turn, value });
E.live.start = (lever, turn) => E.live.change({ do: "start", lever, turn });
E.live.clear = () => E.live.change({ do: "clear" });

E.live.heard = {
  setup: ({ setup, plan, notices }) => {
    Object.assign(E.view, { baseline: null, bands: null });
    E.live.settled();
    E.view.notices.clear();
    E.put(E.id("notices"), "");
    notices.forEach((text) => E.view.notice(text));
    E.view.begin(setup, plan, E.live.query);
  },
  frames: ({ frames }) => {
    for (const frame of frames) if (frame.turn === E.view.frames.length) E.view.frames.push(frame);
    E.live.waiters.splice(0).forEach((done) => done(true));
  },
  plan: async ({ kept, plan, settled }) => {
    const { view } = E;
    view.plan = plan;
    E.take.menu();
    view.frames.length = Math.min(view.frames.length, kept);
    E.live.busy = false;
    view.now = Math.min(view.now, kept - 1);
    const [next] = E.live.queued.keys();
    if (next) {
      const message = E.live.queued.get(next);
      E.live.queued.delete(next);
      E.live.change(message);
    } else if (settled) E.live.settled();
    E.levers.verdict();
    await view.go(Math.max(view.goal, 0));
  },
  baseline: (message) => { E.view.baseline = message; E.view.drawBands(); },
  bands: (message) => {
    const { view } = E;
    if (view.waiting) (E.live.bandTimes = E.live.bandTimes || []).push(performance.now() - view.waiting);
    view.bands = message;
    E.live.settled();
    view.drawBands();
  },
  notice: ({ text }) => {
    E.live.busy = false;
    E.live.settled();
    E.view.pause();
    E.live.waiters.splice(0).forEach((done) => done(false));
    E.view.notice(text);
  },
};

fetch("effects.json").then((answer) => answer.json()).then((rows) => { E.effects.rows = rows; if (rows.length && E.view.setup) E.view.tabs(); if (E.view.tab === "effects" && E.view.frame()) E.view.panel(); }).catch(() => {});
E.view.wire();
E.live.connect();
