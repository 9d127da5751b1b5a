#!/usr/bin/env bash
# Checks infra/, or writes the snapshots of what it deploys.
#   ./eng/infra.sh check       Bicep: build, lint, format, parameter files and snapshots; any diagnostic fails. Kubernetes: the overlays against schemas and
#                              policy (kubectl, Node.js), and the rules of Prometheus against their tests (promtool)
#   ./eng/infra.sh snapshot    overwrites infra/**/*.snapshot.json: look at the difference before you commit it
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }
case ${1:-} in check|snapshot) ;; -h|--help) usage; exit 0 ;; *) usage >&2; exit 2 ;; esac

# shellcheck source=eng/lib.sh
. "$(dirname "$0")/lib.sh"
need_dotnet
if [ "$(uname -sm)" != 'Linux x86_64' ]; then die 'The Bicep compiler of the package feed is for Linux on x64; elsewhere use "az bicep".'; fi

# What the parameter files read of the environment is no part of a snapshot.
unset AZURE_LOCATION OPERATOR_IDS DEPLOYER_IDS SENDER_IDS ALERT_EMAILS ALLOWED_ADDRESSES PRODUCTION_PACKAGE PRODUCTION_PACKAGE_BEFORE STAGING_PACKAGE STAGING_PACKAGE_BEFORE PAGERDUTY_WEBHOOK_URL PAGERDUTY_ROUTING_KEY
# But for the tokens: the snapshots are of installations that accept them.
export TOKEN_AUDIENCES=00000000-0000-0000-0000-000000000003,api://hotelcancellation TOKEN_PROPERTIES_CLAIM=roles TOKEN_PROPERTY_PREFIX=property:
version=$(sed -n 's/.*Version="\[\(.*\)\]".*/\1/p' eng/bicep/bicep.csproj)
bicep=${NUGET_PACKAGES:-$HOME/.nuget/packages}/azure.bicep.commandline.linux-x64/$version/tools/bicep
if [ ! -f "$bicep" ]; then
  say "Restoring Bicep $version ..."
  dotnet restore eng/bicep -v q >&2
fi
[ -x "$bicep" ] || chmod +x "$bicep"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0

# quiet NAME COMMAND...: fails where the command does or says anything; a misspelt property is only a warning to the compiler.
quiet() {
  local name=$1 said
  shift
  said=$("$@" 2>&1 >/dev/null) || said=${said:-it failed}
  if [ -n "$said" ]; then
    printf '%s:\n%s\n' "$name" "$said" >&2
    failed=1
  fi
}

# snapshot MODE FILE: names depend on the subscription, so it is always the same one.
snapshot() {
  "$bicep" snapshot "$2" --mode "$1" --tenant-id 00000000-0000-0000-0000-000000000001 --subscription-id 00000000-0000-0000-0000-000000000002 \
    --location westeurope --deployment-name hotelcancel
}

if [ "$1" = snapshot ]; then
  need jq 'Install jq.'
  find infra -name '*.bicepparam' | LC_ALL=C sort | while read -r file; do
    snapshot overwrite "$file"
    # The compiler writes outputs in any order.
    jq '.outputs |= (to_entries | sort_by(.key) | from_entries)' "${file%.bicepparam}.snapshot.json" > "$out/sorted"
    cp "$out/sorted" "${file%.bicepparam}.snapshot.json"
  done
  exit 0
fi

# rules: promtool tests them without what Kubernetes wants around them.
rules() {
  local from=infra/k8s/components/prometheus-operator
  mkdir "$out/rules"
  node -e 'const yaml = require("yaml"); const [from, to] = process.argv.slice(1); fs.writeFileSync(to, yaml.stringify(yaml.parse(fs.readFileSync(from, "utf8")).spec));' "$from/rules.yaml" "$out/rules/rules.yaml"
  cp "$from/rules.test.yaml" "$out/rules"
  promtool check rules "$out/rules/rules.yaml" && promtool test rules "$out/rules/rules.test.yaml"
}

kubernetes() {
  local bad=0
  if command -v kubectl >/dev/null 2>&1; then node tests/infra/manifests.mjs || bad=1; else say 'kubectl is not here; the overlays are not checked'; fi
  if command -v promtool >/dev/null 2>&1; then rules || bad=1; else say 'promtool is not here; the rules of Prometheus are not tested'; fi
  return "$bad"
}

# Beside the compiler, since it takes seconds.
need_node_modules
need_apt prometheus
kubernetes > "$out/kubernetes.log" 2>&1 &
kubernetes=$!

# One process for many files where it can be: the compiler takes seconds to start. What it writes goes into a copy.
cp -r infra "$out/infra"
quiet lint "$bicep" lint --pattern 'infra/**/*.bicep'
[ "$failed" = 0 ] || exit 1
quiet format "$bicep" format --pattern "$out/infra/**/*.bicep*"
diff -r -u infra "$out/infra" || { echo 'These files are not formatted: bicep format --pattern "infra/**/*.bicep*"' >&2; failed=1; }
quiet build "$bicep" build --pattern "$out/infra/**/main.bicep"
# A snapshot is of a parameter file that was built, and says what building it would.
while read -r file; do quiet "snapshot $file" snapshot validate "$file"; done < <(find infra -name '*.bicepparam' | LC_ALL=C sort)
wait "$kubernetes" || { cat "$out/kubernetes.log" >&2; failed=1; }
grep 'is not here' "$out/kubernetes.log" >&2 || true
exit "$failed"
