# The commands of the project. Only Python 3.11+ and make are assumed.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
# The documented switch for the end-of-life notice of the theme; hooks/docs/migration.md says what is to be done about it.
export NO_MKDOCS_2_WARNING := true
# In GitHub Actions, problems are also shown beside the lines they are about.
FORMAT := $(if $(GITHUB_ACTIONS),--format github)
# One thing after the other, in the order named: the steps of one build share a folder.
.NOTPARALLEL:
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help serve test test-all test-nightly test-a11y test-book lint format built site site-precompressed book-files book \
	published-files offline publish check fix edit reading links check-external-links check-sources sbom audit workflows hooks lock browser \
	servers portable clean access proof hosted external bound offered
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "make %-20s %s\n", $$1, $$2}' Makefile

# PORT reaches the script through the environment, where make puts what is set on its command line.
serve: .venv/site.stamp ## set everything up and serve the live guide at http://127.0.0.1:8000, or the next free port (PORT=...)
	@$(BIN)/python scripts/serve.py

# MkDocs' own pages. Whatever else a command asks for is made from this one build, and finishing comes last, since it
# hashes, names and compresses what is there by then.
built: .venv/site.stamp
	$(BIN)/python scripts/build.py

site: built ## build the strict site into site/ and finish it for its host
	$(BIN)/python scripts/finish.py site $(FINISH)

.venv/book.stamp: requirements/book.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/book.txt
	touch $@

book-files: .venv/book.stamp built
	$(BIN)/python scripts/book.py

book: book-files site ## make the whole guide as a book, EPUB and PDF, in dist/

offline: .venv/site.stamp ## make the guide as a folder that needs no server, zipped, in dist/
	$(BIN)/python scripts/build.py --config-file mkdocs-offline.yml
	$(BIN)/python scripts/offline.py

published-files: book-files offline
	$(BIN)/python scripts/publish.py

publish: published-files site ## build the site, offer book and folder on it, and finish it; with `test`, test that very build

site-precompressed: FINISH := --compress --hosting scripts/hosting/made
site-precompressed: publish ## publish for nginx or Caddy: .br and .gz beside each file, and what scripts/hosting/ includes

test-book: .venv/test.stamp book site ## read the proofs of the whole book, where `make test-all` reads some chapters
	GUIDE_SITE=site GUIDE_BOOK=dist $(BIN)/python -m pytest tests/site/test_printed_book.py

# What npm brings: each set is locked in a folder of scripts/, and no script of a package is run. Where there is no npm,
# what needs it is skipped with a sentence; in CI that fails.
.cache/npm/%.stamp: scripts/%/package-lock.json
	mkdir -p .cache/npm/$*
	cp scripts/$*/package.json scripts/$*/package-lock.json .cache/npm/$*/
	npm ci --silent --ignore-scripts --prefix .cache/npm/$*
	touch $@
HAS_NPM := $(shell command -v npm 2>/dev/null)
# axe-core, and the W3C's checker, which needs Java.
CHECKERS := $(if $(HAS_NPM),.cache/npm/checkers.stamp)

# One build serves all browser tests; as many processes as there are cores share them.
PYTEST := GUIDE_SITE=site $(BIN)/python -m pytest --numprocesses auto --dist worksteal

test: lint .venv/test.stamp browser $(CHECKERS) site ## set everything up, a browser included, lint, and run the quick tests
	$(PYTEST) -m "not slow"
	$(BIN)/python scripts/check_links.py $(FORMAT) site

# Coverage is that of the quick tests of the rooms: it makes Python slow, and other tests repeat what they do.
test-all: .venv/test.stamp browser servers $(CHECKERS) site ## run the slow tests too, and say what the tests reach
	$(PYTEST) -m "not slow and not site" --cov --cov-report=json:.cache/coverage.json --cov-report=
	$(BIN)/python scripts/room_coverage.py .cache/coverage.json
	$(PYTEST) -m "(slow or site) and not nightly"
	$(BIN)/python scripts/check_links.py $(FORMAT) site

test-nightly: .venv/test.stamp browser site ## run the tests that take longest, before publishing and each night
	$(PYTEST) -m nightly

# `make test-all` judges every page on a phone and a wide screen.
test-a11y: .venv/test.stamp browser $(CHECKERS) site ## judge every page with axe in both palettes at three widths
	GUIDE_AXE=all $(PYTEST) tests/site/test_pages_browser.py

# After the sets of the tests and the book, whose types mypy reads.
.venv/lint.stamp: requirements/lint.txt .venv/test.stamp .venv/edit.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/lint.txt
	touch $@

# The formatter and linter of docs/assets/*.js.
BIOME := .cache/npm/assets/node_modules/.bin/biome

lint: .venv/lint.stamp $(if $(HAS_NPM),.cache/npm/assets.stamp) ## check form, types and the order of imports, without a test
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >.cache/imports.txt || { cat .cache/imports.txt; exit 1; }
	$(if $(HAS_NPM),$(BIOME) ci --colors=off --config-path scripts/assets --error-on-warnings docs/assets,@echo "npm is not here: the scripts in docs/assets were not checked" && test -z "$$CI")

format: .venv/lint.stamp $(if $(HAS_NPM),.cache/npm/assets.stamp) ## bring Python and the scripts of the pages into their form
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format --quiet
	$(if $(HAS_NPM),$(BIOME) format --config-path scripts/assets --write docs/assets)

check: .venv/site.stamp ## check data, front matter and prose without a build
	@$(BIN)/python scripts/check.py $(FORMAT)

fix: .venv/site.stamp ## mend line ends, spaces, quotes and order, then check
	@$(BIN)/python scripts/check.py --fix

.venv/edit.stamp: requirements/edit.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/edit.txt
	touch $@

edit: .venv/edit.stamp ## set up what the editor scripts need to read workbooks

reading: site ## measure how the pages read: first steps, hedges, sentences, grade
	@$(BIN)/python scripts/reading.py site

links: site ## check the built site's internal links and anchors
	$(BIN)/python scripts/check_links.py $(FORMAT) site

# Needs lychee on the path, or LYCHEE=...; what it finds is written to .cache/external/.
LYCHEE ?= lychee
EXTERNAL := .cache/external
check-external-links: .venv/site.stamp ## follow the links to other sites, with lychee
	@command -v $(LYCHEE) >/dev/null || { echo "lychee is needed: https://lychee.cli.rs/installation/"; exit 1; }
	$(BIN)/python scripts/external_links.py list $(EXTERNAL)/links.html
	rm -f $(EXTERNAL)/lychee.json
	-$(LYCHEE) --config lychee.toml --format json --output $(EXTERNAL)/lychee.json $(EXTERNAL)/links.html
	$(BIN)/python scripts/external_links.py report $(EXTERNAL)/lychee.json --gone $(EXTERNAL)/gone.txt >$(EXTERNAL)/2-links.md

# SOURCES='--write' also writes data/source_checks.csv; --help says what else there is.
check-sources: .venv/site.stamp ## ask Crossref, DataCite and OpenAlex about the sources (needs CHECK_SOURCES_MAIL=you@example.org)
	@$(BIN)/python scripts/check_sources.py $(SOURCES)

.venv/ci.stamp: requirements/ci.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/ci.txt
	touch $@

sbom: .venv/ci.stamp ## write the bill of materials of what makes site and book to sbom.cdx.json
	$(BIN)/python -W ignore::UserWarning -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file sbom.cdx.json requirements/book.txt

AUDIT_FORMAT := columns
audit: .venv/ci.stamp ## ask the package index about known faults of everything that is locked
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off --format $(AUDIT_FORMAT) \
		$(patsubst %,-r %,$(wildcard requirements/*.txt))

workflows: .venv/ci.stamp ## check the GitHub workflows, without the network
	$(BIN)/zizmor --quiet --offline --strict-collection --persona pedantic .github

hooks: .venv/ci.stamp ## run the checks by themselves before each commit
	$(BIN)/pre-commit install

browser: .venv/test.stamp ## find a browser for the tests, or install one
	$(BIN)/python scripts/find_browser.py --install

.venv/portable.stamp: requirements/portable.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/portable.txt
	touch $@

portable: .venv/portable.stamp ## build with ProperDocs and Zensical too, and say where they differ
	$(BIN)/python scripts/portability/portable.py

servers: .venv/test.stamp ## find nginx and Caddy for the tests, or install them
	$(BIN)/python scripts/bench/find_server.py --install

# `make lock` is for maintainers. It resolves wheels alone, so that no package's code is run.
lock: .venv/ci.stamp ## pin the requirements again, with hashes
	for set in site edit book test lint portable ci; do $(BIN)/uv pip compile --quiet --upgrade --no-build --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		requirements/$$set.in -o requirements/$$set.txt || exit 1; done

# Names of before: each says what it is called now.
access proof hosted external bound offered:
	@echo "make $@ is now make $(NOW_$@)."; exit 2
NOW_access := test-a11y
NOW_proof := test-book
NOW_hosted := site-precompressed
NOW_external := check-external-links
NOW_bound := book-files
NOW_offered := published-files

clean: ## delete what the commands made
	rm -rf .venv site dist .pytest_cache .cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=..."; exit 1; }
	"$(PYTHON)" -m venv .venv

.venv/site.stamp: requirements/site.txt pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/site.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

.venv/test.stamp: requirements/test.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/test.txt
	touch $@
