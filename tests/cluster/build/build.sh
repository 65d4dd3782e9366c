#!/usr/bin/env bash
# Makes the programs of the test cluster, unless the cache has them: Kubernetes from Debian's source package, and what it
# runs on (etcd, containerd, runc ...) from Debian's packages. Takes some 4 minutes and 3 GB on the way, and leaves 400 MB.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
. "$cluster_sources/lib/debian.sh"
. "$cluster_sources/build/kubernetes.sh"

[ ! -d "$programs" ] || exit 0
command -v apt-get >/dev/null || die "Kubernetes is built from Debian's source package, and there is no apt-get here. Name another cluster with KUBECONFIG."
for program in dpkg patch xz; do
  command -v "$program" >/dev/null || die "$program is missing (Debian: apt-get install dpkg patch xz-utils)"
done

mkdir -p "$cache"
exec 9> "$cache/.lock"
flock -n 9 || { say "Another build is under way; waiting for it"; flock 9; }
[ ! -d "$programs" ] || exit 0

rm -rf "$cache"/.building-* # of a build that was interrupted: nobody else has the lock
work=$cache/.building-$$
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
set -E
trap 'echo "cluster: the build failed at: $BASH_COMMAND" >&2' ERR
mkdir -p "$work/result/bin"
started=$SECONDS

say "Building Kubernetes $kubernetes_version: some 4 minutes, once"
debian_open "$work/apt"
debian_unpack "$work/result/root" \
  etcd-server containerd runc containernetworking-plugins conntrack socat libwrap0 \
  iptables libip6tc2 libnfnetlink0 libnetfilter-conntrack3 libnftnl11
debian_unpack "$work/go" golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev
tree=$(debian_source "$work/source" kubernetes)
say "Sources are here after $((SECONDS - started)) s"

kubernetes_prepare "$tree" "$work/go"
kubernetes_build "$tree" "$work/go" "$work" "$work/result/bin"

mv "$work/result" "$programs"
say "Built within $((SECONDS - started)) s: $programs"
