#!/usr/bin/env bash
# Brings a package into production by degrees, and back out where it does worse than it should.
#   infra/scripts/deploy.sh --environment dev|staging|prod --package FILE.zip [options]
# On Premium: to the slot staging; warmed up; smoke and contract checks; a share of the traffic, with a look at error rate and
# p99 in Application Insights after each step; swapped with preview; watched. On Flex Consumption, which has no slots: in place,
# with the package before it kept for the way back.
#     --package FILE          what "dotnet publish" has put into a zip file
#     --steps LIST            percent of the traffic for staging (5,10,25,50,100)
#     --step-seconds N        time at each step (300)
#     --patience N            how many more times a step is waited for that had too few requests (3)
#     --watch-seconds N       time after the swap in which it is still taken back (600)
#     --max-error-rate X      the largest share of failed requests (0.001)
#     --max-p99 N             the largest 99th percentile of a prediction, in milliseconds (100)
#     --min-requests N        fewer requests say nothing (50); 0 goes by time alone
#     --warm-tries N, --warm-seconds N, --retry-seconds N    how often and how long (40, 15, 20)
#     --dry-run               prints exactly what would be called
# Exit code: 0 deployed; 1 not deployed, production is as before; 2 bad usage; 3 what was begun could not be undone: do what it says.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=infra/scripts/slots.sh
. "$(dirname "$0")/slots.sh"
# shellcheck source=infra/scripts/swapping.sh
. "$(dirname "$0")/swapping.sh"
package='' steps=5,10,25,50,100 step_seconds=300 patience=3
deploy_option() {
  case $1 in
    --package) package=${2:-} ;;
    --steps) [[ ${2:-} =~ ^(100|[1-9][0-9]?)(,(100|[1-9][0-9]?))*$ ]] || bad "--steps ${2:-}: must be percents from 1 to 100 with commas between."; steps=$2 ;;
    --step-seconds) whole "$1" "${2:-}"; step_seconds=$2 ;;
    --patience) whole "$1" "${2:-}"; patience=$2 ;;
    *) watch_option "$@" ;;
  esac
}

read_options deploy_option "$@"
[ -f "$package" ] || bad "--package $package: there is no such file."
need_az

upload() {
  local file
  file=$(package_name "$package")
  after="https://$state_account.blob.core.windows.net/packages/$file"
  change az storage blob upload --account-name "$state_account" --auth-mode login --container-name packages --name "$file" --file "$package" --overwrite true --output none
}

# ramp: a larger and larger share of the traffic.
ramp() {
  local percent wait verdict
  stage=routed
  for percent in ${steps//,/ }; do
    route_to_staging "$percent"
    for ((wait = 0; ; wait++)); do
      say "Staging has $percent % of the traffic for $step_seconds s ..."
      pause "$step_seconds"
      verdict=0
      judge staging "$step_seconds" || verdict=$?
      [ "$verdict" = 2 ] || break
      if [ "$wait" -ge "$patience" ]; then
        say "Too few requests to judge by. Deploy when there are more, or with --min-requests 0 by time and probes alone."
        return 1
      fi
    done
    [ "$verdict" = 0 ] || return 1
  done
  route_all_to_production
}

read_target
if [ "$hosting" = flex ]; then
  # shellcheck source=infra/scripts/flex.sh
  . "$(dirname "$0")/flex.sh"
  replace_in_place
  exit
fi

before=$(package_of production) || stop 'It cannot be read what production runs. Nothing was changed. Next: see the message above, then deploy again.'
trap recover EXIT
trap 'trap "" INT TERM; exit 130' INT TERM
# What an earlier run may have left: nobody is to meet the new package before it was looked at.
route_all_to_production
end_swap
upload
if [ "$after" = "$before" ]; then
  trap - EXIT
  say "Production runs $(name_of "$after") already. Nothing to do."
  exit 0
fi
stage=staged
run_package staging "$after" "$before"
warm_up staging
smoke staging
if [ -n "$before" ]; then
  contract staging
  ramp
else
  say 'Production has no package yet, so there is no traffic to divide.'
fi
preview_and_swap
watch
trap - EXIT INT TERM
$dry && exit 0
say ''
say "Production runs $(name_of "$after"). Staging has $(name_of "$before")."
say "Next: nothing. To go back: $scripts/rollback.sh --environment $environment"
