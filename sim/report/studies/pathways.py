"""The tale of pathways: when their triggers act, what they change and cost, and whether fixed levels do as well."""

from __future__ import annotations

from functools import partial

import pandas as pd

from sim.lab.analyses.compared import OF_COMPARED
from sim.lab.analyses.pathways import ADAPTIVE, OF_FIRED, OF_FIRING, OF_PATHWAYS
from sim.lab.spread import LIKELY, SURE
from sim.lab.study import Results
from sim.lab.weightings import load_weightings
from sim.report.studies.arms import lines_of, map_of, table_of
from sim.report.studies.limits import Limit
from sim.report.studies.pathways_figures import fired, worth
from sim.report.studies.pictures import Own
from sim.report.studies.tale import Section, Tale
from sim.report.studies.words import number, signed
from sim.report.sweep.findings import readable

QUESTION = (
    "Are levers that follow what is observed better than fixed ones: what do they change, cost, and when do they act?"
)


def tell(results: Results) -> Tale:
    """The tale of finished results."""
    compared, table, firing = results.table(OF_COMPARED), results.table(OF_PATHWAYS), results.table(OF_FIRING)
    adaptive = compared[compared["way"] == ADAPTIVE]
    titles = dict(results.study.facts["pathways"])
    verdict = (
        *(_fires(titles, row) for _, row in firing.iterrows()),
        *lines_of(adaptive, partial(_title, titles)),
        *(_against(titles, str(name), own) for name, own in _adaptive(table).groupby("pathway", sort=False)),
    )
    pictures = (
        map_of(compared, "changes", "What pathways and fixed levels change", _label),
        Own("worth", "Adaptive and fixed levels: worth and cost", partial(worth, table, titles, _weightings())),
        Own("fired", "When triggers act", partial(fired, results.table(OF_FIRED), titles)),
    )
    sections = (_firing(firing), _worth(table), table_of(adaptive, "What pathways change", _label))
    return Tale("Pathways: levers over time", QUESTION, verdict, sections, pictures, LIMITS)


def _weightings() -> dict[str, str]:
    return {one.name: one.title for one in load_weightings()}


def _adaptive(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["way"] == ADAPTIVE]


def _title(titles: dict[str, str], arm: str) -> str:
    return titles.get(arm, arm)


def _label(arm: str) -> str:
    """The name of an arm as it reads."""
    return readable(arm.replace("-", "_"))


def _fires(titles: dict[str, str], row: pd.Series) -> str:
    """How often a trigger acts, and when."""
    head = f"{titles[row['pathway']]}: the trigger {row['trigger']} acts in {row['share']:.0%} of histories"
    if not row["share"]:
        return f"{head}."
    return (
        f"{head} ({row['share_low']:.0%} to {row['share_high']:.0%}), in half of these by {row['first']} (90 % "
        f"{row['first_low_90']} to {row['first_high_90']}), and in {number(row['months'], 2)} months on the average."
    )


def _against(titles: dict[str, str], pathway: str, rows: pd.DataFrame) -> str:
    """What following is worth against fixed levels at the same cost."""
    said = "; ".join(f"{_weightings()[row['weighting']]} {_more(row)}" for _, row in rows.iterrows())
    return (
        f"{titles[pathway]} costs USD {number(rows['cost'].iloc[0], 2)} bn a year; against fixed levels at the same "
        f"cost it is worth, in smallest differences as weighed: {said}."
    )


def _more(row: pd.Series) -> str:
    chance = max(row["p_more"], 1.0 - row["p_more"])
    way = "more" if row["p_more"] > 0.5 else "less"
    word = f"{way}" if chance >= SURE else f"probably {way}" if chance >= LIKELY else "open"
    return f"{signed(row['against_fixed'], 2)} ({word})"


def _firing(firing: pd.DataFrame) -> Section:
    table = pd.DataFrame(
        {
            "trigger": firing["trigger"].to_list(),
            "histories": [f"{one:.0%}" for one in firing["share"]],
            "95 %": [f"{low:.0%} to {high:.0%}" for low, high in firing[["share_low", "share_high"]].to_numpy()],
            "first": firing["first"].fillna("–").to_list(),
            "90 %": [f"{a} to {b}" if isinstance(a, str) and a else "–"
                     for a, b in firing[["first_low_90", "first_high_90"]].to_numpy()],
            "months": [f"{one:.1f}" for one in firing["months"]],
        }
    )  # fmt: skip
    return Section("When triggers act", table, "First: the median over the histories in which a trigger acts at all.")


def _worth(table: pd.DataFrame) -> Section:
    titles = _weightings()
    rows = table.assign(
        arm=[_way(*one) for one in table[["pathway", "way", "share"]].itertuples(index=False, name=None)]
    )
    wide = rows.pivot(index="arm", columns="weighting", values="score").loc[rows["arm"].unique()]
    cost = rows.drop_duplicates("arm").set_index("arm")["cost"]
    shown = pd.DataFrame({"levers": list(wide.index), "USD bn": [f"{cost[arm]:.2f}" for arm in wide.index]})
    shown = shown.assign(
        **{titles[str(name)]: [f"{one:+.1f}".replace("-", "−") for one in wide[name]] for name in wide}
    )
    return Section("Worth and cost", shown, "Weighed smallest differences to the baseline; USD bn a year.")


def _way(pathway: str, way: str, share: float) -> str:
    return pathway if way == ADAPTIVE else f"{pathway}, {share:.0%} fixed"


LIMITS: tuple[Limit, ...] = (
    (
        "What is watched",
        "A trigger sees what happens in the model as it happens and without error; nobody delays, hides or quarrels "
        "about the figure, and nobody acts in order to pass the line or not to.",
    ),
    (
        "The same cost",
        "Fixed levels at the cost of a pathway lie on straight lines between those that were played; costs are means "
        "over histories, so that a pathway may cost much in a history in which it acts for long.",
    ),
    (
        "Selection",
        "Histories in which a trigger acts differ from others before it does: what a pathway brings is told over all "
        "histories, never over those in which it acted.",
    ),
)
