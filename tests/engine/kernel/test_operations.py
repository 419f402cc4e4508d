"""Each operation of compiled code gives NumPy's bits, whatever numbers it is given."""

import numpy as np
import pytest
from scipy.special import inv_boxcox

from sim.base.arrays import exp, log
from sim.engine.kernel.bounds import COMPARISONS, EXP, LOG
from sim.engine.kernel.emit import BUFFERS, CHUNK, Target, declarations, emit
from sim.engine.kernel.graph import DIRECT, Graph
from sim.engine.kernel.layout import Rows
from sim.engine.kernel.machine import machine_code
from sim.engine.kernel.program import Part, Plan, loaded
from sim.engine.kernel.schedule import schedule
from sim.engine.kernel.symbols import inputs, nodes_of

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-310, -1e-310, 1e300, -1e300, np.inf, -np.inf, np.nan, 2.0**53, 1 / 3, -2.7]
FIRST, SECOND = (np.array([pair[i] for pair in ((a, b) for a in SPECIAL for b in SPECIAL)]) for i in (0, 1))
OPERANDS = {"absolute": 1, "negative": 1, "floor": 1, "sqrt": 1, "choose": 3}


def played(make, lanes, *inputs):
    """What compiled code makes of inputs: a result for each number."""
    graph = Graph()
    result = make(graph, [graph.entry("parameter", row, (-np.inf, np.inf)) for row in range(len(inputs))])
    order = schedule([result])
    rows = {"parameter": len(inputs), "call": order.call_rows, "kept": order.kept_rows, "result": 1}
    code = emit("turn", order, [result], Target({result.number: [("result", 0)]}, {}, {}, rows, lanes))
    part = Part(order.levels, (), order.call_rows, order.kept_rows, order.scratch_rows)
    plan = Plan((), 0, (), (), (), (), {"result": Rows(0, ())}, 0, (), 0, Part(0, (), 0, 0, 0), part)
    program = loaded(plan, machine_code(declarations(lanes) + "\n" + code))
    length = CHUNK * -(-len(inputs[0]) // CHUNK)
    padded = [np.resize(values, length).reshape(-1, 1, CHUNK) for values in inputs]
    buffers = {name: np.zeros((length // CHUNK, max(1, rows.get(name, order.scratch_rows)), CHUNK)) for name in BUFFERS}
    buffers["parameter"] = np.ascontiguousarray(np.concatenate(padded, axis=1))
    aligned = {name: _aligned(values) for name, values in buffers.items()}
    program.turn[0](*(aligned[name].ctypes.data for name in BUFFERS), length // CHUNK, length, 1)
    return aligned["result"].reshape(-1)[: len(inputs[0])]


def _aligned(values):
    room = np.zeros(values.size + 8)
    first = -room.ctypes.data % 64 // 8
    room[first : first + values.size] = values.reshape(-1)
    return room[first : first + values.size].reshape(values.shape)


def same_bits(one, other):
    """Whether numbers are the same to the bit; what is no number is no number in either."""
    one, other = (np.where(np.isnan(values), np.nan, values).view(np.int64) for values in (one, other))
    return np.array_equal(one, other)


@pytest.mark.parametrize("lanes", [4, 8])
@pytest.mark.parametrize("operation", sorted({*DIRECT} - {"at_least", "at_most"}))  # these have a constant bound
def test_an_operation_has_the_bits_of_the_function_it_stands_for(operation, lanes):
    inputs = [FIRST, SECOND, FIRST[::-1].copy()][: OPERANDS.get(operation, 2)]
    compiled = played(lambda graph, nodes: graph.make(operation, *nodes), lanes, *inputs)
    with np.errstate(all="ignore"):
        if operation == "choose":
            expected = np.where(inputs[0] != 0.0, inputs[1], inputs[2])
        else:
            expected = DIRECT[operation](*inputs)
    assert same_bits(compiled, np.asarray(expected, dtype=float))


@pytest.mark.parametrize("bound", [0.0, 1.0, -3.0])
@pytest.mark.parametrize("operation", ["maximum", "minimum", "at_least", "at_most", "multiply", "add", *COMPARISONS])
def test_an_operation_with_a_constant_has_the_bits_of_the_function_it_stands_for(operation, bound):
    compiled = played(lambda graph, nodes: graph.make(operation, nodes[0], bound), 4, FIRST)
    with np.errstate(all="ignore"):
        expected = np.asarray(DIRECT[operation](FIRST, bound), dtype=float)
    if operation == "add" and bound == 0.0:  # x + 0 is left out, and so is the sign of a zero
        compiled, expected = compiled + 0.0, expected + 0.0
    assert same_bits(compiled, expected)


def test_nothing_times_what_may_be_infinite_is_not_left_out():
    compiled = played(lambda graph, nodes: graph.make("multiply", nodes[0], 0.0), 4, FIRST)
    with np.errstate(all="ignore"):
        assert same_bits(compiled, FIRST * 0.0)


def test_nothing_times_a_number_between_bounds_is_nothing():
    graph = Graph()
    number = graph.entry("state", 0, (0.0, 5.0))
    assert graph.make("multiply", number, 0.0) is graph.constant(0.0)


def test_what_is_worked_out_twice_is_worked_out_once():
    graph = Graph()
    a, b = (graph.entry("state", row, (0.0, 5.0)) for row in (0, 1))
    assert graph.make("add", a, b) is graph.make("add", a, b)
    assert graph.make("add", a, b) is not graph.make("add", b, a)  # the order is the rules'


def test_a_bound_that_a_number_cannot_pass_is_left_out():
    graph = Graph()
    share = graph.entry("state", 0, (0.0, 1.0))
    assert graph.make("maximum", share, 0.0) is share
    assert graph.make("at_most", share, 1.0) is share
    assert graph.make("at_most", graph.make("add", share, share), 1.0).op == "at_most"
    assert graph.make("less", share, -1.0).value == 0.0


def test_a_call_that_is_a_result_itself_has_a_level_after_it_to_be_put_where_it_belongs():
    graph = Graph()
    number = graph.entry("parameter", 0, (1.0, 2.0))
    results = [graph.make("numpy.log", number), graph.make("add", number, 1.0)]
    order = schedule(results)
    assert all(call.level < order.levels - 1 for call in order.calls)


def test_exp_and_log_are_known_by_the_functions_that_they_come_down_to():
    graph = Graph()
    row = inputs(graph, "state", 0, (2, 1), 0.5, 2.0)
    for function, name in ((exp, EXP), (log, LOG)):
        assert [node.op for node in nodes_of(function(row))] == [name] * 2
    assert nodes_of(inv_boxcox(row, 0.5))[0].op == "scipy.special.inv_boxcox" and nodes_of(exp(row))[0].high < 7.5
