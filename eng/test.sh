#!/usr/bin/env bash
# Sets up and runs all tests. The last line is "N passed, N failed, N skipped", from the runner's own results.
#   ./eng/test.sh [dotnet test filter]      e.g. ./eng/test.sh FullyQualifiedName~Registry
# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
need_node_modules &
node_modules=$!
need_apt chromium shellcheck jq prometheus
need_functions_mode
results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
failed=0

# Tests run beside each other: a second thread of a training takes from the others more than it gains.
export Training__Threads=1

say 'Building ...'
dotnet build HotelCancellation.sln -c "$configuration" -v q -clp:NoSummary || { echo '0 passed, 1 failed, 0 skipped'; exit 1; }

wait "$node_modules" || { echo '0 passed, 1 failed, 0 skipped'; exit 1; }

# Beside the first tests: it is one process after the other.
./eng/lint.sh > "$results/lint.log" 2>&1 &
lint=$!

for project in HotelCancellation.Tests HotelCancellation.IntegrationTests; do
  say "$project ..."
  dotnet test "tests/$project" -c "$configuration" --no-build --nologo -v q ${1:+--filter "$1"} \
    --logger "trx;LogFileName=$project.trx" --results-directory "$results" --blame-hang-timeout 15m || failed=1
  if [ -n "$lint" ]; then
    wait "$lint" || failed=1
    lint=
    cat "$results/lint.log"
  fi
done

count_results "$results"
