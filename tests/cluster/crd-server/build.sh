#!/usr/bin/env bash
# Makes the CRD server of a newer Kubernetes, unless the cache has it, from the sources in Debian sid: Kubernetes 1.36, or what came
# after it. Downloads 130 MB, needs some 3 minutes of two processors and 2 GB on the way, and leaves 75 MB.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
. "$cluster_sources/lib/cache.sh"
. "$cluster_sources/lib/debian.sh"
. "$cluster_sources/crd-server/location.sh"

package=golang-k8s-apiextensions-apiserver-dev

# Large packages that the libraries' own tests or other parts of them ask for, and the CRD server is not compiled from.
unused='cloudflare-circl|klauspost-compress|pierrec-lz4|aws-sdk|google-cloud|google-api|gonum|nxadm-tail|mongo-driver|x-image|google-pprof|nats-io|charmbracelet|apache-arrow|pjbgf'

# Names of the packages with the sources of its libraries.
libraries() {
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$package" |
    grep -xE 'golang-.*-dev' | grep -vE "$unused" | sort -u
}

# Version of the release's Go, such as 1.27.
go_version() { apt-cache depends golang-go | sed -n 's/.*Depends: golang-\([0-9.]*\)-go$/\1/p'; }

make_crd_server() {
  local work=$1 version names
  say "Building the CRD server of a newer Kubernetes: some 3 minutes, once"
  debian_open "$work/apt" sid deb
  version=$(go_version)
  mapfile -t names < <(libraries)
  debian_unpack "$work/root" "golang-$version-go" "golang-$version-src" "${names[@]}"
  say "Sources are here after $SECONDS s"

  export GOROOT=$work/root/usr/lib/go-$version GOPATH=$work/root/usr/share/gocode GOCACHE=$work/go-cache GOTMPDIR=$work
  export GO111MODULE=off GOPROXY=off GOTOOLCHAIN=local GOFLAGS=-trimpath CGO_ENABLED=0
  "$GOROOT/bin/go" build -ldflags "-s -w" -o "$work/result/crd-server" "$cluster_sources/crd-server/main.go"
}

build_once "$crd_server" make_crd_server
