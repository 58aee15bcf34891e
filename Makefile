# The two commands of a fresh machine are `make demo` and `make test`; each installs what it needs.

SHELL := /bin/bash
export GANGYAO_SHARED ?= $(abspath ../shared)
export GANGYAO_VENV ?= $(abspath .venv)
target := $(or $(CARGO_TARGET_DIR),target)
# The tools of the tests stand in .venv with pinned versions; see scripts/requirements-*.txt.
tools := $(abspath .venv)/bin
LISTEN ?= 127.0.0.1:8080

.PHONY: help demo build test lint unit web-test bench scores report corpus press press-test soak nation timings generate dist smoke clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: web/dist ## Build, load the bundled examples (and PLAN=file if given), serve, print the address
	cargo build --profile quick -p cli
	$(target)/quick/gangyao demo --listen $(LISTEN) $(PLAN)

build: web/dist ## Build the optimised binary
	cargo build --release -p cli

web/dist: $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)
	scripts/setup.sh web
	cd web && npm run build
	touch web/dist

test: lint unit web-test ## Run everything: format, lints, unit, integration on both databases, browser
	@echo "all suites passed"

lint: web/dist ## Check format, lints, spelling, dependencies and types
	scripts/setup.sh lint
	cargo fmt --check
	$(tools)/typos
	$(tools)/cargo-deny check licenses bans sources
	$(tools)/cargo-shear
	cd web && npm run types
	cargo clippy --workspace --all-targets -- -D warnings

unit: web/dist
	scripts/setup.sh nextest database tools pdf
	GANGYAO_STRICT=1 $(tools)/cargo-nextest nextest run --workspace --no-fail-fast
	cargo test --workspace --doc -q
	python3 scripts/dist/test.py -q

web-test: web/dist
	scripts/setup.sh browser
	cargo build -p cli
	cd web && GANGYAO_BINARY=$(abspath $(target))/debug/gangyao npm test

scores: ## Print how well the plans in GANGYAO_SHARED are read and checked, and the forecasts
	scripts/setup.sh scores
	cargo build --release -p cli
	scripts/scores.sh $(target)/release/gangyao

press: ## Build gangyao-press, which sets PDF files; a workspace of its own, some ten minutes the first time
	scripts/setup.sh press
	cargo build --release --manifest-path press/Cargo.toml --target-dir $(target)/press

press-test: press ## Test gangyao-press, send it documents that mean harm, and measure it
	scripts/setup.sh pdf
	cargo test --release --manifest-path press/Cargo.toml --target-dir $(target)/press
	python3 scripts/press.py $(target)/press/release/gangyao-press

report: web/dist ## Measure reports and open formats: stock clients read them, numbers trace and agree
	scripts/setup.sh report
	cargo build --profile quick -p cli
	scripts/report.sh $(target)/quick/gangyao

corpus: ## Read and check every document at hand, show what changed against docs/corpus.tsv, and write it anew
	cargo run --profile quick -q -p check --example corpus -- --shared "$(GANGYAO_SHARED)"

bench: web/dist ## Measure speed as ratios to named peers in the same run
	scripts/setup.sh bench
	cargo build --release -p cli
	scripts/bench.sh $(target)/release/gangyao

soak: web/dist ## Long runs: kill -9, fuzzing, loads; see scripts/soak.sh for its sizes
	scripts/setup.sh database tools
	cargo build --release -p cli
	scripts/soak.sh $(target)/release/gangyao

nation: web/dist ## Many invented plans in one store: loading, search, pages; see scripts/nation.py for its sizes
	cargo build --release -p cli
	scripts/nation.py $(target)/release/gangyao

timings: web/dist ## Build from nothing as `make demo` does and print where the time goes
	cargo build --profile quick -p cli --timings --target-dir $(target)/timings
	scripts/timings.py $(target)/timings/cargo-timings/cargo-timing.html

dist: web/dist ## Make packages for Debian and rpm, a wheel and an offline folder, in dist/
	scripts/setup.sh dist
	scripts/dist.sh release

smoke: ## Install what `make dist` made into clean roots and try it
	scripts/dist/smoke.sh

generate: ## Make the generated files anew: rule reference, snapshots
	GANGYAO_UPDATE=1 INSTA_UPDATE=always $(tools)/cargo-nextest nextest run --workspace

clean: ## Remove what was built
	cargo clean
	rm -rf web/dist web/node_modules .venv
