#!/usr/bin/env bash
# Prints how well the labelled plans are read and checked and the public series are forecast.
# usage: scripts/scores.sh path/to/gangyao      (the labels are looked up in GANGYAO_SHARED)
set -euo pipefail
cd "$(dirname "$0")/.."
gangyao=$(realpath "$1")
shared=${GANGYAO_SHARED:-../shared}
if [ ! -d "$shared/gold" ]; then
  echo "skipped: no labels in $shared (set GANGYAO_SHARED)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gold=$shared/gold
python3=python3
[ -x .venv/bin/python ] && python3=.venv/bin/python

echo "== Reading the reference plan"
"$gangyao" compile "$shared/plans/jinzhou-13.txt" -o "$work/jinzhou" >/dev/null
"$gangyao" check "$shared/plans/jinzhou-13.txt" --format json >"$work/checks.json" || [ $? = 1 ]
score() { $python3 "$shared/bench/score_plan.py" "$work/jinzhou" "$@"; }
score --structure "$gold/jinzhou_structure.jsonl" --indicators "$gold/jinzhou_indicators.jsonl"
score --targets "$gold/jinzhou_targets.jsonl" --lines 94-642
score --projects "$gold/jinzhou_projects.jsonl"
$python3 scripts/score_projects.py "$gangyao" --shared "$shared"
score --tasks "$gold/jinzhou_tasks_sample.jsonl"
echo
echo "== Checking the reference plan"
score --lints "$gold/jinzhou_lints.jsonl" --diagnostics "$work/checks.json"

if [ -d "$shared/made/stats" ]; then
  echo
  echo "== Reading statistics files"
  $python3 scripts/score_figures.py "$gangyao" "$shared/made/stats"
fi

echo
echo "== Checking the plans made for measuring"
mkdir "$work/made"
for document in "$shared"/made/*/*.docx; do
  name=$(basename "$(dirname "$document")")__$(basename "$document")
  "$gangyao" check "$document" --format json >"$work/made/$name.json" || [ $? = 1 ]
done
$python3 scripts/score_made.py "$shared/made" "$work/made"

echo
echo "== Reading documents of every kind"
$python3 scripts/score_documents.py "$gangyao" --shared "$shared"
"$gangyao" compile "$shared/plans/shanghai-14.txt" -o "$work/shanghai" >/dev/null
echo "plans/shanghai-14.txt"
$python3 "$shared/bench/score_plan.py" "$work/shanghai" --targets "$gold/shanghai14_targets.jsonl" \
  --lines 113-190,355-407,2055-2820

echo
echo "== Forecasting"
if $python3 -c 'import numpy' 2>/dev/null; then
  panel=$shared/data/cities_panel_a.csv.gz
  sets="m1 m3 m3roll"
  if [ -f "$panel" ]; then
    $python3 scripts/city_series.py "$panel" "$work/cities-train.csv" "$work/cities-test.csv"
    sets="$sets cities"
  fi
  for set in $sets; do
    train=$shared/bench/$set-train.csv; test=$shared/bench/$set-test.csv
    if [ "$set" = cities ]; then train=$work/cities-train.csv; test=$work/cities-test.csv; fi
    if [ ! -f "$train" ]; then echo "skipped: no $set in $shared/bench"; continue; fi
    "$gangyao" forecast "$train" -H 6 --levels 80,95 -o "$work/$set.csv" >/dev/null
    $python3 "$shared/bench/score_attainment.py" --train "$train" --test "$test" --emit-targets "$work/$set-ask.csv" >/dev/null
    "$gangyao" forecast "$train" -H 6 --ask "$work/$set-ask.csv" -o "$work/$set-p.csv" >/dev/null
    echo "-- $set"
    $python3 "$shared/bench/score_m4.py" "$work/$set.csv" "$test" --train "$train"
    $python3 "$shared/bench/score_attainment.py" --train "$train" --test "$test" --probs "$work/$set-p.csv"
  done
else
  echo "skipped: numpy is missing (scripts/setup.sh scores installs it)"
fi
