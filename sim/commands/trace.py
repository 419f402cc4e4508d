"""`entente trace`: from a passage of the brief to all that follows from it, and back from the orders."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.commands.options import DEFAULT_SCENARIO, Does, ScenarioName, Seed, Start, Theories


def trace(
    passage: Annotated[str | None, typer.Argument(help="A passage, such as D2; all of them if left out.")] = None,
    orders: Annotated[bool, typer.Option("--orders", help="List orders with the way back to passages.")] = False,
    do: Does = None,
    theory: Theories = None,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    start: Start = None,
    seed: Seed = 1,
) -> None:
    """Follow a passage to reasons, mechanisms, parameters and outcomes, or orders back to their passages.

    With --do: what follows when an order is forced or a variable held, beside the same histories without it.
    """
    from sim.commands.arm import Asked, intervention
    from sim.commands.passages import show_forced, show_orders, show_passage, show_passages
    from sim.engine.interventions import case_of
    from sim.inputs.sources import load_sources
    from sim.scenarios.scenario import load_scenario

    sources, case = load_sources(), load_scenario(scenario)
    done = intervention(case, Asked(theories=theory, does=do), start)
    if do:
        show_forced(case, done, seed)
        return
    case = case_of(case, done).scenario
    if passage is not None:
        show_passage(sources, sources.passage(passage, "entente trace"), case, seed)
    elif orders:
        show_orders(case, seed)
    else:
        show_passages(sources, case)
