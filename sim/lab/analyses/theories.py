"""Theories: whether what an action changes survives the rival theories under which it was played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.effects import EFFECTS, OF_EFFECTS, PLACE
from sim.lab.designs import EVERYTHING
from sim.lab.study import Analysis, Results
from sim.lab.wide import THEORY, Wide

KEPT = (
    "difference",
    "low",
    "high",
    "least",
    "p_above",
    "p_below",
    "reading",
    "sign_holds",
    "baseline_mean",
    "headline",
)
"""Columns of effects.csv that are told under each theory."""

THEORIES: Columns = (
    column("action", f"the action alone at full, or `{EVERYTHING}`, against the baseline under the same theory", TEXT),
    *PLACE,
    THEORY,
    *(quantity for quantity in EFFECTS if quantity.name in KEPT),
    column(
        "verdict",
        "`robust` where the reading goes the same way under every theory that was played, `depends on theory` where it "
        "goes different ways, `partly open` where it is open under some and goes the same way under the others, `open`",
        TEXT,
    ),
)


def verdict(readings: Iterable[str]) -> str:
    """Whether readings under several theories go the same way."""
    ways = {way(reading) for reading in readings}
    known = ways - {"open"}
    if len(known) > 1:
        return "depends on theory"
    return "open" if not known else "robust" if "open" not in ways else "partly open"


def way(reading: str) -> str:
    """Which way a reading goes: `larger`, `smaller`, `none` or `open`; nothing where there is no reading."""
    return "none" if reading.startswith("no ") else reading.removeprefix("probably ")


def _compared(results: Results) -> Iterator[tuple[str, str, str, str]]:
    """The comparisons that are told: kind and mix, the action alone or all of them at full, the theory."""
    design, arms = results.study.design, results.plan.arms
    assert isinstance(design, Wide)
    for one in design.contrasts():
        arm = arms[one.terms[0][0]]
        raised = design.raised(arm)
        told = (*((action,) for action in design.actions), design.core.actions)
        if one.kind in ("mix", "dose", "other", "theory") and design.at_full(arm) and raised in told:
            action = raised[0] if len(raised) == 1 else EVERYTHING
            yield one.kind, one.name, action, str(arm.factors[THEORY.name])


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    table, told = (
        results.table(OF_EFFECTS),
        pd.DataFrame(_compared(results), columns=["kind", "mix", "action", "theory"]),
    )
    both = table.merge(told, on=["kind", "mix"]).fillna({"reading": ""})
    said = both.groupby(["action", "outcome"], sort=False)["reading"].transform(verdict)
    order = both.assign(verdict=said.where(both["reading"] != "", "")).sort_values(["action", "outcome"], kind="stable")
    yield order[[quantity.name for quantity in THEORIES]].reset_index(drop=True)


OF_THEORIES = Analysis("theories.csv", lambda results: THEORIES, _rows)
