"""`entente validate`: whether a TOML file can be used, and if not, what to mend."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def validate(
    file: Annotated[Path, typer.Argument(help="A scenario, actor, parameters, actions or sources file.")],
) -> None:
    """Check a TOML file, and play a month with it; say what is wrong in one line."""
    from sim.report.validate import validate_file

    typer.echo(f"ok: {file} is {validate_file(file)}")
