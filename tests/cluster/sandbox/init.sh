#!/bin/bash
# The sandbox's first process: makes the private view of the machine, then starts the cluster's programs and keeps them running.
# Usage: init.sh STATE PROGRAMS WITH_NODE
set -euo pipefail
state=$1 programs=$2 with_node=$3
mount() { command mount --no-mtab "$@"; } # its table of mounts is below /run

# Folders of ours get fixed places, so that configuration files need no templates: /run/cluster is what runs (state, logs, and
# in sources/ these scripts), /run/programs what was built. They are gathered first, since what is mounted below may hide them.
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/{cluster,programs,netns,lock}
mount --bind "$state" /mnt/cluster
mount --bind "$programs" /mnt/programs
mount --move /mnt /run

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
for controller in cpu cpuacct cpuset memory devices freezer blkio pids; do
  mkdir "/sys/fs/cgroup/$controller"
  mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" || true # the node checks them, the control plane needs none
done
mkdir /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd || true

# Debian's packages appear as if they were installed.
for folder in usr etc; do
  mount -t overlay -o "lowerdir=/run/programs/root/$folder:/$folder" overlay "/$folder"
done
# Of the machine's own state nothing is seen or changed.
for folder in /var/lib /var/log /root /home /tmp; do
  mount -t tmpfs tmpfs "$folder"
done
export HOME=/root

# Volumes: Kubernetes' host path provisioner makes and deletes them here, and nowhere else.
mkdir -p /run/cluster/volumes /tmp/hostpath_pv
mount --bind /run/cluster/volumes /tmp/hostpath_pv
mount --make-rshared / # pods' mounts go both ways

hostname node
ip link set lo up
ip link add node0 type veth peer name node0-peer
ip address add 10.10.0.2/24 dev node0
ip link set node0 up
ip link set node0-peer up
ip route add default dev node0 # there is nothing behind it; programs look up the address of the default route

. /run/cluster/sources/sandbox/programs.sh
. /run/cluster/sources/sandbox/control-plane.sh
if [ "$with_node" = 1 ]; then
  . /run/cluster/sources/sandbox/node.sh
fi
touch /run/cluster/started

# Every orphan in here becomes our child.
while :; do wait -n || sleep 0.2; done
