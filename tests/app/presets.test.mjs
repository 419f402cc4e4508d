// Ready-made choices, and choices as they stand in a link.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PRESETS, stepsOf, written } from "../../sim/app/static/presets.js";

const SETUP = {
  projection: 35,
  levers: [
    { name: "shells", recommended: true },
    { name: "radio", recommended: true },
    { name: "talks", recommended: false },
  ],
};
const made = Object.fromEntries(PRESETS.map(([name, steps]) => [name, steps(SETUP)]));

test("the brief is all that it recommends, at its dose and at once", () => {
  assert.deepEqual(made["The brief, swiftly and decisively"], [
    [35, "shells", 1],
    [35, "radio", 1],
  ]);
  assert.deepEqual(made["Talks instead"], [[35, "talks", 1]]);
});

test("half-hearted is less and later, too late is later still", () => {
  assert.ok(made["Half-hearted"].every(([turn, , value]) => turn > 35 && value < 1));
  assert.ok(made["Too late"].every(([turn, , value]) => turn > 60 && value === 1));
});

test("steps become the keys of a link", () => {
  const steps = [
    [35, "shells", 0.5],
    [60, "shells", 1],
    [35, "talks", 1],
  ];
  assert.equal(decodeURIComponent(written(steps)), "shells=35:0.5,60:1&talks=35:1");
  assert.deepEqual(stepsOf({ steps: steps.map(([turn, lever, value]) => [turn, lever, value]) }, "talks"), [
    [35, "talks", 1],
  ]);
});
