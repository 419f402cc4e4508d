"""Draw parameter sets from what `configs/parameters.toml` declares: value, low and high of every uncertain number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from sim.base.arrays import Array
from sim.inputs.parameters import Parameter
from sim.model.pairs import Index

PEAK = 4.0
"""Weight of the declared value in the beta-PERT distribution, as is usual (Malcolm et al. 1959)."""


def uncertain(declared: Mapping[str, Parameter]) -> tuple[str, ...]:
    """Names of the parameters that are drawn: uncertain and with a range."""
    return tuple(n for n, q in declared.items() if q.kind == "uncertainty" and q.low < q.high)


def draw(declared: Mapping[str, Parameter], names: Iterable[str], sets: int, seed: Iterable[int]) -> dict[str, Array]:
    """Draw `sets` parameter sets: beta-PERT between low and high with its mode at the declared value."""
    rng = np.random.default_rng(list(seed))
    drawn = {}
    for name in names:
        q = declared[name]
        mode = (q.value - q.low) / (q.high - q.low)
        share = rng.beta(1.0 + PEAK * mode, 1.0 + PEAK * (1.0 - mode), sets)
        drawn[name] = q.low + (q.high - q.low) * share
    return drawn


def to_line(values: Array, low: float, high: float) -> Array:
    """Map a bounded parameter to the whole line by its logit, for regression."""
    share = np.clip((values - low) / (high - low), 1e-6, 1.0 - 1e-6)
    line: Array = np.log(share / (1.0 - share))
    return line


def from_line(line: Array, low: float, high: float) -> Array:
    """Back from the line to the parameter's range."""
    return low + (high - low) / (1.0 + np.exp(-np.clip(line, -13.8, 13.8)))


ROWS = 512
"""Sets drawn from one stream: a set depends on the seed and on its number only."""


def sets_of(declared: Mapping[str, Parameter], names: tuple[str, ...], numbers: Index, seed: int) -> dict[str, Array]:
    """The prior sets with these numbers: the same whatever else is drawn beside them."""
    drawn = {name: np.empty(len(numbers)) for name in names}
    for block in sorted(set((numbers // ROWS).tolist())):
        here = numbers // ROWS == block
        values = draw(declared, names, ROWS, (seed, block))
        for name in names:
            drawn[name][here] = values[name][numbers[here] % ROWS]
    return drawn
