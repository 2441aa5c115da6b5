# Two commands do everything on a machine that has Python 3.11 or later and the package registries:
#   make demo   sets up and runs the main job on DuckDB
#   make test   sets up and runs the tests, on DuckDB, PostgreSQL and GoogleSQL
# `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
VISITS ?= 100000
SEED ?= 1
PAIRS ?= 1000000
SECONDS ?= 60
PYTHONS ?= python3.11 python3.12 python3.13
DBTS ?= 1.10 1.11
SCALE ?= report
# A page of one version, such as `make audit` asks for advisories.
ADVISORIES ?= https://pypi.org/pypi/pip/24.0/json

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint types docs costs fuzz bench wheel audit reliability matrix dbts dbt-tests clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# The environment for users: the package and what it needs to run.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable ".[codes,dbt]"
	@touch $@

# The environment for the tests: the engines, the checkers and the rest of the `dev` group.
$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --group dev
	@touch $@

demo: $(VENV)/.installed ## run the main job on DuckDB: visits, dbt build, trends
	$(BIN)/syndrome demo --visits $(VISITS)

# Measuring which branches are run doubles the time: make test-all COVERAGE=yes. It fails below the
# share in pyproject.toml (fail_under).
test: $(VENV)/.installed-dev lint types ## set up and run the tests, slow lanes aside
	$(BIN)/python -m pytest $(LANES) -n auto --dist loadfile --no-loadscope-reorder --durations=10 \
		$(if $(COVERAGE),--cov --cov-report=term:skip-covered --cov-report=xml) \
		$(if $(JUNIT),--junitxml=$(JUNIT))

test-all: LANES = --all
test-all: test ## the same with the slow lanes, as CI runs it

lint: $(VENV)/.installed-dev ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## mypy, strict
	$(BIN)/mypy

docs: $(VENV)/.installed-dev ## write the generated pages of docs/
	$(BIN)/python -m docs.generate

costs: $(VENV)/.installed-dev ## measure what installing costs, into docs/dependencies.md
	rm -rf build/costs
	$(BIN)/python -m build --wheel --outdir build/costs .
	$(BIN)/python -m docs.costs "$$(ls $(CURDIR)/build/costs/*.whl)"

# SECONDS is how long each target is fuzzed, PAIRS how many generated pairs each engine is asked, SEED
# which files are damaged and which pairs are generated. The two thousand damaged files of 20,000
# visits take half an hour.
fuzz: $(VENV)/.installed-dev ## fuzz, then a million generated pairs and the published definitions
	$(BIN)/pip install --quiet --group fuzz
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS)
	$(BIN)/python -m tests.damage --seed $(SEED)
	$(BIN)/python -m tests.generative.long_run --seed $(SEED) --pairs $(PAIRS)
	$(BIN)/python -m pytest --long tests/engines/test_corpus_agreement.py tests/dbt/test_suppression.py \
		tests/dbt/test_late_data.py tests/dbt/test_interrupted.py tests/reliability/test_bounds.py \
		tests/reliability/test_killed.py tests/importing/test_wrappings.py tests/dbt/test_owned_files.py \
		tests/attacking

# SCALE is trial, small, report (a quarter of an hour for the races, hours for the whole builds of a
# million visits) or full (ten million visits).
bench: $(VENV)/.installed-dev ## race the SQL against other ways, into docs/performance.md
	$(BIN)/python -m benchmarks --scale $(SCALE)
	$(BIN)/python -m benchmarks.whole --scale $(SCALE)

wheel: $(VENV)/.installed-dev ## build the wheel, the source distribution and an SBOM into dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/pip install --quiet --group release
	rm -rf build/installed
	$(PYTHON) -m venv build/installed
	build/installed/bin/pip install --quiet "$$(ls dist/*.whl)[dbt]"
	$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		--output-file dist/syndrome-sql.cdx.json build/installed/bin/python

audit: $(VENV)/.installed ## look for known vulnerabilities in what a user installs; needs pypi.org
	$(BIN)/pip install --quiet --group release
	@$(BIN)/python -c 'from urllib.request import urlopen; urlopen("$(ADVISORIES)", timeout=30)' \
		2> /dev/null || { echo "nothing was audited: $(ADVISORIES) does not" \
		"answer, and advisories come from there; run this where pypi.org answers" >&2; exit 2; }
	mkdir -p build
	$(BIN)/pip freeze --exclude-editable > build/installed.txt
	$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement build/installed.txt

reliability: $(VENV)/.installed-dev ## measure and write docs/reliability.md, ten minutes
	$(BIN)/python -m tests.reliability.write

matrix: ## every test on every Python of PYTHONS that is installed
	for python in $(PYTHONS); do \
		command -v $$python > /dev/null || { echo "$$python is not installed"; continue; }; \
		$(MAKE) test-all PYTHON=$$python VENV=.venv/$$python JUNIT=build/tests.xml && \
		.venv/$$python/bin/python -m tests.reliability.versions "every test" build/tests.xml \
			|| exit 1; \
	done

dbts: $(VENV)/.installed-dev ## build the project with every dbt, into docs/compatibility.md
	rm -rf build/dbts
	$(BIN)/python -m build --wheel --outdir build/dbts .
	$(BIN)/python -m tests.compatibility "$$(ls $(CURDIR)/build/dbts/*.whl)"

dbt-tests: ## the tests of the dbt project on every dbt-core of DBTS
	for version in $(DBTS); do \
		$(MAKE) .venv/dbt-$$version/.installed-dev VENV=.venv/dbt-$$version && \
		.venv/dbt-$$version/bin/pip install --quiet "dbt-core==$$version.*" && \
		.venv/dbt-$$version/bin/python -m pytest --all -n auto --dist loadfile \
			--junitxml=build/tests.xml tests/dbt tests/cli/test_demo.py && \
		.venv/dbt-$$version/bin/python -m tests.reliability.versions "the dbt project" \
			build/tests.xml || exit 1; \
	done

clean: ## remove what the other commands made
	rm -rf $(VENV) build dist .coverage coverage.xml .pytest_cache .mypy_cache .ruff_cache .hypothesis
