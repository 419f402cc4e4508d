"""What is written from the declarations: stubs for the type checker, the tables of documents: `python -m sim.odd`."""
