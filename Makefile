# make run    sets up and serves the bundled sample on http://127.0.0.1:8080/
# make test   sets up and passes every check
# make coverage  measures what tests run of the whole program, not of its pure core alone
# make bench  sets up, measures, and holds every ratio to its goal
# make promises  tries what the program promises, often: kills, full disks, races, load; prints each figure
# make screenshots  makes the pictures of the README anew; needs chromium
# make audit  asks whether holes are known in what is locked; needs the network
# make wheel  makes the wheel to install elsewhere, in dist/
# make setup  makes .venv with the osce-feeds command, no more
#
# PYTHON names the interpreter to set up with (3.11 or newer), PORT another port,
# PYTEST what pytest is told, such as "-x tests/web", ONLY the benchmarks or
# promises to run, N how often a promise is tried ("full" for as often as in a night).

PYTHON ?= python3
PORT ?= 8080
PYTEST ?= -n 2
BIN := .venv/bin
CHECK := $(BIN)/python -m

# Works without Debian's python3-venv: the environment gets no pip of its own.
PIP = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check install --quiet --no-build-isolation --use-pep517
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

EXTRACT = $(BIN)/pybabel -q extract -F babel.cfg -k pgettext:1c,2 --sort-by-file --add-location=file --omit-header --width=100

.PHONY: run test coverage bench promises screenshots setup lint types contracts unit parts catalogs lock audit wheel clean

run: .venv/run
	@$(BIN)/osce-feeds demo --keep .run/store.db --port $(PORT)

test: lint types contracts unit

lint: .venv/test
	$(CHECK) ruff check
	$(CHECK) ruff format --check
	$(CHECK) djlint --quiet --lint templates

types: .venv/test
	$(CHECK) mypy

contracts: .venv/test
	$(BIN)/lint-imports --no-cache

unit: .venv/test parts
	rm -f .coverage .coverage.*
	$(CHECK) coverage run -m pytest $(PYTEST)
	$(CHECK) coverage combine --quiet
	$(CHECK) coverage report --fail-under=100

coverage: .venv/test parts
	rm -f .coverage .coverage.*
	$(CHECK) coverage run --source=osce_feeds -m pytest $(PYTEST)
	$(CHECK) coverage combine --quiet
	$(CHECK) coverage report --fail-under=95

bench: .venv/test
	@$(BIN)/python benchmarks/run.py $(ONLY)

promises: .venv/test parts
	@N=$(N) $(BIN)/python -m promises.run $(ONLY)

screenshots: .venv/test
	@$(BIN)/python -m tests.screenshots

# Programs that tests use and pip cannot bring: installed when we may, named when we may not.
parts:
	@sh tests/install-parts

setup: .venv/run

.venv/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --without-pip .venv
	@touch $@

.venv/build: .venv/python requirements/build.txt
	$(PIP) --require-hashes --only-binary :all: -r requirements/build.txt
	@touch $@

.venv/run: .venv/build requirements/run.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --editable .
	@touch $@

.venv/test: .venv/run requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

# New texts into the template and from there into every catalog, where translators find them empty; how far
# each language is, into the README.
catalogs: .venv/test
	$(EXTRACT) -o locales/messages.pot .
	for po in locales/*/LC_MESSAGES/messages.po; do \
		$(BIN)/pybabel -q update -i locales/messages.pot -o $$po -l $$(echo $$po | cut -d/ -f2 | tr - _) \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100 || exit; \
	done
	$(BIN)/python tools/translations.py README.md

# Needs uv. The files hold versions and hashes, no addresses.
lock:
	$(LOCK) requirements/build.in -o requirements/build.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) -c requirements/run.txt --extra postgres pyproject.toml -o requirements/postgres.txt
	$(LOCK) -c requirements/run.txt pyproject.toml requirements/dev.in -o requirements/dev.txt

audit: .cache/audit/bin/pip-audit
	.cache/audit/bin/pip-audit --disable-pip --require-hashes -r requirements/postgres.txt

.cache/audit/bin/pip-audit:
	$(PYTHON) -m venv .cache/audit
	.cache/audit/bin/pip --disable-pip-version-check install --quiet pip-audit

wheel: .venv/test
	$(CHECK) build --wheel --no-isolation --outdir dist .

clean:
	rm -rf .venv .run .cache dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
