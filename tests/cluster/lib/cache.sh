# Builds what the cache lacks. Needs common.sh.
# shellcheck shell=bash

# Makes a folder of the cache, unless it is there: build_once FOLDER COMMAND... The command gets one more argument, a folder to
# work in, and leaves what is to be kept in its folder result. One build at a time, whichever clone asks for it.
build_once() {
  local target=$1 program
  shift
  [ ! -d "$target" ] || return 0
  command -v apt-get >/dev/null || die "$(basename "$target") is built from Debian's packages, and there is no apt-get here. Name another cluster with KUBECONFIG."
  for program in dpkg patch xz; do
    command -v "$program" >/dev/null || die "$program is missing (Debian: apt-get install dpkg patch xz-utils)"
  done

  mkdir -p "$cache"
  exec 9> "$cache/.lock"
  flock -n 9 || { say "Another build is under way; waiting for it"; flock 9; }
  if [ ! -d "$target" ]; then
    rm -rf "$cache"/.building-* # of a build that was interrupted: nobody else has the lock
    build_folder=$cache/.building-$$
    trap 'rm -rf "$build_folder"' EXIT
    trap 'exit 1' INT TERM
    set -E
    trap 'echo "cluster: the build failed at: $BASH_COMMAND" >&2' ERR
    mkdir -p "$build_folder/result"
    local started=$SECONDS
    "$@" "$build_folder"
    mv "$build_folder/result" "$target"
    say "Built within $((SECONDS - started)) s: $target"
    rm -rf "$build_folder"
  fi
  exec 9>&-
}
