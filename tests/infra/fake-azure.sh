# shellcheck shell=bash
# An az and a curl for tests of infra/scripts: functions that the scripts inherit, so that no process is started for a call.
# What there is lives in files of $FAKE; each call of az is logged as the script spells it. Sourced, not run.
#   FAIL_AT N, FAIL_MODE before|after|down    az fails at its call N: without having done it, having done it, or from then on
#   NEW_IS good|unready|contract|errors|slow|late|quiet    what the package NEW is like
# shellcheck disable=SC2317

# put and get: what the account, the app and its slots have.
put() { printf '%s' "$2" > "$FAKE/$1"; }
get() { if [ -f "$FAKE/$1" ]; then printf '%s' "$(<"$FAKE/$1")"; fi; }

az() {
  local call
  call=$(($(get calls) + 1))
  put calls "$call"
  spell az "$@" >> "$FAKE/log"
  if [ "${FAIL_MODE:-}" = down ] && [ "$call" -ge "$FAIL_AT" ] || [ "${FAIL_MODE:-}" = before ] && [ "$call" = "$FAIL_AT" ]; then
    echo "az: call $call fails" >&2
    return 1
  fi
  answer_az "$@" || return
  if [ "${FAIL_MODE:-}" = after ] && [ "$call" = "$FAIL_AT" ]; then
    echo "az: call $call fails after its work is done" >&2
    return 1
  fi
}

# argument NAME WORD...: the word after NAME.
argument() {
  local name=$1
  shift
  while [ $# -gt 1 ]; do
    if [ "$1" = "$name" ]; then printf '%s' "$2"; return 0; fi
    shift
  done
}

answer_az() {
  local slot other
  slot=$(argument --slot "$@")
  case "$1 $2 ${3:-} ${4:-}" in
    'resource list --tag'*)
      if [ "$(get provisioned)" = 1 ]; then printf '%s\n' "RESOURCE_GROUP|northeurope|FUNCTION_APP|$(get hosting)|STATE_ACCOUNT|INSIGHTS_ID"; fi ;;
    'deployment sub create '*)
      put given "$PRODUCTION_PACKAGE $PRODUCTION_PACKAGE_BEFORE $STAGING_PACKAGE $STAGING_PACKAGE_BEFORE"
      put location "$(argument --location "$@") $AZURE_LOCATION"
      put provisioned 1 ;;
    'functionapp config appsettings list')
      case "$*" in *PACKAGE_BEFORE*) get "before.${slot:-production}" ;; *) get "package.${slot:-production}" ;; esac ;;
    'functionapp config appsettings set')
      while [ "$1" != --settings ]; do shift; done
      put "package.${slot:-production}" "${2#*=}"
      put "before.${slot:-production}" "${3#*=}" ;;
    'functionapp deployment slot swap')
      case $(argument --action "$@") in
        preview) put pending yes ;;
        reset) put pending '' ;;
        swap)
          other=$(get package.staging)
          put package.staging "$(get package.production)"
          put package.production "$other"
          other=$(get before.staging)
          put before.staging "$(get before.production)"
          put before.production "$other"
          put pending '' ;;
      esac ;;
    'webapp traffic-routing clear '*) put traffic 0 ;;
    'webapp traffic-routing set '*)
      other=$(argument --distribution "$@")
      put traffic "${other#*=}"
      put ramped "$(get ramped) ${other#*=}" ;;
    'functionapp show '*) if [ -n "$(get pending)" ]; then echo production; fi ;;
    'functionapp deployment source config-zip')
      other=$(<"$(argument --src "$@")")
      put package.production "$other" ;;
    'storage blob download '*) printf '%s' "${NEW%/*}/$(argument --name "$@")" > "$(argument --file "$@")" ;;
    'storage blob list '*) get noted ;;
    'storage blob upload '*) if [ "$(argument --name "$@")" = running ]; then put noted "$(argument --data "$@")"; fi ;;
    'resource invoke-action '* | 'login --service-principal '* | 'account set '*) ;;
    'monitor app-insights query '*)
      other=production
      case "$*" in *"[staging]"*) other=staging ;; esac
      answer_insights "$other" ;;
    *) echo "az: the fake does not know: $*" >&2; return 1 ;;
  esac
}

# is_new SLOT: whether it runs the package under test.
is_new() { case $(get "package.$1") in "$NEW"|'a package') ;; *) return 1 ;; esac; }

answer_insights() {
  if is_new "$1"; then
    case $NEW_IS in
      errors) echo '1000 2 20'; return ;;
      slow) echo '1000 0 101'; return ;;
      late) if [ "$1" = production ]; then echo '1000 500 20'; return; fi ;;
      quiet) echo '3 0 20'; return ;;
    esac
  fi
  echo '1000 1 99'
}

curl() {
  local address=${!#} slot=production path
  spell curl "$@" >> "$FAKE/log"
  case $address in https://*-staging.*) slot=staging ;; esac
  path=/${address#https://*/}
  if [ -z "$(get "package.$slot")" ] || { is_new "$slot" && [ "$NEW_IS" = unready ]; }; then
    printf 503
    return 0
  fi
  case "$* $path" in
    *audience=api://AzureADTokenExchange*) echo '{"value":"A_TOKEN"}' ;;
    *write-out*/api/v1/models) printf 401 ;;
    *write-out*) printf 200 ;;
    */openapi/v1.json)
      if is_new "$slot" && [ "$NEW_IS" = contract ]; then echo '{"paths":{"/a":{"get":{}}}}'; else echo '{"paths":{"/a":{"get":{},"put":{}}}}'; fi ;;
  esac
}

export -f put get az argument answer_az is_new answer_insights curl
