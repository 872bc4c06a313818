# The commands of the project. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

.PHONY: site serve check test lint bench screenshots golden lock clean browser

site: .venv/.site  ## build the site into site/
	$(BIN)/catalogue build

serve: .venv/.site  ## serve it, and render again after each change
	$(BIN)/catalogue serve

check: .venv/.site  ## check all of data/
	$(BIN)/catalogue check

test: .venv/.test browser lint  ## run every check and test
	$(BIN)/python -m pytest --numprocesses 2

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.test  ## measure a build of the real and of synthetic catalogues
	$(BIN)/python -m tests.bench

screenshots: .venv/.test browser site  ## pictures of every page type into screenshots/, for a person to look at
	$(BIN)/python -m tests.screenshots

golden: .venv/.test  ## write the golden pages anew; read the difference before you commit it
	$(BIN)/python -m pytest tests/test_pages.py --update-golden

lock: .venv/.test  ## choose the newest versions and write their hashes
	$(INSTALL) uv
	for name in runtime dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in --output-file requirements/$$name.txt; \
	done

clean:  ## remove everything that is made
	rm -rf .venv site .build screenshots docs/index.md docs/api docs/cards docs/compare docs/explore docs/landscape docs/families docs/licenses docs/methodology docs/publishers docs/purposes docs/theme/leaf

browser:
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	$(SUDO) apt-get update --quiet=2 && $(SUDO) apt-get install --quiet=2 --yes --no-install-recommends chromium

# The environment is made without its own pip: Debian ships venv without ensurepip.
.venv/bin/python:
	$(PYTHON) -m venv --without-pip .venv

.venv/.site: requirements/runtime.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements/runtime.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: requirements/dev.txt .venv/.site
	$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@
