"""What the numbers of any study do and do not say, with its own numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sim.lab.study import Results
from sim.report.chosen import chosen_line

Limit = tuple[str, str]
"""A heading, and a paragraph."""


def limits(results: Results) -> tuple[Limit, ...]:
    """The limits that every study has; its own come after them."""
    return (
        ("It is a model", _model(results)),
        ("Where histories begin", past(results.manifest)),
        ("What the intervals cover", _luck(results.manifest)),
        ("Most parameters are judged", _grades(results)),
        ("The window", _window(results)),
        ("Failed runs and bounds", failures(results.manifest)),
    )


def _model(results: Results) -> str:
    return (
        f"The scenario “{results.scenario.title}” follows {results.scenario.cast.size} actors through rules that "
        "paraphrase a policy brief and the literature. A difference between arms says what follows from these rules "
        "and numbers. It is not a forecast."
    )


def past(facts: Mapping[str, Any]) -> str:
    """How the past was played, and which histories go on from it."""
    if facts.get("conditioned"):
        return (
            f"{chosen_line(facts['conditioned'])} What the record does not tell of that month is as the model has it."
        )
    return "The past is played by the model alone: histories may stand elsewhere than the world does when they go on."


def _luck(facts: Mapping[str, Any]) -> str:
    said = f"Every arm was played on the same {facts['replicates']} replicates: luck that two arms share cancels. "
    if facts.get("parameters", "default") == "default":
        said += "Every parameter had one value, so that intervals tell of chance alone: the true uncertainty is wider."
    else:
        drawn = f"Parameters were drawn ({facts['parameters']}), {facts.get('draws_per_set', 1)} replicates a set. "
        said += drawn + "Intervals cover chance and parameters, not that a rule or a starting value may be wrong."
    differs = facts.get("posterior_differs")
    return said + (f" The posterior was fitted to another model than this one ({differs})." if differs else "")


def _grades(results: Results) -> str:
    declared = [one for one in results.scenario.parameters.declared.values() if one.kind != "lever"]
    grades = Counter(one.grade for one in declared)
    told = ", ".join(f"{grades[grade]} {grade}" for grade in ("measured", "literature", "judged"))
    contested = sum(one.contested for one in declared)
    return (
        f"Of {len(declared)} parameters the grades of evidence are: {told}. A judged value was chosen for "
        f"plausibility. Of {contested} even the sign is disputed: `entente study signs` moves them together."
    )


def _window(results: Results) -> str:
    facts = results.manifest
    months = f"{results.scenario.month(facts['measured_from'])} to {results.scenario.month(facts['turns'] - 1)}"
    return f"Outcomes are averages, sums, peaks or first passages over {months}. What comes later is not counted."


def failures(facts: Mapping[str, Any]) -> str:
    """How many runs failed, and what bounds had to hold."""
    held = sorted(facts["held_at_a_bound"].items(), key=lambda one: -one[1])[:5]
    told = ", ".join(f"{name} {count:,} times" for name, count in held)
    said = f"{facts['failed']} of {facts['runs']} runs failed; a replicate that failed in any arm is compared nowhere."
    return f"{said} Held at a bound, most often: {told}." if told else f"{said} Nothing was held at a bound."
