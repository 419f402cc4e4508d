// One hue from pale to strong: it reads the same to colour-blind eyes, and it flips with the theme.

const RAMPS = {
  light: [
    [233, 228, 214],
    [142, 178, 205],
    [16, 66, 120],
  ],
  dark: [
    [50, 54, 62],
    [86, 128, 160],
    [240, 228, 160],
  ],
};

export const ramp = (share, theme) => {
  const [pale, middle, strong] = RAMPS[theme];
  const at = Math.max(0, Math.min(1, share)) * 2;
  const [low, high, along] = at < 1 ? [pale, middle, at] : [middle, strong, at - 1];
  return `rgb(${low.map((value, i) => Math.round(value + (high[i] - value) * along)).join(",")})`;
};

export const gradient = (theme) => {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => ramp(share, theme));
  return `linear-gradient(90deg,${stops.join(",")})`;
};

// Where on the ramp white letters and dark ones can be read equally well.
const TURN = { light: 0.72, dark: 0.52 };

// Letters on the ramp, dark on pale and pale on dark.
export const inkOn = (share, theme) => (share > TURN[theme] === (theme === "light") ? "#fff" : "#1d2127");

// A kind's dashes at a scale, or null for a whole line.
export const dashes = (dash, z) =>
  dash
    ? dash
        .split(" ")
        .map((part) => part * z)
        .join(" ")
    : null;
