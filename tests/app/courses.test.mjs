// Two courses of one history: where they differ, in words and in orders.

import assert from "node:assert/strict";
import test from "node:test";

import { apart, differences, matters, ordersApart, said } from "../../sim/app/static/courses.js";

const CHARTS = [
  { column: "tie", title: "Tie", unit: "index", months: 1, binary: false },
  { column: "shots", title: "Shots", unit: "shots, last 12 months", months: 12, binary: false },
  { column: "war", title: "A war", unit: "share", months: 1, binary: true },
  { column: "calm", title: "Calm", unit: "index", months: 1, binary: false },
];
const frame = (tie, shots, war) => ({ series: { tie, shots, war, calm: 0.5 } });
const WAS = [frame(0.2, 1, 0), frame(0.4, 1, 0)];
const NOW = [frame(0.2, 1, 0), frame(0.43, 3, 1)];

test("what differs at a month comes with the largest share of its spread first", () => {
  assert.deepEqual(differences(CHARTS, WAS, NOW, 0), []);
  const rows = differences(CHARTS, WAS, NOW, 1);
  assert.deepEqual(
    rows.map((row) => [row.chart.column, row.before, row.value]),
    [
      ["war", 0, 1],
      ["shots", 2, 4],
      ["tie", 0.4, 0.43],
    ],
  );
});

test("a difference is a sentence with its unit", () => {
  const [war, shots, tie] = differences(CHARTS, WAS, NOW, 1).map(said);
  assert.equal(war, "A war: yes; as it was no");
  assert.equal(shots, "Shots: 4 shots, last 12 months, 2 more than as it was (2)");
  assert.equal(tie, "Tie: 0.43 index, 0.03 more than as it was (0.4)");
  const tiny = said({ chart: CHARTS[0], before: 0.4021, value: 0.4 });
  assert.equal(tiny, "Tie: 0.4 index, 0.0021 less than as it was (0.4021)");
});

test("a difference matters from the smallest on that does, where one is declared", () => {
  const one = (least, value) => ({ chart: { least }, before: 0.4, value });
  assert.deepEqual([one(0.05, 0.43), one(0.05, 0.46), one(0, 0.4001)].map(matters), [false, true, true]);
});

test("orders are compared by who, what and toward whom, though their numbers differ", () => {
  const slot = (actor, action) => ({ actor, action, target: 1, relation: "rivals" });
  const was = { slots: [slot(0, "talk"), slot(0, "aid")], frames: [{ issued: [1, 1], sizes: { 1: 2 } }] };
  const now = {
    slots: [slot(0, "arm"), slot(0, "talk"), slot(0, "aid")],
    frames: [{ issued: [1, 0, 1], sizes: { 2: 3 } }],
  };
  assert.deepEqual(ordersApart(was, now, 0), {
    was: [slot(0, "talk")],
    now: [slot(0, "arm")],
    resized: [{ slot: slot(0, "aid"), before: 2, size: 3 }],
  });
  assert.deepEqual(ordersApart(now, now, 0), { was: [], now: [], resized: [] });
});

test("what only one of two plans does", () => {
  assert.deepEqual(apart(["a", "b"], ["b", "c"]), ["a"]);
});
