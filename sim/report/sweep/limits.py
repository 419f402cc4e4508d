"""The page of limits that goes with every sweep: what its numbers do and do not say, with its own numbers."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from sim.lab.analyses.answers import nobodys
from sim.lab.designs import BASELINE
from sim.report.chosen import chosen_line
from sim.report.sweep.findings import Findings, label, number, titled

Limit = tuple[str, str]


def limits(findings: Findings) -> list[Limit]:
    """The limits of this sweep, each a heading and a paragraph."""
    return [
        ("It is a model", _model(findings)),
        ("Where histories begin", _past(findings)),
        ("What the intervals cover", _luck(findings)),
        ("Most parameters are judged", _parameters(findings)),
        ("Contested signs", _contested(findings)),
        ("Many comparisons", _comparisons(findings)),
        ("Replicates", _replicates(findings)),
        ("Rare events", _rare(findings)),
        ("No effect at all", _nothing(findings)),
        ("What an action is", _actions(findings)),
        ("The window", _window(findings)),
        ("Averages over mixes", _averages(findings)),
        ("Failed runs and bounds", _failures(findings)),
        ("The index of stability", _index(findings)),
    ]


def as_markdown(findings: Findings) -> str:
    """The limits as a page of Markdown."""
    parts = [f"## {heading}\n\n{paragraph}\n" for heading, paragraph in limits(findings)]
    return "\n".join(["# Limits of this sweep\n", *parts])


def _model(findings: Findings) -> str:
    return (
        f"The scenario “{findings.scenario.title}” follows {findings.scenario.cast.size} actors through rules that "
        "paraphrase a policy brief and the literature. A difference between mixes says what follows from these "
        "rules and numbers. It is not a forecast."
    )


def _past(findings: Findings) -> str:
    """How the past was played, and which histories go on from it."""
    told, saved = findings.manifest.get("conditioned"), findings.manifest.get("checkpoint")
    if saved:
        return (
            f"All runs go on from {saved['runs']} saved as they stood before {saved['month']}, with their parameters "
            "and their past: what would follow elsewhere is not asked. Replicates differ in the luck from there on."
        )
    if told is None:
        return (
            "The past is played by the model alone: histories may stand elsewhere than the world does when they go on."
        )
    return (
        f"{chosen_line(told)} What the record does not tell of that month (beliefs, ties, stocks, opinion) is as the "
        "model makes it. Replicates that share a parameter set share their past, and part when the actions begin."
    )


def _luck(findings: Findings) -> str:
    replicates, source = findings.manifest["replicates"], findings.manifest.get("parameters", "default")
    shared = (
        f"Every mix was played on the same {replicates} replicates, so that differences are free of luck shared by "
    )
    if source == "default":
        return shared + (
            "two mixes. Their intervals describe the chance that is left when every parameter has one value. They do "
            "not cover that a parameter, a starting value or a rule may be wrong: the true uncertainty is wider."
        )
    return shared + (
        f"two mixes. Parameters were drawn from the {source}, {findings.manifest['draws_per_set']} replicates a set, "
        "the same in every mix: intervals cover stochastic and parametric uncertainty, and `variance.csv` tells "
        "the two apart. They do not cover that a starting value or a rule may be wrong." + _stale(findings)
    )


def _stale(findings: Findings) -> str:
    """What must be said of a posterior of another model, and of parameters that no set holds."""
    differs, still = findings.manifest.get("posterior_differs"), findings.manifest.get("uncertain_not_drawn")
    told = f" The posterior was fitted to another model than this one ({differs})." if differs else ""
    return told + (f" {still} uncertain parameters were not drawn and stood at one value." if still else "")


def _parameters(findings: Findings) -> str:
    declared = [p for p in findings.scenario.parameters.declared.values() if p.kind != "lever"]
    grades = Counter(parameter.grade for parameter in declared)
    told = ", ".join(f"{grades[grade]} {grade}" for grade in ("measured", "literature", "judged"))
    return (
        f"Of the {len(declared)} parameters behind this sweep the grades of evidence are: {told}. A judged value was "
        "chosen for plausibility, with a range"
        + (
            "; this sweep holds each at one value."
            if findings.manifest.get("parameters", "default") == "default"
            else ", from which the sets of this sweep were drawn."
        )
    )


def _contested(findings: Findings) -> str:
    parameters = findings.scenario.parameters
    told = [
        f"{n} = {float(parameters.with_values(findings.manifest['settings'])[n]):g}"
        for n, q in parameters.declared.items()
        if q.contested
    ]
    if told and findings.manifest.get("parameters", "default") != "default":
        return (
            f"For {len(told)} parameters the literature disagrees even about the sign. Their ranges span zero, "
            "and the sets of this sweep were drawn from them. `drivers.csv` says on which an effect hangs, "
            "`effects.csv` in how many sets its sign holds; the experiment `sign_changes` moves one at a time "
            "and reports where a conclusion turns."
        )
    if not told:
        return "No parameter of this scenario is marked as contested in sign."
    return (
        f"For {len(told)} parameters the literature disagrees even about the sign. They stood at: {'; '.join(told)}. "
        "The experiment `sign_changes` moves each across zero and reports where a conclusion turns."
    )


def _comparisons(findings: Findings) -> str:
    main = findings.of_kind("main")
    counts = [int(rows["comparisons"].iloc[0]) for _, rows in main.groupby("headline", sort=False)]
    clear = main[(main["low"] > 0.0) | (main["high"] < 0.0)]
    still = main[(main["low_corrected"] > 0.0) | (main["high_corrected"] < 0.0)]
    return (
        f"{sum(counts)} main effects were looked at; at 95 % one in twenty that is nothing looks like something. "
        f"{len(clear)} plain intervals leave out zero, {len(still)} still do after the correction of Bonferroni, "
        "which counts headline outcomes and other outcomes as two families for each kind of effect."
    )


def _replicates(findings: Findings) -> str:
    main = findings.of_kind("main")
    head = main[main["headline"] == "yes"]
    enough = int((head["enough"] == "yes").sum())
    text = (
        f"Precision wanted: a corrected interval that reaches at most {findings.manifest['precision']:g} times the "
        "larger of baseline and difference to either side. "
        f"{enough} of {len(head)} main effects on headline outcomes have it with {_compared(findings)} replicates."
    )
    lacking = head[(head["enough"] == "no") & head["replicates_needed"].notna()]
    if lacking.empty:
        return text
    most = lacking.sort_values("replicates_needed", kind="stable").iloc[-1]
    return (
        f"{text} The most is asked for by `{most['mix']}` on `{most['outcome']}`: "
        f"{most['replicates_needed']:,.0f} replicates. `effects.csv` says so for each."
    )


def _compared(findings: Findings) -> int:
    return int(findings.effects["replicates"].iloc[0])


def _rare(findings: Findings) -> str:
    told = []
    for outcome in (o for o in findings.outcomes if o.binary):
        level = findings.level(BASELINE, outcome.name)
        share = f"{_percent(level['mean'])} (95 % interval {_percent(level['low'])} to {_percent(level['high'])})"
        told.append(f"{label(outcome).lower()}{_place(outcome.theatre)} {share}")
    if not told:
        return "No outcome of this scenario is an event that happens or not."
    return (
        f"Shares of runs in the baseline: {'; '.join(told)}. Where only a handful of runs has an event, differences "
        "between mixes rest on a few replicates, and their intervals are approximate."
    )


def _percent(share: float) -> str:
    return f"{number(100.0 * share, 2)} %"


def _place(theatre: str) -> str:
    return "" if theatre == "global" else f" in {titled(theatre)}"


def _nothing(findings: Findings) -> str:
    main, empty = findings.of_kind("main"), nobodys(findings.effects)
    same = main[main["difference"] == 0.0]
    placebo = findings.of_kind("placebo")["difference"].abs().max()
    return (
        f"{len(same)} of {len(main)} main effects are exactly zero: no run of any mix differs. That tells of a channel "
        "the model does not have, or of an outcome that hardly moves, and is no evidence about the world. The placebo, "
        f"a lever that promises nothing, has a largest difference of {0.0 if pd.isna(placebo) else placebo:g}."
        + (f" No numbers, as nobody is in the group that they are about: {', '.join(empty)}." if empty else "")
    )


def _actions(findings: Findings) -> str:
    levels = "intensities " + ", ".join(f"{level:g}" for level in findings.manifest["levels"])
    return (
        "An action is a list of promises, each with an amount, a ramp and a chance that it is kept, as its sources say "
        f"or as was judged. It was played at {levels} from turn {findings.manifest['levers_from']}. What became of the "
        "promises stands in `commitments.csv`. Whether governments would choose it is not asked."
    )


def _window(findings: Findings) -> str:
    first, last = findings.manifest["measured_from"], findings.manifest["turns"] - 1
    months = f"{findings.scenario.month(first)} to {findings.scenario.month(last)}"
    return (
        f"Outcomes are averages, sums, peaks or first passages over turns {first} to {last} ({months}). What comes "
        "later, such as slow change of opinion, is not counted. Events of that time are not known to the model."
    )


def _averages(findings: Findings) -> str:
    return (
        "A main effect is an average over every setting of the other actions. Where two actions interact, their joint "
        "effect is not the sum: see the kind `interaction`, and the kind `mix` for one particular mix."
    )


def _failures(findings: Findings) -> str:
    failed, runs = findings.manifest["failed"], findings.manifest["runs"]
    held = findings.manifest["held_at_a_bound"]
    told = ", ".join(f"{name} {count:,} times" for name, count in sorted(held.items(), key=lambda kv: -kv[1])[:5])
    text = f"{failed} of {runs} runs failed; a replicate that failed in any mix is left out of every comparison."
    if not told:
        return f"{text} No variable had to be held at a bound."
    counted = "over all runs and turns, a past that arms share once"
    return f"{text} Variables that a bound had to hold, {counted}, most often: {told}."


def _index(findings: Findings) -> str:
    return (
        "A composite hides what moves it, and its weights are choices. Read it only beside its parts; it is no "
        "headline outcome."
    )
