"""No text over text and no sideways scrolling, on any screen, at the widths that people have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.boxes import OVERLAPS

CHOSEN = "?screen=world&month=2022-08&support_ukraine=4:1"


@pytest.mark.parametrize("widths", [(1440, 390), pytest.param((1024, 768), marks=pytest.mark.thorough)])
def test_no_text_lies_over_another_and_nothing_scrolls_sideways(tab: Any, widths: tuple[int, ...]) -> None:
    one = tab(size=(widths[0], 900))
    page = one.open(CHOSEN)
    one.until("view.bands && !view.waiting && view.answer")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        one.get("actions.enter('world')")
        for name in ("outcomes", "why", "story", "pairs", "effects", "orders", "branches"):
            one.get(f"actions.open('{name}')")
            if name == "why":
                one.get("actions.choose(8, -1)")
            looked_over(one, name, width)
        for name in ("answer", "doses", "compare"):
            one.get(f"actions.enter('{name}')")
            looked_over(one, name, width)
        one.picture(f"boxes-{width}")


def looked_over(one: Any, name: str, width: int) -> None:
    """As it stands, no text of the screen lies over another, and it is no wider than the window."""
    assert (name, width, one.page.evaluate(OVERLAPS)) == (name, width, [])
    assert one.get("document.documentElement.scrollWidth") <= width
