"""The tale of portfolios: for each weighting the mix to take, what is regretted, what acts together, what to learn."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sim.lab.analyses.portfolio import OF_KNOWING, OF_PORTFOLIO, OF_ROBUST, OF_TOGETHER
from sim.lab.designs import BASELINE, actions_of
from sim.lab.study import Results
from sim.lab.weightings import load_weightings
from sim.lab.wide import USUAL
from sim.report.studies.limits import Limit
from sim.report.studies.pictures import Heat, Heats, Own, Pictured
from sim.report.studies.portfolio_figures import knowing, trade
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import direction, few, named, number, one_of, signed, title_of
from sim.report.sweep.findings import readable

QUESTION = "Which mix of the actions, how strong, under a budget, and what is regretted if theory or numbers are wrong?"
TOP, MOST, PAIRS, LEARNT = 6, 15, 12, 3
"""Rows that are shown: the best mixes of a weighting, mixes in all, pairs of actions, parameters of a weighting."""


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    mixes, robust = results.table(OF_PORTFOLIO), results.table(OF_ROBUST)
    together, known = _matter(results.table(OF_TOGETHER)), results.table(OF_KNOWING)
    wanted = list(dict.fromkeys(mixes["weighting"]))
    verdict = (
        *(_line(results, one, mixes[mixes["weighting"] == one]) for one in wanted),
        _pairs_line(results, together, len(results.table(OF_TOGETHER))),
        *(_known_line(one, known[known["weighting"] == one]) for one in wanted),
    )
    pictures: tuple[Pictured, ...] = (
        Own(
            "trade",
            "What each mix is worth and costs",
            partial(trade, mixes.assign(code=_codes(results, mixes)), _titles()),
        ),
        _regrets(results, robust),
        *(
            [Own("knowing", "What it is worth to know a parameter", partial(knowing, known, _titles()))]
            if len(known)
            else []
        ),
    )
    sections = (
        *(_section(results, one, mixes[mixes["weighting"] == one]) for one in wanted),
        _pairs(results, together),
        _learnt(known),
    )
    return Tale("Portfolios of actions", QUESTION, verdict, sections, pictures, _limits(results))


def _titles() -> dict[str, str]:
    return {one.name: one.title for one in load_weightings()}


def _letters(results: Results) -> dict[str, str]:
    """A letter for each action."""
    return dict(zip(actions_of(results.scenario.parameters), "ABCDEFGHIJ", strict=False))


def _key(results: Results) -> str:
    return ", ".join(f"{letter} {title_of(results, action)}" for action, letter in _letters(results).items())


def _code(results: Results, mix: str, strength: float = 1.0) -> str:
    """A mix by the letters of its actions, and its strength where that is not 1."""
    letters = _letters(results)
    if mix == BASELINE:
        return "nothing"
    held = (
        "".join(letters.values())
        if mix not in letters and "+" not in mix
        else "".join(map(letters.__getitem__, mix.split("+")))
    )
    return held if strength in (0.0, 1.0) else f"{held} x{strength:g}"


def _codes(results: Results, rows: pd.DataFrame) -> list[str]:
    return [_code(results, *pair) for pair in rows[["mix", "strength"]].itertuples(index=False, name=None)]


def _line(results: Results, weighting: str, rows: pd.DataFrame) -> str:
    """What there is to say of one weighting."""
    inside = rows[rows["affordable"] == "yes"]
    best, at_one = inside.iloc[0], inside[inside["worst_regret"].notna()]
    calm = at_one.sort_values("worst_regret", kind="stable").iloc[0]
    kept = few(_codes(results, inside[inside["kept"] == "yes"]), 4)
    budget = results.study.facts["budget"]
    within = "" if budget is None else f" within USD {budget:g} bn a year"
    return (
        f"{_titles()[weighting]}{within}: {_told(results, best)} is worth most, {signed(best['score'], 2)} smallest "
        f"differences (90 % {signed(best['low_90'], 2)} to {signed(best['high_90'], 2)}) for USD "
        f"{number(best['cost'], 2)} bn a year{_trifle(results, best)}; "
        f"at the sources' doses {_told(results, calm)} is regretted least, at worst "
        f"{number(calm['worst_regret'], 2)} under {_under(calm['worst_theory'])}; of {len(inside)} affordable mixes "
        f"{int((inside['kept'] == 'yes').sum())} are not dominated ({kept})."
    )


def _trifle(results: Results, best: pd.Series) -> str:
    """Whether a cheaper mix does the same but for less than matters in every single outcome."""
    mix, _, strength = str(best["stands_for_it"]).partition(" x ")
    code = _code(results, mix, float(strength or 1.0))
    own = _code(results, str(best["mix"]), float(best["strength"]))
    return "" if code == own else f" (outcome by outcome less than matters from {code})"


def _told(results: Results, row: pd.Series) -> str:
    """A mix in words."""
    if row["mix"] == BASELINE:
        return "to do nothing"
    letters = {letter: action for action, letter in _letters(results).items()}
    held = [letters[one] for one in _code(results, str(row["mix"]))]
    names = (
        "all actions"
        if len(held) == len(letters) and len(held) > 1
        else " and ".join(title_of(results, one) for one in held)
    )
    return names if row["strength"] == 1.0 else f"{names} at {row['strength']:g} times the sources' doses"


def _under(theory: object) -> str:
    return "the usual theories" if theory == USUAL else readable(str(theory)).replace("=", ": ")


def _section(results: Results, weighting: str, rows: pd.DataFrame) -> Section:
    inside = rows[rows["affordable"] == "yes"].reset_index(drop=True)
    told = (inside.index < TOP) | (inside["mix"] == BASELINE) | (inside["kept"] == "yes")
    shown = inside[told].head(MOST)
    table = pd.DataFrame(
        {
            "mix": _codes(results, shown),
            "USD bn": shown["cost"].map(_short).to_list(),
            "worth": shown["score"].map(_short).to_list(),
            "90 %": [f"{_short(low)} to {_short(high)}" for low, high in shown[["low_90", "high_90"]].to_numpy()],
            "enough": shown["enough"].map("{:.0%}".format).to_list(),
            "regret": shown["regret"].map(_short).to_list(),
            "worst": [_short(value) if value == value else "–" for value in shown["worst_regret"]],
            "kept": shown["kept"].to_list(),
        }
    )
    reason = next(one.reason for one in load_weightings() if one.name == weighting)
    said = "USD bn: a year. Kept: not dominated. Worst: the largest mean regret under any theory."
    note = f"{reason} {_key(results)}. {said}"
    return Section(_titles()[weighting], table, note)


def _short(value: float) -> str:
    """A number to a tenth, or whole from ten on: less would be a tenth of what matters least."""
    return f"{value:.{0 if abs(value) >= 10.0 else 1}f}".replace("-", "−").replace("−0.0", "0.0")


def _matter(table: pd.DataFrame) -> pd.DataFrame:
    """The pairs that act together beyond what matters, the surest first."""
    clear = table["reading"].map(direction).isin(["larger", "smaller"])
    sure = table[["p_above", "p_below"]].max(axis=1)
    return table[clear].assign(sure=sure[clear]).sort_values("sure", ascending=False, kind="stable", ignore_index=True)


def _pair(results: Results, pair: str) -> str:
    return " with ".join(_letters(results)[one] for one in pair.split(" x "))


def _about(row: pd.Series) -> str:
    return f"worth, {readable(row['theatre'])}" if row["about"] == "score" else named(row["about"], row["theatre"])


def _pairs_line(results: Results, rows: pd.DataFrame, every: int) -> str:
    said = [
        f"{_pair(results, str(row['pair']))} on {_about(row)} {signed(row['difference'], 2)}"
        for _, row in rows.iterrows()
    ]
    head = f"Together: {one_of(len(rows), 'interaction')} of {every} beyond what matters"
    return (
        f"{head} ({few(said, 3)}; {_key(results)})."
        if said
        else f"{head}: what mixes do is the sum of what their actions do."
    )


def _pairs(results: Results, rows: pd.DataFrame) -> Section:
    shown = rows.head(PAIRS)
    table = pd.DataFrame(
        {
            "pair": [_pair(results, str(one)) for one in shown["pair"]],
            "about": [_about(row) for _, row in shown.iterrows()],
            "more than the sum": [signed(value, 2) for value in shown["difference"]],
            "matters from": [number(value, 2) for value in shown["least"]],
            "sure": shown["sure"].map("{:.0%}".format).to_list(),
        }
    )
    note = f"Half the difference of differences over all settings of the other actions. {_key(results)}."
    return Section("Pairs that act together", table, note if len(table) else "No pair does beyond what matters.")


def _known_line(weighting: str, rows: pd.DataFrame) -> str:
    title = _titles()[weighting]
    if not len(rows):
        return f"Worth knowing, {title}: not told, since parameters were not drawn in twenty sets or more."
    clear, every = rows[rows["clear"] == "yes"], number(rows["everything"].iloc[0], 2)
    if not len(clear):
        none = "no parameter alone, beyond what chance makes of it"
        return f"Worth knowing, {title}: {none}; to know all would be worth {every}."
    names = [f"{readable(row['parameter'])} {number(row['worth'], 2)}" for _, row in clear.iterrows()]
    return f"Worth knowing, {title}: {few(names, 3)}; to know all would be worth {every}."


def _learnt(rows: pd.DataFrame) -> Section:
    shown = rows.groupby("weighting", sort=False).head(LEARNT) if len(rows) else rows
    table = pd.DataFrame(
        {
            "for": [_titles()[one] for one in shown["weighting"]],
            "parameter": [readable(one) for one in shown["parameter"]],
            "worth": [signed(value, 2) for value in shown["worth"]],
            "binned": [signed(value, 2) for value in shown["binned"]],
            "luck alone": [number(value, 2) for value in shown["luckiest"] - shown["by_chance"]],
            "clear": shown["clear"].to_list(),
        }
    )
    note = "In smallest differences as weighed. Luck alone: what the best of as many shuffled parameters reaches."
    return Section("Worth knowing before one chooses", table, note if len(table) else "Parameters were not drawn.")


def _regrets(results: Results, robust: pd.DataFrame) -> Heats:
    """Mixes by theories, a panel for each weighting: mean regret."""
    theories = list(dict.fromkeys(robust["theory"]))
    mixes = list(dict.fromkeys(robust["mix"]))
    panels = tuple(
        _heat(weighting, rows, mixes, theories) for weighting, rows in robust.groupby("weighting", sort=False)
    )
    return Heats(
        "regret",
        "What each mix is regretted, under each theory",
        tuple(_code(results, mix) for mix in mixes),
        tuple("usual" if theory == USUAL else readable(str(theory).split("=")[-1]) for theory in theories),
        "mix",
        "theory",
        panels,
        ("", "regret"),
        f"Mean regret over sets in smallest differences as weighed; bold where it is least. {_key(results)}.",
    )


def _heat(weighting: object, rows: pd.DataFrame, mixes: list[str], theories: list[str]) -> Heat:
    values = rows.pivot(index="mix", columns="theory", values="regret").loc[mixes, theories].to_numpy()
    least = values <= values.min(axis=0) + 1e-12
    words = np.array([[number(value, 2) for value in row] for row in values], dtype=object)
    return Heat(_titles()[str(weighting)], np.sqrt(np.maximum(values, 0.0) / max(values.max(), 1e-12)), words, least)


def _limits(results: Results) -> tuple[Limit, ...]:
    sets = results.plan.replicates // results.plan.draws
    return (
        (
            "Worth",
            "What a mix is worth is a weighed sum of smallest differences of interest; weights are somebody's wishes "
            "(`configs/weightings.toml`), and no weighting knows of a sum beyond which more of the same is worth less.",
        ),
        (
            "Cost",
            "The cost of a mix is what its kept promises cost at the unit costs of its commitments, and what the "
            "coalition gives more or less besides; a budget is held against its mean, not against a bad year.",
        ),
        (
            "Not dominated",
            "Means are counted in whole smallest differences of interest before they are compared, so that luck and "
            "trifles keep no mix; with many wishes at once hardly a mix is dominated.",
        ),
        (
            "Worth knowing",
            f"Estimated from {sets} sets by a regression on ranks, one parameter at a time: its bias upwards is taken "
            "off by shuffling, what only shows together with another parameter is not seen, and with few sets only "
            "large values are.",
        ),
    )
