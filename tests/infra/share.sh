# shellcheck shell=bash
# chosen AT: of the calls that fail in turn, every FAULT_SHARE-th, from one that FAULT_SEED says; without FAULT_SHARE each.
chosen() { [ $((($1 + ${FAULT_SEED:-0}) % ${FAULT_SHARE:-1})) = 0 ]; }
if [ -n "${FAULT_SHARE:-}" ]; then echo "One of $FAULT_SHARE calls fails, FAULT_SEED=${FAULT_SEED:-0}"; fi
