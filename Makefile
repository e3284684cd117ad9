# The commands of the book. `make help` lists them; each sets up what it needs and does nothing twice.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help book pdf dist serve lab test bench fmt lint lock clean distclean

# The first Python that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
# On Linux PyPI's torch brings some 2 GB for graphics cards. TORCH_INDEX=https://download.pytorch.org/whl/cpu avoids it.
TORCH_INDEX ?=
PORT ?= 8000
# Small matrices gain nothing from several threads, and threads of parallel workers fight for the same cores.
export OPENBLAS_NUM_THREADS ?= 1
PREFIX ?= /

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint requirements.lock
NOTEBOOK_DIFF := python3 tools/notebooks.py textconv

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: .venv/.book ## Build the book: _build/html
	$(BIN)/python -m tools.build

pdf: .venv/.pdf ## Print the book: _build/nnbook.pdf
	@$(BIN)/python tools/browser.py
	$(BIN)/python -m tools.pdf

dist: book ## Pack the built book into one zip: _build/nnbook-<version>.zip
	$(BIN)/python tools/dist.py

serve: .venv/.book ## Serve the built book on this machine (PORT=8000, PREFIX=/)
	@$(BIN)/python tools/serve.py --port $(PORT) --prefix $(PREFIX)

lab: .venv/.book ## Open the book in JupyterLab, live
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --LabApp.default_url=/lab/tree/book/welcome.ipynb

# One run, one summary: notebook, build, browser, unit, oracle, property and docstring tests. The cells of a notebook
# build on each other, so a file stays with one worker; the order is that of testpaths in pyproject.toml.
test: .venv/.test ## Run every test
	@$(BIN)/python tools/browser.py --shell
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder --nbval-lax --nbval-current-env

bench: .venv/.test .venv/brian2/.created ## Measure latency, sizes, build times, and nnbook beside other libraries
	@$(BIN)/python tools/browser.py
	env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python benchmarks/run.py

fmt: .venv/.test ## Bring code and notebooks into their normal form
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet
	$(BIN)/python tools/notebooks.py normalise book

lint: .venv/.test ## Say what is not in normal form
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python tools/notebooks.py check book

lock: .venv/.created ## Write requirements.lock anew with the newest versions allowed
	$(BIN)/python tools/lock.py

clean: ## Delete what was built
	rm -rf _build .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Delete what was built and installed
	rm -rf .venv

# Stamps: a command that was stopped half way leaves none, and is done again.
.venv/.created:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found: install it, or name it with" \
		"'make PYTHON=/path/to/python3'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes python3-venv; } || { echo \
		"$(PYTHON) lacks the module venv (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@! test -e .git || ! command -v git >/dev/null || git config diff.nnbook-notebook.textconv '$(NOTEBOOK_DIFF)'
	@touch $@

.venv/.book: .venv/.created pyproject.toml requirements.lock
	$(PIP) --editable '.[book]'
	@touch $@

.venv/.pdf: .venv/.book
	$(PIP) --editable '.[book,pdf]'
	@touch $@

.venv/.test: .venv/.pdf
	$(PIP) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) --editable '.[book,pdf,test]'
	@touch $@

# A peer of the benchmarks that needs another numpy; it compiles its models, so it wants a C compiler.
.venv/brian2/.created: .venv/.created benchmarks/peers-brian2.txt
	$(BIN)/python -m venv .venv/brian2
	.venv/brian2/bin/python -m pip --disable-pip-version-check install --quiet --requirement benchmarks/peers-brian2.txt
	@touch $@
