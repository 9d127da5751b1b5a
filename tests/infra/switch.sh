#!/usr/bin/env bash
# Runs infra/scripts/k8s/blue-green.sh for real against a gateway that is an nginx: whatever weights the script sets in the route, nginx has from then on. The cluster around is the
# fake one; its pods are hosts that run already.
#   tests/infra/switch.sh FOLDER BLUE_PORT GREEN_PORT [OPTION...]     FOLDER has nginx.conf, which includes weights.conf, and pid
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/infra/fake-cluster.sh
. tests/infra/fake-cluster.sh
export FAKE=$1 BLUE_PORT=$2 GREEN_PORT=$3 RELEASE_FOLDER=$1/release
shift 3
export LIVE=hotelcancellation-blue TRIAL=hotelcancellation-green LAST_RULE=1 NEW=registry.example/hotelcancellation:1.3.0 NEW_IS=good FAIL_MODE='' FAIL_AT=0
export DEPLOYMENTS="$LIVE $TRIAL hotelcancellation-jobs"
for name in $DEPLOYMENTS; do
  put "image.$name" registry.example/hotelcancellation:1.2.3
  put "running.$name" registry.example/hotelcancellation:1.2.3
  put "pods.$name" 1
done
put "weight.$LIVE" 100
put "weight.$TRIAL" 0

# The fake's own, and then nginx.
eval "fake_$(declare -f set_weights)"
set_weights() {
  fake_set_weights "$@"
  local green
  value "weight.$TRIAL"
  green=$REPLY
  { if [ "$green" != 0 ]; then printf 'server 127.0.0.1:%s weight=%s;\n' "$GREEN_PORT" "$green"; fi
    if [ "$green" != 100 ]; then printf 'server 127.0.0.1:%s weight=%s;\n' "$BLUE_PORT" $((100 - green)); fi; } > "$FAKE/weights.conf"
  nginx -p "$FAKE" -c "$FAKE/nginx.conf" -e "$FAKE/error" -s reload
}
export -f fake_set_weights set_weights
bash infra/scripts/k8s/blue-green.sh --image "$NEW" --prometheus http://prometheus.example --retry-seconds 0 "$@"
