"""What is being looked at: scenario, seed, replicate and plan, as they stand in a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from sim.app.orders import read_orders, written
from sim.app.plan import Plan, planned, read_steps, under
from sim.base.errors import BadInput
from sim.engine.interventions import Case
from sim.inputs.parameters import Parameters, Step
from sim.lab import samplers
from sim.lab.samplers import SOURCES
from sim.scenarios.promising import promising
from sim.scenarios.scenario import Scenario, load_scenario, scenario_names
from sim.scenarios.scripts import load_script

LARGEST = 2**31 - 1
"""Largest seed and replicate that a link may name."""

LONGEST = 4000
"""Longest link that is read, in characters."""


class Branch(NamedTuple):
    """The course from which another was branched: at which turn, and what is done in it."""

    turn: int
    plan: Plan


@dataclass(frozen=True)
class Choice:
    """One history under one plan: all that has to be known to play it, and the course from which it was branched.

    `source` says where its parameters come from, and those of the many histories beside it; empty where the scenario's
    usual one is meant. `script` is the file of orders by month that the page was started with; no link names it.
    """

    scenario: str
    seed: int = 1
    replicate: int = 0
    plan: Plan = field(default_factory=Plan)
    source: str = ""
    script: str = ""
    branch: Branch | None = None

    @property
    def played(self) -> Scenario:
        """The scenario, with what the script promises; nothing of the plan."""
        return _played(self.scenario, self.script)

    @property
    def declared(self) -> Scenario:
        """The scenario as it is declared, without a script."""
        return _played(self.scenario, "")

    @property
    def parameters_from(self) -> str:
        """Where the parameters come from: `posterior`, `prior` or `default`."""
        return self.source or sources_of(self.scenario)[0]

    def parameters(self) -> Parameters:
        """The parameters of this history, its levers untouched."""
        return _parameters(self.played, self.parameters_from, self.replicate, self.seed)

    def case(self) -> Case:
        """The scenario under the plan, with the parameters of this history."""
        return under(Case(self.played, self.parameters()), self.plan)

    def undone(self) -> Choice:
        """What the many histories are played for: the same without a plan, whichever history is shown."""
        return Choice(self.scenario, self.seed, source=self.parameters_from, script=self.script)

    def before(self) -> Choice | None:
        """The course from which this one was branched, where it was."""
        return replace(self, plan=self.branch.plan, branch=None) if self.branch else None

    def link(self) -> dict[str, str]:
        """The choice as keys and values of a link."""
        history = {"seed": str(self.seed), "replicate": str(self.replicate), "parameters": self.parameters_from}
        branch = {}
        if self.branch:
            month = self.declared.month(self.branch.turn)
            branch = {"branch": month, "was": urlencode(_keys(self.branch.plan))}
        return {"scenario": self.scenario, **history, **_keys(self.plan), **branch}


def _keys(plan: Plan) -> dict[str, str]:
    """A plan as keys and values of a link."""
    levers = {lever: plan.text(lever) for lever in dict.fromkeys(step.lever for step in plan.steps)}
    return {**levers, "orders": ",".join(map(written, plan.orders))} if plan.orders else levers


@lru_cache(maxsize=4)
def _played(name: str, script: str) -> Scenario:
    """A scenario read once, so that what is known of it need not be found again."""
    scenario = load_scenario(name)
    return promising(scenario, load_script(script, scenario), "--script") if script else scenario


@lru_cache(maxsize=4)
def _parameters(scenario: Scenario, source: str, replicate: int, seed: int) -> Parameters:
    """The parameters of one history, read off the posterior once for all who ask."""
    return samplers.parameters_of(scenario, source, replicate, seed)


@cache
def sources_of(scenario: str) -> tuple[str, ...]:
    """Where the parameters of a scenario may come from, the usual source first."""
    usual = "posterior" if samplers.fits(load_scenario(scenario)) else "default"
    known = [source for source in SOURCES if source in ("default", "prior", usual)]
    return tuple(sorted(known, key=lambda source: source != usual))


def read_choice(query: str, usual: Choice) -> tuple[Choice, list[str]]:
    """Read a link: the choice, and a word for each part that was ignored because it was not understood."""
    notices: list[str] = []
    if len(query) > LONGEST:
        return usual, [f"The link is longer than {LONGEST} characters and was ignored."]
    said = dict(parse_qsl(query.lstrip("?"), keep_blank_values=False, errors="replace"))
    choice = _scenario(said, usual, notices)
    seed, replicate = (_whole(said, key, notices) for key in ("seed", "replicate"))
    choice = replace(choice, seed=usual.seed if seed is None else seed)
    choice = replace(choice, replicate=usual.replicate if replicate is None else replicate)
    choice = replace(choice, source=_source(said, choice, notices))
    plan = _plan(said, _played(choice.scenario, ""), notices)
    return replace(choice, plan=plan, branch=_branch(said, choice.scenario, notices)), notices


def _plan(said: Mapping[str, str], scenario: Scenario, notices: list[str]) -> Plan:
    steps = (step for lever in scenario.parameters.levers for step in _steps(said, lever, scenario, notices))
    return planned(steps, tuple(read_orders(said.get("orders", ""), scenario, notices)))


def _branch(said: Mapping[str, str], name: str, notices: list[str]) -> Branch | None:
    if "branch" not in said:
        return None
    scenario = _played(name, "")
    months = [scenario.month(turn) for turn in range(scenario.turns)]
    if said["branch"] not in months:
        notices.append(f"The branch “{said['branch'][:40]}” was ignored: a month of the scenario is expected.")
        return None
    was = dict(parse_qsl(said.get("was", ""), errors="replace"))
    return Branch(months.index(said["branch"]), _plan(was, scenario, notices))


def _scenario(said: Mapping[str, str], usual: Choice, notices: list[str]) -> Choice:
    name = said.get("scenario", usual.scenario)
    if name != usual.scenario and name not in scenario_names():
        notices.append(f"No scenario is called “{name[:40]}”; {usual.scenario} is shown instead.")
        return usual
    return usual if name == usual.scenario else replace(usual, scenario=name, script="")


def _source(said: Mapping[str, str], choice: Choice, notices: list[str]) -> str:
    known, asked = sources_of(choice.scenario), said.get("parameters", choice.source)
    if not asked or asked in known:
        return asked
    if "parameters" in said:
        expected = ", ".join(known)
        notices.append(f"The parameters “{asked[:40]}” were ignored: {choice.scenario} has {expected}.")
    return ""


def _whole(said: Mapping[str, str], key: str, notices: list[str]) -> int | None:
    value = said.get(key)
    if value is None:
        return None
    if value.isascii() and value.isdigit() and int(value) <= LARGEST:
        return int(value)
    notices.append(f"The {key} “{value[:40]}” was ignored: a whole number is expected.")
    return None


def _steps(said: Mapping[str, str], lever: str, case: Scenario, notices: list[str]) -> Iterator[Step]:
    if lever in said:
        try:
            yield from read_steps(lever, said[lever], case.parameters, case.turns)
        except BadInput as error:
            notices.append(f"A lever in the link was ignored: {error.key} = “{str(error.value)[:40]}”.")
