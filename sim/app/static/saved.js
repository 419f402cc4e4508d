// A file made on the page, saved by the browser.

import { h } from "./dom.js";

export const save = (blob, download) => {
  const link = h("a", { href: URL.createObjectURL(blob), download });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
