#!/usr/bin/env bash
# Measures the product against what a user would otherwise have, in pairs within the same minute.
#   ./eng/bench.sh [--only http|row|bulk|csv|shapes|slim|drift] [--quick] [--json]
#     --only http   predictions over HTTP against an ASP.NET Core echo, under wrk
#     --only row    one booking to its probability against ML.NET's PredictionEngine
#     --only bulk   many bookings at once against ML.NET's Transform, and against XGBoost
#     --only csv    a file of bookings to a file of predictions, 1 and 5 million rows, and the memory it takes
#     --only shapes how scoring grows with trees and leaves; not part of a run of everything
#     --only slim   what pruning and rounding of trees cost and gain; not part of a run of everything
#     --only drift  a day of 10 million predictions counted and judged for drift
#     --quick       fewer and shorter rounds; the figures are rougher
#     --json        one JSON object on standard output, snake_case keys, nothing else there
# What the figures mean, and some: docs/benchmarks.md
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }
bad() { printf '%s\n' "$1" 'See: ./eng/bench.sh --help' >&2; exit 2; }
part=all
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --only|--only=*)
      if [ "$1" = --only ]; then [ $# -gt 1 ] || bad '--only needs a part: http, row, bulk, csv, shapes, slim or drift.'; part=$2; shift; else part=${1#--only=}; fi
      case $part in http|row|bulk|csv|shapes|slim|drift) arguments+=(--only "$part") ;; *) bad "--only $part: must be http, row, bulk, csv, shapes, slim or drift." ;; esac ;;
    --quick|--json) arguments+=("$1") ;;
    *) bad "$1: there is no such option." ;;
  esac
  shift
done

# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
if [ "$part" = all ] || [ "$part" = http ]; then
  need_node_modules
  need_apt wrk
  if [ -f ../shared/peers/serve_fastapi.py ]; then need_apt python3-fastapi python3-uvicorn python3-xgboost python3-sklearn; fi
fi
if { [ "$part" = all ] || [ "$part" = bulk ]; } && [ -f ../shared/peers/ensemble_xgboost.py ]; then need_apt python3-xgboost; fi
say 'Building ...'
dotnet build tests/HotelCancellation.Benchmarks -c "$configuration" -v q -clp:NoSummary >&2
exec dotnet "tests/HotelCancellation.Benchmarks/bin/$configuration/net10.0/HotelCancellation.Benchmarks.dll" "${arguments[@]}"
