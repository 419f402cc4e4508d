"""`entente schema`: JSON Schema of the TOML files, and of what the page is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sim.base.errors import BadInput, known_or_bad

KINDS = (
    "scenario",
    "actor",
    "parameters",
    "actions",
    "commitments",
    "script",
    "pathway",
    "chains",
    "sources",
    "setup",
    "frame",
    "moved",
    "baseline",
    "bands",
    "plan",
    "followed",
    "answer",
    "played",
    "arrived",
    "mixes",
    "studies",
    "curve",
    "effects",
    "example",
)
"""The kinds of file and message, for the help, which does not load their schemas."""


def schema(
    kind: Annotated[str | None, typer.Argument(help=f"One of: {', '.join(KINDS)}; all if left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write one file for each kind into this folder.")] = None,
) -> None:
    """Print the JSON Schema of a kind of file or of a message to the page, or write all of them for editors."""
    from sim.base.manifest import manifest_of
    from sim.base.recorder import writing
    from sim.scenarios.editor_schemas import SCHEMAS, as_text, json_schema, write_schemas

    if kind is not None:
        known_or_bad(kind, KINDS, "entente schema", "kind", "a kind of file or message")
    known = dict(SCHEMAS)
    if kind not in known:
        from sim.app.schemas import SENT

        known |= SENT
    if out is not None:
        if manifest_of(out):
            raise BadInput("entente schema", "--out", str(out), "a folder that holds no results")
        with writing(out):
            files = write_schemas(out, known)
        typer.echo(f"Wrote {', '.join(path.name for path in files)} to {out}")
    elif kind is not None:
        typer.echo(as_text(kind, known), nl=False)
    else:
        typer.echo(json.dumps({name: json_schema(name, known) for name in KINDS}, indent=1, ensure_ascii=False))
