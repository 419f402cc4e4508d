"""Tables of what is declared as code: policies, reasons, mechanisms. What each reads is found in the code itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.inputs.actions import Action
from sim.inputs.parameters import Parameter, load_parameters
from sim.model.changes import looked_at
from sim.model.derived import DERIVED
from sim.model.mechanisms import MECHANISMS
from sim.model.policies import POLICIES
from sim.model.policy import Policy, Reason
from sim.model.world import VARIABLES
from sim.odd.grid import code, codes, grid


def mechanisms() -> str:
    """Every mechanism: what it reads and changes, and which parameters it and its helpers read."""
    rows = (
        (
            code(m.name),
            m.meaning.split(". ")[0].rstrip("."),
            codes(m.reads),
            codes(m.changes),
            codes(_weights(m.answer)),
            m.source,
        )
        for m in MECHANISMS
    )
    return grid(("mechanism", "meaning", "reads", "changes", "parameters", "passage"), rows)


def _weights(answer: Callable[..., Any]) -> list[str]:
    mentioned = looked_at(answer)
    return [name for name in load_parameters() if name in mentioned]


def policies() -> str:
    """Every policy: its rules, each with its base rate and its reasons."""
    values = load_parameters()
    return "\n\n".join(_policy(policy, values) for policy in POLICIES.values())


def _policy(policy: Policy, values: Mapping[str, Parameter]) -> str:
    rows = (
        (
            code(rule.action),
            rule.toward,
            f"`{rule.base_rate}` ({values[rule.base_rate].value:g})",
            ", ".join(f"`{why.name}` ({why.source})" for why in rule.reasons),
        )
        for rule in policy.rules
    )
    title = policy.role.replace("_", " ").capitalize()
    return f"#### {title}\n\n{policy.doctrine}\n\n" + grid(("action", "toward", "base rate", "reasons"), rows)


def reasons() -> str:
    """Every reason: its doctrine, what weighs it, what it looks at, who holds it."""
    holders = _holders()
    known = {why.name: why for policy in POLICIES.values() for rule in policy.rules for why in rule.reasons}
    rows = (
        (code(n), why.doctrine, codes(_weighed(why)), codes(_looked_at(why)), ", ".join(holders[n]), why.source)
        for n, why in known.items()
    )
    return grid(("reason", "doctrine", "weight", "looks at", "held by", "passage"), rows)


def _holders() -> dict[str, list[str]]:
    """The roles that hold each reason."""
    held: dict[str, list[str]] = {}
    for policy in POLICIES.values():
        for name in sorted({why.name for rule in policy.rules for why in rule.reasons}):
            held.setdefault(name, []).append(policy.role)
    return held


def _weighed(why: Reason) -> list[str]:
    """The parameters a reason reads."""
    mentioned = looked_at(why.weigh)
    return [name for name in load_parameters() if name in mentioned]


def _looked_at(why: Reason) -> list[str]:
    mentioned = looked_at(why.weigh)
    acts = [action.value for action in Action if action.upper() in mentioned]
    return [name for name in (*VARIABLES, *DERIVED) if name in mentioned] + acts
