"""A dozen histories of the months on record, played once."""

import pytest
from worlds import scenario

from sim.base.draws import Draws
from sim.engine.interventions import case_of
from sim.evidence.record import record
from sim.evidence.tables import TURNS


@pytest.fixture(scope="session")
def histories():
    return record(case_of(scenario()), Draws(1, range(12)), TURNS)
