# Everything runs from a clone, with Python 3.11 or later and make:
#   make sweep   play the headline experiment and fill results/sweep
#   make test    format and lint check, types, and the tests but those that take long
#   make thorough  the tests that take long, most of them what others try too, in more ways, and laws on more worlds
#   make quick   lint check and the tests that take less than a minute together
#   make history hold the model against February 2022 to December 2024, beside null models
#   make watch   open the browser page
#   make bench   measure speed and memory
#   make docs    build the documents as a site in site/, from what is on this machine
#   make clean   remove the virtual environment and all caches; results stay
# Options of a command go in ARGS: make sweep ARGS="--replicates 50".
# Another interpreter: make test PYTHON=python3.13.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: sweep history watch test thorough quick bench docs clean

sweep: $(READY)
	@$(BIN)/entente sweep --theories $(ARGS)

# Tests start hundreds of processes: what Python makes of the code is kept for them.
test thorough quick: export PYTHONDONTWRITEBYTECODE :=

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadgroup --durations 5 -m "not thorough" $(ARGS)

thorough: $(READY)
	$(BIN)/pytest --numprocesses auto --dist loadgroup --durations 5 -m "thorough or hypothesis" --hypothesis-profile deep $(ARGS)

quick: $(READY)
	$(BIN)/ruff check --quiet .
	$(BIN)/pytest --numprocesses auto --dist loadgroup -m "not slow and not thorough" --hypothesis-profile quick $(ARGS)

history: $(READY)
	@$(BIN)/entente history $(ARGS)

watch: $(READY)
	@$(BIN)/entente watch $(ARGS)

bench: $(READY)
	@$(BIN)/entente bench $(ARGS)

docs: $(READY)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet $(ARGS)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is touched last, so that an environment left half-made is made anew.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] + "; name another with make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Making $(VENV) with the pinned dependencies (once, a minute or two) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
