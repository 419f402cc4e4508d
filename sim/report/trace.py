"""From a passage to all that follows from it, and from an order back to the passages behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.dialects import dialect_of
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.manifest import manifest_of
from sim.base.paths import CONFIGS, shown
from sim.engine.interventions import case_of
from sim.engine.simulate import simulate
from sim.lab.analyses.orders import SMALLEST
from sim.model.derived import DERIVED
from sim.model.mechanisms import MECHANISMS
from sim.model.outcomes import outcomes_of
from sim.model.policies import POLICIES
from sim.model.policy import Rule
from sim.model.series import SERIES
from sim.model.world import VARIABLES
from sim.scenarios.scenario import Scenario

KINDS = ("reason", "mechanism", "parameter", "lever", "action", "outcome", "series", "view", "variable")

REFERENCE = (CONFIGS.parent / "results/reference/orders.csv", Path("results/sweep/orders.csv"))
"""Where the orders of a reference sweep are looked for, in this order."""

SMALL_RUN = 20
"""Histories played for an answer where there is no reference sweep."""

RuleKey = tuple[str, str, str]
"""Role, action, relation: which rule of which policy."""


@dataclass(frozen=True)
class Citation:
    """One declaration that cites a passage."""

    passage: str
    kind: str
    name: str
    meaning: str
    rule: str = ""
    key: RuleKey | None = None


def citations(scenario: Scenario) -> tuple[Citation, ...]:
    """Everything that cites a passage, by kind in the order of `KINDS`; a reason once for each rule that holds it."""
    found = [*_reasons(), *_declared(scenario), *_numbers(scenario)]
    return tuple(sorted(found, key=lambda c: KINDS.index(c.kind)))


def _reasons() -> Iterator[Citation]:
    for role, policy in POLICIES.items():
        for rule in policy.rules:
            for why in rule.reasons:
                key = (role, rule.action.value, rule.toward)
                yield Citation(why.source, "reason", why.name, why.doctrine, rule_text(role, rule), key)


def rule_text(role: str, rule: Rule) -> str:
    """A rule in few words: whose, what, toward whom."""
    return f"{role}: {rule.action.value} toward {rule.toward}"


def _numbers(scenario: Scenario) -> Iterator[Citation]:
    for name, parameter in scenario.parameters.declared.items():
        kind = "lever" if parameter.kind == "lever" else "parameter"
        yield Citation(parameter.passage, kind, name, parameter.meaning)


def _declared(scenario: Scenario) -> Iterator[Citation]:
    for mechanism in MECHANISMS:
        yield Citation(mechanism.source, "mechanism", mechanism.name, mechanism.meaning)
    for action, row in scenario.cast.actions.items():
        yield Citation(row.passage, "action", action.value, row.meaning)
    quantities = {
        "outcome": [one.quantity for one in outcomes_of(scenario.cast)],
        "series": [one.quantity for one in SERIES.values()],
        "view": [one.quantity for one in DERIVED.values()],
        "variable": list(VARIABLES.values()),
    }
    for kind, listed in quantities.items():
        yield from (Citation(q.source, kind, q.name, q.meaning) for q in listed)


@dataclass(frozen=True)
class Fired:
    """How often orders were given in some histories, and what each reason added to those that were.

    `orders` has one row an order: actor, role, action, relation, target, possible, given, probability;
    `reasons` one row a reason of an order: actor, action, relation, target, reason, log_odds (mean when given).
    """

    said: str
    histories: int
    orders: pd.DataFrame
    reasons: pd.DataFrame

    def of_rule(self, key: RuleKey) -> tuple[int, int]:
        """Orders given and possible under one rule, over all histories."""
        at = self.orders
        rows = at[(at.role == key[0]) & (at.action == key[1]) & (at.relation == key[2])]
        return int(rows.given.sum()), int(rows.possible.sum())


ORDER = ["actor", "action", "relation", "target"]
WRITTEN = re.compile(r"(?P<reason>\w+) \((?P<passage>\w+)\) (?P<log_odds>[-+][\d.]+)")
"""A reason as a sweep writes it beside an order."""


def fired(scenario: Scenario, seed: int = 1, places: tuple[Path, ...] = REFERENCE) -> Fired:
    """How often each rule fired: in a reference sweep of this scenario, else in a few histories played now."""
    for place in places:
        if place.is_file() and (manifest_of(place.parent) or {}).get("scenario") == scenario.name:
            return fired_in(place, scenario)
    return fired_now(scenario, seed)


def fired_in(path: Path, scenario: Scenario) -> Fired:
    """How often each rule fired according to the orders of a sweep; raise `BadInput` if the table is none."""
    try:
        table = pd.read_csv(path, keep_default_na=False, **dialect_of(path).reading)
        histories, turns = int(table["mix"].nunique()), int(table["turn"].max()) + 1
        counted = table.groupby(["actor", "action", "target"], as_index=False).agg(
            given=("turn", "size"), probability=("probability", "mean")
        )
        reasons = _written(table)
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BadInput(shown(path), "file", str(error), "a table of orders as a sweep writes it") from None
    slots = _slots(scenario)
    orders = slots.merge(counted, how="left").fillna({"given": 0}).assign(possible=histories * turns)
    said = f"{shown(path)}: {histories} histories of {turns} months, one under each mix of levers"
    return Fired(said, histories, orders.astype({"given": int}), slots.merge(reasons)[[*ORDER, "reason", "log_odds"]])


def _written(table: pd.DataFrame) -> pd.DataFrame:
    """The reasons written beside each order, one row each, averaged over the orders given."""
    counts = table.groupby(["actor", "action", "target"]).size().rename("given")
    found = table.reasons.str.extractall(WRITTEN).reset_index(level="match", drop=True)
    rows = table[["actor", "action", "target"]].join(found, how="inner").astype({"log_odds": float})
    # A reason too small to be written counts as zero, so the sum is divided by all orders given.
    sums = (
        rows.groupby(["actor", "action", "target", "reason"])
        .log_odds.sum()
        .reset_index()
        .join(counts, on=["actor", "action", "target"])
    )
    return sums.assign(log_odds=sums.log_odds / sums.given).drop(columns="given")


def fired_now(scenario: Scenario, seed: int = 1, runs: int = SMALL_RUN) -> Fired:
    """How often each rule fires in `runs` histories of the scenario as it stands, without any lever."""
    count = len(scenario.cast.slots)
    given, probability, turns = np.zeros(count), np.zeros(count), 0
    added: dict[tuple[int, str], float] = {}
    for turn in simulate(case_of(scenario), Draws(seed, range(runs)), explain=True):
        turns += 1
        given += turn.orders.issued.sum(axis=1)
        probability += turn.orders.probability.mean(axis=1)
        for slot, contributions in enumerate(turn.orders.contributions):
            for one in contributions:
                key = (slot, one.reason.name)
                added[key] = added.get(key, 0.0) + float((one.log_odds * turn.orders.issued[slot]).sum())
    orders = _slots(scenario).assign(possible=turns * runs, given=given.astype(int), probability=probability / turns)
    said = f"{runs} histories of {turns} months played for this answer (seed {seed}, no levers), for want of a sweep"
    return Fired(said, runs, orders, _reason_rows(scenario, added, given))


def _slots(scenario: Scenario) -> pd.DataFrame:
    cast = scenario.cast
    rows = [
        (cast.names[s.actor], cast.roles[s.actor], s.action.value, s.relation, cast.names[s.target]) for s in cast.slots
    ]
    return pd.DataFrame(rows, columns=["actor", "role", *ORDER[1:]])


def _reason_rows(scenario: Scenario, added: Mapping[tuple[int, str], float], given: np.ndarray) -> pd.DataFrame:
    slots = _slots(scenario)[ORDER].to_numpy().tolist()
    rows = [(*slots[slot], name, total / given[slot]) for (slot, name), total in added.items() if given[slot]]
    return pd.DataFrame(rows, columns=[*ORDER, "reason", "log_odds"])


def reasons_of(passage: str, scenario: Scenario, seen: Fired) -> pd.DataFrame:
    """The reasons that cite a passage, one row a rule: how often it fired, and what the reason added then."""
    cited = [one for one in citations(scenario) if one.passage == passage and one.key is not None]
    order = list(dict.fromkeys(one.name for one in cited))
    rows = [_reason_row(one, scenario, seen) for one in sorted(cited, key=lambda one: order.index(one.name))]
    table = pd.DataFrame(rows)
    # A reason that several rules hold is said once.
    return (
        table.assign(**{n: table[n].where(~table.reason.duplicated(), "") for n in ("doctrine", "reason")})
        if rows
        else table
    )


def _reason_row(one: Citation, scenario: Scenario, seen: Fired) -> dict[str, str]:
    assert one.key is not None
    given, possible = seen.of_rule(one.key)
    in_play = one.key[0] in scenario.cast.roles
    return {
        "reason": one.name,
        "doctrine": one.meaning,
        "rule": one.rule,
        "orders": f"{given}" if in_play else "not in play",
        "of months": f"{given / possible:.1%}" if possible else "",
        "adds": _mean_added(seen, one),
    }


def _mean_added(seen: Fired, one: Citation) -> str:
    assert one.key is not None
    role, action, relation = one.key
    actors = seen.orders.loc[seen.orders.role == role, "actor"].unique()
    at = seen.reasons
    rows = at[(at.reason == one.name) & (at.action == action) & (at.relation == relation) & at.actor.isin(actors)]
    return f"{rows.log_odds.mean():+.2f}" if len(rows) else ""


def others_of(passage: str, scenario: Scenario) -> dict[str, pd.DataFrame]:
    """What else cites a passage, a table for each kind that does."""
    listed: dict[str, list[Citation]] = {}
    for one in citations(scenario):
        if one.passage == passage and one.kind != "reason":
            listed.setdefault(one.kind, []).append(one)
    return {kind: pd.DataFrame([_other(scenario, one) for one in found]) for kind, found in listed.items()}


def _other(scenario: Scenario, one: Citation) -> dict[str, str]:
    row = {one.kind: one.name, "meaning": one.meaning}
    if one.kind in ("parameter", "lever"):
        declared = scenario.parameters.declared[one.name]
        row |= {
            "value": f"{declared.value:g}",
            "range": f"{declared.low:g} to {declared.high:g}",
            "grade": declared.grade,
        }
    if one.kind == "mechanism":
        row["changes"] = ", ".join(next(m.changes for m in MECHANISMS if m.name == one.name))
    return row


def counts(scenario: Scenario) -> pd.DataFrame:
    """How many declarations of each kind cite each passage; a reason counts once however many rules hold it."""
    distinct = {(c.passage, c.kind, c.name) for c in citations(scenario)}
    table = pd.DataFrame(sorted(distinct), columns=["passage", "kind", "name"])
    return table.pivot_table(index="passage", columns="kind", values="name", aggfunc="count", fill_value=0).reindex(
        columns=list(KINDS), fill_value=0
    )


def way_back(scenario: Scenario, seen: Fired) -> pd.DataFrame:
    """For every order that was given: how often, and the reasons behind it with their passages, strongest first."""
    given = seen.orders[seen.orders.given > 0]
    source = {why.name: why.source for p in POLICIES.values() for rule in p.rules for why in rule.reasons}
    behind = dict(list(seen.reasons[seen.reasons.log_odds.abs() >= SMALLEST].groupby(ORDER)))
    return pd.DataFrame(
        {
            "actor": given.actor,
            "action": given.action,
            "toward": given.target,
            "orders": given.given,
            "a history": (given.given / seen.histories).map("{:.1f}".format),
            "probability": given.probability.map("{:.3f}".format),
            "strongest reasons when given (passage)": [
                _behind(behind.get(order, seen.reasons[:0]), source)
                for order in given[ORDER].itertuples(index=False, name=None)
            ],
        }
    )


def _behind(own: pd.DataFrame, source: Mapping[str, str]) -> str:
    """The three strongest reasons behind an order, each with its passage."""
    top = own.sort_values("log_odds", key=abs, ascending=False).head(3)
    said = [
        f"{name} {added:+.2f} ({source.get(name, '?')})" for name, added in zip(top.reason, top.log_odds, strict=True)
    ]
    return "; ".join(said) or "base rate alone"
