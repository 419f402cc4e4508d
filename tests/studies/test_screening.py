"""Nothing is dead: what moves nothing over its whole range is listed with a reason, or moves something elsewhere."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sim.inputs.chains import load_chains
from sim.model.world import VARIABLES
from sim.scenarios.scenario import load_scenario
from sim.studies.screening import Options, parts_of, run

PAIRED, AGAIN = 4, 128
"""Replicates of all parts, and of those that so few replicates have left still."""

STILL = load_chains().still


@cache
def screened(scenario="northeast-asia", names=(), theories=(), paired=PAIRED):
    """The parts of a scenario as they are screened."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "screening"
        return run(Options(out=out, scenario=scenario, replicates=paired, names=names, theories=dict(theories)))


def verdicts(table, verdict):
    """The names of the parts of which this is said."""
    return list(table.loc[table["verdict"] == verdict, "name"])


@pytest.mark.thorough
def test_what_moves_nothing_is_listed_with_a_reason():
    suspects = tuple(sorted({*verdicts(screened(), "still")} - {*STILL}))
    again = verdicts(screened(names=suspects, paired=AGAIN), "still") if suspects else []
    assert not {*again} & {*suspects}


def test_what_is_listed_as_still_is_still_beside_what_moves():
    table = screened(names=(*STILL, "shell_hunger"))
    assert {*verdicts(table, "still")} >= {*STILL} and "shell_hunger" in verdicts(table, "moves")


@pytest.mark.thorough
def test_every_outcome_is_moved_by_something():
    table = screened()
    outcomes = table[table["kind"] == "outcome"]
    assert set(outcomes["verdict"]) == {"moves"}


@pytest.mark.thorough
def test_what_is_played_elsewhere_moves_something_there():
    table = screened()
    rows = table[table["verdict"] == "elsewhere"]
    assert len(rows)
    for where, parts in rows.groupby("reason"):
        theory, taken, side = where.partition("=")
        played = (
            screened(names=tuple(parts["name"]), theories=((theory, side),))
            if taken
            else screened(scenario=where, names=tuple(parts["name"]))
        )
        moved = played[(played["kind"] == "parameter") & (played["moves"] > 0)]
        assert set(parts["name"]) == set(moved["name"]), where


@pytest.mark.thorough
def test_all_that_can_be_moved_is_moved():
    kinds = {part.name: part.kind for part in parts_of(load_scenario())}
    assert {name for name, kind in kinds.items() if kind == "variable"} == {
        name for name, q in VARIABLES.items() if q.kind in ("stock", "flow") and q.of != "slot"
    }
    assert not {"placebo", "support_ukraine"} & set(kinds)
