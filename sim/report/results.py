"""What is said of finished results: what stands in a folder, and how two folders differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sim.base.hashes import code_hash
from sim.base.recorder import DICTIONARY
from sim.lab.comparison import Comparison
from sim.lab.finished import Finished
from sim.report.sweep.findings import number, signed

MOST = 20
"""Effects that are told one by one."""
WAYS = ("larger", "smaller", "probably larger", "probably smaller")


def overview(folders: Iterable[Finished]) -> pd.DataFrame:
    """A row for each folder: what it holds, from what it was made, and whether its files are as they were."""
    return pd.DataFrame([_row(one) for one in folders])


def _row(one: Finished) -> dict[str, Any]:
    facts, damaged = one.manifest, one.damaged()
    whole = f"{len(facts['files'])} as they were" if not damaged else f"{len(damaged)} changed or missing"
    told = {name: facts.get(name, "") for name in ("scenario", "version", "seed", "runs", "failed")}
    code = "this" if facts.get("code_hash") == code_hash() else "another"
    return {"folder": str(one.out), "experiment": one.experiment, **told, "code": code, "files": whole}


def facts_of(one: Finished) -> dict[str, Any]:
    """All that is said of one folder, as plain values."""
    made = {name: one.manifest.get(name) for name in ("version", "commit", "config_hash", "code_hash", "versions")}
    told = {**_row(one), **made, "failed_runs": one.manifest.get("failed_runs", []), "settings": one.settings}
    held = {path: one.described.get(path, "") for path in one.manifest["files"]}
    return {**told, "damaged": one.damaged(), "headline": headline(one), "holds": held}


def settings(one: Finished) -> pd.DataFrame:
    """What was asked for, by name."""
    return pd.DataFrame([(name, short(value)) for name, value in one.settings.items()], columns=["setting", "value"])


def short(value: Any, most: int = 60) -> str:
    """A setting in a cell."""
    if isinstance(value, Mapping | list):
        text = json.dumps(value, ensure_ascii=False) if value else "none"
    else:
        text = "none" if value is None else str(value)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def headline(one: Finished) -> list[str]:
    """The answer in some lines: what the study found, or what each action or arm makes larger and smaller."""
    for name in ("verdict", "found"):
        if one.manifest.get(name):
            return [str(line) for line in one.manifest[name]]
    damaged = set(one.damaged())
    if DICTIONARY in damaged or not one.effects or {one.effects, "runs.csv"} & damaged:
        return ["What was found is not told: its tables are no longer what was written."] if damaged else []
    if "reading" not in one.columns(one.effects):
        return []
    table = one.table(one.effects)
    if "kind" in table:
        alone = table["mix"].isin(one.columns("runs.csv", "lever")) & (table["kind"] == "other")
        table = table[alone | (table["kind"] == "main")]
    rows, arm = table[table["headline"] == "yes"], "mix" if "mix" in table else "arm"
    return [_line(str(name), own) for name, own in rows.groupby(arm, sort=False)] if arm in rows else []


def _line(name: str, rows: pd.DataFrame) -> str:
    parts = []
    for way in WAYS:
        own = rows[rows["reading"] == way]
        told = [f"{outcome} {signed(change, 2)}" for outcome, change in zip(own.outcome, own.difference, strict=True)]
        parts += [f"{way}: {', '.join(told)}"] if told else []
    still = sum(rows["reading"] == "open")
    return f"{name}: {'; '.join(parts) or 'nothing beyond what matters'} ({len(rows)} headline outcomes, {still} open)."


def differing(found: Mapping[str, tuple[Any, Any]], names: tuple[str, str]) -> pd.DataFrame:
    """What differs by name, side by side."""
    rows = [(name, short(one), short(other)) for name, (one, other) in found.items()]
    return pd.DataFrame(rows, columns=["", *names])


def moved(found: Comparison) -> pd.DataFrame:
    """The effects that differ beyond noise, the surest first, as they are shown."""
    rows = _beyond(found).sort_values("p_holm", kind="stable").head(MOST)
    named = rows["mix" if "mix" in rows else "arm"] if {"mix", "arm"} & set(rows) else rows.iloc[:, 0]
    told = {"effect": named, "outcome": rows["outcome"], "one": rows["one"].map(number)}
    bounds = rows["low"].map(signed) + " to " + rows["high"].map(signed)
    told |= {"other": rows["other"].map(number), "change": rows["change"].map(signed), "95 %": bounds}
    return pd.DataFrame({**told, "compared": rows["how"], "unit": rows["unit"]})


def _beyond(found: Comparison) -> pd.DataFrame:
    assert found.effects is not None
    return found.effects[found.effects["beyond"] == "yes"]


def verdict(found: Comparison) -> str:
    """How many effects are the same, differ within noise, and beyond it; in one sentence."""
    if found.effects is None:
        return "No table of effects stands in both: only settings and files were compared."
    table = found.effects
    same, beyond = (table["how"] == "same").sum(), (table["beyond"] == "yes").sum()
    paired = (table["how"] == "paired").sum()
    how = f"{paired} were compared replicate by replicate, {(table['how'] == 'independent').sum()} by their intervals"
    return (
        f"Of {len(table)} effects {same} are the same to the digit, {len(table) - same - beyond} differ within noise, "
        f"{beyond} beyond it (5 % over all, Holm); {how}."
    )


def facts_between(found: Comparison) -> dict[str, Any]:
    """All that is said of two folders, as plain values."""
    rows = [] if found.effects is None else _beyond(found).to_dict("records")
    told = {"settings": found.settings, "made": found.made, "files": found.files}
    return {**told, "verdict": verdict(found), "beyond_noise": rows}
