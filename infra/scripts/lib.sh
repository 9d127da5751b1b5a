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

pause() { if ! $dry && [ "$1" -gt 0 ]; then sleep "$1"; fi; }

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
      case ${2:-} in dev|staging|prod) environment=$2 ;; *) bad "--environment ${2:-}: must be dev, staging or prod." ;; esac ;;
    --retry-seconds) whole "$1" "${2:-}"; retry_seconds=$2 ;;
    *) return 1 ;;
  esac
}

need() { command -v "$1" >/dev/null 2>&1 || stop "$1 is needed and was not found. $2"; }
need_az() { $dry || { need az 'Install the Azure CLI and run "az login".'; need curl 'Install curl.'; need jq 'Install jq.'; }; }

# read_target: where the environment is, from the outputs of its last provisioning.
read_target() {
  [ -n "$environment" ] || bad '--environment is needed.'
  local answer
  answer=$(ask 'RESOURCE_GROUP|premium|FUNCTION_APP|HOST_NAME|STAGING_HOST_NAME|STATE_ACCOUNT|INSIGHTS_ID' \
    az deployment sub show --name "hotelcancel-$environment" --output tsv --query \
    "join('|', [properties.outputs.resourceGroup.value, properties.outputs.hosting.value, properties.outputs.functionApp.value, properties.outputs.hostName.value, properties.outputs.stagingHostName.value, properties.outputs.stateAccount.value, properties.outputs.insightsId.value])") \
    || stop "There is no deployment hotelcancel-$environment to read names from, or it cannot be read. Nothing was changed. Next: $scripts/provision.sh --environment $environment, or az login."
  # shellcheck disable=SC2034  # the scripts that source this use them
  IFS='|' read -r group hosting app host staging_host state_account insights <<< "$answer"
  [ -n "$insights" ] || stop "The outputs of hotelcancel-$environment are not those of infra/main.bicep. Nothing was changed. Next: $scripts/provision.sh --environment $environment"
}
