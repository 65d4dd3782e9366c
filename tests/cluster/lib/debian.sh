# Fetches packages from Debian without installing any: lists and cache of apt are in a folder of their own.
# shellcheck shell=bash

# Makes apt of this shell work in a folder: debian_open FOLDER [RELEASE [TYPES]]. Without more, Debian 12's packages and their sources.
debian_open() {
  local folder=$1 release=${2:-bookworm} types=${3:-deb deb-src}
  mkdir -p "$folder"/{lists/partial,cache/archives/partial,sources}
  cat > "$folder/sources/debian.sources" <<SOURCES
Types: $types
URIs: $(debian_mirror)
Suites: $release
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
  cat > "$folder/apt.conf" <<CONFIGURATION
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$folder/sources";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$folder/lists";
Dir::Cache "$folder/cache";
APT::Sandbox::User "root";
APT::Update::Post-Invoke "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
CONFIGURATION
  export APT_CONFIG=$folder/apt.conf
  apt-get -qq update
}

# The mirror that this machine uses for Debian 12, so that a proxy or mirror of its owner is honoured. Mirrors have all releases.
debian_mirror() {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk '$1 == "bookworm" && !found {print $2; found = 1}
      END {if (!found) print "http://deb.debian.org/debian"}'
}

# Unpacks packages, without running anything of theirs: debian_unpack FOLDER PACKAGE...
debian_unpack() {
  local folder=$1 downloads
  shift
  downloads=$(mktemp -d "$(dirname "$APT_CONFIG")/downloads.XXXXXX")
  (cd "$downloads" && apt-get -qq download "$@")
  mkdir -p "$folder"
  local package
  for package in "$downloads"/*.deb; do
    # Links such as /lib -> usr/lib stay links.
    dpkg --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$folder"
  done
  rm -rf "$downloads"
}

# Fetches and unpacks a source package with Debian's patches: debian_source FOLDER PACKAGE; prints the folder of the tree.
debian_source() {
  local folder=$1 package=$2 patch tree
  mkdir -p "$folder"
  (
    cd "$folder"
    apt-get -qq source --download-only "$package" >/dev/null 2>&1
    tar -xzf "$package"_*.orig.tar.gz
    tree=$(find . -mindepth 1 -maxdepth 1 -type d)
    tar -xJf "$package"_*.debian.tar.xz -C "$tree"
    cd "$tree"
    grep -v '^#' debian/patches/series | while read -r patch; do
      patch -s -p1 < "debian/patches/$patch" >&2
    done
    pwd
  )
}
