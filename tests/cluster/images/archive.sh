# A docker archive as a folder: layers, configurations and a manifest that names the images. Sourced by pack.sh.
# shellcheck shell=bash

archive_begin() {
  archive=$work/archive
  mkdir "$archive"
  manifest=()
}

# archive_image NAME CONFIGURATION LAYER...
archive_image() {
  local name=$1 configuration=$2 layer digests=() files=() file
  shift 2
  for layer in "$@"; do
    file=$(basename "$layer")
    cp --link --force "$layer" "$archive/$file" 2>/dev/null || cp "$layer" "$archive/$file"
    digests+=("\"sha256:${file%.tar}\"")
    files+=("\"$file\"")
  done
  printf '{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$configuration" "$(comma "${digests[@]}")" > "$work/configuration"
  file=$(sha256sum "$work/configuration" | cut -d' ' -f1).json
  mv "$work/configuration" "$archive/$file"
  manifest+=("{\"Config\":\"$file\",\"RepoTags\":[\"$name\"],\"Layers\":[$(comma "${files[@]}")]}")
}

# Replaces what was packed before, and forgets the layers that nothing uses any more: archive_end FOLDER
archive_end() {
  printf '[%s]' "$(comma "${manifest[@]}")" > "$archive/manifest.json"
  rm -rf "$1"
  mv "$archive" "$1" 2>/dev/null || cp -r "$archive" "$1"
}

comma() { local IFS=,; echo "$*"; }
