#!/usr/bin/env bash
# Overlay on random pairs against GEOS, other pairs every day. PAIRS=1000 sets how many.
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/setup.sh bench
cargo build -q --release -p layers --example overlay
target=${CARGO_TARGET_DIR:-target}
.venv/bin/python scripts/space_peer.py compare "${PAIRS:-1000}" "$(date +%Y%m%d)" "$target/release/examples/overlay"
