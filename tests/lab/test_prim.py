"""Boxes that were planted are found again, and nothing is found where nothing is."""

import inspect

import numpy as np
import pandas as pd
import pytest

from sim.lab.analyses.prim import Box, discover, judged, resampled

RNG = np.random.default_rng(3)
POINTS = np.column_stack([RNG.random((1500, 12)), RNG.integers(0, 3, 1500)])
SIDES = {12: 3}
PLANTED = (POINTS[:, 2] > 0.6) & (POINTS[:, 7] < 0.5) & (POINTS[:, 12] == 1)


def noisy(cases, share=0.05):
    flipped = np.random.default_rng(4).random(len(cases)) < share
    return cases ^ flipped


@pytest.mark.parametrize("cases", [PLANTED, noisy(PLANTED)], ids=["plain", "noisy"])
def test_a_planted_box_is_found(cases):
    found = discover(POINTS, cases, SIDES)
    assert found.box.restricted == (2, 7, 12)
    assert found.box.low[2] == pytest.approx(0.6, abs=0.05) and found.box.high[7] == pytest.approx(0.5, abs=0.05)
    assert found.box.sides[12] == {1}
    assert found.density > 0.85


def test_coverage_density_and_support_are_counted():
    found = judged(Box(low={2: 0.6}), POINTS, PLANTED)
    assert found.coverage == 1.0
    assert found.support == (POINTS[:, 2] >= 0.6).mean()
    assert found.density == PLANTED[POINTS[:, 2] >= 0.6].mean()


def test_resamples_find_the_planted_box_again_and_say_where_its_bounds_lie():
    cases = noisy(PLANTED)
    again = resampled(discover(POINTS, cases, SIDES), POINTS, cases, SIDES)
    assert min(again.share.values()) > 0.6 and again.share[12] == 1.0
    assert again.low[2][0] - 0.03 <= 0.6 <= again.low[2][1] + 0.03
    assert 0.5 < again.density <= 1.0


def test_where_cases_lie_anywhere_resamples_do_not_agree():
    cases = np.random.default_rng(5).random(len(POINTS)) < 0.3
    found = discover(POINTS, cases, SIDES)
    again = resampled(found, POINTS, cases, SIDES)
    assert again.density < 0.4
    assert all(share < 0.9 for share in again.share.values())


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore")  # it is not made for the newest pandas
def test_the_library_finds_the_same_box():
    prim = pytest.importorskip("ema_workbench.analysis.prim")
    frame = pd.DataFrame(POINTS[:, :12], columns=[f"x{n}" for n in range(12)])
    cases = (POINTS[:, 2] > 0.6) & (POINTS[:, 7] < 0.5)
    older = "threshold" in inspect.signature(prim.Prim).parameters  # gone with version 3
    box = prim.Prim(frame, cases, **({"threshold": 0.8} if older else {})).find_box()
    ours = discover(POINTS[:, :12], cases).box
    limits = box.box_lims[int(box.peeling_trajectory["density"].ge(0.97).idxmax())]
    assert limits["x2"].iloc[0] == pytest.approx(ours.low[2], abs=0.05)
    assert limits["x7"].iloc[1] == pytest.approx(ours.high[7], abs=0.05)
