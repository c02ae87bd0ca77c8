# Every target does its own set-up and is quick when there is nothing left to do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := assistant/demo/demo.opus

.PHONY: demo test lint check bench models clean

demo: models  ## Turn the demo recording into minutes under out/ and show how they begin.
	@$(BIN)/assistant process $(DEMO) --out out --format json,md,srt \
	  --title "Release check-in" --date 2026-01-05
	@echo; sed -n '1,40p' out/demo.md

test: models lint  ## Lint, types and every test.
	$(BIN)/python -m pytest $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(READY)  ## Show the graph of each pipeline.
	@$(BIN)/assistant check

bench: models  ## Speed by stage on the demo recording, or on ARGS="FILE…".
	@$(BIN)/assistant bench $(ARGS)

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

clean:  ## Remove the environment and the results; weights stay in their cache.
	rm -rf $(VENV) out build *.egg-info
