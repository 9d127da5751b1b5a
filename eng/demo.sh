#!/usr/bin/env bash
# From a fresh clone to a trained model that answers over HTTP. Ctrl-C stops everything it started.
#   ./eng/demo.sh [--data FILE] [--port 7071] [--folder .data/demo]        all options: ./eng/demo.sh --help
# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
need_node_modules
say 'Building ...'
# The analyzers have their say in eng/test.sh; here they would only keep a newcomer waiting.
dotnet build eng/demo.slnf -c "$configuration" -v q -clp:NoSummary -p:RunAnalyzers=false >&2
exec dotnet "src/HotelCancellation.Cli/bin/$configuration/net10.0/hotelcancel.dll" demo "$@"
