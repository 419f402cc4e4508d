"""An action is a row of the table: its name, its words, how it is drawn, how much it weighs."""

import pickle

import pytest

import sim.model.policies  # noqa: F401  (the code that names actions)
from sim.app.kinds import coloured, kind_of, kinds_of
from sim.base.errors import BadInput
from sim.base.paths import CONFIGS
from sim.inputs.actions import Action, load_actions
from sim.model.legality import CONDITIONS
from sim.report.wording import deed

TABLE = (CONFIGS / "actions.toml").read_text(encoding="utf-8")
ROWS = load_actions()


def test_every_row_is_an_action_by_name_in_the_order_of_the_table():
    assert list(Action) == list(ROWS) and Action.SEND_AID == "send_aid" and Action.SEND_AID is Action.SEND_AID
    assert type(pickle.loads(pickle.dumps(Action.SEND_AID))) is Action


def test_a_name_that_has_no_row_is_told_with_those_that_have_one():
    list(Action)
    with pytest.raises(AttributeError, match=r"no action is called SNED_AID; known: .*send_aid"):
        _ = Action.SNED_AID


def test_words_are_of_one_and_of_several_and_of_nobody_addressed():
    provoke = ROWS[Action.PROVOKE]
    assert deed(provoke, ["Japan"], "Russia") == "Japan stages an incident against Russia"
    assert deed(provoke, ["Japan", "Russia"], None) == "Japan and Russia test missiles"


def test_actions_of_one_kind_are_drawn_alike_and_each_kind_has_its_colours():
    kinds = [row.kind for row in kinds_of(ROWS)]
    assert len(set(kinds)) == len(kinds) and {kinds[kind_of(ROWS, action)] for action in ROWS} == set(kinds)
    page = coloured("<head></head>")
    assert all(f"--k{k}: {row.colours[0]};" in page for k, row in enumerate(kinds_of(ROWS)))


MISTAKES = {
    "an action that the code names has no row": ("[shield]", "[shied]", "shield = None: expected a row for this"),
    "a name of other letters": ("[shield]", "[Shield]", "snake_case"),
    "words without an end": ('"gives aid to {b}"', '"gives aid to {b"', "send_aid.words[0]"),
    "three words": ('["gives aid to {b}", ', '["gives", "aid", ', "two texts: what one actor does"),
    "a colour by name": ('"#1687a7"', '"teal"', "send_aid.colours[0]"),
    "the first of a kind without colours": ('colours = ["#1687a7", "#5cc3e0"]\n', "", "send_aid.colours = None"),
    "two rows that draw one kind": ('kind = "aid"', 'kind = "troops"', "send_troops says how troops are drawn"),
    "news that is none": ('news = "notable"', 'news = "loud"', "did you mean|known: headline, notable, routine"),
    "a condition that nobody knows": ('["budget"]', '["budgets"]', "did you mean budget"),
}


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_row_is_told_with_its_place(old, new, told, tmp_path):
    path = tmp_path / "actions.toml"
    assert old in TABLE
    path.write_text(TABLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=told.replace("[", r"\[").replace("]", r"\]")):
        load_actions(path, CONDITIONS)
