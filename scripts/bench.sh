#!/usr/bin/env bash
# Measures speed, always as a ratio to a named peer in the same run.
# usage: scripts/bench.sh path/to/gangyao
set -euo pipefail
cd "$(dirname "$0")/.."
exec .venv/bin/python scripts/bench.py "$(realpath "$1")"
