# How Kubernetes is made from Debian's source package with Debian's Go. Sourced by build.sh.
# shellcheck shell=bash

# Changes the sources: kubernetes_prepare TREE GO_PACKAGES
kubernetes_prepare() {
  local tree=$1 packages=$2 patch
  for patch in "$cluster_sources"/build/patches/*.patch; do
    patch -s -p1 -d "$tree" < "$patch"
  done
  # The reflect2 1.0.1 that Kubernetes brings crashes when built by Go >= 1.18, at the first server-side apply of a custom
  # resource. Debian has 1.0.2.
  rm "$tree"/vendor/github.com/modern-go/reflect2/*.{go,s}
  cp "$packages"/usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} "$tree/vendor/github.com/modern-go/reflect2/"
  # Programs of ours are built with the libraries of Kubernetes.
  cp -r "$cluster_sources/build/programs" "$tree/cmd/telegram-parser"
}

# Compiles: kubernetes_build TREE GO_PACKAGES WORK_FOLDER RESULT_FOLDER
kubernetes_build() {
  local tree=$1 packages=$2 work=$3 result=$4
  # Modules are off: the tree is from before they were in use everywhere, and its vendor folder does not pass their checks.
  export GOROOT=$packages/usr/lib/go-1.19 GOPATH=$work/gopath GOCACHE=$work/go-cache GOTMPDIR=$work/go-tmp
  export GO111MODULE=off GOPROXY=off GOTOOLCHAIN=local GOFLAGS=-trimpath CGO_ENABLED=0
  local go=$GOROOT/bin/go
  # The standard library's sources are in a package of their own, to which Debian links from GOROOT by absolute path.
  local link
  for link in "$GOROOT"/{src,api,misc,test}; do
    [ ! -L "$link" ] || ln -sfn "$packages/usr/share/go-1.19/$(basename "$link")" "$link"
  done
  mkdir -p "$GOPATH/src/k8s.io" "$GOTMPDIR"
  ln -s "$tree" "$GOPATH/src/k8s.io/kubernetes"
  cd "$GOPATH/src/k8s.io/kubernetes"

  generate_openapi "$go"
  say "Compiling"
  "$go" build -tags providerless -ldflags "$(version_flags)" -o "$result/" \
    ./cmd/kube-apiserver ./cmd/kube-controller-manager ./cmd/kube-scheduler ./cmd/kubelet ./cmd/kube-proxy \
    ./cmd/telegram-parser/cluster-dns ./cmd/telegram-parser/pause
}

# Debian's package lacks the generated file with the OpenAPI definitions of all types.
generate_openapi() {
  local go=$1 generator=$GOPATH/bin/openapi-gen packages
  "$go" build -o "$generator" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  packages=$(
    {
      grep -rl --include='*.go' '+k8s:openapi-gen=' pkg
      find -L vendor/k8s.io/* -name '*.go' -not -path '*/code-generator/*' -not -path '*/sample-apiserver/*' \
        -not -path '*/kube-openapi/*' -not -path '*/gengo/*' -exec grep -l '+k8s:openapi-gen=' {} + || true # files without it
    } | xargs -n1 dirname | LC_ALL=C sort -u | sed 's#^#k8s.io/kubernetes/#' | paste -sd,
  )
  "$generator" --logtostderr -i "$packages" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
    -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$GOTMPDIR/openapi-violations"
}

# What the programs say about their version.
version_flags() {
  local package flags="-s -w"
  for package in component-base/version client-go/pkg/version; do
    package=k8s.io/kubernetes/vendor/k8s.io/$package
    flags+=" -X $package.gitVersion=v$kubernetes_version -X $package.gitMajor=1 -X $package.gitMinor=20 -X $package.gitTreeState=archive"
  done
  echo "$flags"
}
