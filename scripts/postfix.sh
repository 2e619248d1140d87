#!/usr/bin/env bash
# The mail channel against a Postfix of its own, on loopback. Its master process needs root; nothing of the system's own mail
# is touched.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v postfix >/dev/null || PATH=$PATH:/usr/sbin
command -v postfix >/dev/null || {
  echo "postfix is missing: apt-get install --no-install-recommends postfix" >&2
  exit 1
}
runner=()
[ "$(id -u)" = 0 ] || runner=(--config "target.'cfg(unix)'.runner = 'sudo'")
exec cargo test "${runner[@]}" -p tirkeu-channels --test postfix -- --ignored
