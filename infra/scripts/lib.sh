# shellcheck shell=bash
# Shared by the scripts in this folder. Sourced, not run.
#   change COMMAND...           says what it runs, and runs it; with --dry-run it only says it
#   ask STAND_IN COMMAND...     the same for what only reads; with --dry-run its answer is the stand-in
#   surely COMMAND...           tries several times, since what has to be undone must not fail by chance
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export AZURE_CORE_ONLY_SHOW_ERRORS=true AZURE_EXTENSION_USE_DYNAMIC_INSTALL=yes_without_prompt
dry=false environment='' tries=3 retry_seconds=20
# Answers are captured; what would be called goes to the real standard output all the same.
exec 3>&1

say() { $dry || printf '%s\n' "$*" >&2; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
usage() { sed -n '2,${/^#/!q;s/^# \{0,1\}//p}' "$0"; }
bad() { printf '%s\n' "$1" "See: $0 --help" >&2; exit 2; }
whole() { case $2 in ''|*[!0-9]*) bad "$1 $2: must be a whole number." ;; esac; }
fraction() { awk -v x="$2" 'BEGIN { exit !(x ~ /^[0-9]*\.?[0-9]+$/ && x <= 1) }' || bad "$1 $2: must be a number from 0 to 1."; }

# As a shell would take it.
spell() {
  local word line=''
  for word in "$@"; do
    case $word in
      *[!a-zA-Z0-9_./:=,@%+-]*|'') line="$line '${word//\'/\'\\\'\'}'" ;;
      *) line="$line $word" ;;
    esac
  done
  printf '%s\n' "${line# }"
}

change() {
  if $dry; then spell "$@" >&3; return 0; fi
  say "+ $(spell "$@")"
  "$@" >&2
}

ask() {
  local stand_in=$1
  shift
  if $dry; then spell "$@" >&3; printf '%s\n' "$stand_in"; return 0; fi
  "$@"
}

# A shell hears a signal at once only while it waits, and not until a sleep of its own is over.
pause() {
  if $dry || [ "$1" = 0 ]; then return 0; fi
  sleep "$1" > /dev/null 2>&1 3>&- &
  wait $!
  stay_logged_in
}

# In GitHub Actions a login is good for an hour, and az cannot renew it: what it was made with is good for minutes. So it is made anew in time,
# where the job has said who it is.
logged_in=0
stay_logged_in() {
  local token
  if [ -z "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ] || [ -z "${AZURE_CLIENT_ID:-}" ] || [ $((SECONDS - logged_in)) -lt 1500 ]; then return 0; fi
  token=$(curl --config - --silent --fail --max-time 60 "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange" \
    <<< "header = \"Authorization: bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN:-}\"" | jq --raw-output '.value // empty') || true
  if [ -n "$token" ] && az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "${AZURE_TENANT_ID:-}" --federated-token "$token" --output none \
    && az account set --subscription "${AZURE_SUBSCRIPTION_ID:-}"; then
    logged_in=$SECONDS
  else
    say 'The login could not be renewed; the one before may still be good.'
  fi
}

surely() {
  local try
  for ((try = 1; try < tries; try++)); do
    if "$@"; then return 0; fi
    say "That failed; trying again ($try of $((tries - 1))) ..."
    pause "$retry_seconds"
  done
  "$@"
}

# read_options READER WORD...: every option is offered to the reader by name and value, which fails where it does not know it. An option
# without a value says so by words=1.
read_options() {
  local reader=$1 words
  shift
  while [ $# -gt 0 ]; do
    words=2
    "$reader" "$@" || bad "$1: there is no such option."
    shift "$words" || bad "$1: a value is needed."
  done
}

# option NAME VALUE: the options that all scripts have; fails where it is none of them.
option() {
  case $1 in
    -h|--help) usage; exit 0 ;;
    --dry-run) dry=true words=1 ;;
    --environment)
      environment=''
      case ${2:-} in ''|*[!a-z0-9-]*) ;; *) [ ! -f "$scripts/../env/$2.bicepparam" ] || environment=$2 ;; esac
      [ -n "$environment" ] || bad "--environment ${2:-}: must be dev, staging or prod. Others are as the files of infra/env are called." ;;
    --retry-seconds) whole "$1" "${2:-}"; retry_seconds=$2 ;;
    *) return 1 ;;
  esac
}

need() { command -v "$1" >/dev/null 2>&1 || stop "$1 is needed and was not found. $2"; }
need_az() {
  [ -n "$environment" ] || bad '--environment is needed.'
  $dry || { need az 'Install the Azure CLI and run "az login".'; need curl 'Install curl.'; need jq 'Install jq.'; }
}

# find_app: where the environment is, as the app itself says by its tags; nothing where there is none. The outputs of a deployment say so only
# until the next one breaks off, and to see them takes a role on the subscription.
find_app() {
  ask 'RESOURCE_GROUP|LOCATION|FUNCTION_APP|premium|STATE_ACCOUNT|INSIGHTS_ID' \
    az resource list --tag "installation=hotelcancel-$environment" --output tsv --query \
    "[?type=='Microsoft.Web/sites'].join('|', [resourceGroup, location, name, tags.hosting, tags.stateAccount, tags.insights])"
}

# take_target ANSWER: what find_app has said.
# shellcheck disable=SC2034  # the scripts that source this use them
take_target() {
  case $1 in *$'\n'*) stop "More than one app is hotelcancel-$environment by its tag installation: $1. Nothing was changed. Next: take the tag from those that are not." ;; esac
  IFS='|' read -r group app_location app hosting state_account insights <<< "$1"
  [ -n "$insights" ] || stop "The tags of $app are not those of infra/main.bicep. Nothing was changed. Next: $scripts/provision.sh --environment $environment"
  host=$app.azurewebsites.net staging_host=$app-staging.azurewebsites.net
}

read_target() {
  [ -n "$environment" ] || bad '--environment is needed.'
  local answer
  answer=$(find_app) || stop "It cannot be read where hotelcancel-$environment is. Nothing was changed. Next: see the message above, or az login."
  [ -n "$answer" ] || stop "There is no app of hotelcancel-$environment in this subscription, or you may not see it. Nothing was changed. Next: $scripts/provision.sh --environment $environment, or az account set."
  take_target "$answer"
}
