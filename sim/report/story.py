"""A readable story of one history: what happened, month by month, in plain sentences with the reasons behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from sim.engine.replay import Replay
from sim.engine.step import Turn
from sim.inputs.actions import NEWS, Action
from sim.model.actors import Cast
from sim.model.world import VARIABLES
from sim.report.run_tables import months_table
from sim.report.wording import RUNG, SHOCK, called, capital, condition, counted, deed, listed, month_name

HEADLINE, NOTABLE, ROUTINE = NEWS.values()

PAUSE = 12
"""Months after which an order that is given again is news."""

BUSY = 5
"""Missile launches in a month that are worth a sentence."""


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, of which kind, how much it weighs, who, toward whom, and in words."""

    turn: int
    month: str
    kind: str
    weight: int
    actor: str
    other: str
    sentence: str


@dataclass(frozen=True)
class Story:
    """All events of one history, in order."""

    events: tuple[Event, ...]

    def table(self) -> pd.DataFrame:
        """One row an event."""
        names = list(Event.__dataclass_fields__)
        return pd.DataFrame([asdict(event) for event in self.events], columns=names)

    def told(self, weight: int = NOTABLE) -> Iterator[tuple[str, str]]:
        """Month and sentence of each event up to this weight."""
        for event in self.events:
            if event.weight <= weight:
                yield month_name(event.month), event.sentence

    def lines(self, weight: int = NOTABLE) -> Iterator[str]:
        """The story to be read: each event up to this weight as `Aug 2023: sentence`."""
        for month, sentence in self.told(weight):
            yield f"{month}: {sentence}"


def tell(history: Replay) -> Story:
    """Tell one history; raise nothing: what is not news is told as routine."""
    series = months_table(history)
    events: list[Event] = []
    for turn in history.turns:
        events += events_of(history, turn, series if _closes(history, turn) else None)
    return Story(tuple(events))


def events_of(history: Replay, turn: Turn, year: pd.DataFrame | None = None) -> Iterator[Event]:
    """What happened in one month; `year`, the series so far, adds the year in figures."""
    yield from _shocks(history, turn)
    yield from _levers(history, turn)
    yield from _orders(history, turn)
    yield from _answers(turn)
    if year is not None:
        yield _digest(history, turn, year)


def _closes(history: Replay, turn: Turn) -> bool:
    """Whether a year, or the history, ends with this month."""
    return turn.month.endswith("-12") or turn is history.turns[-1]


def _event(turn: Turn, kind: str, weight: int, sentence: str, actor: str = "world", other: str = "") -> Event:
    return Event(turn.number, turn.month, kind, weight, actor, other, sentence)


def _shocks(history: Replay, turn: Turn) -> Iterator[Event]:
    """What the calendar changed since the month before."""
    cast = history.cast
    for name, quantity in VARIABLES.items():
        if quantity.kind != "calendar":
            continue
        before = history.case.calendar(turn.number - 1)[name] if turn.number else np.zeros_like(turn.before[name])
        for i in np.flatnonzero(turn.before[name][:, 0] != before[:, 0]):
            now, then = float(turn.before[name][i, 0]), float(before[i, 0])
            weight = HEADLINE if name in SHOCK and name != "exercise_season" else ROUTINE
            yield _event(turn, "calendar", weight, _shock(cast, name, int(i), now, then), cast.names[i])


def _shock(cast: Cast, name: str, actor: int, now: float, then: float) -> str:
    who = called(cast.titles[actor])
    if name in SHOCK:
        return SHOCK[name][0 if now > then else 1 if now else 2].format(a=who, now=now)
    return f"{capital(who)}: {VARIABLES[name].meaning}, now {now:g}."


def _levers(history: Replay, turn: Turn) -> Iterator[Event]:
    numbers = history.case.parameters
    now, before = (
        {n: float(np.ravel(numbers.intensity(n, number))[0]) for n in numbers.levers}
        for number in (turn.number, turn.number - 1)
    )
    pulled = [f"{condition(name)} {now[name]:g}" for name in now if now[name] != before[name]]
    if pulled:
        yield _event(turn, "levers", HEADLINE, f"From now on the levers act: {listed(pulled)}.")


def _orders(history: Replay, turn: Turn) -> Iterator[Event]:
    """The orders of a month; those of the same kind toward the same addressee in one sentence."""
    groups: dict[tuple[Action, int, int, str], list[int]] = {}
    for number in np.flatnonzero(history.issued[turn.number]):
        slot = history.cast.slots[int(number)]
        news, weight = _news(history, turn, int(number))
        addressee = -1 if slot.relation == "self" else slot.target
        groups.setdefault((slot.action, addressee, weight, news), []).append(int(number))
    for (action, _, weight, news), numbers in groups.items():
        yield _order(history, turn, action, weight, news, numbers)


def _news(history: Replay, turn: Turn, number: int) -> tuple[str, int]:
    """Whether an order is given for the first time, or again after a pause, and how much that weighs."""
    row = history.cast.actions[history.cast.slots[number].action]
    earlier = np.flatnonzero(history.issued[: turn.number, number])
    if not len(earlier):
        return ("for the first time" if turn.number else ""), NEWS[row.news]
    if turn.number - earlier[-1] > PAUSE:
        return "again", NEWS[row.news]
    return "", NEWS[row.news] if row.every_time else ROUTINE


def _order(history: Replay, turn: Turn, action: Action, weight: int, news: str, numbers: list[int]) -> Event:
    cast = history.cast
    slots = [cast.slots[number] for number in numbers]
    target = None if slots[0].relation == "self" else slots[0].target
    said = deed(
        cast.actions[action], [cast.titles[s.actor] for s in slots], None if target is None else cast.titles[target]
    )
    details = [amount for amount in (_amount(turn, action, [s.actor for s in slots]),) if amount]
    if len(slots) == 1:
        details.append(_because(turn, numbers[0]))
    ending = f" ({'; '.join(details)})." if details else "."
    who, whom = " ".join(cast.names[s.actor] for s in slots), "" if target is None else cast.names[target]
    return _event(turn, action.value, weight, f"{said} {news}".rstrip() + ending, who, whom)


def _amount(turn: Turn, action: Action, actors: list[int]) -> str:
    flows = {Action.SUPPLY_MUNITIONS: ("rounds_shipped", "rounds"), Action.SEND_TROOPS: ("troops_sent", "men")}
    if action not in flows:
        return ""
    name, unit = flows[action]
    sent = 1000.0 * sum(float(turn.after[name][i, 0]) for i in actors)
    return f"{round(sent, -2):,.0f} {unit}" if sent >= 50.0 else "nothing moves"


def _because(turn: Turn, number: int) -> str:
    """Probability of an order with the two reasons that spoke loudest for it and the one against, if it was loud."""
    ranked = sorted(turn.orders.contributions[number], key=lambda one: -one.log_odds[0])
    loudest = [condition(one.reason.name) for one in ranked[:2] if one.log_odds[0] >= 0.25]
    against = [f"though {condition(one.reason.name)}" for one in ranked[-1:] if one.log_odds[0] <= -1.0]
    said = f"probability {turn.orders.probability[number, 0]:.2f}"
    reasons = ", ".join([*loudest, *against])
    return f"{said}: {reasons}" if reasons else said


def _answers(turn: Turn) -> Iterator[Event]:
    """What the world answered: treaties, disputes, bursts of launches, ceasefires and wars."""
    cast = turn.before.cast
    signed = (turn.after.treaty[..., 0] > turn.before.treaty[..., 0]) & (turn.after.treaty[..., 0] >= 1.0)
    for i, j in zip(*np.nonzero(np.triu(signed | signed.T)), strict=True):
        said = f"{capital(listed([called(cast.titles[i]), called(cast.titles[j])]))} sign a defence treaty."
        yield _event(turn, "treaty", HEADLINE, said, cast.names[i], cast.names[j])
    for i in np.flatnonzero(turn.after.launches[:, 0] >= BUSY):
        said = f"{capital(called(cast.titles[i]))} launches missiles on {turn.after.launches[i, 0]:.0f} occasions."
        yield _event(turn, "launches", NOTABLE, said, cast.names[i])
    yield from _disputes(turn, cast)
    yield from _wars(turn, cast)


def _disputes(turn: Turn, cast: Cast) -> Iterator[Event]:
    for i, j in cast.pairs.disputants.row_of:
        rung = int(turn.after.dispute_rung[i, j, 0])
        if rung:
            pair = listed([called(cast.titles[i]), called(cast.titles[j])])
            said = f"A dispute between {pair} comes to {RUNG[rung]} (level {rung} of 5)."
            weight = HEADLINE if rung >= 5 else NOTABLE if rung == 4 else ROUTINE
            yield _event(turn, "dispute", weight, said, cast.names[i], cast.names[j])


def _wars(turn: Turn, cast: Cast) -> Iterator[Event]:
    change = float(turn.after.ceasefire[0] - turn.before.ceasefire[0])
    if change:
        said = (
            "A ceasefire: the war at the front is frozen." if change > 0 else "The ceasefire breaks; fighting resumes."
        )
        yield _event(turn, "ceasefire", HEADLINE, said)
    for t, theatre in enumerate(cast.theatres):
        change = float(turn.after.theatre_war[t, 0] - turn.before.theatre_war[t, 0])
        if change:
            said = "A new war breaks out" if change > 0 else "The new war ends"
            yield _event(turn, "war", HEADLINE, f"{said} in {condition(theatre)}.", theatre)


def _digest(history: Replay, turn: Turn, series: pd.DataFrame) -> Event:
    """The year in figures, at its end."""
    year = series[(series.turn <= turn.number) & series.month.str.startswith(turn.month[:4])]
    count = {name: float(year.filter(regex=f"^{name}_").to_numpy().sum()) for name in ("launches", "disputes")}
    last = year.iloc[-1]
    given = {action: _times(history, year.turn.tolist(), action) for action in (Action.EXERCISE, Action.PARTNER)}
    parts = [
        counted(count["launches"], "launch occasion"),
        counted(count["disputes"], "dispute"),
        counted(given[Action.EXERCISE], "exercise"),
        f"{counted(given[Action.PARTNER], 'step')} toward accords",
        f"{year.rounds_delivered.sum() / 1000:.2f} million rounds delivered to the attackers",
        f"{last.guest_troops:.1f} thousand outside troops at the front",
        *([f"{last.territory:.0%} of the contested land held by the attackers"] if history.cast.attackers else []),
        *([f"partnership {last.partnership_tie:.2f} deep"] if len(history.cast.pairs.partners) else []),
    ]
    so_far = "" if turn.month.endswith("-12") else " so far"
    return _event(turn, "digest", HEADLINE, f"{turn.month[:4]}{so_far} in figures: {'; '.join(parts)}.")


def _times(history: Replay, turns: list[int], action: Action) -> float:
    """How often an action was ordered in some turns, by anyone."""
    slots = [number for number, _, _ in history.cast.slots.of[action]]
    return float(history.issued[np.ix_(turns, slots)].sum())
