"""Directions of summaries: what speaks of parameters is kept, what does not is left out."""

import numpy as np

from sim.studies.rejection import MOST, Table, accept, informative, placed

RNG = np.random.default_rng(5)
PARAMETERS = RNG.normal(size=(4000, 6))
SUMMARIES = np.column_stack([PARAMETERS[:, 0] + 0.3 * RNG.normal(size=4000), RNG.normal(size=(4000, 9))])


def test_one_thing_that_is_told_is_one_direction():
    directions = informative(PARAMETERS, SUMMARIES, 1)
    strongest = np.abs(np.corrcoef(SUMMARIES @ directions[:, 0], PARAMETERS[:, 0])[0, 1])
    assert strongest > 0.9 and 1 <= directions.shape[1] <= 3
    assert np.allclose((SUMMARIES @ directions).std(axis=0), 1.0)


def test_there_are_never_more_than_can_be_searched():
    told = PARAMETERS @ RNG.normal(size=(6, 40)) + 0.01 * RNG.normal(size=(4000, 40))
    many = np.column_stack([told] * 2)
    assert informative(RNG.normal(size=(4000, 30)) + told[:, :30], many, 1).shape[1] <= MOST


def test_what_is_accepted_lies_where_the_record_is():
    observed = np.array([1.0] + [0.0] * 9)
    offsets = placed(SUMMARIES, observed, np.ones(10))
    directions = informative(PARAMETERS, offsets, 1)
    found = accept(
        Table(PARAMETERS, offsets @ directions), np.zeros(directions.shape[1]), np.ones(directions.shape[1]), 100
    )
    assert abs(found.adjusted[:, 0].mean() - 1.0 / 1.09) < 0.15 and abs(found.adjusted[:, 3].mean()) < 0.3
