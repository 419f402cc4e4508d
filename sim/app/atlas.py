"""Country outlines: how the committed file was made from Natural Earth, and how it is read.

`python -m sim.app.atlas countries-110m.json configs/map/outlines.json` makes the file anew from the TopoJSON that
the npm package world-atlas redistributes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import BadInput, known_or_bad
from sim.base.paths import CONFIGS, read_toml, shown
from sim.base.schemas import Schema, check, table, text

Point = tuple[float, float]
"""Longitude and latitude in degrees, east and north positive."""

Ring = tuple[Point, ...]

SOUTHERNMOST = 8.0
"""Land south of this never shows on the disc and is left out."""

DISPUTED = CONFIGS / "map" / "disputed.toml"

ABOUT = {
    "source": "Natural Earth 4.1.0, Admin 0 countries, 1:110m, as in the npm package world-atlas 2.0.2",
    "licence": "Natural Earth is in the public domain; world-atlas is under the ISC licence",
    "address": "https://www.naturalearthdata.com",
    "disputed": "drawn apart and hatched, see docs/decisions/0102-map.md",
}


@dataclass(frozen=True)
class Atlas:
    """Rings of land by country name, and of disputed land by its own name."""

    countries: dict[str, tuple[Ring, ...]]
    disputed: dict[str, tuple[Ring, ...]]


@dataclass(frozen=True)
class Spot:
    """Where an actor stands on the map: latitude, longitude, and the countries that are coloured for it."""

    at: tuple[float, float]
    countries: tuple[str, ...]
    label: str
    left: bool = False


def load_atlas(path: Path = CONFIGS / "map" / "outlines.json") -> Atlas:
    """Read the outlines; raise `BadInput` where the file is missing or broken."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Atlas(*(_rings(document[part]) for part in ("countries", "disputed")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(shown(path), "file", str(error), "outlines made by sim.app.atlas") from None


def load_spots(atlas: Atlas, path: Path = CONFIGS / "map" / "actors.toml") -> dict[str, Spot]:
    """Read where actors stand; raise `BadInput` for unknown countries and malformed entries."""
    where, document = shown(path), read_toml(path)
    degrees: Schema = {"type": "number", "minimum": -180, "maximum": 180, "description": "degrees"}
    place: Schema = {
        "type": "array",
        "items": degrees,
        "minItems": 2,
        "maxItems": 2,
        "description": "latitude, longitude",
    }
    names: Schema = {"type": "array", "items": text("a country of the outlines"), "description": "countries to colour"}
    left: Schema = {"type": "boolean", "description": "whether the name stands left of the mark"}
    columns = {"at": place, "countries": names, "label": text("short name"), "left": left}
    row = table(columns, ["at", "countries", "label"], "a spot")
    check(document, {"type": "object", "additionalProperties": row}, where)
    for actor, entry in document.items():
        for country in entry["countries"]:
            known_or_bad(country, atlas.countries, where, f"{actor}.countries", "a country of the outlines")
    return {name: _spot(entry) for name, entry in document.items()}


def _spot(entry: dict[str, Any]) -> Spot:
    return Spot((entry["at"][0], entry["at"][1]), tuple(entry["countries"]), entry["label"], entry.get("left", False))


def _rings(part: dict[str, list[list[float]]]) -> dict[str, tuple[Ring, ...]]:
    """Rings from flat lists of longitude, latitude, longitude, latitude, ..."""
    return {name: tuple(tuple(zip(r[::2], r[1::2], strict=True)) for r in rings) for name, rings in part.items()}


def made_from(topology: dict[str, Any], apart: dict[str, Any], features: list[str]) -> dict[str, Any]:
    """The document of outlines from a TopoJSON of countries; `apart` and `features` say what is disputed."""
    countries: dict[str, list[list[float]]] = {}
    disputed: dict[str, list[list[float]]] = {name: [] for name in apart}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        for ring in _shown_rings(topology, geometry):
            cut = _cut_out(apart, name, ring)
            home = disputed if cut or name in features else countries
            home.setdefault(cut or name, []).append([c for lon, lat in ring for c in (round(lon, 2), round(lat, 2))])
    return {"about": ABOUT, "countries": countries, "disputed": disputed}


def _shown_rings(topology: dict[str, Any], geometry: dict[str, Any]) -> Iterator[list[Point]]:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for arcs in (ring for polygon in polygons for ring in polygon):
        points = [point for number in arcs for point in _arc(topology, number)]
        if max(lat for _, lat in points) > SOUTHERNMOST:
            yield [(lon, max(lat, SOUTHERNMOST)) for lon, lat in points]


def _arc(topology: dict[str, Any], number: int) -> list[Point]:
    """One arc in degrees; a negative number means the arc backwards."""
    (a, b), (c, d) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][~number if number < 0 else number]:
        x, y = x + dx, y + dy
        points.append((x * a + c, y * b + d))
    return points[::-1] if number < 0 else points


def _cut_out(apart: dict[str, Any], name: str, ring: list[Point]) -> str:
    """The name of the disputed land that a ring of a country is, if it is any."""
    for land, entry in apart.items():
        west, east, south, north = entry["box"]
        if name == entry["country"] and all(west <= lon <= east and south <= lat <= north for lon, lat in ring):
            return str(land)
    return ""


if __name__ == "__main__":
    made = made_from(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), **read_toml(DISPUTED))
    Path(sys.argv[2]).write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
