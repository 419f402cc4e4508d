"""A folder of results is an RO-Crate: what the specification demands of one holds."""

import json
from datetime import date
from urllib.parse import unquote

import pandas as pd
import pytest

from sim.base.crate import CRATE, described_in
from sim.base.recorder import MANIFEST, TEXT, Recorder, column, fingerprint_of, manifest_of
from sim.lab.folder import adding

FACTS = {
    "experiment": "one_question",
    "title": "A case",
    "version": "1.2",
    "commit": "abc",
    "versions": {"numpy": "2"},
    "seed": 7,
    "levels": [0, 1],
    "theories": {},
    "wall_seconds": 3.5,
}


@pytest.fixture
def folder(tmp_path):
    recorder = Recorder(tmp_path / "out")
    columns = [column("mix", "which", TEXT), column("x", "what", "m")]
    recorder.table("runs.csv", columns, [pd.DataFrame({"mix": ["a b"], "x": [1.0]})])
    recorder.describe({"figures/": "what one sees", MANIFEST: "what made them"})
    recorder.contents("figures", {"a b%.png": b"seen"})
    recorder.finish(FACTS)
    return tmp_path / "out"


@pytest.fixture
def entities(folder):
    document = json.loads((folder / CRATE).read_text(encoding="utf-8"))
    assert document["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    return {one["@id"]: one for one in document["@graph"]}


def test_it_is_flat_and_every_reference_leads_somewhere(folder, entities):
    graph = json.loads((folder / CRATE).read_text(encoding="utf-8"))["@graph"]
    assert len(entities) == len(graph) and all({"@id", "@type"} <= set(one) for one in graph)
    for one in graph:
        for name, value in one.items():
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    assert set(inner) == {"@id"}, "nothing is nested"
                    away = name == "conformsTo" and one["@id"] == CRATE
                    assert away or inner["@id"] in entities


def test_the_metadata_file_describes_itself_and_the_root(entities):
    own = entities["ro-crate-metadata.json"]
    assert own["@type"] == "CreativeWork" and own["about"] == {"@id": "./"}
    assert own["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}


def test_the_root_has_a_name_a_description_a_date_and_a_licence(entities):
    root = entities["./"]
    assert root["@type"] == "Dataset" and root["name"] == "A case: one question" and root["description"]
    assert date.fromisoformat(root["datePublished"])
    licence = entities[root["license"]["@id"]]
    assert licence["name"] and licence["@id"].startswith("https://")


def test_its_parts_are_the_files_with_size_hash_and_what_they_hold(folder, entities):
    parts = {unquote(one["@id"]): entities[one["@id"]] for one in entities["./"]["hasPart"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(parts) == there - {CRATE}
    for path, one in parts.items():
        assert one["@type"] == "File" and one["name"] and one["description"] and "/" in one["encodingFormat"]
        if path != MANIFEST:
            known = fingerprint_of(folder / path)
            assert (one["contentSize"], one["sha256"]) == (str(known["bytes"]), known["sha256"])
    assert parts["figures/a b%.png"]["description"] == "what one sees"
    assert manifest_of(folder)["files"][CRATE] == fingerprint_of(folder / CRATE)


def test_software_and_parameters_are_those_of_the_manifest(entities):
    action = next(one for one in entities.values() if one["@type"] == "CreateAction")
    software = entities[action["instrument"]["@id"]]
    assert software["@type"] == "SoftwareApplication" and software["softwareVersion"] == "1.2"
    given = {entities[one["@id"]]["name"]: entities[one["@id"]]["value"] for one in action["object"]}
    assert given == {"seed": 7, "levels": "[0, 1]"}
    assert {one["@id"] for one in action["result"]} == {one["@id"] for one in entities["./"]["hasPart"]}
    assert entities["./"]["mentions"] == {"@id": action["@id"]} and action["name"] and action["endTime"]


def test_what_a_crate_says_of_its_files_can_be_read(folder, tmp_path):
    assert described_in(folder)["runs.csv"] == "a row for each mix; columns: mix, x"
    assert described_in(tmp_path) == {}


def test_it_is_the_same_whether_other_forms_were_written_at_once_or_added(folder):
    once = (folder / CRATE).read_text(encoding="utf-8")
    manifest = manifest_of(folder)
    with adding(folder, manifest):
        pass
    assert (folder / CRATE).read_text(encoding="utf-8") == once and manifest_of(folder) == manifest
