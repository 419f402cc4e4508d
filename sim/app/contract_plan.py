"""What the page is told of what is done: levers, orders by hand, branches."""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypedDict

from sim.app.contract import Actor, Setup, SlotTold


class Moved(NamedTuple):
    """From this turn on a lever has this intensity."""

    turn: int
    lever: str
    value: float


class OrderTold(TypedDict):
    """An order that is given by hand."""

    actor: Actor
    target: Annotated[int, "toward whom; the actor itself where nobody is meant"]
    action: str
    amount: Annotated[float | None, "a month, in the action's unit; none where the order is ruled out"]
    first: Annotated[int, "the first turn in which it is given"]
    last: Annotated[int | None, "the last one; none where it goes on to the end"]
    words: Annotated[str, "who does what toward whom"]
    link: Annotated[str, "as it stands in a link"]


class BranchTold(TypedDict):
    """The course from which this one was branched."""

    turn: Annotated[int, "the month at which it was branched"]
    steps: list[Moved]
    orders: list[OrderTold]
    parts: Annotated[int | None, "the turn from which the two may differ; none while nothing was changed"]


class WasTold(TypedDict):
    """What is newly known of the course from which this one was branched."""

    frames: Annotated[int, "how many months of the course shown so far are months of it"]
    slots: Annotated[list[SlotTold] | None, "its possible orders, where they are not those of the course shown"]


class Followed(TypedDict):
    """What stays when something else is done."""

    kept: Annotated[int, "how many months stay as they were"]
    was: Annotated[WasTold | None, "none where nothing new is known of the course before the branch, or there is none"]
    setup: Annotated[Setup | None, "the declarations anew, where other orders are possible"]


class PlanTold(TypedDict):
    """What was done with the levers and ordered by hand."""

    steps: list[Moved]
    orders: list[OrderTold]
    first: Annotated[int | None, "the turn from which anything differs from doing nothing"]
    branch: BranchTold | None
    command: Annotated[str, "the command line that plays this history"]
    link: Annotated[dict[str, str], "all that has to be known to play it, as keys and values of a link"]
