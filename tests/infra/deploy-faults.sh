#!/usr/bin/env bash
# Runs infra/scripts against a fake az that fails at each of its calls in turn, and against packages that are bad in each way:
# production always ends on a working version, and the output says what to do next. FAULT_SHARE=3 FAULT_SEED=1 has one of three calls fail. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/infra/fake-azure.sh
. tests/infra/fake-azure.sh
# shellcheck source=tests/infra/share.sh
. tests/infra/share.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=https://STATE_ACCOUNT.blob.core.windows.net/packages
old=$packages/old.zip
export NEW
printf 'a package' > "$work/new.zip"
NEW=$packages/$(sha256sum "$work/new.zip" | cut -c1-16).zip
passed=0 failed=0
quick=(--warm-seconds 0 --warm-tries 5 --retry-seconds 0)

# start NAME: an app that runs the old package, untouched.
start() {
  export FAKE=$work/$1
  mkdir -p "$FAKE"
  put package.production "$old"
  put before.production "$packages/older.zip"
  put traffic 0
  put provisioned 1
  put hosting premium
}

# run NEW_IS FAIL_MODE FAIL_AT SCRIPT ARGUMENT...: its exit code in $rc, its output in $FAKE/output.
run() {
  local new_is=$1 mode=$2 at=$3 script=$4
  shift 4
  rc=0
  NEW_IS=$new_is FAIL_MODE=$mode FAIL_AT=$at bash "infra/scripts/$script" --environment dev "$@" > "$FAKE/output" 2>&1 < /dev/null || rc=$?
}

deploy() { run "$1" "$2" "$3" deploy.sh --package "$work/new.zip" --step-seconds 0 --watch-seconds 1 --patience 1 "${quick[@]}" "${@:4}"; }

# sleep takes no time, whatever a script waits for.
sleep() { :; }
export -f sleep

# expect WHAT CONDITION...: a test; what it was about is shown where it fails.
expect() {
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); return; fi
  failed=$((failed + 1))
  printf 'FAILED %s: %s\n' "$what" "$*"
  sed 's/^/    /' "$FAKE/output"
}

says() { grep -qF -- "$1" "$FAKE/output"; }
production_runs() { [ "$(get package.production)" = "$1" ] && [ "$(get traffic)" = 0 ] && [ -z "$(get pending)" ]; }

# as_it_should NAME: the end of a run fits its exit code.
as_it_should() {
  case $rc in
    0) expect "$1" production_runs "$NEW" ;;
    1) expect "$1" production_runs "$old" ;;
    # Only where the calls that undo it fail too; both packages work, and the output has the commands.
    3) expect "$1" says 'az webapp traffic-routing clear --resource-group RESOURCE_GROUP --name FUNCTION_APP' ;;
    *) expect "$1 exits with $rc" false ;;
  esac
  expect "$1" says 'Next: '
}

start good
deploy good '' 0
expect good [ "$rc" = 0 ]
as_it_should good
expect 'the ramp' [ "$(get ramped)" = ' 5 10 25 50 100' ]
cp "$FAKE/log" "$work/deploy.sh.log"

start dry-run
deploy good '' 0 --dry-run
# A real run asks several times before it believes that a slot is ready; the names of packages are the account's.
uniq < "$work/deploy.sh.log" | sed "s#$old#PACKAGE_OF_PRODUCTION#" > "$work/called"
uniq < "$FAKE/output" > "$work/printed"
expect 'dry run prints what is called' cmp -s "$work/called" "$work/printed"
expect 'dry run calls nothing' [ ! -e "$FAKE/log" ]

# faults MODE SCRIPT: each call of a good run of it fails; what only reads is the same before and after.
faults() {
  local mode=$1 script=$2 at=0 call
  while read -r call; do
    at=$((at + 1))
    chosen "$at" || continue
    case $mode\ $call in after*' list '* | after*' show '* | after*' query '*) continue ;; esac
    start "$script-$mode-$at"
    if [ "$script" = deploy.sh ]; then
      deploy good "$mode" "$at"
    else
      put package.staging "$NEW"
      put before.production "$NEW"
      run good "$mode" "$at" "$script" "${quick[@]}"
    fi
    as_it_should "$script, az fails at call $at, $mode"
    # Whoever can call az again can undo everything; a rollback tries again of itself, and may then succeed.
    if [ "$mode" != down ]; then expect "$script, az fails at call $at, $mode" [ "$rc" != 3 ]; fi
    if [ "$script" = deploy.sh ]; then expect "$script, az fails at call $at, $mode" [ "$rc" != 0 ]; fi
  done < <(grep '^az ' "$work/$script.log")
}

# By hand the same holds as for a deployment; what a rollback goes back to is "new" to it.
for script in swap.sh rollback.sh; do
  start "$script"
  put package.staging "$NEW"
  put before.production "$NEW"
  put traffic 25
  run good '' 0 "$script" "${quick[@]}"
  expect "$script" [ "$rc" = 0 ]
  as_it_should "$script"
  cp "$FAKE/log" "$work/$script.log"
done

# Side by side, since there are many.
for mode in before after down; do
  (
    # shellcheck disable=SC2030  # they are written down, and added up at the end
    passed=0 failed=0
    for script in deploy.sh swap.sh rollback.sh; do faults "$mode" "$script"; done
    echo "$passed $failed" > "$work/count.$mode"
  ) &
done

# The package is bad: production never keeps it.
for new_is in unready contract errors slow late quiet; do
  start "$new_is"
  deploy "$new_is" '' 0
  expect "$new_is" [ "$rc" = 1 ]
  as_it_should "$new_is"
done
expect 'a quiet hour is said to be one' says 'Too few requests to judge by'

# What becomes bad after the swap is taken back, whichever call of that fails once.
start late-calls
deploy late '' 0
calls=$(get calls)
for ((at = calls - 6; at <= calls; at++)); do
  chosen "$at" || continue
  for mode in before after; do
    start "late-$mode-$at"
    deploy late "$mode" "$at"
    as_it_should "a bad package is taken back, az fails at call $at, $mode"
    expect "a bad package is taken back, az fails at call $at, $mode" [ "$rc" = 1 ]
  done
done

start first
put package.production ''
deploy good '' 0
expect 'the first deployment' [ "$rc" = 0 ]
expect 'the first deployment' production_runs "$NEW"
expect 'the first deployment divides no traffic' [ -z "$(get ramped)" ]

start again
put package.production "$NEW"
deploy good '' 0
expect 'the same package again' says 'Nothing to do'

# Without slots: in place, with the package before it for the way back.
start_flex() {
  start "$1"
  put hosting flex
  put noted old.zip
}

flex_as_it_should() {
  case $rc in
    0) expect "$1" [ "$(get package.production) $(get noted)" = "a package ${NEW##*/}" ] ;;
    1) expect "$1" [ "$(get package.production) $(get noted)" = "$old old.zip" ] ;;
    3) expect "$1" says 'az functionapp deployment source config-zip' ;;
    *) expect "$1 exits with $rc" false ;;
  esac
  expect "$1" says 'Next: '
}

start_flex flex
deploy good '' 0
expect flex [ "$rc" = 0 ]
flex_as_it_should flex
calls=$(get calls)
for mode in before after down; do
  for ((at = 1; at <= calls; at++)); do
    chosen "$at" || continue
    start_flex "flex-$mode-$at"
    deploy good "$mode" "$at"
    flex_as_it_should "flex, az fails at call $at, $mode"
    if [ "$mode" != down ]; then expect "flex, az fails at call $at, $mode" [ "$rc" = 1 ]; fi
  done
done
start_flex flex-unready
deploy unready '' 0
expect 'a bad package without slots' [ "$rc" = 1 ]
flex_as_it_should 'a bad package without slots'
start_flex flex-rollback
run good '' 0 rollback.sh --package older.zip "${quick[@]}"
expect 'back without slots' [ "$rc $(get noted)" = '0 older.zip' ]

# There is a way back from whatever has been let in, and the way back of that is another swap.
start there-and-back
deploy good '' 0
run good '' 0 rollback.sh "${quick[@]}"
expect 'back from a deployment' [ "$rc" = 0 ]
expect 'back from a deployment' production_runs "$old"
run good '' 0 rollback.sh "${quick[@]}"
expect 'back from having gone back' [ "$rc" = 1 ]
expect 'back from having gone back' production_runs "$old"
put before.staging "$packages/older.zip"
run good '' 0 swap.sh "${quick[@]}"
expect 'a swap to what was taken back' production_runs "$NEW"
run good '' 0 rollback.sh "${quick[@]}"
expect 'back from a swap' [ "$rc" = 0 ]
expect 'back from a swap' production_runs "$old"

# What production never ran is none to go back to: a package that was refused, and one whose canary was cut off by something that nothing can undo.
start refused
deploy errors '' 0
run good '' 0 rollback.sh "${quick[@]}"
expect 'back after a refusal' [ "$rc" = 1 ]
as_it_should 'back after a refusal'
start cut-off
put package.staging "$NEW"
put before.staging "$old"
put traffic 25
put pending yes
run good '' 0 rollback.sh "${quick[@]}"
expect 'a canary that was cut off' [ "$rc $(get traffic)" = '1 0' ]
expect 'a canary that was cut off' says 'Next: nothing, where a deployment was to be ended'
deploy good '' 0
expect 'a deployment after one that was cut off' [ "$rc" = 0 ]
as_it_should 'a deployment after one that was cut off'
expect 'a deployment after one that was cut off' grep -q -- '--action reset' "$FAKE/log"

# What takes up after a deployment that was killed undoes that deployment, and nothing that went before it.
for at in 0 1 2 3 4 5 6 7 8 9; do
  chosen "$at" || continue
  for mode in before after; do
    start "undo-early-$mode-$at"
    put package.staging "$packages/older.zip"
    put traffic 5
    put pending yes
    run good "$mode" "$at" rollback.sh --undo "$work/new.zip" "${quick[@]}"
    expect "undone before the swap, az fails at call $at, $mode" [ "$(get package.production)" = "$old" ]
    expect "undone before the swap, az fails at call $at, $mode" says 'Next: '
    if [ "$rc" = 0 ]; then expect "undone before the swap, az fails at call $at, $mode" production_runs "$old"; fi
  done
done
expect 'undone before the swap' [ "$rc" = 0 ]
start undo-late
put package.production "$NEW"
put before.production "$old"
put package.staging "$old"
run good '' 0 rollback.sh --undo "$work/new.zip" "${quick[@]}"
expect 'undone after the swap' [ "$rc" = 0 ]
expect 'undone after the swap' production_runs "$old"

# Cut off by a signal in the middle of a wait: at once, and undone whole, however often it is repeated.
for signal in INT TERM; do
  start "signal-$signal"
  set -m
  (
    # shellcheck disable=SC2317
    sleep() { if [ "$(get traffic)" = 25 ]; then put waiting yes; command sleep 20; fi; }
    export -f sleep
    # Where this script itself was started in the background, an INT is ignored by whatever it starts.
    NEW_IS=good FAIL_MODE='' FAIL_AT=0 exec env --default-signal=INT bash infra/scripts/deploy.sh --environment dev --package "$work/new.zip" --step-seconds 1 --watch-seconds 1 "${quick[@]}" > "$FAKE/output" 2>&1 < /dev/null
  ) &
  pid=$! rc=0
  set +m
  for ((i = 0; i < 900; i++)); do
    if [ -n "$(get waiting)" ]; then break; fi
    command sleep 0.1
  done
  began=$SECONDS
  while kill -s "$signal" "$pid" 2> /dev/null; do :; done
  wait "$pid" || rc=$?
  expect "a deployment that gets a $signal" [ "$rc" = 1 ]
  as_it_should "a deployment that gets a $signal"
  expect "a $signal is heard at once" [ $((SECONDS - began)) -lt 15 ]
done

start_flex flex-signal
set -m
(
  # shellcheck disable=SC2317
  sleep() { put waiting yes; command sleep 20; }
  export -f sleep
  NEW_IS=unready FAIL_MODE='' FAIL_AT=0 exec bash infra/scripts/deploy.sh --environment dev --package "$work/new.zip" --warm-seconds 20 --retry-seconds 0 > "$FAKE/output" 2>&1 < /dev/null
) &
pid=$! rc=0
set +m
for ((i = 0; i < 900; i++)); do
  if [ -n "$(get waiting)" ]; then break; fi
  command sleep 0.1
done
while kill -s TERM "$pid" 2> /dev/null; do :; done
wait "$pid" || rc=$?
expect 'a deployment without slots that gets a TERM' [ "$rc" = 1 ]
flex_as_it_should 'a deployment without slots that gets a TERM'

start_flex flex-undo
printf 'a package' > "$FAKE/package.production"
run good '' 0 rollback.sh --undo "$work/new.zip" "${quick[@]}"
expect 'undone without slots' [ "$rc" = 0 ]
expect 'undone without slots' [ "$(get package.production) $(get noted)" = "$old old.zip" ]

start rollback-named
run good '' 0 rollback.sh --package "${NEW##*/}" "${quick[@]}"
expect 'back to a named package' [ "$rc" = 0 ]
as_it_should 'back to a named package'

# Provisioning writes settings as a whole: it must know the packages, or not begin.
start provision
put package.staging "$NEW"
put before.staging "$old"
run good '' 0 provision.sh
expect provision [ "$rc" = 0 ]
expect 'provision keeps the packages' [ "$(get given)" = "$old $packages/older.zip $NEW $old" ]
expect 'provision stays where the app is' [ "$(get location)" = 'northeurope northeurope' ]
for at in 1 2 3 4 5 6; do
  start "provision-$at"
  run good before "$at" provision.sh
  expect "provision fails at call $at" [ "$rc" != 0 ]
  expect "provision fails at call $at" [ ! -e "$FAKE/given" ]
  expect "provision fails at call $at" says 'Next: '
done

# The first one may break off before there is an app, and after it; either way it can be repeated.
start first-provision
put provisioned 0
run good before 2 provision.sh --location norwayeast
expect 'the first provisioning fails' [ "$rc" != 0 ]
run good '' 0 provision.sh --location norwayeast
expect 'the first provisioning' [ "$rc $(get given)" = '0    ' ]
expect 'the first provisioning' [ "$(get location)" = 'norwayeast norwayeast' ]

start usage
for steps in '' ',' '5,x' '5,,10' '0,5' '5,101' '5,' '050'; do
  deploy good '' 0 --steps "$steps"
  expect "steps $steps" [ "$rc" = 2 ]
  expect "steps $steps" [ ! -e "$FAKE/log" ]
done
cp "$work/new.zip" "$work/a new one's.zip"
run good '' 0 deploy.sh --package "$work/a new one's.zip" --step-seconds 0 --watch-seconds 0 "${quick[@]}"
expect 'a package with an odd name' [ "$rc" = 0 ]
as_it_should 'a package with an odd name'

# A job that outlasts its login makes it anew, and goes on where that fails.
for mode in '' before; do
  start "login-$mode"
  rc=0
  # shellcheck disable=SC2016
  ACTIONS_ID_TOKEN_REQUEST_URL='https://tokens.example?a=b' AZURE_CLIENT_ID=CLIENT AZURE_TENANT_ID=TENANT AZURE_SUBSCRIPTION_ID=SUBSCRIPTION FAIL_MODE=$mode FAIL_AT=1 \
    bash -c '. infra/scripts/lib.sh; pause 1; SECONDS=2000; pause 1; pause 1' > "$FAKE/output" 2>&1 || rc=$?
  expect "a login that is made anew, $mode" [ "$rc" = 0 ]
  expect "a login that is made anew, $mode" grep -qF 'az login --service-principal --username CLIENT --tenant TENANT --federated-token A_TOKEN' "$FAKE/log"
done
start login-once
ACTIONS_ID_TOKEN_REQUEST_URL='https://tokens.example?a=b' AZURE_CLIENT_ID=CLIENT bash -c '. infra/scripts/lib.sh; SECONDS=2000; pause 1; pause 1' > "$FAKE/output" 2>&1
expect 'a login is made anew once' [ "$(grep -c '^az login' "$FAKE/log")" = 1 ]

# The scripts find an app by the tags that every installation gives it.
start tags
# shellcheck disable=SC2016
tagged() {
  jq --exit-status --arg tag "$2" \
    '[.predictedResources[] | select(.type == "Microsoft.Web/sites").tags[$tag]] | length == 1 and (.[0] | length > 0)' "$1" > "$FAKE/output"
}
for snapshot in infra/env/*.snapshot.json; do
  for tag in installation $(grep -o 'tags\.[A-Za-z]*' infra/scripts/lib.sh | cut -d. -f2); do
    expect 'the tags of an app' tagged "$snapshot" "$tag"
  done
done

start nothing
put provisioned 0
for script in deploy.sh rollback.sh swap.sh watch.sh; do
  case $script in deploy.sh) deploy good '' 0 ;; *) run good '' 0 "$script" ;; esac
  expect "$script before the first provisioning" [ "$rc" = 1 ]
  expect "$script before the first provisioning" says 'provision.sh --environment dev'
done

wait
for mode in before after down; do
  read -r more_passed more_failed < "$work/count.$mode"
  # shellcheck disable=SC2031
  passed=$((passed + more_passed)) failed=$((failed + more_failed))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
