"""An array has the shape that its annotation names."""

import gc
import sys
from types import FunctionType

import pytest
from worlds import CASTS

from sim.base.draws import Draws
from sim.engine.interventions import Intervention, case_of
from sim.engine.simulate import play_block, simulate
from sim.evidence.facts import FACTS
from sim.evidence.observed import observed
from sim.evidence.record import record
from sim.evidence.tables import TURNS
from sim.model.world import World
from sim.scenarios.scenario import load_scenario, scenario_names

RUNS = 29
ANY = -1


def shapes(cast):
    """For each name of a shape its axes before the run."""
    return {
        "Run": (),
        "ActorRun": (cast.size,),
        "MatrixRun": (cast.size, cast.size),
        "PairRun": (ANY,),
        "TargetRun": (ANY,),
        "SlotRun": (len(cast.slots),),
        "TheatreRun": (len(cast.theatres),),
        "TurnRun": (ANY,),
        "PlaceRun": (ANY,),
    }


def fits(value, axes):
    """Whether an array has these axes, then that of the runs, which may be one where all are the same."""
    *before, runs = value.shape
    known = len(before) == len(axes) and all(axis in (ANY, size) for axis, size in zip(axes, before, strict=True))
    return known and runs in (1, RUNS)


class Watch:
    """Looks at what goes into every function of the project and what comes out, while code runs under it."""

    def __init__(self, cast):
        self.shapes = shapes(cast)
        functions = [f for f in gc.get_objects() if isinstance(f, FunctionType)]
        self.annotations = {f.__code__: f.__annotations__ for f in functions if str(f.__module__).startswith("sim.")}
        self.checked, self.wrong = set(), set()

    def __enter__(self):
        sys.setprofile(self.look)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def look(self, frame, event, given):
        """Compare arguments on the way in, and the result on the way out."""
        declared = self.annotations.get(frame.f_code, {})
        if event == "call":
            for name in declared.keys() & frame.f_locals.keys():
                self.compare(frame, name, declared[name], frame.f_locals[name])
        elif event == "return" and given is not None:
            self.compare(frame, "return", declared.get("return"), given)

    def compare(self, frame, name, declared, value):
        """Note an array that has another shape than it should."""
        if declared in self.shapes:
            where = f"{frame.f_code.co_qualname}, {name}"
            self.checked.add(where)
            if not fits(value, self.shapes[declared]):
                self.wrong.add(f"{where}: {declared}, not {value.shape}")


@pytest.mark.parametrize("name", CASTS)
def test_what_goes_into_a_function_and_comes_out_has_the_shape_that_is_annotated(name):
    case = case_of(load_scenario(name), Intervention(parameters={"misperception": 0.1}))
    with Watch(case.cast) as watch:
        play_block(case, Draws(1, range(RUNS)), until=3)
    assert watch.checked
    assert not watch.wrong


def test_what_is_measured_on_the_record_has_the_shape_that_is_annotated():
    case = case_of(load_scenario())
    past = record(case, Draws(1, range(RUNS)), TURNS)
    with Watch(case.cast) as watch:
        for fact in FACTS.values():
            fact.within(past, 0)
        for one in observed(case.scenario):
            one.show(past)
    assert watch.checked
    assert not watch.wrong


@pytest.mark.parametrize("name", scenario_names())
def test_every_variable_has_the_shape_that_is_annotated(name):
    case = case_of(load_scenario(name))
    (turn,) = simulate(case, Draws(1, range(RUNS)), until=1)
    for variable, array in turn.after.variables().items():
        assert fits(array, shapes(case.cast)[World.__annotations__[variable]]), variable
