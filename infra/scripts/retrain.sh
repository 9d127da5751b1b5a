#!/usr/bin/env bash
# Starts a retraining run, waits for what becomes of it, and decides about the rollout that it has begun. It speaks with the app alone.
#   infra/scripts/retrain.sh start --url ADDRESS --note WHY [--approval true|false]
#   infra/scripts/retrain.sh wait --url ADDRESS --run ID | --rollout ID [--wait-minutes N] [--poll-seconds N]
#   infra/scripts/retrain.sh approve|reject|override --url ADDRESS --rollout ID --note WHY
#     --url ADDRESS        of the app, such as https://NAME.azurewebsites.net; or --environment dev|staging|prod, which asks az for it
#     --note WHY           is kept with the run or the decision; 1 to 500 characters
#     --approval           whether somebody must agree before the challenger is let in (as Rollout:RequireApproval says)
#     --wait-minutes N     how long to wait (330); what is waited for goes on all the same
#     --poll-seconds N     how often to ask (30)
#     --dry-run            prints what would be called
# HOTELCANCEL_KEY is a key with the role operate. Standard output has name=value lines: run, rollout, status, outcome.
# Exit code: 0 done, and outcome says how it ended; 1 refused, failed, taken back or not over yet; 2 bad usage.

# What jq takes has variables of its own.
# shellcheck disable=SC2016
# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/lib.sh"
url='' note='' run='' rollout='' approval=null wait_minutes=330 poll_seconds=30
retrain_option() {
  case $1 in
    --url) url=${2:-} ;;
    --note) note=${2:-} ;;
    --run) identity "$1" "${2:-}"; run=$2 ;;
    --rollout) identity "$1" "${2:-}"; rollout=$2 ;;
    --approval) case ${2:-} in true|false) approval=$2 ;; *) bad "--approval ${2:-}: must be true or false." ;; esac ;;
    --wait-minutes) whole "$1" "${2:-}"; wait_minutes=$2 ;;
    --poll-seconds) whole "$1" "${2:-}"; poll_seconds=$2 ;;
    *) option "$@" ;;
  esac
}

# It becomes a part of an address.
identity() { case $2 in ''|*[!A-Za-z0-9-]*) bad "$1 $2: must be letters, digits and -." ;; esac; }

verb=${1:-}
case $verb in
  -h|--help) usage; exit 0 ;;
  start|wait|approve|reject|override) shift ;;
  *) bad "${verb:-nothing}: must be start, wait, approve, reject or override." ;;
esac
read_options retrain_option "$@"
case $verb in
  wait) [ -n "$run$rollout" ] || bad '--run or --rollout is needed.' ;;
  start) [ -n "$note" ] || bad '--note is needed.' ;;
  *) [ -n "$rollout" ] || bad '--rollout is needed.'; [ -n "$note" ] || bad '--note is needed.' ;;
esac
need jq 'Install jq.'
$dry || { need curl 'Install curl.'; [ -n "${HOTELCANCEL_KEY:-}" ] || stop 'HOTELCANCEL_KEY is needed: a key with the role operate.'; }
if [ -z "$url" ]; then
  read_target
  # shellcheck disable=SC2154  # read_target has set it
  url=https://$host
fi

# call METHOD PATH [BODY]: the answer in $answer, its status in $status; 000 where there was none. The key is no argument, since others can see those.
call() {
  local reply
  reply=$(ask '{"runId":"RUN","status":"ended","outcome":"staged","rollout":"ROLLOUT"}'$'\n'200 curl --config - --silent --show-error --max-time 60 \
    --request "$1" --header 'content-type: application/json' ${3:+--data "$3"} --write-out '\n%{http_code}' "${url%/}$2" <<< "header = \"x-api-key: ${HOTELCANCEL_KEY:-}\"") || true
  status=${reply##*$'\n'} answer=${reply%$'\n'*}
  case $status in ''|*[!0-9]*) status=000 ;; esac
}

# said NAME: a member of the answer; empty where it has none.
said() { if $dry; then printf '%s' "${1^^}"; else jq --raw-output --arg name "$1" '.[$name] // empty' <<< "$answer" 2>/dev/null || true; fi; }
why() { local detail; detail=$(said detail); printf '%s' "${detail:-$(jq --compact-output '.errors // empty' <<< "$answer" 2>/dev/null || true)}"; }

begin() {
  call POST /api/v1/retraining-runs "$(body '{reason: $note, requireApproval: $approval}')"
  $dry || [ "$status" = 202 ] || stop "No run was started: status $status. $(why) Next: GET $url/api/v1/retraining-runs has the run that is under way, GET /api/v1/monitoring/alerts the last decisions."
  results "run=$(said runId)" "status=$(said status)"
  say "Run $(said runId) is $(said status). Next: $scripts/retrain.sh wait --url $url --run $(said runId)"
}

decide() {
  local words='{approve: ($verb == "approve"), note: $note}'
  if [ "$verb" = override ]; then words='{override: true, note: $note}'; fi
  call POST "/api/v1/rollouts/$rollout/approval" "$(body "$words")"
  $dry || [ "$status" = 202 ] || stop "$verb does not count: status $status. $(why)"
  results "rollout=$rollout" "status=$(said status)"
  say "Said to $rollout: $verb. Next: $scripts/retrain.sh wait --url $url --rollout $rollout"
}

body() { jq --null-input --compact-output --arg note "$note" --arg verb "$verb" --argjson approval "$approval" "$1"; }
results() { $dry || printf '%s\n' "$@"; }

# follow PATH: until it has ended. The app may restart meanwhile, and be swapped.
follow() {
  local until=$((SECONDS + wait_minutes * 60)) at='' now
  while true; do
    call GET "$1"
    case $status in
      200) ;;
      000|429|5??) say "No answer: status $status." ;;
      *) stop "$url$1: status $status. $(why)" ;;
    esac
    now="$(said status) $(said step)"
    if [ "$status" = 200 ] && [ "$now" != "$at" ]; then say "${1##*/}: $now"; at=$now; fi
    if $dry || [ "$status$(said status)" = 200ended ]; then break; fi
    if [ "$SECONDS" -ge "$until" ]; then stop "${1##*/} is not over after $wait_minutes minutes. It goes on. Next: the same command again."; fi
    pause "$poll_seconds"
  done
  results "status=$(said status)" "outcome=$(said outcome)" "rollout=$(said rollout)"
  say "${1##*/}: $(said outcome). $(said statement)"
  case $(said outcome) in
    staged|rejected|promoted|declined|superseded|OUTCOME) ;;
    *)
      jq --raw-output '.steps[]? | select(.failure) | "\(.name), begun \(.attempts) times: \(.failure)"' <<< "$answer" >&2 || true
      stop 'It did not do what it was for. Next: mend what it says above, then start another.' ;;
  esac
}

case $verb in
  start) begin ;;
  wait) if [ -n "$run" ]; then follow "/api/v1/retraining-runs/$run"; else follow "/api/v1/rollouts/$rollout"; fi ;;
  *) decide ;;
esac
