#!/usr/bin/env bash
# Runs infra/scripts/retrain.sh against an app that answers as it is told. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FAKE=$work HOTELCANCEL_KEY=hc_key
passed=0 failed=0

# An app: its answers lie in $FAKE/answers, one line each, "STATUS BODY", and are given in turn; what it was asked is in $FAKE/asked.
curl() {
  local line rest
  printf '%s\n' "$*" | tr '\n' ' ' >> "$FAKE/asked"
  cat >> "$FAKE/asked"
  line=$(head -n 1 "$FAKE/answers")
  rest=$(tail -n +2 "$FAKE/answers")
  [ -z "$rest" ] || printf '%s\n' "$rest" > "$FAKE/answers"
  if [ "${line%% *}" = 000 ]; then return 7; fi
  printf '%s\n%s' "${line#* }" "${line%% *}"
}
sleep() { :; }
export -f curl sleep

# run ANSWERS ARGUMENT...: its exit code in $rc, what it gives in $work/results, what it says in $work/said.
run() {
  printf '%s\n' "$1" > "$work/answers"
  : > "$work/asked"
  shift
  rc=0
  bash infra/scripts/retrain.sh "$@" --url https://app.example --poll-seconds 1 > "$work/results" 2> "$work/said" < /dev/null || rc=$?
}

expect() {
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); return; fi
  failed=$((failed + 1))
  printf 'FAILED %s: %s\n' "$what" "$*"
  sed 's/^/    /' "$work/results" "$work/said" "$work/asked"
}
gives() { grep -qxF -- "$1" "$work/results"; }
says() { grep -qF -- "$1" "$work/said"; }
asks() { grep -qF -- "$1" "$work/asked"; }

run '202 {"runId":"r-1","status":"waiting"}' start --note "we \"wish\" to" --approval true
expect start [ "$rc" = 0 ]
expect start gives run=r-1
expect start asks '{"reason":"we \"wish\" to","requireApproval":true}'
expect start asks 'https://app.example/api/v1/retraining-runs'
expect start asks 'header = "x-api-key: hc_key"'
run '202 {"runId":"r-1","status":"waiting"}' start --note why
expect 'start, approval as the settings say' asks '"requireApproval":null'
run '409 {"detail":"The budget of the week is spent."}' start --note why
expect 'start refused' [ "$rc" = 1 ]
expect 'start refused' says 'The budget of the week is spent.'
expect 'start refused' [ ! -s "$work/results" ]

run '200 {"runId":"r-1","status":"running","step":"extract"}
503 down
000
200 {"runId":"r-1","status":"running","step":"train"}
200 {"runId":"r-1","status":"ended","step":"end","outcome":"staged","statement":"It is better.","rollout":"rollout-r-1"}' wait --run r-1
expect 'wait' [ "$rc" = 0 ]
expect 'wait' gives outcome=staged
expect 'wait' gives rollout=rollout-r-1
expect 'wait' says 'r-1: running train'
expect 'wait' says 'It is better.'
expect 'wait' asks 'https://app.example/api/v1/retraining-runs/r-1'
expect 'wait asks until it is over' [ "$(grep -c x-api-key "$work/asked")" = 5 ]
run '200 {"status":"ended","outcome":"rejected","statement":"It is worse."}' wait --run r-1
expect 'a rejected challenger is an outcome' [ "$rc" = 0 ]
expect 'a rejected challenger is an outcome' gives outcome=rejected
run '200 {"status":"ended","outcome":"failed","steps":[{"name":"train","attempts":5,"failure":"no memory"}]}' wait --run r-1
expect 'a failed run' [ "$rc" = 1 ]
expect 'a failed run' says 'train, begun 5 times: no memory'
run '200 {"status":"ended","outcome":"rolledBack"}' wait --rollout rollout-r-1
expect 'a rollout that was taken back' [ "$rc" = 1 ]
expect 'a rollout that was taken back' asks 'https://app.example/api/v1/rollouts/rollout-r-1'
run '404 {"detail":"There is no retraining run."}' wait --run r-2
expect 'a run that there is not' [ "$rc" = 1 ]
expect 'a run that there is not' says 'There is no retraining run.'
run '200 {"status":"suspended","step":"word"}' wait --rollout rollout-r-1 --wait-minutes 0
expect 'not over' [ "$rc" = 1 ]
expect 'not over' says 'It goes on. Next: '

for word in approve reject override; do
  run '202 {"runId":"rollout-r-1","status":"suspended"}' "$word" --rollout rollout-r-1 --note fine
  expect "$word" [ "$rc" = 0 ]
  expect "$word" asks 'https://app.example/api/v1/rollouts/rollout-r-1/approval'
  case $word in
    approve) expect "$word" asks '{"approve":true,"note":"fine"}' ;;
    reject) expect "$word" asks '{"approve":false,"note":"fine"}' ;;
    override) expect "$word" asks '{"override":true,"note":"fine"}' ;;
  esac
done
run '409 {"detail":"The gate has refused it."}' approve --rollout rollout-r-1 --note fine
expect 'approve refused' [ "$rc" = 1 ]
expect 'approve refused' says 'The gate has refused it.'

for arguments in 'wait' 'start' 'approve --note x' 'wait --run ../x' 'start --note x --approval maybe' 'begin'; do
  # shellcheck disable=SC2086  # words
  run '200 {}' $arguments
  expect "bad usage: $arguments" [ "$rc" = 2 ]
  expect "bad usage: $arguments" [ ! -s "$work/asked" ]
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
