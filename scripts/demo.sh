#!/usr/bin/env bash
# Fills the training lab once, prints its login, opens it. usage: demo.sh BIN_DIR DEMO_DIR
#
# The training lab never shares a folder with the user's own data; deleting DEMO_DIR starts afresh.
set -euo pipefail
bin=${1:?folder of the programs}
demo=${2:?folder of the training lab}
data=$demo/data
login=$demo/login.txt

if [ ! -s "$login" ]; then
  # A half-filled lab from an interrupted run is of no use to anybody.
  rm -rf "$demo"
  mkdir -p "$demo"
  echo "Filling the training lab with 200 invented patients (under a minute, once)…"
  "$bin/tirkeu" --data "$data" demo --patients 200 --seed 1 >"$login.part"
  mv "$login.part" "$login"
fi
cat "$login"
echo "Training lab: $data (delete $demo to start afresh)"
TIRKEU_DATA=$data exec "$bin/tirkeu-desk"
