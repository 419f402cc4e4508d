"""Passages of the brief and what follows from them, as they are shown."""

from __future__ import annotations

import pandas as pd

from sim.commands.console import say, show
from sim.engine.interventions import Intervention
from sim.inputs.sources import Passage, Sources
from sim.report.forced import HISTORIES, forced
from sim.report.trace import counts, fired, others_of, reasons_of, way_back
from sim.scenarios.scenario import Scenario


def show_passage(sources: Sources, passage: Passage, case: Scenario, seed: int) -> None:
    """Show one passage with all that follows from it, and how often."""
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


def show_forced(case: Scenario, done: Intervention, seed: int) -> None:
    """Show what follows from something done by force."""
    table = forced(case, done, seed)
    if len(table):
        show(table, "What differs when this is done by force")
    else:
        say("No outcome differs in any history.")
    say(f"Means over {HISTORIES} histories each way on the same random numbers, from turn {done.held_from} on.")


def show_orders(case: Scenario, seed: int) -> None:
    """Show the orders that were given, with the way back to passages."""
    seen = fired(case, seed)
    show(way_back(case, seen), "Orders, and the reasons and passages behind them")
    say(f"Counted over {seen.said}.")


def show_passages(sources: Sources, case: Scenario) -> None:
    """Show all passages, what cites them, and what was left out of them."""
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
