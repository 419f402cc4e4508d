// What is chosen, in words.

import { orderTold } from "./orderings.js";
import { view } from "./state.js";
import { stepsOf } from "./presets.js";
import { month, number } from "./words.js";

export const leverLabels = () => Object.fromEntries(view.setup.levers.map((lever) => [lever.name, lever.label]));

// What a plan does, part by part: the doses of its levers, and its orders by hand.
export const partsOf = (plan) => [
  ...view.setup.levers
    .map((lever) => [lever, stepsOf(plan, lever.name)])
    .filter(([, steps]) => steps.length)
    .map(([lever, steps]) => `${lever.label}: ${steps.map((step) => told(lever, step)).join(", then ")}`),
  ...plan.orders.map((order) => orderTold(view.setup, order)),
];

// The same in a sentence.
export const labels = (plan) => partsOf(plan).join("; ");

const told = ({ dose, dose_unit: unit }, [turn, , value]) =>
  value
    ? `${number(dose * value)} ${unit} from ${month(view.setup.months[turn])}`
    : `none from ${month(view.setup.months[turn])}`;

export const progressOfBands = () =>
  `${view.baseline ? view.baseline.replicates : "Many"} histories are being played with this choice and without it …`;
