# etcd, API server, controller manager and scheduler. Sourced by init.sh.
# shellcheck shell=bash
pki=/run/cluster/pki

keep etcd etcd --data-dir /run/etcd \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster default=http://127.0.0.1:2380

keep kube-apiserver /run/programs/bin/kube-apiserver \
  --etcd-servers http://127.0.0.1:2379 \
  --bind-address 0.0.0.0 --advertise-address 10.10.0.2 --secure-port 6443 \
  --tls-cert-file $pki/apiserver.crt --tls-private-key-file $pki/apiserver.key --client-ca-file $pki/ca.crt \
  --service-account-issuer https://kubernetes.default.svc --api-audiences https://kubernetes.default.svc \
  --service-account-key-file $pki/service-accounts.pub --service-account-signing-key-file $pki/service-accounts.key \
  --service-cluster-ip-range 10.96.0.0/16 --allow-privileged=true \
  --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
  --kubelet-client-certificate $pki/apiserver-to-kubelet.crt --kubelet-client-key $pki/apiserver-to-kubelet.key \
  --kubelet-certificate-authority $pki/ca.crt --kubelet-preferred-address-types InternalIP \
  --requestheader-client-ca-file $pki/ca.crt --requestheader-allowed-names front-proxy \
  --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
  --requestheader-extra-headers-prefix X-Remote-Extra- \
  --proxy-client-cert-file $pki/front-proxy.crt --proxy-client-key-file $pki/front-proxy.key

# The relay outside takes it from here.
keep relay socat UNIX-LISTEN:/run/cluster/api.sock,fork,unlink-early,mode=600 TCP:127.0.0.1:6443

wait_for 120 curl -sf --max-time 2 --cacert $pki/ca.crt --cert $pki/admin.crt --key $pki/admin.key https://127.0.0.1:6443/readyz

keep kube-controller-manager /run/programs/bin/kube-controller-manager \
  --kubeconfig $pki/controller-manager.kubeconfig --authentication-kubeconfig $pki/controller-manager.kubeconfig \
  --authorization-kubeconfig $pki/controller-manager.kubeconfig \
  --service-account-private-key-file $pki/service-accounts.key --root-ca-file $pki/ca.crt \
  --cluster-signing-cert-file $pki/ca.crt --cluster-signing-key-file $pki/ca.key \
  --use-service-account-credentials --leader-elect=false --bind-address 127.0.0.1 \
  --enable-hostpath-provisioner=true

keep kube-scheduler /run/programs/bin/kube-scheduler \
  --kubeconfig $pki/scheduler.kubeconfig --authentication-kubeconfig $pki/scheduler.kubeconfig \
  --authorization-kubeconfig $pki/scheduler.kubeconfig --leader-elect=false --bind-address 127.0.0.1
