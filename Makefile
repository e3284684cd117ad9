# The commands of the book. `make help` lists them; each sets up what it needs and does nothing twice.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help book chapter check preview pdf dist lite serve lab lab-fresh author test test-oldest test-newest test-versions bench fmt lint lock clean distclean

# The first Python that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
# Python of the newest versions; NEWEST=... names another.
NEWEST ?= $(shell for p in python3.13 python3; do $$p -c '' 2>/dev/null && { echo $$p; break; }; done)
# On Linux PyPI's torch brings some 2 GB for graphics cards. TORCH_INDEX=https://download.pytorch.org/whl/cpu avoids it.
TORCH_INDEX ?=
PORT ?= 8000
# Small matrices gain nothing from several threads, and threads of parallel workers fight for the same cores.
export OPENBLAS_NUM_THREADS ?= 1
PREFIX ?= /

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint requirements.lock
NOTEBOOKS := _build/html/_notebooks/welcome.ipynb
NOTEBOOK_DIFF := python3 tools/notebooks.py textconv

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: .venv/.book ## Build the book: _build/html
	$(BIN)/python -m tools.build

chapter: .venv/.book ## Begin a chapter (PART=folder SLUG=name TITLE="...", MODULE=name for a module, too)
	@$(BIN)/python -m tools.chapter "$(PART)" "$(SLUG)" "$(TITLE)" $(MODULE)

$(NOTEBOOKS): # what is there is opened; to have it anew is what `make book` is for
	$(MAKE) book

check: .venv/.book .venv/.lint ## Say in sentences what keeps a chapter from being right (CHAPTER=slug)
	@$(BIN)/python -m tools.check $(CHAPTER)

preview: .venv/.book ## Show one chapter's page, built again whenever it is saved (CHAPTER=slug)
	@$(BIN)/python -m tools.preview $(CHAPTER)

pdf: .venv/.pdf ## Print the book: _build/nnbook.pdf
	@$(BIN)/python tools/browser.py
	$(BIN)/python -m tools.pdf

dist: book ## Pack the built book into one zip: _build/nnbook-<version>.zip
	$(BIN)/python tools/dist.py

lite: book .venv/lite/.created ## Build the book with JupyterLab in it, which runs in the reader's browser
	$(BIN)/python -m tools.lite

serve: .venv/.book ## Serve the built book on this machine (PORT=8000, PREFIX=/)
	@$(BIN)/python tools/serve.py --port $(PORT) --prefix $(PREFIX)

lab: .venv/.book $(NOTEBOOKS) ## Open copies of the chapters in JupyterLab: lab/, where your changes stay
	$(BIN)/python -m tools.lab

lab-fresh: .venv/.book $(NOTEBOOKS) ## The same with fresh copies; asks before it drops your changes
	$(BIN)/python -m tools.lab --fresh

author: .venv/author/.created ## Open the sources of the chapters in JupyterLab, which shows their MyST
	.venv/author/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --LabApp.default_url=/lab/tree/book/welcome.ipynb

# One run, one summary: notebook, build, browser, unit, oracle, property and docstring tests. The cells of a notebook
# build on each other, so a file stays with one worker; the order is that of testpaths in pyproject.toml.
test: .venv/.test $(if $(CHAPTER),,.venv/lite/.created) ## Run every test, or those of one chapter (CHAPTER=slug)
ifdef CHAPTER
	@$(BIN)/python -m tools.testing $(CHAPTER)
else
	@$(BIN)/python tools/browser.py --shell
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder --nbval-lax --nbval-current-env
endif

# The package alone, without the tools that build the book, under other versions of what it needs.
PACKAGE_TESTS := -m pytest --quiet tests/unit src --ignore=src/nnbook/explore/sphinx.py

test-oldest: .venv/oldest/.created ## Test the package with the oldest versions that it supports
	PYTHONPATH=src .venv/oldest/bin/python $(PACKAGE_TESTS)

test-newest: .venv/newest/.created ## Test the package with the newest versions there are, on Python 3.13 if it is there
	PYTHONPATH=src .venv/newest/bin/python $(PACKAGE_TESTS)

test-versions: test-oldest test-newest ## Test the package with the oldest and the newest versions

bench: .venv/.test .venv/brian2/.created ## Measure latency, sizes, build times, and nnbook beside other libraries
	@$(BIN)/python tools/browser.py
	env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python benchmarks/run.py

fmt: .venv/.lint ## Bring code and notebooks into their normal form
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet
	$(BIN)/python tools/notebooks.py normalise book

lint: .venv/.lint ## Say what is not in normal form
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

# What brings code into its normal form, and nothing else: ready in seconds.
.venv/.lint: .venv/.created requirements.lock
	$(PIP) ruff
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

.venv/oldest/.created: .venv/.created tests/oldest.txt
	$(BIN)/python -m venv .venv/oldest
	.venv/oldest/bin/python -m pip --disable-pip-version-check install --quiet --requirement tests/oldest.txt
	@touch $@

.venv/newest/.created: .venv/.created pyproject.toml
	$(NEWEST) -m venv .venv/newest
	.venv/newest/bin/python -m pip --disable-pip-version-check install --quiet --upgrade . pytest hypothesis tqdm
	@touch $@

# A peer of the benchmarks that needs another numpy; it compiles its models, so it wants a C compiler.
.venv/brian2/.created: .venv/.created benchmarks/peers-brian2.txt
	$(BIN)/python -m venv .venv/brian2
	.venv/brian2/bin/python -m pip --disable-pip-version-check install --quiet --requirement benchmarks/peers-brian2.txt
	@touch $@

# jupyterlab-myst has no release for the newest JupyterLab, so authors have one of their own, and readers' notebooks
# are shown without it. All else is as in requirements.lock.
.venv/author/.created: .venv/.created tools/author.txt requirements.lock
	$(BIN)/python -m venv .venv/author
	grep --invert-match --extended-regexp '^(jupyterlab|notebook)==' requirements.lock > .venv/author/constraints.txt
	.venv/author/bin/python -m pip --disable-pip-version-check install --quiet --constraint .venv/author/constraints.txt \
		--requirement tools/author.txt --editable '.[lab]'
	@touch $@

# JupyterLab for browsers is older than that of this machine. What runs in the browser is plain Python, of wheels that
# are the same for every machine. All else is as in requirements.lock.
.venv/lite/.created: .venv/.created tools/lite.txt requirements.lock
	$(BIN)/python -m venv .venv/lite
	grep --invert-match --extended-regexp '^(ipywidgets|jupyterlab_widgets|widgetsnbextension)==' requirements.lock \
		> .venv/lite/constraints.txt
	.venv/lite/bin/python -m pip --disable-pip-version-check install --quiet --constraint .venv/lite/constraints.txt \
		--requirement tools/lite.txt
	rm -rf .venv/lite/wheels
	.venv/lite/bin/python -m pip --disable-pip-version-check download --quiet --no-deps --only-binary=:all: \
		--platform any --python-version 3.12 --implementation py --abi none --dest .venv/lite/wheels \
		--constraint tools/lite.txt anywidget comm ipywidgets psygnal typing_extensions
	@touch $@
