# Everything a person needs: `make demo` to look, `make test` before a change is handed in.
SHELL := /bin/sh
PY := .venv/bin/python
BIN := .venv/bin
APPS := config agencies directives plans reporting
TEMPLATES = $$(git ls-files 'templates/*.html' '*/templates/*.html')
# What `check --deploy` is shown: a production environment without a real secret or server.
PRODUCTION := DATABASE_URL=postgresql://dondoc@db/dondoc REDIS_URL=redis://broker:6379/0 EMAIL_URL=smtp://mail:25 \
	SECRET_KEY=only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz ALLOWED_HOSTS=dondoc.example \
	PUBLIC_URL=https://dondoc.example TRUSTED_PROXY=1

# sys.monitoring costs nearly nothing, but tells branches from Python 3.14 on only.
BRANCHES = $$($(PY) -c 'import sys; print("--cov-branch" * (sys.version_info >= (3, 14)))')

.PHONY: setup setup-test demo test coverage check bench bench-reading import-bench reminders-bench report-bench score oracle figures-oracle matrix races year faults paper screenshot format lock

setup:
	@sh config/bootstrap.sh demo

setup-test:
	@sh config/bootstrap.sh test

demo: setup
	@exec $(PY) -m config.supervise

test: check
	COVERAGE_CORE=sysmon $(PY) -m pytest -p no:cacheprovider -n 2 --dist loadfile --no-loadscope-reorder --cov $(BRANCHES)

# The tests once more with every branch counted on any Python: twice the time of `test`.
coverage: setup-test
	$(PY) -m pytest -p no:cacheprovider -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-branch

check: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@set -- $(TEMPLATES); [ $$# -eq 0 ] || { $(BIN)/djade --target-version 6.1 --check "$$@" && $(BIN)/djlint --quiet --lint "$$@"; }
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	env $(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

bench: setup-test
	$(PY) -m tests.bench

# How fast documents are read, and how that grows with their pages.
bench-reading: setup-test
	$(PY) -m tests.bench.reading

# A workbook of 5,000 rows with 200 planted errors comes in: time, memory, every error at its cell; ROWS, ERRORS, TASKS for other sizes.
import-bench: setup-test
	$(PY) -m tests.bench.importing

# Opening reminders over SIZES of work items as a ratio to the bare SQL, letters per second with 1 and 4 WORKERS, memory.
reminders-bench: setup-test
	$(PY) -m tests.bench.reminding

# Reports of SIZES rows printed in parts, beside bare WeasyPrint: time, memory, how both grow.
report-bench: setup-test
	$(PY) -m tests.bench.report_files
	$(PY) -m tests.bench.report_pdf

# How well documents are read, against annotated ones where they lie beside the project.
score: setup-test
	@if [ -d ../shared/corpus ]; then python3 ../shared/corpus/score.py ../shared/corpus/gold ../shared/corpus/raw \
		--reader '$(PY) -m directives.reading {file}'; else echo "Không có kho văn bản mẫu ../shared/corpus nên không chấm điểm."; fi

# Standing and figures against a second judge; DONDOC_ORACLE=n pairs of an item and a day.
oracle: setup-test
	$(PY) -m tests.plans.oracle

# Every figure of reports and of the overview against a second judge; DONDOC_FIGURES=n cases.
figures-oracle: setup-test
	$(PY) -m tests.reporting.oracle

# Every cell of docs/quyen/: each address and verb as each kind of officer in each state, and the side doors.
matrix: setup-test
	$(PY) -m tests.matrix

# Two or three at the same moment, 200 times each; DONDOC_RACES=n times.
races: setup-test
	$(PY) -m tests.races

# A year of simulated days, every letter against a second judge of who is reminded of what; DONDOC_YEAR=officers,assignments,days.
year: setup-test
	$(PY) -m tests.year

# Everything that reminders stand on is broken on purpose, 500 times, with real programs; DONDOC_FAULTS=n times.
faults: setup-test
	$(PY) -m tests.faults

# Reports printed in every layout and kind of PDF, photographed to .data/paper/ and measured against the rules.
paper: setup-test
	$(PY) -m tests.paper_office
	$(PY) -m tests.paper

# The picture in the README, of the sample's desk.
screenshot: setup-test
	$(PY) -m tests.browser.screenshot

format: setup-test
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	@set -- $(TEMPLATES); [ $$# -eq 0 ] || $(BIN)/djade --target-version 6.1 "$$@"

# After a change of a requirements*.in: newer versions that fit, with their hashes and without addresses.
lock:
	$(PY) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	for name in requirements requirements-dev requirements-node; do \
		.venv/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-strip-extras --no-header $$name.in -o $$name.txt || exit 1; \
	done
