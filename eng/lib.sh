# shellcheck shell=bash
# Shared by the scripts in this folder: set-up that a fresh machine needs. Sourced, not run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# shellcheck disable=SC2034  # the scripts that source this use it
configuration=${CONFIGURATION:-Release}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# need COMMAND HINT
need() { command -v "$1" >/dev/null 2>&1 || die "$1 is needed and was not found. $2"; }

# The tools of package.json (Azurite, playwright-core), once per lock file.
need_node_modules() {
  need node 'Install Node.js 20 or newer: https://nodejs.org'
  need npm 'Install Node.js 20 or newer: https://nodejs.org'
  local stamp=node_modules/.installed-for
  # npm ci empties what a link points to.
  if [ -L node_modules ] && ! cmp -s package-lock.json "$stamp"; then rm node_modules; fi
  if ! cmp -s package-lock.json "$stamp"; then
    say 'Installing Azurite (npm ci) ...'
    npm ci --no-audit --no-fund --loglevel=error >&2
    cp package-lock.json "$stamp"
  fi
}

# need_apt PACKAGE...: installs Debian packages that are missing; says so and goes on where that is not possible.
need_apt() {
  local missing=() name
  for name in "$@"; do dpkg -s "$name" >/dev/null 2>&1 || missing+=("$name"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    say "Not installed, and not installable by this user: ${missing[*]}"
    return 0
  fi
  say "Installing ${missing[*]} ..."
  apt-get -o DPkg::Lock::Timeout=400 update -qq >/dev/null 2>&1 || true
  apt-get -o DPkg::Lock::Timeout=400 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || say "Could not install: ${missing[*]}"
}

# Whether the package feed carries the real Functions worker is tried once and remembered in FunctionsWorker.props.
need_functions_mode() {
  [ -f FunctionsWorker.props ] && return 0
  local mode=false
  if timeout 120 dotnet restore src/HotelCancellation.Functions -p:FunctionsWorker=true -v q >/dev/null 2>&1; then mode=true; fi
  printf '<Project>\n  <PropertyGroup>\n    <FunctionsWorker Condition="%s">%s</FunctionsWorker>\n  </PropertyGroup>\n</Project>\n' "'\$(FunctionsWorker)' == ''" "$mode" > FunctionsWorker.props
}

need_dotnet() { need dotnet 'Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0'; }

# The name .NET has for this kind of machine.
runtime() {
  local system=linux
  [ "$(uname -s)" = Darwin ] && system=osx
  case $(uname -m) in x86_64|amd64) printf '%s-x64\n' "$system" ;; *) printf '%s-arm64\n' "$system" ;; esac
}

# count_results FOLDER: what failed and why, then the last line of a test run, from its .trx files; fails where a test did, where $failed is not 0, and without any test.
count_results() {
  local total passed executed bad skipped
  counter() { sed -n "s/.*<Counters.* $2=\"\([0-9]*\)\".*/\1/p" "$1"/*.trx 2>/dev/null | awk '{ n += $1 } END { print n + 0 }'; }
  total=$(counter "$1" total) passed=$(counter "$1" passed) executed=$(counter "$1" executed)
  bad=$((executed - passed)) skipped=$((total - executed))
  [ "$bad" -gt 0 ] || [ "${failed:-0}" -eq 0 ] || bad=1
  [ "$bad" -eq 0 ] || node eng/failures.mjs "$1" || true
  echo "$passed passed, $bad failed, $skipped skipped"
  [ "$bad" -eq 0 ] && [ "$passed" -gt 0 ]
}
