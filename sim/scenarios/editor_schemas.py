"""JSON Schema of the TOML files, from the same declarations that the loaders check them with."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from sim.base.paths import CONFIGS
from sim.base.schemas import Schema
from sim.inputs.actions import actions_schema
from sim.inputs.chains import chains_schema
from sim.inputs.parameters import parameters_schema
from sim.inputs.sources import sources_schema
from sim.model.legality import CONDITIONS
from sim.scenarios.commitments import commitments_schema
from sim.scenarios.pathways import pathway_schema
from sim.scenarios.schemas import actor_schema, scenario_schema
from sim.scenarios.scripts import script_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = CONFIGS / "schema"

Schemas = Mapping[str, tuple[str, Callable[[], Schema]]]
"""By name a title, and what makes the schema."""

SCHEMAS: Schemas = {
    "scenario": ("Entente: a scenario", scenario_schema),
    "actor": ("Entente: an actor", actor_schema),
    "parameters": ("Entente: the table of parameters", parameters_schema),
    "actions": ("Entente: the table of actions", partial(actions_schema, tuple(CONDITIONS))),
    "commitments": ("Entente: levers and their commitments", commitments_schema),
    "script": ("Entente: a script, orders by month", script_schema),
    "pathway": ("Entente: a pathway of levers over time", pathway_schema),
    "chains": ("Entente: chains and how each link is tested", chains_schema),
    "sources": ("Entente: passages and literature", sources_schema),
}
"""For each kind of file its title and the schema that its loader uses."""


def json_schema(kind: str, known: Schemas = SCHEMAS) -> Schema:
    """The JSON Schema of one kind of file, with dialect and title, as editors read it."""
    title, schema = known[kind]
    return {"$schema": DIALECT, "title": title, **schema()}


def as_text(kind: str, known: Schemas = SCHEMAS) -> str:
    """The JSON Schema of one kind of file as text, the same bytes every time."""
    return json.dumps(json_schema(kind, known), indent=1, ensure_ascii=False) + "\n"


def write_schemas(folder: Path, known: Schemas = SCHEMAS) -> list[Path]:
    """Write all schemas into a folder, made if missing; give the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / f"{kind}.json": as_text(kind, known) for kind in known}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)
