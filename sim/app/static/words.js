// Months, numbers and names as they are read.

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

export const month = (label) => `${MONTHS[Number(label.slice(5)) - 1]} ${label.slice(0, 4)}`;

export const capital = (said) => said[0].toUpperCase() + said.slice(1);

export const spaced = (name) => name.replaceAll("_", " ");

const minus = (said) => said.replace("-", "−");

// A format is made once: making it takes longer than writing a number.
const formats = [0, 1, 2].map((digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits }));

export const number = (value, signed) => {
  const size = Math.abs(value);
  const digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : 2;
  if (Number(value.toFixed(digits)) === 0) return "0";
  const said = formats[digits].format(value);
  return (signed && value > 0 ? "+" : "") + minus(said);
};

// A difference, with the two digits that count.
export const few = (value) => {
  if (value === null) return "";
  const said = Number(value.toPrecision(2)).toLocaleString("en", { maximumFractionDigits: 6 });
  return (value > 0 ? "+" : "") + minus(said);
};

// A probability or a draw: more digits where two would say 0 or 1.
export const chance = (value) => value.toFixed(value > 0 && value < 1 && (value < 0.01 || value > 0.99) ? 4 : 2);

export const percent = (share) => `${Math.round(100 * share)} %`;
