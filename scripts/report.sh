#!/usr/bin/env bash
# Measures reports and exports against the bars: stock clients read every open format with the same values, on both bundled
# plans and, where GANGYAO_SHARED has it, on the reference plan.
# usage: scripts/report.sh path/to/gangyao
# gangyao-press has to be there: `make press` builds it where gangyao finds it.
set -euo pipefail
cd "$(dirname "$0")/.."
gangyao=$1
python=.venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
reference=${GANGYAO_SHARED:-../shared}/plans/jinzhou-13.txt

plans=(
  "lanchuan examples/lanchuan/plan.md examples/lanchuan/observations.csv"
  "jinzhou-13 examples/jinzhou-13 examples/jinzhou-13/outcomes.csv"
)
if [ -f "$reference" ]; then
  plans+=("reference $reference examples/jinzhou-13/outcomes.csv")
else
  echo "no $reference: the reference plan is left out"
fi

for plan in "${plans[@]}"; do
  read -r name document figures <<<"$plan"
  echo "== $name: open formats, read by the stock clients"
  mkdir "$work/$name"
  "$gangyao" export "$document" --figures "$figures" --format all --licence https://example.org/licence \
    --base https://example.org/data -o "$work/$name/open" 2>"$work/$name/notes"
  "$python" scripts/read_open_formats.py "$work/$name/open"
  "$gangyao" export "$document" --figures "$figures" --format all --licence https://example.org/licence \
    --base https://example.org/data -o "$work/$name/again" 2>/dev/null
  diff -r "$work/$name/open" "$work/$name/again" && echo "ok   same bytes twice"
  case $name in lanchuan) middle="--as-of 2028 --known-at 2028-12-31" last="--as-of 2030 --known-at 2031-12-31" ;;
    *) middle="--as-of 2018 --known-at 2018-12-31" last="--as-of 2020 --known-at 2021-12-31" ;; esac
  for kind in midterm final; do
    echo "== $name: $kind report"
    moment=$middle; [ $kind = final ] && moment=$last
    into="$work/$name/$kind"; mkdir "$into"
    outputs=(-o "$into/report.docx" -o "$into/report.html" -o "$into/report.xlsx" -o "$into/report.json" -o "$into/press.pdf")
    # shellcheck disable=SC2086 # the moment is several words
    "$gangyao" report $kind "$document" --figures "$figures" $moment "${outputs[@]}" >/dev/null 2>&1
    "$gangyao" report $kind --outline >"$into/outline.toml"
    "$python" scripts/read_reports.py "$into" "$into/outline.toml"
    cp "$into/report.docx" "$into/once.docx"
    cp "$into/press.pdf" "$into/once.pdf"
    # shellcheck disable=SC2086
    "$gangyao" report $kind "$document" --figures "$figures" $moment "${outputs[@]}" >/dev/null 2>&1
    cmp "$into/report.docx" "$into/once.docx" && cmp "$into/press.pdf" "$into/once.pdf" && echo "ok   same bytes twice"
  done
done
