# Two commands are enough: `make run` and `make test`. The others are for people who change things.
SHELL := /bin/bash
PY := .venv/bin/python
MANAGE := $(PY) manage.py
HOST ?= 127.0.0.1
PORT ?= 8000
DEMO ?= small

.PHONY: run test setup lint bench bench-timetable messages screenshots lock fonts browser test-services clean epubcheck load-generator

# --- setup: .venv, locked packages, front-end files, fonts -----------------------------------
setup: .venv/.installed node_modules/.installed fonts
	@$(PY) manage.py compile_messages_all
	@$(PY) -m courses.timetable.solver
	@$(PY) -m courses.training.planner --compile

.venv/.installed: requirements/base.txt requirements/dev.txt
	@scripts/require_python
	python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json scripts/vendor .venv/.installed
	scripts/npm ci --silent --no-progress
	scripts/vendor
	@touch $@

# A font for rare characters in names such as 𠮷; ordinary documents do without it.
fonts:
	@scripts/debian_package fonts-hanazono /usr/share/fonts/truetype/hanazono/HanaMinB.ttf optional

# --- run ------------------------------------------------------------------------------------
run: setup
	@HOST=$(HOST) PORT=$(PORT) DEMO=$(DEMO) scripts/run

# --- test -----------------------------------------------------------------------------------
browser:
	@scripts/debian_package chromium-headless-shell /usr/bin/chromium-headless-shell required

# Judges the EPUB files that we make; it runs on Java.
epubcheck:
	@scripts/debian_package default-jre-headless /usr/bin/java required
	@scripts/debian_package epubcheck /usr/bin/epubcheck required

# Three processes for two cores: whoever drives a browser, or waits for a process that was killed,
# leaves a core idle. See tests/scheduling.py.
# Else each process of the tests compiles what it imports, and rewrites all asserts, anew.
test test-services: export PYTHONDONTWRITEBYTECODE :=
test: setup browser epubcheck
	$(PY) -m pytest -n 3

test-services: setup browser epubcheck
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} REDIS_URL=$${REDIS_URL:-redis://127.0.0.1:6379/5} $(PY) -m pytest -n 3 --create-db

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/djhtml --check --tabwidth 2 $$(git ls-files '*.html')
	$(MANAGE) makemigrations --check --dry-run
	# Left out: they make tables and add columns that may be empty or have a default in the database,
	# two add checks that old rows meet; the linter takes every table that SQLite remakes for a column
	# without a default. Read by hand as PostgreSQL's SQL.
	DJANGO_SETTINGS_MODULE=cms.settings.test $(MANAGE) lintmigrations --project-root-path . --no-cache --ignore-initial-migrations --ignore-name 0003_content_system 0004_online_rule_speed_and_history 0005_changes 0007_publications 0008_scheduling_rules 0010_publication_notices 0011_repairs 0012_training 0014_rotation_plans 0016_contracts_and_fees 0015_staff_certificates 0013_workload_shares 0004_certificate_templates 0017_overrides_and_deadlines 0018_training_budgets 0020_related_readings 0021_teaching_rule_history 0022_exam_weeks 0024_leaves_out_unauthorised 0025_reading_by_kind_rule_by_authority --warnings-as-errors --include-apps cms users courses assessments media
	.venv/bin/mypy cms courses assessments media

# Puts load on the server that is measured.
load-generator:
	@scripts/debian_package wrk /usr/bin/wrk required

bench: setup browser load-generator
	$(PY) -m tests.bench
	$(PY) -m tests.e2e.school_term

# The public benchmark of timetabling: DIR holds .ctt files; the table goes to var/bench-timetable.
SECONDS ?= 300
SEEDS ?= 1
bench-timetable: setup
	@test -n "$(DIR)" || { echo "Say where the instances are: make bench-timetable DIR=…"; exit 1; }
	$(PY) -m courses.timetable.solver.itc2007.benchmark $(DIR) --seconds $(SECONDS) --seeds $(SEEDS)

# Pictures of the demonstration for README, in docs/screenshots.
screenshots: setup browser
	$(PY) -m tests.e2e.screenshots

messages: setup
	$(MANAGE) update_messages
	$(MANAGE) compile_messages_all

lock: .venv/.installed
	.venv/bin/python -m pip install --quiet uv
	.venv/bin/uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --quiet requirements/base.in -o requirements/base.txt
	.venv/bin/uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --quiet requirements/dev.in -o requirements/dev.txt

clean:
	rm -rf var .mypy_cache .ruff_cache .pytest_cache
