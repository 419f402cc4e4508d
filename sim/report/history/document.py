"""Tables of the page on history: `python -m sim.report.history.document PAGE FOLDER` fills them in anew."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.recorder import read_table
from sim.report.sweep.findings import number

BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
MOST_CAUSES = 6
TOLD_PATTERNS = ("nuclear_test", "lethal_aid", "testing_falls", "hedger_joins", "onset_in_time", "treaty_before_troops")


def refreshed(text: str, folder: Path) -> str:
    """The page with every marked table filled from the results in a folder."""
    return BLOCK.sub(lambda found: f"{found[1]}{TABLES[found[2]](folder)}\n{found[3]}", text)


def _found(folder: Path) -> str:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return "\n".join(f"- {line}" for line in manifest["found"])


def _facts(folder: Path) -> str:
    rows = []
    for _, fact in read_table(folder / "facts.csv").iterrows():
        band = f"{_told(fact['low_90'])} to {_told(fact['high_90'])}" if pd.notna(fact["low_90"]) else ""
        tolerance = f"{_told(fact['tolerance_low']) or '...'} to {_told(fact['tolerance_high']) or '...'}"
        figures = [_told(fact["observed"]), tolerance, _told(fact["median"]), band, _told(fact["within"])]
        met = fact["met"] if isinstance(fact["met"], str) else "not modelled"
        star = "*" if fact["status"] == "stand-in" else ""
        rows.append([f"`{fact['name']}`{star}", fact["unit"], fact["use"], *figures, met])
    head = ["fact", "unit", "use", "record", "tolerance", "median", "90 % of histories", "within", "met"]
    return _grid(head, rows)


def _series(folder: Path) -> str:
    table = read_table(folder / "series.csv")
    shown = table[(table["window"] == "2024") & (table["status"] == "measured")]
    columns = ["skill_same_rate", "skill_carried_forward", "skill_previous_month", "coverage_50", "coverage_90"]
    rows = [
        [f"`{s['name']}`", s["score_name"], _told(s["score"]), *(_told(s[c]) for c in columns)]
        for _, s in shown.iterrows()
    ]
    head = [
        "series, 2024",
        "score",
        "mean",
        "skill over same rate",
        "over carried forward",
        "over previous month",
        "50 % band holds",
        "90 % band holds",
    ]
    return _grid(head, rows)


def _ablation(folder: Path) -> str:
    table = read_table(folder / "ablation.csv")
    table = table[table["pattern"].isin(TOLD_PATTERNS)]
    moved = table[(table["difference"].abs() >= 0.05) & ((table["low"] > 0.0) | (table["high"] < 0.0))]
    keys = moved[["kind", "switched"]].drop_duplicates().apply(tuple, axis=1).to_list()
    shares = table.set_index(["kind", "switched", "pattern"])["share_switched"]
    rows = [
        [kind, name, *(_share(shares, kind, name, pattern) for pattern in TOLD_PATTERNS)]
        for kind, name in [("none", "nothing"), *keys]
    ]
    return _grid(["kind", "switched", *(f"`{p}`" for p in TOLD_PATTERNS)], rows)


def _causes(folder: Path) -> str:
    """For each pattern its share with everything on, then the switches that change it most, strongest first."""
    table = read_table(folder / "ablation.csv")
    lines = []
    for pattern in dict.fromkeys(table["pattern"]):
        own = table[table["pattern"] == pattern].sort_values("difference", key=np.abs, ascending=False, kind="stable")
        clear = own[((own["low"] > 0.0) | (own["high"] < 0.0)) & (own["difference"].abs() >= 0.05)].head(MOST_CAUSES)
        said = (f"{c.share_switched:.2f} with {c.kind} `{c.switched}` {_turned(c.kind)}" for c in clear.itertuples())
        head = f"- `{pattern}` ({own['what_happens'].iloc[0]}): {own['share_on'].iloc[0]:.2f} with everything on"
        lines.append("; ".join([head, *said]) + ".")
    return "\n".join(line.replace("` .", "`.").replace("` ;", "`;") for line in lines)


def _turned(kind: str) -> str:
    return {"base rate": "", "policy": "", "legality": "waived", "shock": "left out"}.get(kind, "off")


def _share(shares: pd.Series, kind: str, name: str, pattern: str) -> str:
    share, on = float(shares[kind, name, pattern]), float(shares["none", "nothing", pattern])
    return f"**{share:.2f}**" if abs(share - on) >= 0.05 else f"{share:.2f}"


def _told(value: object) -> str:
    return number(float(value)) if isinstance(value, int | float) and pd.notna(value) else ""


def _grid(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


TABLES = {"found": _found, "facts": _facts, "series": _series, "ablation": _ablation, "causes": _causes}

if __name__ == "__main__":
    page, results = Path(sys.argv[1]), Path(sys.argv[2])
    page.write_text(refreshed(page.read_text(encoding="utf-8"), results), encoding="utf-8")
