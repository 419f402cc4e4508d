"""Orders by hand: read from a link and held against what a script may say, written to a link, told to the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.app.contract_plan import OrderTold
from sim.base.errors import BadInput
from sim.base.schemas import check
from sim.inputs.action import Action
from sim.model.actors import Cast
from sim.model.promises import Promise
from sim.report.wording import deed
from sim.scenarios.scenario import Scenario
from sim.scenarios.scripts import script_schema

MOST = 20
"""Orders that a link may hold: with those of a branch it stays within the longest link that is read."""

NEVER = "never"
SHAPE = "WHO:action:WHOM:amount:from:until, as A:supply_munitions:B:25:53:71, with never for an amount"


def read_orders(said: str, scenario: Scenario, notices: list[str]) -> Iterator[Promise]:
    """The orders of a link, and a word for each that cannot be."""
    parts = said.split(",") if said else []
    if len(parts) > MOST:
        notices.append(f"Only the first {MOST} orders by hand are taken.")
    for part in dict.fromkeys(parts[:MOST]):
        try:
            yield read_order(part, scenario)
        except BadInput as error:
            notices.append(f"The order “{part[:60]}” was ignored: expected {error.expected}."[:300])


def read_order(said: str, scenario: Scenario) -> Promise:
    """One order as it stands in a link; raise `BadInput` for what cannot be ordered."""
    row = _row(said)
    check({"order": [row]}, script_schema(scenario.cast.names), "link")
    _check_order(row, scenario)
    return Promise(
        who=row["who"],
        action=Action(row["action"]),
        toward=row["toward"],
        amount=row.get("amount", 0.0),
        first=row["from"],
        last=row.get("until"),
        never=row.get("never", False),
        source="ordered by hand",
    )


def _row(said: str) -> dict[str, Any]:
    """The order as a row of a script."""
    try:
        who, action, toward, much, *turns = said.split(":")
        months = dict(zip(("from", "until"), map(int, turns), strict=False))
        amount: dict[str, Any] = {"never": True} if much == NEVER else {"amount": float(much)}
    except ValueError:
        raise BadInput("link", "orders", said, SHAPE) from None
    if not 1 <= len(turns) <= 2:
        raise BadInput("link", "orders", said, SHAPE)
    return {"who": who, "action": action, "toward": toward or who, **amount, **months}


def _check_order(row: dict[str, Any], scenario: Scenario) -> None:
    """Raise `BadInput` for what a script may say, but nobody can mean."""
    act, alone = scenario.cast.actions[Action(row["action"])], row["toward"] == row["who"]
    if alone and "{b}" in act.words[0] and act.alone is None:
        raise BadInput("link", "orders", row["toward"], f"another actor toward whom to {act.told('it', several=True)}")
    if not alone and "{b}" not in act.words[0]:
        raise BadInput("link", "orders", row["toward"], f"no addressee: to {act.told(None, several=True)} has none")
    if row.get("amount") == 0.0:
        raise BadInput("link", "orders", 0, "an amount above 0, or never")
    first, last = row["from"], row.get("until", scenario.turns - 1)
    if not first <= last < scenario.turns:
        months = f"{scenario.month(0)} to {scenario.month(scenario.turns - 1)}"
        raise BadInput("link", "orders", last, f"months of the scenario, {months}, the last not before the first")


def written(order: Promise) -> str:
    """An order as it stands in a link."""
    toward = "" if order.toward == order.who else order.toward
    amount = NEVER if order.never else repr(order.amount).removesuffix(".0")
    until = "" if order.last is None else f":{order.last}"
    return f"{order.who}:{order.action}:{toward}:{amount}:{order.first}{until}"


def told(order: Promise, cast: Cast) -> OrderTold:
    """An order as the page is told it."""
    actor, target = cast.names.index(order.who), cast.names.index(order.toward)
    return {
        "actor": actor,
        "action": order.action.value,
        "target": target,
        "amount": None if order.never else order.amount,
        "first": order.first,
        "last": order.last,
        "words": sentence(order, cast),
        "link": written(order),
    }


def sentence(order: Promise, cast: Cast) -> str:
    """Who does what toward whom."""
    whom = None if order.toward == order.who else cast.titles[cast.names.index(order.toward)]
    return deed(cast.actions[order.action], [cast.titles[cast.names.index(order.who)]], whom)
