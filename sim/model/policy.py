"""What an actor may do and why: reasons, rules that hold them, policies that hold the rules. Plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from sim.base.arrays import Value
from sim.base.errors import BadInput, known_or_bad
from sim.inputs.actions import Action
from sim.inputs.parameters import Numbers

Weigh = Callable[..., Value]
"""The two sides of a pair and the numbers in, log-odds out: `(me: Side, other: Side, p: Numbers) -> Value`."""


@dataclass(frozen=True)
class Reason:
    """One cited sentence of doctrine: it adds log-odds for or against an action."""

    name: str
    source: str
    doctrine: str
    weigh: Weigh

    def __reduce__(self) -> tuple[Any, ...]:
        # Where another process finds it: the function itself stands nowhere under its own name.
        return _reason_of, (self.weigh.__module__, self.name)

    def __call__(self, me: Any, other: Any, p: Numbers) -> Value:
        """The log-odds that this condition adds, one number or one per target and run."""
        return self.weigh(me, other, p)


def _reason_of(module: str, name: str) -> Reason:
    found: Reason = getattr(import_module(module), name)
    return found


def reason(source: str) -> Callable[[Weigh], Reason]:
    """Declare a reason: its name is the condition, its docstring the doctrine, `source` its passage."""

    def declare(weigh: Weigh) -> Reason:
        function: Any = weigh
        return Reason(function.__name__, source, " ".join((function.__doc__ or "").split()), weigh)

    return declare


@dataclass(frozen=True)
class Rule:
    """When an actor takes one action toward one relation: a base rate and its reasons."""

    action: Action
    toward: str
    base_rate: str
    reasons: tuple[Reason, ...] = ()
    only_if: tuple[str, ...] = ()

    def because(self, *reasons: Reason) -> Rule:
        """The rule with these reasons."""
        return replace(self, reasons=reasons)

    @property
    def key(self) -> tuple[Action, str]:
        """What tells the rule from others of its policy: the action and the relation it is aimed at."""
        return self.action, self.toward


RuleKey = tuple[Action, str]


@dataclass(frozen=True)
class Policy:
    """What a role may do, and why. A rival theory of a position is another policy of the same `position`."""

    role: str
    doctrine: str
    rules: tuple[Rule, ...]
    position: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "position", self.position or self.role)
        keys = [rule.key for rule in self.rules]
        for rule in self.rules:
            if keys.count(rule.key) > 1:
                said = f"{rule.action.value} toward {rule.toward}"
                raise BadInput("policies", self.role, said, "one rule for each action and relation")

    def but(
        self,
        role: str,
        doctrine: str,
        *,
        without: Iterable[RuleKey] = (),
        drop: Mapping[RuleKey, tuple[Reason, ...]] | None = None,
        add: Mapping[RuleKey, tuple[Reason, ...]] | None = None,
        base_rates: Mapping[RuleKey, str] | None = None,
    ) -> Policy:
        """A rival policy of the same position, told by what differs.

        `without` names rules that it does not have, `drop` and `add` reasons of a rule, `base_rates` other base rates.
        """
        dropped, added, rates, gone = drop or {}, add or {}, base_rates or {}, tuple(without)
        for key in (*gone, *dropped, *added, *rates):
            known = [f"{rule.action.value} toward {rule.toward}" for rule in self.rules]
            known_or_bad(f"{key[0].value} toward {key[1]}", known, "policies", role, f"a rule of {self.role}")
        rules = (
            replace(
                rule,
                base_rate=rates.get(rule.key, rule.base_rate),
                reasons=(
                    *(why for why in rule.reasons if why not in dropped.get(rule.key, ())),
                    *added.get(rule.key, ()),
                ),
            )
            for rule in self.rules
            if rule.key not in gone
        )
        return Policy(role, doctrine, tuple(rules), self.position)
