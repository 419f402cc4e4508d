// What the cursor of a chart reads.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ticksOf } from "../../sim/app/static/curves.js";
import { changeAt, gapOf, levelAt } from "../../sim/app/static/reading.js";

const chart = {
  title: "Land held",
  unit: "share",
  binary: false,
  least: 0.02,
  points: [[34, 0.55, 0.61, 0.7, "ISW"]],
  record: "Share of the land",
};

test("a level is told for this history, for many, for the choice, and for the record with its source", () => {
  const base = [0.5, 0.58, 0.6, 0.62, 0.7].map((value) => Array(40).fill(value));
  const lines = levelAt(chart, 34, "2024-12", { own: 0.6123, base, your: base, first: 35 });
  assert.deepEqual(lines, [
    "Land held, Dec 2024 (share)",
    "this history: 0.61",
    "many without action: 0.60 (half of them 0.58 to 0.62, nine in ten 0.50 to 0.70)",
    "on record: 0.61 (0.55 to 0.7)",
    "Share of the land (ISW)",
  ]);
  assert.equal(levelAt(chart, 36, "2025-02", { own: 0.6, base, your: base, first: 35 }).length, 4);
});

test("where histories say yes or no the many are a share", () => {
  const lines = levelAt({ ...chart, binary: true }, 1, "2022-03", {
    own: 0,
    base: [[0, 0.12]],
    your: null,
    first: null,
  });
  assert.deepEqual(lines, ["Land held, Mar 2022", "this history: no", "many without action: 12 %"]);
});

test("a difference smaller than what matters is none, and an interval across nothing is not clear", () => {
  assert.equal(gapOf([0.00005, 0.000066, 0.00008], 0.02), "no difference that matters");
  assert.equal(gapOf([-0.01, 0.02, 0.05], 0.02), "no clear difference");
  assert.equal(gapOf([0.03, 0.04, 0.05], 0.02), "+0.04");
  assert.equal(changeAt(chart, "2022-03", null)[1], "before your choice begins");
  assert.equal(changeAt(chart, "2026-03", [0.03, 0.04, 0.05]).at(-1), "from 0.020 on it matters");
});

test("an axis has round numbers within its span", () => {
  assert.deepEqual(ticksOf(-2.56, 8.27, 3), [0, 5]);
  assert.deepEqual(ticksOf(0, 1, 3), [0, 0.5, 1]);
  assert.deepEqual(
    ticksOf(-0.16, 0.16, 4).map((one) => Number(one.toFixed(3))),
    [-0.1, 0, 0.1],
  );
});
