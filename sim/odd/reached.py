"""The table of what can reach what: which outcomes each parameter can change at all, as the traced turn has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sim.engine.interventions import Case, case_of
from sim.engine.kernel.graph import Untraceable
from sim.engine.kernel.reach import reach
from sim.odd.grid import codes, grid
from sim.scenarios.scenario import load_scenario

MANY = 40
"""Parameters of a group beyond which they are not named one by one."""


def reached() -> str:
    """Parameters and levers of the default scenario by what outcomes they can reach; those that reach none first."""
    case = case_of(load_scenario())
    try:
        return _table(case, reach(case).outcomes())
    except Untraceable as reason:
        return f"It cannot be said while a rule cannot be traced: {reason}."


def _table(case: Case, found: Mapping[str, Collection[str]]) -> str:
    idle = [name for name, parameters in found.items() if not parameters]
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for name in case.parameters.declared:
        groups[frozenset(outcome for outcome in found if name in found[outcome])].append(name)
    reachable, theatres = [name for name in found if name not in idle], case.cast.theatres
    rows = (
        (f"{len(those)} of {len(reachable)}", _which(those, reachable, theatres), len(names), _named(names))
        for those, names in sorted(groups.items(), key=lambda group: (len(group[0]), -len(group[1]), group[1]))
    )
    table = grid(("outcomes", "which", "parameters", "names"), rows)
    return f"{_unreached(idle)}Of the other {len(reachable)} outcomes there are reached:\n\n{table}"


def _unreached(idle: Collection[str]) -> str:
    return f"Nothing reaches {codes(idle)}: no parameter and no lever can change it here.\n" if idle else ""


def _named(names: Collection[str]) -> str:
    return codes(names) if len(names) <= MANY else "all others"


def _which(those: Collection[str], known: Collection[str], theatres: Iterable[str]) -> str:
    """The outcomes, or which are missing where that is shorter."""
    missing = [name for name in known if name not in those]
    if not missing or not those:
        return "none" if missing else "all"
    if len(missing) < len(those):
        return f"all but {codes(_folded(missing, theatres))}"
    return codes(_folded([name for name in known if name in those], theatres))


def _folded(names: Collection[str], theatres: Iterable[str]) -> Iterator[str]:
    """Names of outcomes, those of all theatres once."""
    ends = [f"_{theatre}" for theatre in theatres]
    for name in names:
        bare = next((name.removesuffix(end) for end in ends if name.endswith(end)), name)
        everywhere = bare != name and all(bare + end in names for end in ends)
        if not everywhere:
            yield name
        elif name.endswith(ends[0]):
            yield bare
