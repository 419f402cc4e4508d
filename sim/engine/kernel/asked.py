"""What an outcome reads: it is measured on a trajectory that notes what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from sim.base.arrays import Array, Value
from sim.engine.interventions import Case
from sim.engine.kernel.layout import Layout, Rows, rows_in
from sim.engine.trajectory import AT_PAIRS
from sim.inputs.parameters import Parameters
from sim.model.actors import Cast
from sim.model.measures import Outcome, Trajectory


class Asked:
    """What an outcome reads, found by measuring it: rows of series, of the state, and orders; and parameters.

    An outcome asks for the same whatever numbers it finds there.
    """

    def __init__(self, case: Case, series: Mapping[str, Rows], outcome: Outcome) -> None:
        cast, turns, runs = case.cast, case.turns, 1
        self.rows: dict[str, set[int]] = {"series": set(), "state": set(), "orders": set()}
        self.numbers: set[str] = set()

        def watched(kind: str, rows: Rows, places: int | None) -> Any:
            shape = (turns, runs) if places is None else (turns, places, runs)
            return _Watched(np.zeros(shape), self.rows[kind], rows)

        trajectory = Trajectory(
            cast,
            case.scenario.start_month,
            _NotedParameters.of(case.parameters, self.numbers),
            0,
            {name: watched("series", rows, (*rows.shape, None)[0]) for name, rows in series.items()},
            watched("orders", Rows(0, (len(cast.slots),)), len(cast.slots)),
            {name: watched("state", *_followed(cast, name)) for name in outcome.follows},
        )
        with np.errstate(all="ignore"):
            outcome.measure(trajectory)


def _followed(cast: Cast, name: str) -> tuple[Rows, int]:
    """The rows of a variable that is followed, and at how many places it is; a view may look at all there is."""
    state = Layout(cast).state
    places = len(getattr(cast.pairs, AT_PAIRS[name])) if name in AT_PAIRS else cast.size
    return state.get(name, Rows(0, (rows_in(state),))), places


class _Watched(NDArrayOperatorsMixin):
    """Numbers (turn, place, run) that note which of their rows are used; all, where that cannot be told."""

    def __init__(self, values: Array, noted: set[int], rows: Rows) -> None:
        self.values, self.noted = values, noted
        self.rows = np.arange(rows.first, rows.first + rows.count)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many turns, places, runs."""
        return self.values.shape

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, key: Any) -> Any:
        each = self.values.ndim == 3 and self.values.shape[1] == len(self.rows)
        chosen = self.rows[key[1]] if each and isinstance(key, tuple) and len(key) > 1 else self.rows
        self.noted.update(np.atleast_1d(chosen).tolist())
        return self.values[key]

    def __array__(self, *args: Any, **options: Any) -> Array:
        self.noted.update(self.rows.tolist())
        return self.values

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__array__(), name)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        return getattr(ufunc, method)(*(np.asarray(one) for one in inputs), **options)


class _NotedParameters(Parameters):
    """Parameters that note which are read."""

    noted: set[str]

    @classmethod
    def of(cls, parameters: Parameters, noted: set[str]) -> _NotedParameters:
        """The same parameters, with a set to note down in."""
        own = cls(**{one.name: getattr(parameters, one.name) for one in fields(parameters)})
        object.__setattr__(own, "noted", noted)
        return own

    def __getitem__(self, name: str) -> Value:
        self.noted.add(name)
        return super().__getitem__(name)
