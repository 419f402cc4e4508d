// The choice in a link, put together anew: levers, orders by hand, and the branch.

export const PLAYED = ["scenario", "seed", "replicate", "parameters"];

// What of a choice are no levers: orders, the month of the branch, and what was done before it.
export const BESIDE = ["orders", "branch", "was"];

const BRANCHED = ["branch", "was"];

const less = (link, names) => Object.fromEntries(Object.entries(link).filter(([name]) => !names.includes(name)));

// Keys and values as a link has them, without which history is shown.
const written = (link) => new URLSearchParams(less(link, PLAYED)).toString();

const ordersOf = ({ orders }) => (orders ? orders.split(",") : []);

const withOrders = (link, orders) => {
  const rest = less(link, ["orders"]);
  return written(orders.length ? { ...rest, orders: orders.join(",") } : rest);
};

export const withOrder = (link, order) => withOrders(link, [...ordersOf(link), order]);

export const withoutOrder = (link, order) =>
  withOrders(
    link,
    ordersOf(link).filter((one) => one !== order),
  );

// Other levers, written as in a link; what is ordered by hand, and the branch, stay.
export const withLevers = ({ plan: { link } }, levers) => {
  const beside = BESIDE.filter((name) => link[name] !== undefined).map((name) => [name, link[name]]);
  return new URLSearchParams([...new URLSearchParams(levers), ...beside]).toString();
};

// From this month on another course; what is done so far is what was done before it.
export const branched = (link, month) => {
  const now = less(link, BRANCHED);
  return written({ ...now, branch: month, was: written(now) });
};

// The course before the branch, and the one shown without the other beside it.
export const backOf = ({ was }) => was || "";
export const unbranched = (link) => written(less(link, BRANCHED));
