"""The crate: what a folder of results is, as RO-Crate 1.1 and Process Run Crate 0.5, for archives and search engines.

It says in JSON-LD what the manifest and the dictionary say in the project's own words: which files there are and what
they hold, which software made them from what, and under which licence (Soiland-Reyes et al. 2022; Leo et al. 2024).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

CRATE = "ro-crate-metadata.json"
CONTEXT = ("https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context")
SPECIFICATION, PROFILE = "https://w3id.org/ro/crate/1.1", "https://w3id.org/ro/wfrun/process/0.5"
LICENCE = "https://spdx.org/licenses/Apache-2.0"
SOFTWARE, ACTION = "#entente", "#made"
NO_PARAMETERS = frozenset(
    (
        *("experiment", "title", "version", "commit", "versions", "files", "failed_runs", "held_at_a_bound"),
        *("found", "question", "verdict"),
    )
)
"""What the manifest says that is not a setting; nor are seconds."""
FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}

Entity = dict[str, Any]


def crate(manifest: Mapping[str, Any], listed: Mapping[str, Any], described: Mapping[str, str]) -> str:
    """The crate as text: `listed` has size and hash of each file, `described` what it holds."""
    files = [_file(path, facts, described) for path, facts in sorted(listed.items())]
    parameters = list(_parameters(manifest))
    entities = [_descriptor(), _root(manifest, files), *files, *_around(manifest, files, parameters), *parameters]
    return json.dumps({"@context": CONTEXT, "@graph": entities}, indent=2, ensure_ascii=False) + "\n"


def described_in(folder: Path) -> dict[str, str]:
    """What a crate that stands in a folder says of its files and folders, by path; nothing where there is none."""
    try:
        entities = json.loads((folder / CRATE).read_text(encoding="utf-8"))["@graph"]
        told = {unquote(one["@id"]): one["description"] for one in entities if one["@type"] == "File"}
        return told | {f"{path.split('/')[0]}/": said for path, said in told.items() if "/" in path}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _descriptor() -> Entity:
    return {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": SPECIFICATION}, "about": {"@id": "./"}}


def _root(manifest: Mapping[str, Any], files: list[Entity]) -> Entity:
    title, what = str(manifest.get("title", "Entente")), str(manifest.get("experiment", "results")).replace("_", " ")
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{title}: {what}",
        "description": f"{manifest.get('question', '')} Results of the experiment {what}, made by Entente "
        f"{manifest.get('version', '')}. A simulation: every number is a statement about a model under its "
        "assumptions.".strip(),
        "datePublished": _today(),
        "license": {"@id": LICENCE},
        "conformsTo": {"@id": PROFILE},
        "mentions": {"@id": ACTION},
        "hasPart": [{"@id": one["@id"]} for one in files],
    }


def _file(path: str, facts: Mapping[str, Any], described: Mapping[str, str]) -> Entity:
    pure = PurePosixPath(path)
    said = next((described[place] for place in (path, f"{pure.parts[0]}/") if place in described), path)
    kind = FORMATS.get(pure.suffix, "application/octet-stream")
    told: Entity = {"@id": quote(path), "@type": "File", "name": path, "description": said, "encodingFormat": kind}
    return {**told, **({"contentSize": str(facts["bytes"]), "sha256": facts["sha256"]} if facts else {})}


def _around(manifest: Mapping[str, Any], files: list[Entity], parameters: list[Entity]) -> list[Entity]:
    """The software, the act of making, the licence, the profile."""
    versions = ", ".join(f"{name} {number}" for name, number in manifest.get("versions", {}).items())
    software = {"@id": SOFTWARE, "@type": "SoftwareApplication", "name": "Entente", "license": {"@id": LICENCE}}
    told = {"softwareVersion": str(manifest.get("version", "")), "softwareRequirements": versions}
    build = {"identifier": manifest["commit"]} if manifest.get("commit") else {}
    action = {
        "@id": ACTION,
        "@type": "CreateAction",
        "name": f"Playing the experiment {manifest.get('experiment', 'of these results')}",
        "instrument": {"@id": SOFTWARE},
        "object": [{"@id": one["@id"]} for one in parameters],
        "result": [{"@id": one["@id"]} for one in files],
        "endTime": _today(),
    }
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Apache License 2.0", "url": LICENCE}
    profile = {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
    return [{**software, **told, **build}, action, licence, profile]


def _parameters(manifest: Mapping[str, Any]) -> Iterator[Entity]:
    """What the results were asked to be, a value by name."""
    for name, value in manifest.items():
        if name not in NO_PARAMETERS and not name.startswith("wall_seconds") and value not in (None, "", [], {}):
            plain = value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
            yield {"@id": f"#{quote(name)}", "@type": "PropertyValue", "name": name, "value": plain}


def _today() -> str:
    """The day, or that of `SOURCE_DATE_EPOCH` where results shall be the same to the byte on another."""
    asked = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(asked), UTC) if asked.isdigit() else datetime.now(UTC)
    return moment.date().isoformat()
