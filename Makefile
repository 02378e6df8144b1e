# The two commands of the README are `make demo` and `make test`; both set up all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The machine's pip fills the environment: Debian's Python cannot put a pip of its own into one.
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check --quiet
JOBS ?= 2
EXAMPLES ?= 1000

.DEFAULT_GOAL := help
.PHONY: help demo test check tests bench fuzz lint types format docs pictures lock clean

help:
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/run.ready ## set up, make a sample recording, edit it by words, say where the film is
	$(BIN)/workprint demo

test: lint types tests ## set up, then lint, types and all tests (rooms and docs among them)

check: test ## what continuous integration runs: the same as `make test`

tests: $(VENV)/dev.ready ## the tests alone
	$(BIN)/python -m pytest -n $(JOBS)

bench: $(VENV)/dev.ready ## time the engine against FFmpeg by hand and other editors, into docs/benchmarks.md (an hour)
	$(BIN)/python benchmarks/engine.py --rivals

fuzz: $(VENV)/dev.ready ## render films drawn at random in pieces and whole, and compare; EXAMPLES=1000 says how many
	WORKPRINT_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/test_exactness.py

lint: $(VENV)/dev.ready ## style and formatting
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --output-format concise .

types: $(VENV)/dev.ready ## types, strictly
	$(BIN)/mypy

format: $(VENV)/dev.ready ## let the formatter and the linter put right what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/dev.ready ## write again what is made from the source: the page of operations, the schemas
	$(BIN)/python scripts/ops_page.py
	$(BIN)/python scripts/schemas.py
	$(BIN)/python scripts/server_page.py

pictures: $(VENV)/dev.ready ## render again the pictures of the docs and the README
	$(BIN)/python scripts/ops_pictures.py
	$(BIN)/python scripts/readme_pictures.py
	$(BIN)/python scripts/caption_pictures.py

lock: $(VENV)/lock.ready ## choose the newest versions that fit pyproject.toml, and pin them with hashes
	$(COMPILE) --extra voice --extra serve pyproject.toml requirements/build.in -o requirements/run.txt
	$(COMPILE) --extra voice --extra serve --extra cluster --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt
	$(COMPILE) requirements/lock.in -o requirements/lock.txt

clean: ## remove everything that was made, the environment too
	rm -rf $(VENV) build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis

COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Workprint needs Python 3.11 or newer; say which with: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv --without-pip $(VENV)

# Only pinned files with known hashes are installed; the package itself is built by the pinned builder.
$(VENV)/run.ready: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.ready: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/lock.ready: requirements/lock.txt | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/lock.txt
	@touch $@
