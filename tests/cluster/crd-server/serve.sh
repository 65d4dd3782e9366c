#!/usr/bin/env bash
# Runs the CRD server on this machine's loopback, with an etcd of its own, until it is told to end or its owner is gone. It serves
# custom resources alone, in any namespace: there are no namespaces to be made. Prints the line "serving" once FOLDER/kubeconfig,
# whose user may do everything, can be used. Usage: serve.sh FOLDER OWNER_PID
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
. "$cluster_sources/lib/pki.sh"
. "$cluster_sources/crd-server/location.sh"
folder=$1 owner=$2

for program in openssl:openssl curl:curl setpriv:util-linux; do
  command -v "${program%:*}" >/dev/null || die "${program%:*} is missing. Run: apt-get install ${program#*:}"
done
"$cluster_sources/build/build.sh" # has etcd
"$cluster_sources/crd-server/build.sh"

children=()
end() {
  trap '' EXIT INT TERM
  { kill -KILL "${children[@]}" && wait; } 2>/dev/null || true
}
trap end EXIT
trap 'exit 0' INT TERM

# Out of the way of the ports that connections get by themselves.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

# start NAME COMMAND...
start() {
  local name=$1
  shift
  setpriv --pdeathsig KILL "$@" > "$name.log" 2>&1 &
  children+=("$!")
}

# The server waits in vain for informers of Services and namespaces, which are not there.
is_serving() { curl -sf --max-time 2 --cacert pki/ca.crt --cert pki/admin.crt --key pki/admin.key "https://127.0.0.1:$port/readyz?exclude=informer-sync"; }

# Sockets have short names by relative path, wherever this folder is. etcd wants a port in them.
cd "$folder"
etcd=etcd.sock:0 peer=peer.sock:0
port=$(free_port)
make_pki pki
(cd pki && umask 077 && write_kubeconfig admin "$port") > kubeconfig

start etcd "$programs/root/usr/bin/etcd" --data-dir etcd \
  --listen-client-urls "unix://$etcd" --advertise-client-urls "unix://$etcd" \
  --listen-peer-urls "unix://$peer" --initial-advertise-peer-urls "unix://$peer" --initial-cluster "default=unix://$peer"
wait_for 30 test -S "$etcd" || die "etcd does not start: $(tail -n 15 etcd.log)"

# Whom it would ask about tokens, rights and namespaces is itself, and it is not asked: the one user has a certificate and may do everything.
start crd-server "$crd_server/crd-server" --etcd-servers "unix://$etcd" \
  --bind-address 127.0.0.1 --secure-port "$port" \
  --tls-cert-file pki/apiserver.crt --tls-private-key-file pki/apiserver.key --client-ca-file pki/ca.crt \
  --kubeconfig kubeconfig --authentication-kubeconfig kubeconfig --authorization-kubeconfig kubeconfig --authentication-skip-lookup \
  --enable-priority-and-fairness=false \
  --disable-admission-plugins NamespaceLifecycle,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,MutatingAdmissionPolicy,ValidatingAdmissionPolicy

start owner tail --pid="$owner" -f /dev/null
wait_for 60 is_serving || die "The CRD server does not answer: $(tail -n 15 ./*.log)"
echo serving
wait -n # whichever ends first ends all
