# Where things are, and how to complain. Sourced by every script of this folder.
# shellcheck shell=bash

cluster_sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
repository=$(cd "$cluster_sources/../.." && pwd)

# What runs: state, logs, volumes, certificates. Made by up.sh, removed by down.sh.
state=$repository/.data/cluster

# What is built once: one folder for each version of what it is built from.
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/telegram-parser/cluster
kubernetes_version=1.20.2
programs=$cache/kubernetes-$kubernetes_version-$(find "$cluster_sources/build" "$cluster_sources/lib/debian.sh" -type f -print0 |
  LC_ALL=C sort -z | xargs -0 cat | sha256sum | cut -c1-12)

say() { echo "cluster: $*"; }

die() {
  echo "cluster: $*" >&2
  exit 1
}

# Waits until a command succeeds: wait_for SECONDS COMMAND...
wait_for() {
  local seconds=$1 started=$SECONDS
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((SECONDS - started)) -lt "$seconds" ] || return 1
    sleep 0.2
  done
}

# Whether this folder's cluster runs: all its processes hold the lock.
is_up() { [ -e "$state/lock" ] && ! flock -n "$state/lock" true; }
is_down() { ! is_up; }
