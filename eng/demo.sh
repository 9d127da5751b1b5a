#!/usr/bin/env bash
# From a fresh clone to a trained model that answers over HTTP. Ctrl-C stops everything it started.
#   ./eng/demo.sh [--data FILE] [--folder DIR] [--port N] [--storage-port N] [--once]
#     --data FILE         your bookings; two years of a simulated group without it
#     --folder DIR        where everything is kept (.data/demo)
#     --port N            the port of the host (7071)
#     --storage-port N    the first of three ports of the storage emulator (10000; the next free ones where these are not)
#     --once              stop after the first answer

# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
case " $* " in *' --help '* | *' -h '*)
  awk 'NR > 1 && /^#/ { sub(/^# ?/, ""); print; next } NR > 1 { exit }' "$0"
  exit 0 ;;
esac
need_dotnet
need_node_modules
say 'Building ...'
# The analyzers have their say in eng/test.sh; here they would only keep a newcomer waiting.
dotnet build eng/demo.slnf -c "$configuration" -v q -clp:NoSummary -p:RunAnalyzers=false >&2
exec dotnet "src/HotelCancellation.Cli/bin/$configuration/net10.0/hotelcancel.dll" demo "$@"
