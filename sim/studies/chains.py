"""Chains: every link between what is done and what comes of it is forced, and what answers is measured.

A link is played at both ends of what is forced, everything else left to play on, on common random numbers; an arm that
several links ask for is played once. The answer's difference is taken replicate by replicate. Its elasticity is the
change relative to the midpoint of both ends over the change of what is forced, relative to its own (arc elasticity,
Allen 1934).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.arrays import Run
from sim.base.errors import BadInput
from sim.base.recorder import TEXT, column
from sim.engine.interventions import NOTHING, Intervention
from sim.inputs.chains import FREE, Answer, Chains, Link, load_chains
from sim.inputs.promises import Promise
from sim.lab.answers import Reading
from sim.lab.designs import Arm, Listed
from sim.lab.experiment import carry_out
from sim.lab.forcing import WHOLE, Tested, tested, told
from sim.lab.history import history_of, script_of
from sim.lab.options import Asked, asked_sampler, check_whole
from sim.lab.statistics import paired_t
from sim.lab.study import Analysis, Progress, Report, Results, Study
from sim.scenarios.scenario import Scenario, load_scenario

WHERE = "chains"
FILE = "chains.csv"
CHOSEN = "conditioned"
"""How the manifest calls what it says of histories that were chosen, None where none were."""
TOGETHER = 512
"""Runs played together, about."""

FEWEST = 2
"""Replicates below which nothing is said of a link."""

OWN = "in the unit of the answer"
COLUMNS = (
    column("chain", "passage of the brief that the chain is about", TEXT),
    column("link", "number of the link in its chain, from 1", "number", 1),
    column("name", "the link in words", TEXT),
    column("forced", "what is forced: kind and names as in configs/chains.toml", TEXT),
    column("low", "its low end: a number, `never` an order, a side, or `as it is`", TEXT),
    column("high", "its high end", TEXT),
    column("forced_unit", "unit of what is forced", TEXT),
    column("answer", "what answers: kind and names as in configs/chains.toml, over the months of the window", TEXT),
    column("answer_unit", "unit of the answer", TEXT),
    column("expected", "direction that is expected: `up`, `down` or `contested`", TEXT),
    column("because", "passage or literature that expects it; of a link that is not modelled why it is not", TEXT),
    column("at_low", "mean of the answer at the low end", OWN),
    column("at_high", "mean of the answer at the high end", OWN),
    column("difference", "mean over replicates of the paired difference, high less low", OWN),
    column("difference_low", "lower bound of its 95 % interval", OWN),
    column("difference_high", "upper bound of its 95 % interval", OWN),
    column(
        "elasticity", "arc elasticity: relative change of the answer over relative change of what is forced", "ratio"
    ),
    column("elasticity_low", "lower bound of its 95 % interval", "ratio"),
    column("elasticity_high", "upper bound of its 95 % interval", "ratio"),
    column("least", "elasticity from which the link counts as alive", "ratio", 0, 2),
    column(
        "verdict",
        "`alive`; `contested`: it moves, and theory disagrees which way it should; `contrary`: it moves the other way; "
        "`unclear`: the interval holds zero; `dead`: less than `least`; `not modelled`",
        TEXT,
    ),
    column("replicates", "replicates compared", "replicates", 0),
)
NAMES = [quantity.name for quantity in COLUMNS]


@dataclass(frozen=True)
class Options(Asked):
    """What is asked of the chains: which of them (all if none are named), and how they are played.

    `parameters` is `default`, `prior` or `posterior`: each replicate has a set of its own, the same in every arm.
    `without` are mechanisms that are switched off in all of them, `theories` sides taken where scholars disagree.
    `history` says how the past is played: as the `record` has it, of which those histories are taken that end as it
    does, or `free`; if empty, the record where there is one.
    """

    out: Path = Path("results/chains")
    chains: tuple[str, ...] = ()
    replicates: int = 100
    parameters: str = "default"
    posterior: Path | None = None
    stale: bool = False
    without: tuple[str, ...] = ()
    theories: Mapping[str, str] = field(default_factory=dict)
    history: str = ""


@dataclass(frozen=True)
class Table:
    """Links, in order; how each is tested that is modelled; and all arms, the first of them without any change."""

    links: tuple[Link, ...]
    tests: Mapping[Link, Tested]
    arms: tuple[Arm, ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All that is looked at."""
        return tuple(dict.fromkeys(link.answer for link in self.tests))

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each arm."""
        return {arm.name: number for number, arm in enumerate(self.arms)}


def table_of(chains: Chains, scenario: Scenario, asked: Sequence[str] = (), common: Intervention = NOTHING) -> Table:
    """The links of some chains, all if none are asked for; what is `common` to all arms is different in each of them.

    Raises `BadInput` for a link that does not fit the scenario.
    """
    every = {
        link: tested(link, chains.where, scenario)
        for chain in chains.chains.values()
        for link in chain.links
        if not link.not_modelled
    }
    picked = [chains.of(passage, "entente trace") for passage in asked] or chains.chains.values()
    links = tuple(link for chain in picked for link in chain.links)
    tests = {link: every[link] for link in links if link in every}
    return Table(links, tests, _arms(tests.values(), every.values(), common))


def _arms(asked: Iterable[Tested], every: Iterable[Tested], common: Intervention) -> tuple[Arm, ...]:
    """The arms of links, those with held variables together, and first the scenario as it stands.

    All know the places at which any link promises something, so that one compiled turn plays them all.
    """
    places = dict.fromkeys(
        (one.who, one.action, one.toward) for test in every for change in test.changes.values() for one in change.script
    )
    common = common.also(Intervention(script=tuple(Promise(*place) for place in places)))
    changes = {FREE: NOTHING}
    for test in asked:
        changes |= test.changes
    named = sorted(changes.items(), key=lambda one: (one[0] != FREE, bool(one[1].held)))
    return tuple(Arm(name, {}, common.also(change)) for name, change in named)


def study(options: Options, chains: Chains | None = None) -> Study:
    """The chains that the options ask for; raise `BadInput` for anything that is not possible."""
    scenario, known = load_scenario(options.scenario), chains or load_chains()
    check_whole(WHERE, options, replicates=(FEWEST, 100_000))
    if known.scenario not in (scenario.name, *scenario.extends):
        raise BadInput(WHERE, "--scenario", options.scenario, f"{known.scenario}, or a variant of it: {known.where}")
    history = history_of(WHERE, scenario, options.history, scenario.levers_from)
    common = Intervention(without=options.without, theories=options.theories)
    table, source = table_of(known, scenario, options.chains, common), options.parameters
    return Study(
        name="chains",
        design=Listed(table.arms),
        sampler=asked_sampler(WHERE, scenario, source, options.seed, options.posterior, stale=options.stale),
        replicates=options.replicates,
        analyses=(Analysis(FILE, lambda results: COLUMNS, partial(_rows, table)),),
        report=Report(lambda results: [], lambda results, recorder: {}),
        common=Intervention(script=script_of(scenario)) if history == "record" else NOTHING,
        conditioned=history == "record",
        read=Reading(table.answers),
        facts={
            "chains": list(dict.fromkeys(link.chain for link in table.links)),
            "parameters": source,
            "history": history,
        },
        block=options.replicates * max(2, TOGETHER // options.replicates),
    )


def run(options: Options, chains: Chains | None = None, progress: Progress | None = None) -> pd.DataFrame:
    """Measure chains into `options.out`; the table `chains.csv`, with how histories were chosen among its `attrs`."""
    asked = study(options, chains)
    results = carry_out(asked, options, progress)
    table = results.table(asked.analyses[0])
    table.attrs[CHOSEN] = results.manifest[CHOSEN]
    return table


def _rows(table: Table, results: Results) -> Iterator[pd.DataFrame]:
    assert results.parts is not None
    played = results.parts.arrays()["answers"].reshape(len(table.answers), len(table.arms), -1)
    answers, numbers = dict(zip(table.answers, played, strict=True)), table.numbers
    rows = []
    for link in table.links:
        row: dict[str, object] = {"chain": link.chain, "link": link.number + 1, "name": link.name}
        if link in table.tests:
            test = table.tests[link]
            low, high = (answers[link.answer][numbers[name]] for name in test.arms)
            row |= _asked(link, test) | measured(link, test.pulled.width, low, high)
        rows.append(row | ({"because": link.not_modelled, "verdict": "not modelled"} if link.not_modelled else {}))
    yield pd.DataFrame(rows, columns=NAMES)


def _asked(link: Link, test: Tested) -> dict[str, object]:
    return {
        "forced": link.force.said,
        **dict(zip(("low", "high"), map(told, test.pulled.ends), strict=True)),
        "forced_unit": test.pulled.unit,
        "answer": link.answer.said,
        "answer_unit": test.unit,
        "expected": link.expect,
        "because": link.because,
        "least": link.least,
    }


def measured(link: Link, width: float, low: Run, high: Run) -> dict[str, object]:
    """What a link's answer says: means, the paired difference, the elasticity with its interval, the verdict."""
    kept = np.isfinite(low) & np.isfinite(high)
    if kept.sum() < FEWEST:
        return {"verdict": "dead", "replicates": int(kept.sum())}
    low, high = low[kept], high[kept]
    difference, elastic = paired_t((high - low)[None]), paired_t((elasticity(low, high) / width)[None])
    bounds, within = ([float(bound[0]) for bound in one.interval()] for one in (difference, elastic))
    found = float(elastic.difference[0])
    return {
        "at_low": float(low.mean()),
        "at_high": float(high.mean()),
        **dict(
            zip(("difference", "difference_low", "difference_high"), (difference.difference[0], *bounds), strict=True)
        ),
        **dict(zip(("elasticity", "elasticity_low", "elasticity_high"), (found, *within), strict=True)),
        "verdict": verdict(link, found, within[0], within[1]),
        "replicates": int(kept.sum()),
    }


def elasticity(low: Run, high: Run) -> Run:
    """The change of an answer's mean relative to the midpoint, as numbers per run of which it is the mean.

    They are the relative change and each run's influence on it (delta method), so that their interval is its own.
    """
    one, other = low.mean(), high.mean()
    size = abs(one) + abs(other)
    if not size:
        return np.zeros_like(low)
    change = WHOLE * (other - one) / size
    toward_high, toward_low = (WHOLE - change * np.sign(other)) / size, (-WHOLE - change * np.sign(one)) / size
    influence: Run = change + toward_high * (high - other) + toward_low * (low - one)
    return influence


def verdict(link: Link, found: float, low: float, high: float) -> str:
    """What a link's elasticity and its interval come to."""
    if not abs(found) >= link.least:
        return "dead"
    if not (low > 0.0 or high < 0.0):
        return "unclear"
    if link.expect == "contested":
        return "contested"
    return "alive" if (found > 0.0) == (link.expect == "up") else "contrary"
