# streamops.kafka: what a checkout can do. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
LAB ?= quickstart
export LAB
# One lab command: its environment, then the two inventories (what exists; how the lab reaches it).
LAB_RUN = . tests/lab/env.sh && ansible-playbook -i examples/inventories/two_regions -i molecule/shared/inventory
.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

.PHONY: quickstart setup verify lab-up lab-down lab-shell
quickstart: ## fresh Debian machine with root to a verified two-region pipeline (ENGINE=docker works too)
	@tests/lab/quickstart.sh
setup: ## system packages, .venv from the lock, the container connections
	@tests/lab/setup.sh
verify: ## prove the running lab again; writes reports/quickstart.json
	@$(LAB_RUN) streamops.kafka.verify -e verify_report=$(CURDIR)/reports/quickstart.json
lab-up: setup ## boot the lab's bare hosts only
	@$(LAB_RUN) molecule/shared/create.yml molecule/shared/prepare.yml
lab-shell: ## a shell on a lab host: make lab-shell HOST=connect-primary-1
	@. tests/lab/env.sh && $$ENGINE exec -it $$LAB_SCOPE-$(or $(HOST),$(error name a host: make lab-shell HOST=mm2-secondary-1)) bash
lab-down: ## remove the lab's hosts, network and state
	@. tests/lab/env.sh && ansible-playbook molecule/shared/destroy.yml && rm -rf "$$LAB_STATE"

.PHONY: test test-fast test-all lint units sanity conformance lab-test flows-test secure-test
test: setup ## everything CI runs, with the time of each stage
	@ONE_ROLE=yes tests/run.sh lint sanity,conformance units mirror access default secure
test-fast: setup ## lint, and the units that start no processes
	@tests/run.sh lint fast
test-all: setup ## test, and what is run by hand before a release
	@LONG=yes tests/run.sh lint sanity,conformance units mirror access default secure flows matrix
lint units sanity: setup ## one stage of the tests
	@tests/run.sh $@
conformance: setup ## Kafka's own cases on a real Connect cluster; another version: make conformance KAFKA=4.2.1
	@KAFKA=$(KAFKA) tests/run.sh conformance
lab-test: setup ## the two-region lab under Molecule
	@tests/run.sh default
flows-test: setup ## the lab of mirror flows: three regions, both modes, killed nodes, latency, exactly-once
	@tests/run.sh flows
secure-test: setup ## the lab of security: what is refused, sandboxes from inside, renewed certificates, changed passwords
	@tests/run.sh secure

.PHONY: mirror-test access-test bench-connectors bench-mirror
mirror-test: setup ## MirrorMaker on real clusters: Kafka's own cases, faults made for real, health
	@tests/run.sh mirror
access-test: setup ## rights on real clusters: what runs with the computed ACLs alone, and each of them taken away
	@tests/run.sh access
bench-connectors: setup ## time and memory of the connector modules beside a bare client; SAVE=1 writes the page of docs/
	@. tests/lab/env.sh && tests/conformance/prepare.sh && PYTHONPATH=$(CURDIR)/.ansible/collections python -m bench.connectors $(if $(SAVE),--save)
bench-mirror: setup ## flows beside stock and a raw pipe, near and over 80 ms, and the time of their proof; SAVE=1 writes the page
	@. tests/lab/env.sh && tests/mirror/prepare.sh && PYTHONPATH=$(CURDIR)/.ansible/collections RECORDS=$(RECORDS) ROUNDS=$(ROUNDS) python -m bench.mm2 $(if $(SAVE),--save)

.PHONY: lock kafka-lock build clean
UV_LOCK = uv pip compile --universal --generate-hashes --no-header --quiet --upgrade
lock: setup ## pin the Python packages of checkout and hosts anew (needs uv)
	@$(UV_LOCK) --python-version 3.11 -o requirements.txt requirements.in
	@cd roles/client/files && $(UV_LOCK) --python-version 3.9 --fork-strategy fewest -o requirements.txt requirements.in
kafka-lock: setup ## pin another Kafka: make kafka-lock KAFKA=4.3.1 (needs mvn)
	@.venv/bin/python tests/kafka_lock.py $(or $(KAFKA),$(error name a version: make kafka-lock KAFKA=4.3.1)) $(if $(WITHOUT),--without $(WITHOUT)) $(if $(LOCKS),--to $(LOCKS))
build: setup ## the collection's archive in build/
	@. tests/lab/env.sh && ansible-galaxy collection build --force --output-path build
clean: ## what can be made again
	@rm -rf .venv .cache build reports .mypy_cache .ruff_cache .pytest_cache
