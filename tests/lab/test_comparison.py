"""Two folders of results are compared as their runs allow: exactly, replicate by replicate, or by their intervals."""

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.base.quantities import Quantity
from sim.base.recorder import MANIFEST, TEXT, Recorder, column
from sim.commands.main import main
from sim.lab.analyses.effects import EFFECTS
from sim.lab.comparison import compare
from sim.lab.finished import Finished, finished_in
from sim.lab.statistics import paired_t
from sim.report.results import headline

ARMS = {"baseline": (0, 0), "aid": (1, 0), "talks": (0, 1), "all_actions": (1, 1)}
RUNS = (
    column("mix", "arm", TEXT),
    column("replicate", "replicate", "number", 0),
    *(Quantity(name, name, "intensity", "X", 0, 1, kind="lever") for name in ("aid", "talks")),
    Quantity("war", "months of war", "months", "X", 0, 100, kind="outcome"),
)
NAMES = ("kind", "mix", "outcome", "unit", "difference", "low", "high", "replicates", "headline")
KEPT = tuple(quantity for quantity in EFFECTS if quantity.name in NAMES)


def made(place, seed, aid, replicates=80, experiment="sweep", **facts):
    """A folder of results in which aid changes the outcome by so much, the same in every replicate."""
    rng = np.random.default_rng(seed)
    luck = rng.normal(20, 3, replicates) + rng.normal(0, 1, (4, replicates))
    runs = pd.concat(
        pd.DataFrame({"mix": name, "replicate": range(replicates), "aid": a, "talks": t, "war": luck[k] + aid * a - t})
        for k, (name, (a, t)) in enumerate(ARMS.items())
    )
    wide = runs.pivot(index="replicate", columns="mix", values="war")
    effects = {
        ("main", "aid"): (wide["aid"] - wide["baseline"] + wide["all_actions"] - wide["talks"]) / 2,
        ("main", "talks"): (wide["talks"] - wide["baseline"] + wide["all_actions"] - wide["aid"]) / 2,
        **{("mix", name): wide[name] - wide["baseline"] for name in ("aid", "talks", "all_actions")},
        ("interaction", "aid x talks"): (wide["all_actions"] - wide["talks"] - wide["aid"] + wide["baseline"]) / 2,
    }
    recorder = Recorder(place)
    recorder.table("runs.csv", RUNS, [runs])
    recorder.table("effects.csv", KEPT, [pd.DataFrame([row(*key, values) for key, values in effects.items()])])
    recorder.finish({"experiment": experiment, "seed": seed, "parameters": "default", "draws_per_set": 1, **facts})
    return Finished.of(place)


def row(kind, mix, values):
    estimate = paired_t(values.to_numpy()[None])
    (low,), (high,) = estimate.interval()
    told = {"kind": kind, "mix": mix, "outcome": "war", "unit": "months", "difference": estimate.difference[0]}
    return {**told, "low": low, "high": high, "replicates": len(values), "headline": "yes"}


def test_the_same_results_are_the_same_to_the_digit(tmp_path):
    found = compare(made(tmp_path / "a", 1, 2.0), made(tmp_path / "b", 1, 2.0))
    assert not found.settings and not found.made and set(found.files.values()) == {"same"}
    assert set(found.effects["how"]) == {"same"} and (found.effects["change"] == 0.0).all()


def test_under_one_seed_what_both_share_cancels(tmp_path):
    found = compare(made(tmp_path / "a", 1, 2.0), made(tmp_path / "b", 1, 2.25, version="2"))
    assert found.made == {"version": (None, "2")}
    rows = found.effects.set_index(["kind", "mix"])
    for key in (("main", "aid"), ("mix", "aid"), ("mix", "all_actions")):
        assert rows.loc[key, "how"] == "paired" and rows.loc[key, "beyond"] == "yes"
        assert rows.loc[key, "change"] == pytest.approx(0.25) and rows.loc[key, "low"] == pytest.approx(0.25)
    assert rows.loc[("mix", "talks"), "how"] == "same" and rows.loc[("main", "talks"), "beyond"] == "no"
    assert rows.loc[("interaction", "aid x talks"), "how"] == "independent"


def test_under_other_seeds_a_change_is_held_against_the_noise_of_both(tmp_path):
    first, same, other = (made(tmp_path / n, s, a) for n, s, a in (("a", 1, 2.0), ("b", 2, 2.0), ("c", 3, 6.0)))
    still, moved = compare(first, same).effects, compare(first, other).effects.set_index(["kind", "mix"])
    assert set(still["how"]) == {"independent"} and set(still["beyond"]) == {"no"}
    assert moved.loc[("main", "aid"), "beyond"] == "yes" and moved.loc[("main", "talks"), "beyond"] == "no"
    assert (still["low"] < still["change"]).all() and compare(first, same).settings == {"seed": (1, 2)}


@pytest.mark.thorough
def test_the_interval_of_independent_effects_holds_the_truth_as_often_as_it_says(tmp_path):
    held = []
    for k in range(60):
        pair = [made(tmp_path / f"{k}{name}", 2 * k + n, 2.0 + n, 20) for n, name in enumerate("ab")]
        rows = compare(*pair).effects.set_index(["kind", "mix"]).loc[("main", "aid")]
        held.append(rows["low"] <= 1.0 <= rows["high"])
    assert 0.85 <= np.mean(held) <= 1.0


def test_what_cannot_be_compared_is_said_in_one_line(tmp_path):
    made(tmp_path / "a", 1, 2.0)
    one, other = Finished.of(tmp_path / "a"), made(tmp_path / "b", 1, 2.0, experiment="history")
    with pytest.raises(BadInput, match="expected results of the same experiment"):
        compare(one, other)
    (tmp_path / "begun" / ".parts").mkdir(parents=True)
    (tmp_path / "begun" / ".parts" / "plan.json").write_text('{"fingerprint": "x"}')
    with pytest.raises(BadInput, match="unfinished: the command that began it goes on with it"):
        Finished.of(tmp_path / "begun")
    with pytest.raises(BadInput, match="it holds no manifest"):
        finished_in(tmp_path / "begun" / ".parts")


def test_a_changed_or_missing_file_is_named(tmp_path):
    one = made(tmp_path / "a", 1, 2.0)
    assert one.damaged() == []
    (tmp_path / "a" / "runs.csv").write_text("mix\n")
    (tmp_path / "a" / "effects.csv").unlink()
    assert sorted(one.damaged()) == ["effects.csv", "runs.csv"]


def test_the_command_lists_tells_and_compares(tmp_path):
    from sim.commands.main import app

    for name, aid in (("a", 2.0), ("b", 2.5)):
        made(tmp_path / name, 1, aid)
    said = {}
    for args in (("",), ("a",), ("a", "b")):
        said[args] = CliRunner().invoke(app, ["results", *(str(tmp_path / one) for one in args)]).stdout
    assert "| seed" in said[("",)] and said[("",)].count("as they were") == 2
    assert "Asked for" in said[("a",)] and "Every file is as it was written" in said[("a",)]
    assert "Of 6 effects 2 are the same to the digit" in said[("a", "b")] and "+0.5" in said[("a", "b")]
    told = json.loads(CliRunner().invoke(app, ["results", str(tmp_path / "a"), "--json"]).stdout)
    assert (
        told[0]["settings"]["seed"] == 1 and set(told[0]["holds"]) > {"runs.csv"} and MANIFEST not in told[0]["holds"]
    )
    told = json.loads(CliRunner().invoke(app, ["results", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]).stdout)
    assert {row["mix"] for row in told["beyond_noise"]} == {"aid", "all_actions"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("effects.csv", ",war,", ",war,x"), ("runs.csv", "mix,", "mix,mix,"), ("effects.csv", "kind,", "")],
)
def test_a_damaged_folder_is_told_in_one_line(tmp_path, capsys, file, old, new):
    made(tmp_path / "a", 1, 2.0), made(tmp_path / "b", 1, 2.25)
    damaged = tmp_path / "b" / file
    damaged.write_text(damaged.read_text().replace(old, new))
    with pytest.raises(SystemExit) as ended:
        main(["results", str(tmp_path / "a"), str(tmp_path / "b")])
    told = capsys.readouterr().err
    assert "not told" in headline(Finished.of(tmp_path / "b"))[0]
    assert ended.value.code == 2 and told.count("\n") == 1 and f"changed or missing: {file}" in told
