"""How things show themselves in a notebook: a heading, a sentence, tables."""

from __future__ import annotations

from html import escape

import pandas as pd

MOST_ROWS = 30
"""Rows of a table that are shown."""


def page_of(title: str, said: str, *tables: tuple[str, pd.DataFrame]) -> str:
    """A heading, what is said, and tables under their captions, as HTML."""
    parts = [f"<h4>{escape(title)}</h4>", *(f"<p>{escape(line)}</p>" for line in said.splitlines() if line.strip())]
    for caption, table in tables:
        if len(table):
            shown = table.head(MOST_ROWS).to_html(index=not isinstance(table.index, pd.RangeIndex), border=0, na_rep="")
            more = f"<small>{len(table) - MOST_ROWS} more rows</small>" if len(table) > MOST_ROWS else ""
            parts.append(f"<p><b>{escape(caption)}</b></p>{shown}{more}")
    return "\n".join(parts)
