# shellcheck shell=bash
# Deployment without slots. Sourced by deploy.sh and rollback.sh after read_target. The plan keeps its own copy of the package that runs; which one
# that is says the blob running beside the packages, which no provisioning writes.
# shellcheck disable=SC2154
running_package() {
  ask PACKAGE.zip az storage blob list --account-name "$state_account" --auth-mode login --container-name packages --prefix running --include m \
    --query "[?name=='running'].metadata.package | [0]" --output tsv
}
put_package() { change az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$1" --output none; }
note_package() {
  change az storage blob upload --account-name "$state_account" --auth-mode login --container-name packages --name running --data "$1" --metadata "package=$1" --overwrite true --output none
}

# fetch_package NAME FILE
fetch_package() { change az storage blob download --account-name "$state_account" --auth-mode login --container-name packages --name "$1" --file "$2" --overwrite true --output none; }

# checked PACKAGE_FILE NAME: the app runs it and answers, and that is written down.
checked() { put_package "$1" && warm_up production && smoke production && note_package "$2"; }

replace_in_place() {
  local old kept
  old=$(running_package) || stop 'It cannot be read what the app runs. Nothing was changed. Next: see the message above, then deploy again.'
  # The way back is fetched first: without it nothing is begun.
  kept=$(if $dry; then printf 'KEPT.zip'; else mktemp; fi)
  if [ -n "$old" ]; then fetch_package "$old" "$kept" || stop "The package that runs, $old, cannot be fetched, so there would be no way back. Nothing was changed. Next: see the message above, then deploy again."; fi
  upload || stop 'The package cannot be uploaded. Nothing was changed. Next: try again.'
  trap 'put_back "$old" "$kept"' INT TERM
  if checked "$package" "${after##*/}"; then
    trap - INT TERM
    if ! $dry; then
      rm -f "$kept"
      say "The app runs ${after##*/}. Next: nothing. To go back: $scripts/rollback.sh --environment $environment --package ${old:-NAME}"
    fi
    return 0
  fi
  put_back "$old" "$kept"
}

# put_back NAME FILE: the app runs the package that it ran, which is fetched already.
put_back() {
  local old=$1 kept=$2
  trap '' INT TERM
  say "${after##*/} does not answer as it should, or was not waited for."
  [ -n "$old" ] || stop 'There was no package before. Next: find the cause above and in Application Insights, then deploy again.'
  say "Going back to $old ..."
  if surely checked "$kept" "$old"; then stop "The app runs $old, as before. Next: find the cause in Application Insights, then deploy again."; fi
  say "NOT UNDONE: the calls that undo it fail, too. $kept has $old. Next: when az works again, run"
  spell az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$kept" >&2
  exit 3
}
