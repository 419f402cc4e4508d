"""Compiled turns are kept on disk, by all that they depend on, and never trusted blindly."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.engine.interventions import Case, Intervention, case_of
from sim.engine.kernel import program
from sim.engine.kernel.compiled import CompiledTurn
from sim.engine.simulate import play_block

NAME = "vietnam-1965"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty folder for compiled turns."""
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "turns"))
    return tmp_path / "turns"


def case():
    return Case(scenario(NAME), scenario(NAME).parameters)


def outcome(played):
    kernel = CompiledTurn(case(), played)
    return play_block(case(), Draws(1, range(9)), until=6, kernel=kernel).trajectory["territory"][-1]


def _compiled_in_a_process(_):
    return outcome(program.program_of(case())).tolist()


def test_a_program_is_compiled_once(cache, monkeypatch):
    first = outcome(program.program_of(case()))
    monkeypatch.setattr(program, "trace", None)  # tracing once more would fail
    np.testing.assert_array_equal(outcome(program.program_of(case())), first)
    assert len(list(cache.glob("*.turn"))) == 1


THOROUGH = (pytest.param(damage, marks=pytest.mark.thorough) for damage in (b"", b"{}\n", b"no program"))


@pytest.mark.parametrize("damage", [*THOROUGH, b'{"parameters": []}\nabc'])
def test_a_damaged_file_is_compiled_anew(cache, damage):
    first = outcome(program.program_of(case()))
    (file,) = cache.glob("*.turn")
    file.write_bytes(damage)
    np.testing.assert_array_equal(outcome(program.program_of(case())), first)
    assert file.stat().st_size > 1000


def test_a_file_cut_short_is_compiled_anew(cache):
    first = outcome(program.program_of(case()))
    (file,) = cache.glob("*.turn")
    file.write_bytes(file.read_bytes()[:-100])
    np.testing.assert_array_equal(outcome(program.program_of(case())), first)


@pytest.mark.thorough
def test_where_nothing_can_be_written_it_is_compiled_each_time(tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "a file" / "turns"))
    assert np.isfinite(outcome(program.program_of(case()))).all()


@pytest.mark.thorough
def test_several_processes_compile_the_same_at_once(cache):
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(_compiled_in_a_process, range(3)))
    assert results[0] == results[1] == results[2]
    assert len(list(cache.glob("*.turn"))) == 1


def test_numbers_and_dates_are_no_part_of_what_is_compiled():
    base = scenario()
    lever = Intervention(parameters={"support_ukraine": 1.0}, calm=("border_closed",))
    assert program.fingerprint(case_of(base, lever)) == program.fingerprint(case_of(base))


def test_rules_and_traits_are_part_of_what_is_compiled():
    base = scenario()
    richer = replace(base, starts={**base.starts, "economy": base.starts["economy"] * 2.0})
    others = [
        case_of(base),
        case_of(base, Intervention(policies={"CHN": "balancer"})),
        case_of(base, Intervention(without=("ties",))),
        case_of(base, Intervention(waived=("treaty_in_force",))),
        case_of(richer),
    ]
    assert len({program.fingerprint(one) for one in others}) == len(others)
