"""Buffers: the numbers of many runs in rows, as compiled code finds them, and how rows are read again."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.engine.kernel.emit import CHUNK
from sim.model.pairs import Index

LINE = 64
"""Bytes to which buffers are aligned: a line of the processor's cache."""


def address(array: Any) -> int:
    """Where the numbers of an array lie in memory."""
    place: int = array.__array_interface__["data"][0]
    return place


def aligned(count: int) -> Array:
    """Room for so many numbers, from the start of a line of cache on."""
    room = np.empty(count + LINE // 8)
    first = -address(room) % LINE // 8
    return room[first : first + count]


class Buffer:
    """Room for rows of numbers of many runs, in chunks: (chunk, row, run of the chunk), aligned."""

    def __init__(self, rows: int, chunks: int) -> None:
        self.chunks = chunks
        self.values = aligned(chunks * rows * CHUNK).reshape(chunks, rows, CHUNK)
        self.address = address(self.values)

    def place(self, chunk: int) -> int:
        """Where the numbers of a chunk lie in memory."""
        return self.address + chunk * self.values.strides[0]

    def read(self, rows: Any, runs: int) -> Array:
        """Some of the rows: (row, run)."""
        chosen = self.values.transpose(1, 0, 2)[rows]
        wide: Array = chosen.reshape(len(chosen), self.chunks * CHUNK)
        return wide[:, :runs]

    def write(self, rows: slice | Index, values: Array) -> None:
        """Set some of the rows; places beyond the last run are like the first."""
        wide = np.empty((len(values), self.chunks * CHUNK))
        wide[:, : values.shape[1]] = values
        wide[:, values.shape[1] :] = values[:, :1]
        self.values[:, rows] = np.moveaxis(wide.reshape(len(wide), self.chunks, CHUNK), 1, 0)
