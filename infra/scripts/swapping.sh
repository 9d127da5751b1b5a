# shellcheck shell=bash
# A swap that can be undone at any of its steps. Sourced after slots.sh.
# shellcheck disable=SC2154
watch_seconds=600
# What has been done, so that it can be undone: nothing, staged, routed, previewed, swapped.
stage=nothing
# The package that production ran before and the one that staging brings.
before='' after=''

name_of() { if [ -n "$1" ]; then printf '%s' "${1##*/}"; else printf 'no package'; fi; }

# preview_and_swap: staging takes production's settings and has to be ready with them; then the slots are exchanged.
preview_and_swap() {
  stage=previewed
  swap_action preview
  warm_up staging || return 1
  swap_action swap
  stage=swapped
  sync_triggers production
  warm_up production || return 1
}

# watch: production after the swap. Too few requests are no reason to go back: canary and probes have let it in.
watch() {
  [ "$watch_seconds" -gt 0 ] || return 0
  say "Watching production for $watch_seconds s ..."
  pause "$watch_seconds"
  local verdict=0
  judge production "$watch_seconds" || verdict=$?
  if [ "$verdict" = 2 ]; then say 'Too few requests to judge by; it stays.'; return 0; fi
  return "$verdict"
}

# recover: production gets what it had. Says what is so now, and what to do next. To be called from an EXIT trap.
recover() {
  local now
  # Whoever is impatient must not cut the undoing off, too; where it began with a signal, that has seen to it.
  trap '' INT TERM
  trap - EXIT
  set +e
  if $dry; then exit 1; fi
  say ''
  say 'Stopped. Undoing what was done ...'
  surely route_all_to_production || stuck traffic
  case $stage in nothing|staged|routed) ended ;; esac

  # A call that failed may have done its work all the same; only production itself knows.
  now=$(surely package_of production) || stuck swap
  if [ "$now" != "$before" ] && [ -z "$before" ]; then
    say "Production had no package before, so $(name_of "$now") stays there."
    next
    exit 1
  fi
  if [ "$now" != "$before" ]; then
    say "Production runs $(name_of "$now"); swapping back ..."
    surely back || stuck swap
  elif [ "$stage" = previewed ]; then
    # Staging may still have production's settings.
    surely swap_action reset || say "Staging may still wait for a swap; end that by: $(spell az functionapp deployment slot swap --resource-group "$group" --name "$app" --slot staging --action reset)"
  fi
  ended
}

# back: a swap is done when production runs the earlier package, whatever the call said.
back() {
  local now
  now=$(package_of production) || return 1
  if [ "$now" != "$before" ]; then
    swap_action swap
    now=$(package_of production) || return 1
  fi
  [ "$now" = "$before" ] || return 1
  sync_triggers production || say 'Its timers may need a restart of the app: the list of triggers was not read.'
}

ended() {
  say "Production runs $(name_of "$before"), as before, and gets all requests. Staging has what was tried, for a look at its logs."
  next
  exit 1
}

next() {
  say "Next: find the cause above and in Application Insights (role [staging]/HotelCancellation), then deploy again."
}

# stuck traffic|swap: what is to be done by hand.
stuck() {
  say 'NOT UNDONE: the calls that undo it fail, too.'
  say "Production's slot has a working version: $(name_of "$before"), or $(name_of "$after"), which has passed its checks so far."
  say "Next: when az works again, run"
  by_hand "$1" >&2
  exit 3
}

by_hand() {
  spell az webapp traffic-routing clear --resource-group "$group" --name "$app"
  if [ "$1" = swap ]; then
    printf '%s, and if it is not %s:\n' "$(spell az functionapp config appsettings list --resource-group "$group" --name "$app" --query "[?name=='$setting'].value")" "$(name_of "$before")"
    spell "$scripts/rollback.sh" --environment "$environment"
  fi
}
