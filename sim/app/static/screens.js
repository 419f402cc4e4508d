// The screens and the buttons that lead to them.

import { enter } from "./actions.js";
import { h, id, put } from "./dom.js";
import { SCREENS, view } from "./state.js";

export const draw = () => {
  document.body.dataset.screen = view.screen;
  const one = ([name, said]) =>
    h(
      "button",
      {
        type: "button",
        id: `screen-${name}`,
        "aria-current": name === view.screen ? "page" : null,
        onclick: () => {
          enter(name);
          id(`screen-${name}`).focus();
        },
      },
      said,
    );
  put(id("screens"), SCREENS.map(one));
};
