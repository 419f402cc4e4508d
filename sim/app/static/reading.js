// What stands at one month of a chart, in words: this history, many of them, the choice, the record.

import { supported } from "./marks.js";
import { month, number, percent } from "./words.js";

// The middle of many histories, with as many digits as they are alike; a share where each says yes or no.
const many = (rows, i) => {
  if (rows.length === 1) return percent(rows[0][i]);
  const [least, low, middle, high, most] = rows.map((row) => row[i]);
  const said = (value) => supported(value, low, high);
  return `${said(middle)} (half of them ${said(low)} to ${said(high)}, nine in ten ${said(least)} to ${said(most)})`;
};

const onRecord = ({ points, record, binary }, turn) => {
  const found = points.find(([at]) => at === turn);
  if (!found) return [];
  const [, low, value, high, source] = found;
  const said = (one) => (binary ? (one ? "yes" : "no") : number(one));
  const range = `${low === null ? "unknown" : said(low)} to ${high === null ? "unknown" : said(high)}`;
  const figure = value === null ? range : low === high ? said(value) : `${said(value)} (${range})`;
  return [`on record: ${figure}`, `${record} (${source})`];
};

// Levels at a turn: the value of this history, bands without and with the choice, and what is on record.
export const levelAt = (chart, turn, date, { own, was, base, your, first }) => {
  const { title, unit, binary } = chart;
  const valueOf = (one) => (binary ? (one ? "yes" : "no") : number(one));
  return [
    `${title}, ${month(date)}${binary ? "" : ` (${unit})`}`,
    ...(own === undefined ? [] : [`this history: ${valueOf(own)}`]),
    ...(was === undefined ? [] : [`as it was: ${valueOf(was)}`]),
    ...(base ? [`many without action: ${many(base, turn)}`] : []),
    ...(your && turn >= first ? [`many with your choice: ${many(your, turn - first)}`] : []),
    ...onRecord(chart, turn),
  ];
};

// A difference in words: no digit that its interval does not support, and nothing where nothing matters.
export const gapOf = ([low, mean, high], least) => {
  if (least && Math.max(Math.abs(low), Math.abs(high)) < least) return "no difference that matters";
  if (low * high <= 0) return "no clear difference";
  return supported(mean, low, high, true);
};

// The difference at a turn, with its interval and what matters.
export const changeAt = ({ title, unit, least }, date, ends) => {
  const head = `${title}, ${month(date)} (${unit})`;
  if (!ends) return [head, "before your choice begins"];
  const [low, mean, high] = ends;
  const said = (value) => supported(value, low, high, true);
  const lines = [head, `your choice less no action: ${gapOf(ends, least)}`];
  if (mean || low || high) lines.push(`mean ${said(mean)}, 95 % interval ${said(low)} to ${said(high)}`);
  return least ? [...lines, `from ${supported(least, null, null)} on it matters`] : lines;
};
