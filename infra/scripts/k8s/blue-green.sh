#!/usr/bin/env bash
# Brings a version up under the colour that does not answer, looks at it, and leads all requests there; back where that is worse.
#   infra/scripts/k8s/blue-green.sh --image REF [options]     applies, waits, checks, switches, watches
#   infra/scripts/k8s/blue-green.sh --back                    all requests go to the other colour, which has the version before while it has pods
#     --image REF             by digest or version: NAME@sha256:... or NAME:1.2.3
#     --overlay DIR           what is applied (infra/k8s/overlays/blue-green)
#     --installation NAME     of infra/k8s/installations, which knows where Prometheus is (prod)
#     --prometheus URL        another Prometheus
#     --context NAME          of kubectl
#     --steps LIST            percent of the traffic for the new colour (100); such as 10,50,100 with a look at Prometheus after each
#     --step-seconds N        time at each step (300)
#     --patience N            how many more times a step is waited for that had too few requests (3)
#     --watch-seconds N       time after the last step in which it is still taken back (600)
#     --max-error-rate X      the largest share of failed requests (0.001)
#     --max-p99 N             the largest 99th percentile of a prediction, in milliseconds (100)
#     --min-requests N        fewer requests say nothing (50); 0 goes by time and probes alone
#     --rollout-seconds N, --retry-seconds N    how long pods may take to be ready (600), and the wait between tries of undoing (20)
#     --dry-run               prints exactly what would be called
# The colour before keeps its pods for the way back; scale it to 0 when you are sure. Exit code: 0 switched; 1 not, the colour before answers
# everything; 2 bad usage; 3 what was begun could not be undone: do what it says.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=infra/scripts/k8s/cluster.sh
. "$(dirname "$0")/cluster.sh"
# shellcheck disable=SC2034
steps=100 last_rule=1 blue=hotelcancellation-blue green=hotelcancellation-green
overlay=$k8s/overlays/blue-green
begin "$@"

# recover: the colour before answers everything. Says what is so now, and what to do next. To be called from an EXIT trap.
recover() {
  trap '' INT TERM
  trap - EXIT
  set +e
  if $dry; then exit 1; fi
  say ''
  say 'Stopped. Undoing what was done ...'
  case $stage in led|promoted) surely lead 0 || stuck "$(lead_by_hand)" ;; esac
  if [ "$stage" = promoted ]; then surely release "$before" "$image" "$before" 0 || say "The jobs may still run $image; they do no harm. The next release sees to it."; fi
  if [ -z "$before" ]; then
    say "No version answered before. Next: find the cause above and in the logs of $live, then release again."
    exit 1
  fi
  if [ "$stage" != nothing ]; then surely scale_to "$trial" 0 || say "What was tried may still have pods; end that by: $(spell kubectl "${cluster[@]}" scale "deployment/$trial" --replicas 0)"; fi
  say "$before answers all requests as ${live##*-}, as before."
  say "Next: find the cause above, in the logs of $trial and in Grafana, then release again."
  exit 1
}

unknown='The cluster cannot be asked what runs. Nothing was changed. Next: see the message above, then release again.'
# Blue is the first one where there is none yet.
live=$blue trial=$green
share=$(weight_of "$green") || stop "$unknown"
if [ "${share:-0}" -gt 50 ]; then live=$green trial=$blue; fi
before=$(image_of "$live") || stop "$unknown"
pods=$(pods_of "$live") || stop "$unknown"

if $back; then
  pods=$(pods_of "$trial") || stop "$unknown"
  other=$(image_of "$trial") || stop "$unknown"
  [ "${pods:-0}" -gt 0 ] || stop "$trial has no pods. Next: release the version before with --image."
  guarded
  settled "$trial"
  stage=led
  # To all of it, and to nothing of it where that does not succeed.
  lead 100
  release "$before" "$other" "$other" 100
  trap - EXIT INT TERM
  say "$other answers all requests as ${trial##*-}. Next: nothing. To go forth again: ${0} --back"
  exit 0
fi
if [ "$before" = "$image" ]; then say "$image answers already. Nothing to do. Next: nothing."; exit 0; fi
guarded
if [ -n "$before" ] && [ -n "$share" ] && [ "$share" != 0 ] && [ "$share" != 100 ]; then
  # What an earlier run may have left.
  stage=led
  lead 0
fi
stage=applied
release "${before:-$image}" "$image" "${before:-$image}" 0
settled "$live"
if [ -z "$before" ]; then
  scale_to "$trial" 0
  checked "$live"
  trap - EXIT INT TERM
  say "$image answers as ${live##*-}; there was none before it. Next: nothing."
  exit 0
fi
scale_to "$trial" "${pods:-1}"
settled "$trial"
checked "$trial"
ramp
# The jobs, too, which do not answer.
stage=promoted
release "$before" "$image" "$image" "${steps##*,}"
settled hotelcancellation-jobs
lead 100
watch "$trial"
trap - EXIT INT TERM
$dry && exit 0
say "$image answers all requests as ${trial##*-}. ${live##*-} keeps $before for the way back: ${0} --back"
say "Next: nothing; when you are sure, $(spell kubectl "${cluster[@]}" scale "deployment/$live" --replicas 0)"
