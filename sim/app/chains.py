"""The links between an action and its ends, as they are declared, with what was measured where that lies beside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.app.contract_answer import LinkTold, Number
from sim.base.recorder import read_table
from sim.inputs.chains import Chain, Link, shipped_chains
from sim.scenarios.scenario import Scenario

MEASURED = "chains.csv"

Measured = Mapping[tuple[str, int], Mapping[Any, Any]]


def links_of(scenario: Scenario, passage: str, folder: Path | None) -> list[LinkTold]:
    """The links of all chains of a passage and of those beside it: R5a has R5a, R5b and R5c."""
    known = shipped_chains()
    if known.scenario not in (scenario.name, *scenario.extends):
        return []
    stem = passage.rstrip("abc")
    found = [chain for key, chain in known.chains.items() if key.rstrip("abc") == stem]
    measured = _measured(folder)
    return [
        _told(chain, link, measured.get((chain.passage, link.number + 1), {}))
        for chain in found
        for link in chain.links
    ]


def _told(chain: Chain, link: Link, row: Mapping[Any, Any]) -> LinkTold:
    return {
        "chain": chain.passage,
        "title": chain.title,
        "name": link.name,
        "because": link.not_modelled or link.because,
        "expect": link.expect,
        "verdict": "not modelled" if link.not_modelled else str(row.get("verdict", "")),
        "unit": str(row.get("answer_unit", "")),
        "at_low": _number(row.get("at_low")),
        "at_high": _number(row.get("at_high")),
    }


def _number(value: Any) -> Number:
    return None if value is None or pd.isna(value) else float(f"{float(value):.4g}")


def _measured(folder: Path | None) -> Measured:
    """The rows of `chains.csv` in the folder or in the one called `chains` beside it; none where there is neither."""
    places = [folder / MEASURED, folder.parent / "chains" / MEASURED] if folder else []
    there = next((path for path in places if path.is_file()), None)
    if there is None:
        return {}
    rows = read_table(there).to_dict("records")
    return {(str(row["chain"]), int(row["link"])): row for row in rows}
