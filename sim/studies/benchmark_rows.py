"""What `entente bench` compares: a row is a name, a function that does the work, and how much of it at a time.

A further row is one entry of `ROWS`; its function stands at the top of a module, for it is called in another process.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from sim.base.draws import Draws
from sim.base.paths import CONFIGS
from sim.engine.interventions import case_of
from sim.engine.kernel.choice import VARIABLE, kernel_for
from sim.engine.simulate import play
from sim.model.series import recorded_series
from sim.report.benchmark import ALL, ARRAYS, BATCH, BATCH_ARRAYS, KERNEL, MESA, MESA_ARRAYS, PLAIN
from sim.scenarios.scenario import Scenario

SEED = 1


@dataclass(frozen=True)
class Work:
    """One piece of work to be measured: which row, on which scenario, and how much of it."""

    row: str
    scenario: str
    runs: int
    turns: int | None = None
    copies: int = 1
    first: int = 0


Do = Callable[[Work, Scenario], None]


@dataclass(frozen=True)
class Row:
    """One row: `part` is speed or start-up; `do` plays `histories` histories, or starts up once."""

    part: str
    name: str
    do: Do
    histories: int = 1
    everywhere: bool = False


def ensemble(work: Work, case: Scenario) -> None:
    """Play many histories at once, in blocks."""
    played = case_of(case)
    draws, kernel = Draws(SEED, range(work.first, work.first + work.runs)), kernel_for(played)
    for _ in play(played, draws, work.turns, kernel=kernel):
        pass


def by_arrays(do: Do, work: Work, case: Scenario) -> None:
    """Do work with the arrays in place of the compiled turn."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "arrays"
    try:
        do(work, case)
    finally:
        del os.environ[VARIABLE]
        if before is not None:
            os.environ[VARIABLE] = before


def mesa_alone(work: Work, case: Scenario) -> None:
    """Play histories of the Mesa model one by one."""
    from sim.engine.mesa_model import EntenteModel

    for replicate in range(work.runs):
        model = EntenteModel(work.scenario, replicate, SEED, agent_variables=False)
        for _ in range(work.turns or case.turns):
            model.step()


def batch_run(work: Work, case: Scenario) -> None:
    """Play histories of the Mesa model by Mesa's own runner."""
    import mesa

    from sim.engine.mesa_model import EntenteModel

    fixed = {"case": work.scenario, "replicate": list(range(work.runs)), "agent_variables": False}
    seeds: Mapping[str, object] = {"rng": [SEED]}
    # Up to Mesa 3.4 the seed is a parameter of the model, from 3.5 on one of the batch.
    apart = "rng" in inspect.signature(mesa.batch_run).parameters
    mesa.batch_run(
        EntenteModel,
        fixed if apart else {**fixed, **seeds},
        number_processes=1,
        data_collection_period=1,
        max_steps=work.turns or case.turns,
        display_progress=False,
        **(seeds if apart else {}),
    )


def plain_objects(work: Work, case: Scenario) -> None:
    """Play histories of the plain objects one by one."""
    from sim.studies.plain_objects.model import PlainModel

    for replicate in range(work.runs):
        model = PlainModel(case, replicate)
        for _ in range(work.turns or case.turns):
            model.step()


def command(words: tuple[str, ...], work: Work, case: Scenario) -> None:
    """Run one command of `entente` in a process of its own."""
    program = "import sys; from sim.commands.main import main; main(sys.argv[1:])"
    subprocess.run([sys.executable, "-c", program, *words], check=True, capture_output=True)


def written(work: Work, case: Scenario) -> None:
    """Trace a turn, order its work and write its code as text."""
    text_of.cache_clear()
    text_of(case)


@lru_cache(maxsize=1)
def text_of(case: Scenario) -> str:
    """The code of a turn as text."""
    from sim.engine.kernel.program import compiled
    from sim.engine.kernel.trace import trace

    return compiled(trace(case_of(case)))[1]


def translated(work: Work, case: Scenario) -> None:
    """Make machine code of the text, which lies ready since it was warmed up."""
    from sim.engine.kernel.machine import machine_code

    machine_code(text_of(case))


def loaded(work: Work, case: Scenario) -> None:
    """Find the compiled turn of a scenario that was just read, and load it."""
    from sim.engine.kernel.program import program_of

    program_of(case_of(replace(case)))


VALIDATE = ("validate", str(CONFIGS / "scenarios" / "northeast-asia.toml"))

ROWS: tuple[Row, ...] = (
    Row("speed", KERNEL, ensemble, 2_048),
    Row("speed", ALL, ensemble, 2_048, everywhere=True),
    Row("speed", ARRAYS, partial(by_arrays, ensemble), 512),
    Row("speed", PLAIN, plain_objects, 8),
    Row("speed", MESA, mesa_alone, 20),
    Row("speed", MESA_ARRAYS, partial(by_arrays, mesa_alone)),
    Row("speed", BATCH, batch_run, 20),
    Row("speed", BATCH_ARRAYS, partial(by_arrays, batch_run)),
    Row("start-up", "entente --help", partial(command, ("--help",))),
    Row("start-up", "entente validate", partial(command, VALIDATE)),
    Row("start-up", "compile a turn: trace, schedule, write code", written),
    Row("start-up", "compile a turn: machine code", translated),
    Row("start-up", "load a compiled turn", loaded),
)


def work_of_a_turn(case: Scenario) -> dict[str, dict[str, int]]:
    """By model: decisions, reasons weighed, pairs answered over and columns recorded in a turn."""
    from sim.studies.plain_objects.model import PlainModel

    cast, plain = case.cast, PlainModel(case)
    pairs, lists = cast.pairs, (plain.linked, plain.rivals, plain.allied, plain.partners, plain.disputants)
    ours = (pairs.linked, pairs.rivals, pairs.allied, pairs.partners, pairs.disputants)
    return {
        "this model": {
            "decisions": len(cast.slots),
            "reasons": sum(len(slot.rule.reasons) for slot in cast.slots),
            "pairs": sum(map(len, ours)),
            "columns": len(recorded_series(cast)),
        },
        PLAIN: {
            "decisions": len(plain.orders),
            "reasons": sum(len(order.reasons) for order in plain.orders),
            "pairs": sum(map(len, lists)),
            "columns": len(plain.datacollector.model_reporters),
        },
    }
