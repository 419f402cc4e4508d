"""Tables of single declarations: variables, views, series, outcomes, actions, parameters, passages, works."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sim.base.quantities import Quantity
from sim.engine.step import SCHEDULE
from sim.inputs.actions import load_actions
from sim.inputs.parameters import GRADES, KINDS, Parameter, load_parameters
from sim.inputs.promises import Promise
from sim.inputs.sources import load_sources
from sim.model.actors import RELATIONS
from sim.model.derived import DERIVED
from sim.model.outcomes import outcomes_of
from sim.model.series import SERIES
from sim.model.world import STARTS, VARIABLES
from sim.odd.grid import bounds, code, codes, grid
from sim.scenarios.scenario import load_scenario


def variables() -> str:
    """Every variable of the world."""
    rows = (
        (code(n), q.meaning, q.unit, bounds(q), q.of, q.kind, f"{STARTS[n]:g}", q.source) for n, q in VARIABLES.items()
    )
    return grid(("variable", "meaning", "unit", "range", "of", "kind", "start if not given", "passage"), rows)


def views() -> str:
    """What actors read off the world without its being stored."""
    return _quantities(view.quantity for view in DERIVED.values())


def series() -> str:
    """What is followed through a run."""
    return _quantities(entry.quantity for entry in SERIES.values())


def _quantities(quantities: Iterable[Quantity]) -> str:
    rows = ((code(q.name), q.meaning, q.unit, bounds(q), q.of, q.source) for q in quantities)
    return grid(("name", "meaning", "unit", "range", "of", "passage"), rows)


def outcomes() -> str:
    """What is measured of a run of the default scenario."""
    rows = (
        (
            code(o.name),
            o.quantity.meaning,
            o.quantity.unit,
            o.theatre,
            "yes" if o.headline else "",
            *((f"{o.least.size:g}", o.least.why) if o.least else ("", "")),
            o.quantity.source,
        )
        for o in outcomes_of(load_scenario().cast)
    )
    least = ("smallest difference of interest", "why a smaller one does not matter")
    return grid(("outcome", "meaning", "unit", "theatre", "headline", *least, "passage"), rows)


def actions() -> str:
    """What can be done, when it is legal, how it scores."""
    rows = (
        (
            code(a.name),
            a.meaning,
            a.unit,
            codes(a.legality),
            *(f"{number:g}" for number in (a.score, a.third_party_score, a.visibility, a.cost)),
            a.code,
            a.passage,
        )
        for a in load_actions().values()
    )
    numbers = ("score", "third-party score", "seen by outsiders", "cost, USD bn")
    return grid(("action", "meaning", "unit", "legal if", *numbers, "event code", "passage"), rows)


def relations() -> str:
    """How actors may stand to each other."""
    return grid(("relation", "those it names"), ((code(name), meaning) for name, meaning in RELATIONS.items()))


def parameters() -> str:
    """Every number one could dispute, levers apart."""
    return _numbers(lambda p: True)


def contested() -> str:
    """The numbers whose sign is contested."""
    return _numbers(lambda p: p.contested)


def _numbers(chosen: Callable[[Parameter], bool]) -> str:
    rows = (
        (code(p.name), p.meaning, f"{p.value:g}", bounds(p), p.unit, p.grade, p.passage, p.source)
        for p in load_parameters().values()
        if chosen(p)
    )
    return grid(("parameter", "meaning", "value", "range", "unit", "grade", "passage", "source"), rows)


def levers() -> str:
    """The actions that may be taken in the default scenario, recommended or not, and the placebo."""
    declared = load_scenario().parameters.declared
    rows = (
        (code(p.name), p.meaning, f"{p.dose:g} {p.dose_unit}", "yes" if p.recommended else "no", p.passage, p.source)
        for p in declared.values()
        if p.kind == "lever"
    )
    return grid(("lever", "meaning", "at 1", "recommended", "passage", "source"), rows)


def commitments() -> str:
    """What is promised under each lever of the default scenario at intensity 1."""
    rows = (
        (code(c.lever), c.who, code(c.action), c.toward, f"{c.amount:g}", _when(c), f"{c.chance:g}", c.source)
        for c in load_scenario().parameters.promises
    )
    return grid(("lever", "who", "action", "toward", "amount a month", "months", "kept", "source"), rows)


def _when(one: Promise) -> str:
    last = "" if one.last is None else f"{one.last}"
    return f"{one.first} to {last or 'the end'}{f', ramp {one.ramp}' if one.ramp > 1 else ''}"


def grades() -> str:
    """How well the numbers are known: counts by kind and grade."""
    declared = load_parameters().values()
    counts = ((kind, *(sum(p.kind == kind and p.grade == g for p in declared) for g in GRADES)) for kind in KINDS)
    return grid(("parameters", *GRADES), (row for row in counts if any(row[1:])))


def schedule() -> str:
    """The order of a turn."""
    return "\n".join(f"{number}. {step}" for number, step in enumerate(SCHEDULE, start=1))


def passages() -> str:
    """Every passage of the brief, and how far it is modelled."""
    known = load_sources().passages.values()
    rows = ((p.key, p.paraphrase, p.read_as, p.status.replace("_", " "), p.note) for p in known)
    return grid(("passage", "what it says", "read as", "status", "what is left out, and why"), rows)


def works() -> str:
    """The literature, by author."""
    known = sorted(load_sources().works.values(), key=lambda work: (work.author, work.year))
    return "\n".join(f"- {work.line}" for work in known)
