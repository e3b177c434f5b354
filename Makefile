# Switchyard. `make help` lists the targets; it is made from the comments behind `##`.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
PY := $(VENV)/bin/python
UV_COMPILE = $(VENV)/bin/uv pip compile --universal --python-version 3.11 --quiet \
	--excludes requirements/excludes.txt --annotation-style line --no-strip-extras \
	--custom-compile-command 'make lock'
RUN_LOCKS := requirements/web.txt requirements/worker.txt requirements/embedded.txt
DEV_LOCK := requirements/dev.txt
PYTEST_ARGS ?=

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z%-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- The two commands --------------------------------------------------------------------

.PHONY: run
run: $(VENV)/.for-running ## Install, migrate, seed and start everything (Ctrl-C stops it)
	@exec $(PY) -m deploy.local

.PHONY: test
test: $(VENV)/.for-testing ## Install what tests need and run them all (except the long chaos)
	@exec $(PY) -m pytest -q -m "not chaos" $(PYTEST_ARGS)

# --- Installation ------------------------------------------------------------------------

.PHONY: install
install: $(VENV)/.for-running ## Install what running needs into .venv (llama.cpp compiles once, about 4 min)

.PHONY: install-dev
install-dev: $(VENV)/.for-testing ## Install what tests and checks need, too

$(PY):
	@sh deploy/local/make-venv.sh $(VENV)

$(VENV)/.for-running: $(RUN_LOCKS) deploy/local/install.py | $(PY)
	@$(PY) deploy/local/install.py $(RUN_LOCKS)
	@touch $@

$(VENV)/.for-testing: $(DEV_LOCK) deploy/local/install.py | $(PY)
	@$(PY) deploy/local/install.py $(DEV_LOCK)
	@touch $@ $(VENV)/.for-running

.PHONY: lock
lock: $(VENV)/.for-testing ## Resolve requirements/*.in into the pinned *.txt (UPGRADE=--upgrade moves versions)
	@$(UV_COMPILE) $(UPGRADE) requirements/dev.in -o requirements/dev.txt
	@for name in base web worker embedded; do \
		cp requirements/dev.txt requirements/$$name.txt; \
		$(UV_COMPILE) requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done
	@echo "Locked. Read the difference before you commit it: git diff requirements"

# --- Checks ------------------------------------------------------------------------------

.PHONY: check
check: lint type contracts migrations docs-check ## All checks that need no server: lint, types, contracts, migrations, docs

.PHONY: lint
lint: $(VENV)/.for-testing ## Ruff's rules and formatting
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

.PHONY: format
format: $(VENV)/.for-testing ## Format the code and apply ruff's safe mends
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

.PHONY: type
type: $(VENV)/.for-testing ## Type check with mypy --strict
	@$(PY) -m deploy.local env -- $(VENV)/bin/mypy .

.PHONY: contracts
contracts: $(VENV)/.for-testing ## Who may import whom (.importlinter)
	@$(VENV)/bin/lint-imports

.PHONY: migrations
migrations: $(VENV)/.for-testing ## Fail when a record differs from its migrations
	@$(PY) -m deploy.local env -- $(PY) manage.py makemigrations --check --dry-run

.PHONY: docs
docs: $(VENV)/.for-testing ## Write the documents that are made from code (states, settings, OpenAPI)
	@$(PY) -m deploy.local env -- $(PY) manage.py docs

.PHONY: docs-check
docs-check: $(VENV)/.for-testing ## Fail when a document made from code is stale
	@$(PY) -m deploy.local env -- $(PY) manage.py docs --check

.PHONY: chaos-short
chaos-short: $(VENV)/.for-testing ## Kill workers, dispatchers and servers for some minutes
	@exec $(PY) -m pytest -q -m chaos tests/chaos $(PYTEST_ARGS)

.PHONY: chaos
chaos: $(VENV)/.for-testing ## The full five trials of the chaos test
	@CHAOS=full exec $(PY) -m pytest -q -m chaos tests/chaos $(PYTEST_ARGS)

# --- Work with a stopped or running system -----------------------------------------------

.PHONY: migrate
migrate: $(VENV)/.for-running ## Apply migrations to the database and seed it, then stop
	@exec $(PY) -m deploy.local migrate

.PHONY: bench-%
bench-%: $(VENV)/.for-testing ## Run a benchmark: bench-inference, bench-throughput … (docs/benchmarks.md lists them)
	@exec $(PY) -m benchmarks.$*

.PHONY: screenshots
screenshots: $(VENV)/.for-testing ## Take the README's pictures of a running system with headless Chromium
	@exec $(PY) -m tools.screenshots

.PHONY: clean
clean: ## Remove caches (data in var/ and the installation in .venv stay)
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
