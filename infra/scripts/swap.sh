#!/usr/bin/env bash
# Exchanges the slots: what staging runs becomes production, with preview, probes and a watch, and back where that is worse.
#   infra/scripts/swap.sh --environment dev|staging|prod [--watch-seconds N] [--max-error-rate X] [--max-p99 N] [--dry-run]
# Without a canary; deploy.sh has one. Exit code as of deploy.sh.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=infra/scripts/slots.sh
. "$(dirname "$0")/slots.sh"
# shellcheck source=infra/scripts/swapping.sh
. "$(dirname "$0")/swapping.sh"
read_options watch_option "$@"
need_az
read_target
[ "$hosting" = premium ] || stop 'This plan has no slots. Next: deploy.sh replaces a version in place.'
unknown='It cannot be read what the slots run. Nothing was changed. Next: see the message above, then swap again.'
before=$(package_of production) || stop "$unknown"
after=$(package_of staging) || stop "$unknown"
[ -n "$after" ] || stop 'Staging has no package. Nothing was changed. Next: deploy.sh brings one.'
trap recover EXIT
trap 'trap "" INT TERM; exit 130' INT TERM
route_all_to_production
end_swap
# The same package; what it replaces is written down, for the way back.
stage=staged
run_package staging "$after" "$before"
warm_up staging
smoke staging
preview_and_swap
watch
trap - EXIT INT TERM
$dry && exit 0
say "Production runs $(name_of "$after"). Staging has $(name_of "$before")."
say "Next: nothing. To go back: $scripts/rollback.sh --environment $environment"
