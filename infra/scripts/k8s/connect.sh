#!/usr/bin/env bash
# Writes what the manifests have to know of an installation into infra/k8s/installations, and logs kubectl in to its cluster.
#   infra/scripts/k8s/connect.sh --environment dev|prod [--host NAME] [--certificate URI] [--no-login] [--dry-run]
#     --host NAME          under which it is called from outside; needed the first time
#     --certificate URI    of the vault (https://VAULT.vault.azure.net/certificates/hotelcancellation)
#     --no-login           writes the files alone
# What it reads are the outputs of the last deployment (provision.sh). No secret is among them: commit what it writes.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=infra/scripts/k8s/installation.sh
. "$(dirname "$0")/installation.sh"
host='' certificate='' login=true
connect_option() {
  case $1 in
    --host) host=${2:-} ;;
    --certificate) certificate=${2:-} ;;
    --no-login) login=false words=1 ;;
    *) installation_option "$@" ;;
  esac
}

read_options connect_option "$@"
[ -n "$environment" ] || bad '--environment is needed.'
folder=$installations/$environment
nothing='Nothing was changed. Next: see the message above'
[ -n "$host" ] || host=$(sed -n 's/^HOST=//p' "$folder/installation.env" 2> /dev/null) || true
[[ $host =~ ^[a-z0-9.-]+\.[a-z]+$ ]] || bad "--host $host: must be a host name."
need_installation

outputs=$(ask '{}' az deployment sub show --name "$name" --query properties.outputs --output json) || stop "The outputs of $name cannot be read. $nothing, or run provision.sh first."
# output NAME: one that there must be.
output() { jq --exit-status --raw-output ".$1.value" <<< "$outputs" || stop "The deployment $name has no output $1. Nothing was changed. Next: provision.sh --environment $environment"; }
if ! $dry; then
  vault=$(output vault)
  installation=$(printf '%s\n' "CERTIFICATE=${certificate:-https://$vault.vault.azure.net/certificates/hotelcancellation}" "CLIENT_ID=$(output clientId)" "HOST=$host" \
    "PROMETHEUS=$(output prometheus)" "REGISTRY=$(output registry)" "TENANT_ID=$(output tenant)" "VAULT=$vault")
  case $'\n'$installation in *$'=\n'* | *=) stop "The deployment $name lacks an output. Nothing was changed. Next: provision.sh --environment $environment" ;; esac
  settings=$(jq --exit-status --raw-output '.settings.value | to_entries | sort_by(.key | ascii_downcase) | .[] | "\(.key)=\(.value)"' <<< "$outputs") || stop "The deployment $name has no settings. Nothing was changed."
  mkdir -p "$folder"
  printf '%s\n' "$installation" > "$folder/installation.env"
  printf '%s\n' "$settings" > "$folder/settings.env"
  [ -f "$folder/kustomization.yaml" ] || sed "s/hotelcancel-dev-aks/$name/" "$scripts/../k8s/installations/dev/kustomization.yaml" > "$folder/kustomization.yaml"
  say "Written: $folder/installation.env and settings.env."
fi
if $login; then
  group=$(if $dry; then printf RESOURCE_GROUP; else output resourceGroup; fi)
  cluster=$(if $dry; then printf CLUSTER; else output cluster; fi)
  change az aks get-credentials --resource-group "$group" --name "$cluster" --overwrite-existing
  # The cluster knows no accounts but those of Entra ID.
  change kubelogin convert-kubeconfig --login azurecli
fi
say "Next: look at the difference and commit it; then ${0%/*}/canary.sh --image REF --installation $environment. See docs/aks.md."
