"""Every rule against sums that a reader can check: inputs, what comes out, and the arithmetic in a comment.

The cases are data, in `tests/hand/`; how to write one stands in docs/howto.md.
"""

import re

import numpy as np
import pytest
from by_hand import HAND, cases, changed, files, followed, measured, outcome_names, sides, viewed

from sim.model.derived import DERIVED
from sim.model.legality import CONDITIONS, legal
from sim.model.mechanisms import MECHANISMS
from sim.model.mechanisms.disputes import disputes_by_spiral
from sim.model.policies import POLICIES
from sim.model.series import SERIES

MECHANISM = {mechanism.name: mechanism for mechanism in MECHANISMS} | {disputes_by_spiral.name: disputes_by_spiral}
REASONS = {why.name: why for policy in POLICIES.values() for rule in policy.rules for why in rule.reasons}
KNOWN = {
    "mechanisms": list(MECHANISM),
    "views": list(DERIVED),
    "series": list(SERIES),
    "outcomes": outcome_names(),
    "reasons": list(REASONS),
    "conditions": list(CONDITIONS),
}


def given(kind):
    """The cases of a kind, one test each."""
    return pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases(kind)])


def assert_as_computed(found, expected):
    """Everything that comes out is expected, to six digits, and nothing else comes out."""
    if isinstance(expected, dict):
        flat = dict(flattened(expected))
        assert {k: v for k, v in found.items() if k in flat} == pytest.approx(flat, rel=1e-6, abs=1e-12)
        assert found.keys() <= flat.keys(), f"not expected: { ({k: v for k, v in found.items() if k not in flat}) }"
    else:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-12)


def flattened(table, path=""):
    """Every number of a nested table with its dotted path; a zero says that nothing comes out."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{path}{key}.")
        elif value != 0:
            yield f"{path}{key}", value


@given("mechanisms")
def test_a_mechanism_changes_what_was_computed_by_hand_and_nothing_else(case):
    assert_as_computed(changed(MECHANISM[case["of"]], case), case["expect"])


@given("views")
def test_a_view_shows_what_was_computed_by_hand(case):
    assert_as_computed(viewed(case["of"], case), case["expect"])


@given("series")
def test_a_series_follows_what_was_computed_by_hand(case):
    assert_as_computed(followed(case["of"], case), case["expect"])


@given("outcomes")
def test_an_outcome_measures_what_was_computed_by_hand(case):
    assert_as_computed(measured(case["of"], case), case["expect"])


@given("reasons")
def test_a_reason_weighs_what_was_computed_by_hand(case):
    assert_as_computed(float(np.squeeze(REASONS[case["of"]](*sides(case)))), case["expect"])


@given("conditions")
def test_a_condition_of_legality_holds_where_it_should(case):
    assert_as_computed(float(np.squeeze(legal(case["of"], *sides(case)))), case["expect"])


# --- nobody is left out ---


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KNOWN.items() for name in names])
def test_each_has_a_case_computed_by_hand(kind, name):
    held = {case["of"] for _, case in cases(kind)}
    assert name in held, f"write a hand-computed case of {name!r} in tests/hand/{kind}/ (a file of its own will do)"


@pytest.mark.parametrize("kind", KNOWN)
def test_no_case_is_of_something_that_is_gone(kind):
    assert {case["of"] for _, case in cases(kind)} <= set(KNOWN[kind])


@pytest.mark.parametrize("path", [p for kind in KNOWN for p in files(kind)], ids=lambda p: str(p.relative_to(HAND)))
def test_every_number_that_is_expected_comes_with_its_arithmetic(path):
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        section = line if line.startswith("[") else section
        if re.match(r"expect\s*=\s*[^{\n]", line) or (section == "[case.expect]" and "=" in line.split("#")[0]):
            assert "#" in line, f"say how it is computed: {line}"
