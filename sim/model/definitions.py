"""Numbers that define and do not claim: units, scales of code books, and what keeps arithmetic finite.

A number one could dispute does not belong here: it is a row of `configs/parameters.toml`.
"""

from __future__ import annotations

MONTHS_A_YEAR = 12.0
"""A turn is a month."""

MILLIONS_A_BILLION = 1000.0
"""Prices are declared in USD million, values counted in USD bn."""

TENS_OF_THOUSANDS = 10.0
"""Men are counted in thousands, the alarm at outsiders' men declared per ten thousand."""

GOLDSTEIN_SCALE = 10.0
"""The largest score of an act (Goldstein 1992)."""

THREAT, DISPLAY, USE_OF_FORCE, WAR = 2.0, 3.0, 4.0, 5.0
"""Hostility levels of a militarised dispute, as the Correlates of War number them."""

FLOOR = 1e-9
"""Keeps logarithms and quotients finite where there is nothing."""

SMALLEST = 1e-300
"""Keeps the logarithm of a sum of powers finite where the sum is nothing."""

NEARLY_ZERO = 1e-3
"""An exponent closer to 0 than this is taken as this: the limit itself divides by 0."""
