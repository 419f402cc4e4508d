"""What was done on the page as files that the command line plays: orders as a script, levers as a pathway."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sim.app.choice import Choice
from sim.app.orders import sentence
from sim.base.errors import BadInput
from sim.inputs.parameters import Step
from sim.model.promises import Promise
from sim.scenarios.scenario import Scenario

SCRIPT, PATHWAY = "orders.toml", "levers.toml"


def script_toml(choice: Choice) -> str:
    """The orders by hand as a script; raise `BadInput` where there are none, since a script has at least one."""
    if not choice.plan.orders:
        raise BadInput("link", "orders", "", "an order by hand, for a script to hold")
    scenario = choice.declared
    rows = [_order(one, scenario) for one in choice.plan.orders]
    return _document(choice, "Orders by hand", "order", rows)


def pathway_toml(choice: Choice) -> str:
    """The levers as a pathway; raise `BadInput` where none is moved, since a pathway has at least one step."""
    if not choice.plan.steps:
        raise BadInput("link", "levers", "", "a lever that is moved, for a pathway to hold")
    scenario = choice.declared
    return _document(choice, "Levers as moved", "step", [_step(one, scenario) for one in choice.plan.steps])


def _document(choice: Choice, title: str, kind: str, rows: list[Mapping[str, str | float | bool]]) -> str:
    history = f"{choice.scenario}, seed {choice.seed}, history {choice.replicate}"
    head = {"title": f"{title}: {history}", "summary": f"Taken from the page: {history}."}
    tables = ["".join(_lines(head)), *(f"[[{kind}]]\n{''.join(_lines(row))}" for row in rows)]
    return f"# {command(choice)}\n" + "\n".join(tables)


def _lines(values: Mapping[str, str | float | bool]) -> Iterator[str]:
    """Keys and values of TOML, which writes texts, numbers and truth as JSON does."""
    for key, value in values.items():
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}\n"


def _order(one: Promise, scenario: Scenario) -> Mapping[str, str | float | bool]:
    much: dict[str, str | float | bool] = {"never": True} if one.never else {"amount": one.amount}
    until = {} if one.last is None else {"until": scenario.month(one.last)}
    months = {"from": scenario.month(one.first), **until}
    return {
        "who": one.who,
        "action": one.action,
        "toward": one.toward,
        **much,
        **months,
        "note": sentence(one, scenario.cast),
    }


def _step(one: Step, scenario: Scenario) -> Mapping[str, str | float | bool]:
    return {"lever": one.lever, "from": scenario.month(one.turn), "to": float(one.value)}


def command(choice: Choice) -> str:
    """The command line that plays the history shown, once the files lie where it is typed."""
    files = [f"--script {SCRIPT}"] if choice.plan.orders else []
    files += [f"--pathway {PATHWAY}"] if choice.plan.steps else []
    files += ["--script THE-ONE-OF-THE-PAGE"] if choice.script else []
    which = f"--seed {choice.seed} --replicate {choice.replicate} --parameters {choice.parameters_from}"
    return " ".join(["entente run --scenario", choice.scenario, which, *files])
