"""The tale of a study: what it says, as data."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.report.studies.limits import Limit
from sim.report.studies.pictures import Pictured


@dataclass(frozen=True, eq=False)
class Section:
    """A table of a tale, as it is shown: numbers as they read, and few enough columns for a terminal."""

    title: str
    table: pd.DataFrame
    note: str = ""


@dataclass(frozen=True, eq=False)
class Tale:
    """What a study says: its question, the verdict in plain lines, then tables, figures, and limits of its own."""

    title: str
    question: str
    verdict: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    pictures: tuple[Pictured, ...] = ()
    limits: tuple[Limit, ...] = ()
