"""`entente validate`: whether a TOML file can be used, and if not, what to mend."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def validate(
    file: Annotated[Path, typer.Argument(help="A scenario, actor, parameters, actions, chains or sources file.")],
) -> None:
    """Check a TOML file, and play a month with it; say what is wrong in one line."""
    from sim.inputs.kinds import kind_of

    kind_of(file)  # a file that cannot be read is told at once
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a month of one run leaves nothing for more to do
    from sim.commands.memory import checked

    typer.echo(f"ok: {file} is {checked(file, _check)}")


def _check(file: Path) -> str:
    from sim.report.validate import validate_file  # all that plays

    return validate_file(file)
