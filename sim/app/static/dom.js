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
export const put = (node, ...children) => node.replaceChildren(...children.flat());

// A text and an attribute, written only where they are others: what stays as it was is not laid out or painted again.
export const text = (node, said) => {
  if (!node.firstChild) node.append(said);
  else if (node.firstChild.data !== said) node.firstChild.data = said;
};
export const attr = (node, name, value) => {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
};

// The same, but that the focus stays on what has the same name, or else on the whole.
export const refill = (node, ...children) => {
  const focused = node.contains(document.activeElement) ? document.activeElement.id : "";
  put(node, ...children);
  if (focused) (id(focused) || node).focus();
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
