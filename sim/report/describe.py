"""What is declared, as tables: variables, parameters, actions, policies, the schedule of a turn, outcomes, evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from sim.base.quantities import Quantity
from sim.engine.step import SCHEDULE
from sim.evidence.tables import TABLES, recorded
from sim.inputs.parameters import Parameter
from sim.model.derived import DERIVED
from sim.model.mechanisms import MECHANISMS
from sim.model.outcomes import outcomes_of
from sim.model.policies import POLICIES
from sim.model.series import SERIES
from sim.model.world import STARTS, VARIABLES
from sim.scenarios.scenario import Scenario

Tables = dict[str, pd.DataFrame]


def _range(declared: Quantity | Parameter) -> str:
    return f"{declared.low:g} to {declared.high:g}"


def variables(scenario: Scenario) -> Tables:
    """Every variable of the world, and every quantity that is read off it."""
    stored = [(n, q.meaning, q.unit, _range(q), q.of, q.kind, f"{STARTS[n]:g}", q.source) for n, q in VARIABLES.items()]
    derived = [
        (n, v.quantity.meaning, v.quantity.unit, _range(v.quantity), v.quantity.source) for n, v in DERIVED.items()
    ]
    columns = ["variable", "meaning", "unit", "range", "of", "kind", "start", "passage"]
    return {
        "Variables of the world": pd.DataFrame(stored, columns=columns),
        "Views: derived from it": pd.DataFrame(derived, columns=["view", "meaning", "unit", "range", "passage"]),
    }


def parameters(scenario: Scenario) -> Tables:
    """Every parameter with its value in this scenario, by kind."""
    columns = ["name", "value", "range", "unit", "grade", "passage", "meaning"]
    tables = {}
    for kind in ("lever", "uncertainty", "constant"):
        rows = [
            (n, f"{scenario.parameters[n]:g}", _range(p), p.unit, p.grade + _contested(p), p.passage, p.meaning)
            for n, p in scenario.parameters.declared.items()
            if p.kind == kind
        ]
        if rows:
            tables[f"Parameters: {kind}"] = pd.DataFrame(rows, columns=columns)
    return tables


def _contested(parameter: Parameter) -> str:
    return ", sign contested" if parameter.contested else ""


def actions(scenario: Scenario) -> Tables:
    """Every action: what it is, when it is legal, what it costs, how it scores."""
    rows = scenario.cast.actions.values()
    meanings = [(a.name, a.meaning, a.unit, ", ".join(a.legality) or "always", a.passage) for a in rows]
    scores = [(a.name, a.cost, a.score, a.third_party_score, a.visibility, a.code, a.source) for a in rows]
    columns = ["action", "cost, USD bn", "score", "third party", "visible", "event code", "source"]
    return {
        "Actions": pd.DataFrame(meanings, columns=["action", "meaning", "unit", "legal if", "passage"]),
        "Actions: cost and scores": pd.DataFrame(scores, columns=columns),
    }


def policies(scenario: Scenario) -> Tables:
    """Every policy: its doctrine, who holds it here, its rules with base rate and reasons."""
    cast = scenario.cast
    tables = {}
    for role, policy in POLICIES.items():
        holders = [name for name, held in zip(cast.names, cast.roles, strict=True) if held == role]
        rows = [
            (
                rule.action.value,
                rule.toward,
                f"{scenario.parameters[rule.base_rate]:g}",
                ", ".join(f"{why.name} ({why.source})" for why in rule.reasons),
            )
            for rule in policy.rules
        ]
        title = f"{role} ({', '.join(holders) or 'not in play'}): {policy.doctrine}"
        tables[title] = pd.DataFrame(rows, columns=["action", "toward", "base rate", "reasons (passage)"])
    return tables


def schedule(scenario: Scenario) -> Tables:
    """The order of a turn, and the mechanisms that answer at once to the same world."""
    steps = [(n, *step.split(": ", 1)) for n, step in enumerate(SCHEDULE, start=1)]
    answers = [(m.name, m.source, m.meaning, ", ".join(m.changes)) for m in MECHANISMS]
    return {
        "A turn (a month)": pd.DataFrame(steps, columns=["step", "name", "what happens"]),
        "Mechanisms (their order does not matter)": pd.DataFrame(
            answers, columns=["mechanism", "passage", "meaning", "changes"]
        ),
    }


def outcomes(scenario: Scenario) -> Tables:
    """What is measured of a run, and what is followed through it."""
    measured = [
        (o.name, o.theatre, o.quantity.unit, "yes" if o.headline else "", o.quantity.source, o.quantity.meaning)
        for o in outcomes_of(scenario.cast)
    ]
    followed = [(n, s.quantity.of, s.quantity.unit, s.quantity.source, s.quantity.meaning) for n, s in SERIES.items()]
    columns = ["outcome", "theatre", "unit", "headline", "passage", "meaning"]
    return {
        "Outcomes: one number a run": pd.DataFrame(measured, columns=columns),
        "Series: one number a turn": pd.DataFrame(followed, columns=["series", "of", "unit", "passage", "meaning"]),
    }


EVIDENCE = {
    "ladder": "step date turn kind grade",
    "facts": "number name statement low high unit use",
    "base_rates": "name low value high unit grade",
    "shocks": "name actor from_month to_month value unit grade",
    "monthly": "series actor target unit first last rows",
    "yearly": "series actor target unit first last rows",
}
"""Tables of evidence that are shown, and their columns; series in a row each with their span."""


def evidence(scenario: Scenario) -> Tables:
    """The dated record in short: the ladder of steps, the stylised facts, base rates, monthly and yearly series."""
    return {TABLES[name].title: recorded(name)[columns.split()] for name, columns in EVIDENCE.items()}


TOPICS: Mapping[str, Callable[[Scenario], Tables]] = {
    "variables": variables,
    "parameters": parameters,
    "actions": actions,
    "policies": policies,
    "schedule": schedule,
    "outcomes": outcomes,
    "evidence": evidence,
}
"""What can be described."""


def overview(scenario: Scenario) -> Tables:
    """What there is to describe, and how much of it."""
    rows = [
        (name, sum(len(table) for table in topic(scenario).values()), " ".join((topic.__doc__ or "").split()))
        for name, topic in TOPICS.items()
    ]
    return {scenario.title: pd.DataFrame(rows, columns=["topic", "rows", "what it lists"])}
