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

const mixed = (share, theme) => {
  const [pale, middle, strong] = RAMPS[theme];
  const at = Math.max(0, Math.min(1, share)) * 2;
  const [low, high, along] = at < 1 ? [pale, middle, at] : [middle, strong, at - 1];
  return low.map((value, i) => Math.round(value + (high[i] - value) * along));
};

export const ramp = (share, theme) => `rgb(${mixed(share, theme).join(",")})`;

export const gradient = (theme) => {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => ramp(share, theme));
  return `linear-gradient(90deg,${stops.join(",")})`;
};

const linear = (value) => (value > 10.31 ? ((value / 255 + 0.055) / 1.055) ** 2.4 : value / 3294.6);

// How light a place on the ramp is to the eye, as contrasts are reckoned (WCAG 2).
export const lightness = (share, theme) => {
  const [red, green, blue] = mixed(share, theme).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

// Letters on the ramp: black or white, whichever can be read better.
export const inkOn = (share, theme) => ((lightness(share, theme) + 0.05) ** 2 > 0.0525 ? "#000" : "#fff");

// A kind's dashes at a scale, or null for a whole line.
export const dashes = (dash, z) =>
  dash
    ? dash
        .split(" ")
        .map((part) => part * z)
        .join(" ")
    : null;
