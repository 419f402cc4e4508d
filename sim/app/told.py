"""What is done, as the page is told it: levers, orders by hand, the branch, and how the command line plays it."""

from __future__ import annotations

from sim.app.choice import Branch, Choice
from sim.app.contract_plan import BranchTold, Moved, OrderTold, PlanTold
from sim.app.orders import told
from sim.app.plan import Plan
from sim.app.scripted import command
from sim.model.actors import Cast


def plan_told(choice: Choice) -> PlanTold:
    """What is done in a choice."""
    return {
        "steps": _steps(choice.plan),
        "orders": _orders(choice.plan, choice.declared.cast),
        "first": choice.plan.first,
        "branch": _branch(choice.branch, choice) if choice.branch else None,
        "command": command(choice),
        "link": choice.link(),
    }


def _branch(branch: Branch, choice: Choice) -> BranchTold:
    return {
        "turn": branch.turn,
        "steps": _steps(branch.plan),
        "orders": _orders(branch.plan, choice.declared.cast),
        "parts": choice.plan.since(branch.plan),
    }


def _steps(plan: Plan) -> list[Moved]:
    return [Moved(step.turn, step.lever, float(step.value)) for step in plan.steps]


def _orders(plan: Plan, cast: Cast) -> list[OrderTold]:
    return [told(one, cast) for one in plan.orders]
