"""Documents with marked tables: what stands between two marks belongs to the generator."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sim.base.errors import BadInput
from sim.base.paths import shown
from sim.odd import cases, chains, declared, findings, pictures, reached, rules

MARKED = re.compile(r"(<!-- table: (?P<name>[a-z_]+) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
"""A table in a document, with its marks."""

TABLES: dict[str, Callable[[], str]] = {
    table.__name__: table
    for table in (
        declared.variables,
        declared.views,
        declared.relations,
        declared.actions,
        rules.policies,
        rules.reasons,
        rules.mechanisms,
        declared.series,
        declared.outcomes,
        declared.levers,
        declared.commitments,
        declared.parameters,
        declared.contested,
        declared.grades,
        reached.reached,
        cases.scenarios,
        cases.casts,
        cases.calendar,
        declared.schedule,
        declared.passages,
        declared.works,
        pictures.order_graph,
        chains.links,
        chains.still,
    )
}
"""Tables that follow from the declarations alone."""

PLAYED: dict[str, Callable[[], str]] = {
    table.__name__: table
    for table in (
        cases.facts,
        findings.first_stage,
        findings.answers,
        findings.ranks,
        findings.turning,
        findings.studies,
        chains.measured,
    )
}
"""Tables for which histories are played; a change in the last bit of a library may show in them."""


def render(text: str, where: str = "document", *, play: bool = True) -> str:
    """The text with every marked table written anew; without `play`, those of played histories stay as they are.

    Raises `BadInput` for a table that nobody declares.
    """

    def written(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in TABLES | PLAYED:
            raise BadInput(where, "table", name, "a known table", TABLES | PLAYED)
        if name in PLAYED and not play:
            return found[0]
        return f"{found[1]}{(TABLES | PLAYED)[name]()}\n{found[4]}"

    return MARKED.sub(written, text)


def rewrite(path: Path) -> None:
    """Write the tables of a document anew."""
    path.write_text(render(path.read_text(encoding="utf-8"), shown(path)), encoding="utf-8")
