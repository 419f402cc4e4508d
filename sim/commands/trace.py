"""`entente trace`: from a passage of the brief to all that follows from it, and back from the orders."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
import typer

from sim.commands.console import say, show
from sim.commands.options import DEFAULT_SCENARIO, ScenarioName, Seed
from sim.inputs.sources import Passage, Sources, load_sources
from sim.report.trace import counts, fired, others_of, reasons_of, way_back
from sim.scenarios.scenario import Scenario, load_scenario


def trace(
    passage: Annotated[str | None, typer.Argument(help="A passage, such as D2; all of them if left out.")] = None,
    orders: Annotated[bool, typer.Option("--orders", help="List orders with the way back to passages.")] = False,
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seed: Seed = 1,
) -> None:
    """Follow a passage to reasons, mechanisms, parameters and outcomes, or orders back to their passages."""
    sources, case = load_sources(), load_scenario(scenario)
    if passage is not None:
        _passage(sources, sources.passage(passage, "entente trace"), case, seed)
    elif orders:
        _orders(case, seed)
    else:
        _overview(sources, case)


def _passage(sources: Sources, passage: Passage, case: Scenario, seed: int) -> None:
    say(f"{passage.key} ({passage.section}): {passage.paraphrase}", "bold")
    say(f"Read as {passage.read_as}. Status: {passage.status.replace('_', ' ')}. {passage.note}".rstrip())
    if passage.through:
        say(f"Carried by {'; '.join(passage.through)}.")
    say()
    seen = fired(case, seed)
    reasons = reasons_of(passage.key, case, seen)
    if len(reasons):
        show(reasons, "Reasons, and how often orders were given under the rules that hold them")
        say(f"Counted over {seen.said}; `adds` is the mean log-odds of the reason where the order was given.\n")
    for kind, table in others_of(passage.key, case).items():
        show(table, kind.capitalize())
    _works(sources, passage.key, case)


def _works(sources: Sources, key: str, case: Scenario) -> None:
    cited = [p.source for p in case.parameters.declared.values() if p.passage == key]
    works = {work.key: work for sentence in cited for work in sources.works_named(sentence)}
    if works:
        show(
            pd.DataFrame(
                [(k, w.line) for k, w in works.items()], columns=["work", "literature that its parameters lean on"]
            )
        )


def _orders(case: Scenario, seed: int) -> None:
    seen = fired(case, seed)
    show(way_back(case, seen), "Orders, and the reasons and passages behind them")
    say(f"Counted over {seen.said}.")


def _overview(sources: Sources, case: Scenario) -> None:
    counted = counts(case)
    rows = [
        (p.key, p.status.replace("_", " "), p.paraphrase, cited_by(counted, p.key)) for p in sources.passages.values()
    ]
    show(pd.DataFrame(rows, columns=["passage", "status", "says", "cited by"]), "Passages of the brief")
    for passage in sources.passages.values():
        if passage.note or passage.through:
            carried = f" Carried by {'; '.join(passage.through)}." if passage.through else ""
            said = f": {passage.note}" if passage.note else "."
            say(f"{passage.key}, {passage.status.replace('_', ' ')}{said}{carried}")


def cited_by(counted: pd.DataFrame, passage: str) -> str:
    """How many declarations of each kind cite a passage, in words."""
    if passage not in counted.index:
        return ""
    return ", ".join(f"{n} {kind}{'s' * (n > 1 and kind != 'series')}" for kind, n in counted.loc[passage].items() if n)
