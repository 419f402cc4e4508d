// Choices as a table that other programs read.

const HEADS = "choice,outcome,unit,without,difference,low_95,high_95,least,p_larger,p_smaller,reading,theories".split(
  ",",
);

const field = (value) => {
  const said = value === null || value === undefined ? "" : String(value);
  return /[",\n]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said;
};

export const csvOf = (columns, choices) => {
  const rows = choices.flatMap(([name, cells]) =>
    columns.map(({ outcome, unit, least }, i) => {
      const { without, difference, low, high, above, below, reading, theories } = cells[i];
      return [name, outcome, unit, without, difference, low, high, least, above, below, reading, theories];
    }),
  );
  return [HEADS, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("");
};
