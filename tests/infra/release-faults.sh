#!/usr/bin/env bash
# Runs infra/scripts/k8s/canary.sh and blue-green.sh against a fake kubectl that fails at each of its calls in turn, and with images that are bad in each way:
# requests are always led to pods that answer, the output says what to do next, and a version that does worse does not stay. provision.sh and connect.sh against a
# fake az. FAULT_SHARE=3 FAULT_SEED=1 has one of three calls fail. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/infra/fake-cluster.sh
. tests/infra/fake-cluster.sh
# shellcheck source=tests/infra/share.sh
. tests/infra/share.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
old=registry.example/hotelcancellation:1.2.3
export NEW=registry.example/hotelcancellation:1.3.0 NEW_IS=good FAIL_MODE='' FAIL_AT=0
passed=0 failed=0

# as SCRIPT: which deployments there are, and where the weights stand.
as() {
  script=$1
  export LIVE TRIAL DEPLOYMENTS LAST_RULE
  if [ "$script" = canary.sh ]; then LIVE=hotelcancellation TRIAL=hotelcancellation-canary LAST_RULE=2; else LIVE=hotelcancellation-blue TRIAL=hotelcancellation-green LAST_RULE=1; fi
  DEPLOYMENTS="$LIVE $TRIAL hotelcancellation-jobs"
}

# start NAME: a cluster in which the old image answers, with three pods.
start() {
  export FAKE=$work/$1 RELEASE_FOLDER=$work/$1/release
  mkdir -p "$FAKE"
  running "$LIVE" "$old" 3 100
  running "$TRIAL" "$old" 0 0
  running hotelcancellation-jobs "$old" 1 ''
}

# running DEPLOYMENT IMAGE PODS WEIGHT
running() {
  put "image.$1" "$2"
  put "pods.$1" "$3"
  if [ "$3" = 0 ]; then put "running.$1" ''; else put "running.$1" "$2"; fi
  put "weight.$1" "$4"
}

# run ARGUMENT...: the script's exit code in $rc, its output in $FAKE/output.
run() {
  rc=0
  bash "infra/scripts/k8s/$script" --retry-seconds 0 --prometheus http://prometheus.example "$@" > "$FAKE/output" 2>&1 < /dev/null || rc=$?
}

release() { run --image "$NEW" --steps "${steps:-50}" --step-seconds 0 --watch-seconds 1 --patience 1 "$@"; }

# sleep takes no time, whatever a script waits for.
sleep() { :; }
export -f sleep

# expect WHAT CONDITION...: a test; what it was about is shown where it fails.
expect() {
  local what="$script, $1"
  shift
  if "$@"; then passed=$((passed + 1)); return; fi
  failed=$((failed + 1))
  printf 'FAILED %s: %s (exit code %s)\n' "$what" "$*" "$rc"
  sed 's/^/    /' "$FAKE/output"
  (cd "$FAKE" && grep -H . image.* pods.* running.* weight.* dropped unseen 2> /dev/null | sed 's/^/    /') || true
}

says() { grep -qF -- "$1" "$FAKE/output"; }

# answers IMAGE: every request is led to pods of it.
answers() {
  local name all=0
  for name in $DEPLOYMENTS; do
    value "weight.$name"
    if [ "${REPLY:-0}" = 0 ]; then continue; fi
    all=$((all + REPLY))
    value "running.$name"
    [ "$REPLY" = "$1" ] || return 1
  done
  [ "$all" = 100 ]
}

nothing_dropped() { [ ! -f "$FAKE/dropped" ] && [ ! -f "$FAKE/unseen" ]; }

# as_it_should NAME: the end of a run fits its exit code.
as_it_should() {
  case $rc in
    0) expect "$1" answers "$NEW" ;;
    1) expect "$1" answers "$old" ;;
    # Only where the calls that undo it fail, too.
    3) expect "$1" says "kubectl --namespace hotelcancellation patch httproute hotelcancellation --type json --patch" ;;
    *) expect "$1 exits with $rc" false ;;
  esac
  expect "$1" nothing_dropped
  expect "$1" says 'Next: '
}

# each SCRIPT: all that both have in common.
each() {
  local at mode new_is calls call
  as "$1"
  local of=${script%.sh} ramp=' 0 5 10 25 50 50 0'
  # Applying for the promotion keeps the share; then a canary has done its part, and a colour gets all.
  if [ "$of" = blue-green ]; then ramp=' 0 5 10 25 50 50 100'; fi

  start "$of-good"
  steps=5,10,25,50 release
  expect 'a good image' [ "$rc" = 0 ]
  as_it_should 'a good image'
  expect 'the ramp' [ "$(get ramped)" = "$ramp" ]
  expect 'the jobs go along' [ "$(get running.hotelcancellation-jobs)" = "$NEW" ]
  steps=5,10,25,50 release
  expect 'the same image again' says 'Nothing to do'
  expect 'the same image again' answers "$NEW"

  # What is printed is what is called; what Prometheus is asked as well.
  start "$of-steps"
  release
  cp "$FAKE/log" "$work/$of.log"
  calls=$(get calls)
  start "$of-dry"
  release --dry-run
  grep '^kubectl ' "$FAKE/output" | sed "s#$of-dry#$of-steps#" > "$FAKE/printed"
  expect 'a dry run prints what is called' cmp "$work/$of.log" "$FAKE/printed"
  expect 'a dry run prints what Prometheus is asked' says 'curl --silent --fail'
  expect 'a dry run calls nothing' [ ! -e "$FAKE/log" ]
  expect 'a dry run changes nothing' answers "$old"

  # What kustomize makes of the file that was written last is what the fake has made of it.
  if type -P kubectl > /dev/null; then
    # shellcheck disable=SC2016
    command kubectl kustomize "$work/$of-steps/release" | node -e '
      for (const d of require("yaml").parseAllDocuments(fs.readFileSync(0, "utf8")).map((d) => d.toJS())) {
        if (d.kind === "Deployment") console.log(`image.${d.metadata.name} ${d.spec.template.spec.containers[0].image}`);
        if (d.kind === "CronJob") console.log(`image.hotelcancellation-jobs ${d.spec.jobTemplate.spec.template.spec.containers[0].image}`);
        if (d.kind === "HTTPRoute") for (const b of d.spec.rules.at(-1).backendRefs ?? []) console.log(`ramped ${b.weight}`);
      }' > "$FAKE/rendered"
    while read -r file text; do
      if [ "$file" = ramped ]; then expect 'kustomize sets the weights' grep -q -- " $text" "$work/$of-steps/ramped"; else expect "kustomize sets $file" [ "$text" = "$(cat "$work/$of-steps/$file")" ]; fi
    done < "$FAKE/rendered"
    expect 'kustomize renders all' [ "$(wc -l < "$FAKE/rendered")" = 7 ]

    # What a release that was taken back leaves in the route is what the overlay has.
    start "$of-taken-back"
    NEW_IS=late release
    # shellcheck disable=SC2016
    command kubectl kustomize "infra/k8s/overlays/$of" | node -e '
      const route = require("yaml").parseAllDocuments(fs.readFileSync(0, "utf8")).map((d) => d.toJS()).find((d) => d.kind === "HTTPRoute" && d.metadata.name === "hotelcancellation");
      console.log(JSON.stringify(route.spec.rules.at(-1).backendRefs.map(({ name, port, weight }) => ({ name, port, weight }))));' > "$FAKE/overlay"
    expect 'the weights of the overlay' [ "$(grep ' patch httproute ' "$FAKE/log" | tail -1 | sed "s/.*backendRefs\",\"value\":\(.*\)}\]'/\1/")" = "$(cat "$FAKE/overlay")" ]
  fi

  # Each call fails once, before or after its work, or all do from there on. What only reads is the same before and after.
  for mode in before after down; do
    at=0
    while read -r call; do
      at=$((at + 1))
      chosen "$at" || continue
      case $mode\ $call in after*' get '* | after*' rollout status '*) continue ;; esac
      start "$of-$mode-$at"
      FAIL_MODE=$mode FAIL_AT=$at release
      as_it_should "kubectl fails at call $at, $mode"
      # Who can call kubectl again can undo everything.
      if [ "$mode" != down ]; then expect "kubectl fails at call $at, $mode" [ "$rc" != 3 ]; fi
      # Only of the very last call it may be that everybody has the new version already.
      if [ "$at" -lt "$calls" ]; then expect "kubectl fails at call $at, $mode" [ "$rc" != 0 ]; fi
    done < "$work/$of.log"
  done

  # An image that is bad does not stay, and nobody is led to what does not answer.
  for new_is in unready contract open errors slow late quiet blind; do
    start "$of-$new_is"
    NEW_IS=$new_is release
    expect "$new_is" [ "$rc" = 1 ]
    as_it_should "$new_is"
    value "pods.$TRIAL"
    expect "$new_is leaves no pods" [ "$REPLY" = 0 ]
  done
  expect 'nobody was led there' [ "$(get ramped)" != '' ]
  start "$of-quiet"
  NEW_IS=quiet release
  expect 'a quiet hour is said to be one' says 'Too few requests to judge by'
  for new_is in quiet idle; do
    start "$of-$new_is-by-time"
    NEW_IS=$new_is release --min-requests 0
    expect "$new_is, by time" [ "$rc" = 0 ]
    as_it_should "$new_is, by time"
  done

  # Taken back after it was let in, whichever call of that fails.
  start "$of-late-calls"
  NEW_IS=late release
  calls=$(get calls)
  for ((at = calls - 5; at <= calls; at++)); do
    chosen "$at" || continue
    for mode in before after; do
      start "$of-late-$mode-$at"
      NEW_IS=late FAIL_MODE=$mode FAIL_AT=$at release
      as_it_should "a bad image is taken back, kubectl fails at call $at, $mode"
      expect "a bad image is taken back, kubectl fails at call $at, $mode" [ "$rc" = 1 ]
    done
  done

  # What was cut off by something that nothing can undo.
  start "$of-cut"
  running "$LIVE" "$old" 3 75
  running "$TRIAL" "$NEW" 3 25
  put seen yes
  release
  expect 'a release after one that was cut off' [ "$rc" = 0 ]
  as_it_should 'a release after one that was cut off'

  # The first release has nothing to go back to.
  start "$of-first"
  rm "$FAKE"/image.* "$FAKE"/pods.* "$FAKE"/running.* "$FAKE"/weight.*
  put seen yes
  release
  expect 'the first release' [ "$rc" = 0 ]
  as_it_should 'the first release'

  # A signal in the middle of a wait is heard at once, and everything is undone, however often it is repeated.
  for mode in INT TERM; do
    start "$of-$mode"
    set -m
    (
      # shellcheck disable=SC2317
      sleep() { if [ "$(get "weight.$TRIAL")" = 50 ]; then put waiting yes; command sleep 20; fi; }
      export -f sleep
      exec env --default-signal=INT bash "infra/scripts/k8s/$script" --retry-seconds 0 --prometheus http://prometheus.example --image "$NEW" --steps 50 --step-seconds 1 > "$FAKE/output" 2>&1 < /dev/null
    ) &
    local pid=$! i began
    rc=0
    set +m
    for ((i = 0; i < 900; i++)); do
      if [ -n "$(get waiting)" ]; then break; fi
      command sleep 0.1
    done
    began=$SECONDS
    while kill -s "$mode" "$pid" 2> /dev/null; do :; done
    wait "$pid" || rc=$?
    expect "a $mode" [ "$rc" = 1 ]
    as_it_should "a $mode"
    expect "a $mode is heard at once" [ $((SECONDS - began)) -lt 15 ]
  done

  start "$of-usage"
  for call in hotelcancellation hotelcancellation:latest "$NEW@" 'x y:1.2.3'; do
    run --image "$call"
    expect "the image $call" [ "$rc" = 2 ]
  done
  for call in '' ',' '5,x' '0,5' '101'; do
    run --image "$NEW" --steps "$call"
    expect "steps $call" [ "$rc" = 2 ]
  done
  expect 'bad usage calls nothing' [ ! -e "$FAKE/log" ]
}

# What only a canary can be: begun anew under the name that answers, and there it fails.
canary() {
  as canary.sh
  start canary-stuck
  NEW_IS=stuck release
  expect 'a promotion that does not become ready' [ "$rc" = 1 ]
  as_it_should 'a promotion that does not become ready'
  start canary-back
  running "$LIVE" "$old" 3 75
  running "$TRIAL" "$NEW" 3 25
  put seen yes
  run --back
  expect back [ "$rc $(get "pods.$TRIAL")" = '0 0' ]
  expect back answers "$old"
  expect 'after success no pods of the canary stay' [ "$(cat "$work/canary-good/pods.$TRIAL")" = 0 ]
}

# There and back again, and forth once more.
blue_green() {
  as blue-green.sh
  start blue-green-there
  steps=100 release
  expect there answers "$NEW"
  put seen yes
  run --back
  expect back [ "$rc" = 0 ]
  expect back answers "$old"
  run --back
  expect 'forth again' [ "$rc" = 0 ]
  expect 'forth again' answers "$NEW"
  put "pods.$LIVE" 0
  put "running.$LIVE" ''
  run --back
  expect 'back to a colour without pods' [ "$rc" = 1 ]
  expect 'back to a colour without pods' answers "$NEW"
  expect 'back to a colour without pods' says 'release the version before with --image'

  # Each call of going back fails in turn: whichever colour answers, it has pods.
  local at mode
  for mode in before down; do
    for at in 1 2 3 4 5 6 7 8; do
      start "blue-green-back-$mode-$at"
      running "$LIVE" "$old" 3 0
      running "$TRIAL" "$NEW" 3 100
      put seen yes
      FAIL_MODE=$mode FAIL_AT=$at run --back
      expect "back, kubectl fails at call $at, $mode" nothing_dropped
      expect "back, kubectl fails at call $at, $mode" says 'Next: '
      case $rc in 0) expect "back, kubectl fails at call $at, $mode" answers "$old" ;; 1) expect "back, kubectl fails at call $at, $mode" answers "$NEW" ;; esac
    done
  done
}

# What connect.sh writes is all that the example has, or nothing; what is there stays where it is.
connect() {
  local fails line
  script=connect.sh
  export INSTALLATIONS_FOLDER
  for fails in '' 'deployment sub show' 'aks get-credentials' output; do
    FAKE=$work/connect-${fails// /-} INSTALLATIONS_FOLDER=$work/connect-${fails// /-}/installations
    mkdir -p "$FAKE"
    cat > "$FAKE/outputs" << 'JSON'
{"resourceGroup":{"value":"GROUP"},"tenant":{"value":"TENANT"},"cluster":{"value":"CLUSTER"},"registry":{"value":"acr.azurecr.io"},"vault":{"value":"kv"},"clientId":{"value":"CLIENT"},
"prometheus":{"value":"https://prometheus.example"},"settings":{"value":{"Storage__AccountName":"data","Api__ProtectMetrics":"false"}}}
JSON
    if [ "$fails" = output ]; then sed -i 's/"registry"/"another"/' "$FAKE/outputs"; fi
    rc=0
    AZ_FAILS=$fails bash infra/scripts/k8s/connect.sh --environment dev --host hotel.example > "$FAKE/output" 2>&1 || rc=$?
    case $fails in
      '')
        expect 'it connects' [ "$rc" = 0 ]
        expect 'all that manifests need' diff <(cut -d= -f1 infra/k8s/installations/dev/installation.env) <(cut -d= -f1 "$INSTALLATIONS_FOLDER/dev/installation.env")
        for line in CERTIFICATE=https://kv.vault.azure.net/certificates/hotelcancellation CLIENT_ID=CLIENT HOST=hotel.example REGISTRY=acr.azurecr.io; do
          expect 'the outputs' grep -qxF "$line" "$INSTALLATIONS_FOLDER/dev/installation.env"
        done
        expect 'the settings' [ "$(cat "$INSTALLATIONS_FOLDER/dev/settings.env")" = $'Api__ProtectMetrics=false\nStorage__AccountName=data' ]
        expect 'the login' grep -qF 'az aks get-credentials --resource-group GROUP --name CLUSTER' "$FAKE/az"
        # The host of before holds.
        bash infra/scripts/k8s/connect.sh --environment dev --no-login > "$FAKE/output" 2>&1 || rc=$?
        expect 'again without a host' grep -qxF HOST=hotel.example "$INSTALLATIONS_FOLDER/dev/installation.env" ;;
      'aks get-credentials') expect "$fails" [ "$rc" != 0 ] ;;
      *)
        expect "$fails" [ "$rc" = 1 ]
        expect "$fails" [ ! -e "$INSTALLATIONS_FOLDER/dev" ]
        expect "$fails" says 'Next: ' ;;
    esac
  done

  script=provision.sh
  for fails in '' 'resource list' 'deployment sub create'; do
    FAKE=$work/provision-${fails// /-}
    mkdir -p "$FAKE"
    put location northeurope
    rc=0
    AZ_FAILS=$fails bash infra/scripts/k8s/provision.sh --environment prod --location norwayeast > "$FAKE/output" 2>&1 || rc=$?
    expect "provision, $fails" says 'Next: '
    if [ -z "$fails" ]; then
      expect 'it stays where it is' grep -qF 'az deployment sub create --name hotelcancel-prod-aks --location northeurope' "$FAKE/az"
    else
      expect "provision, $fails" [ "$rc" != 0 ]
    fi
  done
}

for part in canary.sh blue-green.sh; do
  (
    # shellcheck disable=SC2030  # they are written down, and added up at the end
    passed=0 failed=0
    each "$part"
    if [ "$part" = canary.sh ]; then canary; connect; else blue_green; fi
    echo "$passed $failed" > "$work/count.$part"
  ) &
done
wait
for part in canary.sh blue-green.sh; do
  read -r more_passed more_failed < "$work/count.$part" || { echo "FAILED: $part was not tested to its end"; more_passed=0 more_failed=1; }
  # shellcheck disable=SC2031
  passed=$((passed + more_passed)) failed=$((failed + more_failed))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
