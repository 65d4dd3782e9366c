#!/usr/bin/env bash
# Outside the sandbox: starts it, relays its API to this machine's loopback, and cleans up behind it. Runs until it is told to
# end, until the sandbox ends, or until the owner is gone. Usage: supervise.sh PORT WITH_NODE [OWNER_PID]
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
. "$cluster_sources/lib/cgroups.sh"
port=$1 with_node=$2 owner=${3:-}

# Held by everything in here, and by nothing else: the cluster is up as long as the lock is taken.
exec 9> "$state/lock"
flock -n 9 || die "Another cluster of this folder runs"
echo $$ > "$state/supervisor.pid"

children=()
end() {
  trap '' EXIT INT TERM
  { kill -KILL "${children[@]}" && wait; } 2>/dev/null || true
  cgroups_remove "$(cgroup_name)"
}
trap end EXIT
trap 'exit 0' INT TERM

# A new pid namespace: when its first process ends, the kernel ends the others. That process ends with unshare, and unshare
# with us, even when we are killed. Nothing of our environment and home goes in.
cgroups_make "$(cgroup_name)"
cgroup_name=$(cgroup_name) setpriv --pdeathsig KILL bash -c '
  . "$0/lib/cgroups.sh"
  cgroups_join "$cgroup_name"
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nonexistent "${@}"' "$cluster_sources" \
  unshare --mount --pid --net --ipc --uts --cgroup --fork --kill-child --propagation private \
  "$state/sources/sandbox/init.sh" "$state" "$programs" "$with_node" &
sandbox=$!
children+=("$sandbox")
echo "$sandbox" > "$state/sandbox.pid"

# Sockets have short names by relative path, wherever this folder is.
cd "$state"
LD_LIBRARY_PATH=$programs/root/usr/lib/x86_64-linux-gnu:$programs/root/lib/x86_64-linux-gnu \
  setpriv --pdeathsig KILL "$programs/root/usr/bin/socat" \
  "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" UNIX-CONNECT:api.sock > log/relay.log 2>&1 &
children+=("$!")

if [ -n "$owner" ]; then
  setpriv --pdeathsig KILL tail --pid="$owner" -f /dev/null &
  children+=("$!")
fi
wait -n # whichever ends first ends all
