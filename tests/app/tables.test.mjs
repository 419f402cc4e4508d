// Choices as a table that other programs read.

import assert from "node:assert/strict";
import { test } from "node:test";

import { csvOf } from "../../sim/app/static/tables.js";

test("a row for each choice and outcome, texts with commas in quotes, nothing where there is no number", () => {
  const columns = [{ outcome: "war", unit: "months", least: 2 }];
  const cell = {
    without: 50,
    difference: -1.5,
    low: null,
    high: null,
    above: 0,
    below: 0.4,
    reading: "open",
    theories: "",
  };
  const [head, row, end] = csvOf(columns, [['Shells, "many"', [cell]]]).split("\n");
  assert.equal(head.split(",").length, 12);
  assert.equal(row, '"Shells, ""many""",war,months,50,-1.5,,,2,0,0.4,open,');
  assert.equal(end, "");
});
