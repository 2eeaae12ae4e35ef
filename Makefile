PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := src tests
# Two tests for each processor: now and then they wait for a terminal or for a program. What has been compiled is kept,
# or else every process would rewrite all the tests and every program would compile itself anew.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))
SMALL ?= 1000
LARGE ?= 1000000

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers browser suite bench years docs catalogues snapshots screenshots clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed ## Open the console on a demonstration database
	$(BIN)/resellertui demo

test: lint types layers suite ## Run everything that must hold

lint: $(VENV)/installed-dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(VENV)/installed-dev
	$(BIN)/mypy

layers: $(VENV)/installed-dev
	$(BIN)/lint-imports

# The published directory is looked at in a real browser; where none can be had its test says so and is skipped.
browser: ## Install Debian's Chromium for the tests, where it is missing and may be installed
	@for one in chromium chromium-browser google-chrome; do command -v $$one > /dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; \
		timeout 60 apt-get -qq -o Acquire::Retries=1 update > /dev/null 2>&1; \
		timeout 300 apt-get -qq install --yes --no-install-recommends chromium > /dev/null 2>&1; \
	fi; true

suite: $(VENV)/installed-dev browser
	@test -d tests/__pycache__ || ls -d tests/*/ | PYTHONDONTWRITEBYTECODE= xargs -n 6 -P $(WORKERS) \
		$(BIN)/python -m pytest --collect-only > /dev/null || true # each worker would compile all tests of a fresh clone
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

bench: $(VENV)/installed-dev ## Measure the console beside bare Textual apps and bare SQLite, into .bench/
	$(BIN)/python -m tests.benchmarks --small $(SMALL) --large $(LARGE) $(addprefix --only ,$(ONLY))

years: $(VENV)/installed-dev ## Let two years pass in a demonstration in every way the jobs may run, and compare
	$(BIN)/python -m tests.benchmarks.years

docs: $(VENV)/installed-dev ## Write the generated pages of docs/ anew
	$(BIN)/python -m tests.meta.write_docs

catalogues: $(VENV)/installed-dev ## Find the words of papers and mails to clients, and compile their translations
	$(BIN)/python -m tests.meta.write_catalogues

snapshots: $(VENV)/installed-dev ## Write the screen snapshots anew
	$(BIN)/python -m pytest tests/snapshots --snapshot-update

screenshots: $(VENV)/installed-dev ## Write the pictures in assets/ anew
	$(BIN)/python -m tests.meta.write_screenshots

clean: ## Remove what was made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
