#!/usr/bin/env bash
# Ends this folder's cluster, and removes what it leaves but its logs. Does nothing when there is none.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"
. "$cluster_sources/lib/cgroups.sh"

[ -d "$state" ] || exit 0
if is_up; then
  kill -TERM "$(cat "$state/supervisor.pid")"
  wait_for 30 is_down || die "The cluster's processes do not end; they hold $state/lock"
fi
cgroups_remove "$(cgroup_name)"
find "$state" -mindepth 1 -maxdepth 1 ! -name log ! -name images -exec rm -rf {} +
