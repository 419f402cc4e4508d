"""What is given from Python goes by one rule: any type of number will do, and what is none is one line."""

import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import LARGEST, Draws
from sim.base.errors import BadInput
from sim.base.given import own
from sim.base.written import read
from sim.lab.options import Asked, check_number, check_whole
from sim.studies.factorial_sweep import Options, study

INTEGERS = (3, np.int64(3), np.int8(3), np.uint16(3), np.array(3))
REALS = (0.5, np.float64(0.5), np.float32(0.5), np.float16(0.5), Fraction(1, 2), Decimal("0.5"), np.array(0.5))
NO_NUMBERS = (True, np.True_, "1", "", b"1", None, math.nan, np.nan, math.inf, [1], np.array([1.0, 2.0]), 1j, object)
NO_WHOLE = (*NO_NUMBERS, 1.0, 1.5, np.float64(2.0), Fraction(1, 2), -1, 2**63, 10**400)


def one_line(call, *words):
    with pytest.raises(BadInput) as caught:
        call()
    line = caught.value.line()
    assert "\n" not in line and len(line) < 400 and all(word in line for word in words), line


@pytest.mark.parametrize("given", INTEGERS, ids=repr)
def test_a_whole_number_of_any_integer_type_is_the_same_option(given):
    asked = Asked(seed=given, jobs=given, block=given)
    check_whole("test", asked)
    assert asked == Asked(seed=3, jobs=3, block=3) and type(asked.seed) is int
    np.testing.assert_array_equal(Draws(given, [0, 1]).runs, Draws(3, [0, 1]).runs)


@pytest.mark.parametrize("given", NO_WHOLE, ids=repr)
def test_what_is_no_whole_number_is_one_line_as_a_seed(given):
    if given is not None:  # a number of runs in a block may be left to the study
        one_line(lambda: check_whole("test", Asked(block=given)), "--block", "a whole number from")
    one_line(lambda: Draws(given, [0]), "seed", "a whole number from 0")


@pytest.mark.parametrize("given", NO_WHOLE, ids=repr)
def test_what_is_no_whole_number_is_one_line_as_a_replicate(given):
    if not (isinstance(given, np.ndarray | list) or given is None):
        one_line(lambda: Draws(1, [given]), "replicate", "whole number")


@pytest.mark.parametrize("kind", [int, np.int32, np.uint8])
def test_replicates_may_be_of_any_integer_type(kind):
    np.testing.assert_array_equal(Draws(1, np.arange(5, dtype=kind)).runs, Draws(1, range(5)).runs)
    assert len(Draws(LARGEST, [])) == 0


@pytest.mark.parametrize("given", REALS, ids=repr)
def test_a_real_number_of_any_type_is_the_same_parameter(given):
    parameters = scenario().parameters.with_values({"misperception": given})
    assert parameters["misperception"] == 0.5 and type(parameters["misperception"]) is float
    check_number("test", "precision", given, 0.0, 1.0)
    assert own({"levels": [given, (given,)]}) == {"levels": (0.5, (0.5,))}


@pytest.mark.parametrize("given", NO_NUMBERS, ids=repr)
def test_what_is_no_number_is_one_line_as_a_parameter(given):
    if not isinstance(given, np.ndarray):
        one_line(
            lambda: scenario().parameters.with_values({"misperception": given}), "misperception", "a number from 0"
        )


@pytest.mark.parametrize(
    "given",
    [
        np.array([0.1, np.nan]),
        np.array([True, False]),
        np.array(["a"]),
        np.array([]),
        np.zeros((2, 2)),
        np.array([0.1, None]),
    ],
    ids=repr,
)
def test_numbers_for_each_run_are_checked_one_by_one(given):
    one_line(lambda: scenario().parameters.with_values({"misperception": given}), "misperception")


@pytest.mark.parametrize("levels", [[0, 1], (np.int64(0), 1.0), np.array([0, 1]), (Fraction(0), Decimal(1))], ids=repr)
def test_levels_of_any_type_are_the_same_sweep(levels):
    ours, theirs = (study(Options(scenario="vietnam-1965", levels=given)) for given in (levels, (0.0, 1.0)))
    assert ours.design == theirs.design and ours.facts == theirs.facts


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"levels": 1.0}, "--levels"),
        ({"levels": "0,1"}, "--levels"),
        ({"levels": (0, math.nan)}, "--levels"),
        ({"levels": (0, True)}, "--levels"),
        ({"replicates": 2.0}, "--replicates"),
        ({"replicates": "many"}, "--replicates"),
        ({"replicates": math.nan}, "--replicates"),
        ({"precision": True}, "--precision"),
        ({"force": "no"}, "--force"),
        ({"settings": "misperception=1"}, "--settings"),
        ({"settings": {"misperception": math.nan}}, "misperception"),
        ({"out": 3}, "--out"),
        ({"scenario": 3}, "--scenario"),
    ],
    ids=repr,
)
def test_an_option_of_another_kind_is_one_line(wrong, key):
    one_line(lambda: study(Options(**{"scenario": "vietnam-1965", **wrong})), key)


def test_paths_may_be_texts():
    assert Asked(out="results/mine").out == Path("results/mine")
    assert Options(posterior="sets.csv").posterior == Path("sets.csv")
    assert Asked(scenario=Path("mine.toml")).scenario == "mine.toml"


@pytest.mark.parametrize("text", ["1", "-0.3", "\N{MINUS SIGN}0.3", " +1e-3 ", ".5", "5."])
def test_numbers_are_read_as_they_are_written(text):
    assert read(text) == float(text.replace("\N{MINUS SIGN}", "-"))


@pytest.mark.parametrize("text", ["", "1_0", "\u0661", "1,5", "0x1", "nan", "inf", "1 2", "--1", "e5", "much"])
def test_what_only_python_takes_for_a_number_is_none(text):
    with pytest.raises(ValueError, match="is no number"):
        read(text)


def test_a_scenario_without_actions_is_told_before_anything_is_played(tmp_path):
    from sim.base.paths import CONFIGS
    from sim.lab.options import check_actions
    from sim.scenarios.scenario import load_scenario

    copy = tmp_path / "lone.toml"
    copy.write_bytes((CONFIGS / "scenarios" / "vietnam-1965.toml").read_bytes())
    with pytest.raises(BadInput, match=r"--scenario = 'lone': expected a scenario with actions"):
        check_actions("sweep", load_scenario(copy))
    check_actions("sweep", load_scenario("vietnam-1965"))
