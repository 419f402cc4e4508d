"""What is followed of a history, cut and summed, against tables small enough to read."""

import numpy as np
import pytest
from by_hand import scenario

from sim.inputs.actions import Action
from sim.model.measures import ABROAD, Trajectory
from sim.model.outcomes import outcomes_of
from sim.model.series import recorded_series
from sim.model.world import FLOWS, VARIABLES, empty_world, shape_of

CAST = scenario().cast
CLIENT, PATRON = CAST.names.index("CLIENT"), CAST.names.index("PATRON")


def followed(first=0, turns=20, month="2000-11", runs=2):
    """Twenty turns of two runs from November 2000 on: a series counts the turns, in the second run from 100."""
    turn = np.arange(first, first + turns, dtype=float)
    territory = np.stack([turn + 100.0 * run for run in range(runs)], axis=1)
    provocations = np.stack([territory, 2.0 * territory], axis=1)
    issued = np.zeros((turns, len(CAST.slots), runs), dtype=bool)
    rounds = np.zeros((turns, CAST.size, runs))
    rounds[:, CLIENT], rounds[:, PATRON] = territory, 1000.0
    series = {"territory": territory, "provocations": provocations}
    return Trajectory(CAST, month, scenario().parameters, first, series, issued, {"rounds_shipped": rounds})


def test_turns_and_runs_are_counted():
    assert (followed().turns, followed().runs) == (20, 2)
    only = Trajectory(CAST, "2000-11", scenario().parameters, series=followed().series)
    assert (only.turns, only.runs) == (20, 2)


@pytest.mark.parametrize(
    ("first", "last", "turns"),
    [(3, 6, [3, 4, 5]), (17, None, [17, 18, 19]), (0, 2, [0, 1]), (19, 30, [19])],
)
def test_a_window_holds_its_turns(first, last, turns):
    cut = followed().window(first, last)
    assert cut["territory"][:, 0].tolist() == turns and cut.first == turns[0]
    assert len(cut.issued) == len(cut.variables["rounds_shipped"]) == len(turns)


def test_a_window_of_a_window_still_counts_from_the_start():
    later = followed().window(5)  # turns 5 to 19
    assert later.window(7, 9)["territory"][:, 0].tolist() == [7, 8]
    assert later.window(2, 7)["territory"][:, 0].tolist() == [5, 6]  # it begins at 5
    assert later.window(1, 3).turns == 0


@pytest.mark.parametrize(
    ("year", "turns"),
    [(2000, [0, 1]), (2001, list(range(2, 14))), (2002, list(range(14, 20))), (1999, []), (2004, [])],
)
def test_a_year_has_the_turns_that_fall_into_it(year, turns):
    # November and December 2000 are turns 0 and 1, and turn 19 is June 2002
    assert list(range(20))[followed().year(year)] == turns


def test_a_year_is_counted_from_the_first_turn_that_was_followed():
    # turns 5 to 19: row 0 is turn 5, and 2001 ends with turn 13, row 8
    assert list(range(15))[followed().window(5).year(2001)] == list(range(9))


def test_one_trajectory_goes_on_in_another():
    whole = followed(turns=5).then(followed(first=5, turns=4))
    assert whole["territory"][:, 0].tolist() == list(range(9)) and whole.first == 0


def test_columns_are_named_by_theatre_where_there_is_one_for_each():
    columns = dict(followed().columns())
    assert list(columns) == ["territory", "provocations_west", "provocations_east"]
    assert columns["territory"][3].tolist() == [3, 103]
    assert columns["provocations_west"][3].tolist() == [3, 103] and columns["provocations_east"][3].tolist() == [6, 206]


def test_orders_are_counted_by_giver_and_receiver():
    past = followed()
    for action, who, whom in (("send_aid", "PATRON", "CLIENT"), ("send_aid", "HEDGER", "CLIENT")):
        slot = CAST.slots.between[Action(action), CAST.names.index(who), CAST.names.index(whom)][0]
        past.issued[4, slot, 1] = True
    assert past.orders(Action.SEND_AID)[4].tolist() == [0, 2]
    assert past.orders(Action.SEND_AID, [PATRON])[4].tolist() == [0, 1]
    assert past.orders(Action.SEND_AID, None, [CLIENT])[4].tolist() == [0, 2]
    assert past.orders(Action.SEND_AID, None, [PATRON])[4].tolist() == [0, 0]
    assert past.orders(Action.TALK)[4].tolist() == [0, 0] and past.orders(Action.SEND_AID)[3].tolist() == [0, 0]
    with pytest.raises(ValueError, match="not followed"):
        Trajectory(CAST, "2000-11", scenario().parameters, series=past.series).orders(Action.TALK)


def test_a_variable_is_summed_over_actors():
    past = followed()
    assert past.of("rounds_shipped", [CLIENT])[3].tolist() == [3, 103]
    assert past.of("rounds_shipped", [CLIENT, PATRON])[3].tolist() == [1003, 1103]
    assert past.of("rounds_shipped", []).shape == (20, 2) and np.all(np.isnan(past.of("rounds_shipped", [])))


def test_an_outcome_knows_its_theatre():
    theatres = {outcome.name: outcome.theatre for outcome in outcomes_of(CAST)}
    assert theatres["provocations_a_year_east"] == "east" and theatres["provocations_a_year_west"] == "west"
    assert theatres["territory_mean"] == CAST.war_theatre == "west"
    assert theatres["institutions_mean"] == ABROAD


def test_series_by_theatre_have_a_column_for_each():
    columns = recorded_series(CAST)
    assert list(columns)[:4] == ["provocations_west", "provocations_east", "launches_west", "launches_east"]
    assert "territory" in columns and "provocations" not in columns and "territory_west" not in columns
    assert columns["launches_east"].name == "launches_east"


def test_what_happens_in_a_month_starts_from_nothing_and_the_rest_stays():
    assert {"rounds_fired", "launches", "dispute_rung", "conflict"} <= set(FLOWS)
    assert not {"munitions_stock", "tie", "front", "economy", "border_closed"} & set(FLOWS)


def test_a_part_of_a_world_holds_some_of_its_runs():
    world = empty_world(CAST, 3)
    world.hardship[0] = [0.1, 0.2, 0.3]
    part = world.part(slice(1, 3))
    assert part.hardship[0].tolist() == [0.2, 0.3] and part.runs == 2
    assert part.tie.shape == (6, 6, 2) and part.front.shape == (2,) and part.economy.shape == (6, 1)


def test_a_world_has_one_value_for_each_run_where_runs_can_differ():
    world, pair = empty_world(CAST, 3), VARIABLES["tie"]
    assert world.economy.shape == (6, 1) and world.border_closed.shape == (6, 1)  # the same in all runs
    assert world.hardship.shape == (6, 3) and world.theatre_war.shape == (2, 3) and world.front.shape == (3,)
    assert world.memory.shape == (len(CAST.slots), 3) and world.tie.shape == (6, 6, 3)
    assert shape_of(pair, CAST) == (6, 6) and world.turn == 0
    assert world.front[0] == 0.5 and world.integrity[0, 0] == 0.7 and world.tie[0, 0, 0] == 0.0
