#!/usr/bin/env bash
# Creates an installation on Kubernetes in the subscription that az is logged in to, or brings it to what infra/aks says now.
#   infra/scripts/k8s/provision.sh --environment dev|prod [--location REGION] [--parameters FILE.bicepparam] [--what-if] [--dry-run]
#     --environment        or the name of another file of infra/aks/env
#     --location REGION    of a new installation (AZURE_LOCATION, or westeurope); one that is there stays where it is
#     --parameters FILE    instead of infra/aks/env/ENVIRONMENT.bicepparam
#     --what-if            shows what would change, and changes nothing
# The parameter files read OPERATOR_IDS, DEPLOYER_IDS, SENDER_IDS, ALERT_EMAILS, ALLOWED_ADDRESSES, TOKEN_AUDIENCES (with commas between),
# TOKEN_PROPERTIES_CLAIM, TOKEN_PROPERTY_PREFIX, PAGERDUTY_WEBHOOK_URL and PAGERDUTY_ROUTING_KEY from the environment.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=infra/scripts/k8s/installation.sh
. "$(dirname "$0")/installation.sh"
location=${AZURE_LOCATION:-westeurope} parameters='' verb=create
provision_option() {
  case $1 in
    --what-if) verb=what-if words=1 ;;
    --location) location=${2:-} ;;
    --parameters) parameters=${2:-} ;;
    *) installation_option "$@" ;;
  esac
}

read_options provision_option "$@"
[ -n "$environment" ] || bad '--environment is needed.'
parameters=${parameters:-$aks/env/$environment.bicepparam}
[ -f "$parameters" ] || bad "--parameters $parameters: there is no such file."
need_installation
trap 'say "Stopped. Nothing that runs was taken away; a deployment that broke off can be repeated. Next: see the message above, then run this again."' ERR
set -E

there=$(location_of_cluster)
case $there in *$'\n'*) stop "More than one cluster is $name by its tag installation. Nothing was changed. Next: take the tag from those that are not." ;; esac
export AZURE_LOCATION=${there:-$location}
quietly=()
[ "$verb" = what-if ] || quietly=(--output none)
change az deployment sub "$verb" --name "$name" --location "$AZURE_LOCATION" --parameters "$parameters" "${quietly[@]}"
if [ "$verb" = create ]; then say "Next: ${0%/*}/connect.sh --environment $environment --host NAME. See docs/aks.md."; fi
