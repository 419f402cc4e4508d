"""The page of the test against history: one file that can be read alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from sim.report.history.figures import Tables
from sim.report.html import cell, figures, files, table, whole
from sim.report.sweep.findings import number, readable

FILES = {
    "facts.csv": "every fact of the record: observed, simulated, within tolerance, scores",
    "series.csv": "every monthly series in both windows: scores, null models, skill, coverage",
    "state.csv": "December 2024: what is known, and where free and conditioned histories end",
    "bands.csv": "observed figures and simulated bands, by series and month",
    "ablation.csv": "what each mechanism, reason and rule brings about",
    "data_dictionary.csv": "what every column means, with unit and bounds",
    "manifest.json": "what the results depend on",
    "figures/": "every figure as PNG; asked for with --svg, also as SVG",
}

SKILLS = ("skill_same_rate", "skill_carried_forward", "skill_previous_month")


def page(
    tables: Tables, manifest: Mapping[str, Any], lines: Iterable[str], captions: Mapping[str, str], folder: Path
) -> str:
    """The report as one page of HTML that needs no other file."""
    said = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    sections = [
        f"<h1>{escape(str(manifest['title']))}: simulated histories beside the record</h1>\n{said}",
        _facts(tables.facts),
        _series(tables.series),
        _state(tables.state),
        figures(captions, folder),
        _limits(tables),
        files(FILES, manifest),
    ]
    return whole(f"{manifest['title']}: history", sections)


def _facts(facts: pd.DataFrame) -> str:
    rows = [
        [
            _named(fact["name"], fact["statement"], f"{fact['unit']}; {fact['use']}"),
            cell(_number(fact["observed"])),
            cell(_range(fact["tolerance_low"], fact["tolerance_high"])),
            cell(_number(fact["median"]), _range(fact["low_90"], fact["high_90"])),
            cell(_share(fact["within"]), fact["met"] if isinstance(fact["met"], str) else ""),
            cell(_number(fact["crps"]) or _number(fact["brier"]), "CRPS" if _number(fact["crps"]) else "Brier"),
            cell(str(fact["status"]), str(fact["remark"] or "")),
        ]
        for _, fact in facts.iterrows()
    ]
    head = ["fact", "record", "tolerance", "median, 90 % band", "within tolerance, met", "score", "status"]
    return (
        "<h2>Facts</h2>\n<p>Each fact is one number of a history. Of scores, lower is better; the Brier score is that "
        f"of the fact as a yes or no.</p>\n{table(head, rows)}"
    )


def _series(series: pd.DataFrame) -> str:
    shown = series[series["status"] != "not modelled"]
    rows = [
        [
            _named(one["name"], one["remark"], str(one["unit"])),
            cell(str(one["window"]), f"{one['months']:.0f} months"),
            cell(_number(one["score"]), str(one["score_name"])),
            *(cell(_signed(one[name])) for name in SKILLS),
            cell(_signed(one["log_score_gained"])),
            cell(_share(one["coverage_50"])),
            cell(_share(one["coverage_90"])),
        ]
        for _, one in shown.iterrows()
    ]
    head = ["series", "window", "score", *(readable(s).replace("Skill ", "skill over ") for s in SKILLS)]
    head += ["log score gained over same rate", "50 % band holds", "90 % band holds"]
    return (
        "<h2>Monthly series</h2>\n<p>Skill is 1 less the score over that of a null model: below zero the null model "
        "does better. Null models are fitted on 2022-2023, so that there they know what they are asked; only 2024 "
        f"judges.</p>\n{table(head, rows)}"
    )


def _state(state: pd.DataFrame) -> str:
    rows = [
        [
            _named(one["name"], one["statement"], f"{one['unit']}; {one['use']}"),
            cell(_number(one["record"])),
            cell(_range(one["low"], one["high"])),
            *(
                entry
                for kind in ("free", "conditioned")
                for entry in (
                    cell(_number(one[f"{kind}_mean"]), _range(one[f"{kind}_low_90"], one[f"{kind}_high_90"])),
                    cell(_share(one[f"{kind}_within"])),
                )
            ),
        ]
        for _, one in state.iterrows()
    ]
    head = [
        "measure",
        "record",
        "tolerance",
        "free: mean, 90 % band",
        "within",
        "conditioned: mean, 90 % band",
        "within",
    ]
    return (
        "<h2>December 2024</h2>\n<p>Free histories play the months on record by the model alone. Conditioned ones play "
        "the orders on record, and are kept where every condition lies within its tolerance: from these a sweep goes "
        f"on.</p>\n{table(head, rows)}"
    )


LIMITS = (
    "There is one history: a model that fits it may do so by chance. The months of 2024 are twelve, not independent of "
    "each other, and were known to those who built the model, whether or not its parameters have seen them. Figures of "
    "shells, containers and troops are estimates of intelligence services that differ by a factor of two. Where a "
    "stand-in is measured, a fact that is met is weaker support."
)


def _limits(tables: Tables) -> str:
    both = pd.concat([table[["name", "status", "remark"]] for table in (tables.facts, tables.series)])
    missing = both[both["status"] == "not modelled"]
    named = zip(missing["name"], missing["remark"], strict=True)
    items = "\n".join(f"<li>{escape(readable(name))}: {escape(why)}</li>" for name, why in named)
    return f"<h2>Limits</h2>\n<p>{LIMITS}</p>\n<p>Not modelled:</p>\n<ul>\n{items}\n</ul>"


def _named(name: str, meaning: str, small: str) -> str:
    return cell(readable(str(name)), small, title=str(meaning))


def _number(value: Any) -> str:
    return "" if pd.isna(value) else number(float(value))


def _signed(value: Any) -> str:
    return "" if pd.isna(value) else f"{float(value):+.2f}"


def _share(value: Any) -> str:
    return "" if pd.isna(value) else f"{100 * float(value):.0f} %"


def _range(low: Any, high: Any) -> str:
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(low) or pd.isna(high):
        return f"at most {_number(high)}" if pd.isna(low) else f"at least {_number(low)}"
    return f"{_number(low)} to {_number(high)}"
