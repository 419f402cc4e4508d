"""Where planted curves level off and turn is found, and what does neither is not said to."""

import numpy as np
import pytest

from sim.lab.analyses.saturation import levels_off, resampled, turns

LEVELS = np.array([0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0])


def found(curve, share=0.5):
    curves = np.array([curve(LEVELS)])
    return levels_off(LEVELS, curves, share)[0], turns(LEVELS, curves)[0]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_curve_that_is_held_at_a_ceiling_levels_off_there(sign):
    for ceiling in (3.0, 8.0):
        place, turn = found(lambda dose, ceiling=ceiling: sign * np.minimum(dose, ceiling))
        assert place == ceiling and np.isnan(turn)


def test_luck_on_a_plateau_moves_the_place_little():
    rng = np.random.default_rng(2)
    curves = np.minimum(LEVELS, 2.0) + rng.normal(0.0, 0.05, (200, len(LEVELS)))
    assert np.isin(levels_off(LEVELS, curves, 0.5), [1.0, 2.0, 3.0]).mean() > 0.95


def test_a_straight_line_never_levels_off_nor_turns():
    assert np.isnan(found(lambda dose: 2.0 * dose)).all()


def test_a_curve_that_falls_back_turns_where_it_crosses():
    place, turn = found(lambda dose: dose * (5.0 - dose))
    assert turn == pytest.approx(5.0, abs=0.25) and place == 1.0


def test_curves_drawn_anew_scatter_as_their_mean_does():
    differences = np.random.default_rng(1).normal(1.0, 2.0, (1, 400))
    drawn = resampled(differences, 1)
    assert drawn.mean() == pytest.approx(differences.mean(), abs=0.03)
    assert drawn.std() == pytest.approx(2.0 / 20.0, rel=0.2)
