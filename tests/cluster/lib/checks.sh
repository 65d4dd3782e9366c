# Says what this machine lacks before anything is started. Sourced by up.sh.
# shellcheck shell=bash

check_machine() {
  [ "$(uname -sm)" = "Linux x86_64" ] || die "The test cluster runs on Linux x86-64 alone. Name another cluster with KUBECONFIG."
  [ "$(id -u)" = 0 ] || die "The test cluster needs root, to make namespaces and cgroups. Run: sudo make cluster, or name another cluster with KUBECONFIG."
  local entry
  for entry in unshare:util-linux nsenter:util-linux setpriv:util-linux flock:util-linux ip:iproute2 openssl:openssl curl:curl; do
    command -v "${entry%:*}" >/dev/null || die "${entry%:*} is missing. Run: apt-get install ${entry#*:}"
  done
  check_namespaces
}

# What pods need of the kernel. The API server alone needs none of it but the namespaces.
check_node() {
  local controller folder
  for controller in cpu cpuacct cpuset memory devices freezer blkio pids; do
    [ -d "/sys/fs/cgroup/$controller" ] || die "The kubelet of Kubernetes $kubernetes_version runs here with version 1 of cgroups alone, and /sys/fs/cgroup/$controller is missing. Control plane without a node: up.sh --control-plane."
  done
  folder=/sys/fs/cgroup/pids$(awk -F: '$2 == "pids" {print $3}' /proc/self/cgroup)/telegram-parser-check
  mkdir "$folder" 2>/dev/null || die "No cgroup can be made below /sys/fs/cgroup: in a container, mount it writable (docker run --privileged)."
  rmdir "$folder"
  unshare --net ip link add name check0 type veth peer name check1 2>/dev/null || die "This kernel makes no veth devices, which pods need (module veth)."
  [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || die "This kernel does not show bridged packets to iptables, which Services need (modprobe br_netfilter)."
  unshare --net ip link add name check0 type bridge 2>/dev/null || die "This kernel makes no bridges, which pods need (module bridge)."
}

check_namespaces() {
  unshare --mount --pid --net --ipc --uts --cgroup --fork --propagation private true 2>/dev/null ||
    die "Private namespaces (mount, pid, net, ipc, uts, cgroup) cannot be made here: CAP_SYS_ADMIN is missing, or seccomp forbids unshare (docker run --privileged)."
  # A quiet success of the namespaces says nothing about mounts: AppArmor and seccomp forbid those apart.
  unshare --mount --propagation private sh -c 'mount -t tmpfs tmpfs /mnt && mkdir /mnt/a && mount -t overlay -o lowerdir=/mnt/a:/etc overlay /etc' 2>/dev/null ||
    die "tmpfs or overlay cannot be mounted here, not even in a mount namespace: CAP_SYS_ADMIN is missing, or AppArmor forbids it, or the kernel has no overlayfs (modprobe overlay)."
}
