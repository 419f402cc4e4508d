"""What was observed month by month, and what of it a simulated history shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.base.arrays import Run, Turn, TurnRun
from sim.base.errors import BadInput
from sim.evidence.facts.conduct import USD_PER_EUR
from sim.evidence.facts.partnership import ROUNDS_PER_CONTAINER
from sim.evidence.facts.steps import deliveries, onset, shipment_turn, technology_turn, treaty_turn, troops_turn
from sim.evidence.tables import SEEN, TURNS, load
from sim.model.measures import Trajectory
from sim.scenarios.scenario import Scenario

COUNT, AMOUNT, CUMULATIVE, STEP = "count", "amount", "cumulative", "step"
ALL = "all"

Show = Callable[[Trajectory], TurnRun]


@dataclass(frozen=True, eq=False)
class Observed:
    """One monthly series of the record, and how a history shows it.

    `low`, `value` and `high` are not numbers where nothing was published or a bound is open; `known` says in which
    months anything was published. A `stand_in` shows something near what was counted; `remark` says what.
    """

    name: str
    series: str
    actor: str
    kind: str
    unit: str
    low: Turn
    value: Turn
    high: Turn
    known: npt.NDArray[np.bool_]
    show: Show
    remark: str = ""
    stand_in: bool = False

    def figure(self) -> Turn:
        """The best single figure of each month: the value, else the one bound known; none where nothing is."""
        bounds = np.where(np.isnan(self.low), self.high, self.low)
        return np.where(np.isnan(self.value), bounds, self.value)


@dataclass(frozen=True)
class Reading:
    """How one kind of series is read off a history: of which kind it is, and what an actor's share in it is."""

    kind: str
    show: Callable[[Trajectory, int], TurnRun]
    remark: str = ""
    stand_in: bool = False


def _launches(past: Trajectory, actor: int) -> TurnRun:
    return past.of("launches", (actor,))


def _incidents(past: Trajectory, actor: int) -> TurnRun:
    return past.of("border_incidents", (actor,))


def _aid(past: Trajectory, actors: tuple[int, ...], share: float = 1.0) -> TurnRun:
    return share * past.of("aid_given", actors) / USD_PER_EUR


def _containers(past: Trajectory, actor: int) -> TurnRun:
    return 1000.0 * _shells(past, actor) * 1000.0 / ROUNDS_PER_CONTAINER


def _shells(past: Trajectory, actor: int) -> TurnRun:
    return np.cumsum(deliveries(past), axis=0) / 1000.0


def _troops(past: Trajectory, actor: int) -> TurnRun:
    return np.cumsum(past.of("troops_sent", (actor,)), axis=0)


READINGS: Mapping[str, Reading] = {
    "launch_occasions": Reading(COUNT, _launches),
    "border_incidents": Reading(COUNT, _incidents, "balloons and other entries together: the model tells none apart"),
    "containers_cumulative": Reading(CUMULATIVE, _containers, "rounds delivered, at a fixed load a container", True),
    "shells_cumulative": Reading(CUMULATIVE, _shells),
    "troops_sent": Reading(CUMULATIVE, _troops),
}
"""How series are read, aid apart."""

NOT_SHOWN: Mapping[str, str] = {
    "declared_oil": "the patron's aid is one sum in USD; fuel is not told apart from food and money",
    "estimated_oil": "the patron's aid is one sum in USD; fuel is not told apart from food and money",
}
"""Series of the evidence that the model cannot show, and why."""

MERGED = {"balloon_launches": "border_incidents", "other_provocations": "border_incidents"}
"""Series that the model shows together."""


STEPS: Mapping[str, Callable[[Trajectory], Run]] = {
    "first_small_delivery": shipment_turn,
    "sustained_munitions": onset,
    "treaty_signed": treaty_turn,
    "troops_sent": troops_turn,
    "first_technology": technology_turn,
}
"""Steps of the ladder that a history shows, and the turn each comes."""


def observed(scenario: Scenario) -> tuple[Observed, ...]:
    """Every monthly series and every step that the model can show; raise `BadInput` for a case without a record."""
    monthly = on_record(scenario, "history")
    names = scenario.cast.names
    merged = monthly.assign(series=monthly["series"].replace(MERGED))
    counted = _counted(merged, names)
    return (*counted, *_aid_series(merged, names), *_steps())


def on_record(scenario: Scenario, where: str) -> pd.DataFrame:
    """The monthly series on record; raise `BadInput` for a scenario that is not about them."""
    monthly = load("monthly")
    start, actors = str(monthly["month"].min()), set(monthly["actor"])
    if scenario.start_month != start or not actors <= set(scenario.cast.names):
        expected = f"a scenario that starts in {start} with the actors {', '.join(sorted(actors))}"
        raise BadInput(where, "--scenario", scenario.name, expected)
    return monthly


def _counted(monthly: pd.DataFrame, names: tuple[str, ...]) -> list[Observed]:
    found = []
    for key, rows in monthly.groupby(["series", "actor"], sort=False):
        series, actor = map(str, key)
        if series in READINGS:
            reading = READINGS[series]
            show = partial(_shown, reading.show, names.index(actor))
            found.append(_series(series, actor, reading.kind, rows, show, reading.remark, reading.stand_in))
    return found


def _shown(show: Callable[[Trajectory, int], TurnRun], actor: int, past: Trajectory) -> TurnRun:
    return show(past, actor)


def _series(
    series: str, actor: str, kind: str, rows: pd.DataFrame, show: Show, remark: str = "", stand_in: bool = False
) -> Observed:
    """One series of the record; rows of the same month are added."""
    grid = rows.groupby("turn")[["low", "value", "high"]].sum(min_count=1).reindex(range(TURNS))
    low, value, high = (grid[column].to_numpy(dtype=float) for column in ("low", "value", "high"))
    known = np.isin(np.arange(TURNS), rows["turn"].to_numpy())
    unit = " and ".join(dict.fromkeys(rows["unit"]))
    return Observed(f"{series}_{actor}", series, actor, kind, unit, low, value, high, known, show, remark, stand_in)


def _aid_series(monthly: pd.DataFrame, names: tuple[str, ...]) -> list[Observed]:
    """Aid of each donor and of all; its military part at the donor's own share in the months that may be seen."""
    total, military = (monthly[monthly["series"] == series] for series in ("aid_total", "aid_military"))
    found = []
    for series, rows in (("aid_total", total), ("aid_military", military)):
        donors = [*dict.fromkeys(rows["actor"]), ALL]
        for donor in donors:
            own, of = (r if donor == ALL else r[r["actor"] == donor] for r in (rows, total))
            actors = tuple(names.index(name) for name in donors[:-1] if donor in (name, ALL))
            share = _early(own) / _early(of)
            said = f"{100 * share:.1f} % of the donor's aid, as in 2022-2023: the model has one kind of aid"
            show = partial(_aid, actors=actors, share=share)
            derived = series == "aid_military"
            found.append(_series(series, donor, AMOUNT, own, show, said if derived else "", derived))
    return found


def _early(rows: pd.DataFrame) -> float:
    return float(rows.loc[rows["turn"] < SEEN, "value"].sum())


def _steps() -> list[Observed]:
    ladder = load("ladder")
    turns = dict(zip(ladder["step"], ladder["turn"], strict=True))
    return [_step(name, int(turns[name]), comes) for name, comes in STEPS.items()]


def _step(name: str, turn: int, comes: Callable[[Trajectory], Run]) -> Observed:
    happened = (np.arange(TURNS) >= turn).astype(np.float64)
    known = np.ones(TURNS, dtype=np.bool_)
    show = partial(_happened, comes)
    return Observed(f"step_{name}", name, "", STEP, "0 or 1", happened, happened, happened, known, show)


def _happened(comes: Callable[[Trajectory], Run], past: Trajectory) -> TurnRun:
    return (np.arange(past.turns)[:, None] >= comes(past)).astype(np.float64)
