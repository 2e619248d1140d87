#!/usr/bin/env bash
# Speed, each number beside the raw limit measured in the same run, in the optimised profile.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --workspace --release
NO_AT_BRIDGE=1 xvfb-run -a -s "-screen 0 1366x768x24" cargo bench --workspace --bench desk -- "$@" </dev/null
