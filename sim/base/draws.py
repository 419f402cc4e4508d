"""Named draws: every random number is a pure function of seed, name, turn, who, toward whom, and replicate.

A counter-based generator in the sense of Salmon et al. (2011): the name is hashed once with BLAKE2b, and the
64-bit finaliser of SplitMix64 (Steele, Lea & Flood 2014) mixes it with turn and replicate. So no draw depends
on how many others were made before it, on the block a run sits in, or on the process that plays it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array, PlaceRun
from sim.base.errors import BadInput
from sim.base.given import whole

Keys = npt.NDArray[np.uint64]

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
LARGEST = 2**63 - 1
"""The largest seed, and the largest number of a replicate."""

_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _mix(bits: Keys, spare: Keys) -> Keys:
    """Mix `bits` in place with SplitMix64's finaliser; `spare` holds the shifted copy."""
    for shift, factor in ((30, _FIRST), (27, _SECOND)):
        np.right_shift(bits, np.uint64(shift), out=spare)
        np.bitwise_xor(bits, spare, out=bits)
        np.multiply(bits, factor, out=bits)
    np.right_shift(bits, np.uint64(31), out=spare)
    return np.bitwise_xor(bits, spare, out=bits)


@dataclass(frozen=True, eq=False)
class StreamKeys:
    """Where a named draw is made: a list of (who, toward whom), by name."""

    name: str
    pairs: tuple[tuple[str, str], ...]

    def hashed(self, seed: int) -> Keys:
        """One key per place under `seed`, shape (places, 1)."""
        texts = (f"{seed}|{self.name}|{who}|{whom}" for who, whom in self.pairs)
        return np.array([_hash(text) for text in texts], dtype=np.uint64)[:, None]


class Draws:
    """The draws of some runs: every number is fixed by the seed, the run's replicate, its name and the turn.

    `seed` and `replicates`, one per run, are whole numbers of any integer type from 0 to `LARGEST`; else `BadInput` is
    raised. Draws hold no state that a draw depends on: `at` gives a turn's.
    """

    def __init__(self, seed: int, replicates: Sequence[int] | npt.NDArray[np.int64]) -> None:
        self.seed = whole(seed, "draws", "seed", 0, LARGEST)
        self.replicates = _whole(np.asarray(replicates))
        runs = self.replicates.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(_hash(f"{seed}|replicate"))
        self._runs = _mix(runs, np.empty_like(runs))[None, :]
        self._hashed: dict[StreamKeys, Keys] = {}
        self._scratch: dict[int, tuple[Keys, Keys]] = {}

    def __len__(self) -> int:
        return len(self.replicates)

    @property
    def runs(self) -> Keys:
        """One key per run: (run,)."""
        keys: Keys = self._runs[0]
        return keys

    def part(self, rows: slice) -> Draws:
        """The draws of some of the runs."""
        return Draws(self.seed, self.replicates[rows])

    def at(self, turn: int) -> TurnDraws:
        """The draws of one turn."""
        return TurnDraws(self, turn)

    def uniform(self, keys: StreamKeys, turn: int) -> PlaceRun:
        """Uniform draws strictly between 0 and 1 for `keys` at a turn."""
        if keys not in self._hashed:
            self._hashed[keys] = keys.hashed(self.seed)
        places = self.at(turn).keys(self._hashed[keys])
        bits, spare = self._buffer(len(places))
        np.add(places, self._runs, out=bits)
        _mix(bits, spare)
        np.right_shift(bits, np.uint64(12), out=bits)  # 52 bits and a half are exact, so that 1 is never reached
        uniform = bits.astype(np.float64)
        uniform += 0.5
        uniform *= 2.0**-52
        return uniform

    def _buffer(self, rows: int) -> tuple[Keys, Keys]:
        if rows not in self._scratch:
            shape = (rows, self._runs.shape[1])
            self._scratch[rows] = (np.empty(shape, np.uint64), np.empty(shape, np.uint64))
        return self._scratch[rows]


def _whole(replicates: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    if replicates.size and replicates.dtype.kind not in "iu":
        raise BadInput("draws", "replicate", replicates.tolist(), f"whole numbers from 0 to {LARGEST}")
    for extreme in (replicates.min(), replicates.max()) if replicates.size else ():
        whole(extreme, "draws", "replicate", 0, LARGEST)
    return replicates.astype(np.int64)


@dataclass(frozen=True, eq=False)
class TurnDraws:
    """The draws of one turn: an immutable view, so that no clock but the world's is ever asked."""

    draws: Draws
    turn: int

    def keys(self, hashed: Keys) -> Keys:
        """The keys of places at this turn, given their hashes; mixed with a run's they give its draws."""
        return hashed + np.uint64((self.turn + 1) * _GOLDEN & _MASK)

    def __call__(self, keys: StreamKeys) -> PlaceRun:
        """Uniform draws strictly between 0 and 1 for `keys`."""
        return self.draws.uniform(keys, self.turn)

    def normal(self, keys: StreamKeys) -> PlaceRun:
        """Standard normal draws for `keys`."""
        from scipy.special import ndtri  # a third of a second, which a rehearsal need not wait for

        drawn: PlaceRun = ndtri(self(keys))
        return drawn

    def below(self, level: Array) -> Array:
        """The share of a standard normal population that lies below a level."""
        from scipy.special import ndtr

        share: Array = ndtr(level)
        return share


class Rehearsal(Draws):
    """Draws whose normal ones all lie in the middle: enough to see whether the rules can be played at all."""

    def at(self, turn: int) -> TurnDraws:
        """The draws of one turn."""
        return _RehearsedTurn(self, turn)


class _RehearsedTurn(TurnDraws):
    def normal(self, keys: StreamKeys) -> PlaceRun:
        return np.zeros((len(keys.pairs), len(self.draws)))

    def below(self, level: Array) -> Array:
        return np.full_like(level, 0.5)
