# Where the CRD server is: one folder of the cache for each version of how it is built. Needs common.sh.
# shellcheck shell=bash

crd_server=$cache/crd-server-$(cat "$cluster_sources"/crd-server/{build.sh,main.go} "$cluster_sources/lib/debian.sh" | sha256sum | cut -c1-12)
