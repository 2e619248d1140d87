#!/usr/bin/env bash
# The tests of the verifier that an auditor runs without our program: standard library only.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m unittest discover --start-directory docs --pattern '*_test.py'
