#!/usr/bin/env bash
# Makes the programs of the test cluster, unless the cache has them: Kubernetes from Debian's source package, and what it
# runs on (etcd, containerd, runc ...) from Debian's packages. Takes some 4 minutes and 3 GB on the way, and leaves 400 MB.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
. "$cluster_sources/lib/cache.sh"
. "$cluster_sources/lib/debian.sh"
. "$cluster_sources/build/kubernetes.sh"

make_programs() {
  local work=$1 tree
  say "Building Kubernetes $kubernetes_version: some 4 minutes, once"
  debian_open "$work/apt"
  debian_unpack "$work/result/root" \
    etcd-server containerd runc containernetworking-plugins conntrack socat libwrap0 \
    iptables libip6tc2 libnfnetlink0 libnetfilter-conntrack3 libnftnl11
  debian_unpack "$work/go" golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev
  tree=$(debian_source "$work/source" kubernetes)
  say "Sources are here after $SECONDS s"

  mkdir "$work/result/bin"
  kubernetes_prepare "$tree" "$work/go"
  kubernetes_build "$tree" "$work/go" "$work" "$work/result/bin"
}

build_once "$programs" make_programs
