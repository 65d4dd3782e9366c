#!/usr/bin/env bash
# Runs the test projects that are named and ends with one line: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.."
results=artifacts/test-results
rm -rf "$results"
dotnet build Operator.sln -c Release -v q --nologo || { echo "The build failed."; echo "0 passed, 1 failed"; exit 1; }
status=0
for suite in "$@"; do
  echo "== $suite"
  dotnet test "tests/$suite" -c Release --no-build --nologo -v q \
    --results-directory "$results/$suite" --logger "trx;LogFileName=result.trx" --logger "console;verbosity=minimal" \
    --blame-hang-timeout 15m || status=1
done
count() { # attribute of <Counters>, summed over all result files
  grep -ho '<Counters [^>]*>' "$results"/*/result.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{s+=$1} END {print s+0}'
}
passed=$(count passed) failed=$(count failed) total=$(count total)
skipped=$((total - passed - failed))
[ "$(ls "$results"/*/result.trx 2>/dev/null | wc -l)" = $# ] || { echo "A test project left no result."; failed=$((failed + 1)); }
# Named again at the end: a log is long, and often only its end is kept.
for result in "$results"/*/result.trx; do
  node tests/tools/failures.mjs "$result"
done
[ "$failed" = 0 ] || status=1
[ "$passed" -gt 0 ] || status=1
if [ "$skipped" -gt 0 ]; then
  [ "${CI:-}" = true ] && status=1
  echo "$passed passed, $failed failed, $skipped skipped"
else
  [ "$status" = 0 ] || [ "$failed" != 0 ] || failed=1
  echo "$passed passed, $failed failed"
fi
exit $status
