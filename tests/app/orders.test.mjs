// What is read off the declarations and a frame: orders, their reasons, and what moved.

import assert from "node:assert/strict";
import test from "node:test";

import {
  givenIn,
  kindOf,
  movesOf,
  ordersOf,
  probabilityOf,
  reasonsOf,
  sentenceOf,
  slotOf,
} from "../../sim/app/static/orders.js";

const slot = (actor, target, action, kind) => ({ actor, target, action, kind, fact: `does ${action}`, base: -1 });

const SETUP = {
  actors: ["AAA", "BBB", "CCC"].map((name) => ({ name, called: `the ${name}` })),
  slots: [slot(0, 1, "talk", 3), slot(0, 2, "talk", 3), slot(1, 1, "test", 0), slot(0, 1, "aid", 1)],
  reasons: [{ name: "tie is deep" }, { name: "need is great" }],
  contributions: [
    [0, 0],
    [3, 0],
    [0, 1],
  ],
  rationality: 2,
  movable: ["wealth", "tie"],
  variables: { wealth: { low: 0, high: 1 }, tie: { low: 0, high: 1 } },
};

test("an event of the story leads to its kind and to the order it tells of", () => {
  const told = (kind, actor, other) => ({ kind, actor, other });
  assert.equal(kindOf(SETUP, told("aid", "AAA", "BBB")), 1);
  assert.equal(kindOf(SETUP, told("digest", "", "")), -1);
  assert.equal(slotOf(SETUP, told("talk", "AAA", "CCC")), 1);
  assert.equal(slotOf(SETUP, told("talk", "BBB AAA", "BBB")), 0);
  assert.equal(slotOf(SETUP, told("test", "BBB", "")), 2);
  assert.equal(slotOf(SETUP, told("talk", "CCC", "AAA")), -1);
});

test("an order is a sentence", () => {
  assert.equal(sentenceOf(SETUP, 2), "The BBB does test");
});

test("of an actor's orders the chosen one comes first, then given, withheld, not possible", () => {
  const frame = { issued: [0, 1, 0, 0], probability: [0.2, 0.1, 0.5, 0] };
  assert.deepEqual(ordersOf(SETUP, frame, 0, -1), [1, 0, 3]);
  assert.deepEqual(ordersOf(SETUP, frame, 0, 3), [3, 1, 0]);
  assert.deepEqual(ordersOf(SETUP, { issued: [0, 0, 0, 0], probability: [0.2, 0.4, 0, 0.3] }, 0, -1), [1, 3, 0]);
});

test("the orders of a month stand by kind", () => {
  assert.deepEqual(givenIn(SETUP, { issued: [1, 0, 1, 1] }), [2, 3, 0]);
});

test("the reasons of an order are its own, the weightiest first, after the base rate", () => {
  const rows = reasonsOf(SETUP, { reasons: [0.1, 9, -0.5] }, 0);
  assert.deepEqual(
    rows.map((row) => [row.name, row.adds]),
    [
      ["base rate", -1],
      ["need is great", -0.5],
      ["tie is deep", 0.1],
    ],
  );
});

test("a sum of nothing is even odds, and rationality sharpens them", () => {
  assert.equal(probabilityOf(SETUP, 0), 0.5);
  assert.ok(Math.abs(probabilityOf(SETUP, 1) - 1 / (1 + Math.exp(-2))) < 1e-12);
});

test("what moved an actor's variables stands by variable, its own first, with every mechanism", () => {
  const frame = {
    actors: { wealth: [0.4, 0.5, 0.6] },
    pairs: { tie: [0, 0.1, 0.2, 0.3, 0, 0.5, 0.6, 0.7, 0] },
    moved: [
      [4, 1, 0, 2, 0.3],
      [5, 0, 0, -1, -0.2],
      [6, 0, 0, -1, 0.1],
      [4, 1, 0, 1, -0.4],
      [4, 1, 1, 0, 0.9],
    ],
  };
  const rows = movesOf(SETUP, frame, 0);
  assert.deepEqual(
    rows.map((row) => [row.variable, row.other, row.after, row.most]),
    [
      ["wealth", -1, 0.4, 0.2],
      ["tie", 1, 0.1, 0.4],
      ["tie", 2, 0.2, 0.3],
    ],
  );
  assert.deepEqual(rows[0].parts, [
    [5, -0.2],
    [6, 0.1],
  ]);
  assert.deepEqual(movesOf(SETUP, frame, 2), []);
});
