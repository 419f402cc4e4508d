"""A tree that says in words where cases lie: few questions, each about one column (Breiman et al. 1984)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.lab.libraries import library

DEPTH, LEAST = 3, 0.05
"""Questions one after another at most, and the share of all points below which no leaf goes."""


def leaves(table: pd.DataFrame, cases: npt.NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """The leaves of a tree over the columns of a table, the densest first: rule, density, coverage, support.

    Columns of texts are asked for each of their values.
    """
    columns = pd.get_dummies(table, prefix_sep="=", dtype=float)
    tree = library("sklearn.tree").DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAST, random_state=1)
    tree.fit(columns.to_numpy(), cases)
    at = tree.apply(columns.to_numpy())
    rules = dict(_rules(tree.tree_, list(columns.columns), 0, ()))
    found: list[dict[str, Any]] = [
        {"rule": rules[leaf], **_worth(at == leaf, cases)} for leaf in np.unique(at).tolist()
    ]
    ordered = sorted(found, key=lambda one: (-one["density"], one["rule"]))
    return ({"leaf": number, **one} for number, one in enumerate(ordered, 1))


def _worth(inside: npt.NDArray[np.bool_], cases: npt.NDArray[np.bool_]) -> dict[str, float]:
    hits = float((inside & cases).sum())
    return {
        "density": hits / float(inside.sum()),
        "coverage": hits / max(float(cases.sum()), 1.0),
        "support": float(inside.mean()),
    }


def _rules(tree: Any, names: list[str], node: int, said: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The rule of each leaf below a node, by its number."""
    if tree.children_left[node] < 0:
        yield node, " and ".join(said) or "everywhere"
        return
    name, bound = names[tree.feature[node]], float(tree.threshold[node])
    below, above = (
        (f"{name.replace('=', ' is not ')}", f"{name.replace('=', ' is ')}")
        if "=" in name
        else (f"{name} up to {bound:.3g}", f"{name} above {bound:.3g}")
    )
    yield from _rules(tree, names, tree.children_left[node], (*said, below))
    yield from _rules(tree, names, tree.children_right[node], (*said, above))
