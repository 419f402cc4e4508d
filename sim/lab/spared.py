"""Runs in which something raises: found one by one, so that none of them costs another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.simulate import Checkpoint, simulate
from sim.engine.trajectory import Observer
from sim.lab.played import Played
from sim.model.pairs import Index

Play = Callable[[Index], Played]
"""Plays runs by their numbers, which rise."""
Fail = Callable[[str, int], Played]
"""What stands for so many runs that failed for a reason."""
Look = Callable[[Index], Mapping[int, str]]
"""Looks for runs in which a month raises: by their place among those that are given, why."""


def spared(play: Play, fail: Fail, look: Look, everything: Index) -> Played:
    """Play runs; one in which something raises, whatever it is, becomes a reason, and all others are played.

    Nothing is concluded from one run about another. Where a month raises, all runs in which one does are found by
    looking once (see `raising`), and the others are played together again. What raises elsewhere, as an outcome may, is
    found by halves, which takes twice as many plays as there are runs at most.
    """
    with suppress(Exception):  # whatever a rule may raise shall cost the runs that raise it, not the study
        return play(everything)
    found: Mapping[int, str] = {}
    with suppress(Exception):
        found = look(everything)
    pieces = [(everything[[place]], fail(why, 1)) for place, why in found.items()]
    pieces += _by_halves(play, fail, np.delete(everything, list(found)))
    return together([piece for _, piece in pieces], np.argsort(np.concatenate([numbers for numbers, _ in pieces])))


def _by_halves(play: Play, fail: Fail, everything: Index) -> Iterator[tuple[Index, Played]]:
    """Play runs in ever smaller groups, until those that raise stand alone."""
    waiting = [everything]
    while waiting:
        group = waiting.pop()
        try:
            if len(group):
                yield group, play(group)
        except Exception as error:  # as above
            if len(group) == 1:
                yield group, fail(told(error), 1)
            else:
                waiting += np.array_split(group, 2)


def told(error: Exception) -> str:
    """Why a run failed, as it stands in tables."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def together(pieces: Sequence[Played], order: Index | None = None) -> Played:
    """Pieces as one, in an order of their runs; what one has not, because it failed, is not a number."""
    clipped: Counter[str] = Counter()
    for piece in pieces:
        clipped.update(piece.clipped)
    shapes = {name: values.shape[:-1] for piece in pieces for name, values in piece.arrays.items()}

    def of(piece: Played, name: str) -> Array:
        there = name in piece.arrays
        return piece.arrays[name] if there else np.full((*shapes[name], len(piece.reasons)), np.nan)

    arrays = {name: np.concatenate([of(piece, name) for piece in pieces], axis=-1) for name in shapes}
    reasons = [reason for piece in pieces for reason in piece.reasons]
    if order is not None:
        arrays = {name: values[..., order] for name, values in arrays.items()}
        reasons = [reasons[place] for place in order]
    return Played(arrays, tuple(reasons), clipped)


def raising(
    case: Case, draws: Draws, start: Checkpoint | None, until: int, observers: Callable[[], Sequence[Observer]]
) -> dict[int, str]:
    """The runs in which a month raises, by their place, and why; what observers of a month raise is the month's.

    All are played together up to such a month, it alone run by run, and the others go on from it: as long as playing
    them all twice, and twice as many single months as there are runs. Empty where no month raises when it is looked at.
    """
    found: dict[int, str] = {}
    rows: Any = np.arange(len(draws))
    stands = Checkpoint(0, case.start(len(draws))) if start is None else start
    while len(rows):
        own, luck = case.part(rows), draws.part(rows)
        try:
            for turn in simulate(own, luck, start=stands, until=until, observers=observers()):
                stands = Checkpoint.after(turn)
            break
        except Exception:  # as above
            here = dict(_in_a_month(own, luck, stands, observers))
        if not here:
            break
        found |= {int(rows[place]): why for place, why in here.items()}
        kept: Any = np.array([place for place in range(len(rows)) if place not in here], dtype=np.int64)
        rows, stands = rows[kept], stands.part(kept)
    return found


def _in_a_month(
    case: Case, draws: Draws, stands: Checkpoint, observers: Callable[[], Sequence[Observer]]
) -> Iterator[tuple[int, str]]:
    """The runs in which the next month raises, by halves."""
    waiting = [slice(0, len(draws))]
    while waiting:
        rows = waiting.pop()
        own, luck, begun = case.part(rows), draws.part(rows), stands.part(rows)
        try:
            for _ in simulate(own, luck, start=begun, until=stands.turn + 1, observers=observers()):
                pass
        except Exception as error:  # as above
            middle = (rows.start + rows.stop) // 2
            if middle == rows.start:
                yield rows.start, told(error)
            else:
                waiting += [slice(rows.start, middle), slice(middle, rows.stop)]
