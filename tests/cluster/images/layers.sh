# Layers of images: uncompressed tar files, named by their digest. Each function prints the path of one. Sourced by pack.sh.
# shellcheck shell=bash

# Those that are slow to make and change rarely; the others are in $work.
layers=$cache/layers

# The layer of a folder's content: layer_of FOLDER. The same content makes the same layer.
layer_of() {
  local unfinished=$work/unfinished.tar digest
  tar --create --file "$unfinished" --directory "$1" --sort=name --mtime=@0 --numeric-owner --format=gnu .
  digest=$(sha256sum "$unfinished" | cut -d' ' -f1)
  mv "$unfinished" "$work/$digest.tar"
  echo "$work/$digest.tar"
}

# A layer that is slow to make, kept under a name: cached_layer NAME COMMAND..., which fills the folder that it is given last.
cached_layer() {
  local name=$1 folder layer
  shift
  if [ ! -e "$layers/$name" ]; then
    say "Making the image layer ${name%-*}" >&2
    folder=$work/layer
    mkdir "$folder"
    "$@" "$folder" >&2
    layer=$(layer_of "$folder")
    rm -rf "$folder"
    mv "$layer" "$layers/"
    ln -s "$(basename "$layer")" "$layers/$name"
  fi
  readlink -f "$layers/$name"
}

# Changes with what it is made by.
recipe() { cat "$cluster_sources/images/layers.sh" "$cluster_sources/lib/debian.sh" | sha256sum | cut -c1-12; }

# What .NET needs of a system, and no more: no shell, no package manager, as in the chiseled images.
base_layer() { cached_layer "base-$(recipe)" make_base; }

make_base() {
  local root=$1 folder
  for folder in bin sbin lib lib64; do
    mkdir -p "$root/usr/$folder"
    ln -s "usr/$folder" "$root/$folder"
  done
  debian_open "$work/apt"
  debian_unpack "$root" base-files libc6 libgcc-s1 libstdc++6 libssl3 zlib1g ca-certificates tzdata
  rm -rf "$root"/usr/share/{doc,man,locale,lintian}
  # What the packages' scripts would have made.
  cat "$root"/usr/share/ca-certificates/mozilla/*.crt > "$root/etc/ssl/certs/ca-certificates.crt"
  mkdir -p "$root/usr/lib/ssl"
  ln -s /etc/ssl/certs "$root/usr/lib/ssl/certs"
  ln -s /etc/ssl/certs/ca-certificates.crt "$root/usr/lib/ssl/cert.pem"
  printf '%s\n' 'root:x:0:0:root:/root:/usr/sbin/nologin' 'app:x:10001:10001::/tmp:/usr/sbin/nologin' \
    'postgres:x:999:999::/var/lib/postgresql:/usr/sbin/nologin' > "$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'app:x:10001:' 'postgres:x:999:' > "$root/etc/group"
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
  mkdir -p "$root/tmp" "$root/app" "$root/run"
  rmdir "$root/var/run"
  ln -s /run "$root/var/run"
  chmod 1777 "$root/tmp"
}

# This machine's .NET runtime, where the public images have theirs.
dotnet_layer() {
  local runtime
  runtime=$(dotnet --list-runtimes | awk '$1 == "Microsoft.AspNetCore.App" && $2 ~ /^10\./ {version = $2} END {print version}')
  [ -n "$runtime" ] || die "There is no ASP.NET Core runtime 10 here (dotnet --list-runtimes)"
  cached_layer "dotnet-$runtime-$(recipe)" make_dotnet "$runtime"
}

make_dotnet() {
  local runtime=$1 root=$2 source
  source=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$root"/usr/bin "$root"/usr/share/dotnet/{host/fxr,shared/Microsoft.NETCore.App,shared/Microsoft.AspNetCore.App}
  cp "$source/dotnet" "$root/usr/share/dotnet/"
  cp -r "$source/host/fxr/$runtime" "$root/usr/share/dotnet/host/fxr/"
  cp -r "$source/shared/Microsoft.NETCore.App/$runtime" "$root/usr/share/dotnet/shared/Microsoft.NETCore.App/"
  cp -r "$source/shared/Microsoft.AspNetCore.App/$runtime" "$root/usr/share/dotnet/shared/Microsoft.AspNetCore.App/"
  ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
}

postgres_layer() { cached_layer "postgres-$(recipe)" make_postgres; }

# Debian's PostgreSQL and the libraries that it loads; its just-in-time compiler needs LLVM and is left out.
make_postgres() {
  local root=$1 program
  debian_open "$work/apt"
  debian_unpack "$root" postgresql-15 postgresql-client-15 busybox-static \
    libpq5 libicu72 libxml2 liblzma5 libldap-2.5-0 libsasl2-2 libgnutls30 libnettle8 libhogweed6 libgmp10 libidn2-0 libunistring2 \
    libp11-kit0 libtasn1-6 libffi8 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libkeyutils1 \
    libcom-err2 libpam0g libaudit1 libcap-ng0 libsystemd0 libcap2 libgcrypt20 libgpg-error0 liblz4-1 libzstd1 libuuid1 \
    libc-bin libreadline8 libtinfo6 libselinux1 libpcre2-8-0
  merge_usr "$root"
  rm -rf "$root"/usr/share/{doc,man,locale,lintian} "$root"/usr/lib/postgresql/15/lib/{bitcode,llvmjit*} "$root/var" "$root/etc"
  # A shell for the entrypoint and for people.
  for program in $("$root/usr/bin/busybox" --list); do
    [ -e "$root/usr/bin/$program" ] || ln -s busybox "$root/usr/bin/$program"
  done
  mkdir -p "$root/var/lib/postgresql/data" "$root/run/postgresql"
  chown -R 10001:10001 "$root/var/lib/postgresql" "$root/run/postgresql"
  chmod 777 "$root/var/lib/postgresql/data" "$root/run/postgresql"
}

# Some packages still put files into /lib and /bin, which are links in the layer below.
merge_usr() {
  local folder
  for folder in bin sbin lib lib64; do
    if [ -d "$1/$folder" ] && [ ! -L "$1/$folder" ]; then
      mkdir -p "$1/usr/$folder"
      cp -a "$1/$folder/." "$1/usr/$folder/"
      rm -rf "${1:?}/$folder"
    fi
  done
}

# The RSA key of the simulator, for as long as the cache lives, and the TDLib that trusts it.
simulator_key() {
  patched_tdlib >/dev/null
  echo "$layers/simulator.pem"
}

patched_tdlib() {
  local patched
  patched=$layers/libtdjson-$(sha256sum "$native" | cut -c1-12).so
  if [ ! -e "$patched" ]; then
    dotnet "$simulator/telegram-simulator.dll" patch-tdlib --key "$layers/simulator.pem" "$native" "$patched.unfinished" >&2
    mv "$patched.unfinished" "$patched"
  fi
  echo "$patched"
}
