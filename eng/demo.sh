#!/usr/bin/env bash
# From a fresh clone to a trained model that answers over HTTP. Ctrl-C stops everything it started.
#   ./eng/demo.sh [--data FILE] [--port 7071] [--folder .data/demo]        all options: ./eng/demo.sh --help
. "$(dirname "$0")/lib.sh"
need_dotnet
need_node_modules
say 'Building ...'
dotnet build src/HotelCancellation.Cli -c "$configuration" -v q -clp:NoSummary >&2
dotnet build src/HotelCancellation.Web -c "$configuration" -v q -clp:NoSummary >&2
exec dotnet "src/HotelCancellation.Cli/bin/$configuration/net10.0/hotelcancel.dll" demo "$@"
