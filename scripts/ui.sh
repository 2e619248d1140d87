#!/usr/bin/env bash
# The window's pages: build (only when something is newer than dist), check, test, fix.
set -euo pipefail
cd "$(dirname "$0")/.."
verb=${1:?build, check, test or fix}

build() {
  local stamp=ui/dist/.built inputs=()
  local one
  for one in ui/src ui/public ui/package-lock.json ui/*.html ui/*.ts ui/*.js ui/*.json locales; do
    [ -e "$one" ] && inputs+=("$one")
  done
  if [ -f "$stamp" ] && [ -z "$(find "${inputs[@]}" -newer "$stamp" -print -quit)" ]; then return; fi
  npm --prefix ui run --silent build </dev/null
  touch "$stamp"
}

case $verb in
  build) build ;;
  check) npm --prefix ui run --silent check </dev/null ;;
  test) npm --prefix ui run --silent test </dev/null ;;
  fix) npm --prefix ui run --silent --if-present fix </dev/null ;;
  *) echo "usage: scripts/ui.sh build|check|test|fix" >&2; exit 2 ;;
esac
