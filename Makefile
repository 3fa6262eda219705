# The portal's one list of commands; pre-commit and CI call the same ones. `make help` reads this file aloud.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
RUN := .venv/bin/python
WORKERS ?= 2
# What a check or a test must tell the settings; a demonstration makes its own, and nothing here is anybody's secret.
TEST_ENV := PORTAL_DATA_DIR=var/test PORTAL_SECRET_KEY=only-for-tests-and-never-for-people-0123456789
DEPLOY_ENV := PORTAL_DATA_DIR=var/test PORTAL_SECRET_KEY=Zq7-w0nLx4-Vt2Rb9-Ky6Hd1-Pm8Fs3-Gc5Ja0-Ue7Xi2-No4Tl9 \
	PORTAL_HOSTS=portal.example PORTAL_URL=https://portal.example \
	PORTAL_DATABASE_URL=postgres://portal@127.0.0.1/portal PORTAL_BROKER_URL=redis://127.0.0.1/0 \
	PORTAL_CACHE_URL=redis://127.0.0.1/1

.PHONY: help demo demo-reset serve test prove check bench messages format clean constraints materials \
	python runtime dev preflight ready

help: ## say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name words; \
		do printf '  make %-12s %s\n' "$$name" "$$words"; done

demo: runtime ## open a living demonstration on this machine (PORTAL_PORT, PORTAL_DATA_DIR)
	@exec $(RUN) -m lipportal.launch demo

demo-reset: runtime ## forget the demonstration and open a new one
	@$(RUN) -m lipportal.launch reset && exec $(RUN) -m lipportal.launch demo

serve: runtime ## start web, worker and timetable with the PORTAL_ settings of the environment
	@exec $(RUN) -m lipportal.launch serve

test: dev preflight ready ## run every test, the browser journeys too
	@env $(TEST_ENV) $(RUN) -m pytest -q -n $(WORKERS) -m "not prove"

prove: dev preflight ready ## run the full counts and write them, with the date, to docs/proof/
	@env $(TEST_ENV) $(RUN) -m tests.prove $(WORKERS)
	@env $(TEST_ENV) $(RUN) -m tests.benchmarks --thorough --json docs/proof/bench.json

check: dev ready ## lint, types, imports, templates, migrations, catalogues, production settings
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@env $(TEST_ENV) $(RUN) -m mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint templates --lint --quiet
	@env $(TEST_ENV) $(RUN) manage.py makemigrations --check --dry-run
	@env $(TEST_ENV) $(RUN) manage.py makecatalogues --check
	@env $(DEPLOY_ENV) $(RUN) manage.py check --deploy --fail-level WARNING

bench: dev ready ## measure pages against a bare one, as ratios and counts
	@env $(TEST_ENV) $(RUN) -m tests.benchmarks --json var/bench/bench.json

messages: dev ## collect the words to translate (needs gettext) and compile them
	@env $(TEST_ENV) $(RUN) manage.py makecatalogues
	@env $(TEST_ENV) $(RUN) manage.py compilecatalogues

format: dev ## settle the layout of the code
	@$(RUN) -m ruff check --fix --quiet . || true
	@$(RUN) -m ruff format .

constraints: python ## pin every package anew from a clean environment
	@rm -rf var/pins && $(PYTHON) -m venv var/pins && var/pins/bin/python -m pip install -q -r requirements-dev.txt
	@{ sed -n '/^#/p' constraints.txt; var/pins/bin/python -m pip freeze | sort -f; } > var/pins.txt
	@mv var/pins.txt constraints.txt && rm -rf var/pins

materials: dev ## write the bill of materials, for scanners of known faults
	@$(RUN) -m tests.materials

clean: ## remove what tests and checks left behind; demonstrations and .venv stay
	@rm -rf var/test var/mypy var/coverage .ruff_cache .import_linter_cache test-results
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing; install Python 3.11 or newer." >&2; exit 1; }

runtime: python
	@$(PYTHON) lipportal/install.py runtime

dev: python
	@$(PYTHON) lipportal/install.py dev

preflight: dev
	@$(RUN) tests/preflight.py

ready: dev
	@env $(TEST_ENV) $(RUN) manage.py compilecatalogues -v0
	@env $(TEST_ENV) $(RUN) manage.py collectstatic --noinput -v0
