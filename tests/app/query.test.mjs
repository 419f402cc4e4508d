// The link restores the view, and says what in it was not understood.

import assert from "node:assert/strict";
import test from "node:test";

import { read, written } from "../../sim/app/static/query.js";
import { view } from "../../sim/app/static/state.js";

const SETUP = {
  months: ["2022-02", "2022-03", "2022-04"],
  projection: 2,
  actors: [
    { name: "AAA", home: "europe" },
    { name: "BBB", home: "global" },
  ],
  slots: [
    { actor: 0, target: 1, action: "talk", relation: "partners" },
    { actor: 1, target: 0, action: "talk", relation: "partners" },
  ],
  variables: { wealth: { of: "actor" }, tie: { of: "pair" } },
  levers: [{ name: "aid" }],
};
const LINK = { scenario: "two", seed: "1", replicate: "7", parameters: "prior", aid: "1:0.5" };
const usual = { ...view, setup: SETUP, plan: { steps: [], first: null, link: LINK }, now: 1 };
const opened = (query) => read(query, SETUP, LINK);

test("what is shown as usual is not written", () => {
  const params = new URLSearchParams(written(usual));
  assert.deepEqual([...params.keys()], [...Object.keys(LINK), "screen", "month"]);
  assert.equal(params.get("month"), "2022-03");
});

test("before the first month the link names the one that is wanted", () => {
  assert.match(written({ ...usual, now: -1, goal: 2 }), /month=2022-04/);
});

test("a link is read as it was written", () => {
  const shown = { actor: 0, slot: 0, tab: "pairs", colour: "wealth", zoom: "europe", pair: "tie", measure: "change" };
  const query = written({ ...usual, ...shown, screen: "world", hidden: new Set([9, 2]) });
  const { turn, view: found, notices } = opened(query);
  assert.deepEqual(found, { ...shown, screen: "world", hidden: new Set([2, 9]) });
  assert.equal(turn, 1);
  assert.deepEqual(notices, []);
});

test("an empty link opens the answer, at the last month of the record", () => {
  assert.deepEqual(opened(""), { turn: 1, view: { actor: -1, screen: "answer" }, notices: [] });
  assert.equal(opened("?seed=3").view.screen, "answer");
  assert.equal(opened("?screen=answer&month=2022-03").view.screen, "answer");
});

test("a link to a month or a panel opens the world", () => {
  for (const query of ["?month=2022-03", "?tab=why", "?screen=world"]) assert.equal(opened(query).view.screen, "world");
});

test("what is wrong in a link is said, shortened, and ignored", () => {
  const wrong = {
    month: "never",
    actor: "ZZZ",
    order: "talk.BBB.partners",
    tab: "x",
    colour: "tie",
    zoom: "moon",
    pair: "wealth",
    measure: "both",
    hide: "1-",
    what: "1",
  };
  const { turn, view: found, notices } = opened(`?${new URLSearchParams(wrong)}`);
  assert.equal(turn, 1);
  assert.deepEqual(found, { actor: -1, screen: "world" });
  assert.equal(notices.length, Object.keys(wrong).length);
  assert.equal(notices[0], "“month=never” in the link was ignored.");
  assert.equal(notices.at(-1), "“what” in the link is not known and was ignored.");
  assert.ok(opened(`?tab=${"x".repeat(500)}`).notices[0].length < 90);
});

test("an order is only that of the actor chosen beside it", () => {
  assert.equal(opened("?actor=BBB&order=talk.AAA.partners").view.slot, 1);
  assert.equal(opened("?order=talk.AAA.partners&actor=BBB").view.slot, 1);
  assert.equal(opened("?actor=AAA&order=talk.AAA.partners").view.slot, undefined);
});
