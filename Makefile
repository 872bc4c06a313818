# The commands of the project. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
PIP_INTO = $(PYTHON) -m pip --quiet --disable-pip-version-check --python
INSTALL := $(PIP_INTO) $(BIN)/python install
SEED ?= 1
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable

# What is made is no part of a commit: one that brings it, as a link, say, would lead what is written elsewhere.
# Where git does not say what is, as in an unpacked archive, no link is followed.
SCRATCH := .venv .build site screenshots refresh .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
BROUGHT := $(shell { git ls-files -- $(SCRATCH) '*.pyc' '*/__pycache__' || \
  { find $(SCRATCH) -type l ! -path .venv/lib64 ! -path '*/bin/*thon*' ! -path .build/audit/lib64; \
  for made in .venv .build/audit; do test ! -e $$made -o -f $$made/pyvenv.cfg || echo $$made; done; }; } 2>/dev/null \
  | head -n 1 | tr -dc 'A-Za-z0-9._/-')
ifneq ($(BROUGHT),)
  $(error $(BROUGHT) is made here, and a commit or a link brings it; nothing was done; move it away, and out of git)
endif

RENDERED = $(shell $(BIN)/python -P -c 'from generator.pages import FOLDERS; print(*FOLDERS)' 2>/dev/null)

.PHONY: site serve check test lint bench screenshots fuzz soak audit sbom golden lock clean browser
.PHONY: fetch-shard join-shards prepare propose report-failure smoke links summary

site: .venv/.site  ## build the site into site/
	$(BIN)/catalogue build

serve: .venv/.site  ## serve it, and build again after each change
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
	$(BIN)/zizmor --offline --persona pedantic --no-progress --quiet .github

bench: .venv/.test  ## measure builds of real and synthetic catalogues, reading, a visitor's waits, and a fetch
	PYTHONPATH=tests $(BIN)/python -m tests.bench
	PYTHONPATH=tests $(BIN)/python -m tests.bench_load
	PYTHONPATH=tests $(BIN)/python -m tests.bench_front
	PYTHONPATH=tests $(BIN)/python -m tests.bench_fetch

fuzz: .venv/.test  ## read 120,000 changed data files and issue forms; what breaks a promise is kept in tests/corpus/
	$(BIN)/python -m tests.fuzz

audit: .build/audit/.made  ## ask the public database whether anything we install has a known hole
	@.ci/room .build
	.build/audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/runtime.txt
	.build/audit/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements/dev.txt

sbom: .build/audit/.made  ## list all that the generator is made of, as CycloneDX, in .build/sbom.json
	@.ci/room .build
	.build/audit/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
	  --output-file .build/sbom.json requirements/runtime.txt

soak: .venv/.test  ## 200 refreshes of 1,000 repositories from a Hub that breaks at random; SEED=N for another sequence
	PYTHONPATH=.:tests $(BIN)/python tests/soak.py 200 1000 "$(SEED)"

screenshots: .venv/.test browser site  ## pictures of every page type into screenshots/, for a person to look at
	@.ci/room screenshots
	PYTHONPATH=tests $(BIN)/python -m tests.screenshots

golden: .venv/.test  ## write the golden pages anew; read the difference before you commit it
	$(BIN)/python -m pytest tests/test_pages.py --update-golden

lock: .venv/.test  ## choose the newest versions and write their hashes
	$(INSTALL) uv
	for name in runtime dev audit; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in --output-file requirements/$$name.txt; \
	done

# What the workflows call; each job that fetches, joins, asks links and prepares works in refresh/.
fetch-shard: .venv/.site  ## fetch SHARD=I/N and leave a patch
	.ci/fetch-shard "$$SHARD"

join-shards: .venv/.site
	.ci/join-shards

prepare: .venv/.site
	.ci/prepare

propose:
	.ci/propose

report-failure:
	.ci/report-failure

smoke:  ## ask the published site at URL for its pages
	.ci/smoke "$$URL"

summary: .venv/.site  ## build the site, and say what the last commit changes for a reader
	@.ci/summarize

links: .venv/.test  ## ask every address that people wrote down, and leave a patch
	.ci/check-links

clean:  ## remove everything that is made
	@for name in docs docs/theme; do test ! -L $$name || \
	  { echo "make clean: $$name is a link, and would be cleared where it leads; nothing was removed" >&2; exit 1; }; done
	@for mark in site/.built $(patsubst %,docs/%/.generated,$(RENDERED)); do folder=$${mark%/*}; \
	  test -L $$folder -o ! -e $$folder -o -f $$mark || \
	  { echo "make clean: $$folder holds no $${mark##*/}, so people made it; move it away; nothing was removed" >&2; exit 1; }; done
	@extra=$$(test ! -f site/.built || { cd site && find . ! -type d | sed 's|^\./||' | grep -vxF -e .built -f .built; } | head -n 1); \
	  extra=$$(printf %s "$$extra" | tr -dc 'A-Za-z0-9._/-'); test -z "$$extra" || \
	  { echo "make clean: site holds what no build made: $$extra; move it away; nothing was removed" >&2; exit 1; }
	@test -L docs/index.md -o ! -e docs/index.md || grep --quiet '^<!-- finished ' docs/index.md || \
	  { echo "make clean: docs/index.md was not rendered, so people wrote it; move it away; nothing was removed" >&2; exit 1; }
	rm -rf --one-file-system .venv site .build screenshots docs/index.md docs/theme/leaf \
	  $(addprefix docs/,$(RENDERED))

browser:
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	$(SUDO) apt-get update --quiet=2 && $(SUDO) apt-get install --quiet=2 --yes --no-install-recommends chromium-headless-shell

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

# Tools that look at the environment stand outside of it.
.build/audit/.made: requirements/audit.txt
	@.ci/room .build
	$(PYTHON) -m venv --without-pip .build/audit
	$(PIP_INTO) .build/audit/bin/python install --require-hashes --requirement requirements/audit.txt
	@touch $@
