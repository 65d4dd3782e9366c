# Throw-away certificates and kubeconfigs of one cluster. Sourced by up.sh.
# shellcheck shell=bash

node_name=node
node_address=10.10.0.2

# make_pki FOLDER
make_pki() (
  mkdir -p "$1"
  cd "$1"
  umask 077
  make_key ca
  openssl req -x509 -new -key ca.key -subj /CN=test-cluster -days 30 -out ca.crt
  openssl genrsa -out service-accounts.key 2048 2>/dev/null
  openssl rsa -in service-accounts.key -pubout -out service-accounts.pub 2>/dev/null

  make_server apiserver /CN=kube-apiserver \
    "DNS:localhost,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:10.96.0.1,IP:$node_address"
  make_server kubelet-server "/O=system:nodes/CN=system:node:$node_name" "DNS:$node_name,IP:$node_address,IP:127.0.0.1"

  make_client admin /O=system:masters/CN=kubernetes-admin
  make_client apiserver-to-kubelet /O=system:masters/CN=kube-apiserver
  make_client front-proxy /CN=front-proxy
  make_client controller-manager /CN=system:kube-controller-manager
  make_client scheduler /CN=system:kube-scheduler
  make_client kubelet "/O=system:nodes/CN=system:node:$node_name"
  make_client proxy /CN=system:kube-proxy
  make_client dns /CN=system:serviceaccount:kube-system:kube-dns # a name that Kubernetes has a role for
  local name
  for name in admin controller-manager scheduler kubelet proxy dns; do
    write_kubeconfig "$name" 6443 > "$name.kubeconfig"
  done
)

make_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }

make_server() { make_certificate "$1" "$2" serverAuth "subjectAltName=$3"; }

make_client() { make_certificate "$1" "$2" clientAuth; }

# make_certificate NAME SUBJECT USAGE [EXTENSION]
make_certificate() {
  make_key "$1"
  openssl req -new -key "$1.key" -subj "$2" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out "$1.crt" -extfile <(
      echo "keyUsage=critical,digitalSignature,keyEncipherment"
      echo "extendedKeyUsage=$3"
      echo "${4:-}"
    ) 2>/dev/null
}

# In the folder of make_pki: write_kubeconfig USER PORT
write_kubeconfig() {
  cat <<KUBECONFIG
apiVersion: v1
kind: Config
clusters:
  - name: test-cluster
    cluster:
      server: https://127.0.0.1:$2
      certificate-authority-data: $(base64 -w0 < ca.crt)
users:
  - name: $1
    user:
      client-certificate-data: $(base64 -w0 < "$1.crt")
      client-key-data: $(base64 -w0 < "$1.key")
contexts:
  - name: test-cluster
    context: {cluster: test-cluster, user: $1}
current-context: test-cluster
KUBECONFIG
}
