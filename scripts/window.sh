#!/usr/bin/env bash
# Drives the real application on a display of its own. usage: scripts/window.sh [TEST NAME]
# One display = one test at a time; screenshots land in TIRKEU_SHOTS when it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --workspace
# NO_AT_BRIDGE: the accessibility bus is not part of what is tested and slows each start down.
NO_AT_BRIDGE=1 xvfb-run -a -s "-screen 0 1366x768x24" \
  cargo test --workspace --test window -- --test-threads=1 "$@" </dev/null
