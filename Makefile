# kgplan: what can be made. Needs Python 3.11 or newer and nothing else; Java and Maven add the real Neo4j to the tests.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt
# One worker per core. Tests that need the one Neo4j server stay together on one worker (tests/needs.py).
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadgroup

# Processes of the mutation run.
JOBS ?= 2

# Jars that the tests run live outside the tree: a clone more is no download more.
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kgplan
NEO4J_VERSION := $(shell sed -n 's:.*<neo4j.version>\(.*\)</neo4j.version>.*:\1:p' tests/neo4j/pom.xml)
ROBOT_VERSION := $(shell sed -n '/<artifactId>robot-command</{n;s:.*<version>\(.*\)</version>.*:\1:p;}' tests/robot/pom.xml)
export KGPLAN_NEO4J_LIB ?= $(CACHE)/neo4j-$(NEO4J_VERSION)
AXE_VERSION := 4.14.1
export KGPLAN_AXE ?= $(CACHE)/axe-core-$(AXE_VERSION)/package/axe.min.js
MERMAID_VERSION := 12.3.0
export KGPLAN_MERMAID ?= $(CACHE)/mermaid-$(MERMAID_VERSION)/package/dist/mermaid.min.js
export KGPLAN_ROBOT_LIB ?= $(CACHE)/robot-$(ROBOT_VERSION)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DELETE_ON_ERROR:
.PHONY: help report test lint docs proof mutation fault fuzz bench axe mermaid jars try-jars constraints clean

help:
	@echo 'make report   检查开州示例数据,报告在 report/    / check the data of Kaizhou, report in report/'
	@echo 'make test     运行本机能运行的全部测试          / run every test that this machine can'
	@echo 'make lint     代码风格与类型检查                / style and types'
	@echo 'make mutation 逐条改动规则,看验证用例能否察觉  / change the rules bit by bit: do the cases notice'
	@echo 'make fault    装入途中反复中断,看能否恢复      / kill loads at random moments, repair, compare'
	@echo 'make fuzz     用损坏的文件试读取器十分钟        / ten minutes of broken files for the readers'
	@echo 'make bench    装入速度与引擎自身速度之比        / speed of loading next to the bare engine'
	@echo 'make jars     用 Maven 取 Neo4j 与 ROBOT        / fetch Neo4j and ROBOT for the tests'
	@echo 'make clean    删除一切生成物                    / remove what was made'

# Exit status 1 says that the plans have findings at error level: news, not a failure. 2 and 3 are failures, and so
# is a 1 that wrote no report (a Python that cannot even start the command ends with 1 too).
report: $(VENV)/.run
	@touch $(VENV)/.report; status=0; $(BIN)/kgplan report data/kaizhou --output report || status=$$?; \
	if [ $$status -gt 1 ]; then exit $$status; fi; \
	[ report/findings.json -nt $(VENV)/.report ]

test: $(VENV)/.dev try-jars
	@[ -d "$$KGPLAN_ROBOT_LIB" ] || unset KGPLAN_ROBOT_LIB; $(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Pages of the rulebook, made from the headers of the rules and data/notice/clauses.csv, and the pictures.
docs: $(VENV)/.dev
	$(BIN)/python -m kgplan.rules.manual docs/rules
	$(BIN)/python -m tests.diagrams.golden

# Every proof case on both engines; `make test` leaves the good ones to the embedded engine.
proof: $(VENV)/.dev try-jars
	KGPLAN_ALL_CASES=1 $(BIN)/python -m pytest $(PYTEST_ARGS) tests/rules/test_proof_cases.py

# Every rule changed in one place at a time; fails while the proof cases catch fewer than 95 of 100.
mutation: $(VENV)/.dev
	$(BIN)/python -m tests.rules.mutation --jobs $(JOBS)

fault: $(VENV)/.dev
	$(BIN)/python -m tests.graph.fault --engine embedded
	$(BIN)/python -m tests.graph.fault --engine neo4j

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.sources.fuzz --minutes 10

bench: $(VENV)/.dev
	$(BIN)/python -m bench.load --engine embedded
	$(BIN)/python -m bench.load --engine neo4j

# A folder of jars appears under its name only when it is complete.
define fetch
@[ -d "$(2)" ] || { echo 'Maven: $(1) -> $(2)'; rm -rf "$(2).part"; \
	mvn --quiet --batch-mode -f $(1) dependency:copy-dependencies -DoutputDirectory="$(2).part" && mv "$(2).part" "$(2)"; }
endef

jars:
	$(call fetch,tests/neo4j/pom.xml,$(KGPLAN_NEO4J_LIB))
	$(call fetch,tests/robot/pom.xml,$(KGPLAN_ROBOT_LIB))

# From the npm registry, for tests alone: axe-core checks that the pages are fit for keyboards and screen readers,
# mermaid reads the diagrams that are written for it. Without npm their tests are skipped.
define fetch-npm
@[ -f "$(3)" ] || { mkdir -p $(CACHE)/$(1)-$(2) && cd $(CACHE)/$(1)-$(2) \
  && npm pack --silent $(1)@$(2) >/dev/null && tar -xzf $(1)-$(2).tgz && rm $(1)-$(2).tgz; }
endef

axe:
	$(call fetch-npm,axe-core,$(AXE_VERSION),$(KGPLAN_AXE))

mermaid:
	$(call fetch-npm,mermaid,$(MERMAID_VERSION),$(KGPLAN_MERMAID))

# Without Java or Maven the tests that need them are skipped, and the last lines of the run say so.
try-jars:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory --keep-going axe mermaid || true; fi
	@if command -v java >/dev/null && command -v mvn >/dev/null; then $(MAKE) --no-print-directory --keep-going jars || true; fi

# Versions that constraints.txt was made with come first; any later Python that has venv will do.
$(VENV)/pyvenv.cfg:
	@for python in python3.11 python3.12 python3.13 python3 python; do \
	  if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "$$($$python --version) -> $(VENV)"; \
	    $$python -m venv $(VENV) && exit 0; rm -rf $(VENV); exit 1; \
	  fi; \
	done; \
	echo '需要 Python 3.11 或更高版本(含 venv 模块)。Debian、Ubuntu: apt install python3 python3-venv' >&2; \
	echo 'Python 3.11 or newer with its venv module is needed. Debian, Ubuntu: apt install python3 python3-venv' >&2; \
	exit 1

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/pyvenv.cfg
	@echo '安装依赖 / installing dependencies'
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo '安装测试与检查工具 / installing test tools'
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $@

# New versions: resolved from nothing, on purpose without the old constraints.
constraints:
	rm -rf build/constraints && python3.11 -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet '.[dev]'
	sed -n '/^#/p' constraints.txt > build/constraints.txt
	build/constraints/bin/python -m pip freeze --exclude kgplan >> build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:
	rm -rf $(VENV) report build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find kgplan tests -name __pycache__ -type d -prune -exec rm -rf {} +
