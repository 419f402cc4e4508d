// What is shown, and who is told when it changes. Whatever changes the view says so; whatever draws it listens.

export const SCREENS = [
  ["answer", "Answer"],
  ["doses", "Doses"],
  ["compare", "Compare"],
  ["world", "World"],
];

export const TABS = [
  ["outcomes", "Outcomes"],
  ["why", "Why"],
  ["story", "Story"],
  ["pairs", "Pairs"],
  ["effects", "Effects"],
  ["orders", "Orders"],
  ["branches", "Branches"],
];

export const unfiltered = () => ({ actor: -1, kind: "", all: false });

export const view = {
  // What was heard: declarations, who plays, the months so far, what is done, many histories.
  setup: null,
  source: null,
  frames: [],
  plan: { steps: [], orders: [], first: null, branch: null, link: {} },
  // The course from which this one was branched, or null: its months and its possible orders.
  was: null,
  baseline: null,
  bands: null,
  // Where one is: the month shown and the month wanted.
  now: -1,
  goal: 0,
  playing: false,
  // What each action changes, and what is asked about one of its cells: action, outcome, and an example of it.
  answer: null,
  asked: null,
  // What a finished sweep says of every mix, and the choices that are kept for comparing: name and cells.
  mixes: null,
  pinned: [],
  // What other finished studies say, and the curves that were played here, by kind and action.
  studies: null,
  curves: {},
  // What became of the promises of the plan, or null where that is not counted yet.
  arrivals: null,
  // When a lever was moved whose bands are not there yet, or null.
  waiting: null,
  // What is selected, and how it is shown.
  actor: -1,
  slot: -1,
  screen: "answer",
  tab: "outcomes",
  colour: "side",
  zoom: "",
  pair: "hostility",
  measure: "level",
  hidden: new Set(),
  filter: unfiltered(),
};

export const frame = () => view.frames[view.now];
export const lastTurn = () => view.setup.months.length - 1;

// The kinds of news: what is shown changed, another screen, another panel, an order to be seen, new bands,
// play or pause, the link, more of the answer.
const listeners = { shown: [], screen: [], answer: [], tab: [], chosen: [], bands: [], playing: [], link: [] };

export const listen = (news, work) => listeners[news].push(work);
export const tell = (news) => listeners[news].forEach((work) => work());
