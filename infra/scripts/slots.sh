# shellcheck shell=bash
# What can be done with the two slots of the app. Sourced after lib.sh; $group, $app, ... are read_target's.
# shellcheck disable=SC2154
setting=WEBSITE_RUN_FROM_PACKAGE
# It moves with the package: what production ran when that was brought to staging.
before_setting=PACKAGE_BEFORE
warm_tries=40 warm_seconds=15 warm_in_a_row=3
max_error_rate=0.001 max_p99=100 min_requests=50

# slot_options SLOT: what names the slot to az; production is what has none.
slot_options() { if [ "$1" = staging ]; then printf '%s\n' --slot staging; fi; }
host_of() { if [ "$1" = staging ]; then printf '%s' "$staging_host"; else printf '%s' "$host"; fi; }

# package_of SLOT: the address of the package that the slot runs; empty for none.
package_of() { setting_of "$1" "$setting" "PACKAGE_OF_${1^^}"; }

# package_before SLOT: the one that production ran before that of the slot; empty where that is not known.
package_before() { setting_of "$1" "$before_setting" "PACKAGE_BEFORE_${1^^}"; }

# setting_of SLOT NAME STAND_IN
setting_of() {
  local options
  mapfile -t options < <(slot_options "$1")
  ask "$3" az functionapp config appsettings list --resource-group "$group" --name "$app" "${options[@]}" \
    --query "[?name=='$2'].value | [0]" --output tsv
}

# package_name FILE: a package is named by its content, so that it is never overwritten and two names are two packages.
package_name() { printf '%s.zip' "$(sha256sum "$1" | cut -c1-16)"; }

# run_package SLOT PACKAGE BEFORE: the slot starts again, with this package.
run_package() {
  local options
  mapfile -t options < <(slot_options "$1")
  change az functionapp config appsettings set --resource-group "$group" --name "$app" "${options[@]}" --settings "$setting=$2" "$before_setting=$3" --output none
  sync_triggers "$1"
}

# The platform keeps its own list of triggers, which it does not read from packages by itself.
sync_triggers() {
  if [ "$1" = staging ]; then
    change az resource invoke-action --action syncfunctiontriggers --resource-group "$group" --namespace Microsoft.Web --parent "sites/$app" --resource-type slots --name staging --output none
  else
    change az resource invoke-action --action syncfunctiontriggers --resource-group "$group" --namespace Microsoft.Web --resource-type sites --name "$app" --output none
  fi
}

route_all_to_production() { change az webapp traffic-routing clear --resource-group "$group" --name "$app" --output none; }
route_to_staging() { change az webapp traffic-routing set --resource-group "$group" --name "$app" --distribution "staging=$1" --output none; }

# swap_action preview|swap|reset: preview starts staging with production's settings and waits; swap exchanges; reset gives staging its own settings back.
swap_action() { change az functionapp deployment slot swap --resource-group "$group" --name "$app" --slot staging --target-slot production --action "$1" --output none; }

# end_swap: what an earlier run may have left when it was cut off. Staging with production's settings would take work out of production's hub.
end_swap() {
  local waiting
  waiting=$(ask '' az functionapp show --resource-group "$group" --name "$app" --slot staging --query targetSwapSlot --output tsv) || return 1
  [ -z "$waiting" ] || swap_action reset
}

# status HOST PATH [CURL_OPTION...]: the status of an answer; 000 where there is none.
status() {
  local address="https://$1$2" answer
  shift 2
  answer=$(ask 200 curl --silent --output /dev/null --write-out '%{http_code}' --max-time 60 "$@" "$address") || true
  printf '%s\n' "${answer:-000}"
}

# warm_up SLOT: until it has been ready several times in a row, so that more than one instance and the model are there.
warm_up() {
  local try answer row=0
  for ((try = 1; try <= warm_tries; try++)); do
    answer=$(status "$(host_of "$1")" /health/ready)
    if [ "$answer" = 200 ]; then row=$((row + 1)); else row=0; fi
    if $dry || [ "$row" -ge "$warm_in_a_row" ]; then return 0; fi
    [ "$answer" = 200 ] || pause "$warm_seconds"
  done
  say "$1 is not ready: /health/ready answers $answer. With 503 and noModel the account has no champion yet: train and promote one first."
  return 1
}

# smoke SLOT: it lives, is ready, and lets nobody in without a key.
smoke() {
  local name expected answer
  name=$(host_of "$1")
  while read -r expected path; do
    answer=$(status "$name" "$path")
    $dry || [ "$answer" = "$expected" ] || { say "$1: $path answers $answer instead of $expected."; return 1; }
  done <<< $'200 /health/live\n200 /health/ready\n200 /openapi/v1.json\n401 /api/v1/models'
}

# contract SLOT: every route and method that production has is there, too.
contract() {
  local now earlier missing
  earlier=$(ask '{}' curl --silent --show-error --fail --max-time 60 "https://$host/openapi/v1.json") || { say 'The contract of production cannot be read.'; return 1; }
  now=$(ask '{}' curl --silent --show-error --fail --max-time 60 "https://$(host_of "$1")/openapi/v1.json") || { say "The contract of $1 cannot be read."; return 1; }
  $dry && return 0
  missing=$(comm -23 <(operations <<< "$earlier") <(operations <<< "$now")) || return 1
  [ -z "$missing" ] || { say "$1 lacks what callers of production may use: $(tr '\n' ';' <<< "$missing")"; return 1; }
}

operations() { jq --raw-output '.paths | to_entries[] | .key as $path | .value | keys[] | "\(.) \($path)"' | LC_ALL=C sort; }

# judge SLOT SECONDS: 0 where error rate and p99 of the last seconds are as they should be, 1 where not, 2 where there were too few requests to say.
judge() {
  local query answer total failed p99
  # Of many requests some are kept, each with the number that it stands for.
  query="let seen = requests | where timestamp > ago(${2}s) and cloud_RoleName == '[$1]/HotelCancellation' and url !has '/health/';"
  query="$query let asked = seen | where name startswith 'POST ' and name has 'api/v1/predictions' and name !has 'batch';"
  query="$query print strcat(toscalar(seen | summarize n = sum(itemCount) | project coalesce(n, 0)),"
  query="$query ' ', toscalar(seen | summarize n = sumif(itemCount, toint(resultCode) >= 500) | project coalesce(n, 0)),"
  query="$query ' ', toscalar(asked | summarize p99 = percentilew(duration, itemCount, 99) | project toint(iff(isnan(p99) or isnull(p99), 0.0, p99))))"
  answer=$(ask '1000 0 10' az monitor app-insights query --apps "$insights" --analytics-query "$query" --offset 24h --query 'tables[0].rows[0][0]' --output tsv) \
    || { say 'Application Insights does not answer.'; return 1; }
  read -r total failed p99 <<< "$answer"
  case $total$failed$p99 in ''|*[!0-9]*) say "Application Insights answers \"$answer\", which is not three numbers."; return 1 ;; esac
  say "$1 in the last $2 s: $total requests, $failed failed, p99 of a prediction $p99 ms."
  if [ "$total" -lt "$min_requests" ] && [ "$failed" -lt 3 ]; then return 2; fi
  if awk -v failed="$failed" -v total="$total" -v most="$max_error_rate" 'BEGIN { exit !(failed > total * most) }'; then
    say "$1: more than $max_error_rate of the requests failed."
    return 1
  fi
  if [ "$p99" -gt "$max_p99" ]; then
    say "$1: the 99th percentile of a prediction is above $max_p99 ms."
    return 1
  fi
}

# watch_option NAME VALUE: options of the scripts that look at a version for a while.
# shellcheck disable=SC2034  # the scripts that source this use what is set
watch_option() {
  case $1 in
    --watch-seconds) whole "$1" "${2:-}"; watch_seconds=$2 ;;
    *) slot_option "$@" ;;
  esac
}

# slot_option NAME VALUE: options of the scripts that let a version in.
slot_option() {
  case $1 in
    --max-error-rate) fraction "$1" "${2:-}"; max_error_rate=$2 ;;
    --max-p99) whole "$1" "${2:-}"; max_p99=$2 ;;
    --min-requests) whole "$1" "${2:-}"; min_requests=$2 ;;
    --warm-seconds) whole "$1" "${2:-}"; warm_seconds=$2 ;;
    --warm-tries) whole "$1" "${2:-}"; warm_tries=$2 ;;
    *) option "$@" ;;
  esac
}
