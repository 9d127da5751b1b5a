#!/usr/bin/env bash
# Creates an installation in the subscription that az is logged in to, or brings it to what infra/ says now.
#   infra/scripts/provision.sh --environment dev|staging|prod [--location REGION] [--parameters FILE.bicepparam] [--what-if] [--dry-run]
#     --environment        or the name of another file of infra/env, such as dev-flex; one name is one installation
#     --location REGION    of a new installation (AZURE_LOCATION, or westeurope); one that is there stays where it is
#     --parameters FILE    instead of infra/env/ENVIRONMENT.bicepparam
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
need_az
parameters=${parameters:-$scripts/../env/$environment.bicepparam}
[ -f "$parameters" ] || bad "--parameters $parameters: there is no such file."
trap 'say "Stopped. Nothing that runs was taken away; a deployment that broke off can be repeated. Next: see the message above, then run this again."' ERR
set -E

# Settings are written as a whole: a package that is not among them would be gone. So no answer is no reason to go on.
found=$(find_app)
export PRODUCTION_PACKAGE='' PRODUCTION_PACKAGE_BEFORE='' STAGING_PACKAGE='' STAGING_PACKAGE_BEFORE=''
if [ -n "$found" ]; then
  take_target "$found"
  $dry || location=$app_location
  if [ "$hosting" = premium ]; then
    PRODUCTION_PACKAGE=$(package_of production)
    PRODUCTION_PACKAGE_BEFORE=$(package_before production)
    STAGING_PACKAGE=$(package_of staging)
    STAGING_PACKAGE_BEFORE=$(package_before staging)
  fi
fi
export AZURE_LOCATION=$location

quietly=()
[ "$verb" = what-if ] || quietly=(--output none)
change az deployment sub "$verb" --name "hotelcancel-$environment" --location "$location" --parameters "$parameters" "${quietly[@]}"
if ! $dry && [ "$verb" = create ]; then
  read_target
  say "There: $app in $group."
  say "Next: a model (hotelcancel train --data FILE --promote --set Storage:AccountName=...), a package ($scripts/deploy.sh --environment $environment --package FILE.zip). See docs/azure.md."
fi
