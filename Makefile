# The commands of the project. Only Python 3.11+ and make are assumed.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
# The documented switch for the end-of-life notice of the theme; README says what is to be done about it.
export NO_MKDOCS_2_WARNING := true
# In GitHub Actions, problems are also shown beside the lines they are about.
FORMAT := $(if $(GITHUB_ACTIONS),--format github)
# One thing after the other, in the order named: the steps of one build share a folder.
.NOTPARALLEL:
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help serve test access built site hosted bound book offered offline publish proof check fix edit links external sbom audit workflows hooks lock browser servers portable clean
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' Makefile

# PORT reaches the script through the environment, where make puts what is set on its command line.
serve: .venv/site.stamp ## set everything up and serve the live guide at http://127.0.0.1:8000, or the next free port (PORT=...)
	@$(BIN)/python scripts/serve.py

# MkDocs' own pages. Whatever else a command asks for is made from this one build, and finishing comes last, since it
# hashes, names and compresses what is there by then.
built: .venv/site.stamp
	$(BIN)/mkdocs build --strict

site: built ## build the strict site into site/ and finish it for its host
	$(BIN)/python scripts/finish.py site $(FINISH)

.venv/book.stamp: requirements/book.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/book.txt
	touch $@

bound: .venv/book.stamp built
	$(BIN)/python scripts/book.py

book: bound site ## make the whole guide as a book, EPUB and PDF, in dist/

offline: .venv/site.stamp ## make the guide as a folder that needs no server, zipped, in dist/
	$(BIN)/mkdocs build --strict --config-file mkdocs-offline.yml
	$(BIN)/python scripts/offline.py

offered: bound offline
	$(BIN)/python scripts/publish.py

publish: offered site ## build the site, offer book and folder on it, and finish it; with `test`, test that very build

hosted: FINISH := --compress --hosting scripts/hosting/made
hosted: publish ## the same for nginx or Caddy: compressed forms beside the files, and what scripts/hosting/ includes

proof: .venv/test.stamp book site ## read the proofs of the whole book, where `make test` reads some chapters
	GUIDE_SITE=site GUIDE_BOOK=dist $(BIN)/python -m pytest tests/site/test_printed_book.py

# One build serves all browser tests; as many processes as there are cores share them.
test: .venv/test.stamp browser servers site ## set everything up, a browser included, and run every test
	GUIDE_SITE=site $(BIN)/python -m pytest --numprocesses auto --dist worksteal
	$(BIN)/python scripts/check_links.py $(FORMAT) site

# `make test` judges each page in one palette at one width, in turn, and one page of each kind in all of them.
access: .venv/test.stamp browser site ## judge every page with axe in both palettes at three widths
	GUIDE_SITE=site GUIDE_AXE=all $(BIN)/python -m pytest --numprocesses auto tests/site/test_access_browser.py

check: .venv/site.stamp ## check data, front matter and prose without a build
	@$(BIN)/python scripts/check.py $(FORMAT)

fix: .venv/site.stamp ## mend line ends, spaces, quotes and order, then check
	@$(BIN)/python scripts/check.py --fix

.venv/edit.stamp: requirements/edit.txt .venv/site.stamp
	$(INSTALL) --require-hashes --only-binary :all: -r requirements/edit.txt
	touch $@

edit: .venv/edit.stamp ## set up what the editor scripts need to read workbooks

links: site ## check the built site's internal links and anchors
	$(BIN)/python scripts/check_links.py $(FORMAT) site

# Needs lychee on the path, or LYCHEE=...; what it finds is written to .cache/external/.
LYCHEE ?= lychee
EXTERNAL := .cache/external
external: .venv/site.stamp ## follow the links to other sites, with lychee
	@command -v $(LYCHEE) >/dev/null || { echo "lychee is needed: https://lychee.cli.rs/installation/"; exit 1; }
	$(BIN)/python scripts/external_links.py list $(EXTERNAL)/links.html
	rm -f $(EXTERNAL)/lychee.json
	-$(LYCHEE) --config lychee.toml --format json --output $(EXTERNAL)/lychee.json $(EXTERNAL)/links.html
	$(BIN)/python scripts/external_links.py report $(EXTERNAL)/lychee.json --gone $(EXTERNAL)/gone.txt >$(EXTERNAL)/2-links.md

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

# `make lock` is for maintainers: it needs uv on the path and writes the hash-locked sets anew.
lock: ## pin the requirements again, with hashes
	for set in site edit book test portable ci; do uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		requirements/$$set.in -o requirements/$$set.txt || exit 1; done

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
