"""What a sweep says, put together from its tables: for each action what was done, what it changed, what turns it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from sim.base.errors import BadInput
from sim.base.recorder import read_table
from sim.lab.analyses.commitments import OF_COMMITMENTS, WHOLE
from sim.lab.analyses.curves import OF_DOSES
from sim.lab.analyses.drivers import OF_DRIVERS
from sim.lab.analyses.effects import OF_EFFECTS
from sim.lab.analyses.ranks import OF_RANKS
from sim.lab.analyses.theories import OF_THEORIES
from sim.lab.wide import USUAL

ABOUT: Mapping[str, tuple[str, ...]] = {
    "the war": (
        *("territory_mean", "months_of_fighting", "weariness_mean", "guest_troops_mean", "rounds_delivered_a_year"),
        *(
            "attackers_losses_a_year",
            "share_of_fire_supplied",
            "rounds_for_defenders_a_year",
            "front_line_arms_defender",
        ),
        *("defenders_losses_a_year", "attackers_conquer", "defenders_restore", "war_is_settled", "months_frozen"),
    ),
    "the partnership": (
        *("partnership_tie_mean", "partnership_dependence_mean", "owed_to_client_mean", "months_to_guest_troops"),
    ),
    "provocations and disputes": (
        *("provocations_a_year", "disputes_a_year", "share_at_force", "war_by_the_end", "months_above_rung_4"),
        *("peak_hostility", "alliance_credibility_mean", "conflict_a_month", "cooperation_a_month"),
    ),
    "the programme": ("weapons_programme_mean", "technology_transfers_a_year", "nuclear_test_by_the_end"),
    "the closed society": (
        *("outside_information_mean", "disaffection_mean", "disaffection_peak", "regime_security_mean"),
    ),
    "the third power and the rules": (
        *("hedger_distance_mean", "trade_with_first_partner_a_year", "institutions_mean", "embargoed_rounds_a_year"),
        "accords_of_coalition_mean",
    ),
    "cost": ("outlay_a_year",),
}
"""What outcomes are about, in the order in which they are told."""

FURTHER = "further"
COST = "outlay_a_year"
TABLES = (OF_EFFECTS, OF_COMMITMENTS, OF_DOSES, OF_RANKS, OF_DRIVERS, OF_THEORIES)


def about(outcome: str, theatre: str) -> tuple[int, str, int]:
    """What an outcome is about, with its place among the others."""
    base = outcome.removesuffix(f"_{theatre}")
    for place, (what, names) in enumerate(ABOUT.items()):
        if base in names:
            return place, what, names.index(base)
    return len(ABOUT), FURTHER, 0


@dataclass(frozen=True, eq=False)
class Told:
    """The tables of a sweep by file; a table that was not asked for is not there."""

    tables: Mapping[str, pd.DataFrame]

    @classmethod
    def read(cls, folder: Path) -> Told:
        """Those of a finished folder; raise `BadInput` where it holds no sweep."""
        if not (folder / OF_EFFECTS.file).is_file():
            raise BadInput("results", "folder", str(folder), "a finished sweep: run `entente sweep` first")
        there = (one.file for one in TABLES if (folder / one.file).is_file())
        return cls({name: _texts_kept(read_table(folder / name)) for name in there})

    def _table(self, name: str) -> pd.DataFrame:
        return self.tables.get(name, pd.DataFrame())

    @cached_property
    def actions(self) -> list[str]:
        """All actions, in the order of the sweep: those of the mixes, then those beside."""
        effects, doses = self.tables[OF_EFFECTS.file], self._table(OF_DOSES.file)
        mixed = effects.loc[effects["kind"] == "main", "mix"]
        return list(dict.fromkeys([*mixed, *(doses["action"] if len(doses) else [])]))

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What each action changes in each headline outcome, and in cost: a row each, ordered by what it is about.

        Over all settings of the others where it is an action of the mixes; alone, where it stands beside them.
        """
        effects = self.tables[OF_EFFECTS.file]
        main = effects[effects["kind"] == "main"].rename(columns={"mix": "action"})
        found = pd.concat([main, self._beside(set(main["action"]))], ignore_index=True)
        shown = ((found["headline"] == "yes") | (found["outcome"] == COST)) & found["difference"].notna()
        told = found[shown].copy()
        places = [about(*pair) for pair in zip(told["outcome"], told["theatre"], strict=True)]
        for column, name in enumerate(("place", "about", "within")):
            told[name] = [place[column] for place in places]
        told["verdict"] = self._verdicts(told)
        told["order"] = told["action"].map({name: place for place, name in enumerate(self.actions)})
        return told.sort_values(["order", "place", "within"], kind="stable").reset_index(drop=True)

    def _beside(self, mixed: set[str]) -> pd.DataFrame:
        doses = self._table(OF_DOSES.file)
        if doses.empty:
            return doses
        return doses[(doses["mix"] == doses["action"]) & ~doses["action"].isin(mixed)]

    def _verdicts(self, told: pd.DataFrame) -> list[str]:
        theories = self._table(OF_THEORIES.file)
        known = {(row.action, row.outcome): row.verdict for row in theories.itertuples()} if len(theories) else {}
        return [str(known.get(pair, "")) for pair in zip(told["action"], told["outcome"], strict=True)]

    @cached_property
    def crossed(self) -> list[str]:
        """The theories under which the actions were played too."""
        theories = self._table(OF_THEORIES.file)
        return [] if theories.empty else list(dict.fromkeys(theories["theory"]))

    def done(self, action: str | None = None) -> pd.DataFrame:
        """The first stage over all months: each action alone at full, or one of them."""
        table = self._table(OF_COMMITMENTS.file)
        if table.empty:
            return table
        alone = table[(table["year"].astype(str) == WHOLE) & (table["mix"] == table["lever"])]
        return alone if action is None else alone[alone["lever"] == action]

    def ranks(self) -> dict[str, pd.DataFrame]:
        """The ranks of all mixes, by weighting."""
        table = self._table(OF_RANKS.file)
        usual = table[table["theory"] == USUAL] if len(table) else table
        return {} if usual.empty else {str(name): rows for name, rows in usual.groupby("weighting", sort=False)}

    def across(self) -> pd.DataFrame:
        """The regret of the baseline, each action alone and all of them under every theory that was played.

        A row for each weighting and mix, a column for each theory, `worst` the largest of them.
        """
        table = self._table(OF_RANKS.file)
        rivals = table[table["theory"] != USUAL] if len(table) else table
        if rivals.empty:
            return rivals
        order = list(dict.fromkeys(rivals["theory"]))
        wide = rivals.pivot(index=["weighting", "mix"], columns="theory", values="regret")[order]
        return wide.assign(worst=wide.max(axis=1)).sort_values(["weighting", "worst"], kind="stable").reset_index()

    def turning(self, action: str) -> pd.DataFrame:
        """The parameters on which effects that matter hang, those first with which one turns."""
        table = self._table(OF_DRIVERS.file)
        own = table[table["action"] == action] if len(table) else table
        if own.empty:
            return own
        changes = self.changes[self.changes["action"] == action].set_index("outcome")
        ends = own[["at_lowest", "at_highest"]].abs().max(axis=1)
        matters = (own["turns"] == "yes") | (ends >= own["outcome"].map(changes["least"]))
        keys = pd.DataFrame({"turns": own["turns"] == "yes", "weight": own["correlation"].abs()})
        order = keys.sort_values(["turns", "weight"], ascending=False, kind="stable").index
        return own.loc[[row for row in order if matters[row]]]


def _texts_kept(table: pd.DataFrame) -> pd.DataFrame:
    """A table of which texts that are empty are read as such."""
    texts = [name for name in ("reading", "verdict") if name in table]
    return table.assign(**{name: table[name].fillna("") for name in texts})
