"""Every citation resolves, every passage is carried by something, and nothing is declared that nobody reads."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from sim.inputs.actions import SCORES, load_actions
from sim.inputs.parameters import load_parameters
from sim.inputs.sources import load_sources
from sim.model.derived import DERIVED
from sim.model.mechanisms import MECHANISMS
from sim.model.policies import POLICIES
from sim.model.promises import PROMISED_ONLY
from sim.model.world import VARIABLES
from sim.report.trace import citations
from sim.scenarios.editor_schemas import FOLDER, SCHEMAS, as_text
from sim.scenarios.scenario import load_scenario, scenario_names

ROOT = Path(__file__).parents[2]
SOURCES = load_sources()
PARAMETERS = load_parameters()
MODULES = sorted((ROOT / "sim").rglob("*.py"))
RULES = [p for p in MODULES if p.relative_to(ROOT).parts[1] in ("model", "engine")]
PARAMETER_NAMES = {"p", "numbers", "parameters"}


@cache
def tree(path):
    """The syntax of one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def owner(node):
    """The name in front of an attribute or a subscript, `p` for both `p.x` and `perception.p.x`."""
    value = node.value
    return value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")


def parameters_read(path):
    """Names read as p.NAME or p["NAME"]."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and owner(node) == "p" and isinstance(node.ctx, ast.Load):
            yield node.attr
        if isinstance(node, ast.Subscript) and owner(node) in PARAMETER_NAMES and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)


def words_in(path):
    """Every attribute, every text that is a name, and every function that is called by name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


@cache
def words():
    """Every word in the rules."""
    return {word for path in RULES for word in words_in(path)}


@cache
def read():
    """Every parameter that the rules read."""
    return {name for path in RULES for name in parameters_read(path)}


BASE_RATES = {rule.base_rate for policy in POLICIES.values() for rule in policy.rules}


# --- citations ---


@pytest.mark.parametrize("scenario", scenario_names())
def test_every_declaration_cites_a_passage_that_exists(scenario):
    for citation in citations(load_scenario(scenario)):
        assert citation.passage in SOURCES.passages, f"{citation.kind} {citation.name} cites {citation.passage!r}"


@cache
def cited():
    """The passages that something in the default scenario cites."""
    return {citation.passage for citation in citations(load_scenario())}


@pytest.mark.parametrize("passage", SOURCES.passages.values(), ids=SOURCES.passages)
def test_every_passage_is_carried_by_something_or_recorded_as_not_modelled(passage):
    if passage.status == "not_modelled":
        assert passage.note
    else:
        assert passage.key in cited() or passage.through


def test_the_passages_are_those_of_the_brief_in_its_order():
    known = "P1 P2 P3 S1 S2 S3 S4 S5 S6 D1 D2 D3 D4 T1 T2 C1 C2 C3 R1 R2 R3a R3b R4 R5a R5b R5c E1 E2"
    assert list(SOURCES.passages) == known.split()


def test_every_action_and_every_score_names_its_source():
    for row in load_actions().values():
        assert SOURCES.known(row.source)
    for quantity in SCORES.values():
        assert SOURCES.known(quantity.source)


@pytest.mark.parametrize("parameter", [p for p in PARAMETERS.values() if p.grade == "literature"], ids=lambda p: p.name)
def test_a_number_from_the_literature_names_a_work_or_a_page(parameter):
    assert SOURCES.works_named(parameter.source) or "http" in parameter.source or "judged" in parameter.source


AUTHORS = re.compile(r"\b[A-Z][\w'-]+(?:(?:, [A-Z]\w+)* and [A-Z]\w+| et al\.)? \(?(?:18|19|20)\d\d\b")
NO_AUTHORS = re.compile(
    r"January|February|March|April|May|June|July|August|September|October|November|December|In|Since"
)


def works_cited(text):
    """Every author with a year in a text, such as Kydd 1997; months and the like left out."""
    plain = " ".join(text.replace("&", "and").split())
    found = (match.group().replace("(", "") for match in AUTHORS.finditer(plain))
    return [said for said in found if not NO_AUTHORS.fullmatch(said.split()[0])]


@pytest.mark.parametrize("path", RULES, ids=lambda p: p.stem)
def test_every_work_cited_in_the_code_is_listed(path):
    for said in works_cited(path.read_text(encoding="utf-8")):
        assert SOURCES.works_named(said), said


@pytest.mark.parametrize("parameter", [p for p in PARAMETERS.values() if p.grade == "literature"], ids=lambda p: p.name)
def test_every_work_cited_for_a_parameter_is_listed(parameter):
    for said in works_cited(parameter.source):
        assert SOURCES.works_named(said), said


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.name)
def test_a_mechanism_says_what_it_means_and_changes_what_is_declared(mechanism):
    assert mechanism.meaning
    assert set(mechanism.changes) <= set(VARIABLES)


# --- nothing declared and never read; that nothing is read and never declared is the type checker's task ---


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_is_read_somewhere(name):
    assert name in read() | BASE_RATES | {PROMISED_ONLY}


def test_every_base_rate_is_declared():
    assert set(PARAMETERS) >= BASE_RATES


@pytest.mark.parametrize("name", [*VARIABLES, *DERIVED])
def test_every_variable_and_view_is_read_somewhere(name):
    assert name in words()


def test_every_reason_stands_in_a_policy_and_has_one_sentence_of_doctrine():
    held = {why.name: why for policy in POLICIES.values() for rule in policy.rules for why in rule.reasons}
    declared = {
        node.name
        for path in (ROOT / "sim" / "model" / "policies").glob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and any("reason" in ast.unparse(d) for d in node.decorator_list)
    }
    assert declared == set(held)
    for why in held.values():
        assert why.doctrine.endswith(".") and len(why.doctrine) < 200


# --- no country is known to the code ---


@cache
def actors_named():
    """Names and identifiers of all actors of all scenarios, and the first words of their names."""
    cases = [load_scenario(name) for name in scenario_names()]
    titles = {title for case in cases for title in case.cast.titles}
    return {name for case in cases for name in case.cast.names}, titles


def without_docstrings(path):
    """The code of a file, without what it says about itself."""
    code = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(code):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Pass()
    return ast.unparse(code)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_actor_is_named_in_the_code(path):
    names, titles = actors_named()
    text = without_docstrings(path) if path.parent.name == "policies" else path.read_text(encoding="utf-8")
    # EUR is also a currency.
    named = re.findall(rf"\b(?:{'|'.join(map(re.escape, sorted((names - {'EUR'}) | titles)))})\b", text)
    assert not named


# --- what is generated is up to date ---


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_for_editors_are_up_to_date(kind):
    written = (FOLDER / f"{kind}.json").read_text(encoding="utf-8")
    assert written == as_text(kind), "run: entente schema --out configs/schema"
