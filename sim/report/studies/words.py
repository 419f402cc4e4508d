"""Words that the tales of studies share: outcomes by name, readings as directions, and lists in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.lab.analyses.theories import way as direction
from sim.lab.study import Results
from sim.report.sweep.findings import number, readable, signed
from sim.report.sweep.maps import named

__all__ = ["direction", "few", "listed", "named", "number", "one_of", "readable", "signed", "title_of"]

FEW = 2
"""Names that stand in a sentence; of the others the number is told."""


def few(names: Sequence[str], most: int = FEW) -> str:
    """Some names of a list, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return "; ".join(names[:most]) + more


def one_of(count: int, word: str) -> str:
    """A number of things, in words."""
    return f"{count or 'no'} {word}{'' if count == 1 else 's'}"


def title_of(results: Results, action: str) -> str:
    """The title of an action; the name of anything else in plain words."""
    declared = results.scenario.parameters.declared
    return (declared[action].title if action in declared else "") or readable(action)


def listed(names: Iterable[str]) -> str:
    """Names as a sentence has them."""
    every = list(names)
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)
