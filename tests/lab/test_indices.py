"""Indices are SALib's own, and a function whose indices are known is recovered through the whole path."""

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris, sobol as salib_sobol

from sim.lab.analyses.indices import luck, morris, sobol
from sim.lab.sampled import Factor, sample

WAVES = tuple(Factor(name, lambda share: np.pi * (2.0 * share - 1.0)) for name in ("first", "second", "third"))


def ishigami(table):
    """Ishigami and Homma's function (1990), with a = 7 and b = 0.1."""
    x = table.to_numpy().T
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def test_shares_of_a_known_function_are_recovered():
    design = sample("saltelli", 2048, WAVES, 3)
    found = sobol(design, ishigami(design.table))
    np.testing.assert_allclose(found["first"], [0.3139, 0.4424, 0.0], atol=0.02)
    np.testing.assert_allclose(found["total"], [0.5576, 0.4424, 0.2437], atol=0.02)
    assert (found[["first_half_width", "total_half_width"]] < 0.1).all().all()


def test_shares_are_those_of_salib():
    design = sample("saltelli", 64, WAVES, 3)
    values = ishigami(design.table)
    found, theirs = sobol(design, values), salib_sobol.analyze(design.problem, values, calc_second_order=False, seed=1)
    for ours, name in (
        ("first", "S1"),
        ("first_half_width", "S1_conf"),
        ("total", "ST"),
        ("total_half_width", "ST_conf"),
    ):
        np.testing.assert_array_equal(found[ours], theirs[name])


def test_elementary_effects_are_those_of_salib():
    design = sample("morris", 20, WAVES, 3)
    values = ishigami(design.table)
    found, theirs = morris(design, values), salib_morris.analyze(design.problem, design.unit, values, seed=1)
    for ours, name in (
        ("mu", "mu"),
        ("mu_star", "mu_star"),
        ("mu_star_half_width", "mu_star_conf"),
        ("sigma", "sigma"),
    ):
        np.testing.assert_array_equal(found[ours], np.asarray(theirs[name], float))


def test_the_ends_of_a_swing_are_means_of_quarters():
    design = sample("saltelli", 256, WAVES, 3)
    found = sobol(design, 10.0 * design.unit[:, 1])
    np.testing.assert_allclose(found.loc[1, ["at_low", "at_high"]].astype(float), [1.25, 8.75], atol=0.3)
    np.testing.assert_allclose(found.loc[0, ["at_low", "at_high"]].astype(float), [5.0, 5.0], atol=0.1)


@pytest.mark.parametrize(("kind", "told"), [("morris", morris), ("saltelli", sobol)])
def test_a_point_that_failed_costs_its_trajectory_only(kind, told):
    design = sample(kind, 16, WAVES, 3)
    values = ishigami(design.table)
    whole = told(design, values)
    values[0] = np.nan
    found = told(design, values)
    assert np.isfinite(found.to_numpy()).all() and not found.equals(whole)


def test_nothing_moves_what_is_everywhere_the_same():
    design = sample("saltelli", 16, WAVES, 3)
    assert (sobol(design, np.ones(len(design.unit)))["total"] == 0.0).all()
    assert sobol(design, np.full(len(design.unit), np.nan))["total"].isna().all()


@pytest.mark.parametrize("replicates", [2, 3, 4, 16])
def test_the_share_of_luck_is_the_share_of_luck(replicates):
    rng = np.random.default_rng(1)
    truth, noise = rng.normal(size=20_000), 2.0 * rng.normal(size=(20_000, replicates))
    seen = truth[:, None] + noise + rng.normal(size=replicates)  # luck that all points share does not count
    share = (4.0 / replicates) / (1.0 + 4.0 / replicates)
    assert luck(seen[:, ::2].mean(axis=1), seen.mean(axis=1), replicates) == pytest.approx(share, abs=0.02)
