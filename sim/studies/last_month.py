"""How near histories end to the record: free ones, and such as play the record and are conditioned on its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.base.errors import BadInput
from sim.base.recorder import TEXT, column
from sim.engine.interventions import Case, Intervention
from sim.engine.simulate import BLOCK, follow
from sim.engine.trajectory import FiniteGuard, followers_of
from sim.evidence import state
from sim.lab.candidates import Chosen, choose
from sim.lab.history import has_record, script_of
from sim.lab.pieces import joined
from sim.lab.plan import Plan
from sim.lab.playing import Task, perform
from sim.lab.study import Analysis, Results

HISTORIES = 200
"""Histories of each kind, or as many as the study has if these are fewer."""

KINDS = ("free", "conditioned")
OWN = "in the unit of the measure"

COLUMNS = (
    column("name", "what is measured at the end of the months on record", TEXT),
    column("statement", "what it means", TEXT),
    column("use", "`condition`: histories are accepted by it; `compare`: only shown", TEXT),
    column("unit", "unit of the figures", TEXT),
    column("low", "lower end tolerated, included", OWN),
    column("record", "figure of the record", OWN),
    column("high", "upper end tolerated, included", OWN),
    *(
        entry
        for kind, said in (("free", "free histories"), ("conditioned", "histories conditioned on the record"))
        for entry in (
            column(f"{kind}_mean", f"mean over {said}; empty where there are none", OWN),
            column(f"{kind}_low_90", f"lower bound of the band that holds 90 % of {said}", OWN),
            column(f"{kind}_high_90", f"upper bound of the band that holds 90 % of {said}", OWN),
            column(f"{kind}_within", f"share of {said} within tolerance", "share", 0, 1),
        )
    ),
)
"""What the columns of `state.csv` mean."""


@dataclass(frozen=True)
class Ends:
    """Measures (row, run) of the end of free and of conditioned histories, and how these were chosen."""

    free: Array
    conditioned: Array
    chosen: Chosen | None


def read_states(case: Case, draws: Draws, turns: int) -> Mapping[str, Array]:
    """Every measure of the state at the end of the months on record."""
    asked = state.measures(case.cast)
    past = follow(case, draws, followers_of(case.cast, asked), until=turns, observers=[FiniteGuard()])
    return {"state": np.array([one.within(past, 0) for one in asked])}


def ends(results: Results) -> Ends:
    """The ends of both kinds of histories; there are no conditioned ones where the record is never come near to."""
    assert results.closing is not None
    runs = min(results.plan.replicates, HISTORIES)
    free = replace(results.plan, arms=results.plan.arms[:1], replicates=runs, draws=1, read=read_states)
    chosen = _chosen(results, free) if has_record(results.scenario) else None
    found = joined(_played(results, free))
    if chosen is None:
        return Ends(found, found[:, :0], None)
    return Ends(found, joined(_played(results, _recorded(results, free, chosen))), chosen)


def _chosen(results: Results, free: Plan) -> Chosen | None:
    assert results.closing is not None
    closing = results.closing
    try:
        return choose(_recorded(results, free), results.scenario, closing.executor, closing.ahead, lambda *told: None)
    except BadInput:
        return None


def _recorded(results: Results, free: Plan, chosen: Chosen | None = None) -> Plan:
    numbers = None if chosen is None else np.array(chosen.numbers, dtype=np.int64)
    common = Intervention(script=script_of(results.scenario))
    return replace(free, common=common, conditioned=True, chosen=numbers)


def _played(results: Results, plan: Plan) -> Iterator[Array]:
    assert results.closing is not None
    spans = [(first, min(first + BLOCK, plan.replicates)) for first in range(0, plan.replicates, BLOCK)]
    tasks = [partial(perform, Task(plan, *span)) for span in spans]
    played = results.closing.beside(tasks, "last month")
    return (part.arrays["state"][:, [not why for why in part.reasons]] for part in played if part.arrays)


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    found, names = results.once(ends), tuple(state.table().index)
    told = state.table().reset_index().rename(columns={"value": "record"})
    for kind, values in (("free", found.free), ("conditioned", found.conditioned)):
        if values.shape[1]:
            low, high = np.quantile(values, (0.05, 0.95), axis=1)
            within = (state.distances(values, names) <= 1.0).mean(axis=1)
            summed = {"mean": values.mean(axis=1), "low_90": low, "high_90": high, "within": within}
            told = told.assign(**{f"{kind}_{what}": numbers for what, numbers in summed.items()})
    yield told.reindex(columns=[quantity.name for quantity in COLUMNS])


OF_STATE = Analysis("state.csv", lambda results: COLUMNS, _rows)
