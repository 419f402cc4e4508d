"""Checkpoints on disk: a branch as one file of arrays and one document, compared with the code and case of today."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Run
from sim.base.errors import BadInput
from sim.base.hashes import OF_A_TURN, code_hash, hash_of, plain
from sim.base.version import VERSION
from sim.engine.interventions import Intervention
from sim.engine.memory import Memory
from sim.evidence.record import ISSUED
from sim.lab.branch import Branch
from sim.lab.documents import revived
from sim.lab.pieces import write_aside
from sim.scenarios.scenario import Scenario, load_scenario

Arrays = dict[str, npt.NDArray[Any]]

FORMAT = 1
DOCUMENT, WORLD, NUMBERS, FOLLOWED, TRIGGERED = "document", "world", "numbers", "followed.", "triggered."
DEEPEST = 3
"""So deep a scenario's parameters, starting values and relations stand by name."""
UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error)
"""What comes of a file that is no checkpoint, or is cut short."""


def save(branch: Branch, path: Path, scenario: Scenario) -> None:
    """Write a branch of a scenario into a file; raise `BadInput` where it cannot be written."""
    document = {
        "format": FORMAT,
        "entente": VERSION,
        **{name: getattr(branch, name) for name in ("scenario", "turn", "seed", "levers_from")},
        "intervention": plain(branch.intervention),
        "made_by": made_by(scenario),
    }
    arrays: Arrays = {f"{FOLLOWED}{name}": values for name, values in branch.followed.items()}
    if ISSUED in branch.followed:
        arrays[f"{FOLLOWED}{ISSUED}"] = branch.followed[ISSUED].astype(np.uint8)
    arrays |= {
        f"{TRIGGERED}{what}.{name}": one for what, table in branch.triggered.items() for name, one in table.items()
    }
    arrays |= {DOCUMENT: np.array(json.dumps(document)), WORLD: branch.world, NUMBERS: branch.numbers}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_aside(path, lambda file: np.savez_compressed(file, allow_pickle=False, **arrays))
    except OSError as error:
        told = error.strerror or str(error)
        raise BadInput("checkpoint", "--save", str(path), f"a file that can be written ({told})") from None


def load(path: Path, scenario: str = "") -> Branch:
    """The branch that a file holds, of its own scenario or that of another name with the same contents.

    Raises `BadInput` for a file that holds none, and where the code of a turn or the scenario is another than it was.
    """
    document, arrays = _read(path)
    name = scenario or str(document["scenario"])
    _check_same(path, name, document["made_by"], made_by(load_scenario(name)))
    followed = {one.removeprefix(FOLLOWED): values for one, values in arrays.items() if one.startswith(FOLLOWED)}
    return Branch(
        scenario=name,
        turn=document["turn"],
        seed=document["seed"],
        numbers=arrays[NUMBERS],
        intervention=revived(Intervention, document["intervention"]),
        levers_from=document["levers_from"],
        world=arrays[WORLD],
        followed={one: values.astype(np.float64) for one, values in followed.items()},
        triggered=_triggered(arrays),
    )


def _triggered(arrays: Arrays) -> dict[str, dict[str, Run]]:
    """How triggers stood: by what is remembered, and by the name of the trigger or lever."""
    found: dict[str, dict[str, Run]] = {what: {} for what in Memory._fields if what != "months"}
    for path, values in arrays.items():
        if path.startswith(TRIGGERED):
            what, name = path.removeprefix(TRIGGERED).split(".", 1)
            found[what][name] = values
    return found


def _read(path: Path) -> tuple[dict[str, Any], Arrays]:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = dict(file)
        document = json.loads(str(arrays.pop(DOCUMENT)))
        whole = document["format"] == FORMAT and {WORLD, NUMBERS} <= set(arrays)
    except FileNotFoundError:
        raise BadInput(path, "--from", path.name, "an existing file; entente run --save makes one") from None
    except UNREADABLE:
        whole = False
    if not whole:
        raise BadInput(path, "--from", path.name, "a checkpoint as entente run --save writes it")
    return document, arrays


def made_by(scenario: Scenario) -> dict[str, str]:
    """Hashes of what a turn depends on, by what it is: rooms of code, and parts of a scenario."""
    rooms = {f"code of sim/{room}": code_hash((room,)) for room in OF_A_TURN}
    return {**rooms, **dict(_parts("", plain(scenario)))}


def _parts(name: str, document: Any, deep: int = 0) -> list[tuple[str, str]]:
    """The parts of a document down to those that say what they are."""
    if isinstance(document, Mapping) and deep < DEEPEST:
        return [found for key, inner in document.items() for found in _parts(f"{name} {key}".strip(), inner, deep + 1)]
    return [(name, hash_of(document)[:16])]


def _check_same(path: Path, scenario: str, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    differ = [name for name in (*now, *before) if before.get(name) != now.get(name)]
    if differ:
        named = list(dict.fromkeys(differ))
        told = ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
        raise BadInput(path, "--from", scenario, f"what it was saved under, now {told} differ: play and save it anew")
