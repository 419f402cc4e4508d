"""What triggers may watch: outcomes over the months before, and means of series; and whether a trigger can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import numpy as np

from sim.base.arrays import Run
from sim.base.errors import BadInput, known_or_bad
from sim.base.given import whole
from sim.inputs.parameters import Parameters
from sim.inputs.triggers import LONGEST, Trigger
from sim.model.actors import Cast
from sim.model.measures import Measure, Trajectory, average
from sim.model.outcomes import outcomes_of
from sim.model.series import SERIES

MOST_TURNS = 1200


@lru_cache(maxsize=16)
def watchable(cast: Cast) -> Mapping[str, Measure]:
    """How everything that may be watched is measured in a window of months, by name."""
    found: dict[str, Measure] = {}
    for name, entry in SERIES.items():
        if entry.quantity.of == "theatre":
            found |= {f"{name}_{one}": partial(_mean, name, place) for place, one in enumerate(cast.theatres)}
        else:
            found[name] = partial(_mean, name, None)
    return found | {one.name: one.measure for one in outcomes_of(cast) if not one.follows}


def _mean(name: str, place: int | None, run: Trajectory) -> Run:
    return average(run[name] if place is None else run[name][:, place])


def check_triggers(triggers: Sequence[Trigger], parameters: Parameters, cast: Cast, where: str) -> None:
    """Raise `BadInput` for a trigger that cannot be, and for two of one name."""
    for number, one in enumerate(triggers):
        key = f"trigger.{one.name}"
        if not one.name.isidentifier():
            raise BadInput(where, "trigger.name", one.name, "a name in snake_case")
        if any(one.name == other.name for other in triggers[:number]):
            raise BadInput(where, key, one.name, "a name that no other trigger has")
        known_or_bad(one.watched, tuple(watchable(cast)), where, f"{key}.watched", "an outcome or a series")
        known_or_bad(one.lever, parameters.levers, where, f"{key}.lever", "a known lever")
        whole(one.over, where, f"{key}.over", 1, LONGEST)
        whole(0 if one.since is None else one.since, where, f"{key}.since", 0, MOST_TURNS)
        parameters.with_values({one.lever: one.to}, where)
        _check_lines(one, where, key)


def _check_lines(one: Trigger, where: str, key: str) -> None:
    if (one.above is None) == (one.below is None):
        raise BadInput(where, f"{key}.above", one.above, "a line: either above or below")
    if not np.isfinite(one.line).all():
        raise BadInput(where, f"{key}.{'above' if one.below is None else 'below'}", one.line, "a number")
    if one.until is not None and not np.all(one.sign * one.until <= one.sign * one.line):
        side = "above" if one.sign > 0.0 else "below"
        raise BadInput(where, f"{key}.until", one.until, f"a number not {side} the line")
