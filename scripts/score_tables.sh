#!/usr/bin/env bash
# Prints how many rows of indicator tables are read right, one line for each labelled file and layout.
# usage: scripts/score_tables.sh path/to/gangyao      (the labels are looked up in GANGYAO_SHARED)
set -euo pipefail
cd "$(dirname "$0")/.."
gangyao=$(realpath "$1")
only=${2:-}
shared=${GANGYAO_SHARED:-../shared}
if [ ! -d "$shared/gold" ]; then
  echo "skipped: no labels in $shared (set GANGYAO_SHARED)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3=python3
[ -x .venv/bin/python ] && python3=.venv/bin/python

# one NAME FILE LABELS: reads the file and prints its line.
one() {
  [ -z "$only" ] || [[ $1 == *$only* ]] || return 0
  local started
  started=$(date +%s%N)
  if ! timeout 120 "$gangyao" compile "$2" -o "$work/out" >"$work/log" 2>&1; then
    printf '%-30s not read: %s\n' "$1" "$(head -1 "$work/log")"
    return 0
  fi
  local took=$(( ($(date +%s%N) - started) / 1000000 ))
  printf '%-30s %s %5d ms\n' "$1" "$($python3 scripts/score_tables.py "$work/out" "$3" ${MISSES:+--misses})" "$took"
  rm -rf "$work/out"
}

for file in "$shared"/zoo/*.*.*; do
  name=$(basename "$file")
  case $name in *.py|*.sh) continue ;; esac
  one "zoo/$name" "$file" "$shared/gold/${name%%.*}_indicators.jsonl"
done
for plan in "$shared"/made/*/; do
  [ -f "$plan/indicators.jsonl" ] || continue
  for file in "$plan"/*.docx "$plan"/*.html "$plan"/*.pdf "$plan"/*.txt; do
    [ -f "$file" ] && one "made/$(basename "$plan")/$(basename "$file")" "$file" "$plan/indicators.jsonl"
  done
done
one plans/jinzhou-13.txt "$shared/plans/jinzhou-13.txt" "$shared/gold/jinzhou_indicators.jsonl"
one plans/shanghai-14.txt "$shared/plans/shanghai-14.txt" "$shared/gold/shanghai14_indicators.jsonl"
one plans/national-13-eco.txt "$shared/plans/national-13-eco-environment.txt" "$shared/gold/eco13_indicators.jsonl"
