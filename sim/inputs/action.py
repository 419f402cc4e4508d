"""The acts that rules may name, each a row of `configs/actions.toml`: `Action.SEND_AID` is the row `[send_aid]`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from sim.base.paths import CONFIGS, read_toml
from sim.inputs.declared_actions import DeclaredActions


@cache
def known_actions() -> tuple[Action, ...]:
    """The actions of the table, in its order; the table is read once."""
    return tuple(Action(name) for name in read_toml(CONFIGS / "actions.toml"))


class _Acts(DeclaredActions, type):
    """Makes an action of any name in capitals on first use, so that rules can name it before the table is read."""

    if not TYPE_CHECKING:  # the stub of the declared actions says which there are

        def __getattr__(cls, name: str) -> Action:
            if not name.isupper():
                raise AttributeError(name)
            if known_actions.cache_info().currsize and name.lower() not in known_actions():
                raise AttributeError(f"no action is called {name}; known: {', '.join(known_actions())}")
            setattr(cls, name, Action(name.lower()))
            return getattr(cls, name)

    def __iter__(cls) -> Iterator[Action]:
        return iter(known_actions())


class Action(str, metaclass=_Acts):
    """An act by its name in the table; a name that has no row is told when the table is loaded."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The name as plain text."""
        return str(self)

    @classmethod
    def named(cls) -> tuple[Action, ...]:
        """The actions that the code has named so far."""
        return tuple(value for name, value in vars(cls).items() if name.isupper())
