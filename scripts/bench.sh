#!/usr/bin/env bash
# Speed, each number beside the raw limit measured in the same run, in the optimised profile.
# The first run compiles everything once more (minutes); numbers of the dev profile say nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
cargo bench --workspace --bench desk -- "$@" </dev/null || status=$?

# Start and memory need WebDriver, which a release build refuses: both windows are debug builds.
cargo build --workspace
cargo build --workspace --examples
NO_AT_BRIDGE=1 xvfb-run -a -s "-screen 0 1366x768x24 -noreset" cargo test --workspace --test window -- \
  --test-threads=1 --nocapture --ignored start_and_memory switch_by_pin key_to_paint patients_page </dev/null || status=$?
exit $status
