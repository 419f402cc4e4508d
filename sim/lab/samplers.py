"""Samplers: where the parameters of runs come from: the declared values, draws from the priors, sets of a posterior."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np
import pandas as pd

from sim.base.arrays import Array, Run, Value, exp, log
from sim.base.dialects import dialect_of
from sim.base.errors import BadInput, known_or_bad
from sim.base.paths import CONFIGS, shown
from sim.base.written import MINUS
from sim.inputs.parameters import Parameter, Parameters
from sim.lab.fitted import RUNS, SEED, differing
from sim.model.pairs import Index
from sim.scenarios.scenario import Scenario

SOURCES = ("default", "prior", "posterior")
"""Where the parameters of runs may come from."""

BESIDE = ("set", "distance")
"""Columns of a table of sets that are no parameters: its number, and how far it was from the record when fitted."""

PEAK = 4.0
"""Weight of the declared value in the beta-PERT distribution, as is usual (Malcolm et al. 1959)."""

ROWS = 512
"""Sets drawn from one stream: a set depends on the seed and on its number only."""


class Sampler(Protocol):
    """Whatever gives parameter sets by their number; can be pickled and takes along what it needs."""

    source: ClassVar[str]

    def draw(self, numbers: Index) -> dict[str, Value]:
        """What the parameters are set to in the sets with these numbers, each an array (set,)."""
        ...


@dataclass(frozen=True)
class Declared:
    """Every parameter has its declared value."""

    source: ClassVar[str] = "default"

    def draw(self, numbers: Index) -> dict[str, Value]:
        """Nothing is set."""
        return {}


DECLARED = Declared()


@dataclass(frozen=True)
class Prior:
    """Uncertain parameters are drawn between low and high: beta-PERT with its mode at the declared value."""

    parameters: tuple[Parameter, ...]
    seed: int
    source: ClassVar[str] = "prior"

    @classmethod
    def of(cls, declared: Mapping[str, Parameter], seed: int) -> Prior:
        """The prior over all that is declared to be uncertain."""
        return cls(tuple(declared[name] for name in uncertain(declared)), seed)

    def draw(self, numbers: Index) -> dict[str, Value]:
        """The sets with these numbers: the same whatever else is drawn beside them."""
        return dict(self.arrays(numbers))

    def arrays(self, numbers: Index) -> dict[str, Run]:
        """The same, for whoever counts on arrays."""
        drawn = {q.name: np.empty(len(numbers)) for q in self.parameters}
        blocks, places = numbers // ROWS, np.argsort(numbers // ROWS, kind="stable")
        streams, firsts = np.unique(blocks[places], return_index=True)
        for stream, here in zip(streams.tolist(), np.split(places, firsts[1:]), strict=False):
            rows = numbers[here] % ROWS
            for name, values in self._stream(stream).items():
                drawn[name][here] = values[rows]
        return drawn

    def _stream(self, block: int) -> dict[str, Array]:
        rng = np.random.default_rng([self.seed, block])
        return {q.name: _beta_pert(rng, q) for q in self.parameters}


def _beta_pert(rng: np.random.Generator, q: Parameter) -> Array:
    return q.low + (q.high - q.low) * rng.beta(*pert_shape(q), ROWS)


def pert_shape(q: Parameter) -> tuple[float, float]:
    """The two shapes of the beta distribution whose mode, between low and high, is the declared value."""
    mode = (q.value - q.low) / (q.high - q.low)
    return 1.0 + PEAK * mode, 1.0 + PEAK * (1.0 - mode)


@dataclass(frozen=True, eq=False)
class Posterior:
    """The rows of a table of sets, taken in turn; `differs` says how the model it was fitted to was another."""

    sets: Mapping[str, Array]
    differs: str = ""
    source: ClassVar[str] = "posterior"

    def draw(self, numbers: Index) -> dict[str, Value]:
        """The sets with these numbers, beginning anew where the table ends."""
        return {name: column[numbers % len(column)] for name, column in self.sets.items()}


def sampler_of(
    scenario: Scenario, source: str, seed: int, posterior: Path | None = None, *, stale: bool = False
) -> Sampler:
    """The sampler of a source; a posterior is the one kept with the configuration unless a file is named.

    Raises `BadInput` for a source that is not known, a file that cannot be read or does not fit, and a posterior that
    was fitted to another model unless it may be `stale`.
    """
    known_or_bad(source, SOURCES, "--parameters", "source", "where the parameters come from")
    declared = scenario.parameters.declared
    if source == "prior":
        return Prior.of(declared, seed)
    if source == "posterior":
        return _posterior(scenario, posterior or posterior_of(scenario), stale)
    return DECLARED


def _posterior(scenario: Scenario, path: Path, stale: bool) -> Posterior:
    sets = _read(path, scenario.parameters.declared)
    differs = differing(path, scenario, Prior.of(scenario.parameters.declared, SEED).draw(np.arange(RUNS)))
    if differs and not stale:
        way_round = "entente calibrate --publish fits anew, --stale-posterior takes it as it is, --parameters prior not"
        raise BadInput(shown(path), "posterior", path.name, f"one fitted to this model ({differs}); {way_round}")
    return Posterior(sets.sets, differs)


def fits(scenario: Scenario) -> bool:
    """Whether a posterior is kept that was fitted to this model."""
    try:
        return posterior_of(scenario).exists() and bool(sampler_of(scenario, "posterior", 0))
    except BadInput:
        return False


def uncertain(declared: Mapping[str, Parameter]) -> tuple[str, ...]:
    """Names of the parameters that are drawn: uncertain and with a range."""
    return tuple(n for n, q in declared.items() if q.kind == "uncertainty" and q.low < q.high)


def usual(scenario: Scenario) -> str:
    """Where parameters come from unless one is asked: a posterior, where one is kept; else the declared values."""
    return "posterior" if posterior_of(scenario).exists() else "default"


def parameters_of(scenario: Scenario, source: str, replicate: int, seed: int) -> Parameters:
    """The parameters of one history: those of its own set, as plain numbers.

    A run of a sweep has the same where each of its replicates has a set of its own (`draws` is 1).
    """
    rows = sampler_of(scenario, source, seed).draw(np.array([replicate]))
    return scenario.parameters.with_values({name: float(np.ravel(row)[0]) for name, row in rows.items()}, source)


def posterior_of(scenario: Scenario, fit: str = "") -> Path:
    """Where the posterior of a scenario is kept; `fit` names another than that of the whole record."""
    # A variant of a scenario shares its past, and so its posterior.
    stems = [scenario.name.replace("-", "_"), *(base.replace("-", "_") for base in scenario.extends)]
    paths = [CONFIGS / "posteriors" / f"{stem}{fit}.csv" for stem in stems]
    return next((path for path in paths if path.exists()), paths[0])


def _read(path: Path, declared: Mapping[str, Parameter]) -> Posterior:
    try:
        state = path.stat()
        return _sets(path, state.st_mtime_ns, state.st_size, tuple(declared.values()))
    except FileNotFoundError:
        raise BadInput(shown(path), "posterior", path.name, "an existing file; entente calibrate makes one") from None
    except (OSError, ValueError) as error:
        raise BadInput(shown(path), "posterior", str(error), "a readable CSV file") from None


@lru_cache(maxsize=4)
def _sets(path: Path, changed: int, size: int, declared: tuple[Parameter, ...]) -> Posterior:
    """All sets of a file, each number checked; time and size are in the key: an edited file is another posterior."""
    where, frame, known = (
        shown(path),
        pd.read_csv(path, **dialect_of(path).reading),
        {one.name: one for one in declared if one.kind != "lever"},
    )
    names = [name for name in frame.columns if name not in BESIDE]
    for name in names:  # one that nobody knows would leave a parameter at its declared value without a word
        repeated = re.fullmatch(r"(.+)\.\d+", name)
        if repeated and repeated[1] in known:
            raise BadInput(where, "columns", repeated[1], "each parameter in one column")
        known_or_bad(name, known, where, "columns", f"{' or '.join(BESIDE)}, or a parameter that is no lever")
    if not names or not len(frame):
        raise BadInput(where, "columns", ",".join(frame.columns[:5]), "a row per set, a column per parameter", known)
    return Posterior({name: _column(frame[name], known[name], where) for name in names})


def _column(values: pd.Series, parameter: Parameter, where: str) -> Array:
    typed = values if pd.api.types.is_numeric_dtype(values) else values.astype(str).str.replace(MINUS, "-")
    numbers: Array = pd.to_numeric(typed, errors="coerce").to_numpy(dtype=np.float64)
    fits = (parameter.low <= numbers) & (numbers <= parameter.high)
    if not fits.all():
        row = int(np.argmin(fits))
        told = values.iloc[row] if isinstance(values.iloc[row], str) and np.isnan(numbers[row]) else float(numbers[row])
        parameter.quantity.check(told, where, f"row {row + 2}, {parameter.name}")
    return numbers


def to_line(values: Array, low: Value, high: Value) -> Array:
    """Map a bounded parameter to the whole line by its logit, for regression."""
    share = np.clip((values - low) / (high - low), 1e-6, 1.0 - 1e-6)
    return log(share / (1.0 - share))


def from_line(line: Array, low: float, high: float) -> Array:
    """Back from the line to the parameter's range."""
    return low + (high - low) / (1.0 + exp(-np.clip(line, -13.8, 13.8)))
