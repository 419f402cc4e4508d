"""Functions of numbers have the bits of the C library, on any processor and however they are come by."""

import math
import subprocess
import sys

import numpy as np
import pytest

from sim.base.arrays import exp, log

RANDOM = np.random.default_rng(3)
NUMBERS = np.concatenate([RANDOM.normal(0.0, spread, 3_000) for spread in (0.1, 1.0, 10.0, 200.0)])
OF_ONE = {"exp": (exp, math.exp, NUMBERS), "log": (log, math.log, np.exp(NUMBERS / 2.0))}

WITHOUT_SCIPY = """
import math, sys
import numpy as np
from sim.base.arrays import exp, log
x = np.array([[-2.5, 0.3], [7.1, 700.0]])
assert exp(x).tolist() == [[math.exp(one) for one in row] for row in x] and isinstance(exp(1.0), float)
assert log(x[1]).tolist() == [math.log(one) for one in x[1]] and exp(np.zeros((0, 3))).shape == (0, 3)
assert "scipy" not in sys.modules
assert exp(np.array([1000.0, -1000.0])).tolist() == [math.inf, 0.0] and log(0.0) == -math.inf and np.isnan(log(-1.0))
assert "scipy" in sys.modules
"""


@pytest.mark.parametrize("name", OF_ONE)
def test_a_function_has_the_bits_of_the_c_library(name):
    of_many, of_one, numbers = OF_ONE[name]
    np.testing.assert_array_equal(of_many(numbers), [of_one(number) for number in numbers])


def test_what_is_no_number_or_too_large_is_told_by_the_result():
    np.testing.assert_array_equal(exp(np.array([np.nan, 1000.0, -1000.0])), [np.nan, np.inf, 0.0])
    np.testing.assert_array_equal(log(np.array([np.nan, 0.0, -1.0, np.inf])), [np.nan, -np.inf, np.nan, np.inf])


def test_it_is_the_same_before_anything_needs_scipy():
    subprocess.run([sys.executable, "-W", "error", "-c", WITHOUT_SCIPY], check=True)
