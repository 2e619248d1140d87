#!/usr/bin/env bash
# Drives the real application on displays of its own. usage: scripts/window.sh [TEST NAME]
# One display = one test at a time; without a name two displays work side by side, the longest
# stories on the second. Screenshots land in TIRKEU_SHOTS when it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --workspace
cargo test --workspace --test window --no-run

# on_display FIRST_NUMBER ARGUMENTS...: numbers apart, so that two do not take the same display.
on_display() {
  local number=$1
  shift
  # NO_AT_BRIDGE: the accessibility bus is not part of what is tested and slows each start down.
  # -noreset: a display that begins anew with its last client refuses the program that a lock starts just then.
  NO_AT_BRIDGE=1 xvfb-run -a -n "$number" -s "-screen 0 1366x768x24 -noreset" \
    cargo test --workspace --test window -- --test-threads=1 "$@" </dev/null
}

if [ $# -gt 0 ]; then
  on_display 99 "$@"
  exit
fi
long=(thread:: card:: bad_input:: by_keys:: curtain:: staff:: patient:: expected::)
said=$(mktemp)
trap 'rm -f "$said"' EXIT
on_display 199 "${long[@]}" >"$said" 2>&1 &
second=$!
status=0
on_display 99 "${long[@]/#/--skip=}" || status=$?
wait "$second" || status=$?
cat "$said"
exit "$status"
