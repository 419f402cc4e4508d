"""The page's own files: served one by one, or all modules as one script for a page that opens from disk."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from importlib import resources

IMPORT = re.compile(
    r'^import (?:\* as (?P<all>\w+)|(?P<some>\{[\w\s,]*\})) from "\./(?P<module>\w+)\.js";$', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=const (\w+))", re.MULTILINE)


def static(name: str) -> str:
    """The text of one of the page's own files."""
    return (resources.files("sim.app") / "static" / name).read_text(encoding="utf-8")


def page() -> str:
    """The page, which names all its modules at once, so that none is asked for only when another has been read."""
    links = "".join(f'<link rel="modulepreload" href="static/{module}.js">\n' for module in in_order("live"))
    return static("index.html").replace("</head>", f"{links}</head>")


def one_script(entry: str) -> str:
    """A module and all that it imports as one script, each module a scope of its own, in the order of their imports."""
    return "\n".join(_scope(module) for module in in_order(entry))


def in_order(entry: str) -> list[str]:
    """The modules that `entry` needs, itself included, each after those that it imports; raises for a circle."""
    needs: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        module = waiting.pop()
        if module not in needs:
            needs[module] = [found["module"] for found in IMPORT.finditer(static(f"{module}.js"))]
            waiting.extend(needs[module])
    return list(TopologicalSorter(needs).static_order())


def _scope(module: str) -> str:
    """A module as a constant of its name that holds what it exports."""
    text = IMPORT.sub(_taken, static(f"{module}.js"))
    offered = ", ".join(EXPORT.findall(text))
    return f"const ${module} = (() => {{\n{EXPORT.sub('', text)}return {{ {offered} }};\n}})();"


def _taken(found: re.Match[str]) -> str:
    """An import as what it takes from the constant of a module."""
    return f"const {found['all'] or found['some']} = ${found['module']};"
