"""A tree says in words where cases lie."""

import numpy as np
import pandas as pd

from sim.lab.analyses.tree import leaves


def test_the_densest_leaf_is_where_the_cases_are():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"pace": rng.random(800), "law": rng.choice(["contest", "attrition"], 800)})
    cases = ((table["pace"] > 0.7) & (table["law"] == "attrition")).to_numpy()
    first = next(iter(leaves(table, cases)))
    assert first["density"] == first["coverage"] == 1.0
    assert first["support"] == cases.mean()
    assert "pace above 0.7" in first["rule"] and "law is " in first["rule"]


def test_leaves_hold_every_point_once():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"pace": rng.random(400), "need": rng.random(400)})
    found = list(leaves(table, (table["pace"] * table["need"] > 0.3).to_numpy()))
    assert sum(one["support"] for one in found) == 1.0
    assert abs(sum(one["coverage"] for one in found) - 1.0) < 1e-12
