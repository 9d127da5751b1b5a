#!/usr/bin/env bash
# Looks at production's error rate and p99 for a while. Changes nothing.
#   infra/scripts/watch.sh --environment dev|staging|prod [--watch-seconds N] [--max-error-rate X] [--max-p99 N] [--min-requests N] [--dry-run]
# Exit code: 0 as it should be, or too few requests to say; 1 not: roll back.

# shellcheck source=infra/scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=infra/scripts/slots.sh
. "$(dirname "$0")/slots.sh"
watch_seconds=1800
read_options watch_option "$@"
need_az
read_target
pause "$watch_seconds"
verdict=0
judge production "$watch_seconds" || verdict=$?
case $verdict in
  0) say 'Production is as it should be. Next: nothing.' ;;
  2) say 'Too few requests to judge by. Next: nothing, or look again later.' ;;
  *) stop "Production is not as it should be. Next: $scripts/rollback.sh --environment $environment" ;;
esac
