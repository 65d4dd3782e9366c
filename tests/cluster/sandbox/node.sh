# One node: containerd with the images, kubelet, kube-proxy, and the names of Services. Sourced by init.sh.
# shellcheck shell=bash
conf=/run/cluster/sources/conf

echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables
# Debian chooses iptables' variant with update-alternatives, which has not run.
mkdir /run/bin
for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
  ln -s /usr/sbin/xtables-nft-multi "/run/bin/$name"
done
export PATH=/run/bin:$PATH

keep containerd containerd --config $conf/containerd.toml
wait_for 60 ctr version
/run/cluster/sources/images/import.sh

keep kubelet /run/programs/bin/kubelet --config $conf/kubelet.yaml --kubeconfig $pki/kubelet.kubeconfig \
  --root-dir /run/cluster/kubelet --cert-dir /run/cluster/kubelet/pki --hostname-override node --node-ip 10.10.0.2 \
  --container-runtime remote --container-runtime-endpoint unix:///run/containerd/containerd.sock \
  --pod-infra-container-image local.test/pause:1

keep kube-proxy /run/programs/bin/kube-proxy --kubeconfig $pki/proxy.kubeconfig --proxy-mode iptables \
  --hostname-override node --bind-address 10.10.0.2 --cluster-cidr 10.244.0.0/16 --conntrack-max-per-core 0

# At the address that the kubelet writes into pods' resolv.conf. It is the node's own: no Service stands before it.
ip address add 10.96.0.10/32 dev lo
keep cluster-dns /run/programs/bin/cluster-dns --kubeconfig $pki/dns.kubeconfig --listen 10.96.0.10:53
