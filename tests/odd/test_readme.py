"""The commands of the README in its order, as somebody gives them in a fresh clone: each works after those before it.

They are played with few histories. What takes long even so is held to be begun: it was understood, its folder is free,
and its first histories are about to be played.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from sim.app import watch
from sim.commands.main import main

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
README = re.sub(r"<!-- table.*?<!-- end -->", "", (ROOT / "README.md").read_text("utf-8"), flags=re.DOTALL)
MADE = dict(re.findall(r"^(\w+): \$\(READY\)\n\t@\$\(BIN\)/(entente [^\n]*)", (ROOT / "Makefile").read_text(), re.M))
"""What a target of make calls."""
ELSEWHERE = ("make test", "make docs", "pip install .", ".venv/bin/python -m sim.odd")
"""What has tests of its own, or writes into the documents."""
FEW = {
    "sweep": "--replicates 2 --quick --turns 50 --history free --jobs 1",
    "evaluate": "--replicates 1 --jobs 1",
    "evaluate --design": "--design lhs:2 --replicates 1 --jobs 1",
    "watch": "--no-open",
}
BEGUN = ("sweep --replicates", "calibrate", "history", "trace --chain", "trace --dead", "bench")
"""What is only begun."""


def commands():
    """All commands of the README, in their order, as words."""
    for block, inline in re.findall(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", README, re.DOTALL):
        for line in block.splitlines() or [inline]:
            text = line.split("#")[0].strip()
            if re.match(r"(\.venv/bin/)?(entente|python) |make \w|pip ", text) and not text.startswith(ELSEWHERE):
                yield words_of(text)


def words_of(text):
    """A command as the words after `entente`."""
    said = re.fullmatch(r"make (\w+)(?: ARGS=\"(.*)\")?", text)
    if said:
        text = MADE[said[1]].replace("$(ARGS)", said[2] or "")
    return shlex.split(text.removeprefix(".venv/bin/"))[1:]


COMMANDS = list(commands())


def is_one_of(words, known):
    """The longest of some beginnings that a command has: its word, and an option anywhere."""
    fits = [one for one in known if set(one.split()) <= set(words) and one.split()[0] == words[0]]
    return max(fits, key=len, default="")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """What of a clone the commands look at."""
    place = tmp_path_factory.mktemp("clone")
    for name in ("configs", "experiments"):
        shutil.copytree(ROOT / name, place / name)
    return place


class Begun(KeyboardInterrupt):
    """Histories are about to be played."""


def begin(*asked, **more):
    """Stand in for whatever plays."""
    raise Begun


def test_the_readme_names_commands_and_all_of_them_are_found():
    named = {words[0] for words in COMMANDS}
    assert named >= {"watch", "sweep", "run", "explain", "evaluate", "study", "trace", "history", "calibrate"}
    assert named >= {"results", "describe", "validate", "schema", "bench"} and len(COMMANDS) >= 20


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_of_the_readme_works_after_those_before_it(words, clone, monkeypatch, capsys):
    monkeypatch.chdir(clone)
    served = []
    monkeypatch.setattr(watch, "serve", served.append)
    monkeypatch.setattr("sim.app.serve", served.append, raising=False)
    begun = bool(is_one_of(words, BEGUN))
    if begun:
        for place in ("sim.lab.experiment.play", "sim.studies.benchmark.measured_by"):
            monkeypatch.setattr(place, begin)
    with pytest.raises(SystemExit) as ended:
        main([*words, *shlex.split(FEW.get(is_one_of(words, FEW), ""))])
    told = capsys.readouterr()
    assert ended.value.code == (130 if begun else 0), told.err
    assert begun or served or told.out
    assert len(served) == (words[0] == "watch")
