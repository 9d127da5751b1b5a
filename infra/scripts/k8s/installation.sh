# shellcheck shell=bash
# What provision.sh and connect.sh know of an installation on Kubernetes. Sourced after lib.sh.
# shellcheck disable=SC2034,SC2154  # what lib.sh sets is used here, and what is set here by the scripts
aks=$(cd "$scripts/../aks" && pwd)
installations=${INSTALLATIONS_FOLDER:-$(cd "$scripts/../k8s/installations" && pwd)}

# installation_option NAME VALUE
installation_option() {
  case $1 in
    --environment)
      case ${2:-} in ''|*[!a-z0-9-]*) ;; *) [ ! -f "$aks/env/$2.bicepparam" ] || environment=$2 ;; esac
      [ -n "$environment" ] || bad "--environment ${2:-}: must be dev or prod. Others are as the files of infra/aks/env are called." ;;
    *) option "$@" ;;
  esac
}

need_installation() {
  name=hotelcancel-$environment-aks
  $dry || { need az 'Install the Azure CLI and run "az login".'; need jq 'Install jq.'; }
}

# location_of_cluster: of the one that is there; nothing where there is none.
location_of_cluster() {
  ask '' az resource list --tag "installation=$name" --output tsv --query "[?type=='Microsoft.ContainerService/managedClusters'].location"
}
