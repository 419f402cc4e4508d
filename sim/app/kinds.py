"""How actions are grouped when they are drawn and filtered: one colour, one dash and one word each."""

from __future__ import annotations

from dataclasses import dataclass

from sim.inputs.actions import Action


@dataclass(frozen=True)
class Kind:
    """A group of actions on the map and in the story; `loud` ones are drawn thick."""

    name: str
    label: str
    actions: tuple[Action, ...]
    dash: str
    loud: bool


KINDS = (
    Kind("munitions", "munitions", (Action.SUPPLY_MUNITIONS,), "", True),
    Kind("troops", "troops", (Action.SEND_TROOPS,), "", True),
    Kind("technology", "technology", (Action.TRANSFER_TECHNOLOGY,), "", True),
    Kind("aid", "aid", (Action.SEND_AID,), "", True),
    Kind("sanctions", "sanctions", (Action.SANCTION,), "3 1.6", False),
    Kind("exercises", "exercises", (Action.EXERCISE,), "1.6 1.2", False),
    Kind("broadcasts", "broadcasts", (Action.BROADCAST,), "0.4 1.4", False),
    Kind("provocations", "provocations", (Action.PROVOKE, Action.TEST_NUCLEAR), "0.8 0.8", False),
    Kind("shielding", "shielding", (Action.SHIELD,), "4 1.4 0.6 1.4", False),
    Kind("talks", "talks and ties", (Action.TALK, Action.PARTNER, Action.SHARE_INTELLIGENCE), "0.5 0.9", False),
)
"""In the order of the legend."""


def kind_of(action: Action) -> int:
    """The place in `KINDS` of an action."""
    return next(i for i, kind in enumerate(KINDS) if action in kind.actions)
