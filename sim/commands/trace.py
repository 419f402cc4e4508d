"""`entente trace`: from a passage of the brief to all that follows from it, and back from the orders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import DEFAULT_SCENARIO, Does, History, Jobs, ScenarioName, Seed, Sets, Stale, Start, Theories


def trace(
    passage: Annotated[str | None, typer.Argument(help="A passage, such as D2; all of them if left out.")] = None,
    orders: Annotated[bool, typer.Option("--orders", help="List orders with the way back to passages.")] = False,
    chains: Annotated[bool, typer.Option("--chains", help="List the chains whose links can be forced.")] = False,
    chain: Annotated[str, typer.Option(help="Force each link of the chain of a passage, or all.")] = "",
    dead: Annotated[bool, typer.Option("--dead", help="Screen for parts that move nothing.")] = False,
    do: Does = None,
    theory: Theories = None,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    start: Start = None,
    seed: Seed = 1,
    replicates: Annotated[
        int | None,
        typer.Option(
            min=2, max=100_000, help="Histories at each end of what is moved.", show_default="100; 16 for --dead"
        ),
    ] = None,
    parameters: Annotated[
        str,
        typer.Option(help="default, prior or posterior, for chains.", show_default="posterior, where there is one"),
    ] = "",
    posterior: Sets = None,
    stale: Stale = False,
    history: History = "",
    out: Annotated[Path | None, typer.Option(help="Folder for the table of chains or parts.")] = None,
    jobs: Jobs = 0,
) -> None:
    """Follow a passage to reasons, mechanisms, parameters and outcomes, or orders back to their passages.

    With --chain: what answers when each link from what is done to what comes of it is forced. With --dead: what moves
    nothing over its whole range. With --do: what follows when an order is forced or a variable held, beside the same
    histories without it.
    """
    from sim.commands.arm import Asked, intervention
    from sim.commands.chains import show_links
    from sim.commands.passages import show_forced, show_orders, show_passage, show_passages
    from sim.engine.interventions import case_of
    from sim.inputs.sources import load_sources
    from sim.scenarios.scenario import load_scenario

    sources, case = load_sources(), load_scenario(scenario)
    done = intervention(case, Asked(theories=theory, does=do), start)
    if chain or chains or dead:
        asked = {"scenario": scenario, "seed": seed, "jobs": jobs, "theories": done.theories}
        drawn = {"parameters": parameters, "posterior": posterior, "stale": stale, "history": history}
        show_links(chain, replicates, out, asked, drawn, dead=dead)
    elif do:
        show_forced(case, done, seed)
    elif passage is not None:
        passage_of = sources.passage(passage, "entente trace")
        show_passage(sources, passage_of, case_of(case, done).scenario, seed)
    elif orders:
        show_orders(case_of(case, done).scenario, seed)
    else:
        show_passages(sources, case_of(case, done).scenario)
