#!/usr/bin/env bash
# Measures the product against what a user would otherwise have, in pairs within the same minute.
#   ./eng/bench.sh [--only PART] [--quick] [--json]
#     --only http      predictions over HTTP against an ASP.NET Core echo and FastAPI, under wrk, and latency at 1,000 requests a second against the echo's
#     --only open      that latency while champions are swapped
#     --only overload  what is still answered of more than can be
#     --only start     from the start of the process to the first answer, against the echo; two to four minutes more where the host has changed
#     --only row       one booking to its probability against ML.NET's PredictionEngine, and its JSON against the source generator
#     --only bulk      many bookings at once against ML.NET's Transform, and against XGBoost
#     --only csv       a file of bookings to a file of predictions, 1 and 5 million rows, and the memory it takes
#     --only train     the training of the static task against LightGBM's own time
#     --only drift     a day of 10 million predictions counted and judged for drift
#     --only log       what the prediction log costs; not part of a run of everything
#     --only shapes    how scoring grows with trees, leaves, rows and properties; not part of a run of everything
#     --only slim      what pruning and rounding of trees cost and gain; not part of a run of everything
#     --quick          fewer and shorter rounds, and no host of the image that has to be compiled first; the figures are rougher
#     --json           one JSON object on standard output, snake_case keys, nothing else there
# What the figures mean, and some: docs/benchmarks.md
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }
bad() { printf '%s\n' "$1" 'See: ./eng/bench.sh --help' >&2; exit 2; }
parts='http, open, overload, start, row, bulk, csv, train, drift, log, shapes or slim'
part=all
arguments=()
quick=0
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --only|--only=*)
      if [ "$1" = --only ]; then [ $# -gt 1 ] || bad "--only needs a part: $parts."; part=$2; shift; else part=${1#--only=}; fi
      case $part in http|open|overload|start|row|bulk|csv|train|drift|log|shapes|slim) arguments+=(--only "$part") ;; *) bad "--only $part: must be $parts." ;; esac ;;
    --quick) quick=1; arguments+=("$1") ;;
    --json) arguments+=("$1") ;;
    *) bad "$1: there is no such option." ;;
  esac
  shift
done

# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
case $part in all|http|open|overload|start|log) hosts=1 ;; *) hosts=0 ;; esac
if [ "$hosts" = 1 ]; then need_node_modules; fi
case $part in all|http|open|overload|log) need_apt wrk ;; esac
case $part in
  all|http) if [ -f ../shared/peers/serve_fastapi.py ]; then need_apt python3-fastapi python3-uvicorn python3-uvloop python3-httptools python3-xgboost python3-sklearn; fi ;;
  bulk) if [ -f ../shared/peers/ensemble_xgboost.py ]; then need_apt python3-xgboost; fi ;;
esac
say 'Building ...'
dotnet build tests/HotelCancellation.Benchmarks -c "$configuration" -v q -clp:NoSummary >&2
if [ "$hosts" = 1 ]; then
  # As it is installed: published, and compiled ahead of time.
  dotnet publish src/HotelCancellation.Web -c "$configuration" -r "$(runtime)" --self-contained false -o artifacts/bench/web -v q -clp:NoSummary >&2
fi
# As it is in the image, compiled as one with the runtime: some minutes, where it has changed. A quick run has the one that is there, unless the host has changed since.
if [ "$part" = all ] || [ "$part" = start ]; then
  image=artifacts/bench/image
  host=$(sha256sum artifacts/bench/web/*.dll artifacts/bench/web/*.json global.json Directory.Packages.props | sha256sum)
  if [ "$(cat "$image/compiled-from" 2>/dev/null)" != "$host" ]; then
    rm -rf "$image"
    if [ "$quick" = 0 ]; then
      dotnet publish src/HotelCancellation.Web -c "$configuration" -r "$(runtime)" --self-contained -p:PublishReadyToRunComposite=true -o "$image" -v q -clp:NoSummary >&2
      printf '%s\n' "$host" > "$image/compiled-from"
    fi
  fi
fi
exec dotnet "tests/HotelCancellation.Benchmarks/bin/$configuration/net10.0/HotelCancellation.Benchmarks.dll" "${arguments[@]}"
