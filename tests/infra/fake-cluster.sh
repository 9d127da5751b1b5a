# shellcheck shell=bash
# A kubectl, a Prometheus and an az for tests of infra/scripts/k8s: functions that the scripts inherit, so that no process is started for a call.
# What there is lives in files of $FAKE; each call of kubectl is logged as the script spells it. Sourced, not run.
#   FAIL_AT N, FAIL_MODE before|after|down    kubectl fails at its call N: without having done it, having done it, or from then on
#   NEW_IS good|unready|stuck|contract|open|errors|slow|late|quiet|idle|blind    what the image $NEW is like, and whether Prometheus sees it
# After each call $FAKE/dropped says whether requests were led to no pod, and $FAKE/unseen whether they were led to an image that nobody had looked at.
# shellcheck disable=SC2317

# put NAME VALUE, value NAME: what there is; value leaves it in $REPLY, since a subshell for each would take longer than all the rest.
put() { printf '%s\n' "$2" > "$FAKE/$1"; }
value() {
  REPLY=''
  if [ -f "$FAKE/$1" ]; then IFS= read -r REPLY < "$FAKE/$1" || :; fi
}
get() { value "$1"; printf '%s' "$REPLY"; }

kubectl() {
  local call
  value calls
  call=$((${REPLY:-0} + 1))
  put calls "$call"
  spell kubectl "$@" >> "$FAKE/log"
  if [ "${FAIL_MODE:-}" = down ] && [ "$call" -ge "$FAIL_AT" ] || [ "${FAIL_MODE:-}" = before ] && [ "$call" = "$FAIL_AT" ]; then
    echo "kubectl: call $call fails" >&2
    return 1
  fi
  answer_kubectl "$@" || return
  look_at_traffic
  if [ "${FAIL_MODE:-}" = after ] && [ "$call" = "$FAIL_AT" ]; then
    echo "kubectl: call $call fails after its work is done" >&2
    return 1
  fi
}

answer_kubectl() {
  local name
  while [ "$1" = --namespace ] || [ "$1" = --context ]; do shift 2; done
  case "$1 $2" in
    'get deployment')
      case "$*" in *containers*) value "image.$3" ;; *) value "pods.$3" ;; esac
      printf '%s' "$REPLY" ;;
    'get httproute')
      [[ $* =~ name==\"([^\"]*)\" ]]
      value "weight.${BASH_REMATCH[1]}"
      printf '%s' "$REPLY" ;;
    'get --raw') answer_service "$3" ;;
    'patch httproute')
      case "$*" in *'"op":"test","path":"/spec/rules/'"$LAST_RULE"'/matches/0/path/value","value":"/"'*'"/spec/rules/'"$LAST_RULE"'/backendRefs"'*) ;; *) echo "kubectl: another rule: $*" >&2; return 1 ;; esac
      set_weights "$*" ;;
    'apply --server-side') applied "${!#}/kustomization.yaml" ;;
    'rollout status')
      name=${3#deployment/}
      value "pods.$name"
      [ "$REPLY" != 0 ] || return 0
      value "image.$name"
      if [ "$REPLY" = "$(get "running.$name")" ]; then return 0; fi
      echo 'error: timed out waiting for the condition' >&2
      return 1 ;;
    'scale deployment/'*)
      name=${2#deployment/}
      value "image.$name"
      if [ -z "$REPLY" ]; then echo 'kubectl: not found' >&2; return 1; fi
      put "pods.$name" "$4"
      replaced "$name" ;;
    *) echo "kubectl: the fake does not know: $*" >&2; return 1 ;;
  esac
}

# set_weights TEXT: those of a list of backends.
set_weights() {
  local rest=$1 pattern='\{"name":"([^"]*)","port":80,"weight":([0-9]+)\}'
  while [[ $rest =~ $pattern ]]; do
    put "weight.${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    if [ "${BASH_REMATCH[1]}" = "$TRIAL" ]; then printf ' %s' "${BASH_REMATCH[2]}" >> "$FAKE/ramped"; fi
    rest=${rest#*"${BASH_REMATCH[0]}"}
  done
}

# applied FILE: what kustomize would do with it to the deployments of the overlay and to its route. A new deployment has one pod.
applied() {
  local line kind='' pattern='' name image
  while IFS= read -r line; do
    if [[ $line =~ kind:\ ([A-Za-z]+),\ name:\ \'([^\']*)\' ]]; then
      kind=${BASH_REMATCH[1]} pattern=${BASH_REMATCH[2]}
    elif [[ $kind = Deployment && $line =~ \"value\":\"([^\"]*)\" ]]; then
      image=${BASH_REMATCH[1]}
      for name in $DEPLOYMENTS; do if [[ $name =~ $pattern ]]; then put "image.$name" "$image"; fi; done
    elif [[ $kind = HTTPRoute ]]; then
      set_weights "$line"
    fi
  done < "$1"
  for name in $DEPLOYMENTS; do
    value "pods.$name"
    if [ -z "$REPLY" ]; then put "pods.$name" 1; fi
    replaced "$name"
  done
}

# replaced DEPLOYMENT: pods of its image take the place of those before, unless they do not become ready: then those before stay.
replaced() {
  local image
  value "image.$1"
  image=$REPLY
  value "pods.$1"
  if [ "$REPLY" = 0 ]; then
    put "running.$1" ''
  elif [ "$image" != "$NEW" ] || [ "$NEW_IS" != unready ] && { [ "$NEW_IS" != stuck ] || [ "$1" = "$TRIAL" ]; }; then
    put "running.$1" "$image"
  fi
}

# The route may lead only to pods that are there, and to the new image only once it was asked for its contract.
look_at_traffic() {
  local name
  for name in $DEPLOYMENTS; do
    value "weight.$name"
    if [ "${REPLY:-0}" = 0 ]; then continue; fi
    value "running.$name"
    if [ -z "$REPLY" ]; then put dropped "$name"; fi
    if [ "$REPLY" = "$NEW" ] && [ ! -f "$FAKE/seen" ]; then put unseen "$name"; fi
  done
}

# answer_service PATH: what the API server answers for a path of a service.
answer_service() {
  local service=${1#*/http:} path=/${1#*/proxy/} image
  service=${service%%:*}
  value "running.$service"
  image=$REPLY
  if [ -z "$image" ]; then echo 'Error from server (ServiceUnavailable): no endpoints available' >&2; return 1; fi
  [ "$image" = "$NEW" ] || image=''
  case "$path ${image:+$NEW_IS}" in
    '/api/v1/models open') echo '{}' ;;
    /api/v1/models*) echo 'error: You must be logged in to the server (Unauthorized)' >&2; return 1 ;;
    '/openapi/v1.json contract') echo '{"paths":{"/a":{"get":{}}}}' ;;
    /openapi/v1.json*)
      if [ -n "$image" ]; then put seen yes; fi
      echo '{"paths":{"/a":{"get":{},"put":{}}}}' ;;
    /health/*) echo '{}' ;;
  esac
}

# az: a token for Prometheus, and what a deployment has left; $AZ_FAILS is the words of the call that fails.
az() {
  spell az "$@" >> "$FAKE/az"
  if [ -n "${AZ_FAILS:-}" ] && [[ "$*" = *$AZ_FAILS* ]]; then echo 'az: it fails' >&2; return 1; fi
  case "$1 $2 $3" in
    'account get-access-token '*) echo A_TOKEN ;;
    'resource list --tag') get location ;;
    'deployment sub show') cat "$FAKE/outputs" ;;
  esac
}
kubelogin() { spell kubelogin "$@" >> "$FAKE/az"; }

# Prometheus: requests, failed ones and the 99th percentile of the service that is asked about.
curl() {
  local service answer total=1000 bad=0 p99=99
  spell curl "$@" >> "$FAKE/queries"
  if [ "$NEW_IS" = blind ]; then return 22; fi
  [[ $* =~ service=\"([^\"]*)\" ]]
  service=${BASH_REMATCH[1]}
  value "running.$service"
  if [ "$REPLY" = "$NEW" ]; then
    case $NEW_IS in
      errors) bad=2 ;;
      slow) p99=101 ;;
      quiet) total=3 ;;
      idle) p99=NaN ;;
      late)
        # Once everybody is led there.
        value "weight.$service"
        if [ "$REPLY" = 100 ]; then bad=500; fi ;;
    esac
  fi
  case "$*" in *histogram_quantile*) answer=$p99 ;; *5..*) answer=$bad ;; *) answer=$total ;; esac
  printf '{"status":"success","data":{"result":[{"value":[0,"%s"]}]}}' "$answer"
}

export -f put value get kubectl answer_kubectl set_weights applied replaced look_at_traffic answer_service az kubelogin curl
