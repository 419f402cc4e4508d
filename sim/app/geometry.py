"""The map of a scenario, ready to be drawn: land, the actors' land and marks, and a path for every possible order."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from sim.app.atlas import Atlas, Spot, load_atlas, load_spots
from sim.app.kinds import kind_of
from sim.app.projection import DOWN, EDGE, RADIUS, area, border, great_circle, project, rim
from sim.model.actors import Cast
from sim.model.slots import Slot

BOW, LANE = 1.6, 1.5
"""How far the first order of a pair bows to its right, and each further kind beside it, in units of the drawing."""


@cache
def _atlas() -> tuple[Atlas, dict[str, Spot]]:
    atlas = load_atlas()
    return atlas, load_spots(atlas)


@cache
def base() -> dict[str, Any]:
    """What every scenario's map shares: the disc, land, borders, disputed land and the graticule."""
    atlas, _ = _atlas()
    rings = [ring for country in atlas.countries.values() for ring in country]
    return {
        "radius": RADIUS,
        "land": area(rings),
        "borders": border(rings),
        "disputed": [{"name": n, "path": area(r), "outline": border(r)} for n, r in atlas.disputed.items()],
        "circles": [round(RADIUS * (90 - lat) / (90 - EDGE), 1) for lat in (75, 60, 45, 30)],
    }


def map_of(cast: Cast) -> dict[str, Any]:
    """The map of a cast: base, the actors' places and land, and the paths of its orders by slot."""
    spots = [_spot(cast, i) for i in range(cast.size)]
    return {**base(), "spots": spots, "paths": [_way(cast, slot, spots) for slot in cast.slots]}


def _spot(cast: Cast, actor: int) -> dict[str, Any]:
    atlas, known = _atlas()
    spot = known.get(cast.names[actor], _unlisted(cast, actor))
    place = (spot.at[1], spot.at[0])
    x, y = project(*rim(*place))
    rings = [ring for country in spot.countries for ring in atlas.countries[country]]
    return {
        "x": round(x, 1),
        "y": round(y, 1),
        "label": spot.label,
        "left": spot.left,
        "beyond": rim(*place) != place,
        "land": area(rings),
        "place": rim(*place),
    }


def _unlisted(cast: Cast, actor: int) -> Spot:
    """A place on the rim for an actor that the map does not know."""
    lon = DOWN - 180.0 + 360.0 * (actor + 0.5) / cast.size
    return Spot((EDGE, math.remainder(lon, 360.0)), (), cast.titles[actor])


def _way(cast: Cast, slot: Slot, spots: list[dict[str, Any]]) -> str:
    """The path of one possible order; empty where it has no addressee."""
    if slot.actor == slot.target:
        return ""
    used = sorted({kind_of(s.action) for s in cast.slots if (s.actor, s.target) == (slot.actor, slot.target)})
    bow = BOW + LANE * used.index(kind_of(slot.action))
    return great_circle(spots[slot.actor]["place"], spots[slot.target]["place"], bow)
