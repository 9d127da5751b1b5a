#!/usr/bin/env bash
# Production goes back to the package that it ran before, which staging has since the last swap, or to one that is named. What staging has of a
# deployment that was refused or cut off is none to go back to: production never ran it.
#   infra/scripts/rollback.sh --environment dev|staging|prod [--package NAME.zip | --undo FILE.zip] [--dry-run]
#     --package NAME    a package of the container packages, such as the one that a deployment has named; needed on Flex Consumption
#     --undo FILE       only what a deployment of FILE has done that was cut off: where production does not run it, nothing is swapped
# All traffic goes to production's slot first, which ends a canary at once. Exit code: 0 gone back; 1 not, production is as before;
# 3 what was begun could not be undone: do what it says.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=infra/scripts/slots.sh
. "$(dirname "$0")/slots.sh"
# shellcheck source=infra/scripts/swapping.sh
. "$(dirname "$0")/swapping.sh"
package='' undo=''
rollback_option() {
  case $1 in
    --package) package=${2:-} ;;
    --undo) undo=${2:-}; [ -f "$undo" ] || bad "--undo $undo: there is no such file." ;;
    *) slot_option "$@" ;;
  esac
}

read_options rollback_option "$@"
[ -z "$package" ] || [ -z "$undo" ] || bad '--package and --undo exclude each other.'
need_az
read_target
if [ "$hosting" = flex ]; then
  # shellcheck source=infra/scripts/flex.sh
  . "$(dirname "$0")/flex.sh"
  if [ -n "$undo" ]; then
    # It is written down when it has answered as it should.
    package=$(running_package) || stop 'It cannot be read what the app ran. Nothing was changed. Next: see the message above, then try again.'
    [ -n "$package" ] || stop 'There was no package before. Nothing was changed. Next: deploy again.'
    if [ "$package" = "$(package_name "$undo")" ]; then say "The deployment of $package is done. Next: nothing."; exit 0; fi
  fi
  [ -n "$package" ] || bad '--package is needed on Flex Consumption.'
  file=$(if $dry; then printf 'PACKAGE.zip'; else mktemp; fi)
  fetch_package "$package" "$file" || stop "$package cannot be fetched. Nothing was changed. Next: name one of the container packages."
  surely checked "$file" "$package" || { say "Not gone back: see above. Next: name another package."; exit 3; }
  say "The app runs $package."
  exit 0
fi

surely route_all_to_production || stop "Traffic cannot be led away from staging. Next: $(spell az webapp traffic-routing clear --resource-group "$group" --name "$app")"
unknown='All traffic goes to production, but it cannot be read what the slots run. Next: see the message above, then roll back again.'
before=$(package_of production) || stop "$unknown"
if [ -n "$undo" ] && [ "$(name_of "$before")" != "$(package_name "$undo")" ]; then
  surely end_swap || stop "Staging may still wait for a swap. Next: the same command again, or $(spell az functionapp deployment slot swap --resource-group "$group" --name "$app" --slot staging --target-slot production --action reset)"
  say "Production runs $(name_of "$before") and gets all requests. Next: nothing, or deploy again."
  exit 0
fi
after=$(package_of staging) || stop "$unknown"
if [ -n "$package" ]; then after="https://$state_account.blob.core.windows.net/packages/$package"; fi
[ -n "$after" ] || stop 'All traffic goes to production; staging has no package to go back to. Next: name one by --package.'
if [ -z "$package" ]; then
  earlier=$(package_before production) || stop "$unknown"
  replaced="not what $(name_of "$before") has replaced"
  if [ -n "$earlier" ]; then replaced="not $(name_of "$earlier"), which that has replaced"; fi
  $dry || [ "$after" = "$earlier" ] || stop "All traffic goes to production, which runs $(name_of "$before"). Staging has $(name_of "$after"), and $replaced. Next: nothing, where a deployment was to be ended; else name a package by --package."
fi
if [ "$after" = "$before" ]; then stop "Production runs $(name_of "$after") already. Next: name another by --package."; fi
trap recover EXIT
trap 'trap "" INT TERM; exit 130' INT TERM
end_swap
if [ -n "$package" ]; then
  stage=staged
  run_package staging "$after" "$before"
fi
warm_up staging
preview_and_swap
trap - EXIT INT TERM
$dry && exit 0
say "Production runs $(name_of "$after"). Staging has $(name_of "$before")."
say 'Next: nothing. A model that was promoted meanwhile stays; POST /api/v1/models/rollback goes back in that.'
