// The choice in a link: orders added and removed, levers exchanged, branches begun and ended.

import assert from "node:assert/strict";
import test from "node:test";

import { backOf, branched, unbranched, withLevers, withOrder, withoutOrder } from "../../sim/app/static/links.js";

const PLAYED = { scenario: "two", seed: "1", replicate: "7", parameters: "prior" };
const LINK = { ...PLAYED, aid: "40:0.5", orders: "AAA:talk:BBB:1:40" };
const read = (said) => Object.fromEntries(new URLSearchParams(said));

test("an order is added after the others and removed from among them", () => {
  const two = read(withOrder(LINK, "BBB:talk:AAA:never:50"));
  assert.deepEqual(two, { aid: "40:0.5", orders: "AAA:talk:BBB:1:40,BBB:talk:AAA:never:50" });
  assert.deepEqual(read(withoutOrder(two, "AAA:talk:BBB:1:40")), { aid: "40:0.5", orders: "BBB:talk:AAA:never:50" });
  assert.deepEqual(read(withoutOrder(LINK, "AAA:talk:BBB:1:40")), { aid: "40:0.5" });
  assert.deepEqual(read(withOrder(PLAYED, "x")), { orders: "x" });
});

test("other levers leave orders and the branch as they are", () => {
  const link = { ...LINK, branch: "2026-04", was: "" };
  assert.deepEqual(read(withLevers({ plan: { link } }, "shells=35:1")), {
    shells: "35:1",
    orders: LINK.orders,
    branch: "2026-04",
    was: "",
  });
});

test("a branch keeps what was done so far, and one can go back to it or leave it", () => {
  const link = { ...PLAYED, ...read(branched(LINK, "2026-04")) };
  assert.equal(link.branch, "2026-04");
  assert.deepEqual(read(backOf(link)), { aid: "40:0.5", orders: LINK.orders });
  assert.deepEqual(read(unbranched(link)), { aid: "40:0.5", orders: LINK.orders });
  const anew = read(branched(link, "2027-01"));
  assert.deepEqual(read(anew.was), { aid: "40:0.5", orders: LINK.orders });
});
