"""The disc: azimuthal equidistant about the North Pole, so that all theatres lie on one map without a seam."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from sim.app.atlas import Point, Ring

EDGE = 14.0
"""Latitude of the disc's rim, degrees north; who lives further south stands on the rim."""

DOWN = 82.0
"""Meridian that points down: Europe lies left of it, Northeast Asia right, North America beyond the pole."""

RADIUS = 100.0
"""Radius of the disc in units of the drawing."""

STEP = 2.0
"""Longest edge of an outline, in degrees, before it is bent along its parallel."""


def project(lon: float, lat: float) -> Point:
    """Place on the drawing: x to the right, y down, the pole in the middle."""
    r = RADIUS * (90.0 - lat) / (90.0 - EDGE)
    angle = math.radians(lon - DOWN)
    return r * math.sin(angle), r * math.cos(angle)


def path(points: Iterable[Point], close: bool = False) -> str:
    """An SVG path through points of the drawing."""
    said = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f"M{said}Z" if close else f"M{said}"


def area(rings: Iterable[Ring]) -> str:
    """The land inside rings as one SVG path."""
    return "".join(path((project(*p) for p in _bent(ring)), close=True) for ring in rings)


def border(rings: Iterable[Ring]) -> str:
    """The outlines of rings as one SVG path, without the line that only cuts land at the date line."""
    return "".join(path(project(*p) for p in part) for ring in rings for part in _visible(ring))


def great_circle(a: Point, b: Point, bow: float = 0.0, trim: float = 2.4, steps: int = 20) -> str:
    """The shortest way from a to b as an SVG path, bowed to its right so that several can lie side by side."""
    line = [project(*_between(a, b, i / steps)) for i in range(steps + 1)]
    (x0, y0), (x1, y1) = line[0], line[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    right = (-(y1 - y0) / length, (x1 - x0) / length)
    bowed = [_moved(p, right, bow * math.sin(math.pi * i / steps)) for i, p in enumerate(line)]
    return path(_trimmed(bowed, min(trim, 0.3 * length)))


def rim(lon: float, lat: float) -> Point:
    """The place itself, or the one on the rim in its direction."""
    return lon, max(lat, EDGE + 1.0)


def _moved(point: Point, direction: Point, by: float) -> Point:
    return point[0] + by * direction[0], point[1] + by * direction[1]


def _trimmed(line: list[Point], trim: float) -> list[Point]:
    """The line without what lies closer to its ends than the marks that stand there."""

    def clear(point: Point) -> bool:
        return all(math.dist(point, end) >= trim for end in (line[0], line[-1]))

    middle = [point for point in line if clear(point)]
    return middle if len(middle) > 1 else line


def _between(a: Point, b: Point, share: float) -> Point:
    """The place on the great circle from a to b that lies `share` of the way along."""
    p, q = _vector(a), _vector(b)
    angle = math.acos(max(-1.0, min(1.0, sum(m * n for m, n in zip(p, q, strict=True))))) or 1e-9
    first, second = math.sin((1 - share) * angle) / math.sin(angle), math.sin(share * angle) / math.sin(angle)
    x, y, z = (first * m + second * n for m, n in zip(p, q, strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1.0, min(1.0, z))))


def _vector(place: Point) -> tuple[float, float, float]:
    lon, lat = math.radians(place[0]), math.radians(place[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _bent(ring: Ring) -> Iterator[Point]:
    """The ring with long edges cut up, so that borders along a parallel become arcs of a circle."""
    for (lon, lat), (lon2, lat2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        parts = max(1, math.ceil(max(abs(lon2 - lon), abs(lat2 - lat)) / STEP)) if abs(lon2 - lon) < 180 else 1
        for i in range(parts):
            yield lon + (lon2 - lon) * i / parts, lat + (lat2 - lat) * i / parts


def _visible(ring: Ring) -> Iterator[list[Point]]:
    part: list[Point] = []
    for point in (*_bent(ring), ring[0]):
        if abs(point[0]) > 179.98:
            if len(part) > 1:
                yield part
            part = []
        else:
            part.append(point)
    if len(part) > 1:
        yield part
