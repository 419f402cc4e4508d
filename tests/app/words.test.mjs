// Months, numbers and colours as they are read.

import assert from "node:assert/strict";
import test from "node:test";

import { dashes, gradient, inkOn, ramp } from "../../sim/app/static/colours.js";
import { capital, chance, few, month, number, percent, spaced } from "../../sim/app/static/words.js";

test("a month is called by its name", () => {
  assert.equal(month("2022-02"), "Feb 2022");
  assert.equal(month("1965-12"), "Dec 1965");
});

test("a number has the digits that one reads, and a true minus", () => {
  const said = { 0: "0", 0.004: "0", 0.5: "0.5", 9.876: "9.88", 98.76: "98.8", 1234.5: "1,235", "-2.5": "−2.5" };
  for (const [value, text] of Object.entries(said)) assert.equal(number(Number(value)), text);
  assert.equal(number(2, true), "+2");
  assert.equal(number(-0.001, true), "0");
});

test("a difference keeps two digits that count, however small it is", () => {
  assert.equal(few(0.0001234), "+0.00012");
  assert.equal(few(-1234), "−1,200");
  assert.equal(few(0), "0");
  assert.equal(few(null), "");
});

test("a chance that is nearly nothing or nearly certain does not read as 0 or 1", () => {
  assert.equal(chance(0.5), "0.50");
  assert.equal(chance(0.0012), "0.0012");
  assert.equal(chance(0.9987), "0.9987");
  assert.equal(chance(0), "0.00");
  assert.equal(chance(1), "1.00");
});

test("names and shares are put into words", () => {
  assert.equal(capital("sends aid"), "Sends aid");
  assert.equal(spaced("northeast_asia_x"), "northeast asia x");
  assert.equal(percent(0.256), "26 %");
});

test("the ramp runs through its three stops in both themes and stays at its ends", () => {
  assert.equal(ramp(0, "light"), "rgb(233,228,214)");
  assert.equal(ramp(0.25, "light"), "rgb(188,203,210)");
  assert.equal(ramp(0.5, "light"), "rgb(142,178,205)");
  assert.equal(ramp(1, "dark"), "rgb(240,228,160)");
  assert.equal(ramp(-3, "dark"), ramp(0, "dark"));
  assert.equal(ramp(7, "dark"), ramp(1, "dark"));
  assert.equal(gradient("light").match(/rgb/g).length, 5);
});

const luminance = (colour) => {
  const parts = colour.startsWith("#")
    ? colour.length === 4
      ? [...colour.slice(1)].map((digit) => parseInt(digit + digit, 16))
      : colour
          .slice(1)
          .match(/../g)
          .map((pair) => parseInt(pair, 16))
    : colour.match(/\d+/g).map(Number);
  const [r, g, b] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

test("letters can be read on every colour of the ramp", () => {
  for (const theme of ["light", "dark"])
    for (let share = 0; share <= 1; share += 0.01) {
      const [one, other] = [luminance(ramp(share, theme)), luminance(inkOn(share, theme))];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      assert.ok(contrast >= 4.5, `${theme} ${share.toFixed(2)}: ${contrast.toFixed(2)}`);
    }
});

test("dashes grow with the scale, and a whole line has none", () => {
  assert.equal(dashes("3 1.5", 2), "6 3");
  assert.equal(dashes("", 2), null);
});
