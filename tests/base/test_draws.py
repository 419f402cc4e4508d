"""Named draws: uniform, independent, strictly inside (0, 1), and the same for ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats
from worlds import scenario

from sim.base.draws import LARGEST, Draws, StreamKeys

RUNS = 20_000
NAMES = ("Ada", "Bea", "Cas", "Dan")
PAIRS = tuple((a, b) for a in NAMES for b in NAMES if a != b)
SEEDS = st.integers(0, LARGEST)


def throw(seed=1, turn=0, name="order", pairs=PAIRS, replicates=RUNS):
    """Draws of named places, shape (places, run)."""
    draws = Draws(seed, range(replicates) if isinstance(replicates, int) else replicates)
    return draws.at(turn)(StreamKeys(name, pairs))


def test_draws_are_uniform_at_every_place():
    for row in throw():
        assert stats.kstest(row, "uniform").pvalue > 1e-4
    assert stats.kstest(throw().ravel()[:100_000], "uniform").pvalue > 1e-3


def test_draws_are_uniform_along_turns_and_places_of_one_run():
    line = np.array([throw(turn=turn, replicates=[7])[:, 0] for turn in range(2000)]).ravel()
    assert stats.kstest(line, "uniform").pvalue > 1e-3


def assert_uncorrelated(one, other):
    """No linear dependence, and none of neighbours, beyond chance."""
    bound = 4.5 / np.sqrt(one.size)
    assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < bound
    assert abs(np.corrcoef(one.ravel()[1:], other.ravel()[:-1])[0, 1]) < bound


def test_places_do_not_depend_on_each_other():
    table = np.corrcoef(throw())
    assert np.abs(table - np.eye(len(PAIRS))).max() < 5.0 / np.sqrt(RUNS)


@pytest.mark.parametrize("apart", [1, 2, 3, 12, 95])
def test_turns_seeds_and_replicates_do_not_depend_on_each_other(apart):
    assert_uncorrelated(throw(turn=0), throw(turn=apart))
    assert_uncorrelated(throw(seed=0), throw(seed=apart))
    drawn, later = throw()[:, :-apart], throw()[:, apart:]
    assert abs(np.corrcoef(drawn.ravel(), later.ravel())[0, 1]) < 4.5 / np.sqrt(drawn.size)


def test_a_turn_later_is_not_a_replicate_later():
    for turn in range(1, 6):
        for shift in range(1, 6):
            assert not np.any(throw(turn=turn)[:, :-shift] == throw(turn=0)[:, shift:])


def test_pairs_of_successive_draws_fill_the_square():
    drawn = throw(pairs=PAIRS[:1])[0]
    counts, _, _ = np.histogram2d(drawn[:-1], drawn[1:], bins=10, range=[[0, 1], [0, 1]])
    assert stats.chisquare(counts.ravel()).pvalue > 1e-3


def test_normal_draws_are_standard_normal():
    for row in Draws(3, range(RUNS)).at(0).normal(StreamKeys("front", PAIRS)):
        assert stats.kstest(row, "norm").pvalue > 1e-4


@given(SEEDS, st.integers(0, 1200), st.text(max_size=12), st.text(max_size=5), st.text(max_size=5))
def test_draws_lie_strictly_between_0_and_1(seed, turn, name, who, whom):
    drawn = throw(seed, turn, name, ((who, whom),), replicates=500)
    assert np.all((drawn > 0.0) & (drawn < 1.0)) and len(np.unique(drawn)) == 500


@given(SEEDS, st.integers(0, 200), st.permutations(PAIRS), st.integers(0, 40))
def test_a_draw_depends_on_its_name_alone(seed, turn, order, replicate):
    whole = throw(seed, turn, replicates=41)
    again = throw(seed, turn, pairs=tuple(order), replicates=[replicate, 99])
    for row, pair in enumerate(order):
        assert again[row, 0] == whole[PAIRS.index(pair), replicate]


def test_other_names_other_seeds_and_the_other_way_round_give_other_draws():
    base = throw(pairs=(("Ada", "Bea"),))
    others = [
        throw(pairs=(("Bea", "Ada"),)),
        throw(name="sight", pairs=(("Ada", "Bea"),)),
        throw(seed=2, pairs=(("Ada", "Bea"),)),
        throw(turn=1, pairs=(("Ada", "Bea"),)),
    ]
    for other in others:
        assert not np.any(base == other)


def test_no_two_possible_orders_share_their_luck():
    cast = scenario().cast
    named = cast.slots.keys.pairs
    assert len(set(named)) == len(named) == len(cast.slots)
    drawn = throw(pairs=tuple(named), replicates=1)
    assert len(np.unique(drawn)) == len(named)


def test_drawing_twice_gives_the_same_and_leaves_the_first_untouched():
    draws, keys = Draws(1, range(50)).at(0), StreamKeys("order", PAIRS)
    first = draws(keys)
    kept = first.copy()
    second = draws(StreamKeys("other", PAIRS))
    np.testing.assert_array_equal(first, kept)
    np.testing.assert_array_equal(draws(keys), kept)
    assert not np.any(second == kept)


@pytest.mark.parametrize("bits", [0, 2**64 - 1, 2**52, 2**63])
def test_no_pattern_of_bits_gives_0_or_1(bits, monkeypatch):
    def stuck(into, spare):
        into[...] = np.uint64(bits)
        return into

    monkeypatch.setattr("sim.base.draws._mix", stuck)
    assert np.all((throw(replicates=2) > 0.0) & (throw(replicates=2) < 1.0))
    assert np.all(np.isfinite(Draws(1, range(2)).at(0).normal(StreamKeys("front", PAIRS))))


# A change here reshuffles the luck of every result ever published: it needs a word in the changelog.
PINNED = [
    (1, 0, 0, "order", "PRK:supply_munitions:partners", "RUS", 0.9279512645316997),
    (1, 34, 199, "order", "PRK:supply_munitions:partners", "RUS", 0.5980463439166875),
    (20220224, 94, 12345, "front", "world", "world", 0.6020150406598533),
    (0, 7, 41, "disputes", "KOR", "PRK", 0.2273703940515871),
    (2147483647, 60, 3, "misperception", "CHN", "USA", 0.764593376827975),
]


@pytest.mark.parametrize(("seed", "turn", "replicate", "name", "who", "whom", "expected"), PINNED)
def test_named_draws_are_what_they_have_always_been(seed, turn, replicate, name, who, whom, expected):
    assert throw(seed, turn, name, ((who, whom),), [replicate])[0, 0] == expected
