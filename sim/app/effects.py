"""The effects of a finished sweep in plain names, for whoever wants every one of them."""

from __future__ import annotations

from sim.app.cells import read_cell
from sim.app.choice import Choice
from sim.app.columns import columns_of
from sim.app.contract_answer import ColumnTold, Effects
from sim.app.results import Finished
from sim.app.verdicts import titled
from sim.model.measures import ABROAD, Outcome
from sim.model.outcomes import outcomes_of
from sim.report.wording import condition
from sim.scenarios.scenario import Scenario

KINDS = ("main", "mix", "interaction", "other")
CORRECTED = {"low": "low_corrected", "high": "high_corrected"}


def effects(choice: Choice, finished: Finished | None) -> Effects:
    """A row for each effect, with intervals that hold for all of a kind at once; none without a sweep."""
    if finished is None:
        return {"columns": [], "rows": []}
    columns = _columns(choice.played)
    table = finished.told.tables["effects.csv"]
    own = table[table["kind"].isin(KINDS) & table["outcome"].isin([one["outcome"] for one in columns])]
    return {
        "columns": columns,
        "rows": [
            {
                "kind": str(row["kind"]),
                "mix": str(row["mix"]),
                "outcome": str(row["outcome"]),
                "headline": row["headline"] == "yes",
                "cell": read_cell({**row, **{end: row[corrected] for end, corrected in CORRECTED.items()}}),
            }
            for row in own.to_dict("records")
        ],
    }


def _columns(scenario: Scenario) -> list[ColumnTold]:
    """Every outcome: as the first screen calls it, or by its declared name in words."""
    shown = {column.outcome.name: column.told for column in columns_of(scenario)}
    return [shown.get(one.name) or _column(one) for one in outcomes_of(scenario.cast)]


def _column(outcome: Outcome) -> ColumnTold:
    quantity, least = outcome.quantity, outcome.least
    return {
        "outcome": outcome.name,
        "group": "The wider order" if outcome.theatre == ABROAD else condition(outcome.theatre).title(),
        "label": titled(outcome).partition(",")[0],
        "unit": quantity.unit,
        "share": outcome.binary or quantity.unit in ("share", "probability"),
        "meaning": quantity.meaning,
        "source": quantity.source,
        "least": least.size if least else 0.0,
        "wish": "",
    }
