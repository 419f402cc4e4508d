"""What the site needs beside its pages: the README as its front page, notebooks, formulas, and links within itself."""

from __future__ import annotations

import base64
import io
import re
from html import escape
from pathlib import Path, PurePosixPath

from mkdocs.structure.files import File

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
DISPLAYED = re.compile(r"```math\n(.*?)```", re.DOTALL)
MATH = re.compile(r"(?<![\\$\w])\$(?!\s)([^$]+?)(?<!\s)\$(?![\w$])", re.DOTALL)
TEXT = re.compile(r"\\(?:text|operatorname)\{([^}]*)\}")
DROPPED = re.compile(r"\\(?:begin|end)\{aligned\}|\\[bB]igg?[lr]?(?![a-z])|&")
"""What the typesetter does without: alignment, and parentheses of other sizes."""


def on_files(files, config):
    """The front page, and a page for each notebook."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    files.append(File.generated(config, "index.md", content=readme))
    for path in sorted((DOCS / "notebooks").glob("*.ipynb")):
        for name, content in notebook(path):
            files.append(File.generated(config, f"notebooks/{name}", content=content))
    for file in list(files):
        if file.src_uri.endswith(".ipynb"):
            files.remove(file)
    return files


def on_config(config):
    """Decisions, notebooks, and pages without a place of their own take theirs in the list of pages."""
    named = re.findall(r"[\w/-]+\.md", repr(config.nav))
    for path in sorted({*DOCS.glob("*.md"), *(DOCS / "reference").glob("*.md")}):
        if path.relative_to(DOCS).as_posix() not in named:
            section = next(one for one in config.nav if "How to" in one)
            section["How to"].append(path.relative_to(DOCS).as_posix())
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    config.nav.append({"Decisions": [f"decisions/{path.name}" for path in decisions]})
    notebooks = sorted((DOCS / "notebooks").glob("*.ipynb"))
    if notebooks:
        config.nav.insert(2, {"Notebooks": [f"notebooks/{path.stem}.md" for path in notebooks]})
    return config


def notebook(path):
    """A notebook as a page, with the pictures that its cells show."""
    from nbconvert import MarkdownExporter

    text, resources = MarkdownExporter().from_filename(str(path))
    yield f"{path.stem}.md", text
    for name, content in resources.get("outputs", {}).items():
        yield PurePosixPath(name).as_posix(), content


def on_page_markdown(markdown, page, config, files):
    """Links lead to pages of the site, or are words where they lead out of it; formulas become pictures."""
    here = PurePosixPath("README.md" if page.file.src_uri == "index.md" else f"docs/{page.file.src_uri}")
    pieces = FENCE.split(markdown)
    return "".join(_fenced(piece) if place % 2 else _prose(piece, here) for place, piece in enumerate(pieces))


def _fenced(piece):
    """Code as it is; a displayed formula as pictures, one for each line."""
    found = DISPLAYED.fullmatch(piece)
    if not found:
        return piece
    rows = re.split(r"\\\\|\\qquad\s*\n|&\s*\n", found[1])
    return "\n".join(f'<p class="formula">{picture(row)}</p>' for row in rows if row.strip())


def _prose(text, here):
    return MATH.sub(lambda found: picture(found[1]), LINK.sub(lambda found: _link(found, here), text))


def _link(found, here):
    picture, words, target = found.groups()
    path, anchor = re.fullmatch(r"([^#]*)(#.*)?", target).groups()
    if target.startswith(("#", "http:", "https:", "mailto:")) or not path:
        return found[0]
    place = _plain(here.parent / path)
    if place == "README.md":
        return f"{picture}[{words}]({_between(here, 'index.md')}{anchor or ''})"
    if (ROOT / place).is_dir() or "." not in PurePosixPath(place).name:
        return words
    if place.startswith("docs/") and not place.endswith(".ipynb"):
        return f"{picture}[{words}]({_between(here, place.removeprefix('docs/'))}{anchor or ''})"
    if place.endswith(".ipynb"):
        return f"[{words}]({_between(here, place.removeprefix('docs/').replace('.ipynb', '.md'))})"
    return words


def _plain(path):
    """A path without the steps up that it takes."""
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _between(here, target):
    """The way from a page to a file of the site."""
    deep = 0 if here.name == "README.md" else len(here.parts) - 2
    return "../" * deep + target


def picture(written):
    """A formula as a picture that stands on the line; as it is written where it cannot be set."""
    from matplotlib.mathtext import math_to_image

    words = TEXT.sub(lambda found: rf"\mathrm{{{found[1].replace(' ', chr(92) + ' ')}}}", " ".join(written.split()))
    plain = re.sub(r"\\tfrac(\d)(\d)", r"\\frac{\1}{\2}", DROPPED.sub("", words))
    plain = re.sub(r"\\(ge|le|ne)(?![a-z])", r"\\\1q", plain)
    content = io.BytesIO()
    try:
        depth = math_to_image(f"${plain}$", content, dpi=72, format="svg")
    except ValueError:
        return f"<code>{escape(written)}</code>"
    data = base64.b64encode(content.getvalue()).decode()
    alt = escape(" ".join(written.split())).replace("|", "&#124;").replace("_", "&#95;").replace("*", "&#42;")
    style = f"vertical-align: -{depth:.0f}px"
    return f'<img class="formula" alt="{alt}" style="{style}" src="data:image/svg+xml;base64,{data}">'
