"""`entente results`: what stands in a folder of results, and how two folders differ."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sim.base.errors import BadInput


def results(
    folder: Annotated[Path, typer.Argument(help="A folder of results, or one that holds several.")] = Path("results"),
    other: Annotated[Path | None, typer.Argument(help="A second one, to be compared with the first.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Say what a folder of results holds, whether its files are as they were, and what it found; or compare two."""
    from sim.lab.finished import Finished, finished_in
    from sim.report.results import facts_of

    if other is not None:
        _compare(Finished.of(folder), Finished.of(other), as_json)
        return
    found = finished_in(folder)
    if as_json:
        _print([facts_of(one) for one in found])
    elif len(found) == 1:
        _tell(found[0])
    else:
        _list(found)


def _list(found: list[Any]) -> None:
    from sim.commands.console import show
    from sim.report.results import overview

    show(overview(found))


def _tell(one: Any) -> None:
    from sim.commands.console import say, show
    from sim.report.results import headline, settings

    _list([one])
    show(settings(one), "Asked for")
    for line in headline(one):
        say(line)
    damaged = one.damaged()
    if damaged:
        say(f"Changed or missing since they were written: {', '.join(damaged)}.", "bold")
    else:
        say(
            "Every file is as it was written. ro-crate-metadata.json says what each holds, "
            "data_dictionary.csv what each column means."
        )


def _compare(one: Any, other: Any, as_json: bool) -> None:
    from sim.commands.console import say, show
    from sim.report.results import differing, facts_between, moved, verdict

    found, names = _compared(one, other), (str(one.out), str(other.out))
    if as_json:
        _print(facts_between(found))
        return
    for title, pairs in (("Asked otherwise", found.settings), ("Made otherwise", found.made)):
        if pairs:
            show(differing(pairs, names), title)
        else:
            say(f"{title}: nothing.")
    say(verdict(found))
    if found.effects is not None and (found.effects["beyond"] == "yes").any():
        show(moved(found), "Beyond noise: the second less the first")


def _compared(one: Any, other: Any) -> Any:
    """Two folders compared; raise `BadInput` where a table of one is no longer what was written."""
    from sim.lab.comparison import compare

    for folder in (one, other):
        damaged = [name for name in folder.damaged() if name.endswith(".csv")]
        if damaged:
            expected = f"tables as they were written (changed or missing: {', '.join(damaged[:3])})"
            raise BadInput("results", "folder", str(folder.out), expected)
    return compare(one, other)


def _print(document: Any) -> None:
    import json

    typer.echo(json.dumps(document, indent=2, ensure_ascii=False, default=str))
