"""The rival law of war against sums that a reader can check; and both laws hold the same doctrine of how wars end."""

import tomllib

import pytest
from by_hand import HAND, changed, joined

from sim.model.mechanisms.attrition import war as attrition
from sim.model.theories import THEORIES

SHARED = tomllib.loads((HAND / "mechanisms" / "war.toml").read_text(encoding="utf-8"))
ALSO = {"lethality": 0.1, "exposure": 2.0, "casualty_ceiling": 0.5, "hardship_hampers": 0.5}


def answered(**world):
    """What attrition changes in the world of the hand-computed cases of war, with something else in it."""
    case = joined({"parameters": SHARED["parameters"] | ALSO, "world": SHARED["world"]}, {"world": world})
    return changed(attrition, case)


def test_the_front_stands_where_both_sides_wear_down_equally_fast():
    # power 16 on both sides: defenders lose 1.6 of the 1 + 3 they raise, attackers 3.2 of 1 + 7: 0.4 each
    assert answered(PATRON={"recruitment": 7}, DEFENDER={"recruitment": 3}).get("front", 0.0) == pytest.approx(0.0)


def test_the_front_moves_toward_whoever_loses_more_than_it_can_replace():
    # defenders raise 1 + 15, so that they wear at 0.1: 0.1/(0.1 + 0.4) = 0.2, and 0.03 x (0.2 - 0.5)
    assert answered(PATRON={"recruitment": 7}, DEFENDER={"recruitment": 15})["front"] == pytest.approx(-0.009)


def test_both_laws_answer_to_the_same_name_and_change_the_same():
    sides = [side.mechanism for side in THEORIES["law_of_war"].choices.values()]
    assert len({(one.name, one.changes) for one in sides}) == 1 and attrition in sides
