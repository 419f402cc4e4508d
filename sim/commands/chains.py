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
from sim.scenarios.scenario import load_scenario
from sim.studies.chains import Options, run

EVERY = "all"


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


def show_chains(name: str, out: Path | None, source: str, asked: Mapping[str, Any]) -> None:
    """Force the links of a chain, or of all, and show what answers; the table is kept where a folder is named."""
    chains, drawn = () if name == EVERY else (name,), source or usual(load_scenario(asked["scenario"]))
    with TemporaryDirectory() as aside, progress("Playing histories") as moved:
        options = Options(**asked, parameters=drawn, chains=chains, out=out or Path(aside) / "chains")
        table = run(options, progress=moved)
    known = load_chains().chains
    for passage, rows in table.groupby("chain", sort=False):
        show(_shown(rows), f"{passage}: {known[str(passage)].title}")
        for row in rows[rows["verdict"] == "not modelled"].itertuples():
            say(f"Not modelled: {row.name}. {row.because}.")
    counted = ", ".join(f"{count} {verdict}" for verdict, count in table["verdict"].value_counts().items())
    kept = f" Results: {out}" if out else ""
    say(f"{counted}; {asked['replicates']} replicates, {drawn} parameters, intervals of 95 %.{kept}")


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
