"""The tables of the model document, written from the declarations: `python -m sim.odd docs/model.md`."""
