#!/usr/bin/env bash
# Runs the tests that take long: what eng/test.sh runs in small, in full, and what it leaves out. The last line is
# "N passed, N failed, N skipped", from the runner's own results.
#   ./eng/prove.sh [--only ingest|features|compaction|file|memory|monitoring|retraining|scripts|training|container] [--kills N] [--events N]
#     --only ingest       kills the host 50 times while it takes in 20,000 events
#     --only features     50,000 events to two hosts in any order, 30 % of them twice: online features are the offline ones
#     --only compaction   kills the host 20 times while it compacts
#     --only file         all of the public file through ingest and compaction (skipped where it is not)
#     --only memory       compacts and reads a million and two million events; measures throughput of ingest, too
#     --only monitoring   kills the host 20 times while it judges a day; five simulated changes of five seeds are named in time and nothing before them; a year without a change at 20 hotels
#     --only retraining   kills the host 50 times while it works at retraining runs and rollouts; a run on the demo's bookings, with the time it takes
#     --only scripts      az and kubectl fail at each call of the scripts that deploy and release
#     --only training     hotelcancel train --split on all of the public file, with the bar of the static task (skipped where it is not)
#     --only container    builds the image and runs it with podman: it stops amid traffic and loses nothing, the Deployment of the manifests runs, an evicted Job ends once elsewhere, nginx divides and switches (Debian, as root)
#     --kills N           another number of kills
#     --events N          another number of events for ingest
# INGEST_SEED, FEATURE_SEED, MONITORING_SEED and MONITORING_KILL_SEED repeat a run; each test prints its own. Takes an hour on a quiet machine with 2 processors.
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }
bad() { printf '%s\n' "$1" 'See: ./eng/prove.sh --help' >&2; exit 2; }
whole() { case $2 in ''|*[!0-9]*) bad "$1 $2: must be a whole number." ;; esac; }
part=all kills='' events=20000
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --only) [ $# -gt 1 ] || bad '--only needs a part: ingest, features, compaction, file, memory, monitoring, retraining, scripts, training or container.'
      case $2 in ingest|features|compaction|file|memory|monitoring|retraining|scripts|training|container) part=$2 ;; *) bad "--only $2: must be ingest, features, compaction, file, memory, monitoring, retraining, scripts, training or container." ;; esac; shift ;;
    --kills) whole --kills "${2:-}"; kills=$2; shift ;;
    --events) whole --events "${2:-}"; events=$2; shift ;;
    *) bad "$1: there is no such option." ;;
  esac
  shift
done

# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
need_node_modules
results=artifacts/prove-results
rm -rf "$results"
mkdir -p "$results"
failed=0

say 'Building ...'
dotnet build tests/HotelCancellation.IntegrationTests -c "$configuration" -v q -clp:NoSummary || { echo '0 passed, 1 failed, 0 skipped'; exit 1; }

# prove PART TEST [NAME=VALUE ...]: runs one test with these variables and shows what it says.
prove() {
  local name=$1 test=$2
  shift 2
  [ "$part" = all ] || [ "$part" = "$name" ] || return 0
  say "$name: $test ..."
  env "$@" dotnet test tests/HotelCancellation.IntegrationTests -c "$configuration" --no-build --nologo -v q --filter "FullyQualifiedName~$test" \
    --logger 'console;verbosity=normal' --logger "trx;LogFileName=$test.trx" --results-directory "$results" --blame-hang-timeout 60m || failed=1
  # A killed host's last lines are of no use here; what the tests measured is.
  sed -n '/<StdOut>/,/<\/StdOut>/{s/.*<StdOut>//;s/<\/StdOut>.*//;p}' "$results/$test.trx" 2>/dev/null | grep -vE '^(info:| )' || true
}

prove ingest Kill_DuringIngest "INGEST_EVENTS=$events" "INGEST_KILLS=${kills:-50}"
prove features Ingest_AnyOrderWithRepeats FEATURE_EVENTS=50000
prove compaction Kill_DuringCompaction "COMPACTION_KILLS=${kills:-20}"
prove file Post_TheRealFile INGEST_REAL_FILE=all
prove memory Compact_MillionsOfEvents COMPACTION_BENCH=1000000,2000000
prove memory Post_TenThousandBookings INGEST_BENCH=1
prove retraining Kill_DuringRetraining "RETRAINING_KILLS=${kills:-50}" RETRAINING_MILLISECONDS=25000
prove retraining Run_FromTheTriggerToPromoted DEMO_RUN_SECONDS=60 DEMO_RUN_THREADS=2
prove monitoring Kill_DuringMonitoring "MONITORING_KILLS=${kills:-20}"
prove monitoring Simulate_EveryChange MONITORING_SEEDS=1,2,3,4,5
prove monitoring Simulate_YearWithoutAChange MONITORING_YEAR=1

prove scripts Deploy_AzFailsAtEachOfItsCalls FAULT_SHARE=1
prove scripts Release_KubectlFailsAtEachOfItsCalls FAULT_SHARE=1
prove training Train_PublicData PUBLIC_TRAINING=all

# Where there are no such tools it is said, and the tests are skipped.
if [ "$part" = all ] || [ "$part" = container ]; then
  need_apt buildah podman runc catatonit nginx wrk
  image=''
  if command -v buildah > /dev/null 2>&1 && command -v podman > /dev/null 2>&1 && command -v nginx > /dev/null 2>&1 && command -v wrk > /dev/null 2>&1 && command -v kubectl > /dev/null 2>&1; then
    infra/container/build.sh --tag localhost/hotelcancellation:prove > /dev/null && image=localhost/hotelcancellation:prove || failed=1
  else
    say 'buildah, podman, nginx, wrk or kubectl is not here: the image is not built'
  fi
  prove container IntegrationTests.Containers "CONTAINER_IMAGE=$image"
fi

count_results "$results"
