// Orders by hand in words, what came of them, and why one cannot be.

import assert from "node:assert/strict";
import test from "node:test";

import {
  cameOf,
  hintOf,
  muchOf,
  orderTold,
  orderWritten,
  ownActions,
  problemOf,
  spanOf,
  targetsOf,
} from "../../sim/app/static/orderings.js";

const SETUP = {
  months: ["2022-02", "2022-03", "2022-04", "2022-05"],
  actors: ["AAA", "BBB", "CCC"].map((name) => ({ name, title: name.toLowerCase() })),
  actions: [
    { name: "ship", unit: "thousand rounds", sized: true, addressed: true, alone: "" },
    { name: "talk", unit: "meetings", sized: false, addressed: true, alone: "" },
    { name: "test", unit: "tests", sized: false, addressed: false, alone: "Test" },
  ],
  slots: [
    { actor: 0, target: 2, action: "talk" },
    { actor: 0, target: 0, action: "test" },
    { actor: 1, target: 0, action: "ship" },
  ],
  contributions: [
    [0, 0],
    [1, 0],
  ],
};
const ORDER = { actor: 0, action: "talk", target: 2, amount: 1, first: 1, last: 2, words: "Aaa talks", link: "" };
const month = (issued, blocked = {}) => ({ issued, blocked });

test("how much and how often", () => {
  const [ship, talk] = SETUP.actions;
  assert.equal(muchOf(ship, 1), "1 thousand rounds a month");
  assert.equal(muchOf(talk, 1), "every month");
  assert.equal(muchOf(talk, 0.25), "in 25 % of months");
  assert.equal(muchOf(talk, 3), "3 meetings a month");
  assert.equal(muchOf(ship, null), "ruled out");
});

test("from when until when", () => {
  assert.equal(spanOf(SETUP.months, 1, null), "from Mar 2022 on");
  assert.equal(spanOf(SETUP.months, 1, 3), "from Mar 2022 on");
  assert.equal(spanOf(SETUP.months, 1, 1), "in Mar 2022");
  assert.equal(spanOf(SETUP.months, 1, 2), "Mar 2022 to Apr 2022");
  assert.equal(orderTold(SETUP, ORDER), "Aaa talks, every month, Mar 2022 to Apr 2022");
});

test("what an actor may do by itself, and toward whom, comes first", () => {
  assert.deepEqual([...ownActions(SETUP, 0)], ["talk", "test"]);
  assert.deepEqual([...ownActions(SETUP, 1)], []);
  assert.deepEqual(targetsOf(SETUP, { actor: 0, action: "talk" }), [2, 1]);
  assert.deepEqual(targetsOf(SETUP, { actor: 0, action: "test" }), [0]);
});

test("what came of an order is counted in the months shown", () => {
  const frames = [month([1, 0, 0]), month([1, 0, 0]), month([0, 0, 0], { 0: ["open_channel"] }), month([1, 0, 0])];
  assert.equal(cameOf(SETUP, frames, ORDER), "given in 1 of 2 months shown; not possible in 1, not met: open channel");
  assert.equal(cameOf(SETUP, frames.slice(0, 2), ORDER), "given in 1 of 1 months shown");
  assert.equal(cameOf(SETUP, frames.slice(0, 1), ORDER), "not begun in the months shown");
  const barred = [frames[0], frames[2]];
  assert.equal(cameOf(SETUP, barred, ORDER), "cannot be done in any month shown; not met: open channel");
});

test("an order is written as a link has it", () => {
  assert.equal(orderWritten(SETUP, ORDER), "AAA:talk:CCC:1:1:2");
  assert.equal(orderWritten(SETUP, { ...ORDER, amount: null, last: null }), "AAA:talk:CCC:never:1");
  assert.equal(orderWritten(SETUP, { ...ORDER, action: "test", target: 0 }), "AAA:test::1:1:2");
});

test("why an order cannot be is one sentence", () => {
  const view = { setup: SETUP, plan: { orders: [] } };
  const problem = (change, orders = []) => problemOf({ ...view, plan: { orders } }, { ...ORDER, ...change });
  assert.equal(problem({}), "");
  for (const amount of [0, -1, NaN, 2e6]) assert.match(problem({ amount }), /^Say how much: .* in meetings a month/);
  assert.equal(problem({ first: 3 }), "It would end before it begins: Apr 2022 lies before May 2022.");
  assert.equal(problem({}, [{ link: "AAA:talk:CCC:1:1:2" }]), "This is ordered already.");
  assert.match(problem({}, Array(20).fill({ link: "" })), /^No more than 20/);
});

test("one is told beforehand what will not be done", () => {
  const view = { setup: SETUP, frames: [month([0, 0, 0], { 0: ["open_channel"] })], now: 0 };
  assert.match(hintOf(view, ORDER), /^Not possible in Feb 2022, not met: open channel\./);
  assert.match(hintOf(view, { ...ORDER, actor: 2 }), /^ccc has no reasons of its own/);
  assert.equal(hintOf(view, { ...ORDER, action: "test", target: 0 }), "");
});
