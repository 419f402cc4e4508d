// Elements made, found and filled; the theme; when a drawing stands on the screen.

const filled = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
};

// An element of HTML and one of SVG; attributes that are null or false are left out, `onclick` and the like listen.
export const h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) =>
  filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

export const id = (name) => document.getElementById(name);

// What an element is known by when it is made anew: its id or its data, but for the words that hang on it.
const known = ({ id, dataset: { tip, ...keys } }) => id || (Object.keys(keys).length ? JSON.stringify(keys) : "");

// Where an element stands within another, level by level, and how far each level is scrolled.
const wayTo = (one, node) => {
  const way = [];
  for (let at = one; at !== node; at = at.parentNode)
    way.unshift({ place: [...at.parentNode.children].indexOf(at), top: at.scrollTop, left: at.scrollLeft });
  return way;
};

// The element that stands where another stood; what was scrolled on the way to it is scrolled as far.
const along = (way, node) =>
  way.reduce((at, { place, top, left }) => {
    const next = at?.children[place];
    if (next && (top || left)) Object.assign(next, { scrollTop: top, scrollLeft: left });
    return next;
  }, node);

const successor = (old, way, node) => {
  const [there, name] = [along(way, node), known(old)];
  if (node.contains(old)) return old;
  const alike = (one) => one?.localName === old.localName && known(one) === name;
  return name ? [...node.querySelectorAll(old.localName)].find(alike) : alike(there) && there;
};

// Other children for a node; the focus goes on to what has taken the place of the element that had it.
export const put = (node, ...children) => {
  const old = document.activeElement;
  const way = old !== node && node.contains(old) ? wayTo(old, node) : null;
  node.replaceChildren(...children.flat());
  const next = way && successor(old, way, node);
  if (next) next.focus({ preventScroll: true });
};

// A text and an attribute, written only where they are others: what stays as it was is not laid out or painted again.
export const text = (node, said) => {
  if (!node.firstChild) node.append(said);
  else if (node.firstChild.data !== said) node.firstChild.data = said;
};
export const attr = (node, name, value) => {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
};

// The same, but that the focus goes to the whole where nothing has taken that place.
export const refill = (node, ...children) => {
  const focused = node.contains(document.activeElement);
  put(node, ...children);
  if (focused && !node.contains(document.activeElement)) node.focus();
};

export const theme = () => document.documentElement.dataset.theme || "light";

// Resolves when what was last drawn stands on the screen: the next month is asked for only then.
export const painted = () =>
  new Promise((done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        channel.port1.close();
        done();
      };
      channel.port2.postMessage(0);
    }),
  );

export const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
