#!/usr/bin/env bash
# Kills, stops and starts programs of this folder's cluster, for tests of what happens then.
#   control.sh restart kube-apiserver   kills it; it is started again at once
#   control.sh stop kubelet             kills it, and keeps it down
#   control.sh start kubelet            lets it run again
#   control.sh status                   prints the path of the kubeconfig, or nothing when there is no cluster
#   control.sh run COMMAND...           runs a command inside the sandbox, where Services and pods are reached by address
# Programs: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, containerd, kubelet, kube-proxy, cluster-dns.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
action=${1:?restart, stop, start, status or run}
shift
if [ "$action" = status ]; then
  if is_up && [ -e "$state/started" ]; then echo "$state/kubeconfig"; fi
  exit
fi
is_up || die "No cluster of this folder is up"

# The sandbox's first process, as seen from out here: the child of the unshare that supervise.sh has started.
inside() {
  local unshare init
  unshare=$(cat "$state/sandbox.pid")
  read -r init _ < "/proc/$unshare/task/$unshare/children" || true # the line has no end
  nsenter --target "$init" --mount --pid --net --ipc --uts --cgroup "$@"
}

program=${1:?a program}
files=$state/programs
[ "$action" = run ] || [ -e "$files/$program" ] || die "The cluster has no program $program. It has: $(ls "$files")"
kill_program() { inside kill -KILL "$(cat "$files/$program")"; }
case $action in
  restart) kill_program ;;
  stop) touch "$files/$program.stopped" && kill_program ;;
  start) rm -f "$files/$program.stopped" ;;
  run) inside "$@" ;;
  *) die "There is no action $action" ;;
esac
