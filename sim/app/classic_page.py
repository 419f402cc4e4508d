"""The page that Solara runs: SolaraViz with components that read one immutable snapshot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.engine.mesa_model import EntenteModel
from sim.inputs.parameters import Parameter
from sim.model.series import recorded_series
from sim.report.wording import capital, condition, deed, labelled, month_name
from sim.scenarios.scenario import load_scenario

PLAY_INTERVAL = 100
"""Milliseconds between steps; below 30 the play loop outruns the drawing."""

SHOWN = ("partnership_tie", "rounds_delivered", "guest_troops", "institutions")


@dataclass(frozen=True)
class Snapshot:
    """What the components show of a model: made once a step, never changed."""

    month: str
    orders: tuple[str, ...]
    series: dict[str, tuple[float, ...]]


class WatchedModel(EntenteModel):
    """The model with a snapshot that is replaced as a whole at the end of each step."""

    # Mesa knows open keyword arguments only by the name kwargs.
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"agent_variables": False, **kwargs})
        self.snapshot = Snapshot("not begun", (), {name: () for name in SHOWN})

    def step(self) -> None:
        """Play one month; past the last nothing happens."""
        if self.world.turn >= self.case.turns:
            return
        super().step()
        self.snapshot = _snapshot(self)


def _snapshot(model: WatchedModel) -> Snapshot:
    cast = model.world.cast
    given = [slot for slot, yes in zip(cast.slots, model.orders.given[:, 0], strict=True) if yes]
    told = tuple(
        deed(s.action, [cast.titles[s.actor]], None if s.actor == s.target else cast.titles[s.target]) for s in given
    )
    kept = model.datacollector.model_vars
    series = {name: tuple(float(value) for value in kept[name]) for name in SHOWN}
    return Snapshot(month_name(model.case.scenario.month(model.world.turn - 1)), told, series)


@solara.component  # type: ignore[untyped-decorator]
def Month(model: WatchedModel) -> None:  # noqa: N802
    """The month and its orders in words."""
    update_counter.get()
    shot = model.snapshot
    # Plain text: Solara's Markdown asks the network for a formula renderer.
    with solara.Column(gap="2px"):
        solara.HTML(tag="h3", unsafe_innerHTML=shot.month)
        for order in shot.orders:
            solara.Text(order)


@solara.component  # type: ignore[untyped-decorator]
def Courses(model: WatchedModel) -> None:  # noqa: N802
    """Four series since the start."""
    from matplotlib.figure import Figure

    update_counter.get()
    shot, declared = model.snapshot, recorded_series(model.world.cast)
    figure = Figure(figsize=(6, 5), layout="constrained")
    for axes, name in zip(figure.subplots(2, 2).flat, SHOWN, strict=True):
        axes.plot(shot.series[name], color="#1d5fa8")
        axes.set_title(capital(condition(name)), fontsize=9)
        axes.set_ylabel(declared[name].unit, fontsize=8)
    solara.FigureMatplotlib(figure, format="png")


def _range(row: Parameter) -> dict[str, float]:
    return {"min": row.low, "max": row.high, "step": 0.05}


def _parameters(scenario: str, seed: int, replicate: int) -> dict[str, Any]:
    """What the page lets one set: the levers, as declared, and which history is played."""
    case = load_scenario(scenario)
    levers = {
        name: {"type": "SliderFloat", "value": row.value, "label": labelled(name, case.cast.titles), **_range(row)}
        for name, row in case.parameters.declared.items()
        if row.kind == "lever"
    }
    history = {"type": "SliderInt", "value": replicate, "label": "History no.", "min": 0, "max": 199, "step": 1}
    return {"case": scenario, "rng": seed, "replicate": history, **levers}


@solara.component  # type: ignore[untyped-decorator]
def Page() -> None:  # noqa: N802
    """SolaraViz over one model of this tab."""
    scenario = os.environ.get("ENTENTE_SCENARIO", "northeast-asia")
    seed, replicate = (int(os.environ.get(f"ENTENTE_{name}", usual)) for name, usual in (("SEED", 1), ("REPLICATE", 0)))
    model = solara.use_memo(lambda: WatchedModel(case=scenario, rng=seed, replicate=replicate), [])
    SolaraViz(
        model,
        components=[(Month, 0), (Courses, 0)],
        model_params=_parameters(scenario, seed, replicate),
        play_interval=PLAY_INTERVAL,
        name="Entente",
    )
