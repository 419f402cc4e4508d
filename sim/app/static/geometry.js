// Places and sizes on the disc, in units of the drawing.

// The whole disc, or the square around the spots chosen; z keeps marks and letters the same size on the screen.
export const boxOf = (spots, radius) => {
  if (!spots.length) return { z: 1, box: [-radius - 6, -radius - 4, 2 * radius + 12, 2 * radius + 8] };
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.max(right - left, bottom - top) + 24;
  return { z: side / (2 * radius), box: [(left + right - side) / 2, (top + bottom - side) / 2, side, side] };
};

// The points of a path that is one open line.
export const pointsOf = (path) =>
  path
    .slice(1)
    .split("L")
    .map((point) => point.split(",").map(Number));

// How far a place lies from a line through points.
export const far = (points, x, y) =>
  Math.min(
    ...points.slice(1).map(([bx, by], i) => {
      const [ax, ay] = points[i];
      const [dx, dy] = [bx - ax, by - ay];
      const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(x - ax - share * dx, y - ay - share * dy);
    }),
  );

// Arcs lie close together: meant is the one whose stroke is nearest, so that a thick one is not lost under thin ones.
export const nearest = (arcs, x, y) => {
  let [found, least] = [-1, Infinity];
  arcs.forEach((arc, i) => {
    if (!arc || !arc.shown) return;
    const away = far(arc.points, x, y) - arc.width / 2;
    if (away < least) [found, least] = [i, away];
  });
  return found;
};

const MOST = { supply_munitions: 200, send_troops: 6, send_aid: 3, transfer_technology: 0.02 };

// The width of an arc: by the size of the order where its kind is loud; where no size is known, a quarter of the most.
export const widthOf = (action, loud, size) => {
  if (!loud) return 0.55;
  const most = MOST[action] || 1;
  return 0.7 + 1.7 * Math.sqrt(Math.min(1, (size === undefined ? most / 4 : size) / most));
};

// The star of a dispute, half way between two spots and larger with its level.
export const star = (a, b, rung, z) => {
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const corner = (k) => {
    const r = z * (k % 2 ? 1.3 : 3) * (0.7 + 0.15 * rung);
    const angle = (k * Math.PI) / 8;
    return `${(x + r * Math.sin(angle)).toFixed(1)},${(y - r * Math.cos(angle)).toFixed(1)}`;
  };
  return Array.from({ length: 16 }, (_, k) => corner(k)).join(" ");
};
