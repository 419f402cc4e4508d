"""The parts that every page of results is put together from: HTML that needs no other file."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

PAGE = Template(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 66rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { margin-top: 2.5rem; font-size: 1.3rem; } h3 { font-size: 1.05rem; margin-bottom: .3rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { padding: .3rem .6rem; text-align: right; vertical-align: top; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 2px solid #777; vertical-align: bottom; }
small { color: #666; font-weight: normal; display: block; }
.clear { font-weight: 600; background: #eef3f8; } .none { color: #777; }
figure { margin: 1.5rem 0; } figure img { max-width: 100%; height: auto; } figcaption { color: #555; font-size: .9rem; }
</style>
</head>
<body>
$body
</body>
</html>
"""
)


def whole(title: str, sections: Iterable[str]) -> str:
    """A page of a title and some sections."""
    return PAGE.substitute(title=escape(title), body="\n".join(sections))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells, which may be wider than the page."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def cell(text: str, small: str = "", *, kind: str = "", title: str = "") -> str:
    """A cell of a table, with a line in small type, a class, and a word for who points at it."""
    given = "".join(f' {name}="{escape(value)}"' for name, value in (("class", kind), ("title", title)) if value)
    return f"<td{given}>{escape(text)}{f'<small>{escape(small)}</small>' if small else ''}</td>"


def figures(captions: Mapping[str, str], folder: Path) -> str:
    """The section of figures, each PNG of a folder within the page."""
    parts = ["<h2>Figures</h2>"]
    for name, caption in captions.items():
        data = base64.b64encode((folder / f"{name}.png").read_bytes()).decode()
        image = f'<img alt="{escape(caption)}" src="data:image/png;base64,{data}">'
        parts.append(f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>")
    return "\n".join(parts)


def files(meanings: Mapping[str, str], manifest: Mapping[str, Any]) -> str:
    """The section that says which files lie beside the page, and how they were made."""
    items = "\n".join(f"<li><code>{name}</code>: {meaning}</li>" for name, meaning in meanings.items())
    made = f"Version {manifest['version']}, seed {manifest['seed']}, configuration {manifest['config_hash'][:12]}."
    return f"<h2>Files</h2>\n<ul>\n{items}\n</ul>\n<p>{made}</p>"
