"""How actions are grouped when they are drawn and filtered: one word, one dash and two colours for each kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sim.inputs.actions import Action, ActionRow, load_actions

Actions = Mapping[Action, ActionRow]


def kinds_of(actions: Actions) -> list[ActionRow]:
    """For each kind, in the order of the legend, the action that says how it is drawn."""
    return [row for row in actions.values() if row.colours]


def kind_of(actions: Actions, action: Action) -> int:
    """The place in the legend of an action's kind."""
    return [row.kind for row in kinds_of(actions)].index(actions[action].kind)


@cache
def stylesheet() -> str:
    """The colours of the kinds as CSS: whatever has the class k3 finds the colour of the fourth as `--kind`."""
    kinds = kinds_of(load_actions())
    on_light, on_dark = (
        " ".join(f"--k{k}: {row.colours[side]};" for k, row in enumerate(kinds) if row.colours) for side in (0, 1)
    )
    classes = " ".join(f".k{k} {{ --kind: var(--k{k}); }}" for k in range(len(kinds)))
    return f':root {{ {on_light} }}\n:root[data-theme="dark"] {{ {on_dark} }}\n{classes}\n'


def coloured(page: str) -> str:
    """A page with the colours of the kinds in its head."""
    return page.replace("</head>", f"<style>\n{stylesheet()}</style>\n</head>")
