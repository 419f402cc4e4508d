// How a difference is told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { amount, glyphs, markOf, sentence, summary, supported } from "../../sim/app/static/marks.js";

const cell = (change) => ({
  without: 39,
  difference: -7.06,
  low: -9,
  high: -5,
  above: 0.01,
  below: 0.8,
  reading: "probably smaller",
  theories: "",
  ...change,
});
const column = {
  outcome: "p",
  group: "Risk",
  label: "Provocations a year",
  unit: "occasions a year",
  least: 2,
  wish: "less",
};

test("no digit is told that the interval does not support", () => {
  assert.equal(supported(-7.06, -9, -5, true), "−7");
  assert.equal(supported(0.000066, -0.01, 0.01), "0");
  assert.equal(supported(3.2345, 3.2, 3.27, true), "+3.2");
  assert.equal(supported(154, -60, 360), "200");
  assert.equal(supported(0.99, 0.6, 1.4, true), "+1.0");
  assert.equal(supported(0, 0, 0), "0");
});

test("a mark tells way, certainty, size and wish without colour", () => {
  const mark = markOf(cell({}), column);
  assert.deepEqual([mark.way, mark.sure, mark.size, mark.good], [-1, 1, 2, 1]);
  assert.equal(glyphs(mark), "▽▽");
  const sure = markOf(cell({ difference: 12, above: 0.95, below: 0, reading: "larger" }), column);
  assert.equal(glyphs(sure), "▲▲▲");
  assert.equal(sure.good, -1);
  assert.equal(markOf(cell({}), { ...column, wish: "" }).good, 0);
});

test("what is open, nothing or unknown is no movement", () => {
  assert.equal(glyphs(markOf(cell({ below: 0.4, reading: "open" }), column)), "?");
  assert.equal(glyphs(markOf(cell({ below: 0.02, reading: "no difference that matters" }), column)), "=");
  assert.equal(glyphs(markOf(cell({ above: null }), column)), "·");
  for (const said of ["open", "no difference that matters"])
    assert.equal(markOf(cell({ below: 0.1, reading: said }), column).good, 0);
});

test("a cell reads as a sentence", () => {
  const said =
    "Likely less: −7 occasions a year, 80 % sure that it is more than 2.0 occasions a year, as the brief wishes.";
  assert.equal(sentence(cell({}), column), said);
  assert.match(
    sentence(cell({ below: 0.02, reading: "no difference that matters" }), column),
    /^No difference that matters/,
  );
  assert.match(sentence(cell({ below: 0.4, reading: "open" }), column), /^Open: the best guess is −7/);
});

test("shares are told in percentage points", () => {
  assert.equal(amount(cell({ difference: 0.034, low: 0.01, high: 0.06 }), { ...column, share: true }), "+3");
});

test("the summary names what changes most, what costs, and what nothing moves", () => {
  const cost = {
    outcome: "outlay_a_year",
    group: "Cost",
    label: "USD bn a year",
    unit: "USD bn a year",
    least: 1,
    wish: "",
  };
  const war = { ...column, group: "War", label: "Months of fighting" };
  const none = cell({ difference: 0, above: 0, below: 0, reading: "no difference that matters" });
  const dear = cell({ difference: 3.2, low: 3, high: 3.4, above: 1, below: 0, reading: "larger" });
  const answer = {
    actions: ["a", "b"],
    columns: [war, column, cost],
    cells: { a: [none, none, dear], b: [none, cell({}), none] },
  };
  assert.deepEqual(summary(answer, { a: "Shells", b: "Talks" }), [
    ["Changes most", "Talks: provocations a year −7 occasions a year (80 %)"],
    ["Costs most", "Shells: +3.2 USD bn a year (> 99 %)"],
    ["Not likely moved", "War"],
  ]);
});
