#!/usr/bin/env bash
# Lets a version in by degrees beside the one that answers, and takes it back where it does worse than it should.
#   infra/scripts/k8s/canary.sh --image REF [options]     applies, waits, checks, leads 5, 10, 25, 50 % of the requests there, promotes, watches
#   infra/scripts/k8s/canary.sh --back                    ends a canary that was cut off: all requests go to the version that answered, the canary has no pods
#     --image REF             by digest or version: NAME@sha256:... or NAME:1.2.3
#     --overlay DIR           what is applied (infra/k8s/overlays/canary)
#     --installation NAME     of infra/k8s/installations, which knows where Prometheus is (prod)
#     --prometheus URL        another Prometheus
#     --context NAME          of kubectl
#     --steps LIST            percent of the traffic for the canary (5,10,25,50)
#     --step-seconds N        time at each step (300)
#     --patience N            how many more times a step is waited for that had too few requests (3)
#     --watch-seconds N       time after the promotion in which it is still taken back (600)
#     --max-error-rate X      the largest share of failed requests (0.001)
#     --max-p99 N             the largest 99th percentile of a prediction, in milliseconds (100)
#     --min-requests N        fewer requests say nothing (50); 0 goes by time and probes alone
#     --rollout-seconds N, --retry-seconds N    how long pods may take to be ready (600), and the wait between tries of undoing (20)
#     --dry-run               prints exactly what would be called
# Exit code: 0 promoted; 1 not, the version before answers everything; 2 bad usage; 3 what was begun could not be undone: do what it says.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=infra/scripts/k8s/cluster.sh
. "$(dirname "$0")/cluster.sh"
# shellcheck disable=SC2034
steps=5,10,25,50 last_rule=2 live=hotelcancellation trial=hotelcancellation-canary
overlay=$k8s/overlays/canary
begin "$@"

# recover: the version before answers everything. Says what is so now, and what to do next. To be called from an EXIT trap.
recover() {
  # Whoever is impatient must not cut the undoing off, too; where it began with a signal, that has seen to it.
  trap '' INT TERM
  trap - EXIT
  set +e
  if $dry; then exit 1; fi
  say ''
  say 'Stopped. Undoing what was done ...'
  case $stage in led|promoted) surely lead 0 || by_hand ;; esac
  if [ "$stage" = promoted ]; then
    # While it goes back, the canary has what was tried, and no requests.
    surely release "$before" "$image" "$before" 0 || by_hand
    surely settled "$live" || by_hand
  fi
  if [ "$stage" != nothing ]; then surely scale_to "$trial" 0 || say "The canary may still have pods; end that by: $(spell kubectl "${cluster[@]}" scale "deployment/$trial" --replicas 0)"; fi
  say "${before:-No version} answers all requests, as before."
  say "Next: find the cause above, in the logs of $trial and in Grafana, then release again."
  exit 1
}

by_hand() {
  stuck "$(lead_by_hand)" "$(spell kubectl "${cluster[@]}" set image "deployment/$live" "app=$before")" "$(spell kubectl "${cluster[@]}" scale "deployment/$trial" --replicas 0)"
}

unknown='The cluster cannot be asked what runs. Nothing was changed. Next: see the message above, then release again.'
before=$(image_of "$live") || stop "$unknown"
if $back; then
  [ -n "$before" ] || stop 'There is no version that answers. Next: release one with --image.'
  surely lead 0 || by_hand
  surely scale_to "$trial" 0 || by_hand
  say "$before answers all requests. Next: nothing, or release again."
  exit 0
fi
if [ "$before" = "$image" ]; then say "$image answers already. Nothing to do. Next: nothing."; exit 0; fi
pods=$(pods_of "$live") || stop "$unknown"
share=$(weight_of "$trial") || stop "$unknown"
guarded
# What an earlier run may have left: nobody is to meet the new version before it was looked at.
if [ -n "$before" ] && [ -n "$share" ] && [ "$share" != 0 ]; then
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
  say "$image answers; there was none before it, so that there is nothing to compare it with. Next: nothing."
  exit 0
fi
scale_to "$trial" "${pods:-1}"
settled "$trial"
checked "$trial"
ramp
say "Promoting $image ..."
stage=promoted
# The pods of the version before go one by one; those of the canary keep their share meanwhile.
release "$image" "$image" "$image" "${steps##*,}"
settled "$live"
lead 0
watch "$live"
scale_to "$trial" 0
trap - EXIT INT TERM
$dry && exit 0
say "$image answers all requests. Before it: $before."
say "Next: nothing. To go back: ${0} --image $before"
