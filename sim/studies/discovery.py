"""Discovery: where, among all that may be true, an action fails or backfires.

Parameters, sides of theories and scripts are drawn together (a Latin hypercube), every point is played without any
action and with each alone, on common random numbers. What an action brings is weighed as wanted. Where it brings less
than one smallest difference of interest it fails, where it takes as much it backfires; boxes (PRIM) and a tree say
where these points lie, and resamples how sure the boundaries are; where it mostly fails, they say where it works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.arrays import Array
from sim.base.errors import BadInput, known_or_bad
from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.prim import Found, Mask, Resampled, discover, resampled
from sim.lab.analyses.tree import leaves
from sim.lab.crossed import Crossed
from sim.lab.designs import actions_of
from sim.lab.evaluate import Options as Evaluated, study as evaluation
from sim.lab.options import Asked, check_actions, check_number, check_whole
from sim.lab.rows import Rows
from sim.lab.sampled import Factor, Sides, factors_of, sample
from sim.lab.study import Analysis, Results, Study
from sim.lab.table import described
from sim.lab.weightings import weighed
from sim.model.measures import Outcome
from sim.report.studies.discovery import BOXES_FILE, CASES_FILE, POINTS_FILE, TREE_FILE, tell
from sim.report.studies.telling import telling
from sim.scenarios.scenario import Scenario, load_scenario
from sim.studies.dose import named_actions

WHERE = "study discovery"
FEW = 10
"""Points of a kind below which nothing is said of where they lie."""
MOSTLY = 0.5
"""Share of points from which on it is asked where an action works after all, instead of where it fails."""
VALUE = "brings"
"""Before the name of an action: the column that says what it brings at a point."""

CASE = (
    column("action", "name of the action", TEXT),
    column("case", "`fails`, `backfires`, or `works` where it mostly fails", TEXT, role="key"),
)
OF_CASES = (
    *CASE,
    column("points", "points at which it does", "count", 0),
    column("share", "of all points that were played", "share", 0, 1),
    column("middle", "the median of what the action brings, over all points", "smallest differences"),
)
OF_BOXES = (
    *CASE,
    column("parameter", "what the box restricts: a parameter or a theory", TEXT),
    column("low", "lower bound; empty where there is none", "in the unit of the parameter"),
    column("high", "upper bound; empty where there is none", "in the unit of the parameter"),
    column("low_share", "the lower bound as a share of the parameter's distribution", "share", 0, 1),
    column("high_share", "the upper bound as a share of it", "share", 0, 1),
    *(
        column(f"{end}_{to}", f"where the {end}er bound lies in nine of ten resamples, {way}", "share", 0, 1)
        for end in ("low", "high")
        for to, way in (("from", "from"), ("to", "to"))
    ),
    column("sides", "sides of a theory, or scripts, that are in the box, with | between them", TEXT),
    column("of_sides", "how many sides or scripts there are; none of a parameter", "count", 0),
    column("returns", "share of resamples whose own box restricts it too", "share", 0, 1),
    column("coverage", "share of all cases that lie in the box", "share", 0, 1),
    column("density", "share of the points in the box that are cases", "share", 0, 1),
    column("support", "share of all points that lie in the box", "share", 0, 1),
    column("density_aside", "density among points that resamples left out, in their own boxes", "share", 0, 1),
)
OF_TREE = (
    *CASE,
    column("leaf", "number of the leaf, the densest first", "number", role="key", whole=True),
    column("rule", "the points of the leaf, in words", TEXT),
    column("density", "share of its points that are cases", "share", 0, 1),
    column("coverage", "share of all cases that lie in it", "share", 0, 1),
    column("support", "share of all points that lie in it", "share", 0, 1),
)


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of the study.

    So many `points` are drawn `over` parameters and theories, all that are uncertain and all theories if none is named,
    each played in `replicates`, without any and with each of the `actions` (all recommended ones if none is named).
    `wanted` is a weighting by name, or an outcome with its direction, as territory_mean=lower; if empty, the mean of
    all weightings. An action fails where it brings less than `least` smallest differences of interest, and backfires
    where it takes more.
    """

    out: Path = Path("results/discovery")
    points: int = 1024
    replicates: int = 8
    actions: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    wanted: str = ""
    least: float = 1.0
    history: str = ""


def study(options: Options) -> Study:
    """The study that the options ask for; raise `BadInput` where they make no sense."""
    check_whole(WHERE, options, points=(50, 1_000_000), replicates=(1, 4096))
    check_number(WHERE, "least", options.least, 0.0, 1e9)
    scenario = load_scenario(options.scenario)
    check_actions(WHERE, scenario)
    factors = factors_of(scenario, options.over or ("uncertain", "theories"))
    parameters = scenario.parameters
    actions = named_actions(WHERE, parameters, options.actions or actions_of(parameters))
    crossed = Crossed(sample("lhs", options.points, factors, options.seed), actions)
    common = {name: getattr(options, name) for name in ("scenario", "seed", "replicates", "history")}
    asked = evaluation(crossed.table(scenario), Evaluated(**common))
    worth = Worth(options.wanted, options.least)
    return replace(
        asked,
        name="discovery",
        analyses=tuple(_analyses(crossed, worth, scenario)),
        report=telling(tell),
        facts={
            **asked.facts,
            "actions": list(actions),
            "points": options.points,
            "factors": len(factors),
            "wanted": options.wanted,
            "least": options.least,
        },
    )


@dataclass(frozen=True)
class Worth:
    """What is wanted, as it was asked for, and the least that counts."""

    wanted: str
    least: float

    def of(self, outcomes: list[Outcome]) -> dict[str, float]:
        """What one unit of each outcome is worth, in smallest differences of interest."""
        known = {one.name: one for one in weighed(outcomes)}
        name, _, way = self.wanted.partition("=")
        if name in known or not name:
            chosen = [known[name]] if name else list(known.values())
            return {one.name: float(np.mean([each.of(one) for each in chosen])) for one in outcomes if chosen}
        measured = {one.name: one for one in outcomes if one.least is not None}
        known_or_bad(name, (*known, *measured), WHERE, "--wanted", "a weighting, or an outcome with a least difference")
        known_or_bad(way, ("lower", "higher"), WHERE, "--wanted", f"{name}=lower or {name}=higher")
        size = measured[name].least
        assert size is not None
        return {name: (1.0 if way == "higher" else -1.0) / size.size}


def _analyses(crossed: Crossed, worth: Worth, scenario: Scenario) -> Iterator[Analysis]:
    from sim.model.outcomes import outcomes_of

    if not any(worth.of(list(outcomes_of(scenario.cast))).values()):
        raise BadInput(WHERE, "--wanted", worth.wanted, "something that is wanted of this scenario's outcomes")
    points = (
        *(described(one.name, scenario) for one in crossed.design.factors),
        *(
            column(f"{VALUE}_{name}", f"what {name} brings, as wanted", "smallest differences")
            for name in crossed.actions
        ),
    )
    for file, columns, rows in (
        (CASES_FILE, OF_CASES, _cases),
        (BOXES_FILE, OF_BOXES, _boxes),
        (TREE_FILE, OF_TREE, _trees),
        (POINTS_FILE, points, _points),
    ):
        yield Analysis(file, partial(_same, columns), partial(rows, crossed, worth))


def _same(columns: Columns, results: Results) -> Columns:
    return columns


def brought(crossed: Crossed, worth: Worth, results: Results) -> dict[str, Array]:
    """What each action brings at each point, in smallest differences of interest, as wanted."""
    assert isinstance(results.parts, Rows)
    weights = worth.of(list(results.outcomes))
    outcomes = [one for one in results.outcomes if weights.get(one.name)]
    targets, _ = crossed.targets(crossed.table(results.scenario), results.plan, results.parts, outcomes)
    each = {action: [weights[one.name] * targets[action, one.name] for one in outcomes] for action in crossed.actions}
    return {action: np.sum(rows, axis=0) for action, rows in each.items()}


def _kinds(values: Array, least: float) -> dict[str, Mask]:
    """Where an action fails, where it backfires, and where it works."""
    return {"fails": values < least, "backfires": values < -least, "works": values >= least}


def _cases(crossed: Crossed, worth: Worth, results: Results) -> Iterator[pd.DataFrame]:
    rows = []
    for action, values in brought(crossed, worth, results).items():
        there = values[np.isfinite(values)]
        for kind, cases in _kinds(there, worth.least).items():
            told = {"points": int(cases.sum()), "share": float(cases.mean()), "middle": float(np.median(there))}
            rows.append({"action": action, "case": kind, **told})
    yield pd.DataFrame(rows, columns=[one.name for one in OF_CASES])


def _searched(crossed: Crossed, worth: Worth, results: Results) -> Iterator[tuple[dict[str, str], Mask, Mask]]:
    """Actions and cases of which there are enough, and not everywhere: with which points ran, and which are cases."""
    for action, values in brought(crossed, worth, results).items():
        ran = np.isfinite(values)
        for kind, cases in _kinds(values[ran], worth.least).items():
            aside = {"fails": cases.mean() > MOSTLY, "works": cases.mean() >= MOSTLY}.get(kind, False)
            if not aside and FEW <= cases.sum() <= len(cases) - FEW:
                yield {"action": action, "case": kind}, ran, cases


def _boxes(crossed: Crossed, worth: Worth, results: Results) -> Iterator[pd.DataFrame]:
    points, sides = _coded(crossed)
    found = []
    for about, ran, cases in _searched(crossed, worth, results):
        box = discover(points[ran], cases, sides)
        again = resampled(box, points[ran], cases, sides)
        found += [about | row for row in _restrictions(crossed.design.factors, box, again)]
    yield pd.DataFrame(found, columns=[one.name for one in OF_BOXES])


def _coded(crossed: Crossed) -> tuple[Array, Mapping[int, int]]:
    """Points as shares of distributions, and as numbers of sides; how many sides there are of each."""
    points, sides = crossed.design.unit.copy(), dict[int, int]()
    for number, one in enumerate(crossed.design.factors):
        if isinstance(one.at, Sides):
            known = list(one.at.sides)
            points[:, number] = pd.Index(known).get_indexer(pd.Index(one.at(crossed.design.unit[:, number])))
            sides[number] = len(known)
    return points, sides


def _restrictions(factors: tuple[Factor, ...], found: Found, again: Resampled) -> Iterator[dict[str, Any]]:
    worth = {name: getattr(found, name) for name in ("coverage", "density", "support")}
    for number in found.box.restricted:
        one, bounds = factors[number], {"low": found.box.low, "high": found.box.high}
        row: dict[str, Any] = {"parameter": one.name, **worth, "density_aside": again.density}
        for end, bound in bounds.items():
            share = bound.get(number, np.nan)
            row |= {end: float(one.at(np.array([share]))[0]) if number in bound else np.nan, f"{end}_share": share}
            row |= dict(zip((f"{end}_from", f"{end}_to"), getattr(again, end)[number], strict=True))
        known = one.at.sides if isinstance(one.at, Sides) else ()
        row["of_sides"] = len(known)
        row["sides"] = "|".join(known[side] for side in sorted(found.box.sides.get(number, ())))
        yield row | {"returns": again.share[number]}


def _trees(crossed: Crossed, worth: Worth, results: Results) -> Iterator[pd.DataFrame]:
    table = crossed.design.table
    found = [
        about | leaf
        for about, ran, cases in _searched(crossed, worth, results)
        for leaf in leaves(table[ran].reset_index(drop=True), cases)
    ]
    yield pd.DataFrame(found, columns=[one.name for one in OF_TREE])


def _points(crossed: Crossed, worth: Worth, results: Results) -> Iterator[pd.DataFrame]:
    values = {f"{VALUE}_{name}": found for name, found in brought(crossed, worth, results).items()}
    yield pd.concat([crossed.design.table, pd.DataFrame(values)], axis=1)
