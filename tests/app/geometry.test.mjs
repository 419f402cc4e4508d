// Places and sizes on the disc, and what charts draw.

import assert from "node:assert/strict";
import test from "node:test";

import { area, line, scaleOf, spanOf, summed } from "../../sim/app/static/curves.js";
import { boxOf, far, nearest, pointsOf, star, widthOf } from "../../sim/app/static/geometry.js";

test("without spots the whole disc is shown", () => {
  assert.deepEqual(boxOf([], 100), { z: 1, box: [-106, -104, 212, 208] });
});

test("a theatre is shown in a square about its spots, and marks shrink with it", () => {
  const spots = [
    { x: 10, y: -20 },
    { x: 40, y: -10 },
  ];
  const { z, box } = boxOf(spots, 100);
  assert.deepEqual(box, [-2, -42, 54, 54]);
  assert.equal(z, 0.27);
});

test("a path is read as the points it was written from", () => {
  assert.deepEqual(pointsOf("M1.0,2.5L-3.0,4.0"), [
    [1, 2.5],
    [-3, 4],
  ]);
});

const LINE = [
  [0, 0],
  [10, 0],
  [10, 10],
];

test("the distance from a line is that from its nearest stretch or end", () => {
  assert.equal(far(LINE, 5, 3), 3);
  assert.equal(far(LINE, 13, 14), 5);
  assert.equal(far(LINE, 10, 5), 0);
  assert.equal(far([LINE[0], LINE[0]], 3, 4), 5);
});

test("meant is the arc whose stroke is nearest, and only what is shown can be meant", () => {
  const flat = (y) => [
    [0, y],
    [10, y],
  ];
  const arcs = [
    { points: flat(0), width: 0.5, shown: true },
    null,
    { points: flat(2), width: 3, shown: true },
    { points: flat(0.9), width: 1, shown: false },
  ];
  assert.equal(nearest(arcs, 5, 0.9), 2);
  assert.equal(nearest(arcs, 5, 0.2), 0);
  assert.equal(nearest([null], 0, 0), -1);
});

test("a loud order is drawn as wide as it is large, up to a most, and a quarter where no size is known", () => {
  assert.equal(widthOf("talk", false, 100), 0.55);
  assert.equal(widthOf("send_troops", true, 0), 0.7);
  assert.equal(widthOf("send_troops", true, 6), 2.4);
  assert.equal(widthOf("send_troops", true, 60), 2.4);
  assert.equal(widthOf("send_troops", true, undefined), widthOf("send_troops", true, 1.5));
});

test("a dispute is a star of eight points half way between two spots, larger with its level", () => {
  const corners = (rung, z) =>
    star({ x: 0, y: 0 }, { x: 20, y: 10 }, rung, z)
      .split(" ")
      .map((point) => point.split(",").map(Number));
  const reach = (points) => Math.max(...points.map(([x, y]) => Math.hypot(x - 10, y - 5)));
  assert.equal(corners(1, 1).length, 16);
  assert.ok(Math.abs(reach(corners(2, 1)) - 3) < 0.06);
  assert.ok(reach(corners(5, 1)) > reach(corners(1, 1)));
  assert.ok(Math.abs(reach(corners(2, 0.5)) - 1.5) < 0.06);
});

test("a series is shown as it is, over its last months, or since the start", () => {
  const ones = Array(30).fill(1);
  assert.equal(summed(ones, 1), ones);
  assert.deepEqual(
    [0, 11, 29].map((turn) => summed(ones, 12)[turn]),
    [1, 12, 12],
  );
  assert.equal(summed(ones, 0)[29], 30);
});

test("a chart starts at nothing where that is near, and never has no height", () => {
  assert.deepEqual(spanOf([1, 10], []), [0, 10]);
  assert.deepEqual(spanOf([8, 10], []), [8, 10]);
  assert.deepEqual(spanOf([-1, 10], []), [-1, 10]);
  assert.deepEqual(spanOf([5, 5], []), [5, 5.02]);
  assert.deepEqual(spanOf([], [0, 1]), [0, 1]);
});

const PART = { x: (turn) => 10 * turn, y: (value) => 100 - value };

test("a line and an area begin at the turn from which they hold", () => {
  assert.equal(line(PART, [1, 2], 3), "M30.0,99.0L40.0,98.0");
  assert.equal(area(PART, [1, 2], [5, 6], 3), "M30.0,95.0L40.0,94.0L40.0,98.0L30.0,99.0Z");
});

test("a variable is coloured between its bounds, or up to the most seen where it has no upper one", () => {
  assert.equal(scaleOf(undefined, []), null);
  assert.deepEqual(scaleOf({ low: 0, high: 1 }, [3]), [0, 1]);
  assert.deepEqual(scaleOf({ low: 0, high: 500 }, [3, 7]), [0, 7]);
  assert.deepEqual(scaleOf({ low: 0, high: 500 }, [0]), [0, 1e-9]);
});
