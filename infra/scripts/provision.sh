#!/usr/bin/env bash
# Creates an installation in the subscription that az is logged in to, or brings it to what infra/ says now.
#   infra/scripts/provision.sh --environment dev|staging|prod [--location REGION] [--parameters FILE.bicepparam] [--what-if] [--dry-run]
#     --location REGION    of a new installation (AZURE_LOCATION, or westeurope)
#     --parameters FILE    instead of infra/env/ENVIRONMENT.bicepparam, such as infra/env/dev-flex.bicepparam
#     --what-if            shows what would change, and changes nothing
# The parameter files read OPERATOR_IDS, DEPLOYER_IDS, SENDER_IDS, ALERT_EMAILS, ALLOWED_ADDRESSES, TOKEN_AUDIENCES (with commas between),
# TOKEN_PROPERTIES_CLAIM, TOKEN_PROPERTY_PREFIX, PAGERDUTY_WEBHOOK_URL and PAGERDUTY_ROUTING_KEY from the environment. Packages that the slots run stay.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=infra/scripts/slots.sh
. "$(dirname "$0")/slots.sh"
location=${AZURE_LOCATION:-westeurope} parameters='' verb=create
provision_option() {
  case $1 in
    --what-if) verb=what-if words=1 ;;
    --location) location=${2:-} ;;
    --parameters) parameters=${2:-} ;;
    *) option "$@" ;;
  esac
}

read_options provision_option "$@"
[ -n "$environment" ] || bad '--environment is needed.'
parameters=${parameters:-$scripts/../env/$environment.bicepparam}
[ -f "$parameters" ] || bad "--parameters $parameters: there is no such file."
need_az
trap 'say "Stopped. Nothing that runs was taken away; a deployment that broke off can be repeated. Next: see the message above, then run this again."' ERR
set -E

# Settings are written as a whole: a package that is not among them would be gone. So no answer is no reason to go on.
known=$(ask 1 az deployment sub list --query "[?name=='hotelcancel-$environment'] | length(@)" --output tsv)
export AZURE_LOCATION=$location PRODUCTION_PACKAGE='' STAGING_PACKAGE=''
if [ "$known" != 0 ]; then
  read_target
  if [ "$hosting" = premium ]; then
    PRODUCTION_PACKAGE=$(package_of production)
    STAGING_PACKAGE=$(package_of staging)
  fi
fi

quietly=()
[ "$verb" = what-if ] || quietly=(--output none)
change az deployment sub "$verb" --name "hotelcancel-$environment" --location "$location" --parameters "$parameters" "${quietly[@]}"
if ! $dry && [ "$verb" = create ]; then
  read_target
  say "There: $app in $group."
  say "Next: a model (hotelcancel train --data FILE --promote --set Storage:AccountName=...), a package ($scripts/deploy.sh --environment $environment --package FILE.zip). See docs/azure.md."
fi
