"""`entente trace`: from a passage of the brief to all that follows from it, and back from the orders."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.commands.options import DEFAULT_SCENARIO, ScenarioName, Seed


def trace(
    passage: Annotated[str | None, typer.Argument(help="A passage, such as D2; all of them if left out.")] = None,
    orders: Annotated[bool, typer.Option("--orders", help="List orders with the way back to passages.")] = False,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seed: Seed = 1,
) -> None:
    """Follow a passage to reasons, mechanisms, parameters and outcomes, or orders back to their passages."""
    from sim.commands.passages import show_orders, show_passage, show_passages
    from sim.inputs.sources import load_sources
    from sim.scenarios.scenario import load_scenario

    sources, case = load_sources(), load_scenario(scenario)
    if passage is not None:
        show_passage(sources, sources.passage(passage, "entente trace"), case, seed)
    elif orders:
        show_orders(case, seed)
    else:
        show_passages(sources, case)
