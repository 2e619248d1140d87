# The only door for people: run, demo, test, check, bench, fix.
#
# Every target does its own set-up (scripts/setup.sh), so that a fresh Debian 12 or
# Ubuntu 24.04 with Rust and Node needs nothing else. All of them share one target folder, one
# package selection (--workspace) and one profile, because another selection would rebuild
# the typesetter (minutes).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/tirkeu
# Outside the checkout: a second clone, and the next run of CI, find the built dependencies.
export CARGO_TARGET_DIR ?= $(CACHE)/target
export PATH := $(CACHE)/tools/bin:$(PATH)

# Some crates carry a toolchain file of their own; a rustc found through rustup would obey it
# whenever cargo itself was not called through rustup.
ACTIVE := $(shell rustup show active-toolchain 2>/dev/null | cut -d' ' -f1)
ifneq ($(ACTIVE),)
  export RUSTUP_TOOLCHAIN ?= $(ACTIVE)
endif

# A clone that is thrown away has no use for incremental state, which would fill the shared folder.
ifeq ($(CI),true)
  export CARGO_INCREMENTAL := 0
endif

DATA_HOME := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)
DEMO := $(DATA_HOME)/tirkeu-demo

# TIRKEU_RELEASE=1 runs what a clinic would run; the default starts minutes earlier.
ifeq ($(TIRKEU_RELEASE),1)
  BUILD_FLAGS := --release --features tirkeu-desk/custom-protocol
  BIN := $(CARGO_TARGET_DIR)/release
else
  BUILD_FLAGS :=
  BIN := $(CARGO_TARGET_DIR)/debug
endif

.PHONY: help run demo test check bench torture postfix fix build ui setup-run setup-check setup-test \
        test-rust test-ui test-window

help:
	@echo "make run    open the desk on your own data folder (first run: set-up)"
	@echo "make demo   open it on a filled training lab in a folder of its own; prints the login"
	@echo "make test   every test, the real window included"
	@echo "make check  formatting, lints, types, licences, words"
	@echo "make bench  speed, beside the raw limit measured in the same run"
	@echo "make torture  SEEDS=10000 meetings of desks that nobody planned"
	@echo "make postfix  the mail channel against a Postfix (needs root)"
	@echo "make fix    format and repair what can be repaired by a tool"

run: build
	exec "$(BIN)/tirkeu-desk"

demo: build
	scripts/demo.sh "$(BIN)" "$(DEMO)"

build: setup-run ui
	cargo build --workspace $(BUILD_FLAGS)

ui: setup-run
	scripts/ui.sh build

check: setup-check ui
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --workspace --test window -- -D warnings
	scripts/ui.sh check
	cargo deny --offline --log-level error check licenses bans sources
	scripts/only.sh rooms locales
	cargo test --workspace --quiet --bin tirkeu-desk -- the_bindings every_command

# The order is from the fastest answer to the slowest.
test: setup-test ui test-ui test-rust test-window

test-ui: setup-test
	scripts/ui.sh test

# The binaries first: the kill and disk tests run the real `tirkeu` as their victim. The tests of
# the keychain start a real Secret Service, those of the verifier a real python3.
test-rust: setup-test ui
	cargo build --workspace
	cargo test --workspace

# One display = one test at a time.
test-window: setup-test ui
	scripts/window.sh

bench: setup-test ui
	scripts/bench.sh

# More seeds of the simulator than a test run has time for.
SEEDS ?= 10000
torture: setup-test
	TIRKEU_MEETINGS=$(SEEDS) cargo test --workspace --release --test stories -- meetings --nocapture

# By hand: its master process needs root.
postfix: setup-test
	scripts/postfix.sh

# The formatter last among the Rust tools: what clippy repaired is laid out too.
fix: setup-check ui
	cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged
	cargo fmt --all
	scripts/ui.sh fix
	TIRKEU_BLESS=1 cargo test --workspace --quiet --bin tirkeu-desk -- the_bindings

setup-run:
	@scripts/setup.sh run

setup-check:
	@scripts/setup.sh check

setup-test:
	@scripts/setup.sh test
