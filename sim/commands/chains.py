"""Chains of the brief as they are shown: which there are, and what came of forcing their links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from sim.commands.console import progress, say, show
from sim.inputs.chains import load_chains
from sim.lab.samplers import usual
from sim.report.chosen import chosen_line
from sim.scenarios.scenario import load_scenario
from sim.studies import chains, screening

EVERY = "all"
REPLICATES, PAIRED = 100, 16
"""Histories at each end of a link, and of a part in a screening, where nobody says how many."""

TITLES = {
    "still": "Still: no outcome of any run answers",
    "faint": "Faint: no headline outcome moves by a twentieth of its spread",
    "elsewhere": "Still here, and played elsewhere",
}

Given = Mapping[str, Any]


def list_chains() -> None:
    """Show all chains, and what of each is modelled."""
    rows = [
        (
            chain.passage,
            chain.title,
            sum(not link.not_modelled for link in chain.links),
            "; ".join(link.name for link in chain.links if link.not_modelled),
        )
        for chain in load_chains().chains.values()
    ]
    show(pd.DataFrame(rows, columns=["chain", "what it is about", "links", "not modelled"]), "Chains")
    say(f"entente trace --chain PASSAGE forces each link of one, --chain {EVERY} those of all.")


def show_links(chain: str, replicates: int | None, out: Path | None, asked: Given, drawn: Given, *, dead: bool) -> None:
    """Show what is dead, or a chain or all as they are measured, or which chains there are."""
    if not (dead or chain):
        list_chains()
        return
    with TemporaryDirectory() as aside, progress("Playing histories") as moved:
        place = {**asked, "out": out or Path(aside) / "results"}
        if dead:
            show_parts(screening.run(screening.Options(**place, replicates=replicates or PAIRED), moved))
        else:
            source = drawn["parameters"] or usual(load_scenario(asked["scenario"]))
            named: dict[str, Any] = {
                "chains": () if chain == EVERY else (chain,),
                "replicates": replicates or REPLICATES,
            }
            options = chains.Options(**place, **{**drawn, "parameters": source}, **named)
            show_chains(chains.run(options, progress=moved), options)
    if out:
        say(f"Results: {out}")


def show_chains(table: pd.DataFrame, options: chains.Options) -> None:
    """Show what answers when links are forced, chain by chain."""
    known = load_chains().chains
    for passage, rows in table.groupby("chain", sort=False):
        show(_shown(rows), f"{passage}: {known[str(passage)].title}")
        for row in rows[rows["verdict"] == "not modelled"].itertuples():
            say(f"Not modelled: {row.name}. {row.because}.")
    counted = ", ".join(f"{count} {verdict}" for verdict, count in table["verdict"].value_counts().items())
    say(f"{counted}; {options.replicates} replicates, {options.parameters} parameters, intervals of 95 %.")
    if table.attrs[chains.CHOSEN]:
        say(chosen_line(table.attrs[chains.CHOSEN]))


def show_parts(table: pd.DataFrame) -> None:
    """Show which parameters, variables and outcomes move nothing, or hardly anything."""
    hardly = table[table["verdict"] != "moves"]
    for verdict, rows in hardly.groupby("verdict", sort=False):
        show(rows[["kind", "name", "moves", "orders", "largest", "where", "reason"]], TITLES[str(verdict)])
    counted = table.groupby("kind", sort=False)["verdict"].apply(lambda told: f"{sum(told == 'moves')} of {len(told)}")
    say("That move something: " + ", ".join(f"{count} {kind}s" for kind, count in counted.items()) + ".")


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[table["verdict"] != "not modelled"]
    return pd.DataFrame(
        {
            "link": rows["link"],
            "what follows from what": rows["name"],
            "forced": [_change(row) for row in rows.to_dict("records")],
            "answer": rows["answer"] + " (" + rows["answer_unit"] + ")",
            "low": rows["at_low"],
            "high": rows["at_high"],
            "difference": _with_interval(rows, "difference", "{:+.3g}"),
            "elasticity": _with_interval(rows, "elasticity", "{:+.2f}"),
            "expected": rows["expected"],
            "verdict": rows["verdict"],
        }
    )


def _change(row: Mapping[Any, Any]) -> str:
    return f"{row['forced']}: {row['low']} -> {row['high']} {row['forced_unit']}".rstrip()


def _with_interval(rows: pd.DataFrame, name: str, form: str) -> list[str]:
    columns = [name, f"{name}_low", f"{name}_high"]
    return ["{} ({} to {})".format(*map(form.format, row)) for row in rows[columns].itertuples(index=False)]
