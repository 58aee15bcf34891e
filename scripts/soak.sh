#!/usr/bin/env bash
# Long runs, for a release or a quiet night. usage: scripts/soak.sh path/to/gangyao
#   ROUNDS=200         kill -9 rounds of loading and handing in, on each database
#   EXAMPLES=200       examples of each operation of the API
#   CASES=200000       cases of each property test
#   MUTANTS=5000       damaged files of every kind through the child that reads
#   SECONDS_EACH=600   seconds of each fuzz target, when a nightly toolchain and cargo-fuzz are there
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-200} examples=${EXAMPLES:-200} cases=${CASES:-200000} mutants=${MUTANTS:-5000} seconds=${SECONDS_EACH:-600}

echo "== kill -9 while loading, $rounds rounds on each database"
GANGYAO_CRASH_ROUNDS=$rounds cargo test --release -p store --test it -- --nocapture crash::a_killed

echo "== two servers on one database, 100 people, $((rounds / 10)) kills"
GANGYAO_PEOPLE=100 GANGYAO_KILLS=$((rounds / 10)) cargo test --release -p cli --test it -- --nocapture --test-threads 1 delivery::

echo "== the API against its description, $examples examples of each operation, on each database"
GANGYAO_API_EXAMPLES=$examples cargo test --release -p server --test it -- --nocapture abuse::

echo "== damaged files of every kind, $mutants rounds"
GANGYAO_MUTANTS=$mutants cargo test --release -p cli --test it -- --nocapture mutants::

echo "== property tests, $cases cases each"
PROPTEST_CASES=$cases cargo nextest run --release -p source -p document -p phrase -p plan -p compile -p series -p intake -p assess -p audit -p duty -p space -p layers

if cargo +nightly fuzz --version >/dev/null 2>&1; then
  for target in $(cd fuzz && cargo +nightly fuzz list); do
    echo "== fuzzing $target for $seconds seconds"
    (cd fuzz && cargo +nightly fuzz run "$target" -- -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=1024)
  done
else
  echo "== fuzzing skipped: no nightly toolchain or no cargo-fuzz; the property tests above read arbitrary bytes too"
fi

for script in scripts/soak/*; do
  [ -e "$script" ] || continue
  echo "== $script"
  "$script" "$1"
done
