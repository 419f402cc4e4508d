"""Conclusions: whether what an action changes holds under every combination of rival theories, and what turns it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import pandas as pd

from sim.base.recorder import TEXT, Columns, column
from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.effects import OWN, PLACE
from sim.lab.analyses.theories import way
from sim.lab.study import Analysis, Results
from sim.model.theories import THEORIES

ACTION = column("action", "the action, alone or all that are recommended together", TEXT)
ROBUST, CONDITIONAL, OPEN = "robust", "conditional", "open"
WAYS = ("larger", "smaller", "none", "open")


def conclusions_columns(results: Results) -> Columns:
    """Columns of the table."""
    crossed = results.study.facts["crossed"]
    return (
        ACTION,
        *PLACE,
        column(
            "conclusion",
            f"`{ROBUST}`: the reading goes the same way under every combination of sides; `{CONDITIONAL}`: it goes "
            "different ways, and the sides in `on` say which, or it goes one way under all of a side, and under all of "
            f"the others it is open, with less than half the difference; `{OPEN}`: else",
            TEXT,
        ),
        column("way", "`larger`, `smaller`, or `none` where no difference matters; empty unless robust", TEXT),
        column("on", "fewest theories whose sides tell the ways apart, joined by +; empty unless conditional", TEXT),
        column("turned_by", "which way under which of these sides", TEXT),
        *(column(name, f"combinations of sides under which the reading is {name}", "count", 0) for name in WAYS),
        column("least", "smallest difference of interest of the outcome", OWN, 0),
        column("lowest", "lowest mean difference under any combination", OWN),
        column("highest", "highest mean difference under any combination", OWN),
        *(
            column(f"explained_by_{name}", f"share of the variance between combinations that sides of {name} explain",
                   "share", 0, 1)
            for name in crossed
        ),
        column("headline", "`yes` for a headline outcome", TEXT),
    )  # fmt: skip


def turning(ways: pd.Series, sides: pd.DataFrame, explained: Mapping[str, float]) -> tuple[str, ...]:
    """The fewest theories whose sides tell the ways apart that are not open; of as few, those that explain most."""
    names = [str(name) for name in sides.columns]
    known = ways[ways != "open"]
    for size in range(1, len(names) + 1):
        fit = [some for some in combinations(names, size) if _tells_apart(known, sides.loc[known.index, list(some)])]
        if fit:
            return max(fit, key=lambda some: sum(explained[name] for name in some))
    return tuple(names)


def fading(ways: pd.Series, sides: pd.DataFrame, differences: pd.Series) -> tuple[str, ...]:
    """The theory under whose one side there is a way and under whose others none is to be told; nothing if none."""
    is_open, size = ways == "open", differences.abs()
    for name in map(str, sides.columns):
        apart = is_open.groupby(sides[name]).nunique().max() == 1 and is_open.nunique() == 2
        if apart and size[is_open].mean() < size[~is_open].mean() / 2.0 and not (ways == "none").any():
            return (name,)
    return ()


def _tells_apart(ways: pd.Series, sides: pd.DataFrame) -> bool:
    """Whether under the same sides there is only one way."""
    return bool((ways.groupby([sides[name] for name in sides.columns]).nunique() <= 1).all())


def explained_by(differences: pd.Series, sides: pd.Series) -> float:
    """Share of the variance over combinations that the means of a theory's sides have."""
    means = differences.groupby(sides).transform("mean")
    whole = float(differences.var(ddof=0))
    return float(means.var(ddof=0)) / whole if whole > 0.0 else 0.0


def told(rows: pd.DataFrame, crossed: Sequence[str]) -> dict[str, object]:
    """The conclusion on one action and outcome, from a row for each combination of sides."""
    ways, sides = rows["reading"].map(way), rows[list(crossed)]
    explained = {name: explained_by(rows["difference"], rows[name]) for name in crossed}
    known = set(ways) - {"open"}
    said: dict[str, object] = {"conclusion": OPEN, "way": "", "on": "", "turned_by": ""}
    on = turning(ways, sides, explained) if len(known) > 1 else fading(ways, sides, rows["difference"])
    if on:
        said |= {"conclusion": CONDITIONAL, "on": "+".join(on), "turned_by": _turned(ways, sides[list(on)])}
    elif known and "open" not in set(ways):
        said |= {"conclusion": ROBUST, "way": known.pop()}
    counts = {name: int((ways == name).sum()) for name in WAYS}
    ends = {"lowest": rows["difference"].min(), "highest": rows["difference"].max()}
    return {**said, **counts, **ends, **{f"explained_by_{name}": share for name, share in explained.items()}}


def _turned(ways: pd.Series, sides: pd.DataFrame) -> str:
    """Which way under which sides, those of one way together."""
    told = sides.agg(" and ".join, axis=1)
    firsts = {str(under): _one(ways[told == under]) for under in told.unique()}
    return "; ".join(
        f"{said} under {', '.join(under for under, own in firsts.items() if own == said)}"
        for said in dict.fromkeys(firsts.values())
    )


def _one(ways: pd.Series) -> str:
    known = [said for said in ways if said != "open"]
    return str(known[0]) if known else "open"


def _rows(results: Results) -> Iterator[pd.DataFrame]:
    table, crossed = results.table(OF_COMPARED), list(results.study.facts["crossed"])
    assert set(crossed) <= set(THEORIES)
    kept = ["action", *(quantity.name for quantity in PLACE), "least", "headline"]
    rows = [
        {**own[kept].iloc[0].to_dict(), **told(own, crossed)}
        for _, own in table[table["reading"].fillna("") != ""].groupby(["action", "outcome"], sort=False)
    ]
    yield pd.DataFrame(rows)[[one.name for one in conclusions_columns(results)]]


OF_CONCLUSIONS = Analysis("conclusions.csv", conclusions_columns, _rows)
