"""What the documents say is there: tables, commands, options, files, links, literature."""

from __future__ import annotations

import re
from calendar import month_name
from functools import cache
from pathlib import Path

import pytest
import typer

from sim.base.errors import BadInput
from sim.commands.main import app
from sim.evidence.tables import load
from sim.inputs.sources import load_sources
from sim.odd.document import MARKED, PLAYED, TABLES, render

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "docs" / "model.md"
HOWTO = ROOT / "docs" / "howto.md"
KERNEL = ROOT / "docs" / "kernel.md"
CHAINS = ROOT / "docs" / "chains.md"
ANSWER = ROOT / "docs" / "answer.md"
README = ROOT / "README.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), *DECISIONS]
MONTHS = set(month_name)

CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMAND = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?entente ([a-z]+)([^\n|#;&]*)")
MADE = re.compile(r"(?<![\w/-])make ([a-z]+)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"(?:sim|configs|tests|docs|experiments)/[\w./-]*\w")
CITATION = re.compile(r"([A-Z][\w'-]+(?:(?:, [A-Z][\w'-]+)* and [A-Z][\w'-]+| et al\.)?) ((?:19|20)\d\d)")


def prose(path):
    """A document without its generated tables."""
    return MARKED.sub("", path.read_text())


def code_in(path):
    """Every piece of code in a document, inline or fenced."""
    return [block or inline for block, inline in CODE.findall(prose(path))]


@cache
def commands():
    """Every command by its name."""
    return typer.main.get_command(app).commands


@cache
def options_of(command, name=""):
    """The options of a command, or of one of a group by its name; nothing if there is no such command."""
    if command not in commands():
        return None
    found = getattr(commands()[command], "commands", {}).get(name, commands()[command])
    declared = (option for p in found.params for option in (*p.opts, *p.secondary_opts))
    return {*declared, "--help", "-h"}


def anchors(path):
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("path", [MODEL, README, KERNEL, CHAINS, ANSWER], ids=lambda path: path.name)
def test_generated_tables_are_up_to_date(path):
    text = path.read_text()
    assert render(text, play=False) == text, f"run: python -m sim.odd {path.relative_to(ROOT)}"


def test_every_table_there_is_stands_in_a_document():
    shown = {
        found["name"] for path in (MODEL, README, KERNEL, CHAINS, ANSWER) for found in MARKED.finditer(path.read_text())
    }
    assert shown == {*TABLES, *PLAYED}


def test_every_pattern_of_the_record_is_shown():
    body = next(found["body"] for found in MARKED.finditer(MODEL.read_text()) if found["name"] == "facts")
    for statement in load("facts").statement:
        assert f"| {statement} |" in body, "run: python -m sim.odd docs/model.md"


def test_an_unknown_table_is_told_with_those_that_are_known():
    with pytest.raises(BadInput, match=r"variabels.*did you mean variables"):
        render("<!-- table: variabels -->\n<!-- end -->")


def test_the_model_has_the_seven_elements_of_odd_in_order():
    numbered = re.findall(r"^## (\d) (.+)$", MODEL.read_text(), re.MULTILINE)
    assert [title for _, title in numbered] == [
        "Purpose and patterns",
        "Entities, state variables, and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_exists_with_the_options_named(path):
    for code in code_in(path):
        for command, rest in COMMAND.findall(code):
            known = options_of(command, *rest.split()[:1])
            assert known is not None, f"entente {command}"
            for option in re.findall(r"(?<!\S)(--?[a-z][\w-]*)", rest):
                assert option in known, f"entente {command} {option}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_target_of_make_that_is_named_exists(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for code in code_in(path) for target in MADE.findall(code)}
    assert named <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_internal_link_resolves(path):
    for pair in LINK.findall(path.read_text()):
        target, _, anchor = (pair[0] or pair[1]).partition("#")
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


@pytest.mark.parametrize("path", [README, MODEL, KERNEL, CHAINS, *DECISIONS], ids=lambda path: path.name)
def test_every_file_named_exists(path):
    for code in code_in(path):
        for name in PATH.findall(code):
            assert (ROOT / name).exists(), name


@pytest.mark.parametrize("path", [MODEL, *DECISIONS], ids=lambda path: path.name)
def test_every_work_cited_is_among_the_sources(path):
    known = {work.cite for work in load_sources().works.values()}
    for author, year in CITATION.findall(" ".join(prose(path).split())):
        if author.split()[-1] not in MONTHS:
            assert f"{author} {year}" in known, f"{author} {year}"


def test_decisions_are_numbered_without_a_gap_in_each_hundred():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert len(numbers) == len(set(numbers))
    for number, path in zip(numbers, DECISIONS, strict=True):
        assert number % 100 == 1 or number - 1 in numbers, path.name
        assert path.read_text().startswith(f"# {number:04} "), path.name


def test_the_readme_is_short():
    assert len(README.read_text().splitlines()) <= 150
