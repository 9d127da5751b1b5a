#!/usr/bin/env bash
# Builds the image of the Web host, with hotelcancel in it, from nothing but packages of Debian 12 and of NuGet. The same sources and packages give the same image.
#   infra/container/build.sh [--tag NAME:VERSION] [--quick] [--sbom FILE] [--push NAME:VERSION]
#     --tag NAME:VERSION     its name on this machine (localhost/hotelcancellation:VERSION, with the version of Directory.Build.props)
#     --quick                without compiling ahead of time: built in half the time, starts slower; for tests
#     --sbom FILE            writes its bill of materials (CycloneDX) there, too; in the image it is /usr/share/sbom/hotelcancellation.cdx.json
#     --push NAME:VERSION    pushes it there, after "buildah login" or "az acr login"; prints the digest that manifests are to name
#     --packages DIR         packages of Debian (*.deb) that an earlier build has kept, instead of the newest
#     --keep-packages DIR    keeps those that are used
#     --own-lists            asks Debian itself for its newest packages, as everywhere but on Debian 12, whose apt knows them
# Needs Debian or Ubuntu (there with debian-archive-keyring), the .NET SDK, Node.js and buildah. Prints the id of the image.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
usage() { sed -n '2,${/^#/!q;s/^# \{0,1\}//p}' "$0"; }
bad() { printf '%s\n' "$1" "See: $0 --help" >&2; exit 2; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
need() { command -v "$1" > /dev/null 2>&1 || stop "$1 is needed and was not found. $2"; }

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
tag=localhost/hotelcancellation:$version ahead=true sbom='' push='' packages='' keep='' own=false
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --quick) ahead=false; shift; continue ;;
    --own-lists) own=true; shift; continue ;;
    --tag|--sbom|--push|--packages|--keep-packages) [ -n "${2:-}" ] || bad "$1: a value is needed." ;;&
    --tag) tag=$2 ;;
    --sbom) sbom=$2 ;;
    --push) push=$2 ;;
    --packages) [ -d "$2" ] || bad "--packages $2: there is no such folder."; packages=$(cd "$2" && pwd) ;;
    --keep-packages) mkdir -p "$2"; keep=$(cd "$2" && pwd) ;;
    *) bad "$1: there is no such option." ;;
  esac
  shift 2
done

need buildah 'Install buildah.'
need dotnet 'Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0'
need node 'Install Node.js 20 or newer: https://nodejs.org'
need dpkg-deb 'Build on Debian or Ubuntu.'
# shellcheck source=/dev/null
[ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ] || own=true

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/debs" "$work/context/rootfs" "$work/context/app"
# Times are those of the commit; without one they are those of no time.
revision=$(git rev-parse HEAD 2> /dev/null || echo unknown)
epoch=$(git log -1 --format=%ct 2> /dev/null || echo 0)

if [ -n "$packages" ]; then
  cp "$packages"/*.deb "$work/debs"
else
  mapfile -t names < "$here/packages.txt"
  apt=(-qq -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=400)
  if $own; then
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -f "$keyring" ] || stop 'Install debian-archive-keyring: the packages are those of Debian 12, and signed.'
    mkdir -p "$work"/apt/{lists/partial,cache/archives/partial,parts}
    printf 'deb [arch=amd64 signed-by=%s] %s main\n' "$keyring" 'http://deb.debian.org/debian bookworm' "$keyring" 'http://deb.debian.org/debian bookworm-updates' "$keyring" 'http://deb.debian.org/debian-security bookworm-security' > "$work/apt/sources.list"
    : > "$work/apt/status"
    apt+=(-o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts="$work/apt/parts" -o Dir::State::lists="$work/apt/lists" -o Dir::State::status="$work/apt/status" -o Dir::Cache="$work/apt/cache" -o APT::Architecture=amd64)
    apt-get "${apt[@]}" update >&2
  elif [ -z "$(find /var/lib/apt/lists -name '*_Packages*' -print -quit 2> /dev/null)" ]; then
    apt-get "${apt[@]}" update >&2
  fi
  (cd "$work/debs" && apt-get "${apt[@]}" download "${names[@]}" >&2)
fi
if [ -n "$keep" ]; then cp "$work"/debs/*.deb "$keep"; fi

# What of the packages is for people, for compilers and for a shell is left out; the licences stay.
rootfs=$work/context/rootfs
for deb in "$work"/debs/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar --extract --no-same-owner --directory "$rootfs"; done
find "$rootfs/usr/share/doc" -type f ! -name copyright -delete
rm -rf "${rootfs:?}"/usr/{bin,sbin} "${rootfs:?}"/{bin,sbin} "$rootfs"/usr/share/{man,locale,lintian,bug,gdb,gcc} "$rootfs"/usr/lib/*/{gconv,audit} "$rootfs"/usr/share/zoneinfo/{right,posix} "$rootfs"/etc/{ld.so.conf.d,ca-certificates,kernel}
mkdir -p "$rootfs"/etc/ssl/certs "$rootfs"/usr/share/sbom "$rootfs"/mnt/secrets "$rootfs"/proc "$rootfs"/sys "$rootfs"/dev
mkdir -m 1777 "$rootfs/tmp"
LC_ALL=C find "$rootfs/usr/share/ca-certificates" -name '*.crt' -print0 | LC_ALL=C sort -z | xargs -0 cat > "$rootfs/etc/ssl/certs/ca-certificates.crt"
rm -rf "$rootfs/usr/share/ca-certificates"
printf 'root:x:0:0:root:/:/none\napp:x:10001:10001:app:/tmp:/none\n' > "$rootfs/etc/passwd"
printf 'root:x:0:\napp:x:10001:\n' > "$rootfs/etc/group"
printf 'hosts: files dns\n' > "$rootfs/etc/nsswitch.conf"
find "$rootfs" -type d -empty ! -path "$rootfs/tmp" ! -path "$rootfs/mnt/*" ! -path "$rootfs/proc" ! -path "$rootfs/sys" ! -path "$rootfs/dev" ! -path "$rootfs/usr/share/sbom" -delete

# Both programs share one runtime, and libraries as the host has them: what it builds on may want newer ones, never older. Analyzers have their turn in the build of the solution.
options=(-c Release -r linux-x64 --self-contained -v q -nologo -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false -p:DebugType=none -p:GenerateDocumentationFile=false "-p:PublishReadyToRun=$ahead" -p:UseSharedCompilation=false)
# The host, which has to start soon, is compiled as one with the runtime; the tool runs on the files of that.
declare -A composite=([Cli]=false [Web]=$ahead)
for project in Cli Web; do
  dotnet publish "src/HotelCancellation.$project" "${options[@]}" "-p:PublishReadyToRunComposite=${composite[$project]}" -o "$work/$project" -p:PathMap="$PWD=/src" >&2
  cp -r "$work/$project/." "$work/context/app"
done
rm -f "$work"/context/app/{*.pdb,*.xml,*.dbg,createdump,appsettings.*.json}

node infra/container/sbom.mjs --version "$version" --app "$work/context/app" --debs "$work/debs" --epoch "$epoch" > "$rootfs/usr/share/sbom/hotelcancellation.cdx.json"
if [ -n "$sbom" ]; then cp "$rootfs/usr/share/sbom/hotelcancellation.cdx.json" "$sbom"; fi
chmod -R u=rwX,go=rX "$work/context"
chmod 1777 "$rootfs/tmp"

# The format of Docker, since that of OCI has no health check; every cluster takes it.
buildah bud --isolation chroot --format docker --layers --timestamp "$epoch" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" \
  --tag "$tag" --iidfile "$work/id" --file "$here/Containerfile" "$work/context" >&2
if [ -n "$push" ]; then
  buildah push --digestfile "$work/digest" "$tag" "docker://$push" >&2
  printf '%s@%s\n' "${push%:*}" "$(cat "$work/digest")"
fi
printf '%s\n' "$(cat "$work/id")"
