#!/usr/bin/env bash
# Runs the named test targets of tests/ and nothing else. usage: scripts/only.sh rooms locales …
# A name without a target in tests/Cargo.toml is an error: a guard must not vanish silently.
set -euo pipefail
cd "$(dirname "$0")/.."
targets=()
for name in "$@"; do
  grep -q "^name = \"$name\"" tests/Cargo.toml || { echo "tests/Cargo.toml has no target $name" >&2; exit 1; }
  targets+=(--test "$name")
done
cargo test --workspace --quiet "${targets[@]}"
