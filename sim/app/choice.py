"""What is being looked at: scenario, seed, replicate and plan, as they stand in a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from sim.app.plan import Plan, Step, read_steps
from sim.declare import BadInput
from sim.scenario import Scenario, load_scenario, scenario_names

LARGEST = 2**31 - 1
"""Largest seed and replicate that a link may name."""

LONGEST = 4000
"""Longest link that is read, in characters."""


@dataclass(frozen=True)
class Choice:
    """One history under one plan: all that has to be known to play it."""

    scenario: str
    seed: int = 1
    replicate: int = 0
    plan: Plan = field(default_factory=Plan)

    def link(self) -> dict[str, str]:
        """The choice as keys and values of a link."""
        levers = {lever: self.plan.text(lever) for lever in dict.fromkeys(step.lever for step in self.plan.steps)}
        return {"scenario": self.scenario, "seed": str(self.seed), "replicate": str(self.replicate), **levers}


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
    case = load_scenario(choice.scenario)
    steps = tuple(step for lever in case.parameters.levers for step in _steps(said, lever, case, notices))
    return replace(choice, plan=Plan(tuple(sorted(steps)))), notices


def _scenario(said: Mapping[str, str], usual: Choice, notices: list[str]) -> Choice:
    name = said.get("scenario", usual.scenario)
    if name != usual.scenario and name not in scenario_names():
        notices.append(f"No scenario is called “{name[:40]}”; {usual.scenario} is shown instead.")
        return usual
    return replace(usual, scenario=name)


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
