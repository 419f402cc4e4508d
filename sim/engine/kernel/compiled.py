"""The compiled turn as a kernel: it plays the runs of a block through the program, and gives turns like `step`.

What a turn leaves is not unpacked: worlds and orders of a compiled turn look up in its rows what somebody asks for.
"""

from __future__ import annotations

from functools import partial
from typing import cast as as_type

import numpy as np

from sim.base.draws import Draws
from sim.engine.interventions import Case
from sim.engine.kernel.block import Block, PackedWorld
from sim.engine.kernel.graph import Untraceable
from sim.engine.kernel.layout import Layout
from sim.engine.kernel.program import Program, fingerprint, is_kept, program_of
from sim.engine.step import Kernel, Notes, Turn, step
from sim.inputs.parameters import Numbers
from sim.model.world import World

__all__ = ["CompiledTurn", "PackedWorld", "compiled_turn", "is_compiled"]


class CompiledTurn:
    """A kernel for the cases of one structure; what it cannot do, explain an order, the arrays do."""

    def __init__(self, case: Case, program: Program) -> None:
        self.program = program
        self.traits = {name: case.start(1)[name] for name in Layout(case.cast).traits}

    def __call__(self, world: World, case: Case, p: Numbers, draws: Draws, *, explain: bool = False) -> Turn:
        """Play one month of the runs whose `draws` these are."""
        return self._play(world.turn + 1, False, world, case, p, draws, explain=explain)

    def until(self, turn: int, *, looked_at: bool) -> Kernel:
        """The same kernel, which may play months up to a turn at once.

        Where worlds between are looked at, it keeps of them what was asked for before.
        """
        return partial(self._play, turn, looked_at)

    def _play(
        self, until: int, looked_at: bool, world: World, case: Case, p: Numbers, draws: Draws, *, explain: bool = False
    ) -> Turn:
        block = world.block if isinstance(world, PackedWorld) and world.block.program is self.program else None
        if explain or (block is None and not self._fits(world)):
            return step(world, case, p, draws, explain=explain)
        if block is None or block.draws is not draws:
            block = Block(self.program, world, draws)
            world = block.packed()
        # Of the first month somebody who looks has to be shown all, to know what it is.
        ahead = 1 if case.triggers or (looked_at and not block.found) else until - world.turn
        return block.turn(as_type("PackedWorld", world), case, p, ahead)

    def _fits(self, world: World) -> bool:
        """Whether the world has the traits that are built into the code."""
        return all(np.array_equal(world[name], held) for name, held in self.traits.items())


_known: dict[str, CompiledTurn | str] = {}


def is_compiled(case: Case, notes: Notes | None = None) -> bool:
    """Whether the turn of a case lies compiled in memory or on disk, or is known not to be possible."""
    return fingerprint(case, notes) in _known or is_kept(case, notes)


def compiled_turn(case: Case, notes: Notes | None = None) -> CompiledTurn | str:
    """The compiled turn of a case, traced and compiled once for each structure; or the reason why there is none."""
    key = fingerprint(case, notes)
    if key not in _known:
        try:
            _known[key] = CompiledTurn(case, program_of(case, notes))
        except Untraceable as reason:
            _known[key] = str(reason)
    return _known[key]
