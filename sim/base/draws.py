"""Named draws: every random number is a pure function of seed, name, turn, who, toward whom, and replicate.

A counter-based generator in the sense of Salmon et al. (2011): the name is hashed once with BLAKE2b, and the
64-bit finaliser of SplitMix64 (Steele, Lea & Flood 2014) mixes it with turn and replicate. So no draw depends
on how many others were made before it, on the block a run sits in, or on the process that plays it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.base.arrays import Array

Keys = npt.NDArray[np.uint64]

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
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
class Places:
    """Where a named draw is made: a list of (who, toward whom), by name, hashed once."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    keys: dict[int, Keys] = field(default_factory=dict, repr=False)

    def of(self, seed: int) -> Keys:
        """One key per place under `seed`, shape (places, 1)."""
        if seed not in self.keys:
            texts = (f"{seed}|{self.name}|{who}|{whom}" for who, whom in self.pairs)
            self.keys[seed] = np.array([_hash(t) for t in texts], dtype=np.uint64)[:, None]
        return self.keys[seed]


class Dice:
    """The draws of one block of runs: uniforms strictly between 0 and 1, one per place and run."""

    def __init__(self, seed: int, replicates: Sequence[int] | npt.NDArray[np.int64]) -> None:
        self.seed = seed
        self.turn = 0
        index = np.asarray(replicates, dtype=np.uint64)
        runs = index * np.uint64(_GOLDEN) + np.uint64(_hash(f"{seed}|replicate"))
        self._runs = _mix(runs, np.empty_like(runs))[None, :]
        self._buffers: dict[int, tuple[Keys, Keys]] = {}

    def __call__(self, places: Places) -> Array:
        """Uniform draws for `places` at the current turn, shape (places, run)."""
        keys = places.of(self.seed) + np.uint64((self.turn + 1) * _GOLDEN & _MASK)
        bits, spare = self._buffer(len(keys))
        np.add(keys, self._runs, out=bits)
        _mix(bits, spare)
        np.right_shift(bits, np.uint64(12), out=bits)  # 52 bits and a half are exact, so that 1 is never reached
        uniform = bits.astype(np.float64)
        uniform += 0.5
        uniform *= 2.0**-52
        return uniform

    def normal(self, places: Places) -> Array:
        """Standard normal draws for `places` at the current turn, shape (places, run)."""
        draws: Array = ndtri(self(places))
        return draws

    def _buffer(self, rows: int) -> tuple[Keys, Keys]:
        if rows not in self._buffers:
            shape = (rows, self._runs.shape[1])
            self._buffers[rows] = (np.empty(shape, np.uint64), np.empty(shape, np.uint64))
        return self._buffers[rows]
