"""The compiled turn: the rules traced once into a graph, scheduled, written down for LLVM and run, equal to the bit."""
