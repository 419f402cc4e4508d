// What mixes are worth under a weighting.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ordered, ranked, shrunken } from "../../sim/app/static/weigh.js";

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("means of sets keep their mean and lose what is luck", () => {
  const values = [1, 3, 5, 7, 2, 2];
  const kept = shrunken(values, 2);
  near(kept.reduce((sum, one) => sum + one, 0) / 3, 20 / 6);
  const means = [2, 6, 2];
  assert.ok(kept.every((one, i) => Math.abs(one - 20 / 6) <= Math.abs(means[i] - 20 / 6)));
  assert.deepEqual(shrunken([1, 3, 5], 1), [1, 3, 5]);
  assert.deepEqual(shrunken([1, 9, 9, 1], 2), [5, 5]);
});

test("regret is what the best mix under each set would have given more", () => {
  const worth = [[[2, -1]], [[1, 1]]];
  const [first, second, nothing] = ranked({ worth, draws: 1, drawn: true }, [1]);
  near(first.score, 0.5);
  near(first.regret, 1);
  near(second.regret, 0.5);
  near(nothing.regret, 1.5);
  near(first.best, 0.5);
  near(nothing.best, 0);
});

test("a weight turned round turns the order round, and none makes all alike", () => {
  const worth = [[[1, 1]], [[3, 3]]];
  const scores = (weight) => ranked({ worth, draws: 1, drawn: true }, [weight]).map((one) => one.score);
  assert.deepEqual(ordered(scores(1)), [1, 0, 2]);
  assert.deepEqual(ordered(scores(-1)), [2, 0, 1]);
  assert.ok(scores(0).every((one) => one === 0));
});
