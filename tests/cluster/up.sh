#!/usr/bin/env bash
# Puts up a Kubernetes cluster of one node on this machine, sandboxed, and says where its kubeconfig is.
#   --control-plane   API server, controllers and scheduler alone: no node, no pods, no images
#   --owner PID       goes down by itself when that process ends
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$cluster_sources/lib/checks.sh"
. "$cluster_sources/lib/pki.sh"

with_node=1 owner=
while [ $# -gt 0 ]; do
  case $1 in
    --control-plane) with_node=0 ;;
    --owner) owner=${2:?a process id}; shift ;;
    *) die "There is no option $1" ;;
  esac
  shift
done
kubeconfig=$state/kubeconfig
kubectl=("$cluster_sources/tools/bin/kubectl" --kubeconfig "$kubeconfig" --cache-dir "$state/kubectl-cache")

# The first free port of a few, so that clusters of two clones do not meet.
free_port() {
  local port
  for port in {6443..6463}; do
    if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  die "The ports 6443 to 6463 of 127.0.0.1 are all taken"
}

# Waits for a file that the sandbox makes, as long as the sandbox lives.
wait_for_sandbox() {
  local file=$1 deadline=$((SECONDS + 300))
  until [ -e "$file" ]; do
    kill -0 "$supervisor" 2>/dev/null || give_up "The sandbox has ended."
    [ $SECONDS -lt $deadline ] || give_up "The cluster is not up after 300 s."
    sleep 0.1
  done
}

give_up() {
  echo "cluster: $* What its programs said last ($state/log):" >&2
  tail -n 15 "$state"/log/*.log >&2
  "$cluster_sources/down.sh"
  exit 1
}

check_machine
[ "$with_node" = 0 ] || check_node
[ -x "${kubectl[0]}" ] || die "kubectl is missing. Run: tests/tools/install.sh test"
if is_up; then
  die "This folder's cluster is up already: KUBECONFIG=$kubeconfig. To end it: make cluster-down"
fi
"$cluster_sources/down.sh" # what a cluster that was killed has left
"$cluster_sources/build/build.sh"
mkdir -p "$state/log"
rm -f "$state"/log/*
[ "$with_node" = 0 ] || "$cluster_sources/images/pack.sh"

started=$SECONDS
# What runs is independent of what becomes of this working copy.
mkdir "$state/sources"
cp -r "$cluster_sources"/{conf,sandbox,images} "$state/sources"
port=$(free_port)
make_pki "$state/pki"
(cd "$state/pki" && umask 077 && write_kubeconfig admin "$port" > "$kubeconfig")
setsid "$cluster_sources/sandbox/supervise.sh" "$port" "$with_node" "$owner" > "$state/log/sandbox.log" 2>&1 < /dev/null &
supervisor=$!
wait_for_sandbox "$state/started"
wait_for 30 "${kubectl[@]}" apply -f "$cluster_sources/conf/storage-class.yaml" ||
  give_up "The API server does not answer at 127.0.0.1:$port."
if [ "$with_node" = 1 ]; then
  wait_for 120 "${kubectl[@]}" wait --for=condition=Ready node/node --timeout=10s ||
    give_up "The node is not ready."
fi
say "Up after $((SECONDS - started)) s"
echo "KUBECONFIG=$kubeconfig"
