"""The figures of studies, drawn: the content of each file by name."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from sim.report.studies.pictures import Heats, Own, Pictured
from sim.report.sweep.maps import Curves, Map, Ranks


def files_of(picture: Pictured, svg: bool = False) -> dict[str, bytes]:
    """Draw a figure; gives the content of each of its files by name."""
    # these load Matplotlib, in the processes that draw
    if isinstance(picture, Own):
        return _saved(picture, svg)
    if isinstance(picture, Heats):
        from sim.report.studies.heats import draw_heats

        return draw_heats(picture).files(picture.name, svg)
    if isinstance(picture, Map | Curves | Ranks):
        from sim.report.sweep.drawn_maps import draw_answer

        return draw_answer(picture, svg)
    from sim.report.sweep.drawing import draw

    return draw(picture, svg)


def _saved(picture: Own, svg: bool) -> dict[str, bytes]:
    """A figure as PNG, and as SVG where it is asked for: the same bytes every time."""
    import matplotlib

    figure, found = picture.make(), {}
    alike: dict[str, dict[str, Any]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
    with matplotlib.rc_context({"svg.hashsalt": "entente"}):
        for form in ("png", "svg") if svg else ("png",):
            content = BytesIO()
            figure.savefig(content, format=form, metadata=alike[form], bbox_inches="tight")
            found[f"{picture.name}.{form}"] = content.getvalue()
    return found
