// Ready-made choices, and choices as they stand in a link.

const all = ({ levers, projection }, after, value) =>
  levers.filter((lever) => lever.recommended).map((lever) => [projection + after, lever.name, value]);

// A name, and the steps of the levers: turn, lever, intensity.
export const PRESETS = [
  ["The brief, swiftly and decisively", (setup) => all(setup, 0, 1)],
  ["Half-hearted", (setup) => all(setup, 12, 0.3)],
  ["Too late", (setup) => all(setup, 36, 1)],
  [
    "Talks instead",
    ({ levers, projection }) =>
      levers.filter((lever) => !lever.recommended).map((lever) => [projection, lever.name, 1]),
  ],
];

// Steps as they stand in a link: a key for each lever.
export const written = (steps) => {
  const params = new URLSearchParams();
  for (const [turn, lever, value] of steps) {
    const before = params.get(lever);
    params.set(lever, `${before ? `${before},` : ""}${turn}:${value}`);
  }
  return params.toString();
};

export const stepsOf = ({ steps }, name) => steps.filter(([, lever]) => lever === name);
