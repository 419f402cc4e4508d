"""Tables of chains: each link with what tests it, and what came of forcing it, as `entente trace` left it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import BadInput
from sim.inputs.chains import FREE, End, Link, load_chains
from sim.odd.grid import code, codes, grid
from sim.report.sweep.findings import number, signed

MEASURED = Path("results/chains/chains.csv")


def links() -> str:
    """Every link: what is forced, what answers, what is expected and by whom."""
    rows = (
        (chain.passage, f"{link.number + 1}. {link.name}", *_tested(link))
        for chain in load_chains().chains.values()
        for link in chain.links
    )
    return grid(("chain", "link", "forced", "answer", "expected", "because"), rows)


def _tested(link: Link) -> tuple[str, str, str, str]:
    if link.not_modelled:
        return "", "", "not modelled", link.not_modelled
    force, answer = link.force, link.answer
    ends = f"{_end(force.low)} to {_end(force.high)}"
    span = "" if force.kind == "parameter" and force.low == force.high == FREE else f", {ends}"
    return f"{force.kind} {codes(force.names)}{span}", f"{answer.kind} {codes(answer.names)}", link.expect, link.because


def _end(end: End) -> str:
    return end if isinstance(end, str) else f"{end:g}"


def measured() -> str:
    """What came of forcing each link that is modelled, and how sure that is."""
    if not MEASURED.is_file():
        raise BadInput(
            "sim.odd", "results", str(MEASURED), "measured chains: entente trace --chain all --out results/chains"
        )
    table = pd.read_csv(MEASURED, keep_default_na=False)
    rows = (_row(row) for row in table[table["verdict"] != "not modelled"].to_dict("records"))
    return grid(("chain", "link", "answer at low", "at high", "unit", "elasticity", "interval", "verdict"), rows)


def _row(row: Mapping[Any, Any]) -> tuple[object, ...]:
    low, high, found, least, most = (
        float(row[key]) for key in ("at_low", "at_high", "elasticity", "elasticity_low", "elasticity_high")
    )
    bounds = f"{signed(least)} to {signed(most)}"
    return (
        *(row["chain"], f"{row['link']}. {row['name']}", number(low), number(high), row["answer_unit"]),
        *(signed(found), bounds, row["verdict"]),
    )


def still() -> str:
    """Parts that move nothing, and why they are kept."""
    return grid(("part", "why it is kept"), ((code(name), reason) for name, reason in load_chains().still.items()))
