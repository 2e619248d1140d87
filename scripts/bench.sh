#!/usr/bin/env bash
# Speed, each number beside the raw limit measured in the same run, in the optimised profile.
# The first run compiles everything once more (minutes); numbers of the dev profile say nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo bench --workspace --bench desk -- "$@" </dev/null
