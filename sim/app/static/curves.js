// What a chart draws, as numbers and paths: sums, spans, lines and areas.

// A series as it stands, over its last months, or since the start where that is 0.
export const summed = (values, months) => {
  if (months === 1) return values;
  let sum = 0;
  return values.map((value, turn) => {
    sum += value;
    if (months && turn >= months) sum -= values[turn - months];
    return sum;
  });
};

// From where to where a chart reaches: from nothing if that is near, and never of no height.
export const spanOf = (values, usual) => {
  let [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : usual;
  if (low >= 0 && low < 0.5 * high) low = 0;
  if (high - low < 0.02) high = low + 0.02;
  return [low, high];
};

const point = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;

// A line through values from a turn on; x and y give the place of a turn and of a value.
export const line = ({ x, y }, values, from) => `M${values.map((value, i) => point(x(i + from), y(value))).join("L")}`;

// The area between two lines.
export const area = ({ x, y }, low, high, from) => {
  const along = (values) => values.map((value, i) => point(x(i + from), y(value)));
  return `M${along(high).join("L")}L${along(low).reverse().join("L")}Z`;
};

// The scale of a variable on the map: its own bounds, or from nothing to the most seen where it has no upper bound.
export const scaleOf = (quantity, seen) => {
  if (!quantity) return null;
  return quantity.high <= 1 ? [quantity.low, quantity.high] : [0, Math.max(1e-9, ...seen)];
};

// Round numbers within a span, `most` of them or fewer, for an axis.
export const ticksOf = (low, high, most) => {
  const rough = (high - low) / most;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * [1, 2, 5, 10].find((times) => times * ten >= rough);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
};
