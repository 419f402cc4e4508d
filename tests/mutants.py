"""Choose mutants from a session of Cosmic Ray: `python tests/mutants.py SESSION [SHARE]`, then `cosmic-ray exec`.

Declarations (decorators, the fields of the world) are left out: they stand word for word in docs/model.md, which a
test compares. Of the rest a share is drawn by lot, always the same; without a share all are played.
"""

from __future__ import annotations

import ast
import random
import sqlite3
import sys
from pathlib import Path

PENDING = """select job_id, module_path, start_pos_row from mutation_specs
where job_id not in (select job_id from work_results)"""
SKIPPED = "insert into work_results values ('SKIPPED', 'not drawn', null, null, ?)"


def declarations(path: Path) -> set[int]:
    """The lines of a file on which something is declared, by decorators or as the annotated fields of a class."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts = getattr(node, "decorator_list", [])
        if isinstance(node, ast.ClassDef):
            parts = [*parts, *(field for field in node.body if isinstance(field, ast.AnnAssign))]
        for part in parts:
            lines |= set(range(part.lineno, part.end_lineno + 1))
    return lines


def choose(session: Path, share: float) -> None:
    """Mark all mutants of a session as skipped that are declarations or not drawn."""
    with sqlite3.connect(session) as store:
        pending = store.execute(PENDING).fetchall()
        declared = {path: declarations(Path(path)) for path in {row[1] for row in pending}}
        rules = sorted(job for job, path, line in pending if line not in declared[path])
        drawn = set(random.Random(8).sample(rules, round(share * len(rules))))
        store.executemany(SKIPPED, [(job,) for job, _, _ in pending if job not in drawn])
    print(f"{len(pending)} mutants, {len(rules)} of them in rules, {len(drawn)} drawn")


if __name__ == "__main__":
    choose(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
