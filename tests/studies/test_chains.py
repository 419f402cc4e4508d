"""Every link between what is done and what comes of it is alive, or listed as not modelled; and a dead one is told."""

from functools import cache

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.base.paths import CONFIGS
from sim.inputs.chains import Answer, Forced, Link, load_chains
from sim.inputs.sources import load_sources
from sim.scenarios.scenario import load_scenario
from sim.studies.chains import Options, elasticity, measured, run, study, table_of

CHAINS = load_chains()
DRIVERS, SHIFT, ADVICE = "P2 D1 D2 D3 D4", "S1 S2 S3 S4 S5 S6 T1 T2 C1 C2 C3", "R1 R2 R3a R3b R4 R5a R5b R5c E1 E2"
PASSAGES = f"{DRIVERS} {SHIFT} {ADVICE}".split()
REPLICATES = 16
FEW = 0.05
"""Share of links of which so few replicates may leave it open whether they are alive."""

LINK = """
scenario = "northeast-asia"
[chains.R5a]
title = "One link"
[[chains.R5a.links]]
name = "Broadcasts reach people"
force = { order = "KOR:broadcast:PRK", low = "never", high = 1 }
answer = { outcome = "outside_information_mean" }
expect = "up"
because = "R5a"
least = 0.005
"""


@cache
def played(*chains, without=(), replicates=REPLICATES):
    """Chains of the project as they are measured, in a folder that goes away; few of them in this process."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        asked = {
            "replicates": replicates,
            "chains": chains,
            "without": without,
            "history": "free",
            "jobs": 1 if chains else 0,
        }
        return run(Options(out=Path(folder) / "chains", **asked))


def broken(tmp_path, old="", new="", text=LINK):
    """A file of chains with something in it replaced."""
    path = tmp_path / "chains.toml"
    path.write_text(text.replace(old, new) if old else text)
    return path


# --- the table ---


@pytest.mark.parametrize("passage", PASSAGES)
def test_every_passage_has_a_chain(passage):
    assert passage in CHAINS.chains


def test_every_chain_is_about_a_passage_of_the_brief():
    assert set(CHAINS.chains) <= set(load_sources().passages)


@pytest.mark.parametrize("link", [k for c in CHAINS.chains.values() for k in c.links], ids=lambda k: k.key)
def test_who_expects_a_link_is_among_the_sources(link):
    import re

    sources = load_sources()
    cited = re.findall(r"[A-Z][\w']+(?:, [A-Z]\w+)*(?: and [A-Z]\w+| et al\.)? (?:19|20)\d\d", link.because)
    assert link.not_modelled or cited or link.because
    for work in cited:
        assert sources.works_named(work), work


ALL = pytest.param((), marks=pytest.mark.thorough, id="all")


@pytest.mark.parametrize("chains", [("R5b",), ALL])
def test_every_link_is_alive_or_listed_as_not_modelled(chains):
    table = played(*chains)
    broken = table[table["verdict"].isin(["dead", "contrary"])]
    shown = ["chain", "link", "name", "elasticity", "elasticity_low", "elasticity_high", "least", "verdict"]
    assert broken.empty, "\n" + broken[shown].to_string(index=False)
    unclear = table[table["verdict"] == "unclear"]
    assert len(unclear) <= FEW * len(table), "\n" + unclear[shown].to_string(index=False)


@pytest.mark.thorough
@pytest.mark.parametrize("chains", [("R5a", "R5b"), ()], ids=["two", "all"])
def test_a_chain_alone_is_measured_as_among_others(chains):
    every = played(*chains)
    alone = played("R5b")
    among = every[every["chain"] == "R5b"].reset_index(drop=True)
    for name in ("at_low", "at_high", "difference", "elasticity", "elasticity_low"):
        assert np.array_equal(alone[name], among[name]), name


@pytest.mark.thorough
def test_a_link_whose_mechanism_is_switched_off_is_dead():
    assert set(played("R5b", without=("society",), replicates=4)["verdict"]) == {"dead"}


def test_links_that_force_the_same_share_their_arms():
    table = table_of(CHAINS, load_scenario())
    names = [arm.name for arm in table.arms]
    assert len(names) == len(set(names)) < 2 * len(table.tests)
    assert names[0] == "as it is" and {arm.baseline for arm in table.arms} == {0}


def test_links_are_forced_on_histories_that_end_as_the_record_does(tmp_path):
    plans = [study(Options(out=tmp_path, history=past)).conditioned for past in ("", "record", "free")]
    assert plans == [True, True, False]


# --- what is measured ---


def answered(low, high, expect="up", least=0.05):
    """What a link comes to whose answers are given at both ends, forced from nothing to something."""
    link = Link("R1", 0, "a link", expect=expect, least=least)
    return measured(link, 2.0, np.array(low, dtype=float), np.array(high, dtype=float))


def test_elasticity_is_change_over_midpoint_per_change_over_midpoint():
    found = answered([1.0, 1.0, 1.0], [3.0, 3.0, 3.0])
    assert found["elasticity"] == 0.5 and found["difference"] == 2.0 and found["verdict"] == "alive"


def test_the_numbers_of_runs_behind_an_elasticity_have_it_as_their_mean():
    rng = np.random.default_rng(1)
    low, high = rng.uniform(1, 2, 400), rng.uniform(2, 3, 400)
    one, other = low.mean(), high.mean()
    assert elasticity(low, high).mean() == pytest.approx(2 * (other - one) / (other + one))
    shuffled = [rng.integers(0, 400, 400) for _ in range(600)]
    again = [2 * (high[k].mean() - low[k].mean()) / (high[k].mean() + low[k].mean()) for k in shuffled]
    assert elasticity(low, high).std() / 20 == pytest.approx(np.std(again), rel=0.1)


@pytest.mark.parametrize(
    ("low", "high", "expect", "verdict"),
    [
        ([1, 2, 3], [1, 2, 3], "up", "dead"),
        ([0, 0, 0], [0, 0, 0], "contested", "dead"),
        ([2.0, 2.1, 2.0], [1.0, 1.1, 1.0], "up", "contrary"),
        ([2.0, 2.1, 2.0], [1.0, 1.1, 1.0], "down", "alive"),
        ([2.0, 2.1, 2.0], [1.0, 1.1, 1.0], "contested", "contested"),
        ([1, 5, 9], [9, 1, 8], "up", "unclear"),
        ([np.nan, np.nan, 1], [1, 1, 1], "up", "dead"),
    ],
)
def test_a_verdict_follows_from_elasticity_interval_and_direction(low, high, expect, verdict):
    assert answered(low, high, expect)["verdict"] == verdict


# --- bad input ---


def test_the_chain_that_the_mistakes_are_made_in_is_none(tmp_path):
    chains = load_chains(broken(tmp_path))
    assert len(table_of(chains, load_scenario()).arms) == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("expect = ", "expects = ", r"links\[0\]\.expects"),
        ('because = "R5a"', "", r"links\[0\]\.because = None: expected this key, or not_modelled"),
        ("least = 0.005", "least = 7", r"links\[0\]\.least = 7"),
        ('expect = "up"', 'expect = "sideways"', r"'sideways'.*known: up, down, contested"),
        ("high = 1", "high = 1, parameter = 'jamming'", r"force = 'order, parameter': expected one kind"),
        ("outcome =", "result =", r"answer\.result"),
        ("outside_information_mean", "outside_information", r"answer = 'outside_information'.*did you mean"),
        ("KOR:broadcast:PRK", "KOR:broadcasts:PRK", r"links\[0\]\.force = 'broadcasts': expected an action"),
        ("KOR:broadcast:PRK", "KOR:broadcast", r"expected WHO:ACTION:WHOM"),
        ("KOR:broadcast:PRK", "*:broadcast:PRK", r"not of anybody"),
        ('low = "never", high = 1', "low = 1, high = 1", r"two ends that differ"),
        (', low = "never", high = 1', "", r"two ends that differ"),
        ('low = "never"', 'low = "some"', r"force = 'some': expected a number"),
        ('order = "KOR:broadcast:PRK", low = "never"', "held = 'tie.KOR', low = 0", r"expected tie\.ACTOR\.ACTOR"),
        ('order = "KOR:broadcast:PRK", low = "never"', "held = 'ties', low = 0", r"a variable.*did you mean tie"),
        (
            'order = "KOR:broadcast:PRK", low = "never"',
            "held = 'front', low = -1",
            r"force = -1: expected a number from 0 to 1",
        ),
        ('order = "KOR:broadcast:PRK", low = "never"', "dose = 'peace', low = 0", r"'peace': expected a known lever"),
        ('order = "KOR:broadcast:PRK", low = "never"', "parameter = 'jam', low = 0", r"a known parameter"),
        ('order = "KOR:broadcast:PRK", low = "never", high = 1', "theory = 'x', high = 'y'", r"a known theory"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path, old, new, said):
    with pytest.raises(BadInput, match=said) as told:
        table_of(load_chains(broken(tmp_path, old, new)), load_scenario())
    assert "\n" not in told.value.line()


def test_a_chain_that_there_is_not_is_told_with_those_that_there_are(tmp_path):
    with pytest.raises(BadInput, match=r"--chain = 'R9'.*known: R1"):
        run(Options(out=tmp_path / "x", chains=("R9",)))
    assert not (tmp_path / "x").exists()


def test_chains_of_another_scenario_are_not_played(tmp_path):
    with pytest.raises(BadInput, match=r"--scenario = 'vietnam-1965': expected northeast-asia"):
        run(Options(out=tmp_path / "x", scenario="vietnam-1965"))


def test_the_file_that_ships_says_what_kind_it_is():
    from sim.inputs.kinds import kind_of

    assert kind_of(CONFIGS / "chains.toml") == "chains"
    assert Forced("order", ("A:talk:B",)).said == "order A:talk:B" and Answer("series", ("x",)).said == "series x"
