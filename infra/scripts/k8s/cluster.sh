# shellcheck shell=bash
# What the scripts of this folder can do with a cluster. Sourced after lib.sh.
# shellcheck disable=SC2034,SC2154  # what lib.sh sets is used here, and what is set here by the scripts
k8s=$(cd "$scripts/../k8s" && pwd)
namespace=hotelcancellation route=hotelcancellation
overlay='' installation=prod image='' context='' prometheus='' back=false
step_seconds=300 watch_seconds=600 patience=3 rollout_seconds=600
max_error_rate=0.001 max_p99=100 min_requests=50
# The service that answers and the one that is tried; percents of the traffic go to the second.
live='' trial='' stage=nothing before=''

# release_option NAME VALUE: options of the scripts that let a version in.
release_option() {
  case $1 in
    --image) image=${2:-} ;;
    --overlay) [ -f "${2:-}/kustomization.yaml" ] || bad "--overlay ${2:-}: there is no kustomization.yaml."; overlay=$(cd "$2" && pwd) ;;
    --installation) [ -f "$k8s/installations/${2:-}/installation.env" ] || bad "--installation ${2:-}: must be a folder of infra/k8s/installations."; installation=$2 ;;
    --context) context=${2:-} ;;
    --prometheus) prometheus=${2:-} ;;
    --back) back=true words=1 ;;
    --steps) [[ ${2:-} =~ ^(100|[1-9][0-9]?)(,(100|[1-9][0-9]?))*$ ]] || bad "--steps ${2:-}: must be percents from 1 to 100 with commas between."; steps=$2 ;;
    --step-seconds) whole "$1" "${2:-}"; step_seconds=$2 ;;
    --watch-seconds) whole "$1" "${2:-}"; watch_seconds=$2 ;;
    --rollout-seconds) whole "$1" "${2:-}"; rollout_seconds=$2 ;;
    --patience) whole "$1" "${2:-}"; patience=$2 ;;
    --max-error-rate) fraction "$1" "${2:-}"; max_error_rate=$2 ;;
    --max-p99) whole "$1" "${2:-}"; max_p99=$2 ;;
    --min-requests) whole "$1" "${2:-}"; min_requests=$2 ;;
    --environment) return 1 ;;
    *) option "$@" ;;
  esac
}

# begin WORD...: reads options, and sees to it that there is what is needed.
begin() {
  read_options release_option "$@"
  if ! $back; then
    [[ $image =~ ^[^[:space:]@]+(@sha256:[0-9a-f]{64}|:[0-9]+\.[0-9]+\.[0-9]+[A-Za-z0-9_.-]*)$ ]] || bad "--image $image: must be named by digest or version, as NAME@sha256:... or NAME:1.2.3."
  fi
  prometheus=${prometheus:-$(sed -n 's/^PROMETHEUS=//p' "$k8s/installations/$installation/installation.env")}
  cluster=(--namespace "$namespace")
  [ -z "$context" ] || cluster=(--context "$context" "${cluster[@]}")
  $dry || { need kubectl 'Install kubectl.'; need curl 'Install curl.'; need jq 'Install jq.'; }
}

# A deployment's image, and how many pods it has; nothing where there is no such deployment.
image_of() { ask "IMAGE_OF_${1^^}" kubectl "${cluster[@]}" get deployment "$1" --ignore-not-found --output 'jsonpath={.spec.template.spec.containers[0].image}'; }
pods_of() { ask 3 kubectl "${cluster[@]}" get deployment "$1" --ignore-not-found --output 'jsonpath={.spec.replicas}'; }

# weight_of SERVICE: percent of the traffic; nothing where there is no route yet.
weight_of() {
  local stand_in=0
  [ "$1" != "$live" ] || stand_in=100
  ask "$stand_in" kubectl "${cluster[@]}" get httproute "$route" --ignore-not-found --output "jsonpath={.spec.rules[-1:].backendRefs[?(@.name==\"$1\")].weight}"
}

# weights PERCENT: what the route's last rule is, with so much for the trial; in the order of the overlay, so that a change of weights is nothing else.
weights() {
  local first=$live second=$trial first_weight=$((100 - $1)) second_weight=$1
  if [[ $live > $trial ]]; then first=$trial second=$live first_weight=$1 second_weight=$((100 - $1)); fi
  printf '[{"name":"%s","port":80,"weight":%d},{"name":"%s","port":80,"weight":%d}]' "$first" "$first_weight" "$second" "$second_weight"
}

# lead PERCENT: so much of the traffic goes to the trial, the rest to what is live. One write, so that no request meets a moment between.
lead() { change kubectl "${cluster[@]}" patch httproute "$route" --type json --patch "$(turn "$1")"; }

# turn PERCENT: that write, which fails where the rule is not the one that all requests meet.
turn() { printf '[{"op":"test","path":"/spec/rules/%d/matches/0/path/value","value":"/"},{"op":"replace","path":"/spec/rules/%d/backendRefs","value":%s}]' "$last_rule" "$last_rule" "$(weights "$1")"; }

scale_to() { change kubectl "${cluster[@]}" scale "deployment/$1" --replicas "$2"; }
settled() { change kubectl "${cluster[@]}" rollout status "deployment/$1" --timeout "${rollout_seconds}s"; }

# release LIVE TRIAL OTHERS PERCENT: the overlay as it is, but for the images of what is live, of the trial and of everything else, and the weights.
# It is written out (RELEASE_FOLDER), so that it can be looked at.
release() {
  local folder=${RELEASE_FOLDER:-$k8s/.release} template=/spec/template/spec/containers/0/image
  mkdir -p "$folder"
  {
    printf '# Written by %s.\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [%s]\npatches:\n' "${0##*/}" "$(realpath --relative-to "$folder" "$overlay")"
    image_patch Deployment '.*' "$template" "$3"
    image_patch CronJob '.*' "/spec/jobTemplate$template" "$3"
    image_patch ScaledJob '.*' "/spec/jobTargetRef${template#/spec}" "$3"
    image_patch Deployment "^$live\$" "$template" "$1"
    image_patch Deployment "^$trial\$" "$template" "$2"
    printf -- "  - target: {kind: HTTPRoute, name: '^%s\$'}\n    patch: '%s'\n" "$route" "$(turn "$4")"
  } > "$folder/kustomization.yaml"
  change kubectl "${cluster[@]}" apply --server-side --force-conflicts --field-manager hotelcancellation --kustomize "$folder"
}

# image_patch KIND NAMES PATH IMAGE
image_patch() { printf -- "  - target: {kind: %s, name: '%s'}\n    patch: '[{\"op\":\"replace\",\"path\":\"%s\",\"value\":\"%s\"}]'\n" "$@"; }

# fetch SERVICE PATH: through the API server, so that nobody needs a way into the network, and no shell is needed in the pod.
fetch() { ask '{}' kubectl "${cluster[@]}" get --raw "/api/v1/namespaces/$namespace/services/http:$1:80/proxy$2"; }

# checked SERVICE: it lives, is ready, lets nobody in without a key, and has all that callers of the other one may use.
checked() {
  local path answer now earlier missing
  for path in /health/live /health/ready; do
    fetch "$1" "$path" > /dev/null || { say "$1: $path does not answer with 200."; return 1; }
  done
  if answer=$(ask '' kubectl "${cluster[@]}" get --raw "/api/v1/namespaces/$namespace/services/http:$1:80/proxy/api/v1/models" 2>&1) && ! $dry; then
    say "$1: /api/v1/models answers without a key."
    return 1
  fi
  case $answer in ''|*nauthorized*|*'provide credentials'*) ;; *) say "$1: /api/v1/models does not ask for a key: $answer"; return 1 ;; esac
  [ -n "$before" ] || return 0
  earlier=$(fetch "$live" /openapi/v1.json) || { say "The contract of $live cannot be read."; return 1; }
  now=$(fetch "$1" /openapi/v1.json) || { say "The contract of $1 cannot be read."; return 1; }
  $dry && return 0
  missing=$(comm -23 <(operations <<< "$earlier") <(operations <<< "$now")) || return 1
  [ -z "$missing" ] || { say "$1 lacks what callers of $live may use: $(tr '\n' ';' <<< "$missing")"; return 1; }
}

operations() { jq --raw-output '.paths | to_entries[] | .key as $path | .value | keys[] | "\(.) \($path)"' | LC_ALL=C sort; }

# query EXPRESSION: one number of Prometheus; 0 where there is none. Azure's own asks who it is, by a header that is on no command line.
query() {
  local token='' address=${prometheus%/}/api/v1/query answer
  case $prometheus in
    *.prometheus.monitor.azure.com*)
      token=$(ask TOKEN az account get-access-token --resource https://prometheus.monitor.azure.com --query accessToken --output tsv) \
        || { say 'az gives no token for Prometheus.'; return 1; } ;;
  esac
  if $dry; then ask 1000 curl --silent --fail --max-time 60 --get "$address" --data-urlencode "query=$1"; return 0; fi
  answer=$(curl --config - --silent --show-error --fail --max-time 60 --get "$address" --data-urlencode "query=$1" <<< "${token:+header = \"Authorization: Bearer $token\"}" \
    | jq --exit-status --raw-output 'if .status == "success" then (.data.result[0].value[1] // "0") else error(.error) end') \
    || { say 'Prometheus does not answer.'; return 1; }
  printf '%s\n' "$answer"
}

# judge SERVICE SECONDS: 0 where the service is as it should be, 1 where not, 2 where there were too few requests to say.
judge() {
  local labels window total bad_ones p99
  settled "$1" || { say "$1 has pods that are not ready."; return 1; }
  # Two scrapes at least.
  window=$(($2 > 120 ? $2 : 120))s
  labels="namespace=\"$namespace\",service=\"$1\",http_route!~\"/health/.*|/metrics\""
  total=$(query "sum(increase(http_server_request_duration_seconds_count{$labels}[$window]))") || return 1
  bad_ones=$(query "sum(increase(http_server_request_duration_seconds_count{$labels,http_response_status_code=~\"5..\"}[$window]))") || return 1
  p99=$(query "1000 * histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket{$labels,http_request_method=\"POST\",http_route=~\"/?api/v1/predictions/?\"}[$window])))") || return 1
  $dry && return 0
  [ "$p99" != NaN ] || p99=0
  say "$1 in the last $window: $(printf '%.0f requests, %.0f failed, p99 of a prediction %.0f ms' "$total" "$bad_ones" "$p99")."
  if awk -v total="$total" -v bad="$bad_ones" -v least="$min_requests" 'BEGIN { exit !(total < least && bad < 3) }'; then return 2; fi
  awk -v total="$total" -v bad="$bad_ones" -v most="$max_error_rate" 'BEGIN { exit !(bad > total * most) }' && { say "$1: more than $max_error_rate of the requests failed."; return 1; }
  awk -v p99="$p99" -v most="$max_p99" 'BEGIN { exit !(p99 > most) }' && { say "$1: the 99th percentile of a prediction is above $max_p99 ms."; return 1; }
  return 0
}

# ramp: a larger and larger share of the traffic.
ramp() {
  local percent wait verdict
  stage=led
  for percent in ${steps//,/ }; do
    lead "$percent" || return 1
    for ((wait = 0; ; wait++)); do
      say "$trial has $percent % of the traffic for $step_seconds s ..."
      pause "$step_seconds"
      verdict=0
      judge "$trial" "$step_seconds" || verdict=$?
      [ "$verdict" = 2 ] || break
      if [ "$wait" -ge "$patience" ]; then
        say 'Too few requests to judge by. Release when there are more, or with --min-requests 0 by time and probes alone.'
        return 1
      fi
    done
    [ "$verdict" != 1 ] || return 1
  done
}

# watch SERVICE: after the release. Too few requests are no reason to go back: the steps before have let it in.
watch() {
  [ "$watch_seconds" -gt 0 ] || return 0
  say "Watching $1 for $watch_seconds s ..."
  pause "$watch_seconds"
  local verdict=0
  judge "$1" "$watch_seconds" || verdict=$?
  if [ "$verdict" = 2 ]; then say 'Too few requests to judge by; it stays.'; return 0; fi
  return "$verdict"
}

# guarded: from here on whatever ends the script undoes what it did.
guarded() {
  trap recover EXIT
  trap 'trap "" INT TERM; exit 130' INT TERM
}

# stuck COMMAND...: what is to be done by hand.
stuck() {
  say 'NOT UNDONE: the calls that undo it fail, too. Next: when kubectl works again, run'
  printf '%s\n' "$@" >&2
  exit 3
}

lead_by_hand() { spell kubectl "${cluster[@]}" patch httproute "$route" --type json --patch "$(turn 0)"; }
