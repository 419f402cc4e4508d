"""The map of a scenario, ready to be drawn: land, the actors' land and marks, and a path for every possible order."""

from __future__ import annotations

import math
from functools import cache

from sim.app.atlas import Atlas, Point, Spot, load_atlas, load_spots
from sim.app.contract import Ground, MapTold, SpotTold
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
def base() -> Ground:
    """What every scenario's map shares: the disc, land, borders, disputed land and the graticule."""
    atlas, _ = _atlas()
    rings = [ring for country in atlas.countries.values() for ring in country]
    return {
        "radius": RADIUS,
        "land": area(rings),
        "borders": border(rings),
        "disputed": [{"name": name, "path": area(land)} for name, land in atlas.disputed.items()],
        "circles": [round(RADIUS * (90 - lat) / (90 - EDGE), 1) for lat in (75, 60, 45, 30)],
    }


def map_of(cast: Cast) -> MapTold:
    """The map of a cast: base, the actors' places and land, and the paths of its orders by slot."""
    spots = [_spot_of(cast, i) for i in range(cast.size)]
    ways = [_way(cast, slot, spots[slot.actor], spots[slot.target]) for slot in cast.slots]
    return {**base(), "spots": [_told(spot) for spot in spots], "paths": ways}


def _place(spot: Spot) -> Point:
    """Longitude and latitude at which a spot is drawn: on the disc, or on its rim."""
    return rim(spot.at[1], spot.at[0])


def _told(spot: Spot) -> SpotTold:
    atlas, _ = _atlas()
    x, y = project(*_place(spot))
    rings = [ring for country in spot.countries for ring in atlas.countries[country]]
    return {
        "x": round(x, 1),
        "y": round(y, 1),
        "label": spot.label,
        "left": spot.left,
        "beyond": _place(spot) != (spot.at[1], spot.at[0]),
        "land": area(rings),
    }


def _spot_of(cast: Cast, actor: int) -> Spot:
    """Where an actor stands; one that the map does not know stands on the rim."""
    lon = DOWN - 180.0 + 360.0 * (actor + 0.5) / cast.size
    unlisted = Spot((EDGE, math.remainder(lon, 360.0)), (), cast.titles[actor])
    return _atlas()[1].get(cast.names[actor], unlisted)


def _way(cast: Cast, slot: Slot, start: Spot, end: Spot) -> str:
    """The path of one possible order; empty where it has no addressee."""
    if slot.actor == slot.target:
        return ""
    between = [s.action for s in cast.slots if (s.actor, s.target) == (slot.actor, slot.target)]
    used = sorted({kind_of(cast.actions, action) for action in between})
    bow = BOW + LANE * used.index(kind_of(cast.actions, slot.action))
    return great_circle(_place(start), _place(end), bow)
