# make demo | test | lint | bench | setup: each sets up .venv first, once.
# On a machine without a GPU, `make setup TORCH_INDEX=https://download.pytorch.org/whl/cpu` takes the small wheel.

PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.memspan-installed
DEV_STAMP := $(VENV)/.memspan-dev-installed
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
TORCH_INDEX ?=
NAME ?= session
ARGS ?=
PYTEST_ARGS ?=

.PHONY: demo test lint format bench setup readme clean help

help:
	@echo "make demo    add the bundled documents to a fresh bank and ask ten questions"
	@echo "make test    run the tests (without slow and GPU ones)"
	@echo "make lint    ruff and mypy --strict"
	@echo "make bench   run a benchmark (NAME=... for another, ARGS=... for its options)"
	@echo "make readme  run the README's commands and write what they print into it"
	@echo "make setup   create .venv and install memspan into it"

setup: $(DEV_STAMP)

# torch goes in first and alone: asked for together with the rest, the resolver may prefer another build of it.
$(STAMP): pyproject.toml constraints.txt src/memspan/engine/scan.c
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "memspan needs Python 3.11 or newer; point at one: make PYTHON=python3.12 setup" >&2; exit 1; }
	@test -x $(VENV)/bin/python || { echo "[1/3] creating $(VENV)"; $(PYTHON) -m venv $(VENV); } \
	  || { echo "python3 -m venv failed; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "[2/3] installing torch (the long one)"
	@$(PIP) torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	@echo "[3/3] installing memspan"
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@touch $@

# The demo does without these.
$(DEV_STAMP): $(STAMP)
	@echo "installing the tools of development, readers of formats and baselines of the benchmarks"
	@$(PIP) --no-build-isolation --editable '.[dev,bench,formats]'
	@touch $@

demo: $(STAMP)
	@$(VENV)/bin/python -m memspan.demo

test: $(DEV_STAMP)
	OMP_NUM_THREADS=1 $(VENV)/bin/python -m pytest -q -m "not slow and not gpu" \
	  --numprocesses auto --maxprocesses 8 --dist worksteal $(PYTEST_ARGS)

lint: $(DEV_STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy --strict src/memspan

format: $(DEV_STAMP)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(DEV_STAMP)
	$(VENV)/bin/memspan bench $(NAME) --out benchmarks/results/$(NAME) $(ARGS)

readme: $(DEV_STAMP)
	$(VENV)/bin/python tools/readme.py

clean:
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis build demo.memspan
